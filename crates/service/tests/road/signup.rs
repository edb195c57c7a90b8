use domain::form::{Field, Problem};
use domain::person::{PasswordProblem, PasswordRule};
use domain::signup::SignUpPage;
use service::signup::Ended;
use service::{Error, Refused, session, signup};

use crate::code::{problem, refused};
use crate::school::{PASSWORD, PHONE, School, number};

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
async fn a3_what_another_tab_has_changed_is_not_signed_up_unseen() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    let drawn = signup::load(&school.cx, Some(&visitor)).await.unwrap().mark;
    let form = domain::signup::PersonForm {
        name: "张三".into(),
        region: "mainland".into(),
        document_kind: String::new(),
        number: number(2),
    };
    signup::save_person(&school.cx, &visitor, form).await.unwrap();
    let create = async |mark: &str| {
        signup::create_account(&school.cx, &school.client(), &visitor, (PASSWORD, PASSWORD), mark).await
    };
    assert!(matches!(create(&drawn).await, Err(Error::Stale)));
    let again = signup::load(&school.cx, Some(&visitor)).await.unwrap().mark;
    assert!(matches!(create(&again).await, Ok(Ended::SignedIn(_))), "after a look at the page");
    assert!(school.sign_in(&number(2), PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a3_a_double_tap_on_the_last_page_makes_one_account_and_two_good_answers() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    let first = school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.unwrap();
    let second = school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.unwrap();
    let (first, second) = (school.who(&first).await.unwrap(), school.who(&second).await.unwrap());
    assert_eq!(first.id(), second.id());
}

#[tokio::test]
async fn a3_the_second_tap_needs_the_same_password() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.unwrap();
    let other = "another-brook-lamp";
    let refusal = refused(school.finish_sign_up(&visitor, (other, other)).await);
    assert_eq!(refusal, Refused::SignUpUnfinished);
}

#[tokio::test]
async fn a3_the_session_of_the_wizard_has_no_rights_after_it() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let (_, token) = session::open(&school.cx).await.unwrap();
    school.prove(&visitor, PHONE).await;
    school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.unwrap();
    let stranger = session::find(&school.cx, &token).await.unwrap().unwrap();
    assert!(!stranger.is_signed_in());
}

#[tokio::test]
async fn a3_whoever_is_signed_in_signs_nobody_up() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let signed_in = school.sign_in(&number(1), PASSWORD).await.unwrap();
    let visitor = session::find(&school.cx, &signed_in.session).await.unwrap().unwrap();
    let form = domain::signup::PersonForm::default();
    let saved = signup::save_person(&school.cx, &visitor, form.clone()).await;
    assert!(matches!(saved, Err(Error::Refused(Refused::Fields(_) | Refused::SignedInAlready))));
    let sent = signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await;
    assert_eq!(refused(sent), Refused::SignedInAlready);
    let ended =
        signup::create_account(&school.cx, &school.client(), &visitor, (PASSWORD, PASSWORD), "").await;
    assert!(matches!(ended, Ok(Ended::Already)), "a double tap whose first answer has come");
}

#[tokio::test]
async fn a3_the_last_page_needs_those_before_it() {
    let school = School::open().await;
    let visitor = school.visitor("张三", &number(1)).await;
    let unproven = refused(school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await);
    assert_eq!(unproven, Refused::SignUpUnfinished);
    let (empty, _) = session::open(&school.cx).await.unwrap();
    let unbegun = refused(school.finish_sign_up(&empty, (PASSWORD, PASSWORD)).await);
    assert_eq!(unbegun, Refused::SignUpUnfinished);
}

#[tokio::test]
async fn a7_a_refused_password_says_why() {
    let school = School::open().await;
    let visitor = school.proven("张三", &number(1)).await;
    let tail = format!("x{}y", &number(1)[12..]);
    let cases = [
        ("12345", PasswordProblem::TooShort),
        ("123456", PasswordProblem::TooCommon),
        (&tail, PasswordProblem::DocumentTail),
        ("x13900005678y", PasswordProblem::Phone),
    ];
    for (password, expected) in cases {
        let refused = school.finish_sign_up(&visitor, (password, password)).await;
        assert_eq!(problem(refused, Field::Password), Some(Problem::Password(expected)), "{password}");
    }
    let long = "长".repeat(65);
    let refused = school.finish_sign_up(&visitor, (&long, &long)).await;
    assert_eq!(problem(refused, Field::Password), Some(Problem::Password(PasswordProblem::TooLong)));
    let differ = school.finish_sign_up(&visitor, (PASSWORD, "kT4-brook-lam")).await;
    assert_eq!(problem(differ, Field::PasswordAgain), Some(Problem::PasswordsDiffer));
}

