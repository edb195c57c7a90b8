//! 数据总览

use domain::card::CardProblem;
use domain::id::ExamId;
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// 数据总览
#[derive(Clone, Serialize, Deserialize)]
pub struct DashboardView {
    /// Exams that can be chosen: identifier and title.
    pub exams: Vec<(ExamId, String)>,
    /// The numbers of the chosen one.
    pub chosen: Option<NumbersView>,
}

/// The numbers of one exam.
#[derive(Clone, Serialize, Deserialize)]
pub struct NumbersView {
    /// Which.
    pub exam: ExamId,
    /// When they were counted.
    pub at: Instant,
    /// By state, as it is stored.
    pub states: Vec<(String, i64)>,
    /// By day, the earliest first: a moment of the day, how many were begun, how many handed in.
    pub days: Vec<(Instant, i64, i64)>,
    /// By subject: its name, and how many.
    pub subjects: Vec<(String, i64)>,
    /// By site: its name, and how many.
    pub sites: Vec<(String, i64)>,
    /// How many have come as far as each step.
    pub reached: [i64; 7],
    /// Since when the longest waiting waits: proofs, eligibility, identity.
    pub oldest: [Option<Instant>; 3],
    /// Why identity checks were not passed.
    pub failures: Vec<(CardProblem, i64)>,
}

/// 数据总览
#[server(endpoint = "staff/dashboard", output = Json, client = Fresh)]
pub async fn load_dashboard(exam: Option<ExamId>) -> Result<Framed<DashboardView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let found = service::dashboard::load(&cx, &staff.clone().into(), exam.as_ref()).await?;
    let chosen = found.chosen.map(|numbers| NumbersView {
        exam: numbers.exam,
        at: numbers.at,
        states: numbers.states,
        days: numbers.days,
        subjects: numbers.subjects,
        sites: numbers.sites,
        reached: numbers.reached,
        oldest: numbers.oldest,
        failures: numbers.failures,
    });
    framed(&cx, &staff, DashboardView { exams: found.exams, chosen }).await
}
