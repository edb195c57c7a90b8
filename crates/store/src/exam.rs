//! Exams with their subjects and sites, and the announcements on the home page.

use domain::exam::{Announcement, Exam, Fee, Notice, Places, Rules, Site, Subject, Windows};
use domain::id::{AnnouncementId, ExamId};
use domain::instant::{Instant, Window};
use domain::money::Fen;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

macro_rules! columns {
    () => {
        "id, title, register_start, register_end, edit_start, edit_end, pay_start, pay_end, review_start, review_end, \
        ticket_start, ticket_end, score_start, score_end, fee_amount, fee_item, fee_link, notice_version, \
        notice_text, rules, capacity, taken"
    };
}

statements! {
    INSERT = concat!("INSERT INTO exams (", columns!(), ", published_at) VALUES \
        ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)");
    FIND = concat!("SELECT ", columns!(), " FROM exams WHERE id = $1");
    LIST = concat!("SELECT ", columns!(), " FROM exams ORDER BY register_end DESC, id");
    SET_FEE_LINK = "UPDATE exams SET fee_link = $1 WHERE id = $2";
    INSERT_SUBJECT = "INSERT INTO subjects (exam_id, code, name, position, capacity, taken) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    SUBJECTS = "SELECT code, name, capacity, taken FROM subjects WHERE exam_id = $1 ORDER BY position";
    INSERT_SITE = "INSERT INTO sites (exam_id, code, name, address, position, capacity, taken) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    SITES = "SELECT code, name, address, capacity, taken FROM sites WHERE exam_id = $1 ORDER BY position";
    INSERT_ANNOUNCEMENT = "INSERT INTO announcements (id, title, body, published_at) VALUES ($1, $2, $3, $4)";
    ANNOUNCEMENTS = "SELECT title, body, published_at FROM announcements \
        ORDER BY published_at DESC, id DESC LIMIT $1";
}

const RULES: &str = "exams.rules";

/// Publishes an exam with its subjects and sites.
pub async fn insert(tx: &mut Tx<'_>, exam: &Exam, published: Instant) -> Result<(), Error> {
    let mut query = sqlx::query(INSERT).bind(exam.id.as_str()).bind(&exam.title);
    let w = &exam.windows;
    for window in [w.register, w.edit, w.pay, w.review, w.ticket, w.score] {
        query = query.bind(window.start.as_millis()).bind(window.end.as_millis());
    }
    let query = query
        .bind(exam.fee.amount.0)
        .bind(&exam.fee.item)
        .bind(&exam.fee.link)
        .bind(exam.notice.version)
        .bind(&exam.notice.text)
        .bind(serde_json::to_string(&exam.rules).map_err(|_| Error::Corrupt(RULES))?)
        .bind(exam.places.capacity)
        .bind(exam.places.taken)
        .bind(published.as_millis());
    tx.run(query).await?;
    for (position, subject) in (0_i64..).zip(&exam.subjects) {
        let query =
            sqlx::query(INSERT_SUBJECT).bind(exam.id.as_str()).bind(&subject.code).bind(&subject.name);
        let Places { capacity, taken } = subject.places;
        tx.run(query.bind(position).bind(capacity).bind(taken)).await?;
    }
    for (position, site) in (0_i64..).zip(&exam.sites) {
        let query = sqlx::query(INSERT_SITE)
            .bind(exam.id.as_str())
            .bind(&site.code)
            .bind(&site.name)
            .bind(&site.address)
            .bind(position);
        tx.run(query.bind(site.places.capacity).bind(site.places.taken)).await?;
    }
    Ok(())
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

/// Publishes an announcement at `announcement.at`.
pub async fn insert_announcement(
    tx: &mut Tx<'_>,
    id: &AnnouncementId,
    announcement: &Announcement,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT_ANNOUNCEMENT)
        .bind(id.as_str())
        .bind(&announcement.title)
        .bind(&announcement.text)
        .bind(announcement.at.as_millis());
    tx.run(query).await.map(drop)
}

/// The latest `limit` announcements, the newest first.
pub async fn list_announcements(r: &mut Reader<'_>, limit: i64) -> Result<Vec<Announcement>, Error> {
    let rows = r.list(sqlx::query(ANNOUNCEMENTS).bind(limit)).await?;
    rows.iter()
        .map(|row| {
            Ok(Announcement {
                title: row.text("announcements.title")?,
                text: row.text("announcements.body")?,
                at: row.instant("announcements.published_at")?,
            })
        })
        .collect()
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
    Ok(Exam {
        id,
        title: row.text("exams.title")?,
        windows: windows(row)?,
        subjects: subjects.iter().map(subject).collect::<Result<_, _>>()?,
        sites: sites.iter().map(site).collect::<Result<_, _>>()?,
        fee: Fee {
            amount: Fen(row.number("exams.fee_amount")?),
            item: row.text("exams.fee_item")?,
            link: row.text("exams.fee_link")?,
        },
        notice: Notice { version: row.number("exams.notice_version")?, text: row.text("exams.notice_text")? },
        places: Places { capacity: row.maybe_number("exams.capacity")?, taken: row.number("exams.taken")? },
        rules: rules(row)?,
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
