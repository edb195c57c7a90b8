//! 核对证件后重置: a candidate has lost password and phone, and stands before an officer with the document (A9).
//!
//! The officer compares the document and names the new phone. They get a reset code, which is shown once and handed over.
//! With it, and with a code that the new phone gets, the candidate sets a password at 找回密码 and has the new phone from then
//! on ([`crate::reset`]). Until then everything stays as it is: nobody is kept out by a reset that was never wanted, of which
//! the old phone hears at once.

use domain::document::normalise;
use domain::form::Problem;
use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::Phone;
use domain::person_desk::{PersonRefusal, RESET_SECONDS, RESET_TRIES, ResetReason};
use domain::staff::Permission;
use store::account::Account;
use store::candidate_reset::{self, CandidateReset};
use store::{Reader, Tx, former_phone, staff_session};

use crate::staff::account::one_time_password;
use crate::staff::security::Once;
use crate::staff::{Confirmed, Staff};
use crate::{Cx, Error, audit, code, letters};

/// Milliseconds within which the same form is the second of two taps.
const TWO_TAPS_MILLIS: i64 = 10_000;

/// What was typed at the desk.
#[derive(Clone, Copy)]
pub struct DeskReset<'f> {
    /// Why, a code of [`ResetReason`].
    pub reason: &'f str,
    /// Whether the document was compared.
    pub compared: bool,
    /// The new phone.
    pub phone: &'f str,
}

/// Makes a reset code, and tells the old phone. The officer's page shows the code once; whoever has no session gets it as the
/// answer. Nothing for the second of two taps: the page shows what came of the first.
pub async fn make(
    cx: &Cx,
    who: Confirmed<'_>,
    account: &AccountId,
    form: DeskReset<'_>,
) -> Result<Option<String>, Error> {
    let now = cx.now();
    cx.store().read(async |r| owner(r, who, account, now).await).await?;
    let (reason, phone) = check(form)?;
    let made = one_time_password()?;
    let given = cx
        .store()
        .write(async |tx| {
            let owner = owner(tx, who, account, now).await?;
            if owner.phone == phone {
                return Err(PersonRefusal::SamePhone.into());
            }
            let twin = candidate_reset::find(tx, account, now).await?;
            if twin.is_some_and(|twin| twin.phone == phone && now.since(twin.made) < TWO_TAPS_MILLIS) {
                return Ok(None);
            }
            let reset =
                CandidateReset { phone: phone.clone(), made: now, until: now.plus_seconds(RESET_SECONDS) };
            candidate_reset::save(tx, account, &reset, &normalise(&made)).await?;
            code::push_notice(tx, account, &letters::reset_by_staff(cx, &owner.phone, &phone), now).await?;
            show(tx, who, &owner, &made).await?;
            let change = audit::change(&owner.phone.masked(), &phone.masked());
            let detail = [reason.code(), ": ", &change].concat();
            let (actor, event) = (who.operator().actor(), "account.reset_by_staff");
            audit::record_change(tx, now, &actor, event, account.as_str(), detail).await?;
            Ok::<_, Error>(Some(made.clone()))
        })
        .await?;
    cx.work_waits();
    Ok(given)
}

/// Compares the code that was handed over, which costs one of its tries.
pub(crate) async fn compare(
    tx: &mut Tx<'_>,
    account: &AccountId,
    typed: &str,
    now: Instant,
) -> Result<Result<(), Problem>, Error> {
    let typed = normalise(typed);
    if typed.is_empty() {
        return Ok(Err(Problem::Missing));
    }
    Ok(match candidate_reset::compare(tx, account, &typed, RESET_TRIES, now).await? {
        Some((true, _)) => Ok(()),
        Some((false, tries)) if tries < RESET_TRIES => {
            Err(Problem::CodeWrong { left: u32::try_from(RESET_TRIES - tries).unwrap_or_default() })
        }
        Some((false, _)) | None => Err(Problem::CodeBurnt),
    })
}

/// The account has the new phone from now on. The old one, which is lost, can recover nothing any more; whoever holds it hears
/// of it.
pub(crate) async fn take_phone(
    tx: &mut Tx<'_>,
    cx: &Cx,
    account: &AccountId,
    phone: &Phone,
    now: Instant,
) -> Result<(), Error> {
    let mut owner = store::account::load(tx, account).await?;
    let old = std::mem::replace(&mut owner.phone, phone.clone());
    store::account::update_profile(tx, &owner).await?;
    former_phone::delete(tx, account).await?;
    code::push_notice(tx, account, &letters::phone_replaced(cx, &old, phone), now).await?;
    let change = audit::change(&old.masked(), &phone.masked());
    let (actor, event) = (crate::session::actor(account), "account.phone_replaced");
    audit::record_change(tx, now, &actor, event, account.as_str(), change).await
}

/// Whose account it is, for whoever may reset it.
async fn owner(
    r: &mut Reader<'_>,
    who: Confirmed<'_>,
    account: &AccountId,
    now: Instant,
) -> Result<Account, Error> {
    let reach = who.operator().reach(r, Permission::ResetCandidate, now).await?;
    let owner = store::account::find(r, account).await?.ok_or(Error::NotFound)?;
    reach.must_cover_person(r, account).await?;
    Ok(owner)
}

fn check(form: DeskReset<'_>) -> Result<(ResetReason, Phone), PersonRefusal> {
    let reason = ResetReason::from_code(form.reason).ok_or(PersonRefusal::Reason)?;
    if !form.compared {
        return Err(PersonRefusal::NotCompared);
    }
    Ok((reason, Phone::parse(form.phone).map_err(PersonRefusal::Phone)?))
}

async fn show(tx: &mut Tx<'_>, who: Confirmed<'_>, owner: &Account, code: &str) -> Result<(), Error> {
    let Some(session) = who.operator().staff().map(Staff::session) else { return Ok(()) };
    let once = Once::CandidateReset { name: owner.name.masked(), code: code.to_owned() };
    Ok(staff_session::show(tx, session, Some(&once.to_text()?)).await?)
}
