//! What staff decide about proofs, registrations and requests to withdraw. The command line is the first desk; the back
//! office joins with the same use cases. Each decision names the version that was looked at, and is refused when its
//! subject has moved since.

pub mod sheet;
mod withdrawals;

pub use withdrawals::{WaitingWithdrawal, decide_withdrawal, list_withdrawals};

use domain::exam::Exam;
use domain::id::{ProofId, RegistrationId};
use domain::instant::Instant;
use domain::money::Fen;
use domain::payment::{Payer, ProofProblem};
use domain::registration::{
    Changed, Event, Moved, Refusal, Registration, RejectReason, ReturnReason, State, Step,
};
use domain::staff::Permission;
use store::account::Account;
use store::proof::{Proof, ProofDecision};
use store::withdrawal::WithdrawalDecision;
use store::{Reader, Tx, withdrawal};

use crate::claim::{self, Item};
use crate::registration::keep_as;
use crate::staff::{Reach, place_of};
use crate::{Cx, Error, Operator, audit, identity, message, notices};

/// Lines of one list; the longest waiting come first.
const LINES: i64 = 200;

/// The same, of a list in memory.
const SHOWN: usize = 200;

/// A proof that waits for a look.
pub struct WaitingProof {
    /// Identifier.
    pub id: ProofId,
    /// What a decision has to name.
    pub version: i64,
    /// For which exam.
    pub exam: String,
    /// What should have been paid.
    pub fee: Fen,
    /// The candidate.
    pub account: Account,
    /// Who paid, as the candidate confirmed it.
    pub payer: Payer,
    /// Since when it waits.
    pub at: Instant,
}

/// A registration whose payment is confirmed and whose rest waits for a look.
pub struct WaitingRegistration {
    /// The registration.
    pub registration: Registration,
    /// What a decision has to name.
    pub version: i64,
    /// Its exam.
    pub exam: Exam,
    /// The candidate.
    pub account: Account,
}

/// What is said to a registration under review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// 审核通过
    Approve,
    /// 退回修改: the answers.
    Return,
    /// 审核未通过
    Reject(RejectReason),
}

/// Proofs that wait, the oldest first.
pub async fn list_proofs(cx: &Cx, who: &Operator) -> Result<Vec<WaitingProof>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = who.reach(r, Permission::ReviewPayment, now).await?;
            let proofs = store::proof::list_waiting(r, reach.widened(LINES)).await?;
            with_owners(r, proofs, &reach).await
        })
        .await
}

/// Proofs that came after their registration had expired, for the finance office.
pub async fn list_late_proofs(cx: &Cx, who: &Operator) -> Result<Vec<WaitingProof>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = who.reach(r, Permission::Reconcile, now).await?;
            let proofs = store::proof::list_late(r, reach.widened(LINES)).await?;
            with_owners(r, proofs, &reach).await
        })
        .await
}

/// Those within reach, as many as are shown.
async fn with_owners(
    r: &mut Reader<'_>,
    proofs: Vec<Proof>,
    reach: &Reach,
) -> Result<Vec<WaitingProof>, Error> {
    let mut list = Vec::new();
    for proof in proofs {
        let (registration, version) = anybodys(r, &proof.registration).await?;
        if !reach.covers(place_of(&registration)) || list.len() >= SHOWN {
            continue;
        }
        let exam = store::exam::load(r, &registration.exam).await?;
        list.push(WaitingProof {
            id: proof.id,
            version,
            exam: exam.shown_title(),
            fee: exam.fee.amount,
            account: store::account::load(r, &registration.account).await?,
            payer: proof.payer,
            at: proof.at,
        });
    }
    Ok(list)
}

/// A proof with its picture, as JPEG. Who looked at it is written down.
pub async fn look_at_proof(cx: &Cx, who: &Operator, id: &ProofId) -> Result<(WaitingProof, Vec<u8>), Error> {
    let now = cx.now();
    let (waiting, photo) = cx
        .store()
        .write(async |tx| {
            let reach = who.reach(tx, Permission::ReviewPayment, now).await?;
            let proof = store::proof::find(tx, id).await?.ok_or(Error::NotFound)?;
            let photo = proof.photo.clone();
            let waiting = with_owners(tx, vec![proof], &reach).await?.pop().ok_or(Error::Forbidden)?;
            audit::record(tx, now, &who.actor(), "proof.picture_seen", id.as_str()).await?;
            Ok::<_, Error>((waiting, photo))
        })
        .await?;
    Ok((waiting, cx.store().files().load(&photo).await?))
}

