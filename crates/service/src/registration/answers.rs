//! 报考信息: kept while it is typed, confirmed once, changed later.

use domain::exam::Offer;
use domain::id::RegistrationId;
use domain::instant::Instant;
use domain::payment::PaymentState;
use domain::registration::{Answers, AnswersForm, Refusal, Registration, State, Step};
use store::account::Account;
use store::{Reader, Tx};

use super::{Seen, find, keep};
use crate::{Candidate, Cx, Error, jobs, roster};

/// 报考信息 as its page shows it.
pub struct Filled {
    /// The registration.
    pub seen: Seen,
    /// The owner.
    pub account: Account,
    /// What can be chosen, and why not the rest.
    pub offer: Offer,
    /// What was typed or chosen before, on whichever phone.
    pub form: AnswersForm,
    /// Until when what was confirmed may be changed; or why not.
    pub change: Result<Instant, Refusal>,
    /// Whether an order screenshot is there, which a change keeps.
    pub has_proof: bool,
    /// Why the exam's roster lets nobody like them hand it in, in the school's words; of a draft alone.
    pub barred: Option<String>,
}

/// 报考信息, if the registration has come to it.
pub async fn load_answers(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Filled, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let seen = find(r, who, id).await?;
            seen.must_have_reached(Step::Answers)?;
            let account = store::account::load(r, who.id()).await?;
            seen.exam.must_take(account.number.kind())?;
            let change = seen.registration.may_change_until(&seen.exam, now);
            // Where nothing can be changed any more, what is registered is shown, not what was typed too late.
            let is_open = seen.registration.state == State::Draft || change.is_ok();
            let typed = store::registration_draft::find(r, id).await?.filter(|_| is_open);
            let form = match typed {
                Some(typed) => typed,
                None => seen.registration.answers.as_ref().map(AnswersForm::from).unwrap_or_default(),
            };
            let is_draft = seen.registration.state == State::Draft;
            let standing = roster::standing(r, &seen.exam.id, &account).await?;
            Ok(Filled {
                offer: offer(r, &seen, &account).await?,
                barred: standing.bar().filter(|_| is_draft).map(str::to_owned),
                change,
                has_proof: store::proof::find_latest(r, id).await?.is_some(),
                seen,
                account,
                form,
            })
        })
        .await
}

/// Keeps what was typed so far, for this phone and any other. Judges nothing: only a confirmation or a change does.
pub async fn save_draft(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    form: &AnswersForm,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            seen.must_have_reached(Step::Answers)?;
            Ok(store::registration_draft::save(tx, id, &shortened(form), now).await?)
        })
        .await
}

/// 提交报名: confirms the finished draft, holds a place, and payment comes next. What was typed is kept first, so that
/// a refusal loses nothing.
pub async fn confirm(cx: &Cx, who: &Candidate, id: &RegistrationId, form: &AnswersForm) -> Result<(), Error> {
    // What comes from an old page after the confirmation is not what the next page should show.
    keep_typed(cx, who, id, form, |state| *state == State::Draft).await?;
    match confirm_once(cx, who, id, form).await {
        // Two at once, of which the database let one through: the other looks again at what is there now.
        Err(Error::Stale) => confirm_once(cx, who, id, form).await,
        other => other,
    }
}

async fn confirm_once(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    form: &AnswersForm,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            let answers = checked(tx, who, &seen, form).await?;
            if is_confirmed(&seen.registration) {
                // The second tap of a double tap: it is confirmed, which is what was wanted. Another choice comes from
                // a page that was open elsewhere, and nobody pays for what they have not chosen.
                let is_same = seen.registration.answers.as_ref() == Some(&answers);
                return if is_same { Ok(()) } else { Err(Error::Stale) };
            }
            let moved = seen.registration.clone().confirm(answers, &seen.identity, &seen.exam, now)?;
            keep(tx, who, &moved, seen.version, now).await?;
            // Its place is held, and from here on the order of payment and review stands still: another one than was read
            // is looked at again.
            let exam = store::exam::load(tx, &seen.exam.id).await?;
            if exam.rules.order != seen.exam.rules.order {
                return Err(Error::Stale);
            }
            store::registration_draft::forget(tx, id).await?;
            jobs::push_expiry(tx, id, seen.exam.windows.pay.end, now).await
        })
        .await
}

