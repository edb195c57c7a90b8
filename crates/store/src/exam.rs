//! Exams with their subjects and sites.

use domain::exam::{Exam, Fee, Notice, Places, Rules, Site, Status, Subject, Windows};
use domain::id::ExamId;
use domain::instant::{Instant, Window};
use domain::money::Fen;

use crate::row::Row;
use crate::statement::statements;
use crate::transaction::Query;
use crate::{Error, Reader, Tx, exam_notice};

macro_rules! columns {
    () => {
        "id, title, register_start, register_end, edit_start, edit_end, pay_start, pay_end, review_start, review_end, \
        ticket_start, ticket_end, score_start, score_end, fee_amount, fee_item, fee_link, notice_version, \
        notice_text, rules, capacity, fee_payee, is_test, taken, status, published_at"
    };
}

statements! {
    INSERT = concat!("INSERT INTO exams (", columns!(), ") VALUES \
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26)");
    // Places that somebody took meanwhile stay counted, and are never more than there are.
    SAVE = "UPDATE exams SET title = $2, register_start = $3, register_end = $4, edit_start = $5, edit_end = $6, \
        pay_start = $7, pay_end = $8, review_start = $9, review_end = $10, ticket_start = $11, ticket_end = $12, \
        score_start = $13, score_end = $14, fee_amount = $15, fee_item = $16, fee_link = $17, notice_version = $18, \
        notice_text = $19, rules = $20, capacity = $21, fee_payee = $22, is_test = $23, status = $24, \
        published_at = $25, version = version + 1 \
        WHERE id = $1 AND version = $26 AND taken <= COALESCE($21, taken)";
    // Behind SAVE, which holds the row: nobody has registered meanwhile.
    STILL_UNTAKEN = "UPDATE exams SET version = version WHERE id = $1 AND taken = 0";
    VERSION = "SELECT version FROM exams WHERE id = $1";
    LIST_ALL = concat!("SELECT ", columns!(), " FROM exams ORDER BY register_start DESC, id DESC");
    SAVE_SUBJECT = "UPDATE subjects SET name = $3, position = $4, capacity = $5 \
        WHERE exam_id = $1 AND code = $2 AND taken <= COALESCE($5, taken)";
    DELETE_SUBJECT = "DELETE FROM subjects WHERE exam_id = $1 AND code = $2 AND taken = 0";
    SAVE_SITE = "UPDATE sites SET name = $3, address = $4, position = $5, capacity = $6 \
        WHERE exam_id = $1 AND code = $2 AND taken <= COALESCE($6, taken)";
    DELETE_SITE = "DELETE FROM sites WHERE exam_id = $1 AND code = $2 AND taken = 0";
    FIND = concat!("SELECT ", columns!(), " FROM exams WHERE id = $1");
    LIST = concat!("SELECT ", columns!(), " FROM exams WHERE status = 'published' ORDER BY register_end DESC, id");
    SET_FEE_LINK = "UPDATE exams SET fee_link = $1, version = version + 1 WHERE id = $2";
    INSERT_SUBJECT = "INSERT INTO subjects (exam_id, code, name, position, capacity, taken) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    SUBJECTS = "SELECT code, name, capacity, taken FROM subjects WHERE exam_id = $1 ORDER BY position";
    INSERT_SITE = "INSERT INTO sites (exam_id, code, name, address, position, capacity, taken) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SITES = "SELECT code, name, address, capacity, taken FROM sites WHERE exam_id = $1 ORDER BY position";
}

const RULES: &str = "exams.rules";

/// Adds an exam with its subjects and sites; `at` is when a draft was begun, which has no moment of its own.
pub async fn insert(tx: &mut Tx<'_>, exam: &Exam, at: Instant) -> Result<(), Error> {
    let query = bind_facts(INSERT, exam)?
        .bind(exam.places.taken)
        .bind(exam.status.code())
        .bind(exam.status.since().unwrap_or(at).as_millis());
    tx.run(query).await?;
    exam_notice::insert(tx, &exam.id, &exam.notice, at).await?;
    for (position, subject) in (0_i64..).zip(&exam.subjects) {
        insert_subject(tx, &exam.id, position, subject).await?;
    }
    for (position, site) in (0_i64..).zip(&exam.sites) {
        insert_site(tx, &exam.id, position, site).await?;
    }
    Ok(())
}

