//! 编排: rooms and sittings of an exam, its one plan, and the tickets and seats that are out.
//!
//! Tickets and seats only grow, which the database itself holds: a seat that was exchanged is a further row.

use domain::id::{AccountId, ExamId, RegistrationId};
use domain::instant::{Instant, Window};
use domain::seating::{Frozen, Layout, Placed, Plan, Room, Sitter, TicketNumber, Ticketed};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    ROOMS = "SELECT site, number, building, name, accessible, layout FROM rooms WHERE exam_id = $1 ORDER BY site, number";
    SAVE_ROOM = "INSERT INTO rooms (exam_id, site, number, building, name, accessible, layout) \
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (exam_id, site, number) DO UPDATE SET \
        building = excluded.building, name = excluded.name, accessible = excluded.accessible, layout = excluded.layout";
    DELETE_ROOM = "DELETE FROM rooms WHERE exam_id = $1 AND site = $2 AND number = $3";
    SITTINGS = "SELECT subject, starts_at, ends_at FROM sittings WHERE exam_id = $1 ORDER BY starts_at, subject";
    SAVE_SITTING = "INSERT INTO sittings (exam_id, subject, starts_at, ends_at) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (exam_id, subject) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at";
    WAITING = "SELECT r.id, r.site, r.subject FROM registrations r WHERE r.exam_id = $1 AND r.state = 'approved' \
        AND NOT EXISTS (SELECT t.number FROM tickets t WHERE t.registration_id = r.id) ORDER BY r.created_at, r.id";
    FIND = "SELECT state, version, edition, rooms, plan, numbering FROM seating_plans WHERE exam_id = $1";
    // Whoever arranges anew writes over a draft, never over what is frozen.
    DRAFT = "INSERT INTO seating_plans (exam_id, state, version, edition, rooms, plan, changed_at) \
        VALUES ($1, 'draft', 1, 0, $2, $3, $4) ON CONFLICT (exam_id) DO UPDATE SET rooms = excluded.rooms, \
        plan = excluded.plan, changed_at = excluded.changed_at, version = seating_plans.version + 1 \
        WHERE seating_plans.state = 'draft'";
    FREEZE = "UPDATE seating_plans SET state = 'published', edition = 1, numbering = $3, changed_at = $4, \
        version = version + 1 WHERE exam_id = $1 AND version = $2 AND state = 'draft'";
    NEXT_EDITION = "UPDATE seating_plans SET edition = edition + 1, changed_at = $3, version = version + 1 \
        WHERE exam_id = $1 AND version = $2 AND state = 'published'";
    ARCHIVE = "UPDATE seating_plans SET state = 'archived', changed_at = $3, version = version + 1 \
        WHERE exam_id = $1 AND version = $2 AND state = 'published'";
    INSERT_TICKET = "INSERT INTO tickets (number, exam_id, registration_id, site, subject, sitter) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    INSERT_SEAT = "INSERT INTO seats (number, edition, room, seat) VALUES ($1, $2, $3, $4)";
    TICKETS = "SELECT t.number, t.sitter, s.room, s.seat FROM tickets t JOIN seats s ON s.number = t.number \
        WHERE t.exam_id = $1 AND s.edition = (SELECT MAX(l.edition) FROM seats l WHERE l.number = t.number) \
        ORDER BY t.site, s.room, s.seat";
    TICKET_OF = "SELECT t.number, t.sitter, s.room, s.seat FROM tickets t JOIN seats s ON s.number = t.number \
        WHERE t.registration_id = $1 AND s.edition = (SELECT MAX(l.edition) FROM seats l WHERE l.number = t.number)";
    OWNER_OF = "SELECT r.account_id FROM tickets t JOIN registrations r ON r.id = t.registration_id WHERE t.number = $1";
    HALL = "SELECT edition, rooms FROM seating_plans WHERE exam_id = $1 AND state <> 'draft'";
    EDITION_OF = "SELECT edition FROM seating_plans WHERE exam_id = $1 AND state <> 'draft'";
    HISTORY = "SELECT s.edition, s.room, s.seat FROM seats s JOIN tickets t ON t.number = s.number \
        WHERE t.registration_id = $1 ORDER BY s.edition";
}

