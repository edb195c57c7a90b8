use domain::card::{CardProblem, Side};
use domain::id::CheckId;
use domain::instant::Instant;
use domain::payment::PaymentState;
use domain::registration::{Registration, State};
use store::dashboard::{self, Count};
use store::identity_check::{EndedCheck, Outcome, record};
use store::{Error, registration};

use crate::samples::{a_draft_is_begun, a_registration, an_exam, at, id};

on_every_engine!(f9_registrations_are_counted_by_state_step_and_day, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh
        .store
        .write(async |tx| {
            let exam = an_exam(1).id;
            let of = |kind: &str| vec![Count { site: None, kind: kind.to_owned(), many: 1 }];
            assert_eq!(dashboard::states(tx, &exam).await?, of("draft"));
            let (begun, seen) = registration::find_anybodys(tx, &a_registration(1).id).await?.unwrap();
            let handed_in = Registration {
                state: State::Submitted { at: at(5) },
                payment: PaymentState::ProofGiven,
                ..begun.clone()
            };
            registration::save(tx, &handed_in, seen).await?;
            assert_eq!(dashboard::states(tx, &exam).await?, of("submitted"));
            let steps = dashboard::steps(tx, &exam).await?;
            let [steps] = steps.as_slice() else { panic!("{steps:?}") };
            assert_eq!((steps.reached[0], steps.reached[5], steps.reached[6]), (1, 1, 0));
            // The first day of 1970 in Shanghai has begun eight hours earlier.
            let day = (begun.created.as_millis() + 28_800_000) / 86_400_000;
            let days = dashboard::begun(tx, &exam, Instant::from_millis(0)).await?;
            assert_eq!(days, [Count { site: None, kind: day, many: 1 }]);
            assert!(dashboard::begun(tx, &exam, begun.created.plus_seconds(1)).await?.is_empty());
            let oldest = dashboard::oldest(tx, &exam).await?;
            assert_eq!(oldest, [Count { site: None, kind: "submitted".to_owned(), many: at(5).as_millis() }]);
            assert_eq!(dashboard::oldest_identity(tx).await?, None);
            assert!(dashboard::states(tx, &an_exam(2).id).await?.is_empty(), "of this exam alone");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f9_reasons_of_failed_checks_are_counted, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh
        .store
        .write(async |tx| {
            let check = |nth: u32, outcome, problems| EndedCheck {
                id: id(CheckId::PREFIX, nth),
                account: a_registration(1).account,
                ended: at(10),
                outcome,
                problems,
            };
            let glare = vec![CardProblem::Glare(Side::Front)];
            record(tx, &check(1, Outcome::Failed, glare.clone())).await?;
            record(tx, &check(2, Outcome::Failed, glare.clone())).await?;
            record(tx, &check(3, Outcome::Passed, Vec::new())).await?;
            assert_eq!(dashboard::problems(tx, at(10)).await?, [(glare, 2)]);
            assert!(dashboard::problems(tx, at(11)).await?.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
