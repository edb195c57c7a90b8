//! What the office's page shows of a seating, and what is typed there.

use std::collections::BTreeMap;

use domain::exam::Exam;
use domain::id::{ExamId, RegistrationId};
use domain::instant::{Instant, Window};
use domain::seating::numbering::Written;
use domain::seating::room::{Layout, Spot, Use};
use domain::seating::{Order, Placed, Room, Rule, SeatingRefusal, TicketNumber};
use domain::staff::{Permission, Place};
use store::Reader;

use super::{PlanState, Seating, archive, freeze, open, save_room, set_sitting, swap, usual_numbering};
use crate::{Cx, Error, Operator, Refused, random};

/// Letters of a building or a room's name, at most.
const MOST_LETTERS: usize = 40;

/// A room as it was typed.
#[derive(Debug, Clone, Default)]
pub struct TypedRoom {
    /// Code of the site; empty where the exam names none.
    pub site: String,
    /// 考场号
    pub number: String,
    /// 教学楼
    pub building: String,
    /// What stands on the door.
    pub name: String,
    /// Rows.
    pub rows: String,
    /// Columns.
    pub columns: String,
    /// Seats as `row-column`, from 1, that nobody sits on.
    pub blocked: String,
    /// The same, kept for latecomers.
    pub spare: String,
    /// Reached without a stair.
    pub accessible: bool,
}

impl TypedRoom {
    fn read(self) -> Result<Room, SeatingRefusal> {
        let (building, name) = (self.building.trim(), self.name.trim());
        let fits = |text: &str| (1..=MOST_LETTERS).contains(&text.chars().count());
        let number: u16 = self.number.trim().parse().map_err(|_| SeatingRefusal::Room)?;
        if !fits(building) || !fits(name) {
            return Err(SeatingRefusal::Room);
        }
        let size = |text: &str| text.trim().parse::<u8>().map_err(|_| SeatingRefusal::Layout);
        let mut uses = spots(&self.spare, Use::Spare)?;
        uses.extend(spots(&self.blocked, Use::Blocked)?);
        let layout = Layout::with_uses(size(&self.rows)?, size(&self.columns)?, uses);
        Ok(Room {
            site: self.site.trim().to_owned(),
            number,
            building: building.to_owned(),
            name: name.to_owned(),
            accessible: self.accessible,
            layout: layout.map_err(|_| SeatingRefusal::Layout)?,
        })
    }
}

/// `6-5、1-1`
fn spots(typed: &str, what: Use) -> Result<Vec<(Spot, Use)>, SeatingRefusal> {
    let parts =
        typed.split(|c: char| c.is_whitespace() || ",，、;；".contains(c)).filter(|part| !part.is_empty());
    let one = |part: &str| {
        let (row, column) = part.split_once('-')?;
        let from_one = |text: &str| text.parse::<u8>().ok()?.checked_sub(1);
        Some((Spot { row: from_one(row)?, column: from_one(column)? }, what))
    };
    parts.map(|part| one(part).ok_or(SeatingRefusal::Layout)).collect()
}

/// Keeps a room as it was typed.
pub async fn save_typed_room(cx: &Cx, staff: &Operator, id: &ExamId, typed: TypedRoom) -> Result<(), Error> {
    must_arrange(cx, staff, id).await?;
    let room = typed.read().map_err(Refused::Seating)?;
    Ok(save_room(cx, staff, id, &room).await?)
}

/// How to arrange, as it was typed: `random` with a seed or with one that is drawn here, or `snake`.
pub fn typed_rule(order: &str, seed: &str, (apart, mixed): (bool, bool)) -> Result<Rule, Error> {
    let order = match (order, seed.trim()) {
        ("snake", _) => Order::Snake,
        // Small enough to be read out and typed again.
        (_, "") => Order::Random { seed: random::below(1_000_000)? },
        (_, seed) => {
            Order::Random { seed: seed.parse().map_err(|_| Refused::Seating(SeatingRefusal::Seed))? }
        }
    };
    Ok(Rule { order, apart, mixed })
}

/// Freezes with the usual rule of numbers for what was typed: 院校代码, year and term. Refused until somebody says that
/// they have looked at the plan.
pub async fn freeze_typed(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    (school, year, term): (&str, &str, &str),
    sure: bool,
) -> Result<(), Error> {
    must_arrange(cx, staff, id).await?;
    if !sure {
        return Err(Refused::Seating(SeatingRefusal::Unconfirmed).into());
    }
    let wrong = || Error::from(Refused::Seating(SeatingRefusal::Numbering));
    let school: u32 = school.trim().parse().map_err(|_| wrong())?;
    let year: u16 = year.trim().parse().map_err(|_| wrong())?;
    let term: u8 = term.trim().parse().map_err(|_| wrong())?;
    if !(2_000..=2_999).contains(&year) || !(1..=2).contains(&term) {
        return Err(wrong());
    }
    let exam = open(cx, staff, id).await?.exam;
    let numbering = usual_numbering(&exam, school, year, term);
    let parts = cx.school().ticket_pattern.parts().to_vec();
    Ok(freeze(cx, staff, id, seen, Written { parts, ..numbering }).await?)
}

