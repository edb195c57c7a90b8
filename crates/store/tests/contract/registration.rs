use domain::face::FaceCheck;
use domain::id::{AccountId, ProofId};
use domain::payment::Payer;
use domain::registration::{Answers, Enrolment, Registration, State, ThesisGrade};
use store::proof::{self, Proof};
use store::registration::{find_active, find_own, insert, list_own, save};
use store::{Error, photo};

use crate::samples::{
    a_draft_is_begun, a_photo, a_registration, an_account, an_exam, at, id, kind_of, name, phone,
};

fn finished() -> Registration {
    Registration {
        state: State::Submitted { at: at(40) },
        notice: Some((3, at(10))),
        face: FaceCheck::Passed { at: at(20) },
        answers: Some(Answers { subject: "en".into(), enrolment: Enrolment::Graduated(ThesisGrade::Good) }),
        ..a_registration(1)
    }
}

on_every_engine!(c11_a_registration_is_found_as_it_was_saved, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let who = an_account().id;
    let enrolled = Some(Answers { subject: "ja".into(), enrolment: Enrolment::Enrolled });
    let waiting = Registration {
        state: State::AwaitingPayment { since: at(30) },
        answers: enrolled,
        ..a_registration(1)
    };
    for (seen, next) in [(1, a_registration(1)), (2, waiting), (3, finished())] {
        fresh.store.write(async |tx| save(tx, &next, seen).await).await.unwrap();
        let found = fresh.store.read(async |r| find_own(r, &who, &next.id).await).await.unwrap();
        assert_eq!(found, Some((next, seen + 1)));
    }
});

on_every_engine!(c10_a_second_active_registration_is_refused, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let add = async |n| kind_of(fresh.store.write(async |tx| insert(tx, &a_registration(n)).await).await);
    let end = async |sql| fresh.run_past_the_store(sql).await.unwrap();
    assert_eq!(add(2).await, "taken");
    // The control: ended ones do not stand in the way, however many there are.
    assert_eq!(end("UPDATE registrations SET state = 'withdrawn'").await, 1);
    assert_eq!(add(2).await, "ok");
    assert_eq!(end("UPDATE registrations SET state = 'canceled' WHERE state = 'draft'").await, 1);
    assert_eq!(add(3).await, "ok");
    assert_eq!(add(4).await, "taken");
});

on_every_engine!(c10_every_state_but_the_five_ended_ones_is_active, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let states = [
        ("UPDATE registrations SET state = 'under_review'", "taken"),
        ("UPDATE registrations SET state = 'approved'", "taken"),
        ("UPDATE registrations SET state = 'admitted'", "taken"),
        ("UPDATE registrations SET state = 'closed'", "taken"),
        ("UPDATE registrations SET state = 'returned'", "taken"),
        ("UPDATE registrations SET state = 'discarded'", "ok"),
        ("UPDATE registrations SET state = 'rejected'", "ok"),
        ("UPDATE registrations SET state = 'expired'", "ok"),
        ("UPDATE registrations SET state = 'withdrawn'", "ok"),
        ("UPDATE registrations SET state = 'canceled'", "ok"),
    ];
    for (change, expected) in states {
        fresh.run_past_the_store(change).await.unwrap();
        let outcome: Result<(), Error> = fresh
            .store
            .write(async |tx| {
                insert(tx, &a_registration(2)).await?;
                Err(Error::Stale)
            })
            .await;
        let expected = if expected == "ok" { "stale" } else { expected };
        assert_eq!(kind_of(outcome), expected, "{change}");
    }
});

