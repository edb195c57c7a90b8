//! 导出: what staff take out and how far it has come, and the registrations that go into it, page by page.

use domain::document::{DocumentKind, DocumentNumber};
use domain::export::{ExportFailure, ExportState, Wish};
use domain::id::{AccountId, ExamId, ExportId, RegistrationId, StaffId};
use domain::instant::Instant;
use domain::month::Month;
use domain::payment::PaymentState;
use domain::person::{PersonName, Phone};
use domain::registration::ThesisGrade;
use domain::seating::TicketNumber;

use crate::row::Row;
use crate::statement::statements;
use crate::transaction::Query;
use crate::{Error, Reader, Tx};

macro_rules! select {
    ($condition:literal) => {
        concat!(
            "SELECT id, staff_id, exam_id, wish, state, run, people, written, file_bytes, listed, list_bytes, failure, \
            reference, asked_at, ended_at, expires_at FROM exports WHERE ",
            $condition
        )
    };
}

/// Whom an export names: `$1` the exam, `$2` to `$4` state, site and subject or nothing.
macro_rules! chosen {
    () => {
        "r.exam_id = $1 AND ($2 = '' OR r.state = $2) AND ($3 = '' OR r.site = $3) AND ($4 = '' OR r.subject = $4)"
    };
}

macro_rules! page {
    ($more:literal) => {
        concat!(
            "SELECT r.id, r.account_id, r.state, r.payment_state, r.subject, r.site, r.candidate_type, r.major, \
            r.enrolment, r.thesis, r.graduated_in, r.created_at, a.name, a.document_kind, a.number AS document, a.phone, \
            t.number AS ticket, s.room, s.seat FROM registrations r JOIN accounts a ON a.id = r.account_id \
            LEFT JOIN tickets t ON t.registration_id = r.id LEFT JOIN seats s ON s.number = t.number \
            AND s.edition = (SELECT MAX(l.edition) FROM seats l WHERE l.number = t.number) WHERE ",
            chosen!(),
            $more,
            " AND r.id > $5 ORDER BY r.id LIMIT $6"
        )
    };
}

statements! {
    INSERT = "INSERT INTO exports (id, staff_id, exam_id, wish, state, asked_at) VALUES ($1, $2, $3, $4, 'waiting', $5) \
        ON CONFLICT (staff_id, exam_id, wish) WHERE state IN ('waiting', 'running') DO NOTHING";
    FIND = select!("id = $1");
    LIST = select!("staff_id = $1 ORDER BY asked_at DESC, id DESC LIMIT $2");
    LIVE = "SELECT COUNT(*) AS many FROM exports WHERE staff_id = $1 AND state IN ('waiting', 'running')";
    BEGIN = "UPDATE exports SET state = 'running', run = $2, people = $3, written = 0 \
        WHERE id = $1 AND run < $2 AND state IN ('waiting', 'running')";
    GO_ON = "UPDATE exports SET written = $3 WHERE id = $1 AND run = $2 AND state = 'running'";
    FINISH = "UPDATE exports SET state = 'done', written = $3, file_bytes = $4, listed = $5, list_bytes = $6, \
        ended_at = $7, expires_at = $8 WHERE id = $1 AND run = $2 AND state = 'running'";
    FAIL = "UPDATE exports SET state = 'failed', failure = $2, reference = $3, ended_at = $4, expires_at = $5 \
        WHERE id = $1 AND state IN ('waiting', 'running')";
    CANCEL = "UPDATE exports SET state = 'canceled', ended_at = $2, expires_at = $3 \
        WHERE id = $1 AND state IN ('waiting', 'running')";
    DELETE = "DELETE FROM exports WHERE id = $1 AND state NOT IN ('waiting', 'running')";
    DELETE_EXPIRED = "DELETE FROM exports WHERE expires_at <= $1";
    COUNT = concat!("SELECT COUNT(*) AS many FROM registrations r WHERE ", chosen!());
    COUNT_ADMITTED = concat!("SELECT COUNT(*) AS many FROM registrations r WHERE ", chosen!(), " AND r.state IN ('approved', 'admitted')");
    PAGE = page!("");
    PAGE_ADMITTED = page!(" AND r.state IN ('approved', 'admitted')");
}

const WISH: &str = "exports.wish";
const STATE: &str = "exports.state";
const FAILURE: &str = "exports.failure";
const NAME: &str = "accounts.name";
const KIND: &str = "accounts.document_kind";
const PHONE: &str = "accounts.phone";