/// The proof shows the payment: the registration goes on to review. `version` is that of the list.
pub async fn accept_proof(cx: &Cx, who: &Operator, id: &ProofId, version: i64) -> Result<(), Error> {
    decide_proof(cx, who, id, version, ProofDecision::Accepted).await
}

/// The proof is sent back; its owner uploads another and refills nothing.
pub async fn return_proof(
    cx: &Cx,
    who: &Operator,
    id: &ProofId,
    version: i64,
    why: ProofProblem,
) -> Result<(), Error> {
    decide_proof(cx, who, id, version, ProofDecision::Returned(why)).await
}

async fn decide_proof(
    cx: &Cx,
    who: &Operator,
    id: &ProofId,
    version: i64,
    decision: ProofDecision,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = who.reach(tx, Permission::ReviewPayment, now).await?;
            let proof = store::proof::find(tx, id).await?.ok_or(Error::NotFound)?;
            claim::end(tx, who, &Item::Proof(id.clone()), now).await?;
            let latest = store::proof::find_latest(tx, &proof.registration).await?;
            if latest.is_none_or(|latest| latest.id != *id) {
                // It was replaced: another picture is the proof now.
                return Err(Error::Stale);
            }
            let (registration, exam) = seen_at(tx, &proof.registration, version, &reach).await?;
            let (moved, text) = match decision {
                ProofDecision::Accepted => {
                    let (moved, school) = (registration.accept_proof(&exam, now)?, &cx.sms_rules().signature);
                    let is_approved = matches!(moved.registration.state, State::Approved { .. });
                    let text = if is_approved { notices::approved } else { notices::proof_accepted };
                    let text = text(school, &exam.shown_title());
                    (moved, text)
                }
                ProofDecision::Returned(problem) => {
                    let why = ReturnReason::Proof(problem);
                    let text = notices::returned(&cx.sms_rules().signature, &exam.shown_title(), why);
                    (registration.send_back(why, &exam, now)?, text)
                }
            };
            store::proof::decide(tx, id, decision, now).await?;
            settle(tx, who, &moved, version, text, now).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Registrations whose payment is confirmed, the longest waiting first.
pub async fn list_registrations(cx: &Cx, who: &Operator) -> Result<Vec<WaitingRegistration>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = who.reach(r, Permission::ReviewEligibility, now).await?;
            let mut list = Vec::new();
            let under_review = store::registration::list_under_review(r, reach.widened(LINES)).await?;
            for (registration, version) in under_review {
                if !reach.covers(place_of(&registration)) || list.len() >= SHOWN {
                    continue;
                }
                let exam = store::exam::load(r, &registration.exam).await?;
                let account = store::account::load(r, &registration.account).await?;
                list.push(WaitingRegistration { registration, version, exam, account });
            }
            Ok(list)
        })
        .await
}

