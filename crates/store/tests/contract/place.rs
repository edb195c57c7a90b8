use std::sync::Arc;

use domain::document::DocumentKind;
use domain::exam::{Exam, Places};
use domain::id::AccountId;
use domain::registration::{Answers, Place, Registration, State};
use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, Connection};
use store::place::{Asked, exchange};
use store::{Error, Store, registration};
use tokio::sync::Barrier;

use crate::engines::Fresh;
use crate::samples::{a_registration, account, an_exam, answers, at, id};

const TAKERS: u32 = 400;

fn place(subject: &str, site: Option<&str>) -> Place {
    Place { subject: subject.into(), site: site.map(str::to_owned) }
}

/// Its two sites: the main one counts nothing, the other has this many places.
fn an_exam_with_places_at_the_second_site(places: i64) -> Exam {
    let mut exam = an_exam_with(None, None);
    exam.sites[0].places = Places { capacity: Some(places), taken: 0 };
    exam
}

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

/// Taken places of the second and of the main site.
async fn taken_at_sites(store: &Store) -> [i64; 2] {
    let exam = store.read(async |r| store::exam::load(r, &an_exam(1).id).await).await.unwrap();
    [exam.sites[0].places.taken, exam.sites[1].places.taken]
}

/// One exchange of places in these subjects, where there are no sites.
async fn ask(store: &Store, held: Option<&str>, wanted: Option<&str>) -> Asked {
    let [held, wanted] = [held, wanted].map(|subject| subject.map(|subject| place(subject, None)));
    ask_for(store, held, wanted).await
}

/// One exchange of places in these subjects at these sites.
async fn ask_at(store: &Store, held: Option<(&str, &str)>, wanted: Option<(&str, &str)>) -> Asked {
    let [held, wanted] = [held, wanted].map(|at| at.map(|(subject, site)| place(subject, Some(site))));
    ask_for(store, held, wanted).await
}

/// One exchange in a transaction of its own, undone when there is no place, as its callers do.
async fn ask_for(store: &Store, held: Option<Place>, wanted: Option<Place>) -> Asked {
    let exam = an_exam(1).id;
    let refused = std::sync::Mutex::new(Asked::Held);
    let outcome: Result<(), Error> = store
        .write(async |tx| match exchange(tx, &exam, held.as_ref(), wanted.as_ref()).await? {
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

on_every_engine!(c12_a_site_gives_no_more_places_than_it_has, |fresh| async {
    publish(&fresh.store, &an_exam_with_places_at_the_second_site(1)).await;
    assert_eq!(ask_at(&fresh.store, None, Some(("en", "2"))).await, Asked::Held);
    assert_eq!(ask_at(&fresh.store, None, Some(("en", "2"))).await, Asked::SiteFull);
    assert_eq!(taken(&fresh.store).await, [1, 0, 1], "the refused one left nothing behind");
    assert_eq!(ask_at(&fresh.store, None, Some(("ja", "1"))).await, Asked::Held);
    assert_eq!(taken_at_sites(&fresh.store).await, [1, 1]);
    assert_eq!(ask_at(&fresh.store, Some(("en", "2")), None).await, Asked::Held);
    assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([1, 1, 0], [0, 1]));
    assert_eq!(ask_at(&fresh.store, None, Some(("en", "2"))).await, Asked::Held);
});

on_every_engine!(c12_whoever_changes_the_site_takes_one_place_with_them, |fresh| async {
    publish(&fresh.store, &an_exam_with_places_at_the_second_site(1)).await;
    assert_eq!(ask_at(&fresh.store, None, Some(("en", "1"))).await, Asked::Held);
    assert_eq!(ask_at(&fresh.store, Some(("en", "1")), Some(("en", "2"))).await, Asked::Held);
    assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([1, 0, 1], [1, 0]));
    assert_eq!(ask_at(&fresh.store, None, Some(("ja", "1"))).await, Asked::Held);
    assert_eq!(ask_at(&fresh.store, Some(("ja", "1")), Some(("en", "2"))).await, Asked::SiteFull);
    assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([2, 1, 1], [1, 1]));
    assert_eq!(ask_at(&fresh.store, Some(("en", "2")), Some(("ja", "2"))).await, Asked::Held);
    assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([2, 2, 0], [1, 1]));
});

on_every_engine!(c12_a_place_from_before_there_were_sites_gets_one_with_the_next_change, |fresh| async {
    publish(&fresh.store, &an_exam_with_places_at_the_second_site(1)).await;
    assert_eq!(ask(&fresh.store, None, Some("en")).await, Asked::Held);
    let (before, after) = (place("en", None), place("en", Some("2")));
    assert_eq!(ask_for(&fresh.store, Some(before), Some(after)).await, Asked::Held);
    assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([1, 0, 1], [1, 0]));
    assert_eq!(
        ask(&fresh.store, Some("en"), None).await,
        Asked::Held,
        "and one that has none gives none back"
    );
    assert_eq!(taken_at_sites(&fresh.store).await, [1, 0]);
});