/// One export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Identifier.
    pub id: ExportId,
    /// Whose it is.
    pub staff: StaffId,
    /// Of which exam.
    pub exam: ExamId,
    /// Whose registrations, in what form.
    pub wish: Wish,
    /// How far it has come.
    pub state: ExportState,
    /// Which of its files counts.
    pub run: i64,
    /// How many registrations there were when it began.
    pub people: i64,
    /// How many of them are written.
    pub written: i64,
    /// Readable bytes of the file.
    pub file_bytes: i64,
    /// Lines of the list beside it: whom the form could not hold as they are.
    pub listed: i64,
    /// Readable bytes of that list; none where it is not a file of its own.
    pub list_bytes: i64,
    /// Why no file came of it.
    pub failure: Option<ExportFailure>,
    /// What stands in the log beside the cause.
    pub reference: Option<String>,
    /// When it was asked for.
    pub asked: Instant,
    /// When it ended.
    pub ended: Option<Instant>,
    /// When its file goes.
    pub expires: Option<Instant>,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Registrations that were written.
    pub written: i64,
    /// Readable bytes of the file.
    pub file_bytes: i64,
    /// Lines of the list beside it.
    pub listed: i64,
    /// Readable bytes of that list.
    pub list_bytes: i64,
}

/// One registration as an export has it. It names somebody, so that `Debug` does not exist.
#[derive(Clone)]
pub struct Person {
    /// 报名编号
    pub id: RegistrationId,
    /// Whose.
    pub account: AccountId,
    /// 姓名
    pub name: PersonName,
    /// 证件类型 and 证件号码
    pub document: DocumentNumber,
    /// 手机号
    pub phone: Phone,
    /// As it is stored.
    pub state: String,
    /// How far the fee is.
    pub payment: PaymentState,
    /// Its code.
    pub subject: Option<String>,
    /// Its code.
    pub site: Option<String>,
    /// 考生类型
    pub candidate_type: Option<String>,
    /// 专业
    pub major: Option<String>,
    /// Whether studies are finished.
    pub graduated: Option<bool>,
    /// 论文等级
    pub thesis: Option<ThesisGrade>,
    /// 毕业年月
    pub graduated_in: Option<Month>,
    /// 准考证号
    pub ticket: Option<TicketNumber>,
    /// 考场 and 座位.
    pub seat: Option<(i64, i64)>,
    /// When it was begun.
    pub created: Instant,
}

/// Asks for an export. Whether the same one did not wait or run already.
pub async fn insert(
    tx: &mut Tx<'_>,
    id: &ExportId,
    (staff, exam): (&StaffId, &ExamId),
    wish: &Wish,
    now: Instant,
) -> Result<bool, Error> {
    let wish = serde_json::to_string(wish).map_err(|_| Error::Corrupt(WISH))?;
    let query = sqlx::query(INSERT).bind(id.as_str()).bind(staff.as_str()).bind(exam.as_str());
    Ok(tx.run(query.bind(wish).bind(now.as_millis())).await? == 1)
}

/// The export, if it is there.
pub async fn find(r: &mut Reader<'_>, id: &ExportId) -> Result<Option<Export>, Error> {
    r.find(sqlx::query(FIND).bind(id.as_str())).await?.as_ref().map(export).transpose()
}

/// What this member has asked for, the newest first.
pub async fn list(r: &mut Reader<'_>, staff: &StaffId, most: i64) -> Result<Vec<Export>, Error> {
    r.list(sqlx::query(LIST).bind(staff.as_str()).bind(most)).await?.iter().map(export).collect()
}

/// How many of this member's wait or run.
pub async fn count_live(r: &mut Reader<'_>, staff: &StaffId) -> Result<i64, Error> {
    r.one(sqlx::query(LIVE).bind(staff.as_str())).await?.number("exports.many")
}

/// A worker begins, for the first time or again. [`Error::Stale`] when it has ended, or a later one has begun.
pub async fn begin(tx: &mut Tx<'_>, id: &ExportId, run: i64, people: i64) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(BEGIN).bind(id.as_str()).bind(run).bind(people)).await
}

/// So many are written. [`Error::Stale`] when it was stopped, or another worker has taken it over.
pub async fn go_on(tx: &mut Tx<'_>, id: &ExportId, run: i64, written: i64) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(GO_ON).bind(id.as_str()).bind(run).bind(written)).await
}

/// The file is there. [`Error::Stale`] as of [`go_on`].
pub async fn finish(
    tx: &mut Tx<'_>,
    (id, run): (&ExportId, i64),
    made: Made,
    (now, expires): (Instant, Instant),
) -> Result<(), Error> {
    let query = sqlx::query(FINISH)
        .bind(id.as_str())
        .bind(run)
        .bind(made.written)
        .bind(made.file_bytes)
        .bind(made.listed)
        .bind(made.list_bytes)
        .bind(now.as_millis())
        .bind(expires.as_millis());
    tx.run_guarded(query).await
}

/// No file comes of it. What has ended stays as it ended.
pub async fn fail(
    tx: &mut Tx<'_>,
    id: &ExportId,
    (failure, reference): (ExportFailure, &str),
    (now, expires): (Instant, Instant),
) -> Result<(), Error> {
    let query = sqlx::query(FAIL).bind(id.as_str()).bind(failure.code()).bind(reference);
    tx.run(query.bind(now.as_millis()).bind(expires.as_millis())).await.map(drop)
}

/// Stops it. Whether it went on.
pub async fn cancel(
    tx: &mut Tx<'_>,
    id: &ExportId,
    (now, expires): (Instant, Instant),
) -> Result<bool, Error> {
    let query = sqlx::query(CANCEL).bind(id.as_str()).bind(now.as_millis()).bind(expires.as_millis());
    Ok(tx.run(query).await? == 1)
}

