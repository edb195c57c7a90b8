use domain::face::FaceCheck;
use domain::id::AccountId;
use domain::month::Month;
use domain::payment::PaymentState;
use domain::registration::{
    Answers, Changed, Enrolment, Registration, RejectReason, ReturnReason, State, ThesisGrade,
};
use store::registration::{
    find_active, find_anybodys, find_own, insert, list_overdue, list_own, list_under_review, save,
};
use store::{Error, registration_draft};

use crate::samples::{a_draft_is_begun, a_registration, an_account, an_exam, answers, at, id, kind_of};

fn finished() -> Registration {
    Registration {
        state: State::Submitted { at: at(40) },
        notice: Some((3, at(10))),
        face: FaceCheck::Passed { at: at(20) },
        payment: PaymentState::ProofGiven,
        answers: Some(Answers {
            enrolment: Enrolment::Graduated {
                thesis: ThesisGrade::Good,
                on: Some(Month::parse("2024-06").unwrap()),
            },
            ..answers("en")
        }),
        changed: vec![Changed::Subject, Changed::Proof],
        ..a_registration(1)
    }
}

on_every_engine!(c11_a_registration_is_found_as_it_was_saved, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let who = an_account().id;
    let enrolled = Some(Answers { site: Some("2".into()), ..answers("ja") });
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

on_every_engine!(c13_every_state_is_found_as_it_was_saved, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let mut states = vec![
        State::AwaitingPayment { since: at(1) },
        State::Submitted { at: at(2) },
        State::UnderReview { since: at(3) },
        State::Approved { at: at(4) },
        State::Admitted { at: at(4) },
        State::Expired { at: at(5) },
        State::Withdrawn { at: at(6) },
        State::Discarded { at: at(7) },
        State::Draft,
    ];
    states.extend(ReturnReason::ALL.map(|why| State::Returned { at: at(8), why }));
    states.extend(RejectReason::ALL.map(|why| State::Rejected { at: at(9), why }));
    for (seen, (state, payment)) in (1..).zip(states.into_iter().zip(PaymentState::ALL.into_iter().cycle())) {
        let next = Registration { state, payment, ..a_registration(1) };
        fresh.store.write(async |tx| save(tx, &next, seen).await).await.unwrap();
        let found = fresh.store.read(async |r| find_anybodys(r, &next.id).await).await.unwrap();
        assert_eq!(found, Some((next, seen + 1)));
    }
});

on_every_engine!(d5_what_is_overdue_is_found_from_the_end_of_the_pay_window_on, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let overdue = async |now| fresh.store.read(async |r| list_overdue(r, at(now), 10).await).await.unwrap();
    assert!(overdue(210).await.is_empty(), "a draft owes nothing");
    let due = Registration { state: State::AwaitingPayment { since: at(30) }, ..a_registration(1) };
    fresh.store.write(async |tx| save(tx, &due, 1).await).await.unwrap();
    assert!(overdue(209).await.is_empty());
    assert_eq!(overdue(210).await, std::slice::from_ref(&due.id));
    let paid = Registration { state: State::Submitted { at: at(31) }, ..due };
    fresh.store.write(async |tx| save(tx, &paid, 2).await).await.unwrap();
    assert!(overdue(210).await.is_empty());
});

on_every_engine!(f3_what_is_under_review_is_listed_the_longest_waiting_first, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let other = Registration {
        exam: an_exam(2).id,
        state: State::UnderReview { since: at(20) },
        answers: Some(answers("ja")),
        ..a_registration(2)
    };
    let first = Registration { state: State::UnderReview { since: at(30) }, ..a_registration(1) };
    let listed = fresh
        .store
        .write(async |tx| {
            store::exam::insert(tx, &an_exam(2), at(0)).await?;
            insert(tx, &other).await?;
            save(tx, &first, 1).await?;
            list_under_review(tx, 10).await
        })
        .await
        .unwrap();
    assert_eq!(listed, [(other, 1), (first, 2)]);
});

