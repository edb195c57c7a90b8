//! A reset at the desk: whoever has lost password and phone, with the document in hand.

use domain::form::{Field, Problem};
use domain::id::AccountId;
use domain::person_desk::PersonRefusal;
use domain::reset::{ResetForm, ResetPage};
use service::candidate_reset::{DeskReset, make};
use service::{Error, Operator, Refused, SignedIn, Visitor, audit, phone_change, reset, security, session};

use crate::code::{problem, refused};
use crate::school::{PASSWORD, PHONE, School, number};
use crate::seating::desk;

const NEW_PHONE: &str = "13700001111";
const NEW: &str = "another-brook-lamp";
const FORM: DeskReset<'_> = DeskReset { reason: "phone_lost", compared: true, phone: NEW_PHONE };

impl School {
    async fn at_the_desk(&self, whose: &AccountId, form: DeskReset<'_>) -> Result<Option<String>, Error> {
        let shell = desk();
        make(&self.cx, shell.confirmed(&self.cx).unwrap(), whose, form).await
    }

    /// The code that is handed over.
    async fn handed(&self, whose: &AccountId) -> String {
        self.at_the_desk(whose, FORM).await.unwrap().unwrap()
    }

    /// Somebody with this number and the new phone, up to the new password.
    async fn with_new_phone(&self, number: &str) -> Visitor {
        let (visitor, _) = session::open(&self.cx).await.unwrap();
        let form = ResetForm { number: number.into(), phone: NEW_PHONE.into() };
        reset::ask(&self.cx, &self.client(), &visitor, form).await.unwrap();
        let code = self.code_for(NEW_PHONE).await;
        reset::prove(&self.cx, &visitor, &code).await.unwrap();
        visitor
    }

    async fn sets(&self, visitor: &Visitor, handed: &str) -> Result<SignedIn, Error> {
        reset::finish(&self.cx, &self.client(), visitor, (NEW, NEW), handed).await
    }
}

#[tokio::test]
async fn a9_who_lost_password_and_phone_gets_in_with_the_handed_code_and_the_new_phone() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let elsewhere = school.sign_in(&number(1), PASSWORD).await.unwrap();
    let handed = school.handed(who.id()).await;
    let told = school.messages().await;
    assert!(told.iter().any(|(to, text)| to == PHONE && text.contains("137****1111")), "the old phone hears");
    assert!(school.who(&elsewhere).await.is_some(), "nothing has changed yet");
    let visitor = school.with_new_phone(&number(1)).await;
    let state = reset::load(&school.cx, Some(&visitor)).await.unwrap();
    assert!(state.at_desk && state.furthest == Some(ResetPage::Password));
    // As it is read from a letter.
    let signed_in = school.sets(&visitor, &format!(" {} ", handed.to_uppercase())).await.unwrap();
    assert!(school.who(&signed_in).await.is_some() && school.who(&elsewhere).await.is_none());
    assert_eq!(refused(school.sign_in(&number(1), PASSWORD).await), Refused::SignIn);
    let account = service::account::load(&school.cx, &who).await.unwrap();
    assert_eq!(account.phone.expose(), NEW_PHONE);
    let told = school.messages().await;
    assert_eq!(told.iter().filter(|(to, text)| to == PHONE && text.contains("已重置密码")).count(), 1);
    assert_eq!(school.said("account.phone_replaced").await, 1);
    let wanted = audit::Wanted { event: "account.reset_by_staff".into(), ..audit::Wanted::default() };
    let [noted] = &audit::page(&school.store, &wanted, 2).await.unwrap()[..] else { panic!("one entry") };
    assert_eq!(noted.detail.as_deref(), Some("phone_lost: 139****5678 → 137****1111"));
}

