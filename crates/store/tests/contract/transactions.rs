use std::sync::Arc;

use domain::id::AuditId;
use store::{Error, Store, audit};
use tokio::sync::{Notify, oneshot};

use crate::samples::{at, id, kind_of};

async fn note(store: &Store, n: u32) -> Result<(), Error> {
    store
        .write(async |tx| audit::record(tx, &id(AuditId::PREFIX, n), at(0), "system", "a", "subject").await)
        .await
}

async fn notes(store: &Store) -> usize {
    store.read(async |r| audit::list_for(r, "subject").await).await.unwrap().len()
}

on_every_engine!(a_write_that_fails_changes_nothing, |fresh| async {
    let failed: Result<(), Error> = fresh
        .store
        .write(async |tx| {
            audit::record(tx, &id(AuditId::PREFIX, 1), at(0), "system", "a", "subject").await?;
            assert_eq!(audit::list_for(tx, "subject").await?.len(), 1, "it sees what it wrote");
            Err(Error::Stale)
        })
        .await;
    assert_eq!(kind_of(failed), "stale");
    assert_eq!(notes(&fresh.store).await, 0);
    note(&fresh.store, 1).await.unwrap();
    assert_eq!(notes(&fresh.store).await, 1, "the control: a write that answers Ok stays");
});

on_every_engine!(a_write_that_the_database_refuses_changes_nothing, |fresh| async {
    note(&fresh.store, 1).await.unwrap();
    let twice = fresh
        .store
        .write(async |tx| {
            audit::record(tx, &id(AuditId::PREFIX, 2), at(0), "system", "a", "subject").await?;
            audit::record(tx, &id(AuditId::PREFIX, 1), at(0), "system", "a", "subject").await
        })
        .await;
    assert_eq!(kind_of(twice), "taken");
    assert_eq!(notes(&fresh.store).await, 1);
});

on_every_engine!(a_write_that_is_dropped_changes_nothing, |fresh| async {
    let (store, (written, hears)) = (fresh.store.clone(), oneshot::channel());
    let write = tokio::spawn(async move {
        store
            .write(async |tx| {
                audit::record(tx, &id(AuditId::PREFIX, 1), at(0), "system", "a", "subject").await?;
                written.send(()).unwrap();
                std::future::pending::<Result<(), Error>>().await
            })
            .await
    });
    hears.await.unwrap();
    write.abort();
    assert!(write.await.unwrap_err().is_cancelled());
    note(&fresh.store, 2).await.unwrap();
    assert_eq!(notes(&fresh.store).await, 1);
});

on_every_engine!(a_write_that_panics_changes_nothing, |fresh| async {
    let store = fresh.store.clone();
    let write = tokio::spawn(async move {
        store
            .write(async |tx| {
                audit::record(tx, &id(AuditId::PREFIX, 1), at(0), "system", "a", "subject").await?;
                assert_eq!(audit::list_for(tx, "subject").await?.len(), 0, "on purpose");
                Ok::<_, Error>(())
            })
            .await
    });
    assert!(write.await.unwrap_err().is_panic());
    note(&fresh.store, 2).await.unwrap();
    assert_eq!(notes(&fresh.store).await, 1);
});

on_every_engine!(the_future_of_a_write_is_send, |fresh| async {
    fn must_be_send<F: Future + Send>(future: F) -> F {
        future
    }
    let borrowed = String::from("subject");
    let write = fresh.store.write(async |tx| {
        audit::record(tx, &id(AuditId::PREFIX, 1), at(0), "system", "a", &borrowed).await?;
        audit::list_for(tx, &borrowed).await
    });
    assert_eq!(must_be_send(write).await.unwrap().len(), 1);
    let store = fresh.store.clone();
    let spawned = tokio::spawn(async move {
        note(&store, 2).await.unwrap();
        notes(&store).await
    });
    assert_eq!(spawned.await.unwrap(), 2);
});

on_every_engine!(parallel_writes_all_arrive, |fresh| async {
    let writes: Vec<_> = (0..20)
        .map(|n| {
            let store = fresh.store.clone();
            tokio::spawn(async move { note(&store, n).await })
        })
        .collect();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    assert_eq!(notes(&fresh.store).await, 20);
});

on_every_engine!(a_reader_sees_one_state_whatever_others_write, |fresh| async {
    let (looked, wrote) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (store, hears, tells) = (fresh.store.clone(), Arc::clone(&looked), Arc::clone(&wrote));
    let writer = tokio::spawn(async move {
        hears.notified().await;
        note(&store, 1).await.unwrap();
        tells.notify_one();
    });
    let seen = fresh
        .store
        .read(async |r| {
            let before = audit::list_for(r, "subject").await?.len();
            looked.notify_one();
            wrote.notified().await;
            Ok::<_, Error>((before, audit::list_for(r, "subject").await?.len()))
        })
        .await
        .unwrap();
    writer.await.unwrap();
    assert_eq!(seen, (0, 0));
    assert_eq!(notes(&fresh.store).await, 1, "the control: the next reader sees it");
});

on_every_engine!(opening_again_changes_nothing, |fresh| async {
    note(&fresh.store, 1).await.unwrap();
    let again = fresh.reopen(store::Keys::for_tests()).await.unwrap();
    assert_eq!(notes(&again).await, 1);
    again.close().await;
});

#[tokio::test]
async fn an_address_of_another_engine_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let config = store::Config {
        database_url: "mysql://localhost/x".into(),
        files: folder.path().join("files"),
        keys: store::Keys::for_tests(),
    };
    assert!(matches!(Store::open(config).await, Err(Error::Database(sqlx::Error::Configuration(_)))));
}

#[tokio::test]
async fn a_store_for_tests_is_fresh() {
    for _ in 0..2 {
        let store = Store::for_tests().await.unwrap();
        note(&store, 1).await.unwrap();
        assert_eq!(notes(&store).await, 1);
    }
}
