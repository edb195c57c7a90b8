//! 找回密码: document number and phone → code → new password, which ends every session (A9).
//!
//! Whoever asks learns nothing: the pages, their limits and what they cost are the same whether the number has an account,
//! whether the phone is that account's, or neither. A code leaves only where the two belong together.

use domain::code::Purpose;
use domain::form::{Field, Problem};
use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::Phone;
use domain::reset::{Reset, ResetDraft, ResetForm, ResetPage};
use store::{Reader, Tx, attempt, draft, former_phone, turn};

use crate::code::{self, Sending};
use crate::session::{Entry, SignedIn, actor};
use crate::{
    Client, Cx, Error, Refused, Visitor, audit, candidate_reset, confirm, finish, letters, password, sign_in,
};

/// Kind of the draft.
const KIND: &str = "reset";

/// The pages as far as a session has come.
#[derive(Default)]
pub struct ResetState {
    /// What was typed.
    pub draft: ResetDraft,
    /// The first page that is not finished.
    pub furthest: Option<ResetPage>,
    /// Seconds until another code may be sent; 0 when it may now.
    pub resend_in: i64,
    /// Whether the last page asks for the code that staff handed over.
    pub at_desk: bool,
}

/// The pages as far as this session has come.
pub async fn load(cx: &Cx, visitor: Option<&Visitor>) -> Result<ResetState, Error> {
    let Some(visitor) = visitor else { return Ok(ResetState::default()) };
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let draft: ResetDraft = draft::find(r, visitor.session(), KIND).await?.unwrap_or_default();
            let live = match draft.form.check() {
                Ok(reset) => code::find_live(r, visitor.session(), Purpose::Reset, &reset.phone, now).await?,
                Err(_) => None,
            };
            let furthest = draft.furthest(now);
            // Told only to whoever has proven the phone.
            let at_desk = match draft.form.check() {
                Ok(reset) if furthest == ResetPage::Password => {
                    owner(r, &reset, now).await?.is_some_and(|(_, by)| by == Way::Desk)
                }
                _ => false,
            };
            let resend_in = live.unwrap_or_default();
            Ok(ResetState { draft, furthest: Some(furthest), resend_in, at_desk })
        })
        .await
}

/// First page: keeps what was typed, then sends a code to the phone if it is the account's.
pub async fn ask(cx: &Cx, client: &Client, visitor: &Visitor, form: ResetForm) -> Result<(), Error> {
    let (now, session, checked) = (cx.now(), visitor.session(), form.check());
    let kept = ResetDraft { form, asked: false, proven: None };
    cx.store().write(async |tx| draft::save(tx, session, KIND, &kept, now).await).await?;
    send(cx, client, visitor, &checked?).await?;
    let asked = ResetDraft { asked: true, ..kept };
    Ok(cx.store().write(async |tx| draft::save(tx, session, KIND, &asked, now).await).await?)
}

/// A code, or what looks and costs the same.
async fn send(cx: &Cx, client: &Client, visitor: &Visitor, reset: &Reset) -> Result<(), Error> {
    let now = cx.now();
    let owner = cx.store().read(async |r| owner(r, reset, now).await).await?;
    let sending = Sending { purpose: Purpose::Reset, phone: &reset.phone, real: owner.is_some() };
    code::send(cx, client, visitor.session(), &[sending]).await
}

/// Second page: another code for what was typed on the first one.
pub async fn ask_again(cx: &Cx, client: &Client, visitor: &Visitor) -> Result<(), Error> {
    let session = visitor.session();
    let draft: ResetDraft =
        cx.store().read(async |r| draft::find(r, session, KIND).await).await?.unwrap_or_default();
    if !draft.asked {
        return Err(Refused::ResetUnfinished.into());
    }
    send(cx, client, visitor, &draft.form.check()?).await
}

/// Second page: proves by the code that number and phone are this person's.
pub async fn prove(cx: &Cx, visitor: &Visitor, typed: &str) -> Result<(), Error> {
    let (now, session) = (cx.now(), visitor.session());
    let typed = domain::document::normalise(typed);
    if typed.is_empty() {
        return Err(Error::field(Field::Code, Problem::Missing));
    }
    let judged = cx
        .store()
        .write(async |tx| {
            let draft: ResetDraft = draft::find(tx, session, KIND).await?.unwrap_or_default();
            let Ok(reset) = draft.form.check() else { return Ok(Err(Problem::CodeNotSent)) };
            if draft.furthest(now) == ResetPage::Password {
                return Ok(Ok(()));
            }
            let code = match code::compare(tx, cx, session, (Purpose::Reset, &reset.phone), &typed).await? {
                Ok(code) => code,
                Err(problem) => return Ok(Err(problem)),
            };
            if let Err(problem) = code::use_up(tx, &code, now).await? {
                return Ok(Err(problem));
            }
            let proven = ResetDraft { proven: Some(now), ..draft };
            draft::save(tx, session, KIND, &proven, now).await?;
            Ok::<_, Error>(Ok(()))
        })
        .await?;
    judged.map_err(|problem| Error::field(Field::Code, problem))
}

