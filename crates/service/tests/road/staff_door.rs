use domain::form::{Field, Problem};
use domain::person::PasswordProblem;
use domain::staff::StaffRefusal;
use service::staff::security::{self, Once};
use service::staff::sign_in::{self, Entered};
use service::staff::{account, enrol};
use service::{Error, Operator, Refused, jobs};

use crate::code::{problem, refused, wait};
use crate::desk::PASSWORD;
use crate::school::School;

const NEW: &str = "another-brook-lamp-7";

/// Why the door stayed shut.
fn shut<T>(outcome: Result<T, Error>) -> StaffRefusal {
    match refused(outcome) {
        Refused::Staff(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn recovery_codes(school: &School, who: &service::Staff) -> Vec<String> {
    match security::once(&school.cx, who).await.unwrap() {
        Some(Once::RecoveryCodes { codes }) => codes,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn f1_the_first_sign_in_sets_up_password_app_and_recovery_codes() {
    let school = School::open().await;
    let boss = school.colleague("wang.fang", "super_admin").await;
    let codes = recovery_codes(&school, &boss.staff).await;
    assert_eq!(codes.len(), 10);
    security::was_read(&school.cx, &boss.staff).await.unwrap();
    assert_eq!(security::once(&school.cx, &boss.staff).await.unwrap(), None, "shown once");
    assert_eq!(security::load(&school.cx, &boss.staff).await.unwrap().codes_left, 10);
    let given = school.sign_staff_in(&boss, &school.client()).await.unwrap();
    assert_eq!(school.staff(&given).await.unwrap().id(), &boss.id);
    assert_eq!(
        school.noted(&boss.id).await,
        ["staff.added", "staff.enrolled", "staff.granted:super_admin:*:*", "staff.signed_in"]
    );
}

#[tokio::test]
async fn f1_a_one_time_password_opens_nothing_but_the_first_sign_in_and_not_for_long() {
    let school = School::open().await;
    let invitation = school.invite("wang.fang", "reviewer").await;
    let client = school.client();
    let knock = async || sign_in::with_password(&school.cx, &client, "Wang.Fang", &invitation.password).await;
    let given = knock().await.unwrap();
    assert!(given.must_enrol && given.device.is_none());
    assert!(school.staff(&given).await.is_none(), "not in yet");
    let pending = school.pending(&given).await;
    let code = school.app(&invitation.id, 0).await;
    let second = sign_in::with_code(&school.cx, &client, &pending, &code).await;
    assert!(matches!(second, Err(Error::Stale)), "also not with the right code");
    school.wait(3 * 86_400);
    assert_eq!(shut(knock().await), StaffRefusal::SignIn);
}

#[tokio::test]
async fn f1_setting_up_asks_for_a_right_code_and_a_good_password_of_ones_own() {
    let school = School::open().await;
    let invitation = school.invite("wang.fang", "reviewer").await;
    let client = school.client();
    let given = sign_in::with_password(&school.cx, &client, "wang.fang", &invitation.password).await.unwrap();
    let pending = school.pending(&given).await;
    let code = school.app(&invitation.id, 0).await;
    let finish = async |code: &str, new: &str, again: &str| {
        enrol::finish(&school.cx, &client, &pending, code, (new, again)).await
    };
    let wrong = [
        ("short", PasswordProblem::TooShort),
        ("1234567890", PasswordProblem::TooCommon),
        ("Wang.Fang.2026", PasswordProblem::LoginName),
    ];
    for (new, why) in wrong {
        let refused = problem(finish(&code, new, new).await, Field::Password);
        assert_eq!(refused, Some(Problem::Password(why)), "{new}");
    }
    let differ = problem(finish(&code, PASSWORD, NEW).await, Field::PasswordAgain);
    assert_eq!(differ, Some(Problem::PasswordsDiffer));
    let once = invitation.password.as_str();
    assert_eq!(problem(finish(&code, once, once).await, Field::Password), Some(Problem::SamePassword));
    let none = problem(finish("", PASSWORD, PASSWORD).await, Field::Code);
    assert_eq!(none, Some(Problem::Missing));
    let other = if code == "000000" { "000001" } else { "000000" };
    let wrong = problem(finish(other, PASSWORD, PASSWORD).await, Field::Code);
    assert_eq!(wrong, Some(Problem::SecondStepWrong));
    assert!(finish(&code, PASSWORD, PASSWORD).await.is_ok(), "the control");
    let again = finish(&code, PASSWORD, PASSWORD).await;
    assert!(matches!(again, Err(Error::Stale)), "the invitation was used");
}

#[tokio::test]
async fn f1_a_code_of_the_app_is_taken_once_whichever_session_it_is_typed_in() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    school.wait(60);
    let code = school.app(&who.id, 0).await;
    let (client, cx) = (school.client(), &school.cx);
    let first = sign_in::with_password(cx, &client, "wang.fang", PASSWORD).await.unwrap();
    let second = sign_in::with_password(cx, &client, "wang.fang", PASSWORD).await.unwrap();
    let (first, second) = (school.pending(&first).await, school.pending(&second).await);
    assert!(sign_in::with_code(cx, &client, &first, &code).await.is_ok());
    let replayed = sign_in::with_code(cx, &client, &second, &code).await;
    assert_eq!(problem(replayed, Field::Code), Some(Problem::SecondStepWrong));
    let before = school.app(&who.id, -1).await;
    let earlier = sign_in::with_code(cx, &client, &second, &before).await;
    assert_eq!(problem(earlier, Field::Code), Some(Problem::SecondStepWrong), "nor the one before it");
    school.wait(30);
    let next = school.app(&who.id, 0).await;
    assert!(sign_in::with_code(cx, &client, &second, &next).await.is_ok(), "the control");
}

#[tokio::test]
async fn f1_the_code_that_set_the_app_up_does_not_sign_in_again() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let client = school.client();
    let first = sign_in::with_password(&school.cx, &client, "wang.fang", PASSWORD).await.unwrap();
    let code = school.app(&who.id, 0).await;
    let replayed = sign_in::with_code(&school.cx, &client, &school.pending(&first).await, &code).await;
    assert_eq!(problem(replayed, Field::Code), Some(Problem::SecondStepWrong));
}

#[tokio::test]
async fn f1_a_recovery_code_signs_in_once() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let codes = recovery_codes(&school, &who.staff).await;
    let with = async |code: &str| {
        let client = school.client();
        let first = sign_in::with_password(&school.cx, &client, "wang.fang", PASSWORD).await.unwrap();
        sign_in::with_code(&school.cx, &client, &school.pending(&first).await, code).await
    };
    let typed = codes[0].to_lowercase().replace('-', " ");
    assert!(with(&typed).await.is_ok());
    assert_eq!(problem(with(&codes[0]).await, Field::Code), Some(Problem::SecondStepWrong));
    assert_eq!(security::load(&school.cx, &who.staff).await.unwrap().codes_left, 9);
    assert!(school.noted(&who.id).await.contains(&"staff.signed_in_by_recovery_code".to_owned()));
    let operator = Operator::from(who.staff.clone());
    security::renew_codes(&school.cx, operator.confirmed(&school.cx).unwrap()).await.unwrap();
    assert_eq!(
        problem(with(&codes[1]).await, Field::Code),
        Some(Problem::SecondStepWrong),
        "they were replaced"
    );
    assert!(with(&recovery_codes(&school, &who.staff).await[0]).await.is_ok(), "the control");
}

#[tokio::test]
async fn f1_every_failure_has_one_answer() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let gone = school.colleague("li.na", "reviewer").await;
    let operator = Operator::at_the_command_line();
    account::disable(&school.cx, operator.confirmed(&school.cx).unwrap(), &gone.id).await.unwrap();
    let knock = async |login: &str, password: &str| {
        shut(sign_in::with_password(&school.cx, &school.client(), login, password).await)
    };
    for (login, password) in
        [("wang.fang", "wrong"), ("nobody.here", PASSWORD), ("", ""), ("li.na", PASSWORD), ("li.na", "wrong")]
    {
        assert_eq!(knock(login, password).await, StaffRefusal::SignIn, "{login}");
    }
    assert!(school.sign_staff_in(&who, &school.client()).await.is_ok(), "the control");
}

#[tokio::test]
async fn f1_guessing_is_slow_and_the_owners_own_browser_is_not() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let own = school.sign_staff_in(&who, &school.client()).await.unwrap();
    for login in ["wang.fang", "nobody.here"] {
        let guess =
            async || sign_in::with_password(&school.cx, &school.client(), login, "wrong").await.map(drop);
        for _ in 0..5 {
            assert_eq!(shut(guess().await), StaffRefusal::SignIn);
        }
        assert!(wait(guess().await) > 0, "{login}: whether it exists or not");
    }
    let known = school.client_of(&own);
    assert!(sign_in::with_password(&school.cx, &known, "wang.fang", PASSWORD).await.is_ok());
    assert!(wait(sign_in::with_password(&school.cx, &school.client(), "wang.fang", PASSWORD).await) > 0);
}

