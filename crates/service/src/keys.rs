//! The keys of the data at rest: where they stand, a new one, and the end of old ones.
//!
//! The server may run meanwhile: it learns of a new key by the first value that it has sealed, or with the next sweep.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use store::sealed::{self, COLUMNS};
use store::{Config, KeyFileProblem, Keys, Store, invariant};

/// How old a new key must be before older ones may go: a running server learns of it within ten minutes (by the sweep),
/// and until then seals with the older one.
pub const RETIRE_AFTER: Duration = Duration::from_mins(30);

/// Where the data and its keys are kept.
#[derive(Debug, Clone)]
pub struct Place {
    /// The database's address.
    pub database_url: String,
    /// Folder of the sealed pictures.
    pub pictures: PathBuf,
    /// The key file.
    pub key_file: PathBuf,
}

/// What one key has sealed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Use {
    /// Values in the database.
    pub values: i64,
    /// Pictures.
    pub pictures: i64,
}

/// Where the keys stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// By number, for every key in the file and for every number that something was sealed with.
    pub uses: BTreeMap<u8, Use>,
    /// The key that seals what is new.
    pub newest: u8,
    /// The numbers in the file.
    pub in_file: Vec<u8>,
}

impl Status {
    /// Whether anything is sealed with another key than the newest.
    pub fn is_mixed(&self) -> bool {
        self.uses.iter().any(|(number, sealed)| *number != self.newest && *sealed != Use::default())
    }
}

/// What a rotation has done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotated {
    /// The key that everything is sealed with now.
    pub newest: u8,
    /// Whether this run made it; else an earlier run did, and this one went on.
    pub made: bool,
    /// Values and pictures that this run sealed anew.
    pub sealed: Use,
}

/// Why the keys stay as they are.
#[derive(Debug, thiserror::Error)]
pub enum KeysProblem {
    /// The key file.
    #[error("the key file cannot be used: {0}")]
    File(#[from] KeyFileProblem),
    /// Database or pictures.
    #[error("the data could not be read or written: {0}")]
    Store(store::Error),
    /// Another database's keys.
    #[error("the key file does not belong to this database: nothing was changed")]
    OtherKeys,
    /// Something does not open with any key.
    #[error(
        "{0} values do not open with any key of the file; `zhunkao check` names them. Nothing may be retired"
    )]
    Unopened(usize),
    /// Retiring before the rotation is through.
    #[error("values are still sealed with an older key: run `zhunkao keys rotate` first")]
    StillInUse,
    /// A running server might not know the new key yet.
    #[error(
        "the newest key is younger than half an hour: a running server may still seal with the older one"
    )]
    TooSoon,
    /// There is but one key.
    #[error("there is no older key to retire")]
    NothingToRetire,
    /// A rotation on top of one that was not finished by retiring.
    #[error(
        "everything is sealed with the newest key already: run `zhunkao keys retire` before the next rotation"
    )]
    NotRetired,
}

impl From<store::Error> for KeysProblem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Sealed => Self::OtherKeys,
            other => Self::Store(other),
        }
    }
}

/// Which key has sealed how much.
pub async fn status(place: &Place) -> Result<Status, KeysProblem> {
    let keys = Keys::load(&place.key_file)?;
    let store = Store::open_to_read(config(place, keys.clone())).await?;
    let mut uses: BTreeMap<u8, Use> =
        keys.numbers().into_iter().map(|number| (number, Use::default())).collect();
    for column in COLUMNS {
        for (number, values) in store.read(async |r| sealed::count(r, column).await).await? {
            uses.entry(number).or_default().values += values;
        }
    }
    for photo in store.read(async |r| invariant::photos(r).await).await? {
        match store.files().key_number(&photo).await {
            Ok(number) => uses.entry(number).or_default().pictures += 1,
            // A picture that is gone is for `zhunkao check` to tell.
            Err(store::Error::File(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    store.close().await;
    Ok(Status { uses, newest: keys.newest(), in_file: keys.numbers() })
}

/// Adds a key to the file and seals everything anew with it; goes on where an earlier run was cut off.
pub async fn rotate(place: &Place) -> Result<Rotated, KeysProblem> {
    let before = status(place).await?;
    let made = before.in_file.len() == 1;
    if !made && !before.is_mixed() {
        return Err(KeysProblem::NotRetired);
    }
    let keys = if made { Keys::add_to(&place.key_file)? } else { Keys::load(&place.key_file)? };
    let newest = keys.newest();
    let store = Store::open(config(place, keys)).await?;
    let mut done = Use::default();
    let mut unopened = 0;
    for column in COLUMNS {
        let (resealed, broken) = store.reseal_column(column).await?;
        done.values += i64::try_from(resealed).unwrap_or(i64::MAX);
        unopened += broken.len();
    }
    for photo in store.read(async |r| invariant::photos(r).await).await? {
        match store.files().reseal(&photo).await {
            Ok(resealed) => done.pictures += i64::from(resealed),
            Err(store::Error::Sealed) => unopened += 1,
            Err(store::Error::File(_)) => {}
            Err(error) => return Err(error.into()),
        }
        // Whoever deleted the picture in this moment must not find it back.
        if !store.read(async |r| invariant::names_photo(r, &photo).await).await? {
            store.files().delete(&photo).await?;
        }
    }
    store.close().await;
    if unopened > 0 {
        Err(KeysProblem::Unopened(unopened))
    } else {
        Ok(Rotated { newest, made, sealed: done })
    }
}

/// Takes the older keys out of the file, once nothing is sealed with them and the newest is older than `after`
/// ([`RETIRE_AFTER`]). Gives the number of the one that is left.
pub async fn retire(place: &Place, after: Duration) -> Result<u8, KeysProblem> {
    let changed =
        std::fs::metadata(&place.key_file).and_then(|file| file.modified()).map_err(KeyFileProblem::Io)?;
    if changed.elapsed().unwrap_or_default() < after {
        return Err(KeysProblem::TooSoon);
    }
    let now = status(place).await?;
    if now.in_file.len() == 1 {
        return Err(KeysProblem::NothingToRetire);
    }
    if now.is_mixed() {
        return Err(KeysProblem::StillInUse);
    }
    Ok(Keys::retire_in(&place.key_file)?.newest())
}

fn config(place: &Place, keys: Keys) -> Config {
    Config { database_url: place.database_url.clone(), files: place.pictures.clone(), keys }
}
