//! Guessing at a door is slow, for a name and for an address, whether the name exists or not. Candidates and staff have
//! doors of their own, and neither slows down the other.
//!
//! A browser that has signed in to the account before is counted on its own, so that whoever guesses from elsewhere cannot
//! keep its owner out.

use domain::instant::Instant;
use domain::tries::{OPEN_SECONDS, OPEN_TRIES, account_pause, address_pause};
use store::{Tx, attempt, turn};

use crate::{Client, Error, Refused, tries};

/// The kinds under which one door counts.
pub(crate) struct Door {
    /// Failures on one account, whoever tries.
    pub(crate) account: &'static str,
    /// The same for one account and a browser that it knows.
    pub(crate) device: &'static str,
    /// Failures from one address, on whatever account.
    pub(crate) address: &'static str,
    /// Tries from one address that are being judged right now.
    pub(crate) open: &'static str,
}

/// The browser of somebody who knocks.
pub(crate) struct Knocker<'k> {
    /// Where it is.
    pub(crate) client: &'k Client,
    /// Its own token, hashed.
    pub(crate) device: Option<&'k str>,
    /// Whether the account knows it.
    pub(crate) is_known: bool,
}

/// A try that is being judged. It counts as failed until it turns out otherwise.
pub(crate) struct Tried {
    door: &'static Door,
    kind: &'static str,
    key: String,
    address: String,
    at: Instant,
}

impl Tried {
    pub(crate) async fn begin(
        tx: &mut Tx<'_>,
        door: &'static Door,
        knocker: &Knocker<'_>,
        name: &str,
        now: Instant,
    ) -> Result<Self, Error> {
        let client = knocker.client;
        turn::take(tx, door.account, name, now).await?;
        turn::take(tx, door.address, client.address(), now).await?;
        let (kind, key) = if let Some(key) = known_device(tx, door, knocker, name, now).await? {
            (door.device, key)
        } else {
            tries::pass(tx, door.account, name, account_pause, now).await?;
            pass_address(tx, door, client, now).await?;
            (door.account, name.to_owned())
        };
        attempt::record(tx, kind, &key, now).await?;
        attempt::record(tx, door.open, client.address(), now).await?;
        Ok(Self { door, kind, key, address: client.address().to_owned(), at: now })
    }

    pub(crate) async fn failed(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        attempt::withdraw(tx, self.door.open, &self.address, self.at).await?;
        Ok(attempt::record(tx, self.door.address, &self.address, self.at).await?)
    }

    pub(crate) async fn succeeded(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        attempt::withdraw(tx, self.door.open, &self.address, self.at).await?;
        Ok(attempt::clear(tx, self.kind, &self.key).await?)
    }

    pub(crate) async fn take_back(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        attempt::withdraw(tx, self.door.open, &self.address, self.at).await?;
        Ok(attempt::withdraw(tx, self.kind, &self.key, self.at).await?)
    }
}

/// The key of a browser that the account knows and that has not failed too often itself: such a one counts like any
/// other. Asked in the same way whether the account exists or not.
async fn known_device(
    tx: &mut Tx<'_>,
    door: &Door,
    knocker: &Knocker<'_>,
    name: &str,
    now: Instant,
) -> Result<Option<String>, Error> {
    let Some(device) = knocker.device else { return Ok(None) };
    let key = format!("{name}\n{device}");
    match tries::pass(tx, door.device, &key, account_pause, now).await {
        Ok(()) => Ok(knocker.is_known.then_some(key)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses when the address has failed too often and the last time was just now, or when it tries many at once.
pub(crate) async fn pass_address(
    tx: &mut Tx<'_>,
    door: &Door,
    client: &Client,
    now: Instant,
) -> Result<(), Error> {
    tries::pass(tx, door.address, client.address(), address_pause, now).await?;
    let since = now.plus_seconds(-domain::tries::WINDOW_SECONDS);
    let failures = attempt::since(tx, door.address, client.address(), since).await?.count;
    let open = attempt::since(tx, door.open, client.address(), now.plus_seconds(-OPEN_SECONDS)).await?.count;
    if address_pause(failures) > 0 && open >= OPEN_TRIES {
        return Err(Refused::TooManyTries { seconds: 1 }.into());
    }
    Ok(())
}
