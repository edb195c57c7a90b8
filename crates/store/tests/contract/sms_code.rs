use domain::code::Purpose;
use domain::id::CodeId;
use store::sms_code::{SmsCode, find_latest, forget, insert, latest_sends, mark_used, take_try};
use store::{Error, Store};

use crate::samples::{PHONE, a_session, at, id, phone};

fn a_code(n: u32, sent: i64) -> SmsCode {
    SmsCode {
        id: id(CodeId::PREFIX, n),
        code_hash: format!("hash {n}"),
        sent: at(sent),
        expires: at(sent + 300),
        tries: 0,
        used: None,
    }
}

async fn send(store: &Store, code: SmsCode) {
    store
        .write(async |tx| insert(tx, &code, &a_session(1).id, Purpose::SignUp, &phone(PHONE)).await)
        .await
        .unwrap();
}

async fn latest(store: &Store) -> Option<SmsCode> {
    store
        .read(async |r| find_latest(r, &a_session(1).id, Purpose::SignUp, &phone(PHONE)).await)
        .await
        .unwrap()
}

on_every_engine!(a6_the_latest_code_is_the_one_that_counts, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    send(&fresh.store, a_code(2, 60)).await;
    assert_eq!(latest(&fresh.store).await, Some(a_code(2, 60)));
});

on_every_engine!(a6_an_earlier_code_does_not_come_back_when_the_latest_is_used, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    send(&fresh.store, a_code(2, 60)).await;
    fresh.store.write(async |tx| mark_used(tx, &a_code(2, 60).id, at(70)).await).await.unwrap();
    assert_eq!(latest(&fresh.store).await, Some(SmsCode { used: Some(at(70)), ..a_code(2, 60) }));
});

on_every_engine!(a6_a_code_is_bound_to_session_purpose_and_phone, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    fresh
        .store
        .read(async |r| {
            let (session, other) = (a_session(1).id, a_session(2).id);
            assert_eq!(find_latest(r, &other, Purpose::SignUp, &phone(PHONE)).await?, None);
            assert_eq!(find_latest(r, &session, Purpose::Reset, &phone(PHONE)).await?, None);
            assert_eq!(find_latest(r, &session, Purpose::SignUp, &phone("13900005678")).await?, None);
            assert!(find_latest(r, &session, Purpose::SignUp, &phone(PHONE)).await?.is_some());
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
});

on_every_engine!(a6_a_code_has_five_tries, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    let take = async || fresh.store.write(async |tx| take_try(tx, &a_code(1, 0).id, 5).await).await.unwrap();
    for expected in 1..=5 {
        assert_eq!(take().await, Some(expected));
    }
    assert_eq!(take().await, None);
    assert_eq!(latest(&fresh.store).await.unwrap().tries, 5);
});

on_every_engine!(a6_of_many_tries_at_once_five_are_compared, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    let tries: Vec<_> = (0..12)
        .map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move { store.write(async |tx| take_try(tx, &a_code(1, 0).id, 5).await).await })
        })
        .collect();
    let mut compared = 0;
    for tried in tries {
        compared += usize::from(tried.await.unwrap().unwrap().is_some());
    }
    assert_eq!(compared, 5);
});

on_every_engine!(a6_sends_are_counted_by_phone_over_every_session, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    send(&fresh.store, a_code(2, 60)).await;
    fresh
        .store
        .write(async |tx| {
            insert(tx, &a_code(3, 120), &a_session(2).id, Purpose::Reset, &phone(PHONE)).await?;
            assert_eq!(latest_sends(tx, &phone(PHONE), 10).await?, [at(120), at(60), at(0)]);
            assert_eq!(latest_sends(tx, &phone(PHONE), 2).await?, [at(120), at(60)]);
            assert!(latest_sends(tx, &phone("13900005678"), 10).await?.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a6_old_codes_are_cleared_away, |fresh| async {
    send(&fresh.store, a_code(1, 0)).await;
    send(&fresh.store, a_code(2, 60)).await;
    let gone = fresh.store.write(async |tx| forget(tx, at(60)).await).await.unwrap();
    assert_eq!((gone, latest(&fresh.store).await), (1, Some(a_code(2, 60))));
});
