//! 学校设置: what was changed, by whom first, and every privacy text.

use domain::seating::Pattern;
use domain::site::SchoolChanges;
use store::school::{Kept, PrivacyText, add_text, find, list_texts, save, version};

use crate::samples::{at, kind_of};

fn changes(name: &str) -> SchoolChanges {
    let pattern = Pattern::parse("年份4 院校5 科目1 考场3 座位2").unwrap();
    SchoolChanges { name: Some(name.into()), ticket_pattern: Some(pattern), ..SchoolChanges::default() }
}

on_every_engine!(f12_settings_are_kept_once_for_each_version_that_was_seen, |fresh| async {
    let store = &fresh.store;
    let kept = async || store.read(async |r| find(r).await).await.unwrap();
    assert_eq!(kept().await, Kept::default());
    let put = async |seen: i64, name: &'static str, seal: Option<&'static [u8]>, when: i64| {
        store.write(async |tx| save(tx, seen, (&changes(name), seal), at(when)).await).await
    };
    put(0, "甲大学", None, 1).await.unwrap();
    assert_eq!(kind_of(put(0, "乙大学", None, 2).await), "stale", "the first change is made once");
    let first = kept().await;
    assert_eq!((first.version, &first.changes, first.changed), (1, &changes("甲大学"), Some(at(1))));
    put(1, "乙大学", Some(b"PNG"), 3).await.unwrap();
    assert_eq!(kind_of(put(1, "丙大学", None, 4).await), "stale");
    let second = kept().await;
    assert_eq!((second.version, second.seal.as_deref()), (2, Some(&b"PNG"[..])));
    assert_eq!(store.read(async |r| version(r).await).await.unwrap(), 2);
});

on_every_engine!(f12_every_privacy_text_stays_with_its_moment, |fresh| async {
    let store = &fresh.store;
    let text = |version: i64, text: &str| PrivacyText { version, text: text.into(), since: at(version) };
    for one in [text(1, "# 一"), text(2, "")] {
        store.write(async |tx| add_text(tx, &one).await).await.unwrap();
    }
    let twice = store.write(async |tx| add_text(tx, &text(2, "# 二")).await).await;
    assert_eq!(kind_of(twice), "taken");
    let kept = store.read(async |r| list_texts(r).await).await.unwrap();
    assert_eq!(kept, [text(1, "# 一"), text(2, "")]);
});