fn bind_facts<'q>(text: &'static str, exam: &'q Exam) -> Result<Query<'q>, Error> {
    let mut query = sqlx::query(text).bind(exam.id.as_str()).bind(&exam.title);
    let w = &exam.windows;
    for window in [w.register, w.edit, w.pay, w.review, w.ticket, w.score] {
        query = query.bind(window.start.as_millis()).bind(window.end.as_millis());
    }
    Ok(query
        .bind(exam.fee.amount.0)
        .bind(&exam.fee.item)
        .bind(&exam.fee.link)
        .bind(exam.notice.version)
        .bind(&exam.notice.text)
        .bind(serde_json::to_string(&exam.rules).map_err(|_| Error::Corrupt(RULES))?)
        .bind(exam.places.capacity)
        .bind(&exam.fee.payee)
        .bind(i64::from(exam.is_test)))
}

async fn insert_subject(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    position: i64,
    subject: &Subject,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT_SUBJECT).bind(exam.as_str()).bind(&subject.code).bind(&subject.name);
    let Places { capacity, taken } = subject.places;
    tx.run(query.bind(position).bind(capacity).bind(taken)).await.map(drop)
}

async fn insert_site(tx: &mut Tx<'_>, exam: &ExamId, position: i64, site: &Site) -> Result<(), Error> {
    let query = sqlx::query(INSERT_SITE)
        .bind(exam.as_str())
        .bind(&site.code)
        .bind(&site.name)
        .bind(&site.address)
        .bind(position);
    tx.run(query.bind(site.places.capacity).bind(site.places.taken)).await.map(drop)
}

/// Makes of `before` what the office has written. What is taken is counted by the database alone: [`Error::Stale`] when
/// another version was seen, or when so many places were taken meanwhile that there would be too few.
pub async fn save(tx: &mut Tx<'_>, before: &Exam, exam: &Exam, at: Instant, seen: i64) -> Result<(), Error> {
    let query = bind_facts(SAVE, exam)?
        .bind(exam.status.code())
        .bind(exam.status.since().unwrap_or(at).as_millis())
        .bind(seen);
    tx.run_guarded(query).await?;
    let id = exam.id.as_str();
    if before.fee.amount != exam.fee.amount || before.rules.order != exam.rules.order {
        tx.run_guarded(sqlx::query(STILL_UNTAKEN).bind(id)).await?;
    }
    if before.notice != exam.notice {
        exam_notice::insert(tx, &exam.id, &exam.notice, at).await?;
    }
    for gone in before.subjects.iter().filter(|gone| exam.subject(&gone.code).is_none()) {
        tx.run_guarded(sqlx::query(DELETE_SUBJECT).bind(id).bind(&gone.code)).await?;
    }
    for (position, subject) in (0_i64..).zip(&exam.subjects) {
        let Subject { code, name, places } = subject;
        if before.subject(code).is_none() {
            insert_subject(tx, &exam.id, position, subject).await?;
        } else {
            let query =
                sqlx::query(SAVE_SUBJECT).bind(id).bind(code).bind(name).bind(position).bind(places.capacity);
            tx.run_guarded(query).await?;
        }
    }
    for gone in before.sites.iter().filter(|gone| exam.site(&gone.code).is_none()) {
        tx.run_guarded(sqlx::query(DELETE_SITE).bind(id).bind(&gone.code)).await?;
    }
    for (position, site) in (0_i64..).zip(&exam.sites) {
        let Site { code, name, address, places } = site;
        if before.site(code).is_none() {
            insert_site(tx, &exam.id, position, site).await?;
        } else {
            let query = sqlx::query(SAVE_SITE).bind(id).bind(code).bind(name).bind(address).bind(position);
            tx.run_guarded(query.bind(places.capacity)).await?;
        }
    }
    Ok(())
}

/// The exam and its version, which [`save`] wants to hear.
pub async fn find_to_change(r: &mut Reader<'_>, id: &ExamId) -> Result<Option<(Exam, i64)>, Error> {
    let Some(exam) = find(r, id).await? else { return Ok(None) };
    let version = r.one(sqlx::query(VERSION).bind(id.as_str())).await?;
    Ok(Some((exam, version.number("exams.version")?)))
}