const LAYOUT: &str = "rooms.layout";
const STATE: &str = "seating_plans.state";
const EDITION: &str = "seating_plans.edition";
const ROOMS_KEPT: &str = "seating_plans.rooms";
const PLAN: &str = "seating_plans.plan";
const NUMBERING: &str = "seating_plans.numbering";
const SITTER: &str = "tickets.sitter";
const ROOM: &str = "seats.room";
const SEAT: &str = "seats.seat";

/// How far a plan has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanState {
    /// Arranged, and arranged anew as often as somebody likes.
    Draft,
    /// Frozen: numbers are out.
    Published,
    /// The exam is over: nobody is added or moved any more.
    Archived,
}

/// The plan of an exam.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// How far it has come.
    pub state: PlanState,
    /// What a change has to name.
    pub version: i64,
    /// The rooms as they were arranged.
    pub rooms: Vec<Room>,
    /// The arrangement as it was made, with its seed.
    pub plan: Plan,
    /// What is out; none of a draft.
    pub frozen: Option<Frozen>,
}

/// The rooms of an exam, by site and number.
pub async fn list_rooms(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Room>, Error> {
    let rows = r.list(sqlx::query(ROOMS).bind(exam.as_str())).await?;
    let room = |row: &Row<'_>| {
        Ok(Room {
            site: row.text("rooms.site")?,
            number: small(row, "rooms.number")?,
            building: row.text("rooms.building")?,
            name: row.text("rooms.name")?,
            accessible: row.number("rooms.accessible")? == 1,
            layout: json::<Layout>(&row.text(LAYOUT)?, LAYOUT)?,
        })
    };
    rows.iter().map(room).collect()
}

/// Adds a room, or changes the one of this number.
pub async fn save_room(tx: &mut Tx<'_>, exam: &ExamId, room: &Room) -> Result<(), Error> {
    let query = sqlx::query(SAVE_ROOM)
        .bind(exam.as_str())
        .bind(&room.site)
        .bind(i64::from(room.number))
        .bind(&room.building)
        .bind(&room.name)
        .bind(i64::from(room.accessible))
        .bind(text(&room.layout, LAYOUT)?);
    tx.run(query).await.map(drop)
}

/// Takes a room away; whether there was one. What is frozen keeps it.
pub async fn delete_room(tx: &mut Tx<'_>, exam: &ExamId, site: &str, number: u16) -> Result<bool, Error> {
    let query = sqlx::query(DELETE_ROOM).bind(exam.as_str()).bind(site).bind(i64::from(number));
    Ok(tx.run(query).await? == 1)
}

/// When each subject is sat, the earliest first.
pub async fn list_sittings(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<(String, Window)>, Error> {
    let rows = r.list(sqlx::query(SITTINGS).bind(exam.as_str())).await?;
    let sitting = |row: &Row<'_>| {
        let (start, end) = (row.instant("sittings.starts_at")?, row.instant("sittings.ends_at")?);
        Ok((row.text("sittings.subject")?, Window { start, end }))
    };
    rows.iter().map(sitting).collect()
}

/// Sets when a subject is sat.
pub async fn save_sitting(tx: &mut Tx<'_>, exam: &ExamId, subject: &str, when: Window) -> Result<(), Error> {
    let query = sqlx::query(SAVE_SITTING).bind(exam.as_str()).bind(subject);
    tx.run(query.bind(when.start.as_millis()).bind(when.end.as_millis())).await.map(drop)
}

