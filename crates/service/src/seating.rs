//! 编排: rooms, the arrangement of an exam, its freezing, and what may still change after that.
//!
//! Whoever is approved and has no ticket waits for a seat: before the plan is frozen the next arrangement seats them,
//! afterwards [`add_late`] does. Nobody can fall between the two, because both ask the same question.

mod desk;
mod refusal;

pub use desk::{
    Look, TypedRoom, archive_typed, freeze_typed, look, save_typed_room, set_typed_sitting, swap_typed,
    typed_rule,
};
pub use refusal::Refusal;
pub use store::seating::{Kept, PlanState};

use std::collections::BTreeMap;

use domain::exam::{Exam, Site};
use domain::id::{ExamId, RegistrationId};
use domain::instant::{Instant, Window};
use domain::registration::{Registration, State};
use domain::seating::numbering::{USUAL_PARTS, Written};
use domain::seating::{
    Frozen, Numbering, Plan, Room, Rule, Sitter, SwapProblem, Ticketed, arrange as arrange_seats,
};
use domain::staff::{Permission, Place};
use store::{Reader, Tx};

use crate::registration::keep_as;
use crate::{Cx, Error, Operator, audit};

/// Characters of a reason, at most.
pub const MOST_REASON: usize = 200;

/// The seating of an exam as the office sees it.
#[derive(Debug, Clone)]
pub struct Seating {
    /// The exam.
    pub exam: Exam,
    /// Its rooms as they are now; a frozen plan has its own.
    pub rooms: Vec<Room>,
    /// When its subjects are sat, as far as that is set.
    pub sittings: Vec<(String, Window)>,
    /// Approved, without a seat in a frozen plan: all of them before it is frozen, the late ones after.
    pub waiting: Vec<Sitter>,
    /// The plan, once there is one.
    pub plan: Option<Kept>,
}

/// The seating of an exam, as far as whoever looks may see its sites.
pub async fn open(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<Seating, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::SeeSeating, now).await?;
            let exam = store::exam::find(r, id).await?.ok_or(Error::NotFound)?;
            let sees =
                |site: &str| reach.covers(Place::Registration(id, Some(site).filter(|s| !s.is_empty())));
            if !sees("") && !exam.sites.iter().any(|site| sees(&site.code)) {
                return Err(Error::Forbidden);
            }
            let mut seating = Seating {
                exam,
                rooms: store::seating::list_rooms(r, id).await?,
                sittings: store::seating::list_sittings(r, id).await?,
                waiting: store::seating::list_waiting(r, id).await?,
                plan: store::seating::find(r, id).await?,
            };
            seating.rooms.retain(|room| sees(&room.site));
            seating.waiting.retain(|sitter| sees(&sitter.site));
            if let Some(kept) = &mut seating.plan {
                narrow(kept, &sees);
            }
            Ok(seating)
        })
        .await
}

/// Leaves of a plan what lies at the sites that are seen.
fn narrow(kept: &mut Kept, sees: &dyn Fn(&str) -> bool) {
    kept.rooms.retain(|room| sees(&room.site));
    kept.plan.placed.retain(|placed| sees(&placed.sitter.site));
    if let Some(frozen) = &mut kept.frozen {
        frozen.rooms.retain(|room| sees(&room.site));
        frozen.tickets.retain(|ticket| sees(&ticket.placed.sitter.site));
    }
}

/// Adds a room, or changes the one of this number. What is frozen keeps its rooms as they were.
pub async fn save_room(cx: &Cx, staff: &Operator, id: &ExamId, room: &Room) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let exam = must_arrange(tx, staff, id, now).await?;
            if !(1..=999).contains(&room.number) {
                return Err(Refusal::RoomNumber);
            }
            let has_site =
                if exam.sites.is_empty() { room.site.is_empty() } else { exam.site(&room.site).is_some() };
            if !has_site {
                return Err(Refusal::Unknown);
            }
            store::seating::save_room(tx, id, room).await?;
            let detail = format!("{}-{} {} {}", room.site, room.number, room.building, room.name);
            note(tx, staff, id, "seating.room_saved", detail, now).await
        })
        .await
}

/// Takes a room away; whoever comes second finds it gone.
pub async fn remove_room(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    (site, number): (&str, u16),
) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must_arrange(tx, staff, id, now).await?;
            if !store::seating::delete_room(tx, id, site, number).await? {
                return Ok(());
            }
            note(tx, staff, id, "seating.room_removed", format!("{site}-{number}"), now).await
        })
        .await
}

