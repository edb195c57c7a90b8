use domain::staff::{Grant, Role, Scope};
use service::claim::{HELD_SECONDS, Item, Queue, next, release, take};
use service::review::{accept_proof, list_proofs};
use service::staff::account;
use service::{Error, Operator};

use crate::school::School;

/// Somebody with an account and this role.
async fn with_role(school: &School, login: &str, role: &str) -> Operator {
    school.colleague(login, role).await.staff.into()
}

async fn two_reviewers(school: &School) -> (Operator, Operator) {
    (with_role(school, "wang.fang", "reviewer").await, with_role(school, "li.na", "reviewer").await)
}

async fn taken(school: &School, who: &Operator) -> Option<Item> {
    next(&school.cx, who, Queue::Proof).await.unwrap()
}

#[tokio::test]
async fn f3_two_reviewers_never_hold_the_same_line() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    school.submitted("李四", 2).await;
    let (one, another) = two_reviewers(&school).await;
    let first = taken(&school, &one).await.unwrap();
    let second = taken(&school, &another).await.unwrap();
    assert_ne!(first, second);
    assert_eq!(taken(&school, &one).await, Some(first.clone()), "their own again");
    assert!(matches!(take(&school.cx, &another, &first).await, Err(Error::Stale)));
    release(&school.cx, &another, &first).await.unwrap();
    assert!(matches!(take(&school.cx, &another, &first).await, Err(Error::Stale)), "not theirs to put back");
    release(&school.cx, &one, &first).await.unwrap();
    take(&school.cx, &another, &first).await.unwrap();
}

#[tokio::test]
async fn f3_of_many_reviewers_at_once_each_gets_a_line_of_their_own_and_the_rest_none() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    school.submitted("李四", 2).await;
    let (one, another) = two_reviewers(&school).await;
    let third = with_role(&school, "zhao.min", "finance").await;
    let (a, b, c) = tokio::join!(taken(&school, &one), taken(&school, &another), taken(&school, &third));
    let lines: Vec<_> = [a, b, c].into_iter().flatten().collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_ne!(lines[0], lines[1]);
}

#[tokio::test]
async fn f3_nobody_decides_about_what_another_one_holds() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    let (one, another) = two_reviewers(&school).await;
    let [proof] = list_proofs(&school.cx, &one).await.unwrap().try_into().unwrap_or_else(|_| panic!());
    take(&school.cx, &one, &Item::Proof(proof.id.clone())).await.unwrap();
    let accept = async |who: &Operator| accept_proof(&school.cx, who, &proof.id, proof.version).await;
    assert!(matches!(accept(&another).await, Err(Error::Stale)));
    accept(&one).await.unwrap();
    assert_eq!(taken(&school, &another).await, None, "decided");
}

#[tokio::test]
async fn f3_whose_time_ran_out_decides_only_while_nobody_else_has_taken_it() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    school.submitted("李四", 2).await;
    let (one, another) = two_reviewers(&school).await;
    let lines = list_proofs(&school.cx, &one).await.unwrap();
    let item = |at: usize| Item::Proof(lines[at].id.clone());
    let accept = async |at: usize| accept_proof(&school.cx, &one, &lines[at].id, lines[at].version).await;
    take(&school.cx, &one, &item(0)).await.unwrap();
    take(&school.cx, &one, &item(1)).await.unwrap();
    school.wait(HELD_SECONDS);
    take(&school.cx, &another, &item(0)).await.unwrap();
    assert!(matches!(accept(0).await, Err(Error::Stale)));
    accept(1).await.unwrap();
}

#[tokio::test]
async fn f3_nobody_claims_what_is_not_theirs_to_decide() {
    let school = School::open().await;
    school.submitted("张三", 1).await;
    let auditor = with_role(&school, "sun.li", "auditor").await;
    for queue in Queue::ALL {
        assert!(matches!(next(&school.cx, &auditor, queue).await, Err(Error::Forbidden)), "{queue:?}");
    }
    let reviewer = with_role(&school, "wang.fang", "reviewer").await;
    let item = taken(&school, &reviewer).await.unwrap();
    assert!(matches!(take(&school.cx, &auditor, &item).await, Err(Error::Forbidden)));

    // A reviewer of another exam finds nothing.
    let other = school.publish(|_| {}).await;
    let colleague = school.colleague("qian.jin", "").await;
    let shell = Operator::at_the_command_line();
    let scope = Scope { exam: Some(other.id), site: None };
    let grant = Grant { role: Role::Reviewer, scope };
    account::grant(&school.cx, shell.confirmed(&school.cx).unwrap(), &colleague.id, &grant).await.unwrap();
    release(&school.cx, &reviewer, &item).await.unwrap();
    let elsewhere: Operator = colleague.staff.into();
    assert_eq!(taken(&school, &elsewhere).await, None);
    assert!(matches!(take(&school.cx, &elsewhere, &item).await, Err(Error::Forbidden)));
    assert!(taken(&school, &reviewer).await.is_some(), "the control");
}
