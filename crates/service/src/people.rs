//! Finding a candidate, and everything about one of them on one page (F6).

use std::fmt;

use domain::document::{any_number, normalise};
use domain::exam::Exam;
use domain::id::{AccountId, RegistrationId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::person::Phone;
use domain::registration::{Event, Registration};
use domain::seating::TicketNumber;
use domain::staff::Permission;
use store::Reader;
use store::account::Account;
use store::search::{By, TAIL};
use store::{candidate_reset, number_change, search, staff_session};

use crate::message::{self, Message};
use crate::staff::{Reach, place_of};
use crate::{Cx, Error, Operator, Staff, audit};

/// People on one page of what was found.
pub const PAGE: usize = 50;
/// Accounts that one sweep makes findable, written before there was a search.
const FILLED_AT_ONCE: i64 = 500;
/// Characters of what is looked for, at most.
const LONGEST: usize = 100;

/// As what the text was taken that was looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sought {
    /// 证件号, whole.
    Number,
    /// 准考证号
    Ticket,
    /// 手机号, whole.
    Phone,
    /// The last four characters of a 证件号.
    Tail,
    /// 姓名, whole.
    Name,
}

impl Sought {
    fn code(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Ticket => "ticket",
            Self::Phone => "phone",
            Self::Tail => "tail",
            Self::Name => "name",
        }
    }
}

/// What was found.
pub struct Found {
    /// What was looked for.
    pub text: String,
    /// As what it was taken; nothing where nothing was looked for.
    pub sought: Option<Sought>,
    /// At most [`PAGE`] people within reach.
    pub lines: Vec<Line>,
    /// Behind whom the next page begins, if there may be one.
    pub next: Option<AccountId>,
}

/// Somebody who was found.
pub struct Line {
    /// Who.
    pub account: Account,
    /// Where the real-name check stands.
    pub identity: Identity,
    /// Titles of the exams that they are registered for.
    pub exams: Vec<String>,
}

/// Everything about one candidate.
pub struct Person {
    /// Who.
    pub account: Account,
    /// Where the real-name check stands.
    pub identity: Identity,
    /// Their registrations, the newest first.
    pub registrations: Vec<Registered>,
    /// The latest messages to them, for whoever may write one.
    pub messages: Vec<Message>,
    /// Until when a reset that was made at the desk waits for them.
    pub reset_until: Option<Instant>,
    /// Whether another document number waits for a second person.
    pub number_waits: bool,
}

/// One registration of theirs.
pub struct Registered {
    /// It.
    pub registration: Registration,
    /// A permit has to name it.
    pub version: i64,
    /// Its exam.
    pub exam: Exam,
    /// 准考证号, once there is one.
    pub ticket: Option<TicketNumber>,
    /// What happened, the oldest first.
    pub timeline: Vec<(Instant, Event)>,
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Line").field("account", &self.account.id).finish_non_exhaustive()
    }
}

/// Keeps in the session what is looked for, so that it stands in no address.
pub async fn seek(cx: &Cx, staff: &Staff, typed: &str) -> Result<(), Error> {
    let now = cx.now();
    let operator = Operator::from(staff.clone());
    let text: String = typed.trim().chars().take(LONGEST).collect();
    cx.store()
        .write(async |tx| {
            operator.reach(tx, Permission::FindPeople, now).await?;
            staff_session::set_search(tx, staff.session(), &text).await?;
            // As what, never what: whoever tries out all tails is seen.
            let by = sought(&text).map_or("nothing", Sought::code).to_owned();
            audit::record_change(tx, now, &operator.actor(), "people.searched", staff.id().as_str(), by).await
        })
        .await
}

/// Whom the session looks for, behind the person `after`. Only people whom whoever looks may see.
pub async fn found(cx: &Cx, staff: &Staff, after: Option<&AccountId>) -> Result<Found, Error> {
    let now = cx.now();
    let operator = Operator::from(staff.clone());
    cx.store()
        .read(async |r| {
            let reach = operator.reach(r, Permission::FindPeople, now).await?;
            let text = staff_session::find_search(r, staff.session()).await?.unwrap_or_default();
            find(r, &reach, text, after).await
        })
        .await
}

/// The same for a text that no session has: on the command line, and in measurements.
pub async fn search(
    cx: &Cx,
    operator: &Operator,
    text: &str,
    after: Option<&AccountId>,
) -> Result<Found, Error> {
    let now = cx.now();
    cx.store()
        .read(async |r| {
            let reach = operator.reach(r, Permission::FindPeople, now).await?;
            find(r, &reach, text.trim().to_owned(), after).await
        })
        .await
}

async fn find(
    r: &mut Reader<'_>,
    reach: &Reach,
    text: String,
    after: Option<&AccountId>,
) -> Result<Found, Error> {
    let sought = sought(&text);
    let Some(sought) = sought else { return Ok(Found { text, sought, lines: Vec::new(), next: None }) };
    let accounts = accounts(r, sought, &text, after).await?;
    let next = accounts.last().filter(|_| accounts.len() == PAGE).cloned();
    let mut lines = Vec::new();
    for id in accounts {
        if !reach.covers_person(r, &id).await? {
            continue;
        }
        let mut exams = Vec::new();
        for registration in store::registration::list_own(r, &id).await? {
            if !reach.covers(place_of(&registration)) {
                continue;
            }
            exams.push(store::exam::load(r, &registration.exam).await?.title);
        }
        exams.dedup();
        let account = store::account::load(r, &id).await?;
        let identity = crate::identity::of(r, &id).await?.identity;
        lines.push(Line { account, identity, exams });
    }
    Ok(Found { text, sought: Some(sought), lines, next })
}

