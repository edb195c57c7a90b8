//! What must hold on every database, as questions that name the rows where it does not.
//!
//! The database itself holds most of it (unique indexes, checks, guarded updates). These questions are for a live one:
//! after a crash, a restored backup, a hand with a database shell. They read only, and name ids, never anything personal.

use domain::id::{AccountId, PhotoId, RegistrationId};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, account, identity, registration};

/// States in which a registration holds a place (`domain::registration::State::holds_place`).
macro_rules! holding {
    () => {
        "('awaiting_payment', 'submitted', 'under_review', 'approved', 'admitted', 'returned')"
    };
}

statements! {
    REGISTRATIONS = "SELECT COUNT(*) AS number FROM registrations";
    SEVERAL_ACTIVE = "SELECT MIN(id) AS id FROM registrations \
        WHERE state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled') \
        GROUP BY account_id, exam_id HAVING COUNT(*) > 1 ORDER BY 1";
    ADMITTED = "SELECT COUNT(*) AS number FROM registrations WHERE state = 'admitted'";
    ADMITTED_UNPROVEN = "SELECT r.id AS id FROM registrations r LEFT JOIN identities i ON i.account_id = r.account_id \
        WHERE r.state = 'admitted' AND (r.payment_state <> 'confirmed' OR i.state IS NULL \
        OR i.state NOT IN ('passed', 'passed_by_person')) ORDER BY r.id";
    ADMITTED_WITHOUT_TICKET = "SELECT r.id AS id FROM registrations r LEFT JOIN tickets t ON t.registration_id = r.id \
        WHERE r.state = 'admitted' AND t.number IS NULL ORDER BY r.id";
    TICKETS = "SELECT COUNT(*) AS number FROM tickets";
    TICKETS_WITHOUT_SEAT = "SELECT t.registration_id AS id FROM tickets t \
        LEFT JOIN seating_plans p ON p.exam_id = t.exam_id WHERE p.numbering IS NULL \
        OR NOT EXISTS (SELECT s.number FROM seats s WHERE s.number = t.number) ORDER BY t.registration_id";
    SEATS_TAKEN_TWICE = "SELECT MIN(t.registration_id) AS id FROM tickets t JOIN seats s ON s.number = t.number \
        WHERE s.edition = (SELECT MAX(l.edition) FROM seats l WHERE l.number = t.number) \
        GROUP BY t.exam_id, t.site, s.room, s.seat HAVING COUNT(*) > 1 ORDER BY 1";
    UNNOTED_MOVES = "SELECT r.id AS id FROM registrations r \
        LEFT JOIN audit a ON a.subject = r.id AND a.event LIKE 'registration.%' \
        GROUP BY r.id, r.version HAVING COUNT(a.id) <> r.version ORDER BY r.id";
    NOTES = "SELECT COUNT(*) AS number FROM audit WHERE event LIKE 'registration.%'";
    NOTES_OF_NOTHING = "SELECT a.id AS id FROM audit a LEFT JOIN registrations r ON r.id = a.subject \
        WHERE a.event LIKE 'registration.%' AND r.id IS NULL \
        AND NOT EXISTS (SELECT w.id FROM wiped_registrations w WHERE w.id = a.subject) ORDER BY a.id";
    CHECKED = "SELECT COUNT(*) AS number FROM identities WHERE state <> 'none'";
    UNNOTED_CHECKS = "SELECT i.account_id AS id FROM identities i WHERE i.state <> 'none' AND NOT EXISTS (\
        SELECT a.id FROM audit a WHERE a.subject = i.account_id AND a.noted_at = i.since_at \
        AND a.event LIKE 'identity.%') ORDER BY i.account_id";
    EXAMS = "SELECT COUNT(*) AS number FROM exams";
    MISCOUNTED_EXAMS = concat!("SELECT e.id AS id FROM exams e WHERE e.taken > COALESCE(e.capacity, e.taken) \
        OR e.taken <> (SELECT COUNT(*) FROM registrations r WHERE r.exam_id = e.id AND r.state IN ", holding!(), ") \
        ORDER BY e.id");
    SUBJECTS = "SELECT COUNT(*) AS number FROM subjects";
    MISCOUNTED_SUBJECTS = concat!("SELECT s.exam_id || ':' || s.code AS id FROM subjects s \
        WHERE s.taken > COALESCE(s.capacity, s.taken) OR s.taken <> (SELECT COUNT(*) FROM registrations r \
        WHERE r.exam_id = s.exam_id AND r.subject = s.code AND r.state IN ", holding!(), ") ORDER BY s.exam_id, s.code");
    SITES = "SELECT COUNT(*) AS number FROM sites";
    MISCOUNTED_SITES = concat!("SELECT s.exam_id || ':' || s.code AS id FROM sites s \
        WHERE s.taken > COALESCE(s.capacity, s.taken) OR s.taken <> (SELECT COUNT(*) FROM registrations r \
        WHERE r.exam_id = s.exam_id AND r.site = s.code AND r.state IN ", holding!(), ") ORDER BY s.exam_id, s.code");
    REGISTRATION_PAGE = "SELECT id, account_id FROM registrations WHERE id > $1 ORDER BY id LIMIT $2";
    ACCOUNT_PAGE = "SELECT id FROM accounts WHERE id > $1 ORDER BY id LIMIT $2";
    PHOTOS = "SELECT id FROM photos UNION SELECT file FROM paper_batches WHERE file IS NOT NULL ORDER BY 1";
    HAS_PHOTO = "SELECT id FROM photos WHERE id = $1 UNION SELECT file FROM paper_batches WHERE file = $1";
}

