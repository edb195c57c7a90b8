//! 考场材料: the papers of a site or a room are ordered, drawn by a job, and fetched for a day (E7). Whose name no typeface
//! draws is told beside them (E6).

mod draw;

pub(crate) use draw::make;

use domain::exam::Exam;
use domain::id::{ExamId, PrintId};
use domain::instant::Instant;
use domain::print::{KEPT_SECONDS, MOST_PEOPLE, Order, Packing, PaperKind, PrintRefusal};
use domain::seating::{Frozen, Room, Ticketed};
use domain::staff::{Permission, Place};
use store::Reader;
use store::print::Ordered;
pub use store::print::{Batch, BatchState, Printed};

use crate::staff::Reach;
use crate::{Cx, Error, Operator, Refused, audit, jobs, random};

/// Batches that the page shows, at most.
const MOST_SHOWN: i64 = 30;
/// Batches that one sweep forgets, at most.
const SWEPT_AT_ONCE: i64 = 100;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Look {
    /// Exams of which whoever looks prints something, the one that opens last first.
    pub exams: Vec<(ExamId, String)>,
    /// The chosen one, or else the newest; none where there is no exam.
    pub chosen: Option<Prints>,
}

/// What can be printed of an exam, and what was ordered.
#[derive(Debug, Clone)]
pub struct Prints {
    /// The exam.
    pub exam: ExamId,
    /// Sites at which somebody sits; none before the seats are frozen.
    pub sites: Vec<SiteRooms>,
    /// What was ordered, the newest first.
    pub batches: Vec<Seen>,
}

/// A site and its rooms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteRooms {
    /// Its code; empty where the exam names none.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Rooms with somebody in them: number, where, how many people.
    pub rooms: Vec<(u16, String, usize)>,
}

/// An order as the page shows it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The order.
    pub batch: Batch,
    /// Name of the site.
    pub site: String,
    /// Name of whoever ordered it; empty for the command line.
    pub by: String,
    /// Seats were exchanged or added since.
    pub outdated: bool,
}

/// A room with whoever sits there.
struct Hall {
    room: Room,
    tickets: Vec<Ticketed>,
}

/// The papers of this exam or else of the newest.
pub async fn look(cx: &Cx, staff: &Operator, wanted: Option<&ExamId>) -> Result<Look, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::PrintPapers, now).await?;
            let mut exams = store::exam::list_all(r).await?;
            exams.retain(|exam| sees_some(&reach, exam));
            let chosen = match wanted {
                Some(id) => Some(exams.iter().find(|exam| exam.id == *id).ok_or(Error::Forbidden)?.clone()),
                None => exams.first().cloned(),
            };
            let exams = exams.into_iter().map(|exam| (exam.id, exam.title)).collect();
            let chosen = match chosen {
                Some(exam) => Some(prints(r, &reach, &exam, now).await?),
                None => None,
            };
            Ok(Look { exams, chosen })
        })
        .await
}

/// How far the orders of an exam have come: what its page asks while one is being drawn.
pub async fn follow(cx: &Cx, staff: &Operator, id: &ExamId) -> Result<Vec<Seen>, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::PrintPapers, now).await?;
            let exam = store::exam::find(r, id).await?.ok_or(Error::NotFound)?;
            let edition = store::seating::find_edition(r, id).await?;
            seen(r, &reach, &exam, (edition, now)).await
        })
        .await
}

fn sees_some(reach: &Reach, exam: &Exam) -> bool {
    let sites = exam.sites.iter().map(|site| site.code.as_str());
    sites.chain([""]).any(|site| reach.covers(place(&exam.id, site)))
}

fn place<'a>(exam: &'a ExamId, site: &'a str) -> Place<'a> {
    Place::Registration(exam, Some(site).filter(|site| !site.is_empty()))
}

async fn frozen(r: &mut Reader<'_>, exam: &ExamId) -> Result<Option<Frozen>, Error> {
    Ok(store::seating::find(r, exam).await?.and_then(|kept| kept.frozen))
}

async fn prints(r: &mut Reader<'_>, reach: &Reach, exam: &Exam, now: Instant) -> Result<Prints, Error> {
    let plan = frozen(r, &exam.id).await?;
    let edition = plan.as_ref().map(|plan| plan.edition);
    let mut sites: Vec<SiteRooms> = Vec::new();
    for Hall { room, tickets } in plan.into_iter().flat_map(halls) {
        if !reach.covers(place(&exam.id, &room.site)) {
            continue;
        }
        let line = (room.number, where_is(&room), tickets.len());
        if let Some(site) = sites.iter_mut().find(|site| site.code == room.site) {
            site.rooms.push(line);
        } else {
            let name = site_name(exam, &room.site);
            sites.push(SiteRooms { code: room.site, name, rooms: vec![line] });
        }
    }
    let batches = seen(r, reach, exam, (edition, now)).await?;
    Ok(Prints { exam: exam.id.clone(), sites, batches })
}

/// What can still be fetched, or is on its way, or was given up.
async fn seen(
    r: &mut Reader<'_>,
    reach: &Reach,
    exam: &Exam,
    (edition, now): (Option<u16>, Instant),
) -> Result<Vec<Seen>, Error> {
    let members = store::staff::list(r).await?;
    let name_of = |actor: &str| {
        let member = members.iter().find(|member| crate::staff::actor(&member.id) == actor);
        member.map(|member| member.name.expose().to_owned()).unwrap_or_default()
    };
    let listed = store::print::list(r, &exam.id, MOST_SHOWN).await?;
    let shown = listed
        .into_iter()
        .filter(|batch| !is_over(batch, now) && reach.covers(place(&batch.exam, &batch.order.site)));
    let line = |batch: Batch| Seen {
        site: site_name(exam, &batch.order.site),
        by: name_of(&batch.actor),
        outdated: matches!(&batch.state, BatchState::Done(printed) if Some(printed.edition) != edition),
        batch,
    };
    Ok(shown.map(line).collect())
}

