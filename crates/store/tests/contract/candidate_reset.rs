//! Resets that staff made with the document in hand.

use store::candidate_reset::{CandidateReset, compare, delete, delete_expired, find, save};
use store::{Error, account};

use crate::samples::{an_account, at, phone};

on_every_engine!(a9_a_reset_is_good_for_a_while_and_a_new_one_takes_its_place, |fresh| async {
    let who = an_account().id;
    let made = |number: &str| CandidateReset { phone: phone(number), made: at(0), until: at(100) };
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            assert_eq!(find(tx, &who, at(0)).await?, None);
            save(tx, &who, &made("13700005678"), "ONE").await?;
            assert_eq!(find(tx, &who, at(99)).await?, Some(made("13700005678")));
            assert_eq!(find(tx, &who, at(100)).await?, None);
            assert_eq!(compare(tx, &who, "ONE", 5, at(100)).await?, None, "too late");
            save(tx, &who, &made("13600005678"), "TWO").await?;
            assert_eq!(find(tx, &who, at(0)).await?, Some(made("13600005678")));
            assert_eq!(compare(tx, &who, "ONE", 5, at(0)).await?, Some((false, 1)), "the first code is gone");
            assert_eq!((delete_expired(tx, at(99)).await?, delete_expired(tx, at(100)).await?), (0, 1));
            assert!(!delete(tx, &who).await?);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a9_a_code_is_compared_as_often_as_it_has_tries_and_no_oftener, |fresh| async {
    let who = an_account().id;
    let made = CandidateReset { phone: phone("13700005678"), made: at(0), until: at(100) };
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            save(tx, &who, &made, "RIGHT").await?;
            assert_eq!(compare(tx, &who, "WRONG", 2, at(1)).await?, Some((false, 1)));
            assert_eq!(compare(tx, &who, "RIGHT", 2, at(1)).await?, Some((true, 2)));
            assert_eq!(compare(tx, &who, "RIGHT", 2, at(1)).await?, None, "burnt");
            assert!(delete(tx, &who).await?);
            assert_eq!(compare(tx, &who, "RIGHT", 9, at(1)).await?, None, "there is none");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
