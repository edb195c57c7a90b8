//! The job behind an order: everybody's facts, their portraits, the file. A job that was cut off begins again, and what it
//! had written then goes first, so that no half file is ever named.

use std::sync::Arc;
use std::time::Duration;

use documents::batch::{RoomPrint, RoomsZip, print};
use documents::fonts::Fonts;
use documents::room::{Examinee, RoomPaper, RoomSheet};
use documents::ticket::Ticket;
use domain::document::Sex;
use domain::exam::Exam;
use domain::id::{AccountId, JobId, PhotoId, PrintId};
use domain::instant::Window;
use domain::person::PersonName;
use domain::print::{NotDrawn, Order, Packing, PaperKind};
use domain::seating::{Room, TicketNumber, Ticketed};
use domain::site::School;
use domain::ticket::Claims;
use store::print::{Batch, BatchState, Printed};

use super::{Hall, frozen, ordered, shows_portraits, where_is};
use crate::jobs::LEASE_SECONDS;
use crate::ticket::{fonts, signing_key, unless_it_fails};
use crate::{Cx, Error, portrait};

/// Pause before a portrait is asked for again, because all hands were busy with candidates, and how often.
const PAUSE: Duration = Duration::from_secs(1);
const MOST_PAUSES: u32 = 60;

/// What stands on every paper of a batch.
struct About {
    school: Arc<School>,
    exam: Exam,
    sittings: Vec<(String, Window)>,
    edition: u16,
    order: Order,
}

/// A room with everything that is printed of it.
struct Filled {
    room: Room,
    subject: String,
    sitting: Option<Window>,
    people: Vec<Seated>,
}

/// Somebody who sits there.
struct Seated {
    account: AccountId,
    seat: u16,
    name: PersonName,
    sex: Option<Sex>,
    /// Masked.
    document: String,
    number: TicketNumber,
    subject: String,
    sitting: Option<Window>,
    token: String,
    portrait: Option<Vec<u8>>,
}

/// Draws what was ordered. Nothing where it has ended before, or is gone.
pub(crate) async fn make(cx: &Cx, job: &JobId, id: &PrintId) -> Result<(), Error> {
    let Some((about, halls)) = begin(cx, id).await? else { return Ok(()) };
    let about = Arc::new(about);
    let total = i64::try_from(halls.len()).unwrap_or(i64::MAX);
    let (mut report, mut rooms, mut zip) = (Vec::new(), Vec::new(), RoomsZip::default());
    for (done, hall) in (0..).zip(halls) {
        // Before each room, so that a file that takes its time is nobody else's to begin.
        goes_on(cx, job, id, (done, total)).await?;
        let filled = fill(cx, &about, hall).await?;
        report.extend(not_drawn(fonts().map_err(Error::internal)?, &filled));
        match about.order.packing {
            Packing::OnePdf => rooms.push(filled),
            Packing::ZipOfRooms => {
                let number = filled.room.number;
                let pdf = drawn(cx, &about, vec![filled]).await?;
                zip.add(number, &pdf).map_err(Error::internal)?;
            }
        }
    }
    goes_on(cx, job, id, (total, total)).await?;
    let bytes = match about.order.packing {
        Packing::OnePdf => drawn(cx, &about, rooms).await?,
        Packing::ZipOfRooms => zip.finish().map_err(Error::internal)?,
    };
    keep(cx, id, &bytes, (about.edition, report)).await
}

/// The order and its rooms as they are now; none where there is nothing to do.
async fn begin(cx: &Cx, id: &PrintId) -> Result<Option<(About, Vec<Hall>)>, Error> {
    let school = cx.school();
    let found = cx.store().read(async |r| {
        let waits = |batch: &Batch| batch.state == BatchState::Waiting;
        let Some(batch) = store::print::find(r, id).await?.filter(waits) else { return Ok(None) };
        let exam = store::exam::load(r, &batch.exam).await?;
        let sittings = store::seating::list_sittings(r, &batch.exam).await?;
        let plan = frozen(r, &batch.exam).await?;
        let edition = plan.as_ref().map(|plan| plan.edition).unwrap_or_default();
        let halls = ordered(plan, &batch.order).map_err(|why| Error::internal(format!("{why:?}")))?;
        Ok::<_, Error>(Some((exam, sittings, edition, batch.order, halls)))
    });
    let found = found.await?;
    Ok(found.map(|(exam, sittings, edition, order, halls)| {
        (About { school, exam, sittings, edition, order }, halls)
    }))
}

