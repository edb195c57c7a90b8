//! The home page: published exams and announcements.

use domain::exam::{Announcement, Phase};
use domain::id::{ExamId, RegistrationId};
use domain::instant::Instant;
use domain::money::Fen;
use domain::registration::State;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// One exam on the home page.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct ExamCard {
    /// Identifier.
    pub id: ExamId,
    /// Title.
    pub title: String,
    /// What can be done with it now.
    pub phase: Phase,
    /// What it costs.
    pub fee: Fen,
    /// Names of the subjects.
    pub subjects: Vec<String>,
    /// Whether no place is left.
    pub full: bool,
    /// The reader's own last registration for it.
    pub mine: Option<(RegistrationId, State)>,
}

/// 首页
#[derive(Clone, Serialize, Deserialize)]
pub struct HomeView {
    /// 示例大学继续教育学院
    pub school: String,
    /// Telephone for help.
    pub hotline: String,
    /// The server's clock, for countdowns.
    pub now: Instant,
    /// Whether somebody is signed in.
    pub signed_in: bool,
    /// Published exams.
    pub exams: Vec<ExamCard>,
    /// Announcements, the newest first.
    pub announcements: Vec<Announcement>,
}

/// 首页
#[server(endpoint = "home", output = Json, client = Fresh)]
pub async fn load_home() -> Result<HomeView, AppError> {
    use crate::ssr::*;
    let candidate = visitor().await?.and_then(Visitor::into_candidate);
    let cx = cx();
    let home = service::exam::home(&cx, candidate.as_ref()).await?;
    let titled = home.exams.into_iter().map(|(exam, mine)| (exam.shown_title(), exam, mine));
    let exams = titled.map(|(title, exam, mine)| ExamCard {
        phase: exam.phase(home.now),
        fee: exam.fee.amount,
        full: !exam.has_places_left(),
        subjects: exam.subjects.into_iter().map(|subject| subject.name).collect(),
        id: exam.id,
        title,
        mine,
    });
    Ok(HomeView {
        school: cx.school().name.clone(),
        hotline: cx.school().hotline.clone(),
        now: home.now,
        signed_in: candidate.is_some(),
        exams: exams.collect(),
        announcements: home.announcements,
    })
}
