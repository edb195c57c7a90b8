use store::Error;
use store::sms_day::{forget, sent, spend};

on_every_engine!(a6_a_day_has_a_budget_and_the_next_one_has_its_own, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            assert_eq!(sent(tx, 7).await?, 0);
            assert!(spend(tx, 7, 2).await? && spend(tx, 7, 2).await?);
            assert!(!spend(tx, 7, 2).await?, "it is spent");
            assert_eq!(sent(tx, 7).await?, 2);
            assert!(spend(tx, 8, 2).await?);
            assert_eq!(forget(tx, 8).await?, 1);
            assert_eq!((sent(tx, 7).await?, sent(tx, 8).await?), (0, 1));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(a6_of_many_at_once_no_more_than_the_budget_leave, |fresh| async {
    let sends: Vec<_> = (0..12)
        .map(|_| {
            let store = fresh.store.clone();
            tokio::spawn(async move { store.write(async |tx| spend(tx, 7, 5).await).await.unwrap() })
        })
        .collect();
    let mut passed = 0;
    for send in sends {
        passed += usize::from(send.await.unwrap());
    }
    assert_eq!(passed, 5);
});
