use domain::id::LetterId;
use store::{Error, choices, demo};

use crate::samples::{at, id, phone};

on_every_engine!(b1_a_list_is_kept_in_its_order_and_replaced_as_a_whole, |fresh| async {
    fresh
        .store
        .write(async |tx| {
            choices::set(tx, "major", &["英语", "会计学", "土木工程"]).await?;
            choices::set(tx, "candidate_type", &["函授"]).await?;
            choices::set(tx, "major", &["会计学", "英语"]).await?;
            assert_eq!(choices::list(tx, "major").await?, ["会计学", "英语"]);
            assert_eq!(choices::list(tx, "candidate_type").await?, ["函授"]);
            assert!(choices::list(tx, "nothing").await?.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(f10_the_newest_demo_messages_come_first, |fresh| async {
    let (to, listed) = (
        phone("13900001234"),
        fresh
            .store
            .write(async |tx| {
                for n in 1..=3 {
                    let (to, id) = (phone("13900001234"), id(LetterId::PREFIX, n));
                    demo::insert_message(tx, &id, &to, &format!("第{n}条"), at(i64::from(n))).await?;
                }
                demo::list_messages(tx, 2).await
            })
            .await
            .unwrap(),
    );
    assert_eq!(listed, [(to.clone(), "第3条".to_owned(), at(3)), (to, "第2条".to_owned(), at(2))]);
});
