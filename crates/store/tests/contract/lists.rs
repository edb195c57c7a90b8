use domain::id::LetterId;
use domain::list::{Entry, LineProblem, List};
use store::choices::Found;
use store::roster::BadLine;
use store::{Error, choices, demo};

use crate::samples::{a_draft_is_begun, an_account, at, id, phone};

on_every_engine!(b1_an_entry_is_added_placed_retired_and_renamed_where_it_was_chosen, |fresh| async {
    a_draft_is_begun(&fresh.store).await;
    let entry = |name: &str, language: Option<&str>, retired| Entry {
        name: name.into(),
        language: language.map(str::to_owned),
        retired,
    };
    fresh
        .store
        .write(async |tx| {
            choices::set(tx, "major", &["英语", "会计学"]).await?;
            choices::add(tx, List::Major, ("日语", Some("ja")), 2).await?;
            choices::place(tx, List::Major, "日语", -1).await?;
            choices::set_language(tx, List::Major, "英语", Some("en")).await?;
            choices::retire(tx, List::Major, "会计学", Some(at(1))).await?;
            assert_eq!(choices::list(tx, "major").await?, ["日语", "英语"], "what is retired is not offered");
            choices::rename(tx, List::Major, "英语", "英语（师范）").await?;
            assert_eq!(
                choices::entries(tx, List::Major).await?,
                [
                    entry("日语", Some("ja"), false),
                    entry("英语（师范）", Some("en"), false),
                    entry("会计学", None, true),
                ]
            );
            assert_eq!(choices::language_of(tx, "日语").await?.as_deref(), Some("ja"));
            assert_eq!(choices::language_of(tx, "会计学").await?, None);
            let account = store::account::load(tx, &an_account().id).await?;
            assert_eq!(account.major.as_deref(), Some("英语（师范）"), "whoever chose it has its new name");
            let gone = choices::rename(tx, List::Major, "炼金术", "化学").await;
            assert!(matches!(gone, Err(Error::Stale)), "{gone:?}");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
});

on_every_engine!(b1_a_file_for_a_list_waits_until_it_is_taken_over_or_another_comes, |fresh| async {
    let store = &fresh.store;
    let found = [Found { name: "护理学".into(), language: Some(None) }];
    let bad = [BadLine { row: 3, column: "名称".into(), problem: LineProblem::Missing }];
    for n in 1..=2 {
        let save =
            store.write(async |tx| choices::save_draft(tx, List::Major, &found, (1, &bad), at(n)).await);
        save.await.unwrap();
    }
    let draft = store.read(async |r| choices::find_draft(r, List::Major).await).await.unwrap().unwrap();
    assert_eq!((draft.version, draft.created, draft.bad_lines), (2, at(2), 1));
    assert_eq!((draft.found.as_slice(), draft.problems.as_slice()), (&found[..], &bad[..]));
    let stale = store.write(async |tx| choices::drop_draft(tx, List::Major, 1).await).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    store.write(async |tx| choices::drop_draft(tx, List::Major, 2).await).await.unwrap();
    assert_eq!(store.read(async |r| choices::find_draft(r, List::Major).await).await.unwrap(), None);
});

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