#[tokio::test]
async fn a7_the_length_of_a_password_is_the_schools_setting() {
    let eight = PasswordRule { min_chars: 8, max_chars: 20 };
    let school = School::open_where(|settings| settings.password_rule = eight).await;
    let visitor = school.proven("张三", &number(1)).await;
    let seven = school.finish_sign_up(&visitor, ("kT4-bro", "kT4-bro")).await;
    assert_eq!(problem(seven, Field::Password), Some(Problem::Password(PasswordProblem::TooShort)));
    assert!(school.finish_sign_up(&visitor, ("kT4-broo", "kT4-broo")).await.is_ok());
}

#[tokio::test]
async fn a5_a_number_has_one_account() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = school.proven("李四", &number(1)).await;
    let second = school.finish_sign_up(&visitor, ("another-brook-lamp", "another-brook-lamp")).await;
    assert_eq!(refused(second), Refused::SignUpNotPossible);
    assert!(school.sign_in(&number(1), PASSWORD).await.is_ok(), "the owner's password stays");
    assert!(school.sign_in(&number(1), "another-brook-lamp").await.is_err());
}

#[tokio::test]
async fn a5_of_two_who_sign_up_with_one_number_at_once_one_gets_it() {
    let school = School::open().await;
    let (one, two) = (school.proven("张三", &number(1)).await, school.visitor("张三", &number(1)).await);
    school.prove(&two, "13900009999").await;
    let passwords = (PASSWORD, PASSWORD);
    let (first, second) =
        tokio::join!(school.finish_sign_up(&one, passwords), school.finish_sign_up(&two, passwords));
    assert_eq!(u8::from(first.is_ok()) + u8::from(second.is_ok()), 1);
    let lost = if first.is_ok() { second } else { first };
    assert_eq!(refused(lost), Refused::SignUpNotPossible);
}

#[tokio::test]
async fn a12_the_pages_before_the_last_are_the_same_for_a_number_that_has_an_account() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for (sequence, phone) in [(1, "13900001111"), (2, "13900002222")] {
        let visitor = school.visitor("王五", &number(sequence)).await;
        school.prove(&visitor, phone).await;
        let wizard = signup::load(&school.cx, Some(&visitor)).await.unwrap();
        assert_eq!(wizard.draft.furthest(), SignUpPage::Password);
    }
}

#[tokio::test]
async fn a12_the_owner_hears_of_a_second_sign_up_once_a_day() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let notices = async || {
        let messages = school.messages().await;
        messages.iter().filter(|(to, text)| to == PHONE && text.contains("再次注册")).count()
    };
    let visitor = school.visitor("李四", &number(1)).await;
    school.prove(&visitor, "13900001111").await;
    let finish = async || refused(school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await);
    assert_eq!(finish().await, Refused::SignUpNotPossible);
    assert_eq!(notices().await, 1);
    school.wait(3_600);
    assert_eq!(finish().await, Refused::SignUpNotPossible);
    assert_eq!(notices().await, 1, "not twice a day");
}

#[tokio::test]
async fn a12_the_one_who_tried_gets_no_message_about_it() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = school.visitor("李四", &number(1)).await;
    school.prove(&visitor, "13900001111").await;
    school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.err().unwrap();
    let messages = school.messages().await;
    assert_eq!(messages.iter().filter(|(to, _)| to == "13900001111").count(), 1, "the code only");
}

#[tokio::test]
async fn a12_a_phone_finishes_so_many_sign_ups_a_day_whatever_comes_of_them() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    // One sign-up with this phone has come to an account; four more tries are left.
    let visitor = school.visitor("李四", &number(1)).await;
    school.prove(&visitor, PHONE).await;
    for _ in 0..4 {
        let taken = school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await;
        assert_eq!(refused(taken), Refused::SignUpNotPossible);
        school.wait(60);
    }
    let free = school.visitor("李四", &number(7)).await;
    school.prove(&free, PHONE).await;
    for visitor in [&visitor, &free] {
        let stopped = school.finish_sign_up(visitor, (PASSWORD, PASSWORD)).await;
        assert_eq!(refused(stopped), Refused::NoMoreSignUps, "the same, taken or free");
    }
    school.wait(86_400);
    let visitor = school.visitor("李四", &number(7)).await;
    school.prove(&visitor, PHONE).await;
    assert!(school.finish_sign_up(&visitor, (PASSWORD, PASSWORD)).await.is_ok());
}
