//! What the school says on the home page.

use domain::exam::Announcement;
use domain::id::AnnouncementId;
use store::announcement::{find, insert, list, list_shown, save, withdraw};
use store::{Error, Store};

use crate::samples::{at, id};

fn of(n: u32) -> AnnouncementId {
    id(AnnouncementId::PREFIX, n)
}

fn announcement(n: i64) -> Announcement {
    Announcement { title: format!("第{n}条"), text: "内容".into(), at: at(n) }
}

async fn three(store: &Store) {
    let done = store.write(async |tx| {
        for n in [2, 3, 1] {
            insert(tx, &of(n), &announcement(i64::from(n))).await?;
        }
        Ok::<_, Error>(())
    });
    done.await.unwrap();
}

on_every_engine!(c1_the_newest_announcements_come_first, |fresh| async {
    three(&fresh.store).await;
    let shown = fresh.store.read(async |r| list_shown(r, 2).await).await.unwrap();
    assert_eq!(shown, [announcement(3), announcement(2)]);
});

on_every_engine!(f10_an_announcement_is_corrected_by_version_and_withdrawn_once, |fresh| async {
    let store = &fresh.store;
    three(store).await;
    store.write(async |tx| save(tx, &of(3), 1, ("更正", "新的内容")).await).await.unwrap();
    let stale = store.write(async |tx| save(tx, &of(3), 1, ("又", "一次")).await).await;
    assert!(matches!(stale, Err(Error::Stale)), "{stale:?}");
    let there = store.read(async |r| find(r, &of(3)).await).await.unwrap().unwrap();
    assert_eq!((there.said.title.as_str(), there.version, there.said.at), ("更正", 2, at(3)));
    for shown in [true, false] {
        let done = store.write(async |tx| withdraw(tx, &of(3), at(9)).await).await.unwrap();
        assert_eq!(done, shown);
    }
    let late = store.write(async |tx| save(tx, &of(3), 3, ("还", "来")).await).await;
    assert!(matches!(late, Err(Error::Stale)), "what was withdrawn stays as it was: {late:?}");
    assert_eq!(store.read(async |r| list_shown(r, 9).await).await.unwrap().len(), 2);
    let all = store.read(async |r| list(r, 9).await).await.unwrap();
    assert_eq!((all.len(), all[0].withdrawn), (3, Some(at(9))));
});
