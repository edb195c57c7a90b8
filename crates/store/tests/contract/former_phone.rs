use store::former_phone::{delete, delete_expired, find, keep};
use store::{Error, account};

use crate::samples::{an_account, at, phone};

on_every_engine!(a10_the_phone_before_the_first_change_is_kept_for_a_while, |fresh| async {
    let who = an_account().id;
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            assert_eq!(find(tx, &who, at(0)).await?, None);
            keep(tx, &who, &phone("13800005678"), at(100)).await?;
            keep(tx, &who, &phone("13900005678"), at(900)).await?;
            assert_eq!(
                find(tx, &who, at(99)).await?,
                Some(phone("13800005678")),
                "the owner's is not pushed out"
            );
            assert_eq!(find(tx, &who, at(100)).await?, None);
            assert_eq!((delete_expired(tx, at(99)).await?, delete_expired(tx, at(100)).await?), (0, 1));
            keep(tx, &who, &phone("13900005678"), at(900)).await?;
            delete(tx, &who).await?;
            assert_eq!(find(tx, &who, at(0)).await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
