use store::attempt::{Tries, clear, forget, record, since, withdraw};
use store::{Error, Store};

use crate::samples::at;

async fn tries(store: &Store, kind: &str, key: &str, from: i64) -> Tries {
    store.read(async |r| since(r, kind, key, at(from)).await).await.unwrap()
}

on_every_engine!(a8_failed_tries_are_counted_by_kind_key_and_time, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            for now in [1, 2, 3] {
                record(tx, "sign_in", "H12345678", at(now)).await?;
            }
            record(tx, "sign_in", "H87654321", at(2)).await?;
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    let store = &fresh.store;
    assert_eq!(tries(store, "sign_in", "H12345678", 2).await, Tries { count: 2, last: Some(at(3)) });
    assert_eq!(tries(store, "sign_in", "H12345678", 4).await, Tries { count: 0, last: None });
    assert_eq!(tries(store, "other", "H12345678", 0).await.count, 0);
    store.write(async |tx| withdraw(tx, "sign_in", "H12345678", at(3)).await).await.unwrap();
    assert_eq!(tries(store, "sign_in", "H12345678", 0).await, Tries { count: 2, last: Some(at(2)) });
    store.write(async |tx| clear(tx, "sign_in", "H12345678").await).await.unwrap();
    assert_eq!(tries(store, "sign_in", "H12345678", 0).await.count, 0);
    assert_eq!(tries(store, "sign_in", "H87654321", 0).await.count, 1);
});

on_every_engine!(old_tries_are_cleared_away, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            record(tx, "sign_in", "a", at(1)).await?;
            record(tx, "sign_in", "a", at(2)).await?;
            assert_eq!(forget(tx, at(2)).await?, 1);
            assert_eq!(since(tx, "sign_in", "a", at(0)).await?.count, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
