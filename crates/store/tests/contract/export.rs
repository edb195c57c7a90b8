//! 导出: what is asked for, how far it comes, and the pages of registrations that go into it.

use domain::export::{ExportFailure, ExportKind, ExportState, Wish};
use domain::id::ExportId;
use store::export::{
    Made, begin, cancel, count, count_live, delete, delete_expired, fail, find, finish, go_on, insert, list,
    page,
};
use store::{Error, Store};

use crate::samples::{an_exam, at, id, kind_of, somebody};
use crate::seating::frozen;

fn an_export(n: u32) -> ExportId {
    id(ExportId::PREFIX, n)
}

fn wish(kind: ExportKind) -> Wish {
    Wish { kind, state: None, site: None, subject: None, rule: None, full: false }
}

async fn asked(store: &Store, n: u32, wish: &Wish) -> bool {
    let (staff, exam) = (somebody(1).id, an_exam(1).id);
    store
        .write(async |tx| insert(tx, &an_export(n), (&staff, &exam), wish, at(i64::from(n))).await)
        .await
        .unwrap()
}

async fn somebody_is_there(store: &Store) {
    let made = store.write(async |tx| {
        store::staff::insert(tx, &somebody(1), "hash").await?;
        store::exam::insert(tx, &an_exam(1), at(0)).await
    });
    made.await.unwrap();
}

const MADE: Made = Made { written: 2, file_bytes: 300, listed: 1, list_bytes: 40 };

on_every_engine!(f7_the_same_export_is_asked_for_once_as_long_as_it_goes_on, |fresh| async {
    let (store, csv) = (&fresh.store, wish(ExportKind::Csv));
    somebody_is_there(store).await;
    assert!(asked(store, 1, &csv).await && !asked(store, 2, &csv).await);
    assert!(asked(store, 3, &wish(ExportKind::Dbf)).await, "another kind is another export");
    let live = async || store.read(async |r| count_live(r, &somebody(1).id).await).await.unwrap();
    assert_eq!(live().await, 2);
    assert!(store.write(async |tx| cancel(tx, &an_export(1), (at(5), at(9))).await).await.unwrap());
    assert!(!store.write(async |tx| cancel(tx, &an_export(1), (at(5), at(9))).await).await.unwrap());
    assert_eq!(live().await, 1);
    assert!(asked(store, 4, &csv).await, "what has ended stands in nobody's way");
    let listed = store.read(async |r| list(r, &somebody(1).id, 9).await).await.unwrap();
    let ids: Vec<_> = listed.iter().map(|export| export.id.clone()).collect();
    assert_eq!(ids, [an_export(4), an_export(3), an_export(1)]);
    assert_eq!((listed[2].state, listed[2].expires), (ExportState::Canceled, Some(at(9))));
});

on_every_engine!(f7_only_the_newest_run_of_an_export_counts, |fresh| async {
    let (store, one) = (&fresh.store, an_export(1));
    somebody_is_there(store).await;
    asked(store, 1, &wish(ExportKind::Csv)).await;
    let begun = async |run| store.write(async |tx| begin(tx, &one, run, 2).await).await;
    let further = async |run| store.write(async |tx| go_on(tx, &one, run, 1).await).await;
    let done = async |run| store.write(async |tx| finish(tx, (&one, run), MADE, (at(7), at(9))).await).await;
    assert_eq!(kind_of(begun(1).await), "ok");
    assert_eq!(kind_of(further(1).await), "ok");
    assert_eq!(kind_of(begun(1).await), "stale", "a run begins once");
    assert_eq!(kind_of(begun(2).await), "ok");
    assert_eq!((kind_of(further(1).await), kind_of(done(1).await)), ("stale", "stale"));
    assert_eq!((kind_of(further(2).await), kind_of(done(2).await)), ("ok", "ok"));
    let kept = store.read(async |r| find(r, &one).await).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.run, kept.people, kept.written), (ExportState::Done, 2, 2, 2));
    assert_eq!((kept.file_bytes, kept.listed, kept.list_bytes, kept.ended), (300, 1, 40, Some(at(7))));
    let failed = (ExportFailure::Broken, "code");
    store.write(async |tx| fail(tx, &one, failed, (at(8), at(9))).await).await.unwrap();
    let kept = store.read(async |r| find(r, &one).await).await.unwrap().unwrap();
    assert_eq!((kept.state, kept.failure), (ExportState::Done, None), "what has ended stays as it ended");
});

