//! Forms of the back office that need a story of their own, tapped twice for `office_twice`.

use std::collections::BTreeSet;

use service::Operator;

use crate::browser::{Browser, JSON};
use crate::house::{House, fine, number};
use crate::office::STAFF_PASSWORD;
use crate::office_twice::twice;

/// 公告: posted once, corrected, withdrawn.
pub async fn announce_twice(house: &House, left: &mut BTreeSet<&'static str>, browser: &mut Browser) {
    let operator = Operator::at_the_command_line();
    let many = service::announcement::list(&house.cx, &operator).await.unwrap().len();
    let said = [("title", "报名延期"), ("text", "报名延至周五。")];
    twice(left, browser, "/api/staff/announcements/post", &said).await;
    let posted = service::announcement::list(&house.cx, &operator).await.unwrap();
    assert_eq!(posted.len(), many + 1, "posted once");
    let id = posted.iter().find(|one| one.said.title == "报名延期").unwrap().id.to_string();
    let other = [("id", id.as_str()), ("version", "1"), ("title", "报名延期"), ("text", "报名延至周六。")];
    twice(left, browser, "/api/staff/announcements/correct", &other).await;
    assert!(house.browser().get("/").await.unwrap().text().contains("报名延至周六。"));
    twice(left, browser, "/api/staff/announcements/withdraw", &other[..1]).await;
    assert!(!house.browser().get("/").await.unwrap().text().contains("报名延至周六。"));
}

/// What is done for one candidate; another officer decides about the number, so that a second browser takes part.
pub async fn desk_twice(house: &House, left: &mut BTreeSet<&'static str>, browser: &mut Browser) {
    let person = house.person("司马相如", 321).await;
    fine(browser, "/api/staff/confirm", &[("current_password", STAFF_PASSWORD)]).await;
    let whose = house.store.read(async |r| store::account::find_by_number(r, &person.number).await).await;
    let id = whose.unwrap().unwrap().0.to_string();
    let message = [("id", id.as_str()), ("text", "请补交学籍证明。"), ("by_sms", "true")];
    twice(left, browser, "/api/staff/person/message", &message).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM messages WHERE origin = 'staff'").await, 1);
    let reset =
        [("id", id.as_str()), ("reason", "phone_lost"), ("phone", "13700000321"), ("compared", "true")];
    twice(left, browser, "/api/staff/person/reset", &reset).await;
    let resets = "SELECT COUNT(*) FROM audit WHERE event = 'account.reset_by_staff'";
    assert_eq!(house.count(resets).await, 1, "one code, one note");
    let other = number(322);
    let proposed = [
        ("id", id.as_str()),
        ("reason", "mistyped"),
        ("kind", "resident_id"),
        ("number", other.as_str()),
        ("compared", "true"),
    ];
    twice(left, browser, "/api/staff/person/number", &proposed).await;
    let mut second = house.colleague("zhao.min", "exam_officer").await.browser;
    let page = second.form("/api/staff/number-changes", JSON, "").await.unwrap().json();
    let change = page["page"][0]["id"].as_str().unwrap().to_owned();
    let decided = [("id", change.as_str()), ("approve", "true")];
    twice(left, &mut second, "/api/staff/number-changes/decide", &decided).await;
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE event = 'number_change.approved'").await, 1);
    let found = house.store.read(async |r| store::account::find_by_number(r, &other).await).await.unwrap();
    assert_eq!(found.unwrap().0.to_string(), id);
}

/// An entry of a list: added, renamed, moved, retired, each tapped twice.
pub async fn list_twice(house: &House, left: &mut BTreeSet<&'static str>, browser: &mut Browser) {
    let added = [("list", "major"), ("name", "播音与主持艺术")];
    twice(left, browser, "/api/staff/lists/add", &added).await;
    let renamed = [added[0], added[1], ("to", "播音"), ("language", "")];
    twice(left, browser, "/api/staff/lists/change", &renamed).await;
    let moved = [added[0], ("name", "播音"), ("place", "0")];
    twice(left, browser, "/api/staff/lists/move", &moved).await;
    let retired = [added[0], ("name", "播音"), ("retired", "true")];
    twice(left, browser, "/api/staff/lists/retire", &retired).await;
    let there =
        "SELECT COUNT(*) FROM choices WHERE name = '播音' AND position = 0 AND retired_at IS NOT NULL";
    assert_eq!(house.count(there).await, 1);
    assert_eq!(house.count("SELECT COUNT(*) FROM audit WHERE event = 'list.renamed'").await, 1);
}
