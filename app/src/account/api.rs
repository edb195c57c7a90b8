//! Signing up, in and out; one's own profile.

use domain::identity::Identity;
use domain::person::PasswordRule;
use domain::signup::{PersonForm, SignUpPage};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// What the three pages of the wizard show again after back and reload.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignUpView {
    /// First page, as typed.
    pub person: PersonForm,
    /// Phone, as typed.
    pub phone: String,
    /// Whether a code has proven that phone.
    pub phone_proven: bool,
    /// Seconds until another code may be sent; 0 when it may now.
    pub resend_in: i64,
    /// Whether a code was sent and can still be used.
    pub code_sent: bool,
    /// The first page that is not finished.
    pub furthest: SignUpPage,
    /// How long a password may be.
    pub password_rule: PasswordRule,
    /// Whom to call when the number is wrong.
    pub technical_contact: String,
    /// Document number in groups, for the last look at it; empty until the first page is finished.
    pub grouped_number: String,
    /// What the last page was drawn for; comes back with its form.
    pub mark: String,
    /// Whether somebody is signed in already.
    pub signed_in: bool,
}

/// 个人中心
#[derive(Clone, Serialize, Deserialize)]
pub struct MeView {
    /// 姓名
    pub name: String,
    /// 证件号, masked.
    pub masked_number: String,
    /// 手机号, masked.
    pub masked_phone: String,
    /// Where 实名认证 stands.
    pub identity: Identity,
    /// Messages that are not read.
    pub unread: i64,
}

/// 个人信息
#[derive(Clone, Serialize, Deserialize)]
pub struct ProfileView {
    /// 姓名
    pub name: String,
    /// 证件号, in groups; its owner may read it here.
    pub number: String,
    /// 证件类型, a code of `DocumentKind`.
    pub document_kind: String,
    /// 手机号
    pub phone: String,
    /// 考生类型
    pub candidate_type: Option<String>,
    /// 考生专业
    pub major: Option<String>,
    /// Choices of 考生类型.
    pub candidate_types: Vec<String>,
    /// Choices of 考生专业.
    pub majors: Vec<String>,
    /// 已实名; a change of name undoes it.
    pub verified: bool,
    /// Whether the name can be changed now (not while a registration is under way to review).
    pub name_locked: bool,
    /// Whom to call when the number is wrong.
    pub technical_contact: String,
}

/// What the school itself says about personal data, as HTML; none where it has said nothing.
#[server(endpoint = "school/privacy", output = Json, client = Fresh)]
pub async fn load_school_privacy() -> Result<Option<String>, AppError> {
    use crate::ssr::*;
    Ok(cx().school().privacy.as_deref().map(notice_html))
}

/// The wizard as far as this session has come.
#[server(endpoint = "account/sign-up", output = Json, client = Fresh)]
pub async fn load_sign_up() -> Result<SignUpView, AppError> {
    use crate::ssr::*;
    let visitor = visitor().await?;
    let view = service::signup::load(&cx(), visitor.as_ref()).await?;
    let checked = view.draft.person.check().ok();
    Ok(SignUpView {
        grouped_number: checked.map(|person| person.number.grouped()).unwrap_or_default(),
        mark: view.mark,
        signed_in: visitor.is_some_and(|visitor| visitor.is_signed_in()),
        phone_proven: view.draft.proven().is_some(),
        furthest: view.draft.furthest(),
        person: view.draft.person,
        phone: view.draft.phone,
        resend_in: view.resend_in,
        code_sent: view.code_sent,
        password_rule: cx().password_rule(),
        technical_contact: cx().school().technical_contact.clone(),
    })
}

/// 注册 1/3: keeps the page and goes on to the phone.
#[server(endpoint = "account/sign-up/person", output = Json)]
pub async fn save_person(
    #[server(default)] name: String,
    #[server(default)] region: String,
    #[server(default)] document_kind: String,
    #[server(default)] number: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    service::signup::save_person(&cx, &visitor, PersonForm { name, region, document_kind, number }).await?;
    redirect(paths::sign_up_phone());
    Ok(())
}

