use domain::id::CodeId;
use store::sms_code::{SmsCode, add_try, count_sent_since, find_live, insert, last_sent, mark_used};
use store::{Error, Store};

use crate::samples::{PHONE, a_session, at, id, phone};

fn a_code(n: u32, sent: i64) -> SmsCode {
    SmsCode {
        id: id(CodeId::PREFIX, n),
        code_hash: format!("hash {n}"),
        sent: at(sent),
        expires: at(sent + 300),
        tries: 0,
    }
}

async fn send(store: &Store, code: SmsCode) {
    store
        .write(async |tx| insert(tx, &code, &a_session(1).id, "sign_up", &phone(PHONE)).await)
        .await
        .unwrap();
}

async fn live(store: &Store, now: i64) -> Option<SmsCode> {
    let find = store.read(async |r| find_live(r, &a_session(1).id, "sign_up", &phone(PHONE), at(now)).await);
    find.await.unwrap()
}

on_every_engine!(a6_the_latest_code_lives_until_it_expires, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    send(&fresh.store, a_code(2, 60)).await;
    assert_eq!(live(&fresh.store, 359).await, Some(a_code(2, 60)));
    assert_eq!(live(&fresh.store, 360).await, None);
});

on_every_engine!(a6_a_code_is_bound_to_session_purpose_and_phone, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    fresh
        .store
        .read(async |r| {
            let (session, other) = (a_session(1).id, a_session(2).id);
            assert_eq!(find_live(r, &other, "sign_up", &phone(PHONE), at(1)).await?, None);
            assert_eq!(find_live(r, &session, "reset", &phone(PHONE), at(1)).await?, None);
            assert_eq!(find_live(r, &session, "sign_up", &phone("13900005678"), at(1)).await?, None);
            assert!(find_live(r, &session, "sign_up", &phone(PHONE), at(1)).await?.is_some());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a6_a_code_is_used_once, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    let used =
        async || fresh.store.write(async |tx| mark_used(tx, &a_code(1, 0).id, at(5)).await).await.unwrap();
    assert!(used().await);
    assert!(!used().await);
    assert_eq!(live(&fresh.store, 6).await, None);
});

on_every_engine!(a6_wrong_tries_are_counted, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    for expected in 1..=5 {
        let tries = fresh.store.write(async |tx| add_try(tx, &a_code(1, 0).id).await).await.unwrap();
        assert_eq!(tries, expected);
    }
    assert_eq!(live(&fresh.store, 1).await.unwrap().tries, 5);
});

on_every_engine!(a6_sends_are_counted_by_phone_over_every_session, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    send(&fresh.store, a_code(2, 60)).await;
    fresh
        .store
        .write(async |tx| {
            insert(tx, &a_code(3, 120), &a_session(2).id, "reset", &phone(PHONE)).await?;
            assert_eq!(count_sent_since(tx, &phone(PHONE), at(0)).await?, 3);
            assert_eq!(count_sent_since(tx, &phone(PHONE), at(60)).await?, 2);
            assert_eq!(last_sent(tx, &phone(PHONE)).await?, Some(at(120)));
            assert_eq!(count_sent_since(tx, &phone("13900005678"), at(0)).await?, 0);
            assert_eq!(last_sent(tx, &phone("13900005678")).await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});
