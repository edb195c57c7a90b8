//! What is known about stored pictures; their bytes lie sealed in [`Files`](crate::Files).

use domain::id::{AccountId, PhotoId};
use domain::instant::Instant;

use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO photos (id, account_id, purpose, width, height, bytes, created_at) \
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    FIND_OWN = "SELECT purpose, width, height, bytes, created_at FROM photos WHERE account_id = $1 AND id = $2";
    LIST_IDS = "SELECT id FROM photos WHERE account_id = $1 AND purpose = $2 ORDER BY id";
    FORGET_FRAME = "DELETE FROM face_frames WHERE photo_id = $1";
    DELETE = "DELETE FROM photos WHERE id = $1";
}

/// A stored picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Photo {
    /// Identifier, and the name of its file.
    pub id: PhotoId,
    /// Whose.
    pub account: AccountId,
    /// What it was handed in for, as a code.
    pub purpose: String,
    /// Pixels.
    pub width: i64,
    /// Pixels.
    pub height: i64,
    /// Length of the encoded picture before sealing.
    pub bytes: i64,
    /// When it came.
    pub created: Instant,
}

/// Names a picture whose file is stored.
pub async fn insert(tx: &mut Tx<'_>, photo: &Photo) -> Result<(), Error> {
    let query = sqlx::query(INSERT)
        .bind(photo.id.as_str())
        .bind(photo.account.as_str())
        .bind(&photo.purpose)
        .bind(photo.width)
        .bind(photo.height)
        .bind(photo.bytes)
        .bind(photo.created.as_millis());
    tx.run(query).await.map(drop)
}

/// The picture, if it is this account's own.
pub async fn find_own(r: &mut Reader<'_>, account: &AccountId, id: &PhotoId) -> Result<Option<Photo>, Error> {
    let query = sqlx::query(FIND_OWN).bind(account.as_str()).bind(id.as_str());
    let Some(row) = r.find(query).await? else { return Ok(None) };
    Ok(Some(Photo {
        id: id.clone(),
        account: account.clone(),
        purpose: row.text("photos.purpose")?,
        width: row.number("photos.width")?,
        height: row.number("photos.height")?,
        bytes: row.number("photos.bytes")?,
        created: row.instant("photos.created_at")?,
    }))
}

/// This account's pictures of one purpose.
pub async fn list_ids(r: &mut Reader<'_>, account: &AccountId, purpose: &str) -> Result<Vec<PhotoId>, Error> {
    let rows = r.list(sqlx::query(LIST_IDS).bind(account.as_str()).bind(purpose)).await?;
    rows.iter().map(|row| row.id("photos.id")).collect()
}

/// Forgets a picture that nothing names any more but, perhaps, a face check as one of its frames. Its file is deleted by
/// whoever called, once this is committed.
pub async fn delete(tx: &mut Tx<'_>, id: &PhotoId) -> Result<(), Error> {
    tx.run(sqlx::query(FORGET_FRAME).bind(id.as_str())).await?;
    tx.run(sqlx::query(DELETE).bind(id.as_str())).await.map(drop)
}
