use domain::card::{CardProblem, Side};
use domain::identity::Identity;
use store::identity::{IdentityRecord, find, list_with_old_pictures, save};
use store::{account, photo};

use crate::samples::{a_photo, a_registration, an_account, an_exam, at, kind_of};

fn a_record(identity: Identity) -> IdentityRecord {
    IdentityRecord {
        identity,
        front: Some(a_photo(1).id),
        back: Some(a_photo(2).id),
        portrait: Some((0_u8..128).map(|n| f32::from(n) * 0.37 - 7.0).collect()),
        only_person: true,
        version: 0,
    }
}

async fn somebody_with_pictures(store: &store::Store) {
    store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            photo::insert(tx, &a_photo(1)).await?;
            photo::insert(tx, &a_photo(2)).await
        })
        .await
        .unwrap();
}

on_every_engine!(b8_every_state_is_found_as_it_was_saved, |fresh| async {
    somebody_with_pictures(&fresh.store).await;
    let problems = vec![CardProblem::NameUnreadable, CardProblem::Glare(Side::Back)];
    let states = [
        Identity::None,
        Identity::Checking { since: at(1) },
        Identity::Passed { at: at(2) },
        Identity::WaitingForPerson { since: at(3), problems: problems.clone() },
        Identity::PassedByPerson { at: at(4) },
        Identity::Failed { at: at(5), problems },
    ];
    let who = an_account().id;
    for (seen, state) in (0..).zip(states) {
        let record = a_record(state);
        fresh.store.write(async |tx| save(tx, &who, &record, seen).await).await.unwrap();
        let found = fresh.store.read(async |r| find(r, &who).await).await.unwrap();
        assert_eq!(found, Some(IdentityRecord { version: seen + 1, ..record }));
    }
});

on_every_engine!(b10_a_check_without_pictures_can_be_saved, |fresh| async {
    somebody_with_pictures(&fresh.store).await;
    let who = an_account().id;
    let bare = IdentityRecord { front: None, back: None, portrait: None, ..a_record(Identity::None) };
    assert_eq!(fresh.store.read(async |r| find(r, &who).await).await.unwrap(), None);
    fresh.store.write(async |tx| save(tx, &who, &bare, 0).await).await.unwrap();
    let found = fresh.store.read(async |r| find(r, &who).await).await.unwrap();
    assert_eq!(found, Some(IdentityRecord { version: 1, ..bare }));
});

on_every_engine!(a_stale_version_of_an_identity_is_refused, |fresh| async {
    somebody_with_pictures(&fresh.store).await;
    let (who, record) = (an_account().id, a_record(Identity::Passed { at: at(1) }));
    let save = async |seen| kind_of(fresh.store.write(async |tx| save(tx, &who, &record, seen).await).await);
    assert_eq!(save(1).await, "stale", "there is none yet");
    assert_eq!(save(0).await, "ok");
    assert_eq!(save(0).await, "stale", "there is one");
    assert_eq!(save(1).await, "ok");
    assert_eq!(save(1).await, "stale");
});

#[test]
fn the_portrait_is_mute() {
    let shown = format!("{:?}", a_record(Identity::None));
    assert!(shown.contains("***") && !shown.contains("-7"), "{shown}");
}

on_every_engine!(b10_who_waits_longest_comes_first, |fresh| async {
    somebody_with_pictures(&fresh.store).await;
    let other = crate::samples::account(2, domain::document::DocumentKind::TaiwanPermit, "12345678");
    let waiting = |since| Identity::WaitingForPerson { since, problems: vec![CardProblem::NameUnreadable] };
    let bare = IdentityRecord { front: None, back: None, portrait: None, ..a_record(waiting(at(1))) };
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &other, "hash").await?;
            save(tx, &an_account().id, &a_record(waiting(at(5))), 0).await?;
            save(tx, &other.id, &bare, 0).await
        })
        .await
        .unwrap();
    let listed = fresh.store.read(async |r| store::identity::list_waiting(r, 9).await).await.unwrap();
    let lines: Vec<_> = listed.iter().map(|line| (&line.account, line.pictures, line.version)).collect();
    assert_eq!(lines, [(&other.id, 0, 1), (&an_account().id, 2, 1)]);
    assert_eq!(listed[0].kind, domain::document::DocumentKind::TaiwanPermit);
});

on_every_engine!(f11_pictures_are_old_when_neither_they_nor_the_scores_are_newer, |fresh| async {
    somebody_with_pictures(&fresh.store).await;
    let who = an_account().id;
    let passed = a_record(Identity::Passed { at: at(1) });
    fresh.store.write(async |tx| save(tx, &who, &passed, 0).await).await.unwrap();
    let old =
        async |before| fresh.store.read(async |r| list_with_old_pictures(r, before, 9).await).await.unwrap();
    // The pictures came at 7.
    assert!(old(at(6)).await.is_empty());
    assert_eq!(old(at(7)).await, std::slice::from_ref(&who));
    // The scores of the exam are out from 500 on.
    fresh
        .store
        .write(async |tx| {
            store::exam::insert(tx, &an_exam(1), at(0)).await?;
            store::registration::insert(tx, &a_registration(1)).await
        })
        .await
        .unwrap();
    assert!(old(at(499)).await.is_empty());
    assert_eq!(old(at(500)).await, std::slice::from_ref(&who));
    let frame = store::photo::Photo { purpose: "face_frame".into(), ..a_photo(3) };
    let bare = IdentityRecord { front: None, back: None, portrait: None, ..passed };
    fresh.store.write(async |tx| save(tx, &who, &bare, 1).await).await.unwrap();
    assert!(old(at(500)).await.is_empty(), "nothing left to delete");
    fresh.store.write(async |tx| photo::insert(tx, &frame).await).await.unwrap();
    assert_eq!(old(at(500)).await, [who], "but a frame of a face check");
});
