//! People who sign in. Name, number and phone are sealed; the number is found by fingerprint.

use domain::document::{DocumentKind, DocumentNumber};
use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::{PersonName, Phone, Region};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx, search};

statements! {
    INSERT = "INSERT INTO accounts (id, name, region, document_kind, number, login_hash, identity_hash, phone, \
        candidate_type, major, password_hash, created_at, version) \
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    LOAD = "SELECT id, name, region, document_kind, number, phone, candidate_type, major, created_at, version \
        FROM accounts WHERE id = $1";
    CREDENTIALS = "SELECT id, password_hash FROM accounts WHERE login_hash = $1";
    PASSWORD = "SELECT password_hash FROM accounts WHERE id = $1";
    SET_PASSWORD = "UPDATE accounts SET password_hash = $2, version = version + 1 WHERE id = $1";
    FIND_BY_NUMBER = "SELECT id, phone FROM accounts WHERE login_hash = $1";
    FIND_OWNER = "SELECT id, phone FROM accounts WHERE login_hash = $1 OR identity_hash = $2";
    SET_NUMBER = "UPDATE accounts SET region = $3, document_kind = $4, number = $5, login_hash = $6, identity_hash = $7, \
        version = version + 1 WHERE id = $1 AND version = $2";
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
    tx.run(query).await?;
    search::note(tx, account).await
}

/// The account that must exist.
pub async fn load(r: &mut Reader<'_>, id: &AccountId) -> Result<Account, Error> {
    account(&r.one(sqlx::query(LOAD).bind(id.as_str())).await?)
}

/// The account, if there is one.
pub async fn find(r: &mut Reader<'_>, id: &AccountId) -> Result<Option<Account>, Error> {
    r.find(sqlx::query(LOAD).bind(id.as_str())).await?.as_ref().map(account).transpose()
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

/// Whose this normalised number is, of whatever kind, and the phone that belongs to it.
pub async fn find_by_number(
    r: &mut Reader<'_>,
    normalised_number: &str,
) -> Result<Option<(AccountId, Phone)>, Error> {
    let hash = login_hash(r, normalised_number);
    owner(r.find(sqlx::query(FIND_BY_NUMBER).bind(hash)).await?)
}

/// The account of the person behind a number, whichever issue of a permit it comes from, and that account's phone.
pub async fn find_owner(
    r: &mut Reader<'_>,
    number: &DocumentNumber,
) -> Result<Option<(AccountId, Phone)>, Error> {
    let (login, identity) = (login_hash(r, number.expose()), identity_hash(r, number));
    owner(r.find(sqlx::query(FIND_OWNER).bind(login).bind(identity)).await?)
}

fn owner(row: Option<Row<'_>>) -> Result<Option<(AccountId, Phone)>, Error> {
    let Some(row) = row else { return Ok(None) };
    let id: AccountId = row.id("accounts.id")?;
    let phone = row.sealed_text(PHONE, id.as_str())?;
    Ok(Some((id, Phone::parse(&phone).map_err(|_| Error::Corrupt(PHONE))?)))
}

/// The hash of an account's password.
pub async fn load_password(r: &mut Reader<'_>, id: &AccountId) -> Result<String, Error> {
    r.one(sqlx::query(PASSWORD).bind(id.as_str())).await?.text("accounts.password_hash")
}

/// Another password.
pub async fn set_password(tx: &mut Tx<'_>, id: &AccountId, password_hash: &str) -> Result<(), Error> {
    tx.run_guarded(sqlx::query(SET_PASSWORD).bind(id.as_str()).bind(password_hash)).await
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
    tx.run_guarded(query).await?;
    search::note(tx, account).await
}

/// Writes 地区, 证件类型 and 证件号 with everything that is found by them. [`Error::Stale`] unless `account.version` is still the
/// stored one, [`Error::Taken`] when the person behind the number has another account.
pub async fn set_number(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    let id = account.id.as_str();
    let query = sqlx::query(SET_NUMBER)
        .bind(id)
        .bind(account.version)
        .bind(account.region.code())
        .bind(account.number.kind().code())
        .bind(tx.seal(NUMBER, id, account.number.expose().as_bytes()))
        .bind(login_hash(tx, account.number.expose()))
        .bind(identity_hash(tx, &account.number));
    tx.run_guarded(query).await?;
    search::note(tx, account).await
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
pub(crate) fn login_hash(r: &Reader<'_>, number: &str) -> String {
    r.fingerprint("accounts.login", number)
}

/// One person has one account, whichever issue of a permit the number comes from.
fn identity_hash(r: &Reader<'_>, number: &DocumentNumber) -> String {
    r.fingerprint("accounts.identity", &format!("{}:{}", number.kind().code(), number.identity_key()))
}
