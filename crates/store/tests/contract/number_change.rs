//! Document numbers that wait for a second person.

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::NumberChangeId;
use domain::person_desk::NumberReason;
use store::account::{self, find_by_number, set_number};
use store::number_change::{NumberChange, decide, find_of, find_outcome, find_waiting, insert, list_waiting};
use store::search::{By, find as search};
use store::{Error, Store};

use crate::samples::{account, an_account, at, id, kind_of};

fn number(text: &str) -> DocumentNumber {
    DocumentNumber::parse(DocumentKind::TaiwanPermit, text).unwrap()
}

fn a_change(n: u32) -> NumberChange {
    NumberChange {
        id: id(NumberChangeId::PREFIX, n),
        account: an_account().id,
        number: number("87654321"),
        reason: NumberReason::Reissued,
        by: "staff:one".into(),
        at: at(i64::from(n)),
    }
}

async fn proposed(store: &Store) {
    store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            insert(tx, &a_change(1)).await
        })
        .await
        .unwrap();
}

on_every_engine!(a5_one_number_of_an_account_waits_and_is_forgotten_with_the_decision, |fresh| async {
    let (store, first) = (&fresh.store, a_change(1));
    proposed(store).await;
    assert_eq!(kind_of(store.write(async |tx| insert(tx, &a_change(2)).await).await), "taken");
    let waiting = store.read(async |r| list_waiting(r, 9).await).await.unwrap();
    assert_eq!(waiting, std::slice::from_ref(&first));
    let of = store.read(async |r| find_of(r, &first.account).await).await.unwrap();
    assert_eq!(of, Some(first.clone()));
    let says = async |yes| {
        kind_of(store.write(async |tx| decide(tx, &first.id, yes, "staff:two", at(9)).await).await)
    };
    assert_eq!((says(true).await, says(false).await), ("ok", "stale"));
    let outcome = store.read(async |r| find_outcome(r, &first.id).await).await.unwrap();
    assert_eq!(outcome, Some((true, "staff:two".to_owned())));
    assert_eq!(store.read(async |r| find_waiting(r, &first.id).await).await.unwrap(), None);
    store.write(async |tx| insert(tx, &a_change(2)).await).await.unwrap();
});

on_every_engine!(a5_the_database_itself_refuses_the_person_who_proposed, |fresh| async {
    let (store, change) = (&fresh.store, a_change(1));
    proposed(store).await;
    let own = store.write(async |tx| decide(tx, &change.id, true, "staff:one", at(9)).await).await;
    assert_eq!(kind_of(own), "database");
    let other = store.write(async |tx| decide(tx, &change.id, true, "staff:two", at(9)).await).await;
    assert_eq!(kind_of(other), "ok", "the control");
});

on_every_engine!(a5_what_is_found_by_the_number_moves_with_it, |fresh| async {
    let (store, mut made) = (&fresh.store, an_account());
    let other = account(2, DocumentKind::TaiwanPermit, "11112222");
    store
        .write(async |tx| {
            account::insert(tx, &made, "hash").await?;
            account::insert(tx, &other, "hash").await
        })
        .await
        .unwrap();
    let old = made.number.clone();
    made.number = number("87654321");
    store.write(async |tx| set_number(tx, &made).await).await.unwrap();
    store
        .read(async |r| {
            assert_eq!(find_by_number(r, old.expose()).await?, None);
            let found = find_by_number(r, "87654321").await?;
            assert_eq!(found.map(|(id, _)| id), Some(made.id.clone()));
            assert_eq!(search(r, (By::Tail, "4321"), None, 9).await?, [made.id.clone()]);
            assert!(search(r, (By::Tail, &old.expose()[5..]), None, 9).await?.is_empty());
            assert_eq!(account::load(r, &made.id).await?.number, made.number);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!(kind_of(store.write(async |tx| set_number(tx, &made).await).await), "stale", "an old version");
    made.version += 1;
    made.number = number("11112222");
    assert_eq!(kind_of(store.write(async |tx| set_number(tx, &made).await).await), "taken");
});