/// Forgets one that has ended. Whether it was there.
pub async fn delete(tx: &mut Tx<'_>, id: &ExportId) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(DELETE).bind(id.as_str())).await? == 1)
}

/// Forgets those whose time is over, and says how many.
pub async fn delete_expired(tx: &mut Tx<'_>, now: Instant) -> Result<u64, Error> {
    tx.run(sqlx::query(DELETE_EXPIRED).bind(now.as_millis())).await
}

/// How many registrations an export of this wish has.
pub async fn count(r: &mut Reader<'_>, exam: &ExamId, wish: &Wish) -> Result<i64, Error> {
    let text = if wish.kind.is_always_full() { COUNT_ADMITTED } else { COUNT };
    r.one(chosen(text, exam, wish)).await?.number("exports.many")
}

/// The next registrations of an export behind `after`; fewer than `most` at its end.
pub async fn page(
    r: &mut Reader<'_>,
    (exam, wish): (&ExamId, &Wish),
    after: &str,
    most: i64,
) -> Result<Vec<Person>, Error> {
    let text = if wish.kind.is_always_full() { PAGE_ADMITTED } else { PAGE };
    r.list(chosen(text, exam, wish).bind(after).bind(most)).await?.iter().map(person).collect()
}

fn chosen<'q>(text: &'static str, exam: &'q ExamId, wish: &'q Wish) -> Query<'q> {
    let or_all = |only: &'q Option<String>| only.as_deref().unwrap_or_default();
    sqlx::query(text)
        .bind(exam.as_str())
        .bind(or_all(&wish.state))
        .bind(or_all(&wish.site))
        .bind(or_all(&wish.subject))
}

fn export(row: &Row<'_>) -> Result<Export, Error> {
    let failure = row.maybe_text(FAILURE)?;
    let failure = failure.map(|code| ExportFailure::from_code(&code).ok_or(Error::Corrupt(FAILURE)));
    Ok(Export {
        id: row.id("exports.id")?,
        staff: row.id("exports.staff_id")?,
        exam: row.id("exports.exam_id")?,
        wish: serde_json::from_str(&row.text(WISH)?).map_err(|_| Error::Corrupt(WISH))?,
        state: ExportState::from_code(&row.text(STATE)?).ok_or(Error::Corrupt(STATE))?,
        run: row.number("exports.run")?,
        people: row.number("exports.people")?,
        written: row.number("exports.written")?,
        file_bytes: row.number("exports.file_bytes")?,
        listed: row.number("exports.listed")?,
        list_bytes: row.number("exports.list_bytes")?,
        failure: failure.transpose()?,
        reference: row.maybe_text("exports.reference")?,
        asked: row.instant("exports.asked_at")?,
        ended: row.maybe_instant("exports.ended_at")?,
        expires: row.maybe_instant("exports.expires_at")?,
    })
}

fn person(row: &Row<'_>) -> Result<Person, Error> {
    let account: AccountId = row.id("registrations.account_id")?;
    let kind = DocumentKind::from_code(&row.text(KIND)?).ok_or(Error::Corrupt(KIND))?;
    let name = row.sealed_text(NAME, account.as_str())?;
    let phone = row.sealed_text(PHONE, account.as_str())?;
    // Sealed under the name that the column has in its own table.
    let document = row.sealed_as("accounts.number", "document", account.as_str())?;
    let payment = row.text("registrations.payment_state")?;
    let month = |number| Month::from_number(number).ok_or(Error::Corrupt("registrations.graduated_in"));
    let ticket = row.maybe_text("tickets.ticket")?.map(|number| TicketNumber::parse(&number)).transpose();
    let thesis = row.maybe_text("registrations.thesis")?;
    Ok(Person {
        id: row.id("registrations.id")?,
        name: PersonName::parse(&name).map_err(|_| Error::Corrupt(NAME))?,
        document: DocumentNumber::parse(kind, &document).map_err(|_| Error::Corrupt("accounts.number"))?,
        phone: Phone::parse(&phone).map_err(|_| Error::Corrupt(PHONE))?,
        account,
        state: row.text("registrations.state")?,
        payment: PaymentState::from_code(&payment).ok_or(Error::Corrupt("registrations.payment_state"))?,
        subject: row.maybe_text("registrations.subject")?,
        site: row.maybe_text("registrations.site")?,
        candidate_type: row.maybe_text("registrations.candidate_type")?,
        major: row.maybe_text("registrations.major")?,
        graduated: row.maybe_text("registrations.enrolment")?.map(|code| code == "graduated"),
        thesis: thesis.as_deref().and_then(ThesisGrade::from_code),
        graduated_in: row.maybe_number("registrations.graduated_in")?.map(month).transpose()?,
        ticket: ticket.map_err(|_| Error::Corrupt("tickets.number"))?,
        seat: row.maybe_number("seats.room")?.zip(row.maybe_number("seats.seat")?),
        created: row.instant("registrations.created_at")?,
    })
}
