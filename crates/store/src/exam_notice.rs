//! Every version of an exam's notice, and what officers are writing.

use domain::exam::Notice;
use domain::id::ExamId;
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO exam_notices (exam_id, version, body, kept_at) VALUES ($1, $2, $3, $4)";
    LIST = "SELECT version, body, kept_at FROM exam_notices WHERE exam_id = $1 ORDER BY version DESC LIMIT $2";
    SAVE_DRAFT = "INSERT INTO notice_drafts (exam_id, officer, seen, body) VALUES ($1, $2, $3, $4) \
        ON CONFLICT (exam_id, officer) DO UPDATE SET seen = $3, body = $4";
    FIND_DRAFT = "SELECT seen, body FROM notice_drafts WHERE exam_id = $1 AND officer = $2";
    FORGET_DRAFT = "DELETE FROM notice_drafts WHERE exam_id = $1 AND officer = $2";
}

/// A version as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Number and text.
    pub notice: Notice,
    /// When.
    pub at: Instant,
}

/// What an officer has typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The version of the exam that they had before them.
    pub seen: i64,
    /// Markdown.
    pub text: String,
}

/// Keeps a version. [`Error::Taken`] when the number has another text already.
pub(crate) async fn insert(
    tx: &mut Tx<'_>,
    exam: &ExamId,
    notice: &Notice,
    at: Instant,
) -> Result<(), Error> {
    let query = sqlx::query(INSERT).bind(exam.as_str()).bind(notice.version).bind(&notice.text);
    tx.run(query.bind(at.as_millis())).await.map(drop)
}

/// The latest `limit` versions, the newest first.
pub async fn list(r: &mut Reader<'_>, exam: &ExamId, limit: i64) -> Result<Vec<Kept>, Error> {
    let rows = r.list(sqlx::query(LIST).bind(exam.as_str()).bind(limit)).await?;
    rows.iter()
        .map(|row| {
            Ok(Kept {
                notice: Notice {
                    version: row.number("exam_notices.version")?,
                    text: row.text("exam_notices.body")?,
                },
                at: row.instant("exam_notices.kept_at")?,
            })
        })
        .collect()
}

/// Keeps what an officer has typed, over what they typed before.
pub async fn save_draft(tx: &mut Tx<'_>, exam: &ExamId, officer: &str, draft: &Draft) -> Result<(), Error> {
    let query = sqlx::query(SAVE_DRAFT).bind(exam.as_str()).bind(officer).bind(draft.seen);
    tx.run(query.bind(&draft.text)).await.map(drop)
}

/// What an officer has typed.
pub async fn find_draft(r: &mut Reader<'_>, exam: &ExamId, officer: &str) -> Result<Option<Draft>, Error> {
    let row = r.find(sqlx::query(FIND_DRAFT).bind(exam.as_str()).bind(officer)).await?;
    row.map(|row| {
        Ok(Draft { seen: row.number("notice_drafts.seen")?, text: row.text("notice_drafts.body")? })
    })
    .transpose()
}

/// It was kept, or is not wanted any more.
pub async fn forget_draft(tx: &mut Tx<'_>, exam: &ExamId, officer: &str) -> Result<(), Error> {
    tx.run(sqlx::query(FORGET_DRAFT).bind(exam.as_str()).bind(officer)).await.map(drop)
}
