//! Versions of a notice, what officers are writing, the end of a test.

use domain::exam::{Exam, Notice, PaymentOrder};
use store::Error;
use store::exam::{find, find_to_change, insert, save};
use store::exam_notice::{Draft, find_draft, forget_draft, list, save_draft};
use store::invariant::{RULES, judge};
use store::wipe;

use crate::samples::{an_exam, at};
use crate::seating::frozen;

on_every_engine!(f2_every_version_of_a_notice_is_kept, |fresh| async {
    let (store, before) = (&fresh.store, an_exam(1));
    store.write(async |tx| insert(tx, &before, at(1)).await).await.unwrap();
    let next = Exam { notice: Notice { version: 4, text: "新的须知".into() }, ..before.clone() };
    store.write(async |tx| save(tx, &before, &next, at(9), 1).await).await.unwrap();
    let titled = Exam { title: "另一个名称".into(), ..next.clone() };
    store.write(async |tx| save(tx, &next, &titled, at(10), 2).await).await.unwrap();
    let kept = store.read(async |r| list(r, &before.id, 9).await).await.unwrap();
    let kept: Vec<_> = kept.into_iter().map(|kept| (kept.notice, kept.at)).collect();
    assert_eq!(kept, [(next.notice, at(9)), (before.notice, at(1))]);
    assert_eq!(store.read(async |r| list(r, &before.id, 1).await).await.unwrap().len(), 1);
});

on_every_engine!(f2_each_officer_writes_a_draft_of_their_own, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1));
    store.write(async |tx| insert(tx, &exam, at(1)).await).await.unwrap();
    let draft = |seen, text: &str| Draft { seen, text: text.into() };
    for (officer, seen, text) in [("a", 1, "甲"), ("b", 1, "乙"), ("a", 2, "丙")] {
        let typed = draft(seen, text);
        store.write(async |tx| save_draft(tx, &exam.id, officer, &typed).await).await.unwrap();
    }
    store.write(async |tx| forget_draft(tx, &exam.id, "b").await).await.unwrap();
    let found = async |officer| store.read(async |r| find_draft(r, &exam.id, officer).await).await.unwrap();
    assert_eq!((found("a").await, found("b").await), (Some(draft(2, "丙")), None));
});

on_every_engine!(c17_whoever_has_registered_meanwhile_keeps_order_and_fee, |fresh| async {
    let (store, before) = (&fresh.store, an_exam(1));
    store.write(async |tx| insert(tx, &before, at(1)).await).await.unwrap();
    // What the officer has seen is older than this.
    fresh.run_past_the_store("UPDATE exams SET taken = 1").await.unwrap();
    let saved = async |change: fn(&mut Exam)| {
        let mut next = before.clone();
        change(&mut next);
        store.write(async |tx| save(tx, &before, &next, at(9), 1).await).await
    };
    let order = saved(|exam| exam.rules.order = PaymentOrder::ReviewFirst).await;
    assert!(matches!(order, Err(Error::Stale)), "{order:?}");
    assert!(matches!(saved(|exam| exam.fee.amount.0 += 1).await, Err(Error::Stale)));
    saved(|exam| exam.fee.payee = "示例大学财务处".into()).await.expect("control: the payee may change");
    let (kept, version) = store.read(async |r| find_to_change(r, &before.id).await).await.unwrap().unwrap();
    assert_eq!((kept.rules.order, version), (PaymentOrder::PaymentFirst, 2));
});

on_every_engine!(f2_a_test_is_wiped_with_its_tickets_and_nothing_real_can_be, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    frozen(store).await;
    let refused = store.write(async |tx| wipe::test(tx, &exam, 1).await).await;
    assert!(matches!(refused, Err(Error::Stale)), "it is no test");
    fresh.run_past_the_store("UPDATE exams SET is_test = 1").await.expect_err("it is published");
    fresh.run_past_the_store("DELETE FROM seats").await.expect_err("seats of a real exam");
    for text in [
        "UPDATE exams SET status = 'draft'",
        "UPDATE exams SET is_test = 1",
        "UPDATE exams SET status = 'published'",
    ] {
        fresh.run_past_the_store(text).await.unwrap();
    }
    fresh.run_past_the_store("UPDATE exams SET is_test = 0").await.expect_err("a test stays one");
    store.write(async |tx| insert(tx, &an_exam(2), at(0)).await).await.unwrap();
    let stale = store.write(async |tx| wipe::test(tx, &exam, 9).await).await;
    assert!(matches!(stale, Err(Error::Stale)), "another version was seen");
    for text in [
        "INSERT INTO roster_files (id, exam_id, state, created_at, eligible, ineligible, added, changed, gone, bad_lines, \
            problems) SELECT 'a', id, 'live', 1, 0, 0, 0, 0, 0, 0, '[]' FROM exams WHERE is_test = 1",
        "INSERT INTO notice_drafts (exam_id, officer, seen, body) SELECT id, 'a', 1, 'b' FROM exams WHERE is_test = 1",
    ] {
        fresh.run_past_the_store(text).await.unwrap();
    }
    let wiped = store.write(async |tx| wipe::test(tx, &exam, 1).await).await.unwrap();
    assert_eq!((wiped.registrations, wiped.files.len()), (2, 0));
    assert_eq!(store.read(async |r| find(r, &exam).await).await.unwrap(), None);
    assert_eq!(store.read(async |r| find(r, &an_exam(2).id).await).await.unwrap(), Some(an_exam(2)));
    for rule in &RULES {
        let judged = store.read(async |r| judge(r, rule).await).await.unwrap();
        assert_eq!(judged.broken, Vec::<String>::new(), "{}", rule.code);
    }
});
