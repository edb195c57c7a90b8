use store::session::{Session, delete, delete_expired, find_by_token, insert};
use store::{Error, account, attempt};

use crate::samples::{a_session, an_account, at, kind_of};

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

on_every_engine!(a8_failed_tries_are_counted_by_kind_key_and_time, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            for now in [1, 2, 3] {
                attempt::record(tx, "sign_in", "H12345678", at(now)).await?;
            }
            attempt::record(tx, "sign_in", "H87654321", at(2)).await?;
            assert_eq!(attempt::count_since(tx, "sign_in", "H12345678", at(2)).await?, 2);
            assert_eq!(attempt::count_since(tx, "other", "H12345678", at(0)).await?, 0);
            attempt::clear(tx, "sign_in", "H12345678").await?;
            assert_eq!(attempt::count_since(tx, "sign_in", "H12345678", at(0)).await?, 0);
            assert_eq!(attempt::count_since(tx, "sign_in", "H87654321", at(0)).await?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
