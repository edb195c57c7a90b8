//! Messages to one candidate, and where the SMS beside each stands.

use domain::id::{JobId, MessageId};
use domain::message::{Delivery, Origin};
use store::message::{count_unread, insert, list, mark_read};
use store::{Error, Store, account, job};

use crate::samples::{an_account, at, id};

/// A message of the second `n`, with an SMS of that number.
async fn sent(store: &Store, n: u32) {
    let (message, job_id) = (id(MessageId::PREFIX, n), id::<JobId>(JobId::PREFIX, n));
    let (who, said) = (an_account().id, format!("第{n}条"));
    store
        .write(async |tx| {
            job::push(tx, &job_id, "sms", b"text", at(0)).await?;
            insert(tx, &message, &who, (Origin::Notice, &said), Some(&job_id), at(i64::from(n))).await
        })
        .await
        .unwrap();
}

async fn deliveries(store: &Store) -> Vec<Delivery> {
    let who = an_account().id;
    let found = store.read(async |r| list(r, &who, 9).await).await.unwrap();
    found.into_iter().map(|one| one.delivery).collect()
}

on_every_engine!(f10_messages_are_counted_until_they_are_read_and_later_ones_stay_unread, |fresh| async {
    let (store, who) = (&fresh.store, an_account().id);
    store.write(async |tx| account::insert(tx, &an_account(), "hash").await).await.unwrap();
    for n in [1, 2, 3] {
        sent(store, n).await;
    }
    let unread = async || store.read(async |r| count_unread(r, &who).await).await.unwrap();
    assert_eq!(unread().await, 3);
    for read in [2, 0] {
        assert_eq!(store.write(async |tx| mark_read(tx, &who, at(2), at(9)).await).await.unwrap(), read);
    }
    assert_eq!(unread().await, 1);
    let found = store.read(async |r| list(r, &who, 2).await).await.unwrap();
    let seen: Vec<_> = found.iter().map(|one| (one.text.as_str(), one.read)).collect();
    assert_eq!(seen, [("第3条", None), ("第2条", Some(at(9)))]);
});

on_every_engine!(f10_the_delivery_follows_the_sms, |fresh| async {
    let (store, who) = (&fresh.store, an_account().id);
    store.write(async |tx| account::insert(tx, &an_account(), "hash").await).await.unwrap();
    for n in [1, 2, 3] {
        sent(store, n).await;
    }
    let alone = id(MessageId::PREFIX, 4);
    store.write(async |tx| insert(tx, &alone, &who, (Origin::Staff, "x"), None, at(4)).await).await.unwrap();
    let waiting = Delivery::Waiting;
    assert_eq!(deliveries(store).await, [Delivery::InApp, waiting, waiting, waiting]);
    store
        .write(async |tx| {
            let job = |n| id::<JobId>(JobId::PREFIX, n);
            job::claim(tx, &["sms"], at(0), at(60)).await?;
            job::finish(tx, &job(1), at(1)).await?;
            job::claim(tx, &["sms"], at(0), at(60)).await?;
            job::retry(tx, &job(2), at(5), "code").await?;
            job::bury(tx, &job(3), at(1), "code").await
        })
        .await
        .unwrap();
    let now = [Delivery::InApp, Delivery::Failed, Delivery::Retried, Delivery::Sent];
    assert_eq!(deliveries(store).await, now);
    store.write(async |tx| job::delete_done(tx, at(1)).await).await.unwrap();
    assert_eq!(deliveries(store).await, now, "what is forgotten was sent");
    let none = store.write(async |tx| Ok::<_, Error>(mark_read(tx, &who, at(0), at(9)).await?)).await;
    assert_eq!(none.unwrap(), 0, "nothing was sent by then");
});
