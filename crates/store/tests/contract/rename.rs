use domain::id::RenameId;
use domain::rename::{Remark, Rename, RenameDecision, RenameFinding, RenameReason, RenameState};
use store::rename::{find, find_latest, insert, list_ended_with_picture, list_waiting, save};
use store::{Error, account, photo};

use crate::samples::{a_photo, an_account, at, id, kind_of, name};

fn a_request(n: u32) -> Rename {
    Rename {
        id: id(RenameId::PREFIX, n),
        account: an_account().id,
        name: name("逄大文"),
        reason: RenameReason::RareHanzi,
        remark: Remark::parse("身份证上是逄").unwrap(),
        photo: Some(a_photo(n).id),
        asked: at(i64::from(n)),
        state: RenameState::Waiting,
    }
}

async fn asked(store: &store::Store) {
    store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            photo::insert(tx, &a_photo(1)).await?;
            photo::insert(tx, &a_photo(2)).await?;
            insert(tx, &a_request(1)).await
        })
        .await
        .unwrap();
}

on_every_engine!(b8_a_request_is_found_as_it_was_asked, |fresh| async {
    asked(&fresh.store).await;
    let found = fresh.store.read(async |r| find(r, &a_request(1).id).await).await.unwrap();
    assert_eq!(found, Some((a_request(1), 1)));
    let latest = fresh.store.read(async |r| find_latest(r, &an_account().id).await).await.unwrap();
    assert_eq!(latest, Some((a_request(1), 1)));
});

on_every_engine!(b8_one_request_waits_at_a_time, |fresh| async {
    asked(&fresh.store).await;
    let second = fresh.store.write(async |tx| insert(tx, &a_request(2)).await).await;
    assert_eq!(kind_of(second), "taken");
    let rejected = a_request(1).decide(RenameDecision::Reject(RenameFinding::Unclear), at(9)).unwrap();
    fresh.store.write(async |tx| save(tx, &rejected, 1).await).await.unwrap();
    fresh.store.write(async |tx| insert(tx, &a_request(2)).await).await.unwrap();
    let waiting = fresh.store.read(async |r| list_waiting(r, 9).await).await.unwrap();
    assert_eq!(waiting, [(a_request(2), 1)]);
});

on_every_engine!(b8_a_decision_on_an_old_version_is_refused, |fresh| async {
    asked(&fresh.store).await;
    let approved = a_request(1).decide(RenameDecision::Approve, at(9)).unwrap();
    let save = async |seen| kind_of(fresh.store.write(async |tx| save(tx, &approved, seen).await).await);
    assert_eq!(save(2).await, "stale");
    assert_eq!(save(1).await, "ok");
    assert_eq!(save(1).await, "stale");
});

on_every_engine!(b8_pictures_of_ended_requests_are_found_by_age, |fresh| async {
    asked(&fresh.store).await;
    let mut approved = a_request(1).decide(RenameDecision::Approve, at(9)).unwrap();
    fresh
        .store
        .write(async |tx| {
            save(tx, &approved, 1).await?;
            assert!(list_ended_with_picture(tx, at(9), 9).await?.is_empty());
            assert_eq!(list_ended_with_picture(tx, at(10), 9).await?, [(approved.clone(), 2)]);
            approved.photo = None;
            save(tx, &approved, 2).await?;
            assert!(list_ended_with_picture(tx, at(10), 9).await?.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