/// Sets when a subject is sat.
pub async fn set_sitting(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    (subject, when): (&str, Window),
) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let exam = must_arrange(tx, staff, id, now).await?;
            if exam.subject(subject).is_none() {
                return Err(Refusal::Unknown);
            }
            if when.start >= when.end {
                return Err(Refusal::Backwards);
            }
            store::seating::save_sitting(tx, id, subject, when).await?;
            let detail = [subject, " ", &when.start.to_minute(), " - ", &when.end.to_minute()].concat();
            note(tx, staff, id, "seating.sitting_set", detail, now).await
        })
        .await
}

/// Arranges everybody who is approved into a draft, over an earlier one.
pub async fn arrange(cx: &Cx, staff: &Operator, id: &ExamId, rule: Rule) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must_arrange(tx, staff, id, now).await?;
            if store::seating::find(tx, id).await?.is_some_and(|kept| kept.state != PlanState::Draft) {
                return Err(Refusal::Frozen);
            }
            let rooms = store::seating::list_rooms(tx, id).await?;
            let sitters = store::seating::list_waiting(tx, id).await?;
            let plan = arrange_seats(&rooms, &sitters, rule)?;
            store::seating::draft(tx, id, &rooms, &plan, now).await?;
            let detail = format!(
                "{} seated, {} violations, {}",
                plan.placed.len(),
                plan.violations.len(),
                serde_json::to_string(&rule).unwrap_or_default()
            );
            note(tx, staff, id, "seating.arranged", detail, now).await
        })
        .await
}

/// The usual rule of numbers for an exam: sites by the digit of their code where all have one, subjects in the exam's
/// order.
pub fn usual_numbering(exam: &Exam, school: u32, year: u16, term: u8) -> Written {
    let in_order = |codes: Vec<&str>| -> BTreeMap<String, u16> {
        codes.into_iter().map(str::to_owned).zip(1..).collect()
    };
    let by_code: Option<BTreeMap<String, u16>> = exam
        .sites
        .iter()
        .map(|Site { code, .. }| Some((code.clone(), code.parse().ok().filter(|digit| *digit < 10)?)))
        .collect();
    let sites = match by_code {
        _ if exam.sites.is_empty() => BTreeMap::from([(String::new(), 1)]),
        Some(digits) => digits,
        None => in_order(exam.sites.iter().map(|site| site.code.as_str()).collect()),
    };
    let subjects = in_order(exam.subjects.iter().map(|subject| subject.code.as_str()).collect());
    Written { parts: USUAL_PARTS.to_vec(), school, year, term, subjects, sites }
}

/// Freezes the draft that was seen: gives out its numbers and admits everybody in it, all or nobody. Whoever is no longer
/// as they were arranged gets none, and whoever was approved since is late. A plan that is frozen stays as it is.
pub async fn freeze(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    numbers: Written,
) -> Result<(), Refusal> {
    let now = cx.now();
    let numbering = Numbering::new(numbers)?;
    let done = cx.store().write(async |tx| {
        must_arrange(tx, staff, id, now).await?;
        let kept = store::seating::find(tx, id).await?.ok_or(Refusal::NotArranged)?;
        if kept.state != PlanState::Draft {
            return Ok(());
        }
        if kept.version != seen {
            return Err(Error::Stale.into());
        }
        let (plan, admitted) = still_standing(tx, kept.plan).await?;
        let frozen = plan.freeze(kept.rooms, numbering.clone())?;
        match store::seating::freeze(tx, id, &frozen, seen, now).await {
            Err(store::Error::Taken) => return Err(Refusal::NumberTaken),
            other => other?,
        }
        for (registration, version) in admitted {
            admit(tx, staff, registration, version, now).await?;
        }
        note(tx, staff, id, "seating.frozen", format!("{} tickets", frozen.tickets.len()), now).await
    });
    done.await
}

/// Leaves in the plan whoever is approved for the same subject and site as when it was arranged, with their registrations.
async fn still_standing(
    tx: &mut Tx<'_>,
    mut plan: Plan,
) -> Result<(Plan, Vec<(Registration, i64)>), Refusal> {
    let mut admitted = Vec::new();
    let mut placed = Vec::with_capacity(plan.placed.len());
    for one in plan.placed {
        let (registration, version) =
            store::registration::find_anybodys(tx, &one.sitter.id).await?.ok_or(Error::NotFound)?;
        if matches!(registration.state, State::Approved { .. }) && sits_there(&registration, &one.sitter) {
            admitted.push((registration, version));
            placed.push(one);
        }
    }
    plan.placed = placed;
    Ok((plan, admitted))
}

fn sits_there(registration: &Registration, sitter: &Sitter) -> bool {
    registration.answers.as_ref().is_some_and(|answers| {
        answers.subject == sitter.subject && answers.site.as_deref().unwrap_or_default() == sitter.site
    })
}