/// Rows of one page of a walk.
const PAGE: i64 = 500;

/// Something that must hold and that one question can tell.
pub struct Rule {
    /// Its short name.
    pub code: &'static str,
    count: &'static str,
    broken: &'static str,
}

/// The rules that a single question can tell.
pub const RULES: [Rule; 11] = [
    Rule { code: "one-active-registration", count: REGISTRATIONS, broken: SEVERAL_ACTIVE },
    Rule { code: "places-of-exams-are-counted", count: EXAMS, broken: MISCOUNTED_EXAMS },
    Rule { code: "places-of-subjects-are-counted", count: SUBJECTS, broken: MISCOUNTED_SUBJECTS },
    Rule { code: "places-of-sites-are-counted", count: SITES, broken: MISCOUNTED_SITES },
    Rule { code: "admitted-is-verified-and-paid", count: ADMITTED, broken: ADMITTED_UNPROVEN },
    Rule { code: "admitted-has-a-ticket", count: ADMITTED, broken: ADMITTED_WITHOUT_TICKET },
    Rule { code: "ticket-has-a-frozen-seat", count: TICKETS, broken: TICKETS_WITHOUT_SEAT },
    Rule { code: "seat-is-taken-once", count: TICKETS, broken: SEATS_TAKEN_TWICE },
    Rule { code: "each-move-is-noted-once", count: REGISTRATIONS, broken: UNNOTED_MOVES },
    Rule { code: "each-note-has-its-registration", count: NOTES, broken: NOTES_OF_NOTHING },
    Rule { code: "each-check-is-noted", count: CHECKED, broken: UNNOTED_CHECKS },
];

/// What a rule looked at, and where it does not hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// How many rows.
    pub seen: i64,
    /// Ids of the rows where it does not hold.
    pub broken: Vec<String>,
}

/// Asks one rule.
pub async fn judge(r: &mut Reader<'_>, rule: &Rule) -> Result<Judged, Error> {
    let seen = r.one(sqlx::query(rule.count)).await?.number("judged.number")?;
    let rows = r.list(sqlx::query(rule.broken)).await?;
    Ok(Judged { seen, broken: rows.iter().map(|row| row.text("judged.id")).collect::<Result<_, _>>()? })
}

/// Accounts and registrations whose rows hold something that this program does not know, such as a state.
pub async fn unknown_values(r: &mut Reader<'_>) -> Result<Judged, Error> {
    let mut judged = Judged::default();
    let mut after = String::new();
    loop {
        let rows = r.list(sqlx::query(ACCOUNT_PAGE).bind(&after).bind(PAGE)).await?;
        for row in &rows {
            let id: AccountId = row.id("accounts.id")?;
            let read = match account::load(r, &id).await {
                Ok(_) => identity::find(r, &id).await.map(drop),
                Err(error) => Err(error),
            };
            judged.take(id.as_str(), read)?;
        }
        match last(&rows, "accounts.id")? {
            Some(next) => after = next,
            None => break,
        }
    }
    after.clear();
    loop {
        let rows = r.list(sqlx::query(REGISTRATION_PAGE).bind(&after).bind(PAGE)).await?;
        for row in &rows {
            let id: RegistrationId = row.id("registrations.id")?;
            let owner: AccountId = row.id("registrations.account_id")?;
            judged.take(id.as_str(), registration::find_own(r, &owner, &id).await.map(drop))?;
        }
        match last(&rows, "registrations.id")? {
            Some(next) => after = next,
            None => return Ok(judged),
        }
    }
}

/// Every stored file that a row names: pictures, and printed papers.
pub async fn photos(r: &mut Reader<'_>) -> Result<Vec<PhotoId>, Error> {
    r.list(sqlx::query(PHOTOS)).await?.iter().map(|row| row.id("photos.id")).collect()
}

/// Whether a row still names this file.
pub async fn names_photo(r: &mut Reader<'_>, id: &PhotoId) -> Result<bool, Error> {
    Ok(r.find(sqlx::query(HAS_PHOTO).bind(id.as_str())).await?.is_some())
}

impl Judged {
    /// What does not open is told by the walk through the sealed columns, so it is no unknown value here.
    fn take(&mut self, id: &str, read: Result<(), Error>) -> Result<(), Error> {
        self.seen += 1;
        match read {
            Ok(()) | Err(Error::Sealed) => Ok(()),
            Err(Error::Corrupt(column)) => {
                self.broken.push(format!("{id} ({column})"));
                Ok(())
            }
            Err(other) => Err(other),
        }
    }
}

/// The last key of a full page; none when there is nothing after it.
fn last(rows: &[Row<'_>], key: &'static str) -> Result<Option<String>, Error> {
    let full = i64::try_from(rows.len()).is_ok_and(|count| count == PAGE);
    if full { rows.last().map(|row| row.text(key)).transpose() } else { Ok(None) }
}
