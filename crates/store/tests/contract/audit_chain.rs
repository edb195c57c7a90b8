//! The chain behind the audit log, against hands with a database shell.

use domain::id::AuditId;
use domain::instant::Instant;
use store::audit::{Entry, Wanted, add, page};
use store::audit_chain::{Broken, Head, has, is_behind, link, walk};
use store::{Error, Store};

use crate::engines::Fresh;
use crate::samples::{at, id};

fn entry(n: u32, when: Instant) -> Entry {
    Entry {
        id: id(AuditId::PREFIX, n),
        at: when,
        actor: "system".into(),
        event: "registration.expired".into(),
        subject: "reg_1".into(),
        detail: Some("awaiting_payment → expired".into()),
    }
}

async fn written(store: &Store, entry: &Entry) {
    store.write(async |tx| add(tx, entry).await).await.unwrap();
}

async fn linked(store: &Store, now: Instant) {
    store.write(async |tx| link(tx, now).await).await.unwrap();
}

async fn walked(store: &Store) -> Result<Head, Broken> {
    store.read(async |r| walk(r).await).await.unwrap()
}

/// Three entries with their links.
async fn three(fresh: &Fresh) -> Head {
    for n in 1..=3 {
        written(&fresh.store, &entry(n, at(i64::from(n)))).await;
    }
    linked(&fresh.store, at(10)).await;
    walked(&fresh.store).await.unwrap()
}

/// Somebody with a database shell takes the guards away, then does this.
async fn by_a_strange_hand(fresh: &Fresh, change: &'static str) {
    let guards: &[&'static str] = if fresh.is_postgres() {
        &["ALTER TABLE audit DISABLE TRIGGER ALL", "ALTER TABLE audit_links DISABLE TRIGGER ALL"]
    } else {
        &[
            "DROP TRIGGER audit_is_never_updated",
            "DROP TRIGGER audit_is_never_deleted",
            "DROP TRIGGER audit_links_are_never_updated",
            "DROP TRIGGER audit_links_are_never_deleted",
        ]
    };
    for guard in guards {
        fresh.run_past_the_store(guard).await.unwrap();
    }
    fresh.run_past_the_store(change).await.unwrap();
}

on_every_engine!(f8_a_chain_that_nobody_touched_holds, |fresh| async {
    let head = three(fresh).await;
    assert_eq!((head.links, head.waiting), (3, 0));
    written(&fresh.store, &entry(4, at(11))).await;
    assert!(fresh.store.read(async |r| is_behind(r).await).await.unwrap());
    assert_eq!(walked(&fresh.store).await, Ok(Head { waiting: 1, ..head.clone() }));
    linked(&fresh.store, at(12)).await;
    assert!(!fresh.store.read(async |r| is_behind(r).await).await.unwrap());
    let longer = walked(&fresh.store).await.unwrap();
    assert_eq!(longer.links, 4);
    assert_ne!(longer.hash, head.hash);
    assert!(fresh.store.read(async |r| has(r, &head.hash).await).await.unwrap());
});

on_every_engine!(f8_a_changed_entry_is_named, |fresh| async {
    three(fresh).await;
    let before = "UPDATE audit SET detail = 'awaiting_payment → expired' WHERE id LIKE '%2'";
    by_a_strange_hand(fresh, before).await;
    assert!(walked(&fresh.store).await.is_ok(), "control: the same words are no change");
    fresh.run_past_the_store("UPDATE audit SET detail = 'x' WHERE id LIKE '%2'").await.unwrap();
    assert_eq!(walked(&fresh.store).await, Err(Broken::Changed(id(AuditId::PREFIX, 2))));
});

on_every_engine!(f8_an_entry_that_was_taken_out_is_named, |fresh| async {
    three(fresh).await;
    by_a_strange_hand(fresh, "DELETE FROM audit WHERE id LIKE '%2'").await;
    assert_eq!(walked(&fresh.store).await, Err(Broken::Gone(id(AuditId::PREFIX, 2))));
});

on_every_engine!(f8_a_link_that_was_taken_out_is_named, |fresh| async {
    three(fresh).await;
    by_a_strange_hand(fresh, "DELETE FROM audit_links WHERE place = 1").await;
    assert_eq!(walked(&fresh.store).await, Err(Broken::LinkGone(1)));
});

on_every_engine!(f8_an_entry_put_in_later_with_an_earlier_time_is_named, |fresh| async {
    three(fresh).await;
    let two_hours_before = at(10).plus_seconds(-7_200);
    written(&fresh.store, &entry(9, two_hours_before)).await;
    linked(&fresh.store, at(20)).await;
    assert_eq!(walked(&fresh.store).await, Err(Broken::LeftOut(id(AuditId::PREFIX, 9), 1)));
});

on_every_engine!(f8_an_end_that_was_cut_off_shows_by_an_earlier_head, |fresh| async {
    let head = three(fresh).await;
    by_a_strange_hand(fresh, "DELETE FROM audit_links WHERE place = 3").await;
    fresh.run_past_the_store("DELETE FROM audit WHERE id LIKE '%3'").await.unwrap();
    assert_eq!(walked(&fresh.store).await.map(|head| head.links), Ok(2), "the rest holds");
    assert!(!fresh.store.read(async |r| has(r, &head.hash).await).await.unwrap());
});

on_every_engine!(f8_the_chain_only_grows, |fresh| async {
    three(fresh).await;
    for change in ["UPDATE audit_links SET place = 9 WHERE place = 3", "DELETE FROM audit_links"] {
        let refused = fresh.run_past_the_store(change).await.unwrap_err().to_string();
        assert!(refused.contains("only grows"), "{change}: {refused}");
    }
});

on_every_engine!(f8_two_linkers_make_one_chain, |fresh| async {
    for n in 1..=40 {
        written(&fresh.store, &entry(n, at(i64::from(n)))).await;
    }
    let one = || fresh.store.write(async |tx| link(tx, at(50)).await);
    let (first, second, third) = tokio::join!(one(), one(), one());
    for done in [first, second, third] {
        done.unwrap();
    }
    assert_eq!(walked(&fresh.store).await.map(|head| head.links), Ok(40));
});

on_every_engine!(f8_the_log_is_read_in_pages_the_newest_first, |fresh| async {
    for n in 1..=5 {
        written(&fresh.store, &entry(n, at(i64::from(n / 2)))).await;
    }
    let ids = async |wanted: Wanted| {
        let found = fresh.store.read(async |r| page(r, &wanted, 2).await).await?;
        Ok::<_, Error>(found.into_iter().map(|entry| entry.id).collect::<Vec<_>>())
    };
    let numbered =
        |numbers: &[u32]| numbers.iter().map(|n| id(AuditId::PREFIX, *n)).collect::<Vec<AuditId>>();
    let first = ids(Wanted::default()).await.unwrap();
    assert_eq!(first, numbered(&[5, 4]));
    let after = Some((at(2), first[1].clone()));
    assert_eq!(ids(Wanted { after, ..Wanted::default() }).await.unwrap(), numbered(&[3, 2]));
    assert_eq!(ids(Wanted { since: Some(at(2)), ..Wanted::default() }).await.unwrap(), numbered(&[5, 4]));
    for nobody in [
        Wanted { actor: "nobody".into(), ..Wanted::default() },
        Wanted { event: "nothing".into(), ..Wanted::default() },
        Wanted { subject: "reg_2".into(), ..Wanted::default() },
    ] {
        assert_eq!(ids(nobody).await.unwrap(), []);
    }
});
