use std::sync::Arc;

use domain::document::DocumentKind;
use domain::exam::{Exam, Places};
use domain::id::AccountId;
use domain::registration::{Registration, State};
use sqlx::any::AnyPoolOptions;
use store::place::{Asked, exchange};
use store::{Error, Store, registration};
use tokio::sync::Barrier;

use crate::engines::Fresh;
use crate::samples::{a_registration, account, an_exam, answers, at, id};

const TAKERS: u32 = 400;

fn an_exam_with(places: Option<i64>, in_english: Option<i64>) -> Exam {
    let mut exam = an_exam(1);
    exam.places = Places { capacity: places, taken: 0 };
    for subject in exam.subjects.iter_mut().filter(|subject| subject.code == "en") {
        subject.places = Places { capacity: in_english, taken: 0 };
    }
    exam
}

async fn publish(store: &Store, exam: &Exam) {
    store.write(async |tx| store::exam::insert(tx, exam, at(0)).await).await.unwrap();
}

/// Taken places of the exam, of 日语 and of 英语.
async fn taken(store: &Store) -> [i64; 3] {
    let exam = store.read(async |r| store::exam::load(r, &an_exam(1).id).await).await.unwrap();
    [exam.places.taken, exam.subjects[0].places.taken, exam.subjects[1].places.taken]
}

/// One exchange in a transaction of its own, undone when there is no place, as its callers do.
async fn ask(store: &Store, held: Option<&str>, wanted: Option<&str>) -> Asked {
    let exam = an_exam(1).id;
    let refused = std::sync::Mutex::new(Asked::Held);
    let outcome: Result<(), Error> = store
        .write(async |tx| match exchange(tx, &exam, held, wanted).await? {
            Asked::Held => Ok(()),
            asked => {
                *refused.lock().unwrap() = asked;
                Err(Error::Stale)
            }
        })
        .await;
    match outcome {
        Ok(()) => Asked::Held,
        Err(Error::Stale) => refused.into_inner().unwrap(),
        Err(other) => panic!("{other}"),
    }
}

on_every_engine!(c12_a_subject_gives_no_more_places_than_it_has, |fresh| async {
    publish(&fresh.store, &an_exam_with(None, Some(1))).await;
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::Held);
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::SubjectFull);
    assert_eq!(ask(&fresh.store, None, Some("ja")).await, Asked::Held);
    assert_eq!(taken(&fresh.store).await, [2, 1, 1]);
});

on_every_engine!(c12_an_exam_gives_no_more_places_than_it_has, |fresh| async {
    publish(&fresh.store, &an_exam_with(Some(1), None)).await;
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::Held);
    assert_eq!(ask(&fresh.store, None, Some("ja")).await, Asked::ExamFull);
    assert_eq!(taken(&fresh.store).await, [1, 0, 1], "the refused one left nothing behind");
});

on_every_engine!(c12_a_place_given_back_can_be_taken_again, |fresh| async {
    publish(&fresh.store, &an_exam_with(Some(1), Some(1))).await;
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::Held);
    assert_eq!(ask(&fresh.store, Some("en"), None).await, Asked::Held);
    assert_eq!(taken(&fresh.store).await, [0, 0, 0]);
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::Held);
});

on_every_engine!(c12_whoever_changes_the_subject_takes_one_place_with_them, |fresh| async {
    publish(&fresh.store, &an_exam_with(Some(2), Some(1))).await;
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::Held);
    assert_eq!(ask(&fresh.store, None, Some("ja")).await, Asked::Held);
    assert_eq!(ask(&fresh.store, Some("ja"), Some("en")).await, Asked::SubjectFull);
    assert_eq!(taken(&fresh.store).await, [2, 1, 1], "they keep what they had");
    assert_eq!(ask(&fresh.store, Some("en"), Some("ja")).await, Asked::Held);
    assert_eq!(ask(&fresh.store, Some("ja"), Some("ja")).await, Asked::Held);
    assert_eq!(taken(&fresh.store).await, [2, 2, 0]);
});