/// Every exam, drafts and closed ones too, the one that opens last first.
pub async fn list_all(r: &mut Reader<'_>) -> Result<Vec<Exam>, Error> {
    let mut exams = Vec::new();
    for row in r.list(sqlx::query(LIST_ALL)).await? {
        exams.push(exam(r, &row).await?);
    }
    Ok(exams)
}

/// What its payment code holds from now on; whether there is such an exam.
pub async fn set_fee_link(tx: &mut Tx<'_>, id: &ExamId, link: &str) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(SET_FEE_LINK).bind(link).bind(id.as_str())).await? == 1)
}

/// Every published exam, the one that closes last first.
pub async fn list_published(r: &mut Reader<'_>) -> Result<Vec<Exam>, Error> {
    let mut exams = Vec::new();
    for row in r.list(sqlx::query(LIST)).await? {
        exams.push(exam(r, &row).await?);
    }
    Ok(exams)
}

/// The exam that must exist.
pub async fn load(r: &mut Reader<'_>, id: &ExamId) -> Result<Exam, Error> {
    find(r, id).await?.ok_or(Error::Database(sqlx::Error::RowNotFound))
}

/// The exam, if there is one.
pub async fn find(r: &mut Reader<'_>, id: &ExamId) -> Result<Option<Exam>, Error> {
    match r.find(sqlx::query(FIND).bind(id.as_str())).await? {
        Some(row) => exam(r, &row).await.map(Some),
        None => Ok(None),
    }
}

async fn exam(r: &mut Reader<'_>, row: &Row<'_>) -> Result<Exam, Error> {
    let id: ExamId = row.id("exams.id")?;
    let subjects = r.list(sqlx::query(SUBJECTS).bind(id.as_str())).await?;
    let sites = r.list(sqlx::query(SITES).bind(id.as_str())).await?;
    let subject = |row: &Row<'_>| -> Result<Subject, Error> {
        Ok(Subject {
            code: row.text("subjects.code")?,
            name: row.text("subjects.name")?,
            places: Places {
                capacity: row.maybe_number("subjects.capacity")?,
                taken: row.number("subjects.taken")?,
            },
        })
    };
    let site = |row: &Row<'_>| -> Result<Site, Error> {
        Ok(Site {
            code: row.text("sites.code")?,
            name: row.text("sites.name")?,
            address: row.text("sites.address")?,
            places: Places {
                capacity: row.maybe_number("sites.capacity")?,
                taken: row.number("sites.taken")?,
            },
        })
    };
    let status = row.text("exams.status")?;
    let status = Status::from_code(&status, row.instant("exams.published_at")?);
    Ok(Exam {
        id,
        status: status.ok_or(Error::Corrupt("exams.status"))?,
        title: row.text("exams.title")?,
        windows: windows(row)?,
        subjects: subjects.iter().map(subject).collect::<Result<_, _>>()?,
        sites: sites.iter().map(site).collect::<Result<_, _>>()?,
        fee: Fee {
            amount: Fen(row.number("exams.fee_amount")?),
            item: row.text("exams.fee_item")?,
            payee: row.text("exams.fee_payee")?,
            link: row.text("exams.fee_link")?,
        },
        notice: Notice { version: row.number("exams.notice_version")?, text: row.text("exams.notice_text")? },
        places: Places { capacity: row.maybe_number("exams.capacity")?, taken: row.number("exams.taken")? },
        rules: rules(row)?,
        is_test: row.number("exams.is_test")? == 1,
    })
}

fn rules(row: &Row<'_>) -> Result<Rules, Error> {
    serde_json::from_str(&row.text(RULES)?).map_err(|_| Error::Corrupt(RULES))
}

fn windows(row: &Row<'_>) -> Result<Windows, Error> {
    let window = |start, end| -> Result<Window, Error> {
        Ok(Window { start: row.instant(start)?, end: row.instant(end)? })
    };
    Ok(Windows {
        register: window("exams.register_start", "exams.register_end")?,
        edit: window("exams.edit_start", "exams.edit_end")?,
        pay: window("exams.pay_start", "exams.pay_end")?,
        review: window("exams.review_start", "exams.review_end")?,
        ticket: window("exams.ticket_start", "exams.ticket_end")?,
        score: window("exams.score_start", "exams.score_end")?,
    })
}
