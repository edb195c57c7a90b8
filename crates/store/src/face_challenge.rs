//! Rounds of the face check. Each is used once, inside its time, whoever asks twice.

use domain::id::{ChallengeId, PhotoId, RegistrationId};
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO face_challenges (id, registration_id, movements, issued_at, expires_at, used_at) \
        VALUES ($1, $2, $3, $4, $5, $6)";
    FIND = "SELECT registration_id, movements, issued_at, expires_at, used_at FROM face_challenges WHERE id = $1";
    USE = "UPDATE face_challenges SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND expires_at > $2";
    RECORD = "UPDATE face_challenges SET result = $2, distance = $3, model = $4, threshold = $5, refused_from = $6, \
        problem = $7 WHERE id = $1 AND result IS NULL";
    LAST_DISTANCE = "SELECT distance FROM face_challenges WHERE registration_id = $1 AND distance IS NOT NULL \
        ORDER BY used_at DESC, id DESC LIMIT 1";
    LAST_FRAMES = "SELECT photo_id FROM face_frames WHERE challenge_id = (\
            SELECT id FROM face_challenges WHERE registration_id = $1 AND result IS NOT NULL \
            ORDER BY used_at DESC, id DESC LIMIT 1\
        ) ORDER BY position";
    INSERT_FRAME = "INSERT INTO face_frames (challenge_id, position, photo_id) VALUES ($1, $2, $3)";
}

const MOVEMENTS: &str = "face_challenges.movements";

/// One round of the face check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FaceChallenge {
    /// Identifier.
    pub id: ChallengeId,
    /// For which registration.
    pub registration: RegistrationId,
    /// Codes of the movements, in their order.
    pub movements: Vec<String>,
    /// When it was issued.
    pub issued: Instant,
    /// First instant at which it is worth nothing.
    pub expires: Instant,
    /// When it was used.
    pub used: Option<Instant>,
}

/// A new round.
pub async fn insert(tx: &mut Tx<'_>, challenge: &FaceChallenge) -> Result<(), Error> {
    let movements = serde_json::to_string(&challenge.movements).map_err(|_| Error::Corrupt(MOVEMENTS))?;
    let query = sqlx::query(INSERT)
        .bind(challenge.id.as_str())
        .bind(challenge.registration.as_str())
        .bind(movements)
        .bind(challenge.issued.as_millis())
        .bind(challenge.expires.as_millis())
        .bind(challenge.used.map(Instant::as_millis));
    tx.run(query).await.map(drop)
}

/// The round, used or not.
pub async fn find(r: &mut Reader<'_>, id: &ChallengeId) -> Result<Option<FaceChallenge>, Error> {
    let Some(row) = r.find(sqlx::query(FIND).bind(id.as_str())).await? else { return Ok(None) };
    Ok(Some(FaceChallenge {
        id: id.clone(),
        registration: row.id("face_challenges.registration_id")?,
        movements: serde_json::from_str(&row.text(MOVEMENTS)?).map_err(|_| Error::Corrupt(MOVEMENTS))?,
        issued: row.instant("face_challenges.issued_at")?,
        expires: row.instant("face_challenges.expires_at")?,
        used: row.maybe_instant("face_challenges.used_at")?,
    }))
}

/// Uses the round up. `false` when it was used before, or its time is over.
pub async fn use_once(tx: &mut Tx<'_>, id: &ChallengeId, now: Instant) -> Result<bool, Error> {
    Ok(tx.run(sqlx::query(USE).bind(id.as_str()).bind(now.as_millis())).await? == 1)
}

/// What came of a round.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FaceResult<'a> {
    /// Its code.
    pub code: &'a str,
    /// Why it was refused, as a code.
    pub problem: Option<&'a str>,
    /// L2 distance to the portrait, if it came to comparing.
    pub distance: Option<f64>,
    /// What measured the distance.
    pub model: &'a str,
    /// Below this distance it counts as the same person.
    pub threshold: f64,
    /// From this distance on it counts as somebody else.
    pub refused_from: f64,
}

/// Notes the result once, with the pictures. [`Error::Stale`] when one was noted before.
pub async fn record_result(
    tx: &mut Tx<'_>,
    id: &ChallengeId,
    result: &FaceResult<'_>,
    frames: &[PhotoId],
) -> Result<(), Error> {
    let query = sqlx::query(RECORD)
        .bind(id.as_str())
        .bind(result.code)
        .bind(result.distance)
        .bind(result.model)
        .bind(result.threshold)
        .bind(result.refused_from)
        .bind(result.problem);
    tx.run_guarded(query).await?;
    for (position, photo) in (0_i64..).zip(frames) {
        tx.run(sqlx::query(INSERT_FRAME).bind(id.as_str()).bind(position).bind(photo.as_str())).await?;
    }
    Ok(())
}

/// The newest distance that was measured for this registration.
pub async fn last_distance(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Option<f64>, Error> {
    let row = r.find(sqlx::query(LAST_DISTANCE).bind(id.as_str())).await?;
    Ok(row.map(|row| row.maybe_float("face_challenges.distance")).transpose()?.flatten())
}

/// The pictures of the newest round of this registration that was answered, in their order.
pub async fn last_frames(r: &mut Reader<'_>, id: &RegistrationId) -> Result<Vec<PhotoId>, Error> {
    let rows = r.list(sqlx::query(LAST_FRAMES).bind(id.as_str())).await?;
    rows.iter().map(|row| row.id("face_frames.photo_id")).collect()
}