on_every_engine!(c12_the_database_itself_refuses_one_place_too_many, |fresh| async {
    publish(&fresh.store, &an_exam_with(Some(1), None)).await;
    fresh.run_past_the_store("UPDATE exams SET taken = 1").await.unwrap();
    fresh.run_past_the_store("UPDATE exams SET taken = 2").await.unwrap_err();
    fresh.run_past_the_store("UPDATE exams SET taken = -1").await.unwrap_err();
});

fn a_candidates(n: u32) -> Registration {
    Registration { account: id(AccountId::PREFIX, n), ..a_registration(n) }
}

/// Everybody's account and draft.
async fn everybody_has_begun(store: &Store) {
    let done: Result<(), Error> = store
        .write(async |tx| {
            for n in 1..=TAKERS {
                let number = format!("H{n:08}");
                store::account::insert(tx, &account(n, DocumentKind::HongKongMacaoPermit, &number), "hash")
                    .await?;
                registration::insert(tx, &a_candidates(n)).await?;
            }
            Ok(())
        })
        .await;
    done.unwrap();
}

/// As a confirmation does it: a place first, then the state, in one transaction.
async fn confirm(store: &Store, n: u32) -> bool {
    let confirmed = Registration {
        state: State::AwaitingPayment { since: at(30) },
        answers: Some(answers("en")),
        ..a_candidates(n)
    };
    let outcome: Result<(), Error> = store
        .write(async |tx| {
            if exchange(tx, &confirmed.exam, None, Some("en")).await? != Asked::Held {
                return Err(Error::Stale);
            }
            registration::save(tx, &confirmed, 1).await
        })
        .await;
    match outcome {
        Ok(()) => true,
        Err(Error::Stale) => false,
        Err(other) => panic!("{other}"),
    }
}

on_every_engine!(c12_four_hundred_parallel_confirmations_on_fifty_places_give_fifty, |fresh| async {
    publish(&fresh.store, &an_exam_with(None, Some(50))).await;
    everybody_has_begun(&fresh.store).await;
    let takers: Vec<_> = (1..=TAKERS)
        .map(|n| {
            let store = fresh.store.clone();
            tokio::spawn(async move { confirm(&store, n).await })
        })
        .collect();
    let mut confirmed = 0;
    for taker in takers {
        confirmed += usize::from(taker.await.unwrap());
    }
    assert_eq!(confirmed, 50);
    assert_eq!(taken(&fresh.store).await, [50, 0, 50]);
    let due = "UPDATE registrations SET version = version WHERE state = 'awaiting_payment'";
    assert_eq!(fresh.run_past_the_store(due).await.unwrap(), 50);
});

/// The control: the same four hundred, who look whether a place is left and then take it, as one would write it
/// without the guard in the statement and the check on the table.
async fn unguarded(fresh: &Fresh) -> i64 {
    fresh.run_past_the_store("CREATE TABLE open_places (capacity BIGINT, taken BIGINT)").await.unwrap();
    fresh.run_past_the_store("INSERT INTO open_places VALUES (50, 0)").await.unwrap();
    let pool = AnyPoolOptions::new().max_connections(4).connect(&fresh.url).await.unwrap();
    let barrier = Arc::new(Barrier::new(TAKERS as usize));
    let takers: Vec<_> = (0..TAKERS)
        .map(|_| {
            let (pool, barrier) = (pool.clone(), Arc::clone(&barrier));
            tokio::spawn(async move {
                let look = sqlx::query_as("SELECT capacity, taken FROM open_places");
                let (capacity, taken): (i64, i64) = look.fetch_one(&pool).await.unwrap();
                barrier.wait().await;
                if taken < capacity {
                    let take = sqlx::query("UPDATE open_places SET taken = taken + 1");
                    take.execute(&pool).await.unwrap();
                }
            })
        })
        .collect();
    for taker in takers {
        taker.await.unwrap();
    }
    let (taken,): (i64,) = sqlx::query_as("SELECT taken FROM open_places").fetch_one(&pool).await.unwrap();
    pool.close().await;
    taken
}

on_every_engine!(c12_without_the_guard_the_same_race_gives_more_than_fifty, |fresh| async {
    assert!(unguarded(fresh).await > 50);
});
