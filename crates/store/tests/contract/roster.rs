//! Files of a roster: read unseen, waiting, live, swept.

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::RosterId;
use domain::list::LineProblem;
use domain::roster::{Record, Verdict};
use store::roster::{
    BadLine, Differences, Line, State, begin, discard, find, find_record, finish, insert_lines, sweep,
    take_over, tally,
};
use store::{Error, Store};

use crate::samples::{NAME, NUMBER, an_exam, at, id};

fn permit(n: u32) -> DocumentNumber {
    DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, &format!("H{n:08}")).unwrap()
}

pub fn line(row: u32, number: DocumentNumber, name: &str) -> Line {
    let record = Record {
        name: name.into(),
        candidate_type: "函授".into(),
        major: "会计学".into(),
        teaching_point: "示例教学点".into(),
        graduated: Some(2_026),
        verdict: Verdict::Eligible,
        reason: String::new(),
    };
    Line { row, number, record }
}

/// A file that waits; what it says of the people of these numbers and names.
async fn waits(store: &Store, n: u32, people: &[(u32, &str)]) -> (RosterId, Differences) {
    let (file, exam): (RosterId, _) = (id(RosterId::PREFIX, n), an_exam(1).id);
    let lines: Vec<Line> =
        (2..).zip(people).map(|(row, (number, name))| line(row, permit(*number), name)).collect();
    let bad = [BadLine { row: 9, column: "姓名".into(), problem: LineProblem::Name }];
    let when = at(i64::from(n));
    store.write(async |tx| begin(tx, &file, &exam, when, at(0)).await).await.unwrap();
    store.write(async |tx| insert_lines(tx, &file, &lines).await).await.unwrap();
    let done =
        store.write(async |tx| finish(tx, &file, &exam, tally(&lines), (1, &bad)).await).await.unwrap();
    (file, done)
}

on_every_engine!(c9_a_file_holds_once_it_is_taken_over_and_the_one_before_is_swept, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1));
    store.write(async |tx| store::exam::insert(tx, &exam, at(0)).await).await.unwrap();
    // More than one block of lines, and a rest.
    let many: Vec<(u32, &str)> = (1..=47).map(|n| (n, "张三")).collect();
    let (first, differences) = waits(store, 1, &many).await;
    assert_eq!(differences, Differences { new: 47, changed: 0, gone: 0 });
    let record = async |n| store.read(async |r| find_record(r, &exam.id, &permit(n)).await).await.unwrap();
    assert_eq!(record(47).await, None, "what waits says nothing of anybody");
    store.write(async |tx| take_over(tx, &exam.id, &first, at(5)).await).await.unwrap();
    assert_eq!(record(47).await.unwrap().name, "张三");
    assert_eq!(record(48).await, None);
    // Two issues of one permit are one person.
    let issue = DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, "H0000004701").unwrap();
    let found = store.read(async |r| find_record(r, &exam.id, &issue).await).await.unwrap();
    assert!(found.is_some());

    let (second, differences) = waits(store, 2, &[(1, "张三"), (2, "李四"), (99, "王五")]).await;
    assert_eq!(differences, Differences { new: 1, changed: 1, gone: 45 });
    let (third, differences) = waits(store, 3, &many).await;
    assert!(differences.are_none(), "{differences:?}");
    let waiting = store.read(async |r| find(r, &exam.id, State::Waiting).await).await.unwrap().unwrap();
    assert_eq!((waiting.id, waiting.eligible, waiting.bad_lines), (third.clone(), 47, 1));
    assert_eq!(waiting.problems[0].problem, LineProblem::Name);
    let stale = store.write(async |tx| take_over(tx, &exam.id, &second, at(6)).await).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    assert!(record(1).await.is_some(), "a refused take-over leaves what holds");
    store.write(async |tx| discard(tx, &third).await).await.unwrap();
    let again = store.write(async |tx| discard(tx, &third).await).await;
    assert!(matches!(again, Err(Error::Stale)), "{again:?}");
    while store.write(async |tx| sweep(tx, &exam.id).await).await.unwrap() {}
    let lines = "DELETE FROM roster_lines WHERE id <> ''";
    assert_eq!(fresh.run_past_the_store(lines).await.unwrap(), 47, "those of the live file alone");
});

on_every_engine!(c9_one_person_stands_in_a_file_once, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1));
    store.write(async |tx| store::exam::insert(tx, &exam, at(0)).await).await.unwrap();
    let file: RosterId = id(RosterId::PREFIX, 1);
    store.write(async |tx| begin(tx, &file, &exam.id, at(1), at(0)).await).await.unwrap();
    let number = DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, NUMBER).unwrap();
    let twice = [line(2, number.clone(), NAME), line(3, number, NAME)];
    let taken = store.write(async |tx| insert_lines(tx, &file, &twice).await).await;
    assert!(matches!(taken, Err(Error::Taken)), "{taken:?}");
});

on_every_engine!(c9_a_file_that_was_left_in_the_middle_is_swept_by_the_next, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1));
    store.write(async |tx| store::exam::insert(tx, &exam, at(0)).await).await.unwrap();
    let left: RosterId = id(RosterId::PREFIX, 1);
    store.write(async |tx| begin(tx, &left, &exam.id, at(1), at(0)).await).await.unwrap();
    assert!(!store.write(async |tx| sweep(tx, &exam.id).await).await.unwrap(), "it is still being read");
    let next: RosterId = id(RosterId::PREFIX, 2);
    store.write(async |tx| begin(tx, &next, &exam.id, at(9), at(2)).await).await.unwrap();
    assert!(store.write(async |tx| sweep(tx, &exam.id).await).await.unwrap());
    assert!(!store.write(async |tx| sweep(tx, &exam.id).await).await.unwrap());
});
