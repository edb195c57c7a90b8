use domain::face::{FaceCheck, FaceReturn, WhyPerson};
use domain::id::ChallengeId;
use domain::registration::{Registration, State};
use store::face_challenge::FaceChallenge;
use store::{face_challenge, face_consent, face_try, registration};

use crate::samples::{a_challenge, a_draft_is_begun, a_registration, an_account, at, id};

on_every_engine!(c6_every_state_of_the_face_check_is_found_as_it_was_saved, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let states = [
        FaceCheck::WaitingForPerson { since: at(1), why: WhyPerson::Asked },
        FaceCheck::WaitingForPerson { since: at(2), why: WhyPerson::Unsure },
        FaceCheck::WaitingForPerson { since: at(3), why: WhyPerson::TriesUsed },
        FaceCheck::RefusedByPerson { at: at(4), reason: FaceReturn::Unclear },
        FaceCheck::PassedByPerson { at: at(5) },
        FaceCheck::Passed { at: at(6) },
        FaceCheck::None,
    ];
    for (seen, face) in (1..).zip(states) {
        let next = Registration { face, ..a_registration(1) };
        fresh.store.write(async |tx| registration::save(tx, &next, seen).await).await.unwrap();
        let found = fresh.store.read(async |r| registration::find_anybodys(r, &next.id).await).await.unwrap();
        assert_eq!(found, Some((next, seen + 1)));
    }
});

on_every_engine!(c6_those_who_wait_for_a_person_are_listed_while_active, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let listed = async || fresh.store.read(async |r| registration::list_waiting_for_face(r, 10).await).await;
    assert_eq!(listed().await.unwrap(), []);
    let waiting = Registration {
        state: State::Submitted { at: at(9) },
        face: FaceCheck::WaitingForPerson { since: at(1), why: WhyPerson::Asked },
        ..a_registration(1)
    };
    fresh.store.write(async |tx| registration::save(tx, &waiting, 1).await).await.unwrap();
    assert_eq!(listed().await.unwrap(), [waiting]);
    fresh.run_past_the_store("UPDATE registrations SET state = 'withdrawn'").await.unwrap();
    assert_eq!(listed().await.unwrap(), []);
});

on_every_engine!(c6_the_database_refuses_a_face_state_without_its_facts, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    for wrong in [
        "UPDATE registrations SET face_state = 'passed'",
        "UPDATE registrations SET face_state = 'waiting_for_person', face_at = 1",
        "UPDATE registrations SET face_state = 'passed', face_at = 1, face_why = 'asked'",
        "UPDATE registrations SET face_state = 'lost', face_at = 1",
        "UPDATE registrations SET face_at = 1",
    ] {
        assert!(fresh.run_past_the_store(wrong).await.is_err(), "{wrong}");
    }
    let right = "UPDATE registrations SET face_state = 'waiting_for_person', face_at = 1, face_why = 'asked'";
    assert_eq!(fresh.run_past_the_store(right).await.unwrap(), 1);
});

on_every_engine!(c6_twenty_parallel_rounds_take_no_more_than_the_limit, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let taps: Vec<_> = (0..20)
        .map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move {
                let who = an_account().id;
                store.write(async |tx| face_try::take(tx, &who, "2026-11-24", 5).await).await.unwrap()
            })
        })
        .collect();
    let mut taken = 0;
    for tap in taps {
        taken += u32::from(tap.await.unwrap());
    }
    assert_eq!(taken, 5);
    let who = an_account().id;
    let count =
        async |scope| fresh.store.read(async |r| face_try::count(r, &who, scope).await).await.unwrap();
    assert_eq!((count("2026-11-24").await, count("2026-11-25").await), (5, 0));
});

on_every_engine!(c4_a_picture_of_an_earlier_round_is_known_again, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let who = an_account().id;
    let round = |n| FaceChallenge { id: id(ChallengeId::PREFIX, n), ..a_challenge() };
    fresh
        .store
        .write(async |tx| {
            face_challenge::insert(tx, &round(1)).await?;
            face_challenge::insert(tx, &round(2)).await
        })
        .await
        .unwrap();
    let is_new = async |n: u32, pixels: &[u8]| {
        let mark = face_try::mark(fresh.store.vault(), pixels);
        fresh.store.write(async |tx| face_try::see(tx, &who, &round(n).id, &mark).await).await.unwrap()
    };
    assert!(is_new(1, b"a picture").await);
    assert!(is_new(1, b"a picture").await, "twice in one round is no old picture");
    assert!(!is_new(2, b"a picture").await);
    assert!(is_new(2, b"another picture").await);
    let plain = "UPDATE face_marks SET mark = mark WHERE mark LIKE '%picture%'";
    assert_eq!(fresh.run_past_the_store(plain).await.unwrap(), 0, "only a keyed hash is kept");
});

on_every_engine!(b2_the_face_consent_is_versioned_and_can_be_withdrawn, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let who = an_account().id;
    let give = async |now| {
        fresh.store.write(async |tx| face_consent::give(tx, &who, 1, at(now)).await).await.unwrap()
    };
    let found =
        async |version| fresh.store.read(async |r| face_consent::find(r, &who, version).await).await.unwrap();
    assert_eq!(found(1).await, None);
    assert!(give(1).await);
    assert!(!give(2).await, "the first moment stays");
    assert_eq!((found(1).await, found(2).await), (Some(at(1)), None));
    let withdraw = async |now| {
        fresh.store.write(async |tx| face_consent::withdraw(tx, &who, at(now)).await).await.unwrap()
    };
    assert!(withdraw(3).await);
    assert!(!withdraw(4).await);
    assert_eq!(found(1).await, None);
    assert!(give(5).await, "it can be given anew");
    let list = fresh.store.read(async |r| face_consent::list(r, &who).await).await.unwrap();
    let moments: Vec<_> = list.iter().map(|consent| (consent.given, consent.withdrawn)).collect();
    assert_eq!(moments, [(at(1), Some(at(3))), (at(5), None)]);
});
