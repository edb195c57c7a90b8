use domain::form::{Field, Problem};
use domain::id::ExamId;
use domain::staff::{Grant, Role, Scope, SiteCode, StaffRefusal};
use service::staff::account::{self, NewStaff};
use service::staff::{security, sign_in, welcome};
use service::{Error, Operator, Refused, Staff, identity, review};

use crate::code::{problem, refused};
use crate::desk::{Colleague, PASSWORD};
use crate::school::School;

fn shut<T>(outcome: Result<T, Error>) -> StaffRefusal {
    match refused(outcome) {
        Refused::Staff(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

fn forbidden<T>(outcome: &Result<T, Error>) -> bool {
    matches!(outcome, Err(Error::Forbidden))
}

fn operator(staff: &Staff) -> Operator {
    staff.clone().into()
}

async fn give(school: &School, to: &Colleague, grant: &Grant) {
    let shell = Operator::at_the_command_line();
    account::grant(&school.cx, shell.confirmed(&school.cx).unwrap(), &to.id, grant).await.unwrap();
}

async fn take(school: &School, by: &Operator, from: &Colleague, grant: &Grant) -> Result<(), Error> {
    account::revoke(&school.cx, by.confirmed(&school.cx)?, &from.id, grant).await
}

#[tokio::test]
async fn f1_a_role_that_is_taken_away_in_mid_session_counts_no_more() {
    let school = School::open().await;
    let boss = school.colleague("boss", "super_admin").await;
    let reviewer = school.colleague("wang.fang", "reviewer").await;
    let acts = operator(&reviewer.staff);
    assert!(identity::desk::list_waiting(&school.cx, &acts).await.is_ok());
    let role = Grant::everywhere(Role::Reviewer);
    take(&school, &operator(&boss.staff), &reviewer, &role).await.unwrap();
    take(&school, &operator(&boss.staff), &reviewer, &role).await.unwrap();
    assert!(
        forbidden(&identity::desk::list_waiting(&school.cx, &acts).await),
        "the same session, the next act"
    );
    assert!(security::me(&school.cx, &reviewer.staff).await.unwrap().grants.is_empty());
    give(&school, &reviewer, &role).await;
    assert!(identity::desk::list_waiting(&school.cx, &acts).await.is_ok(), "the control");
}

#[tokio::test]
async fn f1_the_session_of_a_disabled_officer_is_worth_nothing() {
    let school = School::open().await;
    let boss = school.colleague("boss", "super_admin").await;
    let officer = school.colleague("wang.fang", "exam_officer").await;
    let acts = operator(&officer.staff);
    let by = operator(&boss.staff);
    let disable = async || account::disable(&school.cx, by.confirmed(&school.cx).unwrap(), &officer.id).await;
    assert!(review::list_registrations(&school.cx, &acts).await.is_ok());
    disable().await.unwrap();
    disable().await.unwrap();
    // Whoever was in the middle of something holds the value still; nothing comes of it.
    assert!(forbidden(&review::list_registrations(&school.cx, &acts).await));
    let again = sign_in::with_password(&school.cx, &school.client(), "wang.fang", PASSWORD).await;
    assert_eq!(shut(again), StaffRefusal::SignIn);
    let role = Grant::everywhere(Role::Finance);
    let given = account::grant(&school.cx, by.confirmed(&school.cx).unwrap(), &officer.id, &role).await;
    assert_eq!(shut(given), StaffRefusal::Disabled);
    let invitation =
        account::reset(&school.cx, by.confirmed(&school.cx).unwrap(), &officer.id).await.unwrap();
    assert!(
        school.enrol(&school.client(), "wang.fang", &invitation).await.is_ok(),
        "a reset brings them back"
    );
}

#[tokio::test]
async fn f1_the_last_super_admin_stays() {
    let school = School::open().await;
    let boss = school.colleague("boss", "super_admin").await;
    let role = Grant::everywhere(Role::SuperAdmin);
    let by = operator(&boss.staff);
    assert_eq!(shut(take(&school, &by, &boss, &role).await), StaffRefusal::LastSuperAdmin);
    let oneself = account::disable(&school.cx, by.confirmed(&school.cx).unwrap(), &boss.id).await;
    assert_eq!(shut(oneself), StaffRefusal::OwnAccount);
    let oneself = account::reset(&school.cx, by.confirmed(&school.cx).unwrap(), &boss.id).await;
    assert_eq!(shut(oneself.map(drop)), StaffRefusal::OwnAccount);
    school.invite("li.na", "super_admin").await;
    let alone = take(&school, &by, &boss, &role).await;
    assert_eq!(shut(alone), StaffRefusal::LastSuperAdmin, "who has not signed in yet does not count");
    school.colleague("wang.fang", "super_admin").await;
    take(&school, &by, &boss, &role).await.unwrap();
    assert!(forbidden(&account::list(&school.cx, &by).await));
}

#[tokio::test]
async fn f1_two_super_admins_who_remove_each_other_at_once_leave_one() {
    for store in [store::Store::for_tests().await.unwrap(), crate::doors::on_postgres().await] {
        let school = School::open_on(store, |_| {}).await;
        let one = school.colleague("one.boss", "super_admin").await;
        let other = school.colleague("other.boss", "super_admin").await;
        let role = Grant::everywhere(Role::SuperAdmin);
        let (by_one, by_other) = (operator(&one.staff), operator(&other.staff));
        let (first, second) =
            tokio::join!(take(&school, &by_one, &other, &role), take(&school, &by_other, &one, &role));
        assert!(first.is_ok() ^ second.is_ok(), "{first:?} {second:?}");
        let left =
            school.store.read(async |r| store::staff_grant::count_super_admins(r).await).await.unwrap();
        assert_eq!(left, 1);
    }
}

#[tokio::test]
async fn f1_staff_are_managed_by_super_admins_who_have_typed_their_password_lately() {
    let school = School::open().await;
    let boss = school.colleague("boss", "super_admin").await;
    let officer = school.colleague("wang.fang", "exam_officer").await;
    let new = NewStaff { login: "li.na", name: "李娜", role: "reviewer" };
    let add = async |who: &Staff| {
        let operator = operator(who);
        account::add(&school.cx, operator.confirmed(&school.cx)?, &new).await.map(drop)
    };
    assert!(forbidden(&add(&officer.staff).await));
    school.wait(600);
    assert_eq!(refused(add(&boss.staff).await), Refused::ConfirmationExpired);
    let wrong = security::confirm(&school.cx, &boss.staff, "wrong").await;
    assert_eq!(problem(wrong, Field::CurrentPassword), Some(Problem::PasswordWrong));
    assert_eq!(refused(add(&boss.staff).await), Refused::ConfirmationExpired);
    security::confirm(&school.cx, &boss.staff, PASSWORD).await.unwrap();
    let fresh = school.again(&boss).await;
    add(&fresh).await.unwrap();
    let taken = add(&fresh).await;
    assert_eq!(problem(taken, Field::Login), Some(Problem::Taken));
    let wrong = NewStaff { login: "x", name: "", role: "emperor" };
    let operator = operator(&fresh);
    let Refused::Fields(problems) =
        refused(account::add(&school.cx, operator.confirmed(&school.cx).unwrap(), &wrong).await.map(drop))
    else {
        panic!()
    };
    assert_eq!(problems.0.len(), 3);
}

#[tokio::test]
async fn f1_a_reset_ends_everything_that_opened_the_door() {
    let school = School::open().await;
    let boss = school.colleague("boss", "super_admin").await;
    let reviewer = school.colleague("wang.fang", "reviewer").await;
    let given = school.sign_staff_in(&reviewer, &school.client()).await.unwrap();
    let by = operator(&boss.staff);
    let invitation =
        account::reset(&school.cx, by.confirmed(&school.cx).unwrap(), &reviewer.id).await.unwrap();
    assert!(school.staff(&given).await.is_none(), "the session");
    let old = sign_in::with_password(&school.cx, &school.client(), "wang.fang", PASSWORD).await;
    assert_eq!(shut(old), StaffRefusal::SignIn, "the password");
    let left =
        school.store.read(async |r| store::staff_key::codes_left(r, &reviewer.id).await).await.unwrap();
    assert_eq!(left, 0, "the recovery codes");
    let secret = school.store.read(async |r| store::staff::find_totp(r, &reviewer.id).await).await.unwrap();
    assert_eq!(secret, None, "the app");
    school.wait(60);
    school.enrol(&school.client(), "wang.fang", &invitation).await.unwrap();
    assert!(school.noted(&reviewer.id).await.contains(&"staff.reset".to_owned()));
    let shown = security::once(&school.cx, &boss.staff).await.unwrap();
    assert!(matches!(shown, Some(security::Once::OneTimePassword { .. })), "on the page of whoever asked");
}

#[tokio::test]
async fn f1_a_reviewer_of_one_exam_sees_and_decides_nothing_of_another() {
    let school = School::open().await;
    let reviewer = school.colleague("wang.fang", "").await;
    let exam = school.open_exam().await.id;
    school.submitted("张三", 1).await;
    let acts = operator(&reviewer.staff);
    assert!(forbidden(&review::list_proofs(&school.cx, &acts).await), "no role at all");

    let other_site = Scope { exam: Some(exam.clone()), site: Some(SiteCode::parse("9").unwrap()) };
    let elsewhere = Grant::new(Role::Reviewer, other_site).unwrap();
    give(&school, &reviewer, &elsewhere).await;
    assert!(review::list_proofs(&school.cx, &acts).await.unwrap().is_empty(), "another site's");
    let shell = Operator::at_the_command_line();
    let waiting = review::list_proofs(&school.cx, &shell).await.unwrap().remove(0);
    assert!(forbidden(&review::look_at_proof(&school.cx, &acts, &waiting.id).await));
    let decided = review::accept_proof(&school.cx, &acts, &waiting.id, waiting.version).await;
    assert!(forbidden(&decided), "also by its identifier");
    let counts = welcome::load(&school.cx, &reviewer.staff).await.unwrap();
    assert!(counts.contains(&welcome::Waits::Proofs(0)), "{counts:?}");

    let own = Grant::new(Role::Reviewer, Scope { exam: Some(exam), site: None }).unwrap();
    give(&school, &reviewer, &own).await;
    assert_eq!(review::list_proofs(&school.cx, &acts).await.unwrap().len(), 1);
    let counts = welcome::load(&school.cx, &reviewer.staff).await.unwrap();
    assert!(counts.contains(&welcome::Waits::Proofs(1)), "{counts:?}");
    review::accept_proof(&school.cx, &acts, &waiting.id, waiting.version).await.unwrap();
}

#[tokio::test]
async fn f8_every_act_on_accounts_is_written_down() {
    let school = School::open().await;
    let boss = school.colleague("boss", "super_admin").await;
    let reviewer = school.colleague("wang.fang", "reviewer").await;
    let by = operator(&boss.staff);
    let exam = school.open_exam().await.id;
    let grant = Grant::new(Role::Finance, Scope { exam: Some(exam.clone()), site: None }).unwrap();
    let confirmed = by.confirmed(&school.cx).unwrap();
    account::grant(&school.cx, confirmed, &reviewer.id, &grant).await.unwrap();
    account::grant(&school.cx, confirmed, &reviewer.id, &grant).await.unwrap();
    account::revoke(&school.cx, confirmed, &reviewer.id, &grant).await.unwrap();
    account::disable(&school.cx, confirmed, &reviewer.id).await.unwrap();
    let noted = school.noted(&reviewer.id).await;
    assert_eq!(
        noted,
        [
            "staff.added".to_owned(),
            "staff.disabled".to_owned(),
            "staff.enrolled".to_owned(),
            format!("staff.granted:finance:{exam}:*"),
            "staff.granted:reviewer:*:*".to_owned(),
            format!("staff.revoked:finance:{exam}:*"),
        ]
    );
}

#[tokio::test]
async fn f1_a_role_is_limited_to_exams_that_exist() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "").await;
    let shell = Operator::at_the_command_line();
    let missing = ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
    let grant = Grant::new(Role::Reviewer, Scope { exam: Some(missing), site: None }).unwrap();
    let given = account::grant(&school.cx, shell.confirmed(&school.cx).unwrap(), &who.id, &grant).await;
    assert_eq!(problem(given, Field::Exam), Some(Problem::NotOffered));
    let problem_of =
        |role: &str, exam: &str, site: &str| account::grant_of(role, exam, site).unwrap_err().0[0];
    assert_eq!(problem_of("", "", "").problem, Problem::Missing);
    assert_eq!(problem_of("emperor", "", "").problem, Problem::NotOffered);
    assert_eq!(problem_of("reviewer", "x", "").field, Field::Exam);
    assert_eq!(problem_of("reviewer", "", "x y z").field, Field::Site);
    assert_eq!(problem_of("super_admin", "", "1").problem, Problem::NotLimited);
    assert_eq!(account::grant_of("auditor", "", " ").unwrap(), Grant::everywhere(Role::Auditor));
}
