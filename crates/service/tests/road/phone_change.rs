use domain::form::{Field, Problem};
use domain::phone_change::CodesForm;
use domain::reset::ResetForm;
use service::{Candidate, Error, Refused, account, audit, phone_change, reset, session};
use store::Store;

use crate::code::{problem, refused, wait};
use crate::school::{PASSWORD, PHONE, School, number};

const NEW: &str = "13700001111";

async fn begin(school: &School, who: &Candidate, password: &str, new: &str) -> Result<(), Error> {
    phone_change::begin(&school.cx, &school.client(), who, password, new).await
}

async fn finish(school: &School, who: &Candidate, code: &str, old_code: &str) -> Result<(), Error> {
    let form = CodesForm { code: code.into(), old_code: old_code.into(), old_phone_gone: false };
    phone_change::finish(&school.cx, who, &form).await
}

async fn finish_without_the_old(school: &School, who: &Candidate, code: &str) -> Result<(), Error> {
    let form = CodesForm { code: code.into(), old_code: String::new(), old_phone_gone: true };
    phone_change::finish(&school.cx, who, &form).await
}

async fn phone_of(school: &School, who: &Candidate) -> String {
    account::load(&school.cx, who).await.unwrap().phone.expose().to_owned()
}

#[tokio::test]
async fn a10_a_phone_is_changed_by_the_password_and_a_code_to_each_phone() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store.clone(), |_| {}).await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    let (code, old_code) = (school.code_for(NEW).await, school.code_for(PHONE).await);
    finish(&school, &who, &code, &old_code).await.unwrap();
    assert_eq!(phone_of(&school, &who).await, NEW);
    let entries = store.read(async |r| store::audit::list_for(r, who.id().as_str()).await).await.unwrap();
    assert!(entries.iter().any(|(_, event)| event == "account.phone_changed"));
    let wanted = audit::Wanted { event: "account.phone_changed".into(), ..audit::Wanted::default() };
    let [noted] = &audit::page(&store, &wanted, 2).await.unwrap()[..] else { panic!("one entry") };
    assert_eq!(noted.detail.as_deref(), Some("139****5678 → 137****1111"), "from what to what, masked");
}

#[tokio::test]
async fn f8_what_happens_gets_its_link() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store.clone(), |_| {}).await;
    school.candidate("张三", &number(1)).await;
    audit::link(&school.cx).await.unwrap();
    let head = audit::verify(&store).await.unwrap().unwrap();
    assert!(head.links > 0 && head.waiting == 0, "{head:?}");
    assert!(audit::has_link(&store, &head.hash).await.unwrap());
    school.candidate("李四", &number(2)).await;
    let longer = audit::verify(&store).await.unwrap().unwrap();
    assert_eq!(longer.links, head.links);
    assert!(longer.waiting > 0, "{longer:?}");
}

#[tokio::test]
async fn a10_the_password_is_asked_again() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let before = school.messages().await.len();
    let wrong = begin(&school, &who, "wrong-password", NEW).await;
    assert_eq!(problem(wrong, Field::CurrentPassword), Some(Problem::PasswordWrong));
    assert_eq!(school.messages().await.len(), before, "no code has left");
    assert_eq!(phone_change::load(&school.cx, &who).await.unwrap().typed, NEW, "the number is kept");
    assert_eq!(refused(finish(&school, &who, "123456", "123456").await), Refused::ConfirmationExpired);
}

#[tokio::test]
async fn a10_a_guessed_password_is_slowed_down() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    for _ in 0..5 {
        begin(&school, &who, "wrong-password", NEW).await.unwrap_err();
    }
    assert!(wait(begin(&school, &who, PASSWORD, NEW).await) > 0);
}

#[tokio::test]
async fn a10_each_code_is_judged_by_itself_and_a_mistake_in_one_spares_the_other() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    let (code, old_code) = (school.code_for(NEW).await, school.code_for(PHONE).await);
    let wrong = |right: &str| if right == "000000" { "000001" } else { "000000" };
    let mistyped = finish(&school, &who, &code, wrong(&old_code)).await;
    assert_eq!(problem(mistyped, Field::OldCode), Some(Problem::CodeWrong { left: 4 }));
    let mistyped = finish(&school, &who, wrong(&code), &old_code).await;
    assert_eq!(problem(mistyped, Field::Code), Some(Problem::CodeWrong { left: 3 }));
    assert_eq!(phone_of(&school, &who).await, PHONE);
    finish(&school, &who, &code, &old_code).await.unwrap();
    assert_eq!(phone_of(&school, &who).await, NEW);
}

#[tokio::test]
async fn a10_the_old_phones_code_is_asked_for_unless_it_is_said_to_be_gone() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    let code = school.code_for(NEW).await;
    let silent = finish(&school, &who, &code, "").await;
    assert_eq!(problem(silent, Field::OldCode), Some(Problem::OldCodeMissing));
    finish_without_the_old(&school, &who, &code).await.unwrap();
    assert_eq!(phone_of(&school, &who).await, NEW);
}

