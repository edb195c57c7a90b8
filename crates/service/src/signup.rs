//! Signing up: 个人信息 → 手机号及验证码 → 设置密码. What was typed is kept on the server, so that back and reload keep it.

mod end;

use domain::code::Purpose;
use domain::form::{Field, Problem};
use domain::person::Phone;
use domain::signup::{PersonForm, SignUpDraft};
use store::Tx;

pub use end::{Ended, create_account};

use crate::code::{self, Sending};
use crate::{Client, Cx, Error, Refused, Visitor};

/// The wizard as far as a session has come.
#[derive(Default)]
pub struct SignUp {
    /// What was typed.
    pub draft: SignUpDraft,
    /// Seconds until another code may be sent; 0 when it may now.
    pub resend_in: i64,
    /// Whether a code was sent and can still be used.
    pub code_sent: bool,
    /// Changes with the number and the phone: what the last page was drawn for comes back with its form.
    pub mark: String,
}

/// The wizard as far as this session has come.
pub async fn load(cx: &Cx, visitor: Option<&Visitor>) -> Result<SignUp, Error> {
    let Some(visitor) = visitor else { return Ok(SignUp::default()) };
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let draft = store::signup::find_draft(r, visitor.session()).await?.unwrap_or_default();
            let mark = mark(cx, &draft);
            let Ok(phone) = Phone::parse(&draft.phone) else {
                return Ok(SignUp { draft, mark, ..SignUp::default() });
            };
            let live = code::find_live(r, visitor.session(), Purpose::SignUp, &phone, now).await?;
            Ok(SignUp { draft, mark, resend_in: live.unwrap_or_default(), code_sent: live.is_some() })
        })
        .await
}

/// 注册 1/3: keeps what was typed, then judges it.
pub async fn save_person(cx: &Cx, visitor: &Visitor, form: PersonForm) -> Result<(), Error> {
    let checked = form.check().map(drop);
    change_draft(cx, visitor, |draft| draft.person = form).await?;
    Ok(checked?)
}

/// 注册 2/3: sends a code, within the limits of the number.
pub async fn send_code(cx: &Cx, client: &Client, visitor: &Visitor, typed: &str) -> Result<(), Error> {
    change_draft(cx, visitor, |draft| set_phone(draft, typed)).await?;
    let phone = Phone::parse(typed).map_err(|problem| Error::field(Field::Phone, problem.into()))?;
    // Whether that phone or that document number has an account makes no difference here (A12).
    let sending = Sending { purpose: Purpose::SignUp, phone: &phone, real: true };
    code::send(cx, client, visitor.session(), &[sending]).await
}

/// 注册 2/3: proves the phone by the code.
pub async fn prove_phone(cx: &Cx, visitor: &Visitor, typed: &str, code: &str) -> Result<(), Error> {
    let proven = cx
        .store()
        .read(async |r| store::signup::find_draft(r, visitor.session()).await)
        .await?
        .and_then(|draft| draft.proven());
    let phone = Phone::parse(typed).map_err(|problem| Error::field(Field::Phone, problem.into()))?;
    let typed = domain::document::normalise(code);
    // The second of two taps, or somebody who went back: the phone is proven, whatever stands in the field.
    if proven.as_ref() == Some(&phone) {
        return Ok(());
    }
    if typed.is_empty() {
        return Err(Error::field(Field::Code, Problem::Missing));
    }
    let judged = cx.store().write(async |tx| judge_code(tx, cx, visitor, &phone, &typed).await).await?;
    judged.map_err(|problem| Error::field(Field::Code, problem))
}

async fn judge_code(
    tx: &mut Tx<'_>,
    cx: &Cx,
    visitor: &Visitor,
    phone: &Phone,
    typed: &str,
) -> Result<Result<(), Problem>, Error> {
    let (now, session) = (cx.now(), visitor.session());
    let used = match code::compare(tx, cx, session, (Purpose::SignUp, phone), typed).await? {
        Ok(code) => code::use_up(tx, &code, now).await?,
        Err(problem) => Err(problem),
    };
    let mut draft = store::signup::find_draft(tx, session).await?.unwrap_or_default();
    match used {
        Ok(()) => {}
        // Two taps at once, of which the other one has used it.
        Err(Problem::CodeUsed) if draft.proven().as_ref() == Some(phone) => return Ok(Ok(())),
        Err(problem) => return Ok(Err(problem)),
    }
    draft.phone = phone.expose().to_owned();
    draft.proven_phone = Some(phone.expose().to_owned());
    store::signup::save_draft(tx, session, &draft, now).await?;
    Ok(Ok(()))
}

/// Another number has to be proven again.
fn set_phone(draft: &mut SignUpDraft, typed: &str) {
    let same = Phone::parse(typed).ok() == draft.proven();
    typed.clone_into(&mut draft.phone);
    if !same {
        draft.proven_phone = None;
    }
}

async fn change_draft(
    cx: &Cx,
    visitor: &Visitor,
    change: impl FnOnce(&mut SignUpDraft) + Send,
) -> Result<(), Error> {
    if visitor.is_signed_in() {
        return Err(Refused::SignedInAlready.into());
    }
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let mut draft = store::signup::find_draft(tx, visitor.session()).await?.unwrap_or_default();
            change(&mut draft);
            Ok(store::signup::save_draft(tx, visitor.session(), &draft, now).await?)
        })
        .await
}

/// A keyed hash of what the account would be made of.
fn mark(cx: &Cx, draft: &SignUpDraft) -> String {
    let SignUpDraft { person, phone: _, proven_phone } = draft;
    let proven = proven_phone.as_deref().unwrap_or_default();
    let PersonForm { name, region, document_kind, number } = person;
    let text = format!("{name}\n{region}\n{document_kind}\n{number}\n{proven}");
    cx.store().vault().fingerprint("sign_up_drafts.mark", &text)
}