#[tokio::test]
async fn a9_neither_the_handed_code_nor_the_new_phone_opens_anything_alone() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let (visitor, _) = session::open(&school.cx).await.unwrap();
    let form = ResetForm { number: number(1), phone: NEW_PHONE.into() };
    // Before the desk, no code leaves to that phone.
    let before = school.messages().await.len();
    reset::ask(&school.cx, &school.client(), &visitor, form).await.unwrap();
    assert_eq!(school.messages().await.len(), before);
    school.wait(61);
    let handed = school.handed(who.id()).await;
    assert_eq!(refused(school.sets(&visitor, &handed).await), Refused::ResetUnfinished, "without the phone");
    let visitor = school.with_new_phone(&number(1)).await;
    assert_eq!(problem(school.sets(&visitor, "").await, Field::Code), Some(Problem::Missing));
    for left in [4, 3, 2, 1] {
        let wrong = school.sets(&visitor, "aaaa-bbbb-cccc-dddd").await;
        assert_eq!(problem(wrong, Field::Code), Some(Problem::CodeWrong { left }));
    }
    for code in ["aaaa-bbbb-cccc-dddd", &handed] {
        assert_eq!(problem(school.sets(&visitor, code).await, Field::Code), Some(Problem::CodeBurnt));
    }
    assert!(school.sign_in(&number(1), PASSWORD).await.is_ok(), "the password is as it was");
    // The control: another code from the desk.
    let handed = school.handed_anew(who.id()).await;
    assert!(school.sets(&visitor, &handed).await.is_ok());
}

impl School {
    /// Another code, later than two taps are apart.
    async fn handed_anew(&self, whose: &AccountId) -> String {
        self.wait(11);
        self.handed(whose).await
    }
}

#[tokio::test]
async fn a9_the_second_of_two_taps_makes_no_other_code() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let handed = school.handed(who.id()).await;
    assert_eq!(school.at_the_desk(who.id(), FORM).await.unwrap(), None);
    assert_eq!(school.said("account.reset_by_staff").await, 1);
    let visitor = school.with_new_phone(&number(1)).await;
    assert!(school.sets(&visitor, &handed).await.is_ok());
}

#[tokio::test]
async fn a9_a_reset_that_its_owner_never_wanted_ends_with_another_password_or_phone() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let handed = school.handed(who.id()).await;
    let visitor = school.with_new_phone(&number(1)).await;
    let client = school.client();
    security::change_password(
        &school.cx,
        &client,
        &who,
        PASSWORD,
        ("lamp-of-the-brook", "lamp-of-the-brook"),
    )
    .await
    .unwrap();
    assert!(
        matches!(school.sets(&visitor, &handed).await, Err(Error::Stale)),
        "the phone opens nothing more"
    );
    assert!(school.sign_in(&number(1), "lamp-of-the-brook").await.is_ok());
    let change = phone_change::load(&school.cx, &who).await.unwrap();
    assert_eq!(change.phone.expose(), PHONE);
}

#[tokio::test]
async fn a9_a_handed_code_is_good_for_two_days() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let handed = school.handed(who.id()).await;
    school.wait(48 * 3_600 - 600);
    let visitor = school.with_new_phone(&number(1)).await;
    school.wait(600);
    assert!(matches!(school.sets(&visitor, &handed).await, Err(Error::Stale)));
}

#[tokio::test]
async fn a9_the_desk_says_why_that_the_document_was_compared_and_another_phone() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let says = async |form: DeskReset<'_>| match refused(school.at_the_desk(who.id(), form).await) {
        Refused::Person(refusal) => refusal,
        other => panic!("{other:?}"),
    };
    assert_eq!(says(DeskReset { reason: "", ..FORM }).await, PersonRefusal::Reason);
    assert_eq!(says(DeskReset { compared: false, ..FORM }).await, PersonRefusal::NotCompared);
    assert!(matches!(says(DeskReset { phone: "1380", ..FORM }).await, PersonRefusal::Phone(_)));
    assert_eq!(says(DeskReset { phone: PHONE, ..FORM }).await, PersonRefusal::SamePhone);
    let nobody: AccountId = "acc_00000000000000000000000000".parse().unwrap();
    assert!(matches!(school.at_the_desk(&nobody, FORM).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a9_only_a_technical_admin_who_typed_the_password_lately_resets_and_their_page_shows_the_code() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let officer = school.colleague("zhao.min", "exam_officer").await;
    let admin = school.colleague("chen.jing", "technical_admin").await;
    let (other, acts): (Operator, Operator) = (officer.staff.into(), admin.staff.clone().into());
    let by = async |by: &Operator| make(&school.cx, by.confirmed(&school.cx)?, who.id(), FORM).await;
    assert!(matches!(by(&other).await, Err(Error::Forbidden)));
    let code = by(&acts).await.unwrap().unwrap();
    let shown = service::staff::security::once(&school.cx, &admin.staff).await.unwrap().unwrap();
    let said = service::staff::security::Once::CandidateReset { name: "张*".into(), code };
    assert_eq!(shown, said);
    school.wait(601);
    assert_eq!(refused(by(&acts).await), Refused::ConfirmationExpired);
}