/// Tells the page how far it has come, and the other workers that it is in hand.
async fn goes_on(cx: &Cx, job: &JobId, id: &PrintId, rooms: (i64, i64)) -> Result<(), Error> {
    let until = cx.now().plus_seconds(LEASE_SECONDS);
    cx.store()
        .write(async |tx| {
            store::job::renew(tx, job, until).await?;
            Ok(store::print::advance(tx, id, rooms).await?)
        })
        .await
}

/// Everybody in a room, with their portraits where papers show them.
async fn fill(cx: &Cx, about: &About, hall: Hall) -> Result<Filled, Error> {
    let Hall { room, tickets } = hall;
    let mut people = cx
        .store()
        .read(async |r| {
            let mut people = Vec::with_capacity(tickets.len());
            for ticket in &tickets {
                let id = &ticket.placed.sitter.id;
                let found = store::registration::find_anybodys(r, id).await?;
                let (registration, _) = found.ok_or_else(|| Error::internal("a ticket of nobody"))?;
                let account = store::account::load(r, &registration.account).await?;
                people.push(seated(cx, about, ticket, account));
            }
            Ok::<_, Error>(people)
        })
        .await?;
    people.sort_by_key(|person| person.seat);
    if shows_portraits(&about.order.papers) {
        for person in &mut people {
            person.portrait = patiently(cx, &person.account).await?;
        }
    }
    let mut subjects: Vec<&str> = people.iter().map(|person| person.subject.as_str()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    let first = people.first().and_then(|person| person.sitting);
    // Where two subjects of a room are sat at different times, the sheet names none of them.
    let sitting = first.filter(|_| people.iter().all(|person| person.sitting == first));
    Ok(Filled { subject: subjects.join("、"), sitting, room, people })
}

fn seated(cx: &Cx, about: &About, ticket: &Ticketed, account: store::account::Account) -> Seated {
    let code = &ticket.placed.sitter.subject;
    let claims = Claims { number: ticket.number.clone(), edition: about.edition };
    Seated {
        seat: ticket.placed.seat,
        sex: account.number.sex(),
        document: account.number.masked(),
        number: ticket.number.clone(),
        subject: about.exam.subject(code).map_or(code, |subject| &subject.name).clone(),
        sitting: about.sittings.iter().find(|(subject, _)| subject == code).map(|(_, when)| *when),
        token: signing_key(cx).sign(&about.exam.id, &claims),
        portrait: None,
        account: account.id,
        name: account.name,
    }
}

/// A portrait, once there is a hand for it: candidates who wait for theirs come first.
async fn patiently(cx: &Cx, account: &AccountId) -> Result<Option<Vec<u8>>, Error> {
    for _ in 0..MOST_PAUSES {
        match portrait::load(cx, account).await {
            Err(Error::Busy) => tokio::time::sleep(PAUSE).await,
            found => return Ok(unless_it_fails(found)),
        }
    }
    Err(Error::Busy)
}

/// Whose name stands there with a 〓.
fn not_drawn(fonts: &Fonts, filled: &Filled) -> Vec<NotDrawn> {
    let line = |person: &Seated| {
        let missing = fonts.undrawable([person.name.expose()]);
        let characters: Vec<char> = missing.iter().map(|found| found.character).collect();
        let name = person.name.expose().to_owned();
        (!characters.is_empty()).then_some(NotDrawn {
            room: filled.room.number,
            seat: person.seat,
            name,
            characters,
        })
    };
    filled.people.iter().filter_map(line).collect()
}

async fn drawn(cx: &Cx, about: &Arc<About>, rooms: Vec<Filled>) -> Result<Vec<u8>, Error> {
    let about = Arc::clone(about);
    let pdf = cx.see(move |_engine| {
        let papers: Vec<RoomPaper> = about.order.papers.iter().filter_map(|kind| room_paper(*kind)).collect();
        let site = about.exam.site(&about.order.site);
        let site = site.map_or(("", ""), |site| (site.name.as_str(), site.address.as_str()));
        let places: Vec<String> = rooms.iter().map(|filled| where_is(&filled.room)).collect();
        let prints: Vec<RoomPrint<'_>> = rooms
            .iter()
            .zip(&places)
            .map(|(filled, place)| room_print(&about, site, filled, place))
            .collect();
        print(fonts().map_err(Error::internal)?, &prints, &papers, about.exam.watermark())
            .map_err(Error::internal)
    });
    pdf.await?
}

fn room_paper(kind: PaperKind) -> Option<RoomPaper> {
    match kind {
        PaperKind::Tickets => None,
        PaperKind::DoorList => Some(RoomPaper::DoorList),
        PaperKind::SeatMap => Some(RoomPaper::SeatMap),
        PaperKind::DeskLabels => Some(RoomPaper::DeskLabels),
        PaperKind::SignIn => Some(RoomPaper::SignIn),
        PaperKind::PhotoSheet => Some(RoomPaper::PhotoSheet),
        PaperKind::Incident => Some(RoomPaper::Incident),
    }
}

fn room_print<'a>(
    about: &'a About,
    (site, address): (&'a str, &'a str),
    filled: &'a Filled,
    place: &'a str,
) -> RoomPrint<'a> {
    let ticket = |person: &'a Seated| Ticket {
        school: &about.school.name,
        hotline: &about.school.hotline,
        exam: &about.exam.title,
        name: person.name.expose(),
        sex: person.sex,
        document: &person.document,
        number: &person.number,
        subject: &person.subject,
        sitting: person.sitting,
        site,
        address,
        room: filled.room.number,
        place,
        seat: person.seat,
        portrait: person.portrait.as_deref(),
        rules: &about.school.ticket_rules,
        token: &person.token,
        watermark: about.exam.watermark(),
    };
    let examinee = |person: &'a Seated| Examinee {
        seat: person.seat,
        name: person.name.expose(),
        number: &person.number,
        document: &person.document,
        portrait: person.portrait.as_deref(),
    };
    let wants_tickets = about.order.papers.contains(&PaperKind::Tickets);
    RoomPrint {
        tickets: filled.people.iter().filter(|_| wants_tickets).map(ticket).collect(),
        sheet: RoomSheet {
            school: &about.school.name,
            exam: &about.exam.title,
            subject: &filled.subject,
            site,
            number: filled.room.number,
            place,
            sitting: filled.sitting,
            layout: &filled.room.layout,
            people: filled.people.iter().map(examinee).collect(),
        },
    }
}

