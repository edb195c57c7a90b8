use std::sync::Arc;

use store::turn::{forget, take};
use store::{Error, Store, attempt};
use tokio::sync::Barrier;

use crate::samples::at;

/// How many of six that come at the same time, count and then note themselves find room for three. With `together` each
/// waits between the two until all have counted, which only those can who do not take turns.
async fn admitted(store: &Store, by_turns: bool, together: bool) -> usize {
    let (start, counted) = (Arc::new(Barrier::new(6)), Arc::new(Barrier::new(6)));
    let tries: Vec<_> = (0..6)
        .map(|_| {
            let (store, start, counted) = (store.clone(), Arc::clone(&start), Arc::clone(&counted));
            tokio::spawn(async move {
                start.wait().await;
                store
                    .write(async |tx| {
                        if by_turns {
                            take(tx, "sms", "13800005678", at(0)).await?;
                        }
                        let seen = attempt::since(tx, "sms", "13800005678", at(0)).await?.count;
                        if together {
                            counted.wait().await;
                        }
                        if seen >= 3 {
                            return Ok(false);
                        }
                        attempt::record(tx, "sms", "13800005678", at(0)).await?;
                        Ok::<_, Error>(true)
                    })
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut passed = 0;
    for tried in tries {
        passed += usize::from(tried.await.unwrap());
    }
    passed
}

on_every_engine!(a6_of_many_who_count_at_once_no_more_pass_than_the_limit, |fresh| async {
    assert_eq!(admitted(&fresh.store, true, false).await, 3);
});

// The control: without turns PostgreSQL lets more pass. SQLite has one writer, so there the limit holds by itself.
on_every_engine!(a6_without_turns_more_pass_than_the_limit, |fresh| async {
    let passed = admitted(&fresh.store, false, fresh.is_postgres()).await;
    assert_eq!(passed, if fresh.is_postgres() { 6 } else { 3 });
});

on_every_engine!(a13_turns_of_different_keys_do_not_wait_for_each_other, |fresh| async {
    let (store, other) = (fresh.store.clone(), fresh.store.clone());
    if !fresh.is_postgres() {
        return; // There every writer waits for the one before.
    }
    store
        .write(async |tx| {
            take(tx, "sms", "a", at(0)).await?;
            other.write(async |tx| take(tx, "sms", "b", at(0)).await).await
        })
        .await
        .unwrap();
});

on_every_engine!(turns_that_nobody_takes_any_more_are_cleared_away, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            take(tx, "sms", "a", at(1)).await?;
            take(tx, "sms", "b", at(1)).await?;
            take(tx, "sms", "b", at(5)).await?;
            assert_eq!(forget(tx, at(5)).await?, 1);
            assert_eq!(forget(tx, at(6)).await?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
