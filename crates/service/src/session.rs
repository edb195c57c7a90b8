//! Sessions: one cookie, one row, and what it lets its holder be.

use domain::device::Device;
use domain::id::{AccountId, SessionId};
use domain::instant::Instant;
use store::Tx;
use store::session::Session;

use crate::{Client, Cx, Error, client, random};

/// Seconds that a session lives in which nobody is signed in: long enough for a sign-up with interruptions.
const VISIT_SECONDS: i64 = 2 * 3_600;

/// Seconds that a signed-in session lives. One evening and the next morning, on a phone of one's own.
const SIGNED_IN_SECONDS: i64 = 24 * 3_600;

/// Seconds that a browser is known to an account after it signed in: from one exam to the next, twice a year.
const KNOWN_SECONDS: i64 = 400 * 86_400;

/// Whoever holds a live session, signed in or not.
#[derive(Debug, Clone)]
pub struct Visitor {
    session: SessionId,
    account: Option<AccountId>,
}

impl Visitor {
    pub(crate) fn session(&self) -> &SessionId {
        &self.session
    }

    /// Whether somebody is signed in.
    pub fn is_signed_in(&self) -> bool {
        self.account.is_some()
    }

    /// The candidate, if somebody is signed in.
    pub fn into_candidate(self) -> Option<Candidate> {
        let Self { session, account } = self;
        account.map(|account| Candidate { account, session })
    }
}

/// A signed-in candidate. Only a session makes one, so to hold it is to be allowed.
#[derive(Debug, Clone)]
pub struct Candidate {
    account: AccountId,
    session: SessionId,
}

impl Candidate {
    /// Whose account it is.
    pub fn id(&self) -> &AccountId {
        &self.account
    }

    /// In which session.
    pub(crate) fn session(&self) -> &SessionId {
        &self.session
    }

    /// How the audit log names them.
    pub(crate) fn actor(&self) -> String {
        actor(&self.account)
    }
}

pub(crate) fn actor(account: &AccountId) -> String {
    format!("candidate:{account}")
}

/// What a browser is given when somebody has signed in with it.
pub struct SignedIn {
    /// The session's token, for its cookie.
    pub session: String,
    /// The browser's own token, for a cookie that stays when the session ends.
    pub device: String,
}

/// The live session of this token.
pub async fn find(cx: &Cx, token: &str) -> Result<Option<Visitor>, Error> {
    let (now, hash) = (cx.now(), token_hash(cx, token));
    let session = cx.store().read(async |r| store::session::find_by_token(r, &hash, now).await).await?;
    Ok(session.map(|session| Visitor { session: session.id, account: session.account }))
}

/// A fresh session in which nobody is signed in, and its token for the cookie.
pub async fn open(cx: &Cx) -> Result<(Visitor, String), Error> {
    let now = cx.now();
    let (session, token) = (fresh(None, None, now)?, random::token()?);
    let hash = token_hash(cx, &token);
    cx.store().write(async |tx| store::session::insert(tx, &session, &hash).await).await?;
    Ok((Visitor { session: session.id, account: None }, token))
}

/// Ends the session.
pub async fn end(cx: &Cx, visitor: &Visitor) -> Result<(), Error> {
    Ok(cx.store().write(async |tx| store::session::delete(tx, &visitor.session).await).await?)
}

/// A session that is about to be signed in: the token changes with the rights, and the browser will be known again.
pub(crate) struct Entry {
    session: Session,
    account: AccountId,
    given: SignedIn,
}

impl Entry {
    /// Nothing is written yet.
    pub(crate) fn new(client: &Client, account: &AccountId, now: Instant) -> Result<Self, Error> {
        let device = match client.device_token() {
            Some(token) => token.to_owned(),
            None => random::token()?,
        };
        Ok(Self {
            session: fresh(Some(account.clone()), Some(client.device()), now)?,
            account: account.clone(),
            given: SignedIn { session: random::token()?, device },
        })
    }

    /// Signs in.
    pub(crate) async fn write(&self, tx: &mut Tx<'_>, cx: &Cx) -> Result<(), Error> {
        let known_until = self.session.created.plus_seconds(KNOWN_SECONDS);
        store::session::insert(tx, &self.session, &token_hash(cx, &self.given.session)).await?;
        Ok(store::device::remember(tx, &self.account, &self.device_hash(cx), known_until).await?)
    }

    /// What the browser's token is stored as.
    pub(crate) fn device_hash(&self, cx: &Cx) -> String {
        client::device_hash(cx, &self.given.device)
    }

    /// For the cookies, once the transaction is through.
    pub(crate) fn into_given(self) -> SignedIn {
        self.given
    }
}

fn fresh(account: Option<AccountId>, device: Option<Device>, now: Instant) -> Result<Session, Error> {
    let life = if account.is_some() { SIGNED_IN_SECONDS } else { VISIT_SECONDS };
    let id = SessionId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    Ok(Session { id, account, created: now, expires: now.plus_seconds(life), device })
}

fn token_hash(cx: &Cx, token: &str) -> String {
    cx.store().vault().fingerprint("sessions.token", token)
}