/// Stores the file, and says that it is there. It bears the batch's own number: what a job that was cut off has left lies
/// under the same one, and goes first.
async fn keep(cx: &Cx, id: &PrintId, bytes: &[u8], of: (u16, Vec<NotDrawn>)) -> Result<(), Error> {
    let ulid = id.as_str().rsplit('_').next().unwrap_or_default();
    let file = PhotoId::from_ulid(ulid).map_err(Error::internal)?;
    cx.store().files().delete(&file).await?;
    cx.store().files().put(&file, bytes).await?;
    let (edition, report) = of;
    let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    let printed = Printed { edition, file, bytes: length, report };
    let now = cx.now();
    let kept = cx.store().write(async |tx| store::print::finish(tx, id, &printed, now).await).await;
    match kept {
        Ok(()) => Ok(()),
        // It has ended meanwhile in another process's hands: its file is this one, made of the same rooms, unless it is gone.
        Err(store::Error::Stale) => {
            let done = cx.store().read(async |r| store::print::find(r, id).await).await?;
            if !done.is_some_and(|batch| matches!(batch.state, BatchState::Done(_))) {
                cx.store().files().delete(&printed.file).await?;
            }
            Ok(())
        }
        Err(error) => {
            cx.store().files().delete(&printed.file).await?;
            Err(error.into())
        }
    }
}