/// Approved registrations without a ticket, in the order in which they were begun: whom an arrangement seats, and once
/// it is frozen, who came late.
pub async fn list_waiting(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Sitter>, Error> {
    let rows = r.list(sqlx::query(WAITING).bind(exam.as_str())).await?;
    let sitter = |row: &Row<'_>| {
        Ok(Sitter {
            id: row.id("registrations.id")?,
            site: row.maybe_text("registrations.site")?.unwrap_or_default(),
            subject: row.text("registrations.subject")?,
            point: None,
            needs: false,
        })
    };
    rows.iter().map(sitter).collect()
}

/// The plan of an exam, if it was arranged.
pub async fn find(r: &mut Reader<'_>, exam: &ExamId) -> Result<Option<Kept>, Error> {
    let Some(row) = r.find(sqlx::query(FIND).bind(exam.as_str())).await? else { return Ok(None) };
    let state = match row.text(STATE)?.as_str() {
        "draft" => PlanState::Draft,
        "published" => PlanState::Published,
        "archived" => PlanState::Archived,
        _ => return Err(Error::Corrupt(STATE)),
    };
    let rooms: Vec<Room> = json(&row.text(ROOMS_KEPT)?, ROOMS_KEPT)?;
    let frozen = match row.maybe_text(NUMBERING)? {
        Some(numbering) => Some(Frozen {
            edition: small(&row, EDITION)?,
            rooms: rooms.clone(),
            numbering: json(&numbering, NUMBERING)?,
            tickets: list_tickets(r, exam).await?,
        }),
        None => None,
    };
    let (version, plan) = (row.number("seating_plans.version")?, json(&row.text(PLAN)?, PLAN)?);
    Ok(Some(Kept { state, version, rooms, plan, frozen }))
}

/// Keeps an arrangement as the exam's draft, over an earlier draft. [`Error::Stale`] once it is frozen.
pub async fn draft(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    rooms: &[Room],
    plan: &Plan,
    now: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(DRAFT).bind(exam.as_str()).bind(text(rooms, ROOMS_KEPT)?);
    tx.run_guarded(query.bind(text(plan, PLAN)?).bind(now.as_millis())).await
}

/// Freezes the draft that was seen, with the numbers that go out. [`Error::Stale`] when it was arranged anew or frozen
/// meanwhile; [`Error::Taken`] when a number was given before.
pub async fn freeze(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    frozen: &Frozen,
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    let numbering = text(&frozen.numbering, NUMBERING)?;
    let query = sqlx::query(FREEZE).bind(exam.as_str()).bind(seen).bind(numbering);
    tx.run_guarded(query.bind(now.as_millis())).await?;
    for ticket in &frozen.tickets {
        insert_ticket(tx, exam, ticket, frozen.edition).await?;
    }
    Ok(())
}

/// Adds somebody who came late to what was seen; `frozen` is the edition that they are in.
pub async fn add(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    (frozen, ticket): (&Frozen, &Ticketed),
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    next_edition(tx, exam, seen, now).await?;
    insert_ticket(tx, exam, ticket, frozen.edition).await
}

/// Gives these two the seats that they have in `frozen`.
pub async fn exchange(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    (frozen, tickets): (&Frozen, [&Ticketed; 2]),
    seen: i64,
    now: Instant,
) -> Result<(), Error> {
    next_edition(tx, exam, seen, now).await?;
    for ticket in tickets {
        insert_seat(tx, ticket, frozen.edition).await?;
    }
    Ok(())
}

/// Archives what was seen.
pub async fn archive(tx: &mut Tx<'_>, exam: &ExamId, seen: i64, now: Instant) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(ARCHIVE).bind(exam.as_str()).bind(seen).bind(now.as_millis())).await
}

async fn next_edition(tx: &mut Tx<'_>, exam: &ExamId, seen: i64, now: Instant) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(NEXT_EDITION).bind(exam.as_str()).bind(seen).bind(now.as_millis())).await
}

