//! People who sign in. Name, number and phone are sealed; the number is found by fingerprint.

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::{PersonName, Phone, Region};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    INSERT = "INSERT INTO accounts (id, name, region, document_kind, number, login_hash, identity_hash, phone, \
        candidate_type, major, password_hash, created_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    LOAD = "SELECT id, name, region, document_kind, number, phone, candidate_type, major, created_at, version \
        FROM accounts WHERE id = $1";
    CREDENTIALS = "SELECT id, password_hash FROM accounts WHERE login_hash = $1";
    UPDATE_PROFILE = "UPDATE accounts SET name = $3, phone = $4, candidate_type = $5, major = $6, \
        version = version + 1 WHERE id = $1 AND version = $2";
}

const NAME: &str = "accounts.name";
const NUMBER: &str = "accounts.number";
const PHONE: &str = "accounts.phone";

/// A candidate's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Identifier.
    pub id: AccountId,
    /// 姓名
    pub name: PersonName,
    /// 地区
    pub region: Region,
    /// 证件类型 and 证件号; never changed by its owner.
    pub number: DocumentNumber,
    /// 手机号
    pub phone: Phone,
    /// 考生类型
    pub candidate_type: Option<String>,
    /// 专业
    pub major: Option<String>,
    /// When it was made.
    pub created: Instant,
    /// Counts up with each change; an update names the version that it has seen.
    pub version: i64,
}

/// A new account. [`Error::Taken`] when the person behind the number has one already.
pub async fn insert(tx: &mut Tx<'_>, account: &Account, password_hash: &str) -> Result<(), Error> {
    let id = account.id.as_str();
    let query = sqlx::query(INSERT)
        .bind(id)
        .bind(tx.seal(NAME, id, account.name.expose().as_bytes()))
        .bind(account.region.code())
        .bind(account.number.kind().code())
        .bind(tx.seal(NUMBER, id, account.number.expose().as_bytes()))
        .bind(login_hash(tx, account.number.expose()))
        .bind(identity_hash(tx, &account.number))
        .bind(tx.seal(PHONE, id, account.phone.expose().as_bytes()))
        .bind(account.candidate_type.as_deref())
        .bind(account.major.as_deref())
        .bind(password_hash)
        .bind(account.created.as_millis())
        .bind(account.version);
    tx.run(query).await.map(drop)
}

/// The account that must exist.
pub async fn load(r: &mut Reader<'_>, id: &AccountId) -> Result<Account, Error> {
    account(&r.one(sqlx::query(LOAD).bind(id.as_str())).await?)
}

/// The account that signs in with this normalised number, of whatever kind, and its password's hash.
pub async fn find_credentials(
    r: &mut Reader<'_>,
    normalised_number: &str,
) -> Result<Option<(AccountId, String)>, Error> {
    let hash = login_hash(r, normalised_number);
    let Some(row) = r.find(sqlx::query(CREDENTIALS).bind(hash)).await? else { return Ok(None) };
    Ok(Some((row.id("accounts.id")?, row.text("accounts.password_hash")?)))
}

/// Writes name, phone, 考生类型 and 专业. [`Error::Stale`] unless `account.version` is still the stored one.
pub async fn update_profile(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    let id = account.id.as_str();
    let query = sqlx::query(UPDATE_PROFILE)
        .bind(id)
        .bind(account.version)
        .bind(tx.seal(NAME, id, account.name.expose().as_bytes()))
        .bind(tx.seal(PHONE, id, account.phone.expose().as_bytes()))
        .bind(account.candidate_type.as_deref())
        .bind(account.major.as_deref());
    tx.run_guarded(query).await
}

fn account(row: &Row<'_>) -> Result<Account, Error> {
    let id: AccountId = row.id("accounts.id")?;
    let kind = DocumentKind::from_code(&row.text("accounts.document_kind")?)
        .ok_or(Error::Corrupt("accounts.document_kind"))?;
    let name = row.sealed_text(NAME, id.as_str())?;
    let number = row.sealed_text(NUMBER, id.as_str())?;
    let phone = row.sealed_text(PHONE, id.as_str())?;
    Ok(Account {
        name: PersonName::parse(&name).map_err(|_| Error::Corrupt(NAME))?,
        region: Region::from_code(&row.text("accounts.region")?).ok_or(Error::Corrupt("accounts.region"))?,
        number: DocumentNumber::parse(kind, &number).map_err(|_| Error::Corrupt(NUMBER))?,
        phone: Phone::parse(&phone).map_err(|_| Error::Corrupt(PHONE))?,
        candidate_type: row.maybe_text("accounts.candidate_type")?,
        major: row.maybe_text("accounts.major")?,
        created: row.instant("accounts.created_at")?,
        version: row.number("accounts.version")?,
        id,
    })
}

/// Whoever signs in types a number only; the kind is not known then.
fn login_hash(r: &Reader<'_>, number: &str) -> String {
    r.fingerprint("accounts.login", number)
}

/// One person has one account, whichever issue of a permit the number comes from.
fn identity_hash(r: &Reader<'_>, number: &DocumentNumber) -> String {
    r.fingerprint("accounts.identity", &format!("{}:{}", number.kind().code(), number.identity_key()))
}