#[tokio::test]
async fn f1_codes_cannot_be_tried_out_by_whoever_has_the_password() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    school.wait(60);
    let client = school.client();
    let first = sign_in::with_password(&school.cx, &client, "wang.fang", PASSWORD).await.unwrap();
    let pending = school.pending(&first).await;
    for _ in 0..5 {
        let wrong = sign_in::with_code(&school.cx, &client, &pending, "wrong").await;
        assert_eq!(problem(wrong, Field::Code), Some(Problem::SecondStepWrong));
    }
    // Another session does not count anew, and the right code waits as well.
    let again = sign_in::with_password(&school.cx, &school.client(), "wang.fang", PASSWORD).await.unwrap();
    let code = school.app(&who.id, 0).await;
    let waits = sign_in::with_code(&school.cx, &client, &school.pending(&again).await, &code).await;
    assert!(wait(waits) >= 240);
}

#[tokio::test]
async fn f1_a_session_of_staff_ends_after_half_an_hour_idle_and_after_a_day_of_work() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let given = school.sign_staff_in(&who, &school.client()).await.unwrap();
    for _ in 0..24 {
        school.wait(29 * 60);
        assert!(school.staff(&given).await.is_some(), "something was done in time");
    }
    school.wait(29 * 60);
    assert!(school.staff(&given).await.is_none(), "twelve hours");
    let given = school.sign_staff_in(&who, &school.client()).await.unwrap();
    school.wait(30 * 60);
    assert!(school.staff(&given).await.is_none(), "idle");
    jobs::sweep(&school.cx).await.unwrap();
}

