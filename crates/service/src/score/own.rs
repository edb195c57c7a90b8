//! One's own score.

use domain::exam::{Exam, WindowName};
use domain::id::RegistrationId;
use domain::registration::{Refusal, State};
use domain::score::{Mark, Outcome, Recheck, ScoreState};
use domain::seating::TicketNumber;
use store::Reader;

use crate::{Candidate, Cx, Error, audit};

/// A score as its owner sees it.
pub struct Own {
    /// The exam.
    pub exam: Exam,
    /// 准考证号
    pub number: TicketNumber,
    /// Name of the subject.
    pub subject: String,
    /// How it was sat.
    pub outcome: Outcome,
    /// What passes.
    pub pass_line: Mark,
    /// Whether another look was asked for.
    pub recheck: Option<Recheck>,
}

/// One's own score, inside its window, once it is published.
pub async fn load_own(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<Own, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let (registration, _) =
                store::registration::find_own(r, who.id(), id).await?.ok_or(Error::NotFound)?;
            let exam = store::exam::load(r, &registration.exam).await?;
            if registration.state.is_over() {
                return Err(Refusal::Over.into());
            }
            exam.windows.must_be_open(WindowName::Score, now)?;
            if !matches!(registration.state, State::Admitted { .. }) {
                return Err(Refusal::NotNow.into());
            }
            published(r, id, exam).await
        })
        .await
}

async fn published(r: &mut Reader<'_>, id: &RegistrationId, exam: Exam) -> Result<Own, Error> {
    let ticket = store::seating::find_ticket(r, id).await?.ok_or(Refusal::NotSeated)?;
    let score = store::score::find(r, id).await?.filter(|score| score.state == ScoreState::Published);
    let sheet = store::score::find_sheet(r, &exam.id).await?;
    let (Some(score), Some(sheet)) = (score, sheet) else { return Err(Refusal::NoScore.into()) };
    let subject = &ticket.placed.sitter.subject;
    Ok(Own {
        subject: exam.subject(subject).map_or_else(|| subject.clone(), |subject| subject.name.clone()),
        number: ticket.number,
        outcome: score.outcome,
        pass_line: sheet.pass_line,
        recheck: store::score::find_recheck(r, id).await?,
        exam,
    })
}

/// 申请复查: once. Whoever asks again has asked already.
pub async fn request_recheck(cx: &Cx, who: &Candidate, id: &RegistrationId) -> Result<(), Error> {
    if load_own(cx, who, id).await?.recheck.is_some() {
        return Ok(());
    }
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            if !store::score::ask(tx, id, now).await? {
                return Ok(());
            }
            audit::record(tx, now, &who.actor(), "score.recheck_requested", id.as_str()).await
        })
        .await
}