/// 注册 2/3: sends a code to the phone.
#[server(endpoint = "account/sign-up/send-code", output = Json)]
pub async fn send_sign_up_code(#[server(default)] phone: String) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    service::signup::send_code(&cx, &client(), &visitor, &phone).await?;
    redirect(paths::sign_up_phone());
    Ok(())
}

/// 注册 2/3: proves the phone by the code and goes on to the password.
#[server(endpoint = "account/sign-up/phone", output = Json)]
pub async fn prove_phone(
    #[server(default)] phone: String,
    #[server(default)] code: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    service::signup::prove_phone(&cx, &visitor, &phone, &code).await?;
    redirect(paths::sign_up_password());
    Ok(())
}

/// 注册 3/3: makes the account and signs in.
#[server(endpoint = "account/sign-up/password", output = Json)]
pub async fn create_account(
    #[server(default)] password: String,
    #[server(default)] password_again: String,
    #[server(default)] mark: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, visitor) = visitor_or_new().await?;
    let passwords = (password.as_str(), password_again.as_str());
    let ended = service::signup::create_account(&cx, &client(), &visitor, passwords, &mark).await?;
    if let service::signup::Ended::SignedIn(signed_in) = ended {
        set_signed_in(&signed_in);
    }
    redirect(paths::me());
    Ok(())
}

/// 登录, then on to `next` or the home page.
#[server(endpoint = "account/sign-in", output = Json)]
pub async fn sign_in(
    #[server(default)] number: String,
    #[server(default)] password: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let visitor = visitor().await?;
    let signed_in =
        service::sign_in::with_password(&cx(), &client(), visitor.as_ref(), &number, &password).await?;
    set_signed_in(&signed_in);
    redirect(paths::safe_next(Some(&next)).unwrap_or(paths::home()));
    Ok(())
}

/// 退出登录
#[server(endpoint = "account/sign-out", output = Json)]
pub async fn sign_out() -> Result<(), AppError> {
    use crate::ssr::*;
    if let Some(visitor) = visitor().await? {
        service::session::end(&cx(), &visitor).await?;
    }
    set_session_cookie(None);
    redirect(paths::home());
    Ok(())
}

/// Whether somebody is signed in: decides what the foot of a page offers.
#[server(endpoint = "account/signed-in", output = Json)]
pub async fn is_signed_in() -> Result<bool, AppError> {
    use crate::ssr::*;
    Ok(visitor().await?.and_then(Visitor::into_candidate).is_some())
}

/// 个人中心
#[server(endpoint = "account/me", output = Json, client = Fresh)]
pub async fn load_me() -> Result<MeView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let account = service::account::load(&cx, &candidate).await?;
    Ok(MeView {
        name: account.name.expose().to_owned(),
        masked_number: account.number.masked(),
        masked_phone: account.phone.masked(),
        identity: service::identity::state(&cx, &candidate).await?,
        unread: service::message::count_unread(&cx, &candidate).await?,
    })
}

/// 个人信息
#[server(endpoint = "account/profile", output = Json, client = Fresh)]
pub async fn load_profile() -> Result<ProfileView, AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let profile = service::account::load_profile(&cx, &candidate).await?;
    Ok(ProfileView {
        name: profile.account.name.expose().to_owned(),
        number: profile.account.number.grouped(),
        document_kind: profile.account.number.kind().code().to_owned(),
        phone: profile.account.phone.expose().to_owned(),
        candidate_type: profile.account.candidate_type,
        major: profile.account.major,
        candidate_types: profile.candidate_types,
        majors: profile.majors,
        verified: profile.verified,
        name_locked: profile.name_locked,
        technical_contact: cx.school().technical_contact.clone(),
    })
}

/// Keeps 个人信息, then goes back to `next`.
#[server(endpoint = "account/profile/save", output = Json)]
pub async fn save_profile(
    #[server(default)] name: String,
    #[server(default)] candidate_type: String,
    #[server(default)] major: String,
    #[server(default)] next: String,
) -> Result<(), AppError> {
    use crate::ssr::*;
    let (cx, candidate) = candidate().await?;
    let change = service::account::ProfileForm { name, candidate_type, major };
    service::account::save_profile(&cx, &candidate, change).await?;
    redirect(paths::safe_next(Some(&next)).unwrap_or(paths::me()));
    Ok(())
}