#[tokio::test]
async fn f1_the_second_step_must_follow_soon_and_signing_out_ends_a_session_at_either() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let client = school.client();
    let half = sign_in::with_password(&school.cx, &client, "wang.fang", PASSWORD).await.unwrap();
    school.wait(600);
    assert!(sign_in::find(&school.cx, &half.session).await.unwrap().is_none());
    let half = sign_in::with_password(&school.cx, &client, "wang.fang", PASSWORD).await.unwrap();
    let entered = sign_in::find(&school.cx, &half.session).await.unwrap().unwrap();
    assert!(matches!(entered, Entered::Code(_)));
    sign_in::end(&school.cx, &entered).await.unwrap();
    assert!(sign_in::find(&school.cx, &half.session).await.unwrap().is_none());
    let full = school.sign_staff_in(&who, &client).await.unwrap();
    let entered = sign_in::find(&school.cx, &full.session).await.unwrap().unwrap();
    sign_in::end(&school.cx, &entered).await.unwrap();
    assert!(school.staff(&full).await.is_none());
    assert!(school.noted(&who.id).await.contains(&"staff.signed_out".to_owned()));
}

#[tokio::test]
async fn f1_another_password_ends_the_other_sessions_and_makes_other_browsers_strangers() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let elsewhere = school.sign_staff_in(&who, &school.client()).await.unwrap();
    let change = async |current: &str, new: &str| {
        security::change_password(&school.cx, &who.client, &who.staff, current, (new, new)).await
    };
    let wrong = change("wrong", NEW).await;
    assert_eq!(problem(wrong, Field::CurrentPassword), Some(Problem::PasswordWrong));
    let same = change(PASSWORD, PASSWORD).await;
    assert_eq!(problem(same, Field::Password), Some(Problem::SamePassword));
    assert!(school.staff(&elsewhere).await.is_some());
    change(PASSWORD, NEW).await.unwrap();
    assert!(school.staff(&elsewhere).await.is_none());
    assert_eq!(security::load(&school.cx, &who.staff).await.unwrap().sessions.len(), 1);
    let old = sign_in::with_password(&school.cx, &school.client(), "wang.fang", PASSWORD).await;
    assert_eq!(shut(old), StaffRefusal::SignIn);
    assert!(sign_in::with_password(&school.cx, &school.client(), "wang.fang", NEW).await.is_ok());
}

#[tokio::test]
async fn f1_sessions_are_ones_own_to_end() {
    let school = School::open().await;
    let who = school.colleague("wang.fang", "reviewer").await;
    let other = school.colleague("li.na", "reviewer").await;
    let second = school.sign_staff_in(&who, &school.client()).await.unwrap();
    let listed = security::load(&school.cx, &who.staff).await.unwrap().sessions;
    let newest = listed.iter().find(|session| !session.is_this).unwrap();
    let stolen = security::end_session(&school.cx, &other.staff, &newest.id).await;
    assert!(matches!(stolen, Err(Error::NotFound)));
    assert!(!security::end_session(&school.cx, &who.staff, &newest.id).await.unwrap());
    assert!(school.staff(&second).await.is_none());
    assert!(!security::end_session(&school.cx, &who.staff, &newest.id).await.unwrap(), "tapped twice");
}