/// As what a text is taken: the longest and surest first.
fn sought(text: &str) -> Option<Sought> {
    let plain = normalise(text);
    let is_tail = plain.chars().count() == TAIL
        && plain.chars().all(|c| c.is_ascii_digit() || c == 'X')
        && plain.chars().any(|c| c.is_ascii_digit());
    if plain.is_empty() {
        None
    } else if TicketNumber::parse(&plain).is_ok() {
        Some(Sought::Ticket)
    } else if any_number(text).is_ok() {
        Some(Sought::Number)
    } else if Phone::parse(text).is_ok() {
        Some(Sought::Phone)
    } else if is_tail {
        Some(Sought::Tail)
    } else {
        Some(Sought::Name)
    }
}

async fn accounts(
    r: &mut Reader<'_>,
    sought: Sought,
    text: &str,
    after: Option<&AccountId>,
) -> Result<Vec<AccountId>, Error> {
    let most = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let by = match sought {
        Sought::Number => {
            let Ok(number) = any_number(text) else { return Ok(Vec::new()) };
            return Ok(store::account::find_by_number(r, &number)
                .await?
                .map(|(id, _)| id)
                .into_iter()
                .collect());
        }
        Sought::Ticket => {
            let Ok(number) = TicketNumber::parse(&normalise(text)) else { return Ok(Vec::new()) };
            return Ok(store::seating::find_owner(r, &number).await?.into_iter().collect());
        }
        Sought::Phone => By::Phone,
        Sought::Tail => By::Tail,
        Sought::Name => By::Name,
    };
    let spelled = match sought {
        Sought::Phone => {
            Phone::parse(text).map_or_else(|_| text.to_owned(), |phone| phone.expose().to_owned())
        }
        _ => normalise_unless_name(sought, text),
    };
    Ok(search::find(r, (by, &spelled), after, most).await?)
}

fn normalise_unless_name(sought: Sought, text: &str) -> String {
    if sought == Sought::Name { text.to_owned() } else { normalise(text) }
}

/// Everything about one candidate. That somebody has looked is in the log.
pub async fn open(cx: &Cx, operator: &Operator, id: &AccountId) -> Result<Person, Error> {
    let now = cx.now();
    cx.store()
        .write(async |tx| {
            let reach = operator.reach(tx, Permission::FindPeople, now).await?;
            let Some(account) = store::account::find(tx, id).await? else { return Err(Error::NotFound) };
            reach.must_cover_person(tx, id).await?;
            let identity = crate::identity::of(tx, id).await?.identity;
            let mut registrations = Vec::new();
            for registration in store::registration::list_own(tx, id).await? {
                // Of other exams and sites nothing is shown.
                if !reach.covers(place_of(&registration)) {
                    continue;
                }
                registrations.push(registered(tx, registration.id).await?);
            }
            audit::record(tx, now, &operator.actor(), "person.opened", id.as_str()).await?;
            let messages = message::list_for_staff(tx, operator, id, now).await?;
            let reset_until = candidate_reset::find(tx, id, now).await?.map(|made| made.until);
            let number_waits = number_change::find_of(tx, id).await?.is_some();
            Ok(Person { account, identity, registrations, messages, reset_until, number_waits })
        })
        .await
}

async fn registered(r: &mut Reader<'_>, id: RegistrationId) -> Result<Registered, Error> {
    let (registration, version) = store::registration::find_anybodys(r, &id).await?.ok_or(Error::NotFound)?;
    let rows = store::audit::list_for(r, id.as_str()).await?;
    Ok(Registered {
        exam: store::exam::load(r, &registration.exam).await?,
        ticket: store::seating::find_ticket(r, &id).await?.map(|ticket| ticket.number),
        timeline: rows.into_iter().filter_map(|(at, code)| Some((at, Event::from_code(&code)?))).collect(),
        registration,
        version,
    })
}

/// Lets one candidate change 报考信息 until this moment, or takes that back where none is named. Whoever asks twice finds it
/// done. Gives whose registration it is.
pub async fn permit(
    cx: &Cx,
    operator: &Operator,
    id: &RegistrationId,
    version: i64,
    until: Option<Instant>,
) -> Result<AccountId, Error> {
    let now = cx.now();
    let found = cx.store().read(async |r| {
        let reach = operator.reach(r, Permission::PermitEdit, now).await?;
        let (registration, there) =
            store::registration::find_anybodys(r, id).await?.ok_or(Error::NotFound)?;
        if !reach.covers(place_of(&registration)) {
            return Err(Error::Forbidden);
        }
        Ok::<_, Error>((registration, there))
    });
    let (registration, there) = found.await?;
    let runs = registration.permit.filter(|end| now < *end);
    if there != version + 1 || runs != until.filter(|end| now < *end) {
        crate::review::permit_edit(cx, operator, id, version, until.unwrap_or(now)).await?;
    }
    Ok(registration.account)
}

/// Makes people findable who signed up before there was a search.
pub(crate) async fn fill(cx: &Cx) -> Result<(), Error> {
    while cx.store().write(async |tx| search::fill(tx, FILLED_AT_ONCE).await).await? > 0 {}
    Ok(())
}