/// Sets when a subject is sat, as it was typed.
pub async fn set_typed_sitting(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    subject: &str,
    typed: [&str; 2],
) -> Result<(), Error> {
    must_arrange(cx, staff, id).await?;
    let [start, end] = typed.map(Instant::parse_shanghai);
    let (Some(start), Some(end)) = (start, end) else {
        return Err(Refused::Seating(SeatingRefusal::Times).into());
    };
    Ok(set_sitting(cx, staff, id, (subject, Window { start, end })).await?)
}

/// Archives once somebody says that they mean it. Whoever asks twice finds it done.
pub async fn archive_typed(cx: &Cx, staff: &Operator, id: &ExamId, sure: bool) -> Result<(), Error> {
    must_arrange(cx, staff, id).await?;
    if !sure {
        return Err(Refused::Seating(SeatingRefusal::Unconfirmed).into());
    }
    let done = archive(cx, staff, id).await.map_err(Error::from);
    if done.is_err() {
        let plan = open(cx, staff, id).await?.plan;
        if plan.is_some_and(|kept| kept.state == PlanState::Archived) {
            return Ok(());
        }
    }
    done
}

/// Exchanges the seats of two people by their ticket numbers.
pub async fn swap_typed(
    cx: &Cx,
    staff: &Operator,
    id: &ExamId,
    seen: i64,
    numbers: [&str; 2],
    reason: &str,
) -> Result<(), Error> {
    must_arrange(cx, staff, id).await?;
    let unknown = || Error::from(Refused::Seating(SeatingRefusal::Swap));
    let frozen = open(cx, staff, id).await?.plan.and_then(|kept| kept.frozen);
    let frozen = frozen.ok_or(Refused::Seating(SeatingRefusal::NotFrozen))?;
    let mut found = Vec::with_capacity(numbers.len());
    for typed in numbers {
        let number = TicketNumber::parse(typed).map_err(|_| unknown())?;
        let ticket = frozen.tickets.iter().find(|ticket| ticket.number == number).ok_or_else(unknown)?;
        found.push(&ticket.placed.sitter.id);
    }
    let [a, b] = found.try_into().map_err(|_| unknown())?;
    Ok(swap(cx, staff, id, seen, [a, b], reason).await?)
}

/// Asked before what was typed is read, so that nobody learns more than that it is not theirs to do.
async fn must_arrange(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<(), Error> {
    let now = cx.now();
    cx.store().read(async |r| super::must_arrange(r, staff, id, now).await.map(drop)).await
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Look {
    /// Exams of which whoever looks sees a part, the one that opens last first.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one, or else the newest; none where there is no exam.
    pub chosen: Option<Seating>,
    /// The room that was asked for: site and number.
    pub room: Option<(String, u16)>,
    /// Names of whoever waits and of whoever sits in that room.
    pub names: BTreeMap<RegistrationId, String>,
}

/// The seating of this exam or else of the newest, with one room of the plan seat by seat.
pub async fn look(
    cx: &Cx,
    staff: &Operator,
    wanted: Option<&ExamId>,
    room: Option<(String, u16)>,
) -> Result<Look, Error> {
    let now = cx.now();
    let exams = cx.store().read(async |r| list(r, staff, now).await).await?;
    let chosen = match wanted.cloned().or_else(|| exams.first().map(|exam| exam.id.clone())) {
        Some(id) => Some(open(cx, staff, &id).await?),
        None => None,
    };
    let people = chosen.as_ref().map(|seating| named(seating, room.as_ref())).unwrap_or_default();
    let names = cx
        .store()
        .read(async |r| {
            let mut names = BTreeMap::new();
            for id in people {
                if let Some((registration, _)) = store::registration::find_anybodys(r, &id).await? {
                    let account = store::account::load(r, &registration.account).await?;
                    names.insert(id, account.name.expose().to_owned());
                }
            }
            Ok::<_, Error>(names)
        })
        .await?;
    let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
    Ok(Look { exams, chosen, room, names })
}

async fn list(r: &mut Reader<'_>, staff: &Operator, now: Instant) -> Result<Vec<Exam>, Error> {
    let reach = staff.reach(r, Permission::SeeSeating, now).await?;
    let mut exams = store::exam::list_all(r).await?;
    exams.retain(|exam| {
        let sites = exam.sites.iter().map(|site| Some(site.code.as_str()));
        sites.chain([None]).any(|site| reach.covers(Place::Registration(&exam.id, site)))
    });
    Ok(exams)
}

/// Whose names are shown: of an exam that is not frozen everybody waits, and nobody is named.
fn named(seating: &Seating, room: Option<&(String, u16)>) -> Vec<RegistrationId> {
    let Some(kept) = &seating.plan else { return Vec::new() };
    let late = seating.waiting.iter().filter(|_| kept.frozen.is_some()).map(|sitter| sitter.id.clone());
    let sits = |site: &str, number: u16| room.is_some_and(|(at, of)| at == site && *of == number);
    let here = |one: &&Placed| sits(&one.sitter.site, one.room);
    let seated: Vec<RegistrationId> = if let Some(frozen) = &kept.frozen {
        let placed = frozen.tickets.iter().map(|ticket| &ticket.placed);
        placed.filter(here).map(|one| one.sitter.id.clone()).collect()
    } else {
        kept.plan.placed.iter().filter(here).map(|one| one.sitter.id.clone()).collect()
    };
    late.chain(seated).collect()
}
