use domain::device::{Browser, Device, System};
use domain::document::DocumentKind::TaiwanPermit;
use store::account::Account;
use store::session::{
    Session, delete, delete_expired, delete_others, delete_own, exists, find_by_token, insert, list_for,
    retire,
};
use store::{Error, account};

use crate::samples::{self, a_session, an_account, at, kind_of};

on_every_engine!(a11_a_session_is_found_by_its_token_until_it_expires, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &a_session(1), "token").await).await.unwrap();
    let find =
        async |hash, now| fresh.store.read(async |r| find_by_token(r, hash, at(now)).await).await.unwrap();
    assert_eq!(find("token", 999).await, Some(a_session(1)));
    assert_eq!(find("token", 1_000).await, None);
    assert_eq!(find("other", 0).await, None);
});

on_every_engine!(a11_a_session_knows_who_is_signed_in, |fresh| async {
    let session = Session { account: Some(an_account().id), ..a_session(1) };
    let found = fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            insert(tx, &session, "token").await?;
            find_by_token(tx, "token", at(0)).await
        })
        .await
        .unwrap();
    assert_eq!(found, Some(session));
});

on_every_engine!(a11_an_ended_session_is_gone, |fresh| async {
    fresh.store.write(async |tx| insert(tx, &a_session(1), "token").await).await.unwrap();
    fresh.store.write(async |tx| delete(tx, &a_session(1).id).await).await.unwrap();
    let found = fresh.store.read(async |r| find_by_token(r, "token", at(0)).await).await.unwrap();
    assert_eq!(found, None);
});

on_every_engine!(two_sessions_never_share_a_token, |fresh| async {
    let add =
        async |n, token| kind_of(fresh.store.write(async |tx| insert(tx, &a_session(n), token).await).await);
    assert_eq!(add(1, "token").await, "ok");
    assert_eq!(add(2, "token").await, "taken");
    assert_eq!(add(2, "another").await, "ok");
});

on_every_engine!(expired_sessions_are_cleared_away, |fresh| async {
    let later = Session { expires: at(2_000), ..a_session(2) };
    fresh
        .store
        .write(async |tx| {
            insert(tx, &a_session(1), "one").await?;
            insert(tx, &later, "two").await?;
            assert_eq!(delete_expired(tx, at(999)).await?, 0);
            assert_eq!(delete_expired(tx, at(1_000)).await?, 1);
            assert_eq!(find_by_token(tx, "two", at(1_000)).await?, Some(later.clone()));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a11_the_live_sessions_of_an_account_are_listed_the_latest_first, |fresh| async {
    let who = an_account().id;
    let on = |n, created, device| Session {
        account: Some(who.clone()),
        created: at(created),
        expires: at(created + 1_000),
        device,
        ..a_session(n)
    };
    let phone = Device { system: System::Android, browser: Browser::WeChat };
    let (old, new) = (on(1, 0, None), on(2, 500, Some(phone)));
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            insert(tx, &old, "one").await?;
            insert(tx, &new, "two").await?;
            insert(tx, &a_session(3), "nobody").await?;
            assert_eq!(list_for(tx, &who, at(999)).await?, [new.clone(), old.clone()]);
            assert_eq!(list_for(tx, &who, at(1_000)).await?, std::slice::from_ref(&new));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a11_only_its_own_account_ends_a_session, |fresh| async {
    let (mine, yours) = (an_account(), samples::account(2, TaiwanPermit, "12345678"));
    let of = |n, who: &Account| Session { account: Some(who.id.clone()), ..a_session(n) };
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &mine, "hash").await?;
            account::insert(tx, &yours, "hash").await?;
            for (n, who) in [(1, &mine), (2, &mine), (3, &mine), (4, &yours)] {
                insert(tx, &of(n, who), &format!("token {n}")).await?;
            }
            assert!(!delete_own(tx, &mine.id, &a_session(4).id).await?, "somebody else's stays");
            assert!(exists(tx, &a_session(4).id).await?);
            assert!(delete_own(tx, &mine.id, &a_session(1).id).await?);
            assert!(!delete_own(tx, &mine.id, &a_session(1).id).await?, "it is gone");
            assert!(!exists(tx, &a_session(1).id).await?);
            assert_eq!(delete_others(tx, &mine.id, &a_session(2).id).await?, 1);
            assert_eq!(list_for(tx, &mine.id, at(0)).await?, [of(2, &mine)]);
            assert_eq!(list_for(tx, &yours.id, at(0)).await?, [of(4, &yours)]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a_session_whose_place_was_taken_has_no_rights_and_ends_soon, |fresh| async {
    let signed_in = Session { account: Some(an_account().id), ..a_session(1) };
    fresh
        .store
        .write(async |tx| {
            account::insert(tx, &an_account(), "hash").await?;
            insert(tx, &signed_in, "token").await?;
            retire(tx, &signed_in.id, at(2_000)).await?;
            assert_eq!(find_by_token(tx, "token", at(999)).await?, Some(a_session(1)));
            assert!(find_by_token(tx, "token", at(1_000)).await?.is_none(), "never longer than before");
            retire(tx, &signed_in.id, at(300)).await?;
            assert!(find_by_token(tx, "token", at(300)).await?.is_none());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
