//! Signing up: 个人信息 → 手机号及验证码 → 设置密码. What was typed is kept on the server, so that back and reload keep it.

use domain::form::{Field, FieldProblems, Problem};
use domain::id::{AccountId, CodeId};
use domain::instant::Instant;
use domain::person::Phone;
use domain::signup::{Person, PersonForm, SignUpDraft, code};
use store::account::Account;
use store::sms_code::SmsCode;
use store::{Reader, sms_code};

use crate::jobs::Letter;
use crate::{Cx, Error, Refused, Visitor, audit, jobs, password, random, session};

/// What a code for signing up is good for.
const PURPOSE: &str = "sign_up";

/// The wizard as far as a session has come.
#[derive(Default)]
pub struct SignUp {
    /// What was typed.
    pub draft: SignUpDraft,
    /// Seconds until another code may be sent; 0 when it may now.
    pub resend_in: i64,
    /// Whether a code was sent and can still be used.
    pub code_sent: bool,
}

/// The wizard as far as this session has come.
pub async fn load(cx: &Cx, visitor: Option<&Visitor>) -> Result<SignUp, Error> {
    let Some(visitor) = visitor else { return Ok(SignUp::default()) };
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let draft = store::signup::find_draft(r, visitor.session()).await?.unwrap_or_default();
            let Ok(phone) = Phone::parse(&draft.phone) else {
                return Ok(SignUp { draft, ..SignUp::default() });
            };
            let live = sms_code::find_live(r, visitor.session(), PURPOSE, &phone, now).await?;
            let resend_in = match &live {
                Some(code) => seconds_to_resend(Some(code.sent), now),
                None => 0,
            };
            Ok(SignUp { draft, resend_in, code_sent: live.is_some() })
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
pub async fn send_code(cx: &Cx, visitor: &Visitor, typed: &str) -> Result<(), Error> {
    change_draft(cx, visitor, |draft| set_phone(draft, typed)).await?;
    let phone = Phone::parse(typed).map_err(|problem| Error::field(Field::Phone, problem.into()))?;
    let (now, digits) = (cx.now(), random::digits(code::DIGITS)?);
    let sent = SmsCode {
        id: CodeId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        code_hash: code_hash(cx, visitor, &phone, &digits),
        sent: now,
        expires: now.plus_seconds(code::LIFE_SECONDS),
        tries: 0,
    };
    let school = &cx.school().name;
    let minutes = code::LIFE_SECONDS / 60;
    let letter = Letter {
        phone: phone.clone(),
        text: format!("【{school}】您的验证码是 {digits}，{minutes} 分钟内有效，请勿告诉他人。"),
    };
    cx.store()
        .write(async |tx| {
            check_limits(tx, &phone, now).await?;
            sms_code::insert(tx, &sent, visitor.session(), PURPOSE, &phone).await?;
            jobs::push_letter(tx, &letter, now).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// 注册 2/3: proves the phone by the code.
pub async fn prove_phone(cx: &Cx, visitor: &Visitor, typed: &str, code: &str) -> Result<(), Error> {
    let proven = cx
        .store()
        .read(async |r| store::signup::find_draft(r, visitor.session()).await)
        .await?
        .and_then(|draft| draft.proven());
    let phone = Phone::parse(typed).map_err(|problem| Error::field(Field::Phone, problem.into()))?;
    let code = domain::document::normalise(code);
    if code.is_empty() {
        return if proven == Some(phone) { Ok(()) } else { Err(Error::field(Field::Code, Problem::Missing)) };
    }
    let (now, hash) = (cx.now(), code_hash(cx, visitor, &phone, &code));
    // A wrong try must be counted, so it is no error inside the transaction.
    let judged = cx
        .store()
        .write(async |tx| {
            let Some(live) = sms_code::find_live(tx, visitor.session(), PURPOSE, &phone, now).await? else {
                return Ok(Err(Problem::CodeGone));
            };
            if live.tries >= code::MAX_TRIES {
                return Ok(Err(Problem::CodeGone));
            }
            if live.code_hash != hash {
                let left = code::MAX_TRIES - sms_code::add_try(tx, &live.id).await?;
                let left = u32::try_from(left).unwrap_or_default();
                return Ok(Err(if left == 0 { Problem::CodeGone } else { Problem::CodeWrong { left } }));
            }
            if !sms_code::mark_used(tx, &live.id, now).await? {
                return Ok(Err(Problem::CodeGone));
            }
            let mut draft = store::signup::find_draft(tx, visitor.session()).await?.unwrap_or_default();
            draft.phone = phone.expose().to_owned();
            draft.proven_phone = Some(phone.expose().to_owned());
            store::signup::save_draft(tx, visitor.session(), &draft, now).await?;
            Ok::<_, Error>(Ok(()))
        })
        .await?;
    judged.map_err(|problem| Error::field(Field::Code, problem))
}

/// 注册 3/3: makes the account out of the finished draft, signs in, and returns the session's token.
pub async fn create_account(
    cx: &Cx,
    visitor: &Visitor,
    password: &str,
    password_again: &str,
) -> Result<String, Error> {
    let now = cx.now();
    let draft = cx
        .store()
        .read(async |r| store::signup::find_draft(r, visitor.session()).await)
        .await?
        .unwrap_or_default();
    let person = draft.person.check()?;
    let phone = draft.proven().ok_or_else(|| Error::field(Field::Phone, Problem::Missing))?;
    check_password(cx, &person, &phone, password, password_again)?;
    let hash = cx.hasher().hash(password).await?;
    let account = new_account(person, phone, now)?;
    let (session, token) = session::fresh(Some(account.id.clone()), now)?;
    let token_hash = session::token_hash(cx, &token);
    cx.store()
        .write(async |tx| {
            store::account::insert(tx, &account, &hash).await.map_err(|error| match error {
                store::Error::Taken => Refused::AccountExists.into(),
                other => Error::from(other),
            })?;
            store::signup::delete_draft(tx, visitor.session()).await?;
            session::replace(tx, Some(visitor), &session, &token_hash).await?;
            let actor = format!("candidate:{}", account.id);
            audit::record(tx, now, &actor, "account.created", account.id.as_str()).await
        })
        .await?;
    Ok(token)
}

fn check_password(
    cx: &Cx,
    person: &Person,
    phone: &Phone,
    password: &str,
    again: &str,
) -> Result<(), FieldProblems> {
    let mut problems = FieldProblems::default();
    let rule = cx.password_rule();
    let judged = password::check(rule, password, person.number.expose(), phone.expose());
    problems.keep(Field::Password, judged.map_err(Problem::from));
    if problems.is_empty() && password != again {
        problems.add(Field::PasswordAgain, Problem::PasswordsDiffer);
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}

fn new_account(person: Person, phone: Phone, now: Instant) -> Result<Account, Error> {
    Ok(Account {
        id: AccountId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        name: person.name,
        region: person.region,
        number: person.number,
        phone,
        candidate_type: None,
        major: None,
        created: now,
        version: 1,
    })
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
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let mut draft = store::signup::find_draft(tx, visitor.session()).await?.unwrap_or_default();
            change(&mut draft);
            Ok(store::signup::save_draft(tx, visitor.session(), &draft, now).await?)
        })
        .await
}

/// A6: 60 seconds between sends, 5 an hour and 10 a day for a number.
async fn check_limits(r: &mut Reader<'_>, phone: &Phone, now: Instant) -> Result<(), Error> {
    let wait = seconds_to_resend(sms_code::last_sent(r, phone).await?, now);
    if wait > 0 {
        return Err(Refused::Wait { seconds: wait }.into());
    }
    if sms_code::count_sent_since(r, phone, now.plus_seconds(-86_400)).await? >= code::SENDS_A_DAY {
        return Err(Refused::NoMoreCodes.into());
    }
    if sms_code::count_sent_since(r, phone, now.plus_seconds(-3_600)).await? >= code::SENDS_AN_HOUR {
        return Err(Refused::Wait { seconds: 3_600 }.into());
    }
    Ok(())
}

fn seconds_to_resend(last: Option<Instant>, now: Instant) -> i64 {
    let Some(last) = last else { return 0 };
    let left = last.plus_seconds(code::RESEND_SECONDS).since(now);
    if left <= 0 { 0 } else { (left + 999) / 1_000 }
}

/// Stored only as a keyed hash, bound to session, purpose and number.
fn code_hash(cx: &Cx, visitor: &Visitor, phone: &Phone, digits: &str) -> String {
    let bound = format!("{}\n{PURPOSE}\n{}\n{digits}", visitor.session(), phone.expose());
    cx.store().vault().fingerprint("sms_codes.code", &bound)
}
