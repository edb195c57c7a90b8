//! What is kept of scores, a file that waits, requests for another look.

use domain::score::{Mark, Outcome, Recheck, RowProblem, ScoreState};
use store::Error;
use store::score::{
    BadRow, Found, answer, ask, change, drop_draft, find, find_draft, find_recheck, find_sheet, insert, list,
    list_owners, list_waiting, publish, save_draft, withdraw,
};

use crate::samples::{a_registration, an_exam, at};
use crate::seating::frozen;

fn found(n: u32, outcome: &str) -> Found {
    Found { registration: a_registration(n).id, outcome: Outcome::parse(outcome).unwrap() }
}

fn line() -> Mark {
    Mark::parse("60").unwrap()
}

on_every_engine!(e10_scores_are_kept_changed_published_and_withdrawn, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    frozen(store).await;
    let owners = store.read(async |r| list_owners(r, &exam).await).await.unwrap();
    assert_eq!(owners.len(), 2);
    assert!(owners.iter().all(|owner| !owner.name.is_empty()), "names are opened");
    let (first, absent) = (found(1, "59.5"), found(2, "缺考"));
    let done = store.write(async |tx| {
        let new = insert(tx, &exam, &first, at(5)).await? && insert(tx, &exam, &absent, at(5)).await?;
        Ok::<_, Error>(new && !insert(tx, &exam, &found(1, "90"), at(6)).await?)
    });
    assert!(done.await.unwrap(), "a score that is there is not written over");
    assert_eq!(store.read(async |r| find_sheet(r, &exam).await).await.unwrap(), None);
    assert_eq!(store.write(async |tx| publish(tx, &exam, line(), at(7)).await).await.unwrap(), 2);
    assert_eq!(store.write(async |tx| publish(tx, &exam, line(), at(8)).await).await.unwrap(), 0);
    let sheet = store.read(async |r| find_sheet(r, &exam).await).await.unwrap().unwrap();
    assert_eq!((sheet.pass_line, sheet.published), (line(), at(8)));
    let corrected = found(1, "60");
    store.write(async |tx| change(tx, &corrected, at(9)).await).await.unwrap();
    let kept = store.read(async |r| find(r, &first.registration).await).await.unwrap().unwrap();
    assert_eq!((kept.outcome, kept.state, kept.changed), (corrected.outcome, ScoreState::Imported, at(9)));
    assert_eq!(store.write(async |tx| withdraw(tx, &exam, at(10)).await).await.unwrap(), 1, "the other one");
    let kept = store.read(async |r| list(r, &exam).await).await.unwrap();
    assert_eq!(kept.len(), 2);
    assert!(kept.iter().any(|one| one.outcome == Outcome::Absent && one.state == ScoreState::Withdrawn));
});

on_every_engine!(e10_a_file_waits_until_it_is_taken_over_or_another_comes, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    frozen(store).await;
    let bad = [BadRow { row: 3, column: "姓名".into(), problem: RowProblem::NameDiffers }];
    let rows = [found(1, "86.5"), found(2, "违纪")];
    for n in 1..=2 {
        store.write(async |tx| save_draft(tx, &exam, (&rows, &bad), at(n)).await).await.unwrap();
    }
    let draft = store.read(async |r| find_draft(r, &exam).await).await.unwrap().unwrap();
    assert_eq!((draft.version, draft.created), (2, at(2)));
    assert_eq!((draft.found.as_slice(), draft.problems.as_slice()), (&rows[..], &bad[..]));
    let stale = store.write(async |tx| drop_draft(tx, &exam, 1).await).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    store.write(async |tx| drop_draft(tx, &exam, 2).await).await.unwrap();
    assert_eq!(store.read(async |r| find_draft(r, &exam).await).await.unwrap(), None);
    store.write(async |tx| save_draft(tx, &exam, (&rows, &bad), at(9)).await).await.unwrap();
    let next = store.read(async |r| find_draft(r, &exam).await).await.unwrap().unwrap();
    assert_eq!(next.version, 4, "no file has the version of an earlier one");
});

on_every_engine!(e10_another_look_is_asked_for_once_and_answered_once, |fresh| async {
    let (store, exam, id) = (&fresh.store, an_exam(1).id, a_registration(1).id);
    frozen(store).await;
    store.write(async |tx| insert(tx, &exam, &found(1, "59"), at(5)).await).await.unwrap();
    for (when, new) in [(6, true), (7, false)] {
        assert_eq!(store.write(async |tx| ask(tx, &id, at(when)).await).await.unwrap(), new);
    }
    let waits = store.read(async |r| list_waiting(r, &exam, 9).await).await.unwrap();
    assert_eq!(waits, [(id.clone(), at(6))]);
    store.write(async |tx| answer(tx, &id, true, at(8)).await).await.unwrap();
    let again = store.write(async |tx| answer(tx, &id, false, at(9)).await).await;
    assert!(matches!(again, Err(Error::Stale)), "{again:?}");
    let ended = store.read(async |r| find_recheck(r, &id).await).await.unwrap();
    assert_eq!(ended, Some(Recheck::Corrected { at: at(8) }));
    assert_eq!(store.read(async |r| list_waiting(r, &exam, 9).await).await.unwrap(), []);
});
