use domain::document::DocumentKind::{HongKongMacaoPermit, TaiwanPermit};
use domain::id::AccountId;
use store::Error;
use store::account::{
    find_by_number, find_credentials, find_owner, insert, load, load_password, set_password, update_profile,
};

use crate::samples::{account, an_account, id, kind_of, name, phone};

on_every_engine!(b1_an_account_is_loaded_as_it_was_made, |fresh| async {
    let made = an_account();
    fresh.store.write(async |tx| insert(tx, &made, "hash").await).await.unwrap();
    assert_eq!(fresh.store.read(async |r| load(r, &made.id).await).await.unwrap(), made);
});

on_every_engine!(an_account_that_must_exist_is_an_error_when_it_does_not, |fresh| async {
    let missing = fresh.store.read(async |r| load(r, &an_account().id).await).await;
    assert!(matches!(missing, Err(Error::Database(sqlx::Error::RowNotFound))));
});

on_every_engine!(a5_a_person_has_one_account_whichever_issue_of_the_permit, |fresh| async {
    let add = async |n, kind, number| {
        let account = account(n, kind, number);
        kind_of(fresh.store.write(async |tx| insert(tx, &account, "hash").await).await)
    };
    assert_eq!(add(1, HongKongMacaoPermit, "H12345678").await, "ok");
    assert_eq!(add(2, HongKongMacaoPermit, "H12345678").await, "taken");
    assert_eq!(add(3, HongKongMacaoPermit, "H1234567801").await, "taken");
    assert_eq!(add(4, HongKongMacaoPermit, "M12345678").await, "ok");
    assert_eq!(add(5, TaiwanPermit, "12345678").await, "ok");
});

on_every_engine!(a8_credentials_are_found_by_the_number_alone, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &an_account(), "hash").await).await.unwrap();
    let find = async |number| fresh.store.read(async |r| find_credentials(r, number).await).await.unwrap();
    assert_eq!(find("H12345678").await, Some((an_account().id, "hash".to_owned())));
    assert_eq!(find("H12345679").await, None);
});

on_every_engine!(a9_a_number_leads_to_its_account_and_phone, |fresh| async {
    let made = an_account();
    fresh.store.write(async |tx| insert(tx, &made, "hash").await).await.unwrap();
    let find = async |number| fresh.store.read(async |r| find_by_number(r, number).await).await.unwrap();
    assert_eq!(find("H12345678").await, Some((made.id.clone(), made.phone.clone())));
    assert_eq!(find("H12345679").await, None);
});

on_every_engine!(a12_the_owner_is_found_whichever_issue_of_the_permit_is_typed, |fresh| async {
    let made = account(1, HongKongMacaoPermit, "H1234567801");
    fresh.store.write(async |tx| insert(tx, &made, "hash").await).await.unwrap();
    let find = async |kind, number| {
        let typed = account(9, kind, number).number;
        fresh.store.read(async |r| find_owner(r, &typed).await).await.unwrap().map(|(id, _)| id)
    };
    assert_eq!(find(HongKongMacaoPermit, "H1234567801").await, Some(made.id.clone()));
    assert_eq!(find(HongKongMacaoPermit, "H1234567802").await, Some(made.id.clone()));
    assert_eq!(find(HongKongMacaoPermit, "H12345679").await, None);
    assert_eq!(find(TaiwanPermit, "12345678").await, None);
});

on_every_engine!(a9_another_password_takes_the_place_of_the_old_one, |fresh| async {
    let who = an_account().id;
    fresh
        .store
        .write(async |tx| {
            insert(tx, &an_account(), "old").await?;
            assert_eq!(load_password(tx, &who).await?, "old");
            set_password(tx, &who, "new").await?;
            assert_eq!(load_password(tx, &who).await?, "new");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    let nobody = id(AccountId::PREFIX, 2);
    let missing = fresh.store.write(async |tx| set_password(tx, &nobody, "new").await).await;
    assert_eq!(kind_of(missing), "stale");
});

on_every_engine!(b1_the_owner_changes_all_but_the_number, |fresh| async {
    let mut changed = an_account();
    changed.name = name("李四");
    changed.phone = phone("13900005678");
    changed.candidate_type = Some("函授".into());
    changed.major = None;
    let stored = fresh
        .store
        .write(async |tx| {
            insert(tx, &an_account(), "hash").await?;
            update_profile(tx, &changed).await?;
            load(tx, &changed.id).await
        })
        .await
        .unwrap();
    changed.version = 2;
    assert_eq!(stored, changed);
});

on_every_engine!(a_stale_version_of_a_profile_is_refused, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &an_account(), "hash").await).await.unwrap();
    let update =
        async || kind_of(fresh.store.write(async |tx| update_profile(tx, &an_account()).await).await);
    assert_eq!(update().await, "ok");
    assert_eq!(update().await, "stale");
});
