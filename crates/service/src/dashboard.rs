//! 数据总览: counts of one exam, of what whoever looks may see of it.

use domain::card::{CardProblem, Side};
use domain::exam::{Exam, Status};
use domain::id::ExamId;
use domain::instant::Instant;
use domain::staff::{Permission, Place};
use store::Reader;
use store::dashboard::{self as counts, Count};

use crate::code::day_of;
use crate::staff::Reach;
use crate::{Cx, Error, Operator};

/// Days that are shown, today included.
const DAYS: i64 = 14;

/// Days whose failed identity checks are counted.
const FAILURE_DAYS: i64 = 30;

const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What the dashboard shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dashboard {
    /// Exams that can be chosen, the one that opens last first.
    pub exams: Vec<(ExamId, String)>,
    /// The numbers of the chosen one; none where there is no exam yet.
    pub chosen: Option<Numbers>,
}

/// Of one exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    /// Which.
    pub exam: ExamId,
    /// When they were counted.
    pub at: Instant,
    /// By state, as it is stored; only states that there are.
    pub states: Vec<(String, i64)>,
    /// By day, the earliest first: the day's middle, how many were begun, how many handed in their first proof.
    pub days: Vec<(Instant, i64, i64)>,
    /// By subject, in the exam's order: its name, and how many.
    pub subjects: Vec<(String, i64)>,
    /// By site, in the exam's order: its name, and how many. Empty where the exam names none.
    pub sites: Vec<(String, i64)>,
    /// How far registrations have come: [`counts::Steps::reached`].
    pub reached: [i64; 7],
    /// Since when the longest waiting waits: proofs, eligibility, identity; identities only for who sees the school.
    pub oldest: [Option<Instant>; 3],
    /// Why identity checks of the last thirty days were not passed, the commonest first. Which side of a card is not told
    /// apart. Empty for who sees a part of the school.
    pub failures: Vec<(CardProblem, i64)>,
}

/// The dashboard, of this exam or else of the newest that candidates may see.
pub async fn load(cx: &Cx, staff: &Operator, wanted: Option<&ExamId>) -> Result<Dashboard, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::SeeDashboard, now).await?;
            let mut exams = store::exam::list_all(r).await?;
            exams.retain(|exam| sees_some(&reach, exam));
            let chosen = match wanted {
                Some(id) => Some(exams.iter().find(|exam| exam.id == *id).ok_or(Error::NotFound)?),
                None => exams
                    .iter()
                    .find(|exam| matches!(exam.status, Status::Published { .. }))
                    .or_else(|| exams.first()),
            };
            let chosen = match chosen {
                Some(exam) => Some(numbers(r, &reach, exam, now).await?),
                None => None,
            };
            let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
            Ok(Dashboard { exams, chosen })
        })
        .await
}

/// Whether somebody sees a part of the exam.
fn sees_some(reach: &Reach, exam: &Exam) -> bool {
    let sites = exam.sites.iter().map(|site| Some(site.code.as_str()));
    sites.chain([None]).any(|site| reach.covers(Place::Registration(&exam.id, site)))
}

