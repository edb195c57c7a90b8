//! 更名申请: another name once a registration was handed in.

use domain::form::{Field, PhotoProblem, Problem};
use domain::identity::{Identity, Refusal};
use domain::registration::Step;
use domain::rename::{RenameDecision, RenameFinding, RenameForm, RenameState};
use service::account::ProfileForm;
use service::{Candidate, Error, Operator, Refused, account, identity, registration, rename};
use specimen::head::Person;

use crate::identity::check;
use crate::school::{School, card, number, wall};
use crate::steps::{answers, refusal};

fn form(name: &str) -> RenameForm {
    RenameForm { name: name.into(), reason: "mistyped".into(), remark: String::new() }
}

fn rule(error: Error) -> Refusal {
    match error {
        Error::Refused(Refused::Identity(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

async fn locked(school: &School) -> Candidate {
    let who = school.candidate("张三", &number(1)).await;
    school.handed_in(&who).await;
    who
}

async fn name(school: &School, who: &Candidate) -> String {
    account::load(&school.cx, who).await.unwrap().name.expose().to_owned()
}

#[tokio::test]
async fn b8_the_name_is_locked_once_a_registration_was_handed_in() {
    let school = School::open().await;
    let who = locked(&school).await;
    assert!(account::load_profile(&school.cx, &who).await.unwrap().name_locked);
    let other = ProfileForm { name: "张叁".into(), ..ProfileForm::default() };
    let refused = account::save_profile(&school.cx, &who, other).await.unwrap_err();
    assert_eq!(rule(refused), Refusal::NameLocked);
    // The rest of 个人信息 stays open.
    let rest =
        ProfileForm { name: "张三".into(), candidate_type: "函授".into(), major: "会计学".into() };
    account::save_profile(&school.cx, &who, rest).await.unwrap();
}

#[tokio::test]
async fn b8_the_name_is_locked_from_the_confirmation_on_and_free_again_when_it_is_given_up() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let other = || ProfileForm { name: "张叁".into(), ..ProfileForm::default() };
    assert!(account::load_profile(&school.cx, &who).await.unwrap().name_locked);
    let refused = account::save_profile(&school.cx, &who, other()).await.unwrap_err();
    assert_eq!(rule(refused), Refusal::NameLocked);
    assert!(identity::state(&school.cx, &who).await.unwrap().is_passed(), "nothing was undone");
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    rename::withdraw(&school.cx, &who).await.unwrap();
    registration::withdraw(&school.cx, &who, &id).await.unwrap();
    account::save_profile(&school.cx, &who, other()).await.unwrap();
}

#[tokio::test]
async fn b8_a_name_that_was_changed_in_a_draft_is_verified_before_the_draft_goes_on() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let renamed =
        ProfileForm { name: "张叁".into(), candidate_type: "函授".into(), major: "会计学".into() };
    account::save_profile(&school.cx, &who, renamed).await.unwrap();
    assert_eq!(identity::state(&school.cx, &who).await.unwrap(), Identity::None);
    let refused = registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap_err();
    assert_eq!(refusal(refused), domain::registration::Refusal::StepMissing(Step::Identity));
    let found = check(&school, &who, card("张叁", &number(1), Person::First)).await;
    assert!(found.is_passed(), "{found:?}");
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
}

#[tokio::test]
async fn b8_a_name_that_is_not_locked_is_changed_without_a_request() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let refused = rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap_err();
    assert_eq!(rule(refused), Refusal::NameNotLocked);
}

#[tokio::test]
async fn b8_a_request_needs_a_picture_and_waits_alone() {
    let school = School::open().await;
    let who = locked(&school).await;
    let refused = rename::ask(&school.cx, &who, &form("张叁"), Vec::new()).await.unwrap_err();
    let Error::Refused(Refused::Fields(problems)) = refused else { panic!("{refused}") };
    assert_eq!(problems.of(Field::RenamePicture), Some(Problem::Photo(PhotoProblem::Missing)));
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let refused = rename::ask(&school.cx, &who, &form("张山"), wall(2)).await.unwrap_err();
    assert_eq!(rule(refused), Refusal::RequestWaits);
    assert!(rename::own_picture(&school.cx, &who).await.unwrap().starts_with(&[0xff, 0xd8]));
}

#[tokio::test]
async fn b8_an_approved_request_changes_the_name_and_keeps_the_verification() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    check(&school, &who, card("张三", &number(1), Person::First)).await;
    school.handed_in(&who).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let staff = Operator::at_the_command_line();
    let (waiting, version) = rename::list_waiting(&school.cx, &staff).await.unwrap().remove(0);
    school.wait(5);
    rename::decide(&school.cx, &staff, &waiting.id, Some(version), RenameDecision::Approve).await.unwrap();
    assert_eq!(name(&school, &who).await, "张叁");
    assert!(matches!(identity::state(&school.cx, &who).await.unwrap(), Identity::PassedByPerson { .. }));
    let latest = rename::load(&school.cx, &who).await.unwrap().latest.unwrap();
    assert_eq!(latest.state, RenameState::Approved { at: school.cx.now() });
    let report = service::check::run(&school.store).await.unwrap();
    let checks = report.lines.iter().find(|line| line.rule == "each-check-is-noted").unwrap();
    assert!(checks.seen == 1 && checks.broken.is_empty(), "the new verification is noted: {checks:?}");
    school.work().await;
    let told = service::demo::messages(&school.cx).await.unwrap().remove(0).1;
    assert!(told.contains("更名申请已通过") && !told.contains("张叁"), "{told}");
}

