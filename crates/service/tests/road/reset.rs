use domain::form::{Field, Problem};
use domain::person::PasswordProblem;
use domain::reset::{ResetForm, ResetPage};
use service::{Error, Refused, SignedIn, Visitor, reset, session, sign_in};
use store::Store;

use crate::code::{problem, refused, wait};
use crate::school::{PASSWORD, PHONE, School, number};

const NEW: &str = "another-brook-lamp";

async fn ask(school: &School, visitor: &Visitor, number: &str, phone: &str) -> Result<(), Error> {
    let form = ResetForm { number: number.into(), phone: phone.into() };
    reset::ask(&school.cx, &school.client(), visitor, form).await
}

async fn page(school: &School, visitor: &Visitor) -> ResetPage {
    reset::load(&school.cx, Some(visitor)).await.unwrap().furthest.unwrap()
}

async fn visit(school: &School) -> Visitor {
    session::open(&school.cx).await.unwrap().0
}

async fn finish(school: &School, visitor: &Visitor, new: &str) -> Result<SignedIn, Error> {
    reset::finish(&school.cx, &school.client(), visitor, (new, new), "").await
}

/// The last page, reached.
async fn proven(school: &School, number: &str) -> Visitor {
    let visitor = visit(school).await;
    ask(school, &visitor, number, PHONE).await.unwrap();
    let code = school.code_for(PHONE).await;
    reset::prove(&school.cx, &visitor, &code).await.unwrap();
    visitor
}

#[tokio::test]
async fn a9_a_forgotten_password_is_reset_by_number_phone_and_code() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = proven(&school, &number(1)).await;
    assert_eq!(page(&school, &visitor).await, ResetPage::Password);
    let signed_in = finish(&school, &visitor, NEW).await.unwrap();
    assert!(school.who(&signed_in).await.is_some(), "signed in with the new one");
    assert!(school.sign_in(&number(1), NEW).await.is_ok());
    assert_eq!(refused(school.sign_in(&number(1), PASSWORD).await), Refused::SignIn);
}

#[tokio::test]
async fn a9_the_new_password_ends_every_session() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let elsewhere = school.sign_in(&number(1), PASSWORD).await.unwrap();
    let visitor = proven(&school, &number(1)).await;
    assert!(school.who(&elsewhere).await.is_some(), "not before");
    finish(&school, &visitor, NEW).await.unwrap();
    assert!(school.who(&elsewhere).await.is_none());
}

#[tokio::test]
async fn a9_somebody_signed_in_who_forgot_the_password_resets_it_too() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let signed_in = school.sign_in(&number(1), PASSWORD).await.unwrap();
    let visitor = session::find(&school.cx, &signed_in.session).await.unwrap().unwrap();
    ask(&school, &visitor, &number(1), PHONE).await.unwrap();
    let code = school.code_for(PHONE).await;
    reset::prove(&school.cx, &visitor, &code).await.unwrap();
    finish(&school, &visitor, NEW).await.unwrap();
    assert!(school.who(&signed_in).await.is_none(), "the old token has lost its rights");
}

#[tokio::test]
async fn a9_a_reset_stands_in_the_audit_log_and_the_phone_hears_of_it() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store.clone(), |_| {}).await;
    let who = school.candidate("张三", &number(1)).await;
    let visitor = proven(&school, &number(1)).await;
    finish(&school, &visitor, NEW).await.unwrap();
    let entries = store.read(async |r| store::audit::list_for(r, who.id().as_str()).await).await.unwrap();
    let resets = entries.iter().filter(|(_, event)| event == "account.password_reset").count();
    assert_eq!(resets, 1);
    let messages = school.messages().await;
    assert!(messages.iter().any(|(to, text)| to == PHONE && text.contains("重置")));
}

#[tokio::test]
async fn a9_a_code_leaves_only_where_number_and_phone_belong_together_and_the_answer_is_the_same() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let before = school.messages().await.len();
    for (number, phone) in [(number(2), "13900001111"), (number(1), "13900002222")] {
        let visitor = visit(&school).await;
        ask(&school, &visitor, &number, phone).await.unwrap();
        assert_eq!(page(&school, &visitor).await, ResetPage::Code);
        let state = reset::load(&school.cx, Some(&visitor)).await.unwrap();
        assert_eq!(state.resend_in, 60);
        let guess = reset::prove(&school.cx, &visitor, "000000").await;
        assert_eq!(problem(guess, Field::Code), Some(Problem::CodeWrong { left: 4 }));
    }
    assert_eq!(school.messages().await.len(), before, "nothing has left");
    let visitor = visit(&school).await;
    ask(&school, &visitor, &number(1), PHONE).await.unwrap();
    assert_eq!(page(&school, &visitor).await, ResetPage::Code);
    assert_eq!(school.messages().await.len(), before + 1, "the control");
}

#[tokio::test]
async fn a9_the_limits_are_the_same_whether_a_code_leaves_or_not() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    // The code of the sign-up counts, too, for a day.
    school.wait(86_400);
    let visitor = visit(&school).await;
    for (number, phone) in [(number(1), PHONE), (number(2), "13900001111")] {
        for _ in 0..5 {
            ask(&school, &visitor, &number, phone).await.unwrap();
            school.wait(10);
            assert_eq!(wait(ask(&school, &visitor, &number, phone).await), 50);
            school.wait(50);
        }
        assert!(wait(ask(&school, &visitor, &number, phone).await) > 60);
        for _ in 0..5 {
            school.wait(3_600);
            ask(&school, &visitor, &number, phone).await.unwrap();
        }
        school.wait(3_600);
        assert_eq!(refused(ask(&school, &visitor, &number, phone).await), Refused::NoMoreCodes);
    }
}