async fn insert_ticket(tx: &mut Tx<'_>, exam: &ExamId, ticket: &Ticketed, edition: u16) -> Result<(), Error> {
    let sitter = &ticket.placed.sitter;
    let query = sqlx::query(INSERT_TICKET)
        .bind(ticket.number.expose())
        .bind(exam.as_str())
        .bind(sitter.id.as_str())
        .bind(&sitter.site)
        .bind(&sitter.subject)
        .bind(text(sitter, SITTER)?);
    tx.run(query).await?;
    insert_seat(tx, ticket, edition).await
}

async fn insert_seat(tx: &mut Tx<'_>, ticket: &Ticketed, edition: u16) -> Result<(), Error> {
    let query = sqlx::query(INSERT_SEAT)
        .bind(ticket.number.expose())
        .bind(i64::from(edition))
        .bind(i64::from(ticket.placed.room))
        .bind(i64::from(ticket.placed.seat));
    tx.run(query).await.map(drop)
}

/// Everybody with a ticket for the exam, by site, room and seat.
pub async fn list_tickets(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Ticketed>, Error> {
    r.list(sqlx::query(TICKETS).bind(exam.as_str())).await?.iter().map(ticket).collect()
}

/// The ticket of this registration, with the seat that holds now.
pub async fn find_ticket(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Option<Ticketed>, Error> {
    r.find(sqlx::query(TICKET_OF).bind(id.as_str())).await?.as_ref().map(ticket).transpose()
}

/// Whose ticket this is.
pub async fn find_owner(r: &mut Reader<'_>, number: &TicketNumber) -> Result<Option<AccountId>, Error> {
    let row = r.find(sqlx::query(OWNER_OF).bind(number.expose())).await?;
    row.map(|row| row.id("registrations.account_id")).transpose()
}

/// The room of a frozen plan, with the plan's edition.
pub async fn find_hall(
    r: &mut Reader<'_>,
    exam: &ExamId,
    (site, number): (&str, u16),
) -> Result<Option<(u16, Room)>, Error> {
    let Some(row) = r.find(sqlx::query(HALL).bind(exam.as_str())).await? else { return Ok(None) };
    let rooms: Vec<Room> = json(&row.text(ROOMS_KEPT)?, ROOMS_KEPT)?;
    let edition = small(&row, EDITION)?;
    Ok(rooms.into_iter().find(|room| room.site == site && room.number == number).map(|room| (edition, room)))
}

/// Which edition of a frozen plan holds.
pub async fn find_edition(r: &mut Reader<'_>, exam: &ExamId) -> Result<Option<u16>, Error> {
    let row = r.find(sqlx::query(EDITION_OF).bind(exam.as_str())).await?;
    row.map(|row| small(&row, EDITION)).transpose()
}

/// Every seat that this registration had, as edition, room and seat, the first one first.
pub async fn list_seats(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Vec<(u16, u16, u16)>, Error> {
    let rows = r.list(sqlx::query(HISTORY).bind(id.as_str())).await?;
    rows.iter().map(|row| Ok((small(row, "seats.edition")?, small(row, ROOM)?, small(row, SEAT)?))).collect()
}

fn ticket(row: &Row<'_>) -> Result<Ticketed, Error> {
    let number = TicketNumber::parse(&row.text("tickets.number")?);
    Ok(Ticketed {
        placed: Placed {
            sitter: json(&row.text(SITTER)?, SITTER)?,
            room: small(row, ROOM)?,
            seat: small(row, SEAT)?,
        },
        number: number.map_err(|_| Error::Corrupt("tickets.number"))?,
    })
}

fn small(row: &Row<'_>, place: &'static str) -> Result<u16, Error> {
    u16::try_from(row.number(place)?).map_err(|_| Error::Corrupt(place))
}

fn json<T: DeserializeOwned>(kept: &str, place: &'static str) -> Result<T, Error> {
    serde_json::from_str(kept).map_err(|_| Error::Corrupt(place))
}

fn text<T: Serialize + ?Sized>(value: &T, place: &'static str) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|_| Error::Corrupt(place))
}