#[tokio::test]
async fn b8_a_rejected_request_leaves_the_name_and_says_why() {
    let school = School::open().await;
    let who = locked(&school).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let staff = Operator::at_the_command_line();
    let (waiting, version) = rename::list_waiting(&school.cx, &staff).await.unwrap().remove(0);
    let rejected = RenameDecision::Reject(RenameFinding::NotProven);
    rename::decide(&school.cx, &staff, &waiting.id, Some(version), rejected).await.unwrap();
    assert_eq!(name(&school, &who).await, "张三");
    let again = rename::decide(&school.cx, &staff, &waiting.id, None, RenameDecision::Approve).await;
    assert_eq!(rule(again.unwrap_err()), Refusal::NotWaiting);
    let late = rename::decide(&school.cx, &staff, &waiting.id, Some(version), RenameDecision::Approve).await;
    assert!(matches!(late, Err(Error::Stale)));
    // The owner may ask again.
    rename::ask(&school.cx, &who, &form("张叁"), wall(2)).await.unwrap();
}

#[tokio::test]
async fn b8_a_request_taken_back_ends_and_its_picture_goes() {
    let school = School::open().await;
    let who = locked(&school).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let photo = rename::load(&school.cx, &who).await.unwrap().latest.unwrap().photo.unwrap();
    rename::withdraw(&school.cx, &who).await.unwrap();
    school.work().await;
    assert!(school.store.files().load(&photo).await.is_err());
    // The second tap of a double tap: it is taken back, which is what was wanted, and once.
    rename::withdraw(&school.cx, &who).await.unwrap();
    let latest = rename::load(&school.cx, &who).await.unwrap().latest.unwrap();
    let noted =
        school.store.read(async |r| store::audit::list_for(r, latest.id.as_str()).await).await.unwrap();
    assert_eq!(noted.iter().filter(|(_, event)| event == "rename.withdrawn").count(), 1);
}

#[tokio::test]
async fn b8_a_request_that_was_decided_is_not_taken_back() {
    let school = School::open().await;
    let who = locked(&school).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let latest = rename::load(&school.cx, &who).await.unwrap().latest.unwrap();
    let staff = Operator::at_the_command_line();
    rename::decide(&school.cx, &staff, &latest.id, None, RenameDecision::Approve).await.unwrap();
    let refused = rename::withdraw(&school.cx, &who).await.unwrap_err();
    assert_eq!(rule(refused), Refusal::NotWaiting);
}

#[tokio::test]
async fn b8_the_same_request_again_is_one_request_and_another_one_is_refused() {
    let school = School::open().await;
    let who = locked(&school).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let first = rename::load(&school.cx, &who).await.unwrap().latest;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let other_reason = RenameForm { reason: "rare_hanzi".into(), ..form("张叁") };
    let others = [(form("张山"), wall(1)), (other_reason, wall(1)), (form("张叁"), wall(2))];
    for (other, picture) in others {
        let refused = rename::ask(&school.cx, &who, &other, picture).await.unwrap_err();
        assert_eq!(rule(refused), Refusal::RequestWaits);
    }
    assert_eq!(rename::load(&school.cx, &who).await.unwrap().latest, first);
    assert_eq!(school.store.files().list().await.unwrap().len(), 1, "and one picture");
}

#[tokio::test]
async fn b8_parallel_taps_make_one_request_and_take_it_back_once() {
    let school = School::open().await;
    let who = locked(&school).await;
    let asks: Vec<_> = (0..8)
        .map(|_| {
            let (cx, who) = (school.cx.clone(), who.clone());
            tokio::spawn(async move { rename::ask(&cx, &who, &form("张叁"), wall(1)).await })
        })
        .collect();
    for ask in asks {
        ask.await.unwrap().unwrap();
    }
    let waiting = rename::list_waiting(&school.cx, &Operator::at_the_command_line()).await.unwrap();
    assert_eq!((waiting.len(), school.store.files().list().await.unwrap().len()), (1, 1));
    let taps: Vec<_> = (0..8)
        .map(|_| {
            let (cx, who) = (school.cx.clone(), who.clone());
            tokio::spawn(async move { rename::withdraw(&cx, &who).await })
        })
        .collect();
    for tap in taps {
        tap.await.unwrap().unwrap();
    }
}

#[tokio::test]
async fn b8_the_picture_of_a_decided_request_goes_after_a_month() {
    let school = School::open().await;
    let who = locked(&school).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let latest = rename::load(&school.cx, &who).await.unwrap().latest.unwrap();
    let staff = Operator::at_the_command_line();
    rename::decide(&school.cx, &staff, &latest.id, None, RenameDecision::Approve).await.unwrap();
    service::jobs::sweep(&school.cx).await.unwrap();
    assert!(rename::own_picture(&school.cx, &who).await.is_ok());
    school.wait(31 * 24 * 3_600);
    service::jobs::sweep(&school.cx).await.unwrap();
    school.work().await;
    assert!(matches!(rename::own_picture(&school.cx, &who).await, Err(Error::NotFound)));
    assert!(school.store.files().load(&latest.photo.unwrap()).await.is_err());
}

#[tokio::test]
async fn b8_a_stranger_sees_no_request() {
    let school = School::open().await;
    let who = locked(&school).await;
    rename::ask(&school.cx, &who, &form("张叁"), wall(1)).await.unwrap();
    let stranger = school.candidate("李四", &number(2)).await;
    assert!(rename::load(&school.cx, &stranger).await.unwrap().latest.is_none());
    assert!(matches!(rename::own_picture(&school.cx, &stranger).await, Err(Error::NotFound)));
}