/// Whether it stands where a confirmation leads to: the fee is due, or the review that comes before it goes on.
fn is_confirmed(registration: &Registration) -> bool {
    match registration.state {
        State::AwaitingPayment { .. } => true,
        State::UnderReview { .. } => registration.payment == PaymentState::None,
        State::Draft
        | State::Submitted { .. }
        | State::Approved { .. }
        | State::Admitted { .. }
        | State::Returned { .. }
        | State::Rejected { .. }
        | State::Expired { .. }
        | State::Withdrawn { .. }
        | State::Discarded { .. } => false,
    }
}

/// 修改报考信息, inside the edit window. The payment and its proof stay as they are; only what changed goes back to
/// review.
pub async fn change(cx: &Cx, who: &Candidate, id: &RegistrationId, form: &AnswersForm) -> Result<(), Error> {
    let now = cx.now();
    keep_typed(cx, who, id, form, |_| true).await?;
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            let answers = checked(tx, who, &seen, form).await?;
            match seen.registration.clone().change(answers, &seen.exam, now) {
                // Nothing differs: the second tap of a double tap, or a look that led to no change.
                Err(Refusal::AlreadyDone) => {}
                Err(refusal) => return Err(refusal.into()),
                Ok(moved) => keep(tx, who, &moved, seen.version, now).await?,
            }
            Ok(store::registration_draft::forget(tx, id).await?)
        })
        .await
}

/// Every problem of the form and of the profile at once.
async fn checked(
    tx: &mut Tx<'_>,
    who: &Candidate,
    seen: &Seen,
    form: &AnswersForm,
) -> Result<Answers, Error> {
    let account = store::account::load(tx, who.id()).await?;
    seen.exam.must_take(account.number.kind())?;
    // Rules of the road come before those of the form: whoever is too late or too early need not choose anew.
    if seen.registration.state == State::Draft {
        seen.must_have_reached(Step::Answers)?;
        seen.exam.must_have_places_left()?;
        // Before money is asked (C8); what a roster learns later is for the person who reviews.
        roster::standing(tx, &seen.exam.id, &account).await?.must_let_on()?;
    }
    let offer = offer(tx, seen, &account).await?;
    Ok(form.check(&offer, account.candidate_type.as_deref(), account.major.as_deref())?)
}

/// What can be chosen: by the rules of the exam, and by what the list says of the major.
async fn offer(r: &mut Reader<'_>, seen: &Seen, account: &Account) -> Result<Offer, Error> {
    let mut exam = seen.exam.clone();
    if let Some(major) = &account.major
        && let Some(language) = store::choices::language_of(r, major).await?
    {
        exam.bar_own_language(major, &language);
    }
    Ok(exam.offer(account.major.as_deref(), seen.registration.place().as_ref()))
}

/// Keeps the form in a transaction of its own: what follows may be refused. Only in the states in which it `is_wanted`.
async fn keep_typed(
    cx: &Cx,
    who: &Candidate,
    id: &RegistrationId,
    form: &AnswersForm,
    is_wanted: impl Fn(&State) -> bool,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let seen = find(tx, who, id).await?;
            if is_wanted(&seen.registration.state) && seen.must_have_reached(Step::Answers).is_ok() {
                store::registration_draft::save(tx, id, &shortened(form), now).await?;
            }
            Ok(())
        })
        .await
}

/// Longest value of a field that is kept; every right one is far shorter.
const MAX_KEPT_CHARS: usize = 64;

fn shortened(form: &AnswersForm) -> AnswersForm {
    let short = |text: &str| text.chars().take(MAX_KEPT_CHARS).collect();
    AnswersForm {
        subject: short(&form.subject),
        site: short(&form.site),
        enrolment: short(&form.enrolment),
        thesis: short(&form.thesis),
        graduation: short(&form.graduation),
    }
}
