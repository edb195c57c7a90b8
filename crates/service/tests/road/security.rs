use domain::device::{Browser, Device, System};
use domain::form::{Field, Problem};
use domain::person::PasswordProblem;
use service::{Error, Refused, security, session, sign_in};

use crate::code::{problem, refused, wait};
use crate::school::{PASSWORD, School, number};

const NEW: &str = "another-brook-lamp";

#[tokio::test]
async fn a11_sessions_are_listed_with_device_time_and_this_one_marked() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    school.wait(3_600);
    let who = school.who(&school.sign_in(&number(1), PASSWORD).await.unwrap()).await.unwrap();
    let sessions = security::load(&school.cx, &who).await.unwrap().sessions;
    let marks: Vec<bool> = sessions.iter().map(|session| session.is_this).collect();
    assert_eq!(marks, [true, false], "the latest first");
    assert_eq!(sessions[0].device, Device { system: System::Android, browser: Browser::Chrome });
    assert_eq!(sessions[0].since.since(sessions[1].since), 3_600_000);
}

#[tokio::test]
async fn a11_one_session_can_be_ended_and_all_others_at_once() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let mut signed_in = Vec::new();
    for _ in 0..3 {
        signed_in.push(school.sign_in(&number(1), PASSWORD).await.unwrap());
        school.wait(1);
    }
    let who = school.who(&signed_in[2]).await.unwrap();
    let listed = security::load(&school.cx, &who).await.unwrap().sessions;
    assert!(!security::end_session(&school.cx, &who, &listed[1].id).await.unwrap());
    assert!(school.who(&signed_in[1]).await.is_none());
    assert!(!security::end_session(&school.cx, &who, &listed[1].id).await.unwrap(), "tapped twice");
    assert!(school.who(&signed_in[0]).await.is_some());
    security::end_others(&school.cx, &who).await.unwrap();
    assert!(school.who(&signed_in[0]).await.is_none());
    assert!(school.who(&signed_in[2]).await.is_some(), "the one that asks stays");
    assert!(
        security::end_session(&school.cx, &who, &listed[0].id).await.unwrap(),
        "it was the one that asks"
    );
}

#[tokio::test]
async fn a11_nobody_ends_or_sees_somebody_elses_session() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let other = school.candidate("李四", &number(2)).await;
    let theirs = security::load(&school.cx, &other).await.unwrap().sessions;
    assert_eq!(theirs.len(), 1);
    let stolen = security::end_session(&school.cx, &who, &theirs[0].id).await;
    assert!(matches!(stolen, Err(Error::NotFound)));
    assert_eq!(security::load(&school.cx, &other).await.unwrap().sessions.len(), 1);
}

#[tokio::test]
async fn a11_another_password_ends_the_other_sessions_and_not_this_one() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let elsewhere = school.sign_in(&number(1), PASSWORD).await.unwrap();
    let (cx, client) = (&school.cx, school.client());
    security::change_password(cx, &client, &who, PASSWORD, (NEW, NEW)).await.unwrap();
    assert!(school.who(&elsewhere).await.is_none());
    assert_eq!(security::load(&school.cx, &who).await.unwrap().sessions.len(), 1);
    assert_eq!(refused(school.sign_in(&number(1), PASSWORD).await), Refused::SignIn);
    assert!(school.sign_in(&number(1), NEW).await.is_ok());
}

#[tokio::test]
async fn a11_another_password_makes_other_browsers_strangers() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let elsewhere = school.known_client(&school.sign_in(&number(1), PASSWORD).await.unwrap());
    let (cx, client) = (&school.cx, school.client());
    security::change_password(cx, &client, &who, PASSWORD, (NEW, NEW)).await.unwrap();
    for _ in 0..5 {
        school.sign_in(&number(1), PASSWORD).await.err().unwrap();
    }
    assert!(wait(sign_in::with_password(cx, &elsewhere, None, &number(1), NEW).await) > 0);
}

#[tokio::test]
async fn a11_another_password_needs_the_current_one_and_the_rules() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let change = async |current, new, again| {
        security::change_password(&school.cx, &school.client(), &who, current, (new, again)).await
    };
    let wrong = change("wrong-password", NEW, NEW).await;
    assert_eq!(problem(wrong, Field::CurrentPassword), Some(Problem::PasswordWrong));
    let common = change(PASSWORD, "123456", "123456").await;
    assert_eq!(problem(common, Field::Password), Some(Problem::Password(PasswordProblem::TooCommon)));
    let differ = change(PASSWORD, NEW, PASSWORD).await;
    assert_eq!(problem(differ, Field::PasswordAgain), Some(Problem::PasswordsDiffer));
    let same = change(PASSWORD, PASSWORD, PASSWORD).await;
    assert_eq!(problem(same, Field::Password), Some(Problem::SamePassword));
    assert!(school.sign_in(&number(1), PASSWORD).await.is_ok(), "nothing has changed");
}

#[tokio::test]
async fn a11_a_double_tap_on_another_password_is_answered_well_twice() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    for _ in 0..2 {
        let (cx, client) = (&school.cx, school.client());
        security::change_password(cx, &client, &who, PASSWORD, (NEW, NEW)).await.unwrap();
    }
    assert!(school.sign_in(&number(1), NEW).await.is_ok());
}

#[tokio::test]
async fn a11_whoever_finds_a_phone_unlocked_cannot_guess_the_password_there() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let guess = async |current| {
        security::change_password(&school.cx, &school.client(), &who, current, (NEW, NEW)).await
    };
    for _ in 0..5 {
        let wrong = guess("wrong-password").await;
        assert_eq!(problem(wrong, Field::CurrentPassword), Some(Problem::PasswordWrong));
    }
    assert!(wait(guess(PASSWORD).await) > 0);
}

#[tokio::test]
async fn a11_signing_out_ends_this_session_only() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let (one, two) = (
        school.sign_in(&number(1), PASSWORD).await.unwrap(),
        school.sign_in(&number(1), PASSWORD).await.unwrap(),
    );
    let visitor = session::find(&school.cx, &one.session).await.unwrap().unwrap();
    session::end(&school.cx, &visitor).await.unwrap();
    assert!(school.who(&one).await.is_none() && school.who(&two).await.is_some());
}
