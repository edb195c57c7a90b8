use domain::registration::State;
use store::waiting::{Queue, Waiting, by_place, identities, renames};
use store::{Error, registration};

use crate::samples::{a_draft_is_begun, a_registration, an_exam, at};

on_every_engine!(f3_what_waits_is_counted_by_exam_and_site, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh
        .store
        .write(async |tx| {
            assert!(by_place(tx, Queue::Proofs).await?.is_empty());
            let (_, seen) = registration::find_anybodys(tx, &a_registration(1).id).await?.unwrap();
            let handed_in = domain::registration::Registration {
                state: State::Submitted { at: at(1) },
                ..a_registration(1)
            };
            registration::save(tx, &handed_in, seen).await?;
            let waits = Waiting { exam: an_exam(1).id, site: None, count: 1 };
            assert_eq!(by_place(tx, Queue::Proofs).await?, [waits]);
            for queue in [Queue::Registrations, Queue::Faces, Queue::Withdrawals] {
                assert!(by_place(tx, queue).await?.is_empty(), "{queue:?}");
            }
            assert_eq!((identities(tx).await?, renames(tx).await?), (0, 0));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
