//! The home page.

use domain::exam::{Announcement, Exam, Fee, Phase};
use domain::id::{ExamId, RegistrationId};
use domain::instant::Instant;
use domain::registration::State;

use crate::{Candidate, Cx, Error};

/// Announcements on the home page.
const ANNOUNCEMENTS: i64 = 10;

/// 首页
pub struct Home {
    /// The server's clock.
    pub now: Instant,
    /// Published exams, each with the reader's last registration for it.
    pub exams: Vec<(Exam, Option<(RegistrationId, State)>)>,
    /// The newest first.
    pub announcements: Vec<Announcement>,
}

/// 首页
pub async fn home(cx: &Cx, who: Option<&Candidate>) -> Result<Home, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let own = match who {
                Some(who) => store::registration::list_own(r, who.id()).await?,
                None => Vec::new(),
            };
            let exams = store::exam::list_published(r).await?.into_iter().map(|exam| {
                let mine = own.iter().find(|own| own.exam == exam.id).map(|own| (own.id.clone(), own.state));
                (exam, mine)
            });
            let mut exams: Vec<_> = exams.collect();
            exams.sort_by_key(|(exam, _)| rank(exam.phase(now)));
            Ok(Home { now, exams, announcements: store::announcement::list_shown(r, ANNOUNCEMENTS).await? })
        })
        .await
}

/// What can be done now comes first, then what has begun, then what will.
fn rank(phase: Phase) -> u8 {
    match phase {
        Phase::Registering { .. } => 0,
        Phase::Ticket { .. } | Phase::Scores => 1,
        Phase::Reviewing | Phase::Waiting => 2,
        Phase::NotOpen { .. } => 3,
    }
}

/// What a published exam costs, and where it is paid.
pub async fn fee(cx: &Cx, id: &ExamId) -> Result<Fee, Error> {
    let exam = cx.store().read(async |r| store::exam::find(r, id).await).await?;
    Ok(exam.ok_or(Error::NotFound)?.fee)
}