async fn numbers(r: &mut Reader<'_>, reach: &Reach, exam: &Exam, now: Instant) -> Result<Numbers, Error> {
    let id = &exam.id;
    let first_day = day_of(now) - DAYS + 1;
    let since = now.plus_seconds(-DAYS * DAY_SECONDS);
    let within = Within { reach, exam: id };
    let by_state = within.sum(counts::states(r, id).await?);
    let subjects = counts::subjects(r, id).await?;
    let of_site = |code: &str| {
        let counted =
            subjects.iter().filter(|count| count.site.as_deref() == Some(code) && within.has(count));
        counted.map(|count| count.many).sum()
    };
    let sites = exam.sites.iter().map(|site| (site.name.clone(), of_site(&site.code))).collect();
    let of_subject = within.sum(subjects.clone());
    let many = |code: &str| of_subject.iter().find(|(kind, _)| kind == code).map_or(0, |(_, many)| *many);
    let subjects = exam.subjects.iter().map(|subject| (subject.name.clone(), many(&subject.code))).collect();
    let begun = within.sum(counts::begun(r, id, since).await?);
    let handed_in = within.sum(counts::handed_in(r, id, since).await?);
    let on =
        |list: &[(i64, i64)], day: i64| list.iter().find(|(of, _)| *of == day).map_or(0, |(_, many)| *many);
    let days = (0..DAYS).map(|nth| {
        let day = first_day + nth;
        let middle = now.plus_seconds((day - day_of(now)) * DAY_SECONDS);
        (middle, on(&begun, day), on(&handed_in, day))
    });
    let mut reached = [0; 7];
    for steps in counts::steps(r, id).await? {
        if within.covers(steps.site.as_deref()) {
            reached.iter_mut().zip(steps.reached).for_each(|(sum, many)| *sum += many);
        }
    }
    let oldest = counts::oldest(r, id).await?;
    let first = |state: &str| {
        let waits = oldest.iter().filter(|count| count.kind == state && within.has(count));
        waits.map(|count| Instant::from_millis(count.many)).min()
    };
    let is_whole = reach.covers(Place::School);
    let identity = if is_whole { counts::oldest_identity(r).await? } else { None };
    let failures = if is_whole { failures(r, now).await? } else { Vec::new() };
    Ok(Numbers {
        exam: id.clone(),
        at: now,
        states: by_state,
        days: days.collect(),
        subjects,
        sites,
        reached,
        oldest: [first("submitted"), first("under_review"), identity],
        failures,
    })
}

/// What somebody sees of one exam.
struct Within<'a> {
    reach: &'a Reach,
    exam: &'a ExamId,
}

impl Within<'_> {
    fn covers(&self, site: Option<&str>) -> bool {
        self.reach.covers(Place::Registration(self.exam, site))
    }

    fn has<K>(&self, count: &Count<K>) -> bool {
        self.covers(count.site.as_deref())
    }

    /// By kind, over the sites that are seen.
    fn sum<K: PartialEq>(&self, list: Vec<Count<K>>) -> Vec<(K, i64)> {
        let mut sums: Vec<(K, i64)> = Vec::new();
        for count in list {
            if !self.has(&count) {
                continue;
            }
            match sums.iter_mut().find(|(kind, _)| *kind == count.kind) {
                Some((_, sum)) => *sum += count.many,
                None => sums.push((count.kind, count.many)),
            }
        }
        sums
    }
}

async fn failures(r: &mut Reader<'_>, now: Instant) -> Result<Vec<(CardProblem, i64)>, Error> {
    let mut sums: Vec<(CardProblem, i64)> = Vec::new();
    for (problems, many) in counts::problems(r, now.plus_seconds(-FAILURE_DAYS * DAY_SECONDS)).await? {
        let mut of_check: Vec<CardProblem> = Vec::new();
        for problem in problems.into_iter().map(of_either_side) {
            if !of_check.contains(&problem) {
                of_check.push(problem);
            }
        }
        for problem in of_check {
            match sums.iter_mut().find(|(of, _)| *of == problem) {
                Some((_, sum)) => *sum += many,
                None => sums.push((problem, many)),
            }
        }
    }
    sums.sort_by_key(|(_, many)| std::cmp::Reverse(*many));
    Ok(sums)
}

/// The same problem, of the front: which side it was is not told apart.
fn of_either_side(problem: CardProblem) -> CardProblem {
    match problem {
        CardProblem::NotACard(_) => CardProblem::NotACard(Side::Front),
        CardProblem::WrongSide(_) => CardProblem::WrongSide(Side::Front),
        CardProblem::TooBlurred(_) => CardProblem::TooBlurred(Side::Front),
        CardProblem::Glare(_) => CardProblem::Glare(Side::Front),
        CardProblem::BorderCut(_) => CardProblem::BorderCut(Side::Front),
        CardProblem::Photocopy(_) => CardProblem::Photocopy(Side::Front),
        CardProblem::Screen(_) => CardProblem::Screen(Side::Front),
        other => other,
    }
}