/// Decides about a registration under review. `version` is that of the list.
pub async fn decide_registration(
    cx: &Cx,
    who: &Operator,
    id: &RegistrationId,
    version: i64,
    decision: Decision,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = who.reach(tx, Permission::ReviewEligibility, now).await?;
            let (registration, exam) = seen_at(tx, id, version, &reach).await?;
            claim::end(tx, who, &Item::Registration(id.clone()), now).await?;
            let school = &cx.sms_rules().signature;
            let (moved, text) = match decision {
                Decision::Approve => {
                    let identity = identity::of(tx, &registration.account).await?.identity;
                    let moved = registration.approve(&identity, &exam, now)?;
                    let text = if moved.event == Event::ApprovedToPay {
                        notices::approved_to_pay(school, &exam.shown_title(), exam.windows.pay.end)
                    } else {
                        notices::approved(school, &exam.shown_title())
                    };
                    (moved, text)
                }
                Decision::Return => {
                    let why = ReturnReason::Answers;
                    (
                        registration.send_back(why, &exam, now)?,
                        notices::returned(school, &exam.shown_title(), why),
                    )
                }
                Decision::Reject(why) => {
                    let text = notices::rejected(school, &exam.shown_title(), why, &cx.school().hotline);
                    (registration.reject(why, &exam, now)?, text)
                }
            };
            settle(tx, who, &moved, version, text, now).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Lets one candidate change 报考信息 until this moment although the edit window has closed, or takes that back when the
/// moment does not lie ahead, and tells them which of the two it was.
pub async fn permit_edit(
    cx: &Cx,
    who: &Operator,
    id: &RegistrationId,
    version: i64,
    until: Instant,
) -> Result<(), Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = who.reach(tx, Permission::PermitEdit, now).await?;
            let (registration, exam) = seen_at(tx, id, version, &reach).await?;
            let school = &cx.sms_rules().signature;
            let text = if now < until {
                notices::edit_permitted(school, &exam.shown_title(), until)
            } else {
                notices::edit_permit_taken_back(school, &exam.shown_title())
            };
            let moved = registration.permit_edit(until, now)?;
            settle(tx, who, &moved, version, text, now).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// What its owner changed since the last look, in one line of codes.
pub fn changes(changed: &[Changed]) -> String {
    changed.iter().map(|changed| changed.code()).collect::<Vec<_>>().join(",")
}

async fn anybodys(r: &mut Reader<'_>, id: &RegistrationId) -> Result<(Registration, i64), Error> {
    store::registration::find_anybodys(r, id).await?.ok_or(Error::NotFound)
}

fn must_cover(reach: &Reach, registration: &Registration) -> Result<(), Error> {
    if reach.covers(place_of(registration)) { Ok(()) } else { Err(Error::Forbidden) }
}

/// The registration at the version that was looked at, if it is within reach.
async fn seen_at(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    version: i64,
    reach: &Reach,
) -> Result<(Registration, Exam), Error> {
    let (registration, now_at) = anybodys(tx, id).await?;
    must_cover(reach, &registration)?;
    if now_at != version {
        return Err(Error::Stale);
    }
    let exam = store::exam::load(tx, &registration.exam).await?;
    Ok((registration, exam))
}

/// Saves the decision, writes it down and tells the candidate, in one transaction. A request to withdraw that was open
/// is settled with a registration that has ended.
async fn settle(
    tx: &mut Tx<'_>,
    who: &Operator,
    moved: &Moved,
    version: i64,
    text: String,
    now: Instant,
) -> Result<(), Error> {
    keep_as(tx, &who.actor(), moved, version, now).await?;
    if moved.registration.state.is_over()
        && let Some(open) = withdrawal::find_open(tx, &moved.registration.id).await?
    {
        withdrawal::decide(tx, &open.id, WithdrawalDecision::Declined, now).await?;
    }
    tell(tx, &moved.registration, text, now).await
}

async fn tell(tx: &mut Tx<'_>, registration: &Registration, text: String, now: Instant) -> Result<(), Error> {
    let account = store::account::load(tx, &registration.account).await?;
    message::tell(tx, &account, text, now).await
}

/// A rule said no to a decision: the sentence for whoever sits at the desk.
pub fn refusal_in_words(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::TooEarly { .. } => "the review window has not opened yet",
        Refusal::TooLate { .. } => "the review window has closed",
        Refusal::Over => "the registration has ended",
        Refusal::StepMissing(Step::Identity) => "the real-name check is not passed yet",
        Refusal::StepMissing(Step::Face) => "the face check is not passed yet",
        Refusal::NotNow
        | Refusal::NotSeated
        | Refusal::NoScore
        | Refusal::StepMissing(_)
        | Refusal::AlreadyDone
        | Refusal::NoticeChanged
        | Refusal::DocumentNotTaken
        | Refusal::NotOffered
        | Refusal::Ineligible
        | Refusal::ExamFull
        | Refusal::PaymentConfirmed => "the registration is not in a state that awaits this decision",
    }
}