/// Last page: sets the new password, ends every session of the account, and signs in here. `handed` is the code that staff
/// handed over, where it was asked for.
pub async fn finish(
    cx: &Cx,
    client: &Client,
    visitor: &Visitor,
    (password, again): (&str, &str),
    handed: &str,
) -> Result<SignedIn, Error> {
    let (now, session) = (cx.now(), visitor.session());
    let draft: ResetDraft =
        cx.store().read(async |r| draft::find(r, session, KIND).await).await?.unwrap_or_default();
    let reset = match draft.form.check() {
        Ok(reset) if draft.furthest(now) == ResetPage::Password => reset,
        _ => return ended_before(cx, client, visitor, password).await,
    };
    password::check_pair(cx.password_rule(), (password, again), &reset.number, reset.phone.expose())?;
    let hash = cx.hasher().hash(password).await?;
    let wanted = (&reset, &*hash, handed);
    let settled = cx.store().write(async |tx| settle(tx, cx, client, visitor, wanted).await).await?;
    cx.work_waits();
    match settled.map_err(|problem| Error::field(Field::Code, problem))? {
        Some(entry) => Ok(entry.into_given()),
        None => ended_before(cx, client, visitor, password).await,
    }
}

/// This session has set the password before.
async fn ended_before(
    cx: &Cx,
    client: &Client,
    visitor: &Visitor,
    password: &str,
) -> Result<SignedIn, Error> {
    let signed_in = finish::again(cx, client, visitor, password).await?;
    signed_in.ok_or_else(|| Refused::ResetUnfinished.into())
}

/// Nothing where the other one of two taps has done it: doing it again would end the session that that one has begun. A wrong
/// code must be counted, so it is no error inside the transaction.
async fn settle(
    tx: &mut Tx<'_>,
    cx: &Cx,
    client: &Client,
    visitor: &Visitor,
    (reset, hash, handed): (&Reset, &str, &str),
) -> Result<Result<Option<Entry>, Problem>, Error> {
    let (now, session) = (cx.now(), visitor.session());
    turn::take(tx, KIND, session.as_str(), now).await?;
    if draft::find::<ResetDraft>(tx, session, KIND).await?.is_none() {
        return Ok(Ok(None));
    }
    // The phone may have been changed since the code was sent.
    let (account, by) = owner(tx, reset, now).await?.ok_or(Error::Stale)?;
    if by == Way::Desk
        && let Err(problem) = candidate_reset::compare(tx, &account, handed, now).await?
    {
        return Ok(Err(problem));
    }
    store::account::set_password(tx, &account, hash).await?;
    match by {
        Way::Phone => {}
        Way::FormerPhone => restore_phone(tx, &account, &reset.phone, now).await?,
        Way::Desk => candidate_reset::take_phone(tx, cx, &account, &reset.phone, now).await?,
    }
    // Whoever resets by a phone of their own needs no other one: what was made at the desk ends with it.
    store::candidate_reset::delete(tx, &account).await?;
    let entry = Entry::new(client, &account, now)?;
    draft::delete(tx, session, KIND).await?;
    store::session::delete_others(tx, &account, session).await?;
    finish::mark(tx, session, &account, now).await?;
    store::device::forget_others(tx, &account, &entry.device_hash(cx)).await?;
    entry.write(tx, cx).await?;
    attempt::clear(tx, sign_in::DOOR.account, &reset.number).await?;
    attempt::clear(tx, confirm::KIND, account.as_str()).await?;
    code::push_notice(tx, &account, &letters::password_reset(cx, &reset.phone), now).await?;
    audit::record(tx, now, &actor(&account), "account.password_reset", account.as_str()).await?;
    Ok(Ok(Some(entry)))
}

/// Which of an account's phones answered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Phone,
    FormerPhone,
    /// The one that staff have named, with the document in hand: alone it opens nothing.
    Desk,
}

/// Whose number and phone these are, where they belong together.
async fn owner(r: &mut Reader<'_>, reset: &Reset, now: Instant) -> Result<Option<(AccountId, Way)>, Error> {
    let Some((account, phone)) = store::account::find_by_number(r, &reset.number).await? else {
        return Ok(None);
    };
    let former = former_phone::find(r, &account, now).await?;
    let desk = store::candidate_reset::find(r, &account, now).await?.map(|made| made.phone);
    Ok(if phone == reset.phone {
        Some((account, Way::Phone))
    } else if former.as_ref() == Some(&reset.phone) {
        Some((account, Way::FormerPhone))
    } else if desk.as_ref() == Some(&reset.phone) {
        Some((account, Way::Desk))
    } else {
        None
    })
}

/// The owner takes the account back from whoever changed its phone with a stolen password.
async fn restore_phone(
    tx: &mut Tx<'_>,
    account: &AccountId,
    phone: &Phone,
    now: Instant,
) -> Result<(), Error> {
    let mut restored = store::account::load(tx, account).await?;
    restored.phone = phone.clone();
    store::account::update_profile(tx, &restored).await?;
    former_phone::delete(tx, account).await?;
    audit::record(tx, now, &actor(account), "account.phone_restored", account.as_str()).await
}
