use domain::form::{Field, Problem};
use domain::person::PasswordProblem;
use domain::signup::SignUpPage;
use service::{Error, Refused, session, signup};

use crate::school::{PASSWORD, PHONE, School, number};

fn problem(error: Error, field: Field) -> Option<Problem> {
    match error {
        Error::Refused(Refused::Fields(problems)) => problems.of(field),
        other => panic!("{other}"),
    }
}

fn wait(error: Error) -> i64 {
    match error {
        Error::Refused(Refused::Wait { seconds }) => seconds,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a3_what_was_typed_is_kept_for_back_and_reload() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let wizard = signup::load(&school.cx, Some(&visitor)).await.unwrap();
    assert_eq!(wizard.draft.person.name, "张三");
    assert_eq!(wizard.draft.furthest(), SignUpPage::Phone);
}

#[tokio::test]
async fn a3_a_refused_page_is_kept_too() {
    let school = School::open().await;
    let (visitor, _) = session::open(&school.cx).await.unwrap();
    let form = domain::signup::PersonForm { name: "张三".into(), ..Default::default() };
    assert!(signup::save_person(&school.cx, &visitor, form).await.is_err());
    assert_eq!(signup::load(&school.cx, Some(&visitor)).await.unwrap().draft.person.name, "张三");
}

#[tokio::test]
async fn a6_sixty_seconds_lie_between_two_codes_and_five_make_an_hour() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    for _ in 0..5 {
        signup::send_code(&school.cx, &visitor, PHONE).await.unwrap();
        let soon = signup::send_code(&school.cx, &visitor, PHONE).await.unwrap_err();
        assert_eq!(wait(soon), 60);
        school.wait(60);
    }
    assert!(wait(signup::send_code(&school.cx, &visitor, PHONE).await.unwrap_err()) > 60);
}

#[tokio::test]
async fn a6_ten_codes_make_a_day() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    for sent in 0..10 {
        signup::send_code(&school.cx, &visitor, PHONE).await.unwrap_or_else(|e| panic!("{sent}: {e}"));
        school.wait(800);
    }
    let eleventh = signup::send_code(&school.cx, &visitor, PHONE).await.unwrap_err();
    assert!(matches!(eleventh, Error::Refused(Refused::NoMoreCodes)));
    let another = signup::send_code(&school.cx, &visitor, "13900009999").await;
    assert!(another.is_ok(), "another number is not affected");
}

#[tokio::test]
async fn a6_five_wrong_tries_burn_a_code() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for left in [4, 3, 2, 1] {
        let refused = signup::prove_phone(&school.cx, &visitor, PHONE, wrong).await.unwrap_err();
        assert_eq!(problem(refused, Field::Code), Some(Problem::CodeWrong { left }));
    }
    for try_now in [wrong, &code] {
        let refused = signup::prove_phone(&school.cx, &visitor, PHONE, try_now).await.unwrap_err();
        assert_eq!(problem(refused, Field::Code), Some(Problem::CodeGone));
    }
}

#[tokio::test]
async fn a6_a_code_lives_five_minutes() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    school.wait(300);
    let late = signup::prove_phone(&school.cx, &visitor, PHONE, &code).await.unwrap_err();
    assert_eq!(problem(late, Field::Code), Some(Problem::CodeGone));
}

#[tokio::test]
async fn a6_a_code_is_bound_to_its_number_and_its_session() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    signup::send_code(&school.cx, &visitor, PHONE).await.unwrap();
    let code = school.newest_code().await;
    let number_2 = signup::prove_phone(&school.cx, &visitor, "13900009999", &code).await.unwrap_err();
    assert_eq!(problem(number_2, Field::Code), Some(Problem::CodeGone));
    let stranger = school.visitor("李四", &number(2)).await;
    let stolen = signup::prove_phone(&school.cx, &stranger, PHONE, &code).await.unwrap_err();
    assert_eq!(problem(stolen, Field::Code), Some(Problem::CodeGone));
    signup::prove_phone(&school.cx, &visitor, PHONE, &code).await.unwrap();
}

#[tokio::test]
async fn a6_another_number_has_to_be_proven_again() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    signup::send_code(&school.cx, &visitor, "13900009999").await.unwrap();
    let refused = signup::create_account(&school.cx, &visitor, PASSWORD, PASSWORD).await.unwrap_err();
    assert_eq!(problem(refused, Field::Phone), Some(Problem::Missing));
}

#[tokio::test]
async fn a7_a_refused_password_says_why() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    let refused = async |password, again| {
        signup::create_account(&school.cx, &visitor, password, again).await.unwrap_err()
    };
    let common = problem(refused("123456", "123456").await, Field::Password);
    assert_eq!(common, Some(Problem::Password(PasswordProblem::TooCommon)));
    let differ = problem(refused(PASSWORD, "kT4-brook-lam").await, Field::PasswordAgain);
    assert_eq!(differ, Some(Problem::PasswordsDiffer));
}

#[tokio::test]
async fn a5_a_number_has_one_account() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = school.proven("李四", &number(1)).await;
    let second = signup::create_account(&school.cx, &visitor, PASSWORD, PASSWORD).await.unwrap_err();
    assert!(matches!(second, Error::Refused(Refused::AccountExists)));
}

#[tokio::test]
async fn a8_a_wrong_password_and_an_unknown_number_get_the_same_answer() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for (number, password) in [(number(1), "wrong-password"), (number(2), PASSWORD)] {
        let refused = session::sign_in(&school.cx, None, &number, password).await.unwrap_err();
        assert!(matches!(refused, Error::Refused(Refused::SignIn)));
    }
    assert!(session::sign_in(&school.cx, None, &number(1).to_lowercase(), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a8_after_five_failures_each_try_waits_and_the_owner_still_gets_in() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for _ in 0..5 {
        assert!(session::sign_in(&school.cx, None, &number(1), "wrong-password").await.is_err());
    }
    let sixth = session::sign_in(&school.cx, None, &number(1), PASSWORD).await.unwrap_err();
    school.wait(wait(sixth) + 1);
    assert!(session::sign_in(&school.cx, None, &number(1), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_session_ends_and_its_token_changes_with_the_rights() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let (visitor, before) = session::open(&school.cx).await.unwrap();
    let token = session::sign_in(&school.cx, Some(&visitor), &number(1), PASSWORD).await.unwrap();
    assert!(session::find(&school.cx, &before).await.unwrap().is_none());
    let signed_in = session::find(&school.cx, &token).await.unwrap().unwrap();
    session::end(&school.cx, &signed_in).await.unwrap();
    assert!(session::find(&school.cx, &token).await.unwrap().is_none());
}
