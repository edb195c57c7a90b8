use domain::instant::Instant;
use store::Store;
use store::claim::{end, forget, held, holder, release, take};

use crate::samples::at;

const LINE: (&str, &str) = ("proof", "prf_1");

async fn taken(store: &Store, who: &str, now: i64, until: i64) -> bool {
    store.write(async |tx| take(tx, LINE, who, at(now), at(until)).await).await.unwrap()
}

async fn held_by(store: &Store, now: Instant) -> Option<String> {
    let held = store.read(async |r| holder(r, LINE, now).await).await.unwrap();
    held.map(|(holder, _)| holder)
}

on_every_engine!(f3_one_holds_a_line_until_their_time_is_up, |fresh| async {
    let store = &fresh.store;
    assert!(taken(store, "a", 0, 10).await);
    assert!(!taken(store, "b", 9, 19).await);
    assert!(taken(store, "a", 5, 15).await, "their own they keep for longer");
    assert!(!taken(store, "b", 14, 24).await);
    assert_eq!(held_by(store, at(14)).await.as_deref(), Some("a"));
    assert_eq!(held_by(store, at(15)).await, None);
    assert!(taken(store, "b", 15, 25).await);
    assert!(!taken(store, "a", 16, 26).await);
    let lines = store.read(async |r| held(r, "proof", at(16)).await).await.unwrap();
    assert_eq!(lines, [("prf_1".to_owned(), "b".to_owned())]);
});

on_every_engine!(f3_a_line_that_was_put_back_or_decided_about_is_free, |fresh| async {
    let store = &fresh.store;
    assert!(taken(store, "a", 0, 10).await);
    store.write(async |tx| release(tx, LINE, "b").await).await.unwrap();
    assert!(!taken(store, "b", 1, 11).await, "nobody puts back another's");
    store.write(async |tx| release(tx, LINE, "a").await).await.unwrap();
    assert!(taken(store, "b", 1, 11).await);
    store.write(async |tx| end(tx, LINE).await).await.unwrap();
    assert_eq!(held_by(store, at(2)).await, None);
    assert!(taken(store, "a", 2, 12).await);
    assert_eq!(store.write(async |tx| forget(tx, at(12)).await).await.unwrap(), 0);
    assert_eq!(store.write(async |tx| forget(tx, at(13)).await).await.unwrap(), 1);
});

on_every_engine!(f3_of_many_at_once_one_holds_it, |fresh| async {
    let one = |who: &'static str| taken(&fresh.store, who, 0, 10);
    let (a, b, c, d) = tokio::join!(one("a"), one("b"), one("c"), one("d"));
    assert_eq!([a, b, c, d].into_iter().filter(|taken| *taken).count(), 1);
});

on_every_engine!(f3_the_control_without_the_guard_two_hold_it, |fresh| async {
    assert!(taken(&fresh.store, "a", 0, 10).await);
    // What `take` would do without its condition.
    let unguarded = "INSERT INTO claims (queue, item, holder, ends_at) VALUES ('proof', 'prf_1', 'b', 1900000000000) \
        ON CONFLICT (queue, item) DO UPDATE SET holder = excluded.holder";
    fresh.run_past_the_store(unguarded).await.unwrap();
    assert_eq!(held_by(&fresh.store, at(1)).await.as_deref(), Some("b"));
});
