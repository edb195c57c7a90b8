//! A form that was sent twice, by a double tap or a nervous reload: the second sending finds what the first one did.
//!
//! A sign-up and a reset end in a fresh session. The session that they were made in stays for a few minutes, without
//! rights, and remembers whose account it was; sent again with the same password, the form is answered as before.

use domain::id::{AccountId, SessionId};
use domain::instant::Instant;
use domain::tries::account_pause;
use store::{Tx, attempt, draft};

use crate::session::{Entry, SignedIn};
use crate::{Client, Cx, Error, Visitor, confirm, tries};

/// Kind of the draft that remembers.
const KIND: &str = "finished";

/// Seconds for which it is remembered.
const SECONDS: i64 = 300;

/// The visitor's session has ended in an account: it loses its rights, and soon it goes.
pub(crate) async fn mark(
    tx: &mut Tx<'_>,
    session: &SessionId,
    account: &AccountId,
    now: Instant,
) -> Result<(), Error> {
    draft::save(tx, session, KIND, account, now).await?;
    Ok(store::session::retire(tx, session, now.plus_seconds(SECONDS)).await?)
}

/// Signs in once more where this session has ended in an account and the password is that account's.
pub(crate) async fn again(
    cx: &Cx,
    client: &Client,
    visitor: &Visitor,
    password: &str,
) -> Result<Option<SignedIn>, Error> {
    let now = cx.now();
    let found = cx
        .store()
        .write(async |tx| {
            let Some(account) = draft::find::<AccountId>(tx, visitor.session(), KIND).await? else {
                return Ok(None);
            };
            tries::begin(tx, confirm::KIND, account.as_str(), account_pause, now).await?;
            let hash = store::account::load_password(tx, &account).await?;
            Ok::<_, Error>(Some((account, hash)))
        })
        .await?;
    let Some((account, hash)) = found else { return Ok(None) };
    if !cx.hasher().verify(password, Some(&hash)).await? {
        return Ok(None);
    }
    let entry = Entry::new(client, &account, now)?;
    cx.store()
        .write(async |tx| {
            attempt::clear(tx, confirm::KIND, account.as_str()).await?;
            entry.write(tx, cx).await
        })
        .await?;
    Ok(Some(entry.into_given()))
}