#[tokio::test]
async fn a6_a_code_of_the_sign_up_is_worth_nothing_at_the_reset() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    school.wait(60);
    let visitor = school.visitor("李四", &number(2)).await;
    service::signup::send_code(&school.cx, &school.client(), &visitor, PHONE).await.unwrap();
    let code = school.code_for(PHONE).await;
    // What is typed is kept although no code of its own leaves so soon after the other.
    assert_eq!(wait(ask(&school, &visitor, &number(1), PHONE).await), 60);
    let stolen = reset::prove(&school.cx, &visitor, &code).await;
    assert_eq!(problem(stolen, Field::Code), Some(Problem::CodeNotSent));
    service::signup::prove_phone(&school.cx, &visitor, PHONE, &code).await.unwrap();
}

#[tokio::test]
async fn a9_what_nobody_was_sent_nobody_can_guess() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store, |_| {}).await;
    school.candidate("张三", &number(1)).await;
    let visitor = visit(&school).await;
    ask(&school, &visitor, &number(1), "13900002222").await.unwrap();
    for left in [4, 3, 2, 1] {
        let guess = reset::prove(&school.cx, &visitor, "123456").await;
        assert_eq!(problem(guess, Field::Code), Some(Problem::CodeWrong { left }));
    }
    let burnt = reset::prove(&school.cx, &visitor, "123456").await;
    assert_eq!(problem(burnt, Field::Code), Some(Problem::CodeBurnt));
}

/// How long an answer takes is what was written for it: one message to be sent, of the same length, whether it leaves or not.
#[tokio::test]
async fn a9_asking_writes_as_much_whether_the_number_is_registered() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store.clone(), |_| {}).await;
    school.candidate("张三", &number(1)).await;
    school.work().await;
    let written = async |number: &str, phone: &str| {
        let visitor = visit(&school).await;
        ask(&school, &visitor, number, phone).await.unwrap();
        let now = school.cx.now();
        let claim = store.write(async |tx| {
            let mut lengths = Vec::new();
            while let Some(job) = store::job::claim(tx, &["sms", "decoy"], now, now.plus_seconds(600)).await?
            {
                lengths.push(job.payload.len());
            }
            Ok::<_, store::Error>(lengths)
        });
        claim.await.unwrap()
    };
    let known = written(&number(1), PHONE).await;
    school.wait(61);
    let unknown = written(&number(2), "13900001111").await;
    assert_eq!((known.len(), &known), (1, &unknown));
}

#[tokio::test]
async fn a9_the_pages_come_in_their_order() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = visit(&school).await;
    assert_eq!(page(&school, &visitor).await, ResetPage::Person);
    assert_eq!(refused(finish(&school, &visitor, NEW).await), Refused::ResetUnfinished);
    let early = reset::prove(&school.cx, &visitor, "123456").await;
    assert_eq!(problem(early, Field::Code), Some(Problem::CodeNotSent));
    ask(&school, &visitor, &number(1), PHONE).await.unwrap();
    assert_eq!(refused(finish(&school, &visitor, NEW).await), Refused::ResetUnfinished);
}

#[tokio::test]
async fn a9_a_proven_code_opens_the_last_page_for_a_quarter_of_an_hour() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = proven(&school, &number(1)).await;
    school.wait(15 * 60);
    assert_eq!(refused(finish(&school, &visitor, NEW).await), Refused::ResetUnfinished);
}

#[tokio::test]
async fn a9_the_proof_is_for_the_number_that_was_typed_and_no_other() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = proven(&school, &number(1)).await;
    ask(&school, &visitor, &number(2), "13900001111").await.unwrap();
    assert_eq!(refused(finish(&school, &visitor, NEW).await), Refused::ResetUnfinished);
}

#[tokio::test]
async fn a9_a_refused_password_says_why_and_keeps_the_proof() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = proven(&school, &number(1)).await;
    let common = finish(&school, &visitor, "123456").await;
    assert_eq!(problem(common, Field::Password), Some(Problem::Password(PasswordProblem::TooCommon)));
    let differ = reset::finish(&school.cx, &school.client(), &visitor, (NEW, PASSWORD), "").await;
    assert_eq!(problem(differ, Field::PasswordAgain), Some(Problem::PasswordsDiffer));
    finish(&school, &visitor, NEW).await.unwrap();
}

#[tokio::test]
async fn a9_a_double_tap_on_the_last_page_is_answered_well_twice() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    let visitor = proven(&school, &number(1)).await;
    finish(&school, &visitor, NEW).await.unwrap();
    let second = finish(&school, &visitor, NEW).await.unwrap();
    assert!(school.who(&second).await.is_some());
}

#[tokio::test]
async fn a9_whoever_is_kept_waiting_by_a_guesser_gets_in_by_the_reset() {
    let school = School::open().await;
    school.candidate("张三", &number(1)).await;
    for _ in 0..5 {
        school.sign_in(&number(1), "wrong-password").await.err().unwrap();
    }
    let visitor = proven(&school, &number(1)).await;
    let signed_in = finish(&school, &visitor, NEW).await.unwrap();
    for _ in 0..5 {
        school.sign_in(&number(1), "wrong-password").await.err().unwrap();
    }
    let own = school.known_client(&signed_in);
    assert!(sign_in::with_password(&school.cx, &own, None, &number(1), NEW).await.is_ok());
}

#[tokio::test]
async fn a9_what_was_typed_is_kept_when_it_is_refused() {
    let school = School::open().await;
    let visitor = visit(&school).await;
    let refusal = ask(&school, &visitor, "123", "138").await;
    assert!(problem(refusal, Field::Phone).is_some());
    let kept = reset::load(&school.cx, Some(&visitor)).await.unwrap().draft.form;
    assert_eq!((kept.number.as_str(), kept.phone.as_str()), ("123", "138"));
}
