use store::device::{delete_expired, forget_others, is_known, remember};
use store::{Error, account};

use crate::samples::{NUMBER, an_account, at};

on_every_engine!(a8_a_browser_is_known_to_the_account_that_was_signed_in_to, |fresh| async {
    let who = an_account().id;
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            remember(tx, &who, "phone", at(100)).await?;
            assert!(is_known(tx, NUMBER, "phone", at(99)).await?);
            assert!(!is_known(tx, NUMBER, "phone", at(100)).await?, "not for ever");
            assert!(!is_known(tx, NUMBER, "another", at(0)).await?);
            assert!(!is_known(tx, "H87654321", "phone", at(0)).await?, "not to another account");
            remember(tx, &who, "phone", at(200)).await?;
            assert!(is_known(tx, NUMBER, "phone", at(100)).await?);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a9_other_browsers_are_forgotten, |fresh| async {
    let who = an_account().id;
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            for token in ["one", "two", "three"] {
                remember(tx, &who, token, at(100)).await?;
            }
            assert_eq!(forget_others(tx, &who, "two").await?, 2);
            assert!(is_known(tx, NUMBER, "two", at(0)).await?);
            assert!(!is_known(tx, NUMBER, "one", at(0)).await?);
            assert_eq!((delete_expired(tx, at(99)).await?, delete_expired(tx, at(100)).await?), (0, 1));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