async fn admit(
    tx: &mut Tx<'_>,
    staff: &Operator,
    registration: Registration,
    version: i64,
    now: Instant,
) -> Result<(), Refusal> {
    let moved = registration.admit(now).map_err(Error::from)?;
    Ok(keep_as(tx, &staff.actor(), &moved, version, now).await?)
}

/// Seats somebody who was approved after the plan was frozen. Nobody else moves; who has a seat keeps it.
pub async fn add_late(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    who: &RegistrationId,
) -> Result<Ticketed, Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must_arrange(tx, staff, id, now).await?;
            let (mut frozen, seen) = frozen(tx, id).await?;
            let waiting = store::seating::list_waiting(tx, id).await?;
            if let Some(ticket) = frozen.find(who) {
                return Ok(ticket.clone());
            }
            let sitter = waiting.into_iter().find(|sitter| sitter.id == *who).ok_or(Error::NotFound)?;
            let ticket = frozen.add(sitter)?.clone();
            match store::seating::add(tx, id, (&frozen, &ticket), seen, now).await {
                Err(store::Error::Taken) => return Err(Refusal::NumberTaken),
                other => other?,
            }
            let (registration, version) =
                store::registration::find_anybodys(tx, who).await?.ok_or(Error::NotFound)?;
            admit(tx, staff, registration, version, now).await?;
            let detail = [who.as_str(), " ", &place(&ticket)].concat();
            note(tx, staff, id, "seating.added", detail, now).await?;
            Ok(ticket)
        })
        .await
}

/// Exchanges two seats of the version that was seen, for a reason that stays in the log. Both keep their numbers. Whoever
/// asks twice finds it done.
pub async fn swap(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    [a, b]: [&RegistrationId; 2],
    reason: &str,
) -> Result<(), Refusal> {
    let now = cx.now();
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MOST_REASON {
        return Err(Refusal::Reason);
    }
    cx.store()
        .write(async |tx| {
            must_arrange(tx, staff, id, now).await?;
            let (mut frozen, version) = frozen(tx, id).await?;
            if version == seen + 1 && moved_in(tx, frozen.edition, [a, b]).await? {
                return Ok(());
            }
            if version != seen {
                return Err(Error::Stale.into());
            }
            frozen.swap(a, b)?;
            let moved = [a, b].map(|who| frozen.find(who));
            let [Some(first), Some(second)] = moved else { return Err(SwapProblem::NotSeated.into()) };
            store::seating::exchange(tx, id, (&frozen, [first, second]), seen, now).await?;
            let ids = audit::change(a.as_str(), b.as_str());
            let detail = [&ids, " ", &audit::change(&place(first), &place(second)), ": ", reason].concat();
            note(tx, staff, id, "seating.exchanged", detail, now).await
        })
        .await
}

/// Whether both got their seats with this edition: then it is the exchange of these two.
async fn moved_in(r: &mut Reader<'_>, edition: u16, people: [&RegistrationId; 2]) -> Result<bool, Error> {
    for who in people {
        let seats = store::seating::list_seats(r, who).await?;
        if edition == 1 || seats.last().is_none_or(|(of, ..)| *of != edition) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Ends a frozen plan: nobody is added or moved any more. Tickets stay.
pub async fn archive(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<(), Refusal> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            must_arrange(tx, staff, id, now).await?;
            let (_, seen) = frozen(tx, id).await?;
            store::seating::archive(tx, id, seen, now).await?;
            note(tx, staff, id, "seating.archived", String::new(), now).await
        })
        .await
}

async fn frozen(r: &mut Reader<'_>, id: &ExamId) -> Result<(Frozen, i64), Refusal> {
    match store::seating::find(r, id).await? {
        Some(Kept { state: PlanState::Published, version, frozen: Some(frozen), .. }) => {
            Ok((frozen, version))
        }
        _ => Err(Refusal::NotFrozen),
    }
}

/// The exam, for whoever may arrange all of it.
async fn must_arrange(
    r: &mut Reader<'_>,
    staff: &Operator,
    id: &ExamId,
    now: Instant,
) -> Result<Exam, Error> {
    staff.require(r, Permission::ArrangeSeating, Place::Exam(id), now).await?;
    store::exam::find(r, id).await?.ok_or(Error::NotFound)
}

async fn note(
    tx: &mut Tx<'_>,
    staff: &Operator,
    id: &ExamId,
    event: &str,
    detail: String,
    now: Instant,
) -> Result<(), Refusal> {
    Ok(audit::record_change(tx, now, &staff.actor(), event, id.as_str(), detail).await?)
}

/// 考点-考场-座位
fn place(ticket: &Ticketed) -> String {
    let placed = &ticket.placed;
    format!("{}-{}-{}", placed.sitter.site, placed.room, placed.seat)
}