on_every_engine!(c10_of_many_parallel_taps_one_makes_a_registration, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            store::account::insert(tx, &an_account(), "hash").await?;
            store::exam::insert(tx, &an_exam(1), at(0)).await
        })
        .await
        .unwrap();
    let taps: Vec<_> = (1..=8)
        .map(|n| {
            let store = fresh.store.clone();
            tokio::spawn(async move { store.write(async |tx| insert(tx, &a_registration(n)).await).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for tap in taps {
        outcomes.push(kind_of(tap.await.unwrap()));
    }
    outcomes.sort_unstable();
    assert_eq!(outcomes, ["ok", "taken", "taken", "taken", "taken", "taken", "taken", "taken"]);
});

on_every_engine!(a_state_that_nobody_knows_is_refused_by_the_database, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh.run_past_the_store("UPDATE registrations SET state = 'sleeping'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET payment_state = 'sleeping'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET state = 'submitted'").await.unwrap_err();
});

on_every_engine!(a_state_that_the_domain_does_not_know_names_its_column, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh.run_past_the_store("UPDATE registrations SET state = 'admitted'").await.unwrap();
    let listed = fresh.store.read(async |r| list_own(r, &an_account().id).await).await;
    assert!(matches!(listed, Err(Error::Corrupt("registrations.state"))));
});

on_every_engine!(a_stale_version_is_refused, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let save = async |seen| kind_of(fresh.store.write(async |tx| save(tx, &finished(), seen).await).await);
    assert_eq!(save(2).await, "stale");
    assert_eq!(save(1).await, "ok");
    assert_eq!(save(1).await, "stale");
    assert_eq!(save(2).await, "ok");
});

on_every_engine!(c13_own_registrations_are_listed_the_newest_first, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh.run_past_the_store("UPDATE registrations SET state = 'expired'").await.unwrap();
    let other = Registration { exam: an_exam(2).id, ..a_registration(3) };
    fresh
        .store
        .write(async |tx| {
            store::exam::insert(tx, &an_exam(2), at(0)).await?;
            insert(tx, &a_registration(2)).await?;
            insert(tx, &other).await
        })
        .await
        .unwrap();
    fresh.run_past_the_store("UPDATE registrations SET state = 'draft'").await.unwrap_err();
    fresh.run_past_the_store("DELETE FROM registrations WHERE state = 'expired'").await.unwrap();
    let who = an_account().id;
    let listed = fresh.store.read(async |r| list_own(r, &who).await).await.unwrap();
    assert_eq!(listed, [other.clone(), a_registration(2)]);
    let active = fresh.store.read(async |r| find_active(r, &who, &an_exam(2).id).await).await.unwrap();
    assert_eq!(active, Some((other, 1)));
});

on_every_engine!(a12_nobody_finds_the_registration_of_somebody_else, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let stranger: AccountId = id(AccountId::PREFIX, 2);
    let registration = a_registration(1);
    fresh
        .store
        .read(async |r| {
            assert_eq!(find_own(r, &stranger, &registration.id).await?, None);
            assert_eq!(find_active(r, &stranger, &registration.exam).await?, None);
            assert!(list_own(r, &stranger).await?.is_empty());
            assert!(find_own(r, &registration.account, &registration.id).await?.is_some());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(d2_the_last_proof_counts_and_marks_the_payment, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let proof = |n: u32| Proof {
        id: id(ProofId::PREFIX, n),
        registration: a_registration(1).id,
        photo: a_photo(1).id,
        payer: Payer { name: name("张三"), phone: phone("13900005678") },
        at: at(i64::from(n)),
    };
    let latest = fresh
        .store
        .write(async |tx| {
            photo::insert(tx, &a_photo(1)).await?;
            assert_eq!(proof::find_latest(tx, &a_registration(1).id).await?, None);
            proof::insert(tx, &proof(2)).await?;
            proof::insert(tx, &proof(1)).await?;
            proof::find_latest(tx, &a_registration(1).id).await
        })
        .await
        .unwrap();
    assert_eq!(latest, Some(proof(2)));
    let marked = "UPDATE registrations SET version = version WHERE payment_state = 'proof_given'";
    assert_eq!(fresh.run_past_the_store(marked).await.unwrap(), 1);
});
