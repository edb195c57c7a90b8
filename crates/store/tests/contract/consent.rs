use store::consent::{ConsentEvent, find, latest, list, list_withdrawn_with_pictures, record};
use store::identity::{IdentityRecord, save};
use store::{Error, account, photo};

use crate::samples::{a_photo, an_account, at};

fn event(given: bool, millis: i64) -> ConsentEvent {
    ConsentEvent { version: 2, given, at: at(millis) }
}

on_every_engine!(b2_the_last_event_says_what_holds, |fresh| async {
    let who = an_account().id;
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            assert_eq!(latest(tx, &who).await?, None);
            record(tx, &who, event(true, 1)).await?;
            record(tx, &who, event(true, 1)).await?;
            assert_eq!(find(tx, &who, 2).await?, Some(at(1)));
            assert_eq!(find(tx, &who, 3).await?, None, "another text");
            record(tx, &who, event(false, 2)).await?;
            assert_eq!(find(tx, &who, 2).await?, None);
            assert_eq!(list(tx, &who).await?, [event(true, 1), event(false, 2)]);
            // In one and the same millisecond the withdrawal counts.
            record(tx, &who, event(true, 2)).await?;
            assert_eq!(find(tx, &who, 2).await?, None);
            record(tx, &who, event(true, 3)).await?;
            assert_eq!(find(tx, &who, 2).await?, Some(at(3)));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(b2_the_history_only_grows, |fresh| async {
    let who = an_account().id;
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            record(tx, &who, event(true, 1)).await
        })
        .await
        .unwrap();
    assert!(fresh.run_past_the_store("UPDATE consent_events SET event = 'withdrawn'").await.is_err());
    assert!(fresh.run_past_the_store("DELETE FROM consent_events").await.is_err());
});

on_every_engine!(b2_withdrawn_consents_with_pictures_are_found, |fresh| async {
    let who = an_account().id;
    let found = async |fresh: &crate::engines::Fresh| {
        fresh.store.read(async |r| list_withdrawn_with_pictures(r, 9).await).await.unwrap()
    };
    let mut record_of = IdentityRecord {
        identity: domain::identity::Identity::None,
        front: Some(a_photo(1).id),
        back: None,
        portrait: None,
        only_person: false,
        version: 0,
    };
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            photo::insert(tx, &a_photo(1)).await?;
            save(tx, &who, &record_of, 0).await?;
            record(tx, &who, event(true, 1)).await
        })
        .await
        .unwrap();
    assert!(found(fresh).await.is_empty());
    fresh.store.write(async |tx| record(tx, &who, event(false, 2)).await).await.unwrap();
    assert_eq!(found(fresh).await, std::slice::from_ref(&who));
    fresh.store.write(async |tx| record(tx, &who, event(true, 3)).await).await.unwrap();
    assert!(found(fresh).await.is_empty(), "given anew");
    record_of.front = None;
    fresh
        .store
        .write(async |tx| {
            record(tx, &who, event(false, 4)).await?;
            save(tx, &who, &record_of, 1).await
        })
        .await
        .unwrap();
    assert!(found(fresh).await.is_empty(), "nothing left to delete");
});