on_every_engine!(
    f7_a_canceled_export_is_written_no_further_and_all_go_when_their_time_is_over,
    |fresh| async {
        let (store, one) = (&fresh.store, an_export(1));
        somebody_is_there(store).await;
        asked(store, 1, &wish(ExportKind::Csv)).await;
        store.write(async |tx| begin(tx, &one, 1, 2).await).await.unwrap();
        assert!(!store.write(async |tx| delete(tx, &one).await).await.unwrap(), "it goes on");
        store.write(async |tx| cancel(tx, &one, (at(5), at(9))).await).await.unwrap();
        assert_eq!(kind_of(store.write(async |tx| go_on(tx, &one, 1, 1).await).await), "stale");
        asked(store, 2, &wish(ExportKind::Dbf)).await;
        let failed = (ExportFailure::Width, "code");
        store.write(async |tx| fail(tx, &an_export(2), failed, (at(6), at(10))).await).await.unwrap();
        let kept = store.read(async |r| find(r, &an_export(2)).await).await.unwrap().unwrap();
        assert_eq!((kept.failure, kept.reference.as_deref()), (Some(ExportFailure::Width), Some("code")));
        let over = async |now| store.write(async |tx| delete_expired(tx, at(now)).await).await.unwrap();
        assert_eq!((over(8).await, over(9).await, over(9).await), (0, 1, 0));
        assert!(store.write(async |tx| delete(tx, &an_export(2)).await).await.unwrap());
    }
);

on_every_engine!(f7_registrations_come_page_by_page_and_limited_to_what_is_wanted, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    frozen(store).await;
    let all = wish(ExportKind::Csv);
    let pages = async |wish: &Wish, after: &str, most| {
        store.read(async |r| page(r, (&exam, wish), after, most).await).await.unwrap()
    };
    let first = pages(&all, "", 1).await;
    let second = pages(&all, first[0].id.as_str(), 1).await;
    assert!(first[0].id < second[0].id && pages(&all, second[0].id.as_str(), 1).await.is_empty());
    let one = &first[0];
    assert!(one.ticket.is_some() && one.seat.is_some() && one.document.expose().starts_with("H1234567"));
    assert_eq!(
        (one.subject.as_deref(), one.site.as_deref(), one.graduated),
        (Some("en"), Some("1"), Some(false))
    );
    for (limited, many) in [
        (all.clone(), 2),
        (Wish { site: Some("1".into()), subject: Some("en".into()), ..all.clone() }, 2),
        (Wish { state: Some("draft".into()), ..all.clone() }, 0),
        (Wish { site: Some("2".into()), ..all.clone() }, 0),
        (Wish { subject: Some("ja".into()), ..all.clone() }, 0),
        (wish(ExportKind::Photos), 2),
    ] {
        let counted = store.read(async |r| count(r, &exam, &limited).await).await.unwrap();
        let there = pages(&limited, "", 9).await.len();
        assert_eq!((counted, there), (many, usize::try_from(many).unwrap()), "{limited:?}");
    }
    fresh
        .run_past_the_store("UPDATE registrations SET state = 'rejected', state_reason = 'not_eligible'")
        .await
        .unwrap();
    assert!(pages(&wish(ExportKind::Photos), "", 9).await.is_empty(), "a face is for those who are admitted");
    assert_eq!(pages(&all, "", 9).await.len(), 2, "the control");
});

on_every_engine!(f7_a_lease_goes_on_as_long_as_its_own_worker_has_it, |fresh| async {
    use domain::id::JobId;
    use store::job::{claim, extend, push};

    let store = &fresh.store;
    store.write(async |tx| push(tx, &id(JobId::PREFIX, 1), "export", b"x", at(0)).await).await.unwrap();
    let take = async |now| {
        store.write(async |tx| claim(tx, &["export"], at(now), at(now + 10)).await).await.unwrap()
    };
    let first = take(0).await.unwrap();
    let longer = async |job| store.write(async |tx| extend(tx, job, at(30)).await).await;
    assert_eq!(kind_of(longer(&first).await), "ok");
    assert!(take(20).await.is_none(), "the lease runs on");
    let second = take(30).await.unwrap();
    assert!(matches!(longer(&first).await, Err(Error::Stale)), "another worker has it");
    assert_eq!(kind_of(longer(&second).await), "ok");
});