on_every_engine!(c11_what_was_typed_last_is_the_draft, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let (mut form, id) = (domain::registration::AnswersForm::default(), a_registration(1).id);
    fresh
        .store
        .write(async |tx| {
            assert_eq!(registration_draft::find(tx, &id).await?, None);
            form.subject = "en".into();
            registration_draft::save(tx, &id, &form, at(1)).await?;
            form.enrolment = "graduated".into();
            registration_draft::save(tx, &id, &form, at(2)).await?;
            assert_eq!(registration_draft::find(tx, &id).await?, Some(form.clone()));
            registration_draft::forget(tx, &id).await?;
            assert_eq!(registration_draft::find(tx, &id).await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(c10_a_second_active_registration_is_refused, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let add = async |n| kind_of(fresh.store.write(async |tx| insert(tx, &a_registration(n)).await).await);
    let end = async |sql| fresh.run_past_the_store(sql).await.unwrap();
    assert_eq!(add(2).await, "taken");
    // The control: ended ones do not stand in the way, however many there are.
    assert_eq!(end("UPDATE registrations SET state = 'withdrawn', state_at = 1").await, 1);
    assert_eq!(add(2).await, "ok");
    assert_eq!(
        end("UPDATE registrations SET state = 'canceled', state_at = 1 WHERE state = 'draft'").await,
        1
    );
    assert_eq!(add(3).await, "ok");
    assert_eq!(add(4).await, "taken");
});

on_every_engine!(c10_every_state_but_the_five_ended_ones_is_active, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let states = [
        ("UPDATE registrations SET state = 'under_review', state_at = 1, state_reason = NULL", "taken"),
        ("UPDATE registrations SET state = 'approved', state_at = 1, state_reason = NULL", "taken"),
        ("UPDATE registrations SET state = 'closed', state_at = 1, state_reason = NULL", "taken"),
        ("UPDATE registrations SET state = 'closed', state_at = 1, state_reason = NULL", "taken"),
        ("UPDATE registrations SET state = 'returned', state_at = 1, state_reason = 'answers'", "taken"),
        ("UPDATE registrations SET state = 'discarded', state_at = 1, state_reason = NULL", "ok"),
        ("UPDATE registrations SET state = 'rejected', state_at = 1, state_reason = 'answers'", "ok"),
        ("UPDATE registrations SET state = 'expired', state_at = 1, state_reason = NULL", "ok"),
        ("UPDATE registrations SET state = 'withdrawn', state_at = 1, state_reason = NULL", "ok"),
        ("UPDATE registrations SET state = 'canceled', state_at = 1, state_reason = NULL", "ok"),
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

/// Twenty taps at once; how many made a registration.
async fn taps_that_made_one(store: &store::Store) -> usize {
    let taps: Vec<_> = (1..=20)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { store.write(async |tx| insert(tx, &a_registration(n)).await).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for tap in taps {
        outcomes.push(kind_of(tap.await.unwrap()));
    }
    assert!(outcomes.iter().all(|outcome| ["ok", "taken"].contains(outcome)), "{outcomes:?}");
    outcomes.into_iter().filter(|outcome| *outcome == "ok").count()
}

async fn an_account_and_an_exam(store: &store::Store) {
    let made: Result<(), Error> = store
        .write(async |tx| {
            store::account::insert(tx, &an_account(), "hash").await?;
            store::exam::insert(tx, &an_exam(1), at(0)).await
        })
        .await;
    made.unwrap();
}

on_every_engine!(c10_twenty_parallel_taps_make_one_registration, |fresh| async {
    an_account_and_an_exam(&fresh.store).await;
    assert_eq!(taps_that_made_one(&fresh.store).await, 1);
    let own = fresh.store.read(async |r| list_own(r, &an_account().id).await).await.unwrap();
    assert_eq!(own.len(), 1);
});

on_every_engine!(c10_without_its_index_the_same_taps_make_twenty, |fresh| async {
    // The control of the test above: with the guard removed the same race makes more than one.
    an_account_and_an_exam(&fresh.store).await;
    fresh.run_past_the_store("DROP INDEX one_active_registration").await.unwrap();
    assert_eq!(taps_that_made_one(&fresh.store).await, 20);
});

on_every_engine!(a_state_that_nobody_knows_is_refused_by_the_database, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh.run_past_the_store("UPDATE registrations SET state = 'sleeping'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET payment_state = 'sleeping'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET state = 'submitted'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET state = 'approved'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET state = 'returned', state_at = 1").await.unwrap_err();
    fresh.run_past_the_store("UPDATE registrations SET state_reason = 'answers'").await.unwrap_err();
});

on_every_engine!(a_state_that_the_domain_does_not_know_names_its_column, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    fresh.run_past_the_store("UPDATE registrations SET state = 'closed', state_at = 1").await.unwrap();
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
    fresh.run_past_the_store("UPDATE registrations SET state = 'expired', state_at = 1").await.unwrap();
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
    fresh.run_past_the_store("UPDATE registrations SET state = 'draft', state_at = NULL").await.unwrap_err();
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
