//! 更换手机号: the password again, a code to the new number, and one to the old number where it still answers (A10).
//!
//! Where the old number is gone (lost, cut off), password and new code have to do: whoever has both is as likely the owner
//! as can be known without a person. The old number gets a notice, and for seven days it can still recover the account.

use domain::code::Purpose;
use domain::form::{Field, FieldProblems, Problem};
use domain::id::CodeId;
use domain::person::Phone;
use domain::phone_change::{CodesForm, FORMER_PHONE_SECONDS, PhoneChangeDraft};
use store::{Reader, Tx, draft, former_phone, sms_code};

use crate::code::{self, Sending};
use crate::{Candidate, Client, Cx, Error, Refused, audit, confirm, letters};

/// Kind of the draft.
const KIND: &str = "phone_change";

/// Seconds after a change in which the same form, sent once more, is answered well.
const SAME_FORM_SECONDS: i64 = 60;

/// The change as its pages show it.
pub struct PhoneChange {
    /// The number that is set.
    pub phone: Phone,
    /// The new one, as typed.
    pub typed: String,
    /// The new one, where the password was typed again and codes can be asked for.
    pub confirmed: Option<Phone>,
    /// Seconds until other codes may be sent; 0 when they may now.
    pub resend_in: i64,
}

/// The change as its pages show it.
pub async fn load(cx: &Cx, who: &Candidate) -> Result<PhoneChange, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let phone = store::account::load(r, who.id()).await?.phone;
            let draft = find_draft(r, who).await?;
            let confirmed = draft.confirmed_phone(now);
            let live = match &confirmed {
                Some(new) => code::find_live(r, who.session(), Purpose::NewPhone, new, now).await?,
                None => None,
            };
            Ok(PhoneChange { phone, typed: draft.phone, confirmed, resend_in: live.unwrap_or_default() })
        })
        .await
}

/// First page: the password again and the new number; sends both codes.
pub async fn begin(
    cx: &Cx,
    client: &Client,
    who: &Candidate,
    password: &str,
    typed: &str,
) -> Result<(), Error> {
    keep(cx, who, &PhoneChangeDraft { phone: typed.to_owned(), confirmed: None }).await?;
    let new = Phone::parse(typed).map_err(|problem| Error::field(Field::Phone, problem.into()))?;
    let old = cx.store().read(async |r| store::account::load(r, who.id()).await).await?.phone;
    if new == old {
        return Err(Error::field(Field::Phone, Problem::SamePhone));
    }
    confirm::password(cx, who, password).await?;
    keep(cx, who, &PhoneChangeDraft { phone: typed.to_owned(), confirmed: Some(cx.now()) }).await?;
    send(cx, client, who, &new, &old).await
}

/// Sends both codes once more.
pub async fn resend(cx: &Cx, client: &Client, who: &Candidate) -> Result<(), Error> {
    let change = load(cx, who).await?;
    let new = change.confirmed.ok_or(Refused::ConfirmationExpired)?;
    send(cx, client, who, &new, &change.phone).await
}

async fn send(cx: &Cx, client: &Client, who: &Candidate, new: &Phone, old: &Phone) -> Result<(), Error> {
    let sendings = [
        Sending { purpose: Purpose::NewPhone, phone: new, real: true },
        Sending { purpose: Purpose::OldPhone, phone: old, real: true },
    ];
    code::send(cx, client, who.session(), &sendings).await
}

/// Second page: sets the new number.
pub async fn finish(cx: &Cx, who: &Candidate, form: &CodesForm) -> Result<(), Error> {
    let checked = form.check();
    let judged = cx
        .store()
        .write(async |tx| {
            let now = cx.now();
            let Some(new) = find_draft(tx, who).await?.confirmed_phone(now) else {
                let done = was_just_done(tx, cx, who).await?;
                return if done { Ok(Ok(())) } else { Err(Refused::ConfirmationExpired.into()) };
            };
            checked?;
            match compare(tx, cx, who, &new, form).await? {
                Ok(codes) => set(tx, cx, who, &new, &codes, form.old_phone_gone).await,
                Err(problems) => Ok(Err(problems)),
            }
        })
        .await?;
    cx.work_waits();
    Ok(judged?)
}

/// Compares both codes; neither is used up by a mistake in the other.
async fn compare(
    tx: &mut Tx<'_>,
    cx: &Cx,
    who: &Candidate,
    new: &Phone,
    form: &CodesForm,
) -> Result<Result<Vec<(Field, CodeId)>, FieldProblems>, Error> {
    let old = store::account::load(tx, who.id()).await?.phone;
    let mut asked = vec![(Field::Code, Purpose::NewPhone, new, &form.code)];
    if !form.old_phone_gone {
        asked.push((Field::OldCode, Purpose::OldPhone, &old, &form.old_code));
    }
    let (mut problems, mut right) = (FieldProblems::default(), Vec::new());
    for (field, purpose, phone, typed) in asked {
        let typed = domain::document::normalise(typed);
        let compared = code::compare(tx, cx, who.session(), (purpose, phone), &typed).await?;
        right.extend(problems.keep(field, compared).map(|code| (field, code)));
    }
    Ok(if problems.is_empty() { Ok(right) } else { Err(problems) })
}

async fn set(
    tx: &mut Tx<'_>,
    cx: &Cx,
    who: &Candidate,
    new: &Phone,
    codes: &[(Field, CodeId)],
    old_phone_gone: bool,
) -> Result<Result<(), FieldProblems>, Error> {
    let now = cx.now();
    for (field, code) in codes {
        if let Err(problem) = code::use_up(tx, code, now).await? {
            return Ok(Err(FieldProblems::one(*field, problem)));
        }
    }
    let mut account = store::account::load(tx, who.id()).await?;
    let old = std::mem::replace(&mut account.phone, new.clone());
    store::account::update_profile(tx, &account).await?;
    let event = if old_phone_gone {
        former_phone::keep(tx, who.id(), &old, now.plus_seconds(FORMER_PHONE_SECONDS)).await?;
        code::push_notice(tx, who.id(), &letters::phone_changed(cx, &old, new), now).await?;
        "account.phone_changed_without_the_old"
    } else {
        former_phone::delete(tx, who.id()).await?;
        "account.phone_changed"
    };
    // What was made at a desk for whoever lost it all was for nothing.
    store::candidate_reset::delete(tx, who.id()).await?;
    draft::delete(tx, who.session(), KIND).await?;
    let change = audit::change(&old.masked(), &new.masked());
    audit::record_change(tx, now, &who.actor(), event, who.id().as_str(), change).await?;
    Ok(Ok(()))
}

/// Whether this session has set the account's number a moment ago.
async fn was_just_done(r: &mut Reader<'_>, cx: &Cx, who: &Candidate) -> Result<bool, Error> {
    let phone = store::account::load(r, who.id()).await?.phone;
    let latest = sms_code::find_latest(r, who.session(), Purpose::NewPhone, &phone).await?;
    let used = latest.and_then(|code| code.used);
    Ok(used.is_some_and(|used| cx.now() < used.plus_seconds(SAME_FORM_SECONDS)))
}

async fn find_draft(r: &mut Reader<'_>, who: &Candidate) -> Result<PhoneChangeDraft, Error> {
    Ok(draft::find(r, who.session(), KIND).await?.unwrap_or_default())
}

async fn keep(cx: &Cx, who: &Candidate, draft: &PhoneChangeDraft) -> Result<(), Error> {
    let now = cx.now();
    Ok(cx.store().write(async |tx| draft::save(tx, who.session(), KIND, draft, now).await).await?)
}
