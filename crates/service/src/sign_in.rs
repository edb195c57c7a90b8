//! 登录: one answer for every failure, as slow whether the account exists or not, and slower for who guesses (A8).
//!
//! How guesses are slowed down is told in `door`.

use domain::document::normalise;
use domain::id::AccountId;

use crate::door::{Door, Knocker, Tried};
use crate::session::{Entry, SignedIn};
use crate::{Client, Cx, Error, Refused, Visitor};

/// The candidates' door.
pub(crate) const DOOR: Door =
    Door { account: "sign_in", device: "sign_in_device", address: "sign_in_address", open: "sign_in_open" };

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
            let is_known = match &device {
                Some(device) => store::device::is_known(tx, &number, device, now).await?,
                None => false,
            };
            let knocker = Knocker { client, device: device.as_deref(), is_known };
            let tried = Tried::begin(tx, &DOOR, &knocker, &number, now).await?;
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
