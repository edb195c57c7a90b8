//! The password typed again by somebody who is signed in, before what matters most is changed.

use domain::form::{Field, Problem};
use domain::tries::account_pause;
use store::attempt;

use crate::{Candidate, Cx, Error, tries};

/// Kind under which wrong ones are counted.
pub(crate) const KIND: &str = "confirm";

/// Whether `typed` is the password. Wrong ones slow the next one down, as at the door.
pub(crate) async fn is_password(cx: &Cx, who: &Candidate, typed: &str) -> Result<bool, Error> {
    if typed.is_empty() {
        return Err(Error::field(Field::CurrentPassword, Problem::Missing));
    }
    let now = cx.now();
    let hash = cx
        .store()
        .write(async |tx| {
            tries::begin(tx, KIND, who.id().as_str(), account_pause, now).await?;
            Ok::<_, Error>(store::account::load_password(tx, who.id()).await?)
        })
        .await?;
    let fits = cx.hasher().verify(typed, Some(&hash)).await?;
    if fits {
        cx.store().write(async |tx| attempt::clear(tx, KIND, who.id().as_str()).await).await?;
    }
    Ok(fits)
}

/// Refuses unless `typed` is the password.
pub(crate) async fn password(cx: &Cx, who: &Candidate, typed: &str) -> Result<(), Error> {
    if is_password(cx, who, typed).await? {
        Ok(())
    } else {
        Err(Error::field(Field::CurrentPassword, Problem::PasswordWrong))
    }
}
