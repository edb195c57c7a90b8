//! 登录: one answer for every failure, as slow whether the account exists or not, and slower for who guesses (A8).
//!
//! Guesses are slowed down per account and per address. A browser that has signed in to the account before is counted
//! on its own, so that whoever guesses from elsewhere cannot keep its owner out.

use domain::document::normalise;
use domain::id::AccountId;
use domain::instant::Instant;
use domain::tries::{OPEN_SECONDS, OPEN_TRIES, account_pause, address_pause};
use store::{Tx, attempt, turn};

use crate::session::{Entry, SignedIn};
use crate::{Client, Cx, Error, Refused, Visitor, tries};

/// Kind under which failures on one account are counted, whoever tries.
pub(crate) const ACCOUNT: &str = "sign_in";

/// The same for one account and a browser that it knows.
const KNOWN_DEVICE: &str = "sign_in_device";

/// Failures from one address, on whatever account.
pub(crate) const ADDRESS: &str = "sign_in_address";

/// Tries from one address that are being judged right now.
const OPEN: &str = "sign_in_open";

/// Signs in by document number and password, in a fresh session that takes the place of the visitor's.
pub async fn with_password(
    cx: &Cx,
    client: &Client,
    visitor: Option<&Visitor>,
    number: &str,
    password: &str,
) -> Result<SignedIn, Error> {
    let (now, number) = (cx.now(), normalise(number));
    let device = client.device_hash(cx);
    let (tried, credentials) = cx
        .store()
        .write(async |tx| {
            let tried = Tried::begin(tx, client, &number, device.as_deref(), now).await?;
            Ok::<_, Error>((tried, store::account::find_credentials(tx, &number).await?))
        })
        .await?;
    let stored = credentials.as_ref().map(|(_, hash)| hash.as_str());
    let fits = match cx.hasher().verify(password, stored).await {
        Ok(fits) => fits,
        Err(error) => {
            cx.store().write(async |tx| tried.take_back(tx).await).await?;
            return Err(error);
        }
    };
    let Some((account, _)) = credentials.filter(|_| fits) else {
        cx.store().write(async |tx| tried.failed(tx).await).await?;
        return Err(Refused::SignIn.into());
    };
    enter(cx, client, visitor, &account, tried).await
}

async fn enter(
    cx: &Cx,
    client: &Client,
    visitor: Option<&Visitor>,
    account: &AccountId,
    tried: Tried,
) -> Result<SignedIn, Error> {
    let entry = Entry::new(client, account, cx.now())?;
    cx.store()
        .write(async |tx| {
            tried.succeeded(tx).await?;
            if let Some(visitor) = visitor {
                store::session::delete(tx, visitor.session()).await?;
            }
            entry.write(tx, cx).await
        })
        .await?;
    Ok(entry.into_given())
}

/// A try that is being judged. It counts as failed until it turns out otherwise.
struct Tried {
    kind: &'static str,
    key: String,
    address: String,
    at: Instant,
}

impl Tried {
    async fn begin(
        tx: &mut Tx<'_>,
        client: &Client,
        number: &str,
        device: Option<&str>,
        now: Instant,
    ) -> Result<Self, Error> {
        turn::take(tx, ACCOUNT, number, now).await?;
        turn::take(tx, ADDRESS, client.address(), now).await?;
        let known = match device {
            Some(device) => known_device(tx, number, device, now).await?,
            None => None,
        };
        let (kind, key) = if let Some(key) = known {
            (KNOWN_DEVICE, key)
        } else {
            tries::pass(tx, ACCOUNT, number, account_pause, now).await?;
            pass_address(tx, client, now).await?;
            (ACCOUNT, number.to_owned())
        };
        attempt::record(tx, kind, &key, now).await?;
        attempt::record(tx, OPEN, client.address(), now).await?;
        Ok(Self { kind, key, address: client.address().to_owned(), at: now })
    }

    async fn failed(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        attempt::withdraw(tx, OPEN, &self.address, self.at).await?;
        Ok(attempt::record(tx, ADDRESS, &self.address, self.at).await?)
    }

    async fn succeeded(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        attempt::withdraw(tx, OPEN, &self.address, self.at).await?;
        Ok(attempt::clear(tx, self.kind, &self.key).await?)
    }

    async fn take_back(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        attempt::withdraw(tx, OPEN, &self.address, self.at).await?;
        Ok(attempt::withdraw(tx, self.kind, &self.key, self.at).await?)
    }
}

/// The key of a browser that the account knows and that has not failed too often itself: such a one counts like any
/// other. Asked in the same way whether the account exists or not.
async fn known_device(
    tx: &mut Tx<'_>,
    number: &str,
    device: &str,
    now: Instant,
) -> Result<Option<String>, Error> {
    let key = format!("{number}\n{device}");
    let known = store::device::is_known(tx, number, device, now).await?;
    match tries::pass(tx, KNOWN_DEVICE, &key, account_pause, now).await {
        Ok(()) => Ok(known.then_some(key)),
        Err(Error::Refused(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Refuses when the address has failed too often and the last time was just now, or when it tries many at once.
pub(crate) async fn pass_address(tx: &mut Tx<'_>, client: &Client, now: Instant) -> Result<(), Error> {
    tries::pass(tx, ADDRESS, client.address(), address_pause, now).await?;
    let since = now.plus_seconds(-domain::tries::WINDOW_SECONDS);
    let failures = attempt::since(tx, ADDRESS, client.address(), since).await?.count;
    let open = attempt::since(tx, OPEN, client.address(), now.plus_seconds(-OPEN_SECONDS)).await?.count;
    if address_pause(failures) > 0 && open >= OPEN_TRIES {
        return Err(Refused::TooManyTries { seconds: 1 }.into());
    }
    Ok(())
}
