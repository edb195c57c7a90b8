//! Sessions: one cookie, one row, and what it lets its holder be.

use domain::document::normalise;
use domain::id::{AccountId, SessionId};
use domain::instant::Instant;
use store::session::Session;
use store::{Tx, attempt};

use crate::{Cx, Error, Refused, random};

/// Seconds that a session lives in which nobody is signed in: long enough for a sign-up with interruptions.
const VISIT_SECONDS: i64 = 2 * 3_600;

/// Seconds that a signed-in session lives. One evening and the next morning, on a phone of one's own.
const SIGNED_IN_SECONDS: i64 = 24 * 3_600;

/// Failures in [`FAILURE_WINDOW_SECONDS`] after which each further try has to wait.
const FREE_FAILURES: i64 = 5;

/// Seconds in which failures are counted.
const FAILURE_WINDOW_SECONDS: i64 = 15 * 60;

/// Seconds between two tries once there were too many failures. The owner is slowed down, never locked out.
const PAUSE_SECONDS: i64 = 15;

/// Kind under which failed sign-ins are counted.
const SIGN_IN_FAILURES: &str = "sign_in";

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

    /// The candidate, if somebody is signed in.
    pub fn into_candidate(self) -> Option<Candidate> {
        self.account.map(|account| Candidate { account })
    }
}

/// A signed-in candidate. Only a session makes one, so to hold it is to be allowed.
#[derive(Debug, Clone)]
pub struct Candidate {
    account: AccountId,
}

impl Candidate {
    /// Whose account it is.
    pub fn id(&self) -> &AccountId {
        &self.account
    }

    /// How the audit log names them.
    pub(crate) fn actor(&self) -> String {
        format!("candidate:{}", self.account)
    }
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
    let (session, token) = fresh(None, now)?;
    let hash = token_hash(cx, &token);
    cx.store().write(async |tx| store::session::insert(tx, &session, &hash).await).await?;
    Ok((Visitor { session: session.id, account: None }, token))
}

/// Signs in by document number and password, and returns the token of a fresh session.
/// One answer for every failure, and as slow whether the account exists or not.
pub async fn sign_in(
    cx: &Cx,
    visitor: Option<&Visitor>,
    number: &str,
    password: &str,
) -> Result<String, Error> {
    let (now, number) = (cx.now(), normalise(number));
    let (credentials, wait) = cx
        .store()
        .read(async |r| {
            let credentials = store::account::find_credentials(r, &number).await?;
            let since = |seconds: i64| now.plus_seconds(-seconds);
            let failures =
                attempt::count_since(r, SIGN_IN_FAILURES, &number, since(FAILURE_WINDOW_SECONDS)).await?;
            let recent = attempt::count_since(r, SIGN_IN_FAILURES, &number, since(PAUSE_SECONDS)).await?;
            Ok::<_, Error>((credentials, failures >= FREE_FAILURES && recent > 0))
        })
        .await?;
    if wait {
        return Err(Refused::Wait { seconds: PAUSE_SECONDS }.into());
    }
    let stored = credentials.as_ref().map(|(_, hash)| hash.as_str());
    let fits = cx.hasher().verify(password, stored).await?;
    let Some((account, _)) = credentials.filter(|_| fits) else {
        cx.store().write(async |tx| attempt::record(tx, SIGN_IN_FAILURES, &number, now).await).await?;
        return Err(Refused::SignIn.into());
    };
    let (session, token) = fresh(Some(account), now)?;
    let hash = token_hash(cx, &token);
    cx.store()
        .write(async |tx| {
            attempt::clear(tx, SIGN_IN_FAILURES, &number).await?;
            replace(tx, visitor, &session, &hash).await
        })
        .await?;
    Ok(token)
}

/// Ends the session.
pub async fn end(cx: &Cx, visitor: &Visitor) -> Result<(), Error> {
    Ok(cx.store().write(async |tx| store::session::delete(tx, &visitor.session).await).await?)
}

/// A session that is signed in takes the place of the visitor's: the token changes with the rights.
pub(crate) async fn replace(
    tx: &mut Tx<'_>,
    visitor: Option<&Visitor>,
    session: &Session,
    token_hash: &str,
) -> Result<(), Error> {
    if let Some(visitor) = visitor {
        store::session::delete(tx, &visitor.session).await?;
    }
    Ok(store::session::insert(tx, session, token_hash).await?)
}

/// A session row and the token for its cookie.
pub(crate) fn fresh(account: Option<AccountId>, now: Instant) -> Result<(Session, String), Error> {
    let life = if account.is_some() { SIGNED_IN_SECONDS } else { VISIT_SECONDS };
    let id = SessionId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    Ok((Session { id, account, created: now, expires: now.plus_seconds(life) }, random::token()?))
}

pub(crate) fn token_hash(cx: &Cx, token: &str) -> String {
    cx.store().vault().fingerprint("sessions.token", token)
}