on_every_engine!(c12_the_database_itself_refuses_one_place_too_many, |fresh| async {
    publish(&fresh.store, &an_exam_with(Some(1), None)).await;
    fresh.run_past_the_store("UPDATE exams SET taken = 1").await.unwrap();
    fresh.run_past_the_store("UPDATE exams SET taken = 2").await.unwrap_err();
    fresh.run_past_the_store("UPDATE exams SET taken = -1").await.unwrap_err();
    fresh.run_past_the_store("UPDATE sites SET taken = 30 WHERE code = '2'").await.unwrap();
    fresh.run_past_the_store("UPDATE sites SET taken = 31 WHERE code = '2'").await.unwrap_err();
    fresh.run_past_the_store("UPDATE sites SET taken = -1").await.unwrap_err();
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
async fn confirm(store: &Store, n: u32, site: Option<&str>) -> bool {
    let confirmed = Registration {
        state: State::AwaitingPayment { since: at(30) },
        answers: Some(Answers { site: site.map(str::to_owned), ..answers("en") }),
        ..a_candidates(n)
    };
    let outcome: Result<(), Error> = store
        .write(async |tx| {
            if exchange(tx, &confirmed.exam, None, confirmed.place().as_ref()).await? != Asked::Held {
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

/// How many of four hundred parallel confirmations are taken.
async fn everybody_confirms(store: &Store, site: Option<&'static str>) -> usize {
    everybody_has_begun(store).await;
    let takers: Vec<_> = (1..=TAKERS)
        .map(|n| {
            let store = store.clone();
            tokio::spawn(async move { confirm(&store, n, site).await })
        })
        .collect();
    let mut confirmed = 0;
    for taker in takers {
        confirmed += usize::from(taker.await.unwrap());
    }
    confirmed
}

on_every_engine!(c12_four_hundred_parallel_confirmations_on_fifty_places_give_fifty, |fresh| async {
    publish(&fresh.store, &an_exam_with(None, Some(50))).await;
    assert_eq!(everybody_confirms(&fresh.store, None).await, 50);
    assert_eq!(taken(&fresh.store).await, [50, 0, 50]);
    let due = "UPDATE registrations SET version = version WHERE state = 'awaiting_payment'";
    assert_eq!(fresh.run_past_the_store(due).await.unwrap(), 50);
});

on_every_engine!(
    c12_four_hundred_parallel_confirmations_on_fifty_places_at_a_site_give_fifty,
    |fresh| async {
        publish(&fresh.store, &an_exam_with_places_at_the_second_site(50)).await;
        assert_eq!(everybody_confirms(&fresh.store, Some("2")).await, 50);
        assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([50, 0, 50], [50, 0]));
        let due =
            "UPDATE registrations SET version = version WHERE state = 'awaiting_payment' AND site = '2'";
        assert_eq!(fresh.run_past_the_store(due).await.unwrap(), 50);
    }
);

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

on_every_engine!(c12_exchanges_in_opposite_directions_never_wait_for_each_other, |fresh| async {
    let mut exam = an_exam_with(None, None);
    exam.sites.iter_mut().for_each(|site| site.places = Places::default());
    publish(&fresh.store, &exam).await;
    // A hundred people, as many in each subject at each site, of whom each changes both and goes back.
    let corners = [("en", "1"), ("en", "2"), ("ja", "1"), ("ja", "2")];
    let people: Vec<_> = (0..25).flat_map(|_| corners).collect();
    for held in &people {
        assert_eq!(ask_at(&fresh.store, None, Some(*held)).await, Asked::Held);
    }
    let exchanges: Vec<_> = people
        .into_iter()
        .map(|held| {
            let store = fresh.store.clone();
            let wanted = (if held.0 == "en" { "ja" } else { "en" }, if held.1 == "1" { "2" } else { "1" });
            tokio::spawn(async move {
                let there = ask_at(&store, Some(held), Some(wanted)).await;
                let back = ask_at(&store, Some(wanted), Some(held)).await;
                (there, back)
            })
        })
        .collect();
    for exchange in exchanges {
        assert_eq!(exchange.await.unwrap(), (Asked::Held, Asked::Held));
    }
    assert_eq!((taken(&fresh.store).await, taken_at_sites(&fresh.store).await), ([100, 50, 50], [50, 50]));
});

/// The control: two exchanges that begin with what each of them holds. `SQLite` has one writer, so nobody waits there.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn c12_without_one_order_two_exchanges_wait_for_each_other() {
    let fresh = Fresh::on_postgres().await;
    publish(&fresh.store, &an_exam(1)).await;
    let barrier = Arc::new(Barrier::new(2));
    let exchanges = [["1", "2"], ["2", "1"]].map(|[held, wanted]| {
        let (url, barrier) = (fresh.url.clone(), Arc::clone(&barrier));
        tokio::spawn(async move {
            let mut connection = AnyConnection::connect(&url).await.unwrap();
            let mut transaction = connection.begin().await.unwrap();
            let text = "UPDATE sites SET taken = taken WHERE code = $1";
            sqlx::query(text).bind(held).execute(&mut *transaction).await.unwrap();
            barrier.wait().await;
            sqlx::query(text).bind(wanted).execute(&mut *transaction).await.is_err()
        })
    });
    let mut broken_off = 0;
    for exchange in exchanges {
        broken_off += usize::from(exchange.await.unwrap());
    }
    assert_eq!(broken_off, 1, "the database ends one of them");
    fresh.drop_database().await;
}