fn is_over(batch: &Batch, now: Instant) -> bool {
    batch.ended.is_some_and(|ended| ended.plus_seconds(KEPT_SECONDS) <= now)
}

fn site_name(exam: &Exam, code: &str) -> String {
    exam.site(code).map_or_else(|| code.to_owned(), |site| site.name.clone())
}

fn where_is(room: &Room) -> String {
    [room.building.as_str(), " ", &room.name].concat()
}

/// The rooms of a plan in which somebody sits, by site and number.
fn halls(plan: Frozen) -> Vec<Hall> {
    let Frozen { rooms, mut tickets, .. } = plan;
    let mut halls = Vec::with_capacity(rooms.len());
    for room in rooms {
        let sits_here =
            |one: &Ticketed| one.placed.sitter.site == room.site && one.placed.room == room.number;
        let (here, elsewhere) = tickets.into_iter().partition(sits_here);
        tickets = elsewhere;
        let here: Vec<Ticketed> = here;
        if !here.is_empty() {
            halls.push(Hall { room, tickets: here });
        }
    }
    halls.sort_by(|a, b| (&a.room.site, a.room.number).cmp(&(&b.room.site, b.room.number)));
    halls
}

/// The rooms of an order; refused where there is nothing to print, or too much for one file.
fn ordered(plan: Option<Frozen>, order: &Order) -> Result<Vec<Hall>, PrintRefusal> {
    let mut halls = halls(plan.ok_or(PrintRefusal::NotFrozen)?);
    let wanted =
        |room: &Room| room.site == order.site && order.room.is_none_or(|number| number == room.number);
    halls.retain(|hall| wanted(&hall.room));
    if halls.is_empty() {
        return Err(PrintRefusal::NoRoom);
    }
    if halls.iter().map(|hall| hall.tickets.len()).sum::<usize>() > MOST_PEOPLE {
        return Err(PrintRefusal::TooMany);
    }
    Ok(halls)
}

/// Orders papers as they were chosen on the page: `site/room`, the papers' codes, how they are packed. The same order, while
/// it waits, is one.
pub async fn order(
    cx: &Cx,
    staff: &Operator,
    exam: &ExamId,
    typed: (&str, &[String], &str),
) -> Result<(), Error> {
    let now = cx.now();
    let id = PrintId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    cx.store()
        .write(async |tx| {
            let reach = staff.reach(tx, Permission::PrintPapers, now).await?;
            let order = Order::read(typed.0, typed.1, typed.2).map_err(Refused::Print)?;
            store::exam::find(tx, exam).await?.ok_or(Error::NotFound)?;
            if !reach.covers(place(exam, &order.site)) {
                return Err(Error::Forbidden);
            }
            let halls = ordered(frozen(tx, exam).await?, &order).map_err(Refused::Print)?;
            let actor = staff.actor();
            if store::print::find_waiting(tx, exam, &order, &actor).await?.is_some() {
                return Ok(());
            }
            let rooms = i64::try_from(halls.len()).unwrap_or(i64::MAX);
            let new = Ordered { id: &id, exam, order: &order, actor: &actor, rooms };
            store::print::insert(tx, new, now).await?;
            jobs::push_papers(tx, &id, now).await?;
            audit::record_change(tx, now, &actor, "papers.ordered", id.as_str(), said(exam, &order)).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Which papers of which site, in one line: nothing of it is personal.
fn said(exam: &ExamId, order: &Order) -> String {
    let papers: Vec<&str> = order.papers.iter().map(|kind| kind.code()).collect();
    let room = order.room.map_or_else(|| "all rooms".to_owned(), |room| format!("room {room}"));
    format!("{exam}, site {}, {room}: {}; {}", order.site, papers.join(", "), order.packing.code())
}

/// The file of a batch, and what it is. Each time is written down: names and faces leave the house.
pub async fn fetch(cx: &Cx, staff: &Operator, id: &PrintId) -> Result<(Packing, Vec<u8>), Error> {
    let now = cx.now();
    let (packing, file) = cx
        .store()
        .write(async |tx| {
            let reach = staff.reach(tx, Permission::PrintPapers, now).await?;
            let batch = store::print::find(tx, id).await?.ok_or(Error::NotFound)?;
            if !reach.covers(place(&batch.exam, &batch.order.site)) {
                return Err(Error::Forbidden);
            }
            let over = is_over(&batch, now);
            let BatchState::Done(printed) = batch.state else { return Err(Error::NotFound) };
            if over {
                return Err(Error::NotFound);
            }
            let detail = said(&batch.exam, &batch.order);
            audit::record_change(tx, now, &staff.actor(), "papers.fetched", id.as_str(), detail).await?;
            Ok::<_, Error>((batch.order.packing, printed.file))
        })
        .await?;
    Ok((packing, cx.store().files().load(&file).await?))
}

/// Forgets batches whose day is over, with their files.
pub(crate) async fn sweep(cx: &Cx) -> Result<(), Error> {
    let now = cx.now();
    let until = now.plus_seconds(-KEPT_SECONDS);
    cx.store()
        .write(async |tx| {
            for (id, file) in store::print::list_old(tx, until, SWEPT_AT_ONCE).await? {
                store::print::delete(tx, &id).await?;
                if let Some(file) = file {
                    jobs::push_picture_deletion(tx, &file, now).await?;
                }
            }
            Ok::<_, Error>(())
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Whether any of these papers shows portraits.
fn shows_portraits(papers: &[PaperKind]) -> bool {
    papers.iter().any(|kind| kind.has_portraits())
}
