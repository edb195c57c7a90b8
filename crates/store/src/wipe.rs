//! Wiping a test: everything that hangs on it, and the exam itself. Only what is marked as a test; tickets and seats of
//! others are kept by the database's own guards, too.

use domain::id::{ExamId, ExportId, PhotoId};

use crate::statement::statements;
use crate::{Error, Tx};

macro_rules! registrations {
    () => {
        "(SELECT id FROM registrations WHERE exam_id = $1)"
    };
}

macro_rules! challenges {
    () => {
        concat!("(SELECT id FROM face_challenges WHERE registration_id IN ", registrations!(), ")")
    };
}

statements! {
    // Holds the row, so that nobody takes a place meanwhile, and finds only a test of this version.
    HOLD = "UPDATE exams SET status = 'closed', version = version + 1 WHERE id = $1 AND version = $2 AND is_test = 1";
    PHOTOS = concat!("SELECT photo_id AS id FROM proofs WHERE registration_id IN ", registrations!(),
        " UNION SELECT photo_id AS id FROM face_frames WHERE challenge_id IN ", challenges!(), " ORDER BY 1");
    REMEMBER = "INSERT INTO wiped_registrations (id) SELECT id FROM registrations WHERE exam_id = $1";
    CLAIMS_OF_REGISTRATIONS = concat!("DELETE FROM claims WHERE item IN ", registrations!());
    CLAIMS_OF_PROOFS = concat!("DELETE FROM claims WHERE item IN (SELECT id FROM proofs WHERE registration_id IN ",
        registrations!(), ")");
    CLAIMS_OF_WITHDRAWALS = concat!("DELETE FROM claims WHERE item IN \
        (SELECT id FROM withdrawals WHERE registration_id IN ", registrations!(), ")");
    FACE_MARKS = concat!("DELETE FROM face_marks WHERE challenge_id IN ", challenges!());
    FACE_FRAMES = concat!("DELETE FROM face_frames WHERE challenge_id IN ", challenges!());
    FACE_TRIES = concat!("DELETE FROM face_tries WHERE scope IN ", registrations!());
    FACE_CHALLENGES = concat!("DELETE FROM face_challenges WHERE registration_id IN ", registrations!());
    LATE_PAYMENTS = concat!("DELETE FROM late_payments WHERE registration_id IN ", registrations!());
    PROOFS = concat!("DELETE FROM proofs WHERE registration_id IN ", registrations!());
    WITHDRAWALS = concat!("DELETE FROM withdrawals WHERE registration_id IN ", registrations!());
    DRAFTS = concat!("DELETE FROM registration_drafts WHERE registration_id IN ", registrations!());
    RECHECKS = concat!("DELETE FROM score_rechecks WHERE registration_id IN ", registrations!());
    SCORES = "DELETE FROM scores WHERE exam_id = $1";
    SCORE_SHEETS = "DELETE FROM score_sheets WHERE exam_id = $1";
    SCORE_DRAFTS = "DELETE FROM score_drafts WHERE exam_id = $1";
    SEATS = "DELETE FROM seats WHERE number IN (SELECT number FROM tickets WHERE exam_id = $1)";
    TICKETS = "DELETE FROM tickets WHERE exam_id = $1";
    PLANS = "DELETE FROM seating_plans WHERE exam_id = $1";
    SITTINGS = "DELETE FROM sittings WHERE exam_id = $1";
    ROOMS = "DELETE FROM rooms WHERE exam_id = $1";
    REGISTRATIONS = "DELETE FROM registrations WHERE exam_id = $1";
    FILES = "SELECT file AS id FROM paper_batches WHERE exam_id = $1 AND file IS NOT NULL ORDER BY 1";
    EXPORTS = "SELECT id FROM exports WHERE exam_id = $1 ORDER BY id";
    BATCHES = "DELETE FROM paper_batches WHERE exam_id = $1";
    EXPORTED = "DELETE FROM exports WHERE exam_id = $1";
    ROSTER_LINES = "DELETE FROM roster_lines WHERE file_id IN (SELECT id FROM roster_files WHERE exam_id = $1)";
    ROSTER_FILES = "DELETE FROM roster_files WHERE exam_id = $1";
    GRANTS = "DELETE FROM staff_grants WHERE exam_id = $1";
    NOTICE_DRAFTS = "DELETE FROM notice_drafts WHERE exam_id = $1";
    NOTICES = "DELETE FROM exam_notices WHERE exam_id = $1";
    SUBJECTS = "DELETE FROM subjects WHERE exam_id = $1";
    SITES = "DELETE FROM sites WHERE exam_id = $1";
    EXAM = "DELETE FROM exams WHERE id = $1";
    PHOTO = "DELETE FROM photos WHERE id = $1";
}

