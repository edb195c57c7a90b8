//! Counts for the dashboard, each by site, so that everybody sees those of their own. Of one exam, but for what belongs to
//! none.

use domain::card::CardProblem;
use domain::id::ExamId;
use domain::instant::Instant;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader};

// A day in Shanghai begins 28,800,000 ms before the one in UTC, and has 86,400,000.
statements! {
    STATES = "SELECT site, state AS kind, COUNT(*) AS many FROM registrations WHERE exam_id = $1 GROUP BY site, state";
    SUBJECTS = "SELECT site, subject AS kind, COUNT(*) AS many FROM registrations WHERE exam_id = $1 \
        AND subject IS NOT NULL AND state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled') \
        GROUP BY site, subject";
    BEGUN = "SELECT site, (created_at + 28800000) / 86400000 AS day, COUNT(*) AS many FROM registrations \
        WHERE exam_id = $1 AND created_at >= $2 GROUP BY site, (created_at + 28800000) / 86400000";
    HANDED_IN = "SELECT f.site AS site, (f.given + 28800000) / 86400000 AS day, COUNT(*) AS many FROM (\
        SELECT r.site AS site, MIN(p.given_at) AS given FROM registrations r JOIN proofs p ON p.registration_id = r.id \
        WHERE r.exam_id = $1 GROUP BY r.id, r.site) f WHERE f.given >= $2 \
        GROUP BY f.site, (f.given + 28800000) / 86400000";
    STEPS = "SELECT r.site AS site, COUNT(*) AS begun, \
        COUNT(CASE WHEN r.notice_at IS NOT NULL THEN 1 END) AS notice, \
        COUNT(CASE WHEN r.notice_at IS NOT NULL AND i.state IN ('passed', 'passed_by_person', 'waiting_for_person') \
            THEN 1 END) AS identity, \
        COUNT(CASE WHEN r.face_state IN ('passed', 'passed_by_person', 'waiting_for_person') THEN 1 END) AS face, \
        COUNT(CASE WHEN r.subject IS NOT NULL THEN 1 END) AS answers, \
        COUNT(CASE WHEN r.payment_state <> 'none' THEN 1 END) AS paid, \
        COUNT(CASE WHEN r.state IN ('approved', 'admitted', 'closed') THEN 1 END) AS approved \
        FROM registrations r LEFT JOIN identities i ON i.account_id = r.account_id WHERE r.exam_id = $1 GROUP BY r.site";
    OLDEST = "SELECT site, state AS kind, MIN(state_at) AS since FROM registrations \
        WHERE exam_id = $1 AND state IN ('submitted', 'under_review') GROUP BY site, state";
    OLDEST_IDENTITY = "SELECT MIN(since_at) AS since FROM identities WHERE state = 'waiting_for_person'";
    PROBLEMS = "SELECT problems, COUNT(*) AS many FROM identity_checks WHERE outcome <> 'passed' AND ended_at >= $1 \
        GROUP BY problems";
}

/// So many of one kind at one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count<K> {
    /// At which site; none where none was chosen.
    pub site: Option<String>,
    /// Of what.
    pub kind: K,
    /// How many; for [`oldest`] since when.
    pub many: i64,
}

/// How many registrations have come so far, at one site. Each number counts those of the one before it, mostly: a person
/// may settle steps in another order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Steps {
    /// At which site; none where none was chosen yet.
    pub site: Option<String>,
    /// 开始报名, 阅读须知, 实名认证, 人脸识别, 确认报考信息, 上传凭证, 审核通过
    pub reached: [i64; 7],
}

/// The columns of [`Steps::reached`], in its order.
const REACHED: [&str; 7] = [
    "steps.begun",
    "steps.notice",
    "steps.identity",
    "steps.face",
    "steps.answers",
    "steps.paid",
    "steps.approved",
];

fn text_count(row: &Row<'_>) -> Result<Count<String>, Error> {
    let (site, kind) = (row.maybe_text("counts.site")?, row.text("counts.kind")?);
    Ok(Count { site, kind, many: row.number("counts.many")? })
}

fn day_count(row: &Row<'_>) -> Result<Count<i64>, Error> {
    let (site, kind) = (row.maybe_text("counts.site")?, row.number("counts.day")?);
    Ok(Count { site, kind, many: row.number("counts.many")? })
}

/// Registrations by state, as [`domain::registration::State`] is stored.
pub async fn states(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Count<String>>, Error> {
    r.list(sqlx::query(STATES).bind(exam.as_str())).await?.iter().map(text_count).collect()
}

/// Registrations that count, by the subject's code.
pub async fn subjects(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Count<String>>, Error> {
    r.list(sqlx::query(SUBJECTS).bind(exam.as_str())).await?.iter().map(text_count).collect()
}

/// Registrations that were begun since then, by day: days since 1970-01-01 in Shanghai.
pub async fn begun(r: &mut Reader<'_>, exam: &ExamId, since: Instant) -> Result<Vec<Count<i64>>, Error> {
    let query = sqlx::query(BEGUN).bind(exam.as_str()).bind(since.as_millis());
    r.list(query).await?.iter().map(day_count).collect()
}

/// Registrations whose first proof came since then, by day: days since 1970-01-01 in Shanghai.
pub async fn handed_in(r: &mut Reader<'_>, exam: &ExamId, since: Instant) -> Result<Vec<Count<i64>>, Error> {
    let query = sqlx::query(HANDED_IN).bind(exam.as_str()).bind(since.as_millis());
    r.list(query).await?.iter().map(day_count).collect()
}

/// How far registrations have come.
pub async fn steps(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Steps>, Error> {
    let read = |row: &Row<'_>| {
        let mut reached = [0; 7];
        for (number, column) in reached.iter_mut().zip(REACHED) {
            *number = row.number(column)?;
        }
        Ok(Steps { site: row.maybe_text("steps.site")?, reached })
    };
    r.list(sqlx::query(STEPS).bind(exam.as_str())).await?.iter().map(read).collect()
}

/// Since when the longest waiting of each queue waits: state, and milliseconds since the epoch.
pub async fn oldest(r: &mut Reader<'_>, exam: &ExamId) -> Result<Vec<Count<String>>, Error> {
    let read = |row: &Row<'_>| {
        let (site, kind) = (row.maybe_text("oldest.site")?, row.text("oldest.kind")?);
        Ok(Count { site, kind, many: row.number("oldest.since")? })
    };
    r.list(sqlx::query(OLDEST).bind(exam.as_str())).await?.iter().map(read).collect()
}

/// Since when the identity that has waited longest for a person waits.
pub async fn oldest_identity(r: &mut Reader<'_>) -> Result<Option<Instant>, Error> {
    r.one(sqlx::query(OLDEST_IDENTITY)).await?.maybe_instant("oldest.since")
}

/// What stood against the cards whose checks ended since then, each list with how often it came.
pub async fn problems(r: &mut Reader<'_>, since: Instant) -> Result<Vec<(Vec<CardProblem>, i64)>, Error> {
    let read = |row: &Row<'_>| {
        let list = serde_json::from_str(&row.text("identity_checks.problems")?);
        let list = list.map_err(|_| Error::Corrupt("identity_checks.problems"))?;
        Ok((list, row.number("identity_checks.many")?))
    };
    r.list(sqlx::query(PROBLEMS).bind(since.as_millis())).await?.iter().map(read).collect()
}