#[tokio::test]
async fn a10_the_new_phones_code_does_not_stand_in_for_the_old_ones() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    let (code, old_code) = (school.code_for(NEW).await, school.code_for(PHONE).await);
    if code != old_code {
        let swapped = refused(finish(&school, &who, &old_code, &code).await);
        let Refused::Fields(problems) = swapped else { panic!("{swapped:?}") };
        assert_eq!(problems.of(Field::Code), Some(Problem::CodeWrong { left: 4 }));
        assert_eq!(problems.of(Field::OldCode), Some(Problem::CodeWrong { left: 4 }));
    }
}

#[tokio::test]
async fn a10_without_the_old_phones_word_it_gets_a_notice() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    finish_without_the_old(&school, &who, &school.code_for(NEW).await).await.unwrap();
    let (to, text) = school.messages().await.into_iter().find(|(_, text)| text.contains("已更换")).unwrap();
    assert_eq!(to, PHONE);
    assert!(text.contains("137****1111") && !text.contains(NEW), "masked: {text}");
}

/// Resets the password by this phone, if it lets one.
async fn recovered_by(school: &School, phone: &str) -> bool {
    let (visitor, _) = session::open(&school.cx).await.unwrap();
    let form = ResetForm { number: number(1), phone: phone.into() };
    let before = school.messages().await.len();
    reset::ask(&school.cx, &school.client(), &visitor, form).await.unwrap();
    if school.messages().await.len() == before {
        return false;
    }
    let code = school.code_for(phone).await;
    reset::prove(&school.cx, &visitor, &code).await.unwrap();
    let new = "recovered-brook-lamp";
    reset::finish(&school.cx, &school.client(), &visitor, (new, new), "").await.is_ok()
}

#[tokio::test]
async fn a10_a_thief_with_the_password_cannot_keep_the_account_from_a_phone_that_answers() {
    let school = School::open().await;
    let thief = school.candidate("张三", &number(1)).await;
    begin(&school, &thief, PASSWORD, NEW).await.unwrap();
    finish_without_the_old(&school, &thief, &school.code_for(NEW).await).await.unwrap();
    school.wait(6 * 86_400);
    assert!(recovered_by(&school, PHONE).await);
    let owner = school.who(&school.sign_in(&number(1), "recovered-brook-lamp").await.unwrap()).await.unwrap();
    assert_eq!(phone_of(&school, &owner).await, PHONE, "the phone is the owner's again");
    assert!(!recovered_by(&school, NEW).await, "the thief's phone recovers nothing");
}

#[tokio::test]
async fn a10_after_seven_days_the_old_phone_recovers_nothing() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    finish_without_the_old(&school, &who, &school.code_for(NEW).await).await.unwrap();
    school.wait(7 * 86_400);
    assert!(!recovered_by(&school, PHONE).await);
    assert!(recovered_by(&school, NEW).await, "the control");
}

#[tokio::test]
async fn a10_a_phone_that_has_agreed_recovers_nothing_afterwards() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    let (code, old_code) = (school.code_for(NEW).await, school.code_for(PHONE).await);
    finish(&school, &who, &code, &old_code).await.unwrap();
    school.wait(61);
    assert!(!recovered_by(&school, PHONE).await);
}

#[tokio::test]
async fn a10_the_same_number_and_a_wrong_one_are_refused() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let same = begin(&school, &who, PASSWORD, " 139-0000-5678 ").await;
    assert_eq!(problem(same, Field::Phone), Some(Problem::SamePhone));
    assert!(problem(begin(&school, &who, PASSWORD, "12345").await, Field::Phone).is_some());
}

#[tokio::test]
async fn a10_a_typed_password_counts_for_a_quarter_of_an_hour() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    school.wait(14 * 60);
    phone_change::resend(&school.cx, &school.client(), &who).await.unwrap();
    school.wait(60);
    let (code, old_code) = (school.code_for(NEW).await, school.code_for(PHONE).await);
    assert_eq!(refused(finish(&school, &who, &code, &old_code).await), Refused::ConfirmationExpired);
    let resent = phone_change::resend(&school.cx, &school.client(), &who).await;
    assert_eq!(refused(resent), Refused::ConfirmationExpired);
}

#[tokio::test]
async fn a10_a_double_tap_on_the_last_page_is_answered_well_twice() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    begin(&school, &who, PASSWORD, NEW).await.unwrap();
    let (code, old_code) = (school.code_for(NEW).await, school.code_for(PHONE).await);
    finish(&school, &who, &code, &old_code).await.unwrap();
    finish(&school, &who, &code, &old_code).await.unwrap();
    assert_eq!(phone_of(&school, &who).await, NEW);
}
