use std::path::PathBuf;

use domain::id::{JobId, PhotoId};
use sqlx::{AnyConnection, Connection, Executor, Row};
use store::sealed::{self, COLUMNS, Column};
use store::{Error, Keys, Store};

use crate::engines::Fresh;
use crate::samples::{at, id, kind_of};
use crate::vault::everything_personal;

/// More than one step of the walk.
const MANY: u32 = 450;

/// A second store on the same database, with a key file of its own making in which `seal 1` is the key of the tests.
async fn with_key_file(fresh: &Fresh) -> (Store, PathBuf) {
    let path = fresh.folder().join("keys");
    let keys = format!("zhunkao keys 2\nlook_up {}\nseal 1 {}\n", "10".repeat(32), "5e".repeat(32));
    std::fs::write(&path, keys).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    (fresh.reopen(Keys::load(&path).unwrap()).await.unwrap(), path)
}

async fn jobs_wait(store: &Store) {
    store
        .write(async |tx| {
            for n in 10..10 + MANY {
                store::job::push(tx, &id(JobId::PREFIX, n), "sms", b"payload", at(0)).await?;
            }
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

fn column(place: &str) -> &'static Column {
    COLUMNS.iter().find(|column| column.place == place).expect("a sealed column")
}

/// How many values each key has sealed, over all columns.
async fn by_key(store: &Store) -> (i64, i64) {
    let mut found = (0, 0);
    for column in COLUMNS {
        for (number, values) in store.read(async |r| sealed::count(r, column).await).await.unwrap() {
            match number {
                1 => found.0 += values,
                2 => found.1 += values,
                other => panic!("a key with the number {other}"),
            }
        }
    }
    found
}

on_every_engine!(every_column_that_holds_bytes_is_known_as_sealed, |fresh| async {
    let ask = if fresh.is_postgres() {
        "SELECT CAST(table_name || '.' || column_name AS TEXT) FROM information_schema.columns \
        WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name <> '_sqlx_migrations'"
    } else {
        "SELECT m.name || '.' || c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c \
        WHERE m.type = 'table' AND c.type = 'BLOB' AND m.name <> '_sqlx_migrations'"
    };
    let mut connection = AnyConnection::connect(&fresh.url).await.unwrap();
    let rows = connection.fetch_all(sqlx::query(ask)).await.unwrap();
    let mut found: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
    connection.close().await.unwrap();
    found.sort_unstable();
    let mut known: Vec<_> = COLUMNS.iter().map(|column| column.place).collect();
    known.sort_unstable();
    assert_eq!(found, known, "list a new sealed column in store::sealed, so that keys can be rotated");
});

on_every_engine!(every_sealed_column_is_filled_by_the_sample_and_opens, |fresh| async {
    everything_personal(&fresh.store).await;
    for column in COLUMNS {
        let (seen, unopened) = fresh.store.look_at_column(column).await.unwrap();
        assert!(seen > 0, "{} has no value in the sample: fill it in `everything_personal`", column.place);
        assert!(unopened.is_empty(), "{} is sealed under another place than its name and key", column.place);
    }
});

on_every_engine!(a_value_that_does_not_open_is_named_by_its_row, |fresh| async {
    everything_personal(&fresh.store).await;
    fresh.run_past_the_store("UPDATE proofs SET payer_name = payer_phone").await.unwrap();
    let (seen, unopened) = fresh.store.look_at_column(column("proofs.payer_name")).await.unwrap();
    assert_eq!((seen, unopened), (1, vec!["prf_00000000000000000000000001".to_owned()]));
    let (_, unopened) = fresh.store.look_at_column(column("proofs.payer_phone")).await.unwrap();
    assert!(unopened.is_empty());
});

on_every_engine!(
    f11_keys_are_rotated_while_the_server_runs_and_go_on_where_they_were_cut_off,
    |fresh| async {
        everything_personal(&fresh.store).await;
        jobs_wait(&fresh.store).await;
        let photo: PhotoId = id(PhotoId::PREFIX, 1);
        let (running, path) = with_key_file(fresh).await;
        let rotating = fresh.reopen(Keys::add_to(&path).unwrap()).await.unwrap();
        let (all, none) = by_key(&rotating).await;
        assert!(all > i64::from(MANY) && none == 0);

        // Cut off after one step of one column, as by a kill: nothing but that step is done, and both keys open.
        let jobs = column("jobs.payload");
        let step = rotating.write(async |tx| sealed::reseal(tx, jobs, "").await).await.unwrap();
        assert_eq!((step.seen, step.resealed, step.unopened.len()), (200, 200, 0));
        assert_eq!(by_key(&rotating).await, (all - 200, 200));
        rotating.close().await;
        let (seen, unopened) = running.look_at_column(jobs).await.unwrap();
        assert_eq!((seen, unopened.len()), (usize::try_from(MANY).unwrap() + 1, 0), "the server reads both");

        let again = fresh.reopen(Keys::load(&path).unwrap()).await.unwrap();
        let mut resealed = 0;
        for column in COLUMNS {
            let (done, unopened) = again.reseal_column(column).await.unwrap();
            assert!(unopened.is_empty(), "{}", column.place);
            resealed += done;
        }
        assert_eq!(i64::try_from(resealed).unwrap(), all - 200, "what was done is passed over");
        assert_eq!(by_key(&again).await, (0, all));
        assert!(again.files().reseal(&photo).await.unwrap());
        assert!(!again.files().reseal(&photo).await.unwrap(), "once is enough");
        assert_eq!(again.files().key_number(&photo).await.unwrap(), 2);
        again.close().await;

        let newest = fresh.reopen(Keys::retire_in(&path).unwrap()).await.unwrap();
        for column in COLUMNS {
            assert_eq!(
                newest.look_at_column(column).await.unwrap().1,
                Vec::<String>::new(),
                "{}",
                column.place
            );
        }
        assert_eq!(kind_of(newest.files().load(&photo).await), "ok");
        newest.close().await;
        running.close().await;
    }
);

on_every_engine!(f11_the_key_that_was_retired_opens_nothing_any_more, |fresh| async {
    everything_personal(&fresh.store).await;
    let (running, path) = with_key_file(fresh).await;
    running.close().await;
    Keys::add_to(&path).unwrap();
    // The control: retired before anything was sealed anew, the data does not open, and the store does not even start.
    let alone = fresh.reopen(Keys::retire_in(&path).unwrap()).await;
    assert!(matches!(alone, Err(Error::Sealed)));
});