/// What hangs on a test, before what it hangs on.
const IN_ORDER: [&str; 31] = [
    CLAIMS_OF_REGISTRATIONS,
    CLAIMS_OF_PROOFS,
    CLAIMS_OF_WITHDRAWALS,
    FACE_MARKS,
    FACE_FRAMES,
    FACE_TRIES,
    FACE_CHALLENGES,
    LATE_PAYMENTS,
    PROOFS,
    WITHDRAWALS,
    DRAFTS,
    RECHECKS,
    SCORES,
    SCORE_SHEETS,
    SCORE_DRAFTS,
    SEATS,
    TICKETS,
    PLANS,
    SITTINGS,
    ROOMS,
    REGISTRATIONS,
    BATCHES,
    EXPORTED,
    ROSTER_LINES,
    ROSTER_FILES,
    GRANTS,
    NOTICE_DRAFTS,
    NOTICES,
    SUBJECTS,
    SITES,
    EXAM,
];

/// What went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wiped {
    /// How many registrations.
    pub registrations: u64,
    /// Pictures and printed papers whose files go once this is committed.
    pub files: Vec<PhotoId>,
    /// Exports whose files go as well.
    pub exports: Vec<ExportId>,
}

/// Deletes a test of this version with everything of it. [`Error::Stale`] when it has another version, or is no test.
pub async fn test(tx: &mut Tx<'_>, exam: &ExamId, seen: i64) -> Result<Wiped, Error> {
    tx.run_guarded(sqlx::query(HOLD).bind(exam.as_str()).bind(seen)).await?;
    let rows = tx.list(sqlx::query(PHOTOS).bind(exam.as_str())).await?;
    let photos: Vec<PhotoId> = rows.iter().map(|row| row.id("photos.id")).collect::<Result<_, _>>()?;
    let rows = tx.list(sqlx::query(FILES).bind(exam.as_str())).await?;
    let printed: Vec<PhotoId> = rows.iter().map(|row| row.id("photos.id")).collect::<Result<_, _>>()?;
    let rows = tx.list(sqlx::query(EXPORTS).bind(exam.as_str())).await?;
    let exports: Vec<ExportId> = rows.iter().map(|row| row.id("exports.id")).collect::<Result<_, _>>()?;
    let registrations = tx.run(sqlx::query(REMEMBER).bind(exam.as_str())).await?;
    for text in IN_ORDER {
        tx.run(sqlx::query(text).bind(exam.as_str())).await?;
    }
    for photo in &photos {
        tx.run(sqlx::query(PHOTO).bind(photo.as_str())).await?;
    }
    Ok(Wiped { registrations, files: [photos, printed].concat(), exports })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f2_nothing_that_hangs_on_an_exam_is_forgotten() {
        let roots =
            ["exams", "registrations", "proofs", "tickets", "scores", "face_challenges", "roster_files"];
        let (mut table, mut seen) = (String::new(), 0);
        let mut texts: Vec<_> =
            std::fs::read_dir("migrations").unwrap().map(|file| file.unwrap().path()).collect();
        texts.sort();
        for line in texts.iter().flat_map(|path| {
            let text = std::fs::read_to_string(path).unwrap();
            text.lines().map(str::to_owned).collect::<Vec<_>>()
        }) {
            if let Some(rest) = line.strip_prefix("CREATE TABLE ") {
                table = rest.split(' ').next().unwrap_or_default().to_owned();
            }
            if roots.iter().any(|root| line.contains(&format!("REFERENCES {root} "))) {
                let delete = format!("DELETE FROM {table} ");
                assert!(IN_ORDER.iter().any(|text| text.starts_with(&delete)), "{table}: who wipes it?");
                seen += 1;
            }
        }
        assert!(seen >= 15, "{seen}");
    }
}
