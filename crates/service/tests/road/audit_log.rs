//! 审计日志: who reads it, and in which order.

use domain::id::AuditId;
use service::audit::{self, PAGE, Wanted};
use service::{Error, Operator};

use crate::school::School;

#[tokio::test]
async fn f8_the_log_is_read_by_whoever_may_and_by_nobody_else() {
    let school = School::open().await;
    let auditor = school.colleague("wang.fang", "auditor").await;
    let reviewer = school.colleague("li.na", "reviewer").await;
    let look = async |who: &Operator| audit::look(&school.cx, who, &Wanted::default(), None).await;
    let (may, may_not) = (auditor.staff.clone().into(), reviewer.staff.clone().into());
    assert!(matches!(look(&may_not).await, Err(Error::Forbidden)));
    assert!(matches!(audit::prove(&school.cx, &may_not).await, Err(Error::Forbidden)));
    let page = look(&may).await.unwrap();
    let signed_in =
        page.entries.iter().find(|entry| entry.event == "staff.signed_in" || entry.event == "staff.enrolled");
    let actor = &signed_in.expect("their own sign-in").actor;
    assert!(page.names.iter().any(|(of, _)| of == actor), "staff are called by their names");
    audit::link(&school.cx).await.unwrap();
    let head = audit::prove(&school.cx, &may).await.unwrap().expect("a whole chain");
    assert!(head.links > 0 && head.waiting == 0);
}

#[tokio::test]
async fn f8_pages_follow_each_other_without_a_gap() {
    let school = School::open().await;
    let auditor = school.colleague("wang.fang", "auditor").await;
    let who: Operator = auditor.staff.clone().into();
    let now = school.cx.now();
    let noted = school.store.write(async |tx| {
        for n in 0..PAGE + 10 {
            let id = AuditId::try_from(format!("{}_{n:026}", AuditId::PREFIX)).unwrap();
            store::audit::record(tx, &id, now.plus_seconds(n), "system", "exam.published", "exm_1").await?;
        }
        Ok::<_, store::Error>(())
    });
    noted.await.unwrap();
    let first = audit::look(&school.cx, &who, &Wanted::default(), None).await.unwrap();
    assert_eq!(i64::try_from(first.entries.len()).unwrap(), PAGE, "more than a page");
    let last = first.next.clone().expect("another page");
    assert_eq!(first.entries.last().unwrap().id, last);
    let second = audit::look(&school.cx, &who, &Wanted::default(), Some(&last)).await.unwrap();
    let (older, newer) = (&second.entries[0], first.entries.last().unwrap());
    assert!((older.at, older.id.as_str()) < (newer.at, newer.id.as_str()));
    let officers = Wanted { event: "staff.added".to_owned(), ..Wanted::default() };
    let chosen = audit::look(&school.cx, &who, &officers, None).await.unwrap();
    assert!(!chosen.entries.is_empty() && chosen.next.is_none());
    assert!(chosen.entries.iter().all(|entry| entry.event == "staff.added"));
}
