//! How much waits for staff, counted by exam and site, so that everybody sees what is theirs.

use domain::id::ExamId;

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader};

statements! {
    PROOFS = "SELECT exam_id, site, COUNT(*) AS waiting FROM registrations WHERE state = 'submitted' \
        GROUP BY exam_id, site";
    REGISTRATIONS = "SELECT exam_id, site, COUNT(*) AS waiting FROM registrations WHERE state = 'under_review' \
        GROUP BY exam_id, site";
    FACES = "SELECT exam_id, site, COUNT(*) AS waiting FROM registrations WHERE face_state = 'waiting_for_person' \
        AND state NOT IN ('discarded', 'rejected', 'expired', 'withdrawn', 'canceled') GROUP BY exam_id, site";
    WITHDRAWALS = "SELECT r.exam_id AS exam_id, r.site AS site, COUNT(*) AS waiting FROM withdrawals w \
        JOIN registrations r ON r.id = w.registration_id WHERE w.decision IS NULL GROUP BY r.exam_id, r.site";
    IDENTITIES = "SELECT COUNT(*) AS waiting FROM identities WHERE state = 'waiting_for_person'";
    RENAMES = "SELECT COUNT(*) AS waiting FROM renames WHERE state = 'waiting'";
}

/// What waits, each a list of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queue {
    /// 缴费凭证
    Proofs,
    /// 报考资格
    Registrations,
    /// 人脸
    Faces,
    /// 退考申请
    Withdrawals,
}

/// So many wait in this exam at this site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Which exam.
    pub exam: ExamId,
    /// At which site; none where none was chosen.
    pub site: Option<String>,
    /// How many.
    pub count: i64,
}

/// How many wait in this queue, by exam and site.
pub async fn by_place(r: &mut Reader<'_>, queue: Queue) -> Result<Vec<Waiting>, Error> {
    let text = match queue {
        Queue::Proofs => PROOFS,
        Queue::Registrations => REGISTRATIONS,
        Queue::Faces => FACES,
        Queue::Withdrawals => WITHDRAWALS,
    };
    let waiting = |row: &Row<'_>| {
        Ok(Waiting {
            exam: row.id("waiting.exam_id")?,
            site: row.maybe_text("waiting.site")?,
            count: row.number("waiting.waiting")?,
        })
    };
    r.list(sqlx::query(text)).await?.iter().map(waiting).collect()
}

/// How many identities wait for a person.
pub async fn identities(r: &mut Reader<'_>) -> Result<i64, Error> {
    r.one(sqlx::query(IDENTITIES)).await?.number("waiting.waiting")
}

/// How many requests for another name wait.
pub async fn renames(r: &mut Reader<'_>) -> Result<i64, Error> {
    r.one(sqlx::query(RENAMES)).await?.number("waiting.waiting")
}
