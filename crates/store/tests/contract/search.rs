//! By what staff find people.

use domain::document::DocumentKind::TaiwanPermit;
use domain::person::PersonName;
use store::account::{Account, insert, update_profile};
use store::search::{By, fill, find};
use store::{Error, Store};

use crate::samples::{account, an_account};

async fn found(store: &Store, by: By, text: &str) -> usize {
    store.read(async |r| find(r, (by, text), None, 10).await).await.unwrap().len()
}

on_every_engine!(f6_people_are_found_by_whole_name_phone_and_tail_and_by_what_holds_now, |fresh| async {
    let (store, made) = (&fresh.store, an_account());
    store.write(async |tx| insert(tx, &made, "hash").await).await.unwrap();
    let (name, phone) = (made.name.expose(), made.phone.expose());
    assert_eq!(found(store, By::Name, name).await, 1);
    assert_eq!(found(store, By::Phone, phone).await, 1);
    assert_eq!(found(store, By::Tail, &made.number.expose()[5..]).await, 1);
    assert_eq!(found(store, By::Tail, made.number.expose()).await, 0, "the tail alone");
    let renamed = Account { name: PersonName::parse("王小明").unwrap(), ..made.clone() };
    store.write(async |tx| update_profile(tx, &renamed).await).await.unwrap();
    assert_eq!((found(store, By::Name, "王小明").await, found(store, By::Name, name).await), (1, 0));
});

on_every_engine!(f6_what_is_found_comes_in_pages, |fresh| async {
    let store = &fresh.store;
    let done = store.write(async |tx| {
        for n in 1..=5 {
            insert(tx, &account(n, TaiwanPermit, &format!("{n}2345678")[..8]), "hash").await?;
        }
        Ok::<_, Error>(())
    });
    done.await.unwrap();
    let name = an_account().name;
    let page =
        async |after| store.read(async |r| find(r, (By::Name, name.expose()), after, 3).await).await.unwrap();
    let first = page(None).await;
    let second = page(first.last()).await;
    assert_eq!((first.len(), second.len()), (3, 2));
    assert!(first.iter().all(|id| !second.contains(id)) && first.is_sorted());
});

on_every_engine!(f6_accounts_from_before_the_search_are_made_findable, |fresh| async {
    let (store, made) = (&fresh.store, an_account());
    store.write(async |tx| insert(tx, &made, "hash").await).await.unwrap();
    fresh.run_past_the_store("DELETE FROM search_prints").await.unwrap();
    assert_eq!(found(store, By::Name, made.name.expose()).await, 0);
    let filled = async || store.write(async |tx| fill(tx, 10).await).await.unwrap();
    assert_eq!((filled().await, filled().await), (1, 0));
    assert_eq!(found(store, By::Name, made.name.expose()).await, 1);
});
