//! Values out of rows, as the domain's types.
//!
//! A column is named `table.column`: the last part finds it in the row, the whole is what an error and a seal name.

use domain::instant::Instant;
use sqlx::any::AnyRow;
use sqlx::{Any, Decode, Row as _, Type};

use crate::transaction::sealed_place;
use crate::{Error, Vault};

/// One row, and what opens its sealed columns.
pub(crate) struct Row<'v> {
    row: AnyRow,
    vault: &'v Vault,
}

impl<'v> Row<'v> {
    pub(crate) fn new(row: AnyRow, vault: &'v Vault) -> Self {
        Self { row, vault }
    }

    fn value<'r, T: Decode<'r, Any> + Type<Any>>(&'r self, place: &'static str) -> Result<T, Error> {
        let column = place.rsplit('.').next().unwrap_or(place);
        Ok(self.row.try_get(column)?)
    }

    pub(crate) fn text(&self, place: &'static str) -> Result<String, Error> {
        self.value(place)
    }

    pub(crate) fn maybe_text(&self, place: &'static str) -> Result<Option<String>, Error> {
        self.value(place)
    }

    pub(crate) fn number(&self, place: &'static str) -> Result<i64, Error> {
        self.value(place)
    }

    pub(crate) fn maybe_number(&self, place: &'static str) -> Result<Option<i64>, Error> {
        self.value(place)
    }

    pub(crate) fn maybe_float(&self, place: &'static str) -> Result<Option<f64>, Error> {
        self.value(place)
    }

    pub(crate) fn instant(&self, place: &'static str) -> Result<Instant, Error> {
        self.number(place).map(Instant::from_millis)
    }

    pub(crate) fn maybe_instant(&self, place: &'static str) -> Result<Option<Instant>, Error> {
        Ok(self.maybe_number(place)?.map(Instant::from_millis))
    }

    pub(crate) fn id<T: TryFrom<String>>(&self, place: &'static str) -> Result<T, Error> {
        self.text(place)?.try_into().map_err(|_| Error::Corrupt(place))
    }

    pub(crate) fn maybe_id<T: TryFrom<String>>(&self, place: &'static str) -> Result<Option<T>, Error> {
        let text = self.maybe_text(place)?;
        text.map(|text| text.try_into().map_err(|_| Error::Corrupt(place))).transpose()
    }

    /// A sealed column as it lies there.
    pub(crate) fn bytes(&self, place: &'static str) -> Result<Vec<u8>, Error> {
        self.value(place)
    }

    /// Opens a sealed column of the row `id`.
    pub(crate) fn sealed(&self, place: &'static str, id: &str) -> Result<Vec<u8>, Error> {
        self.vault.open(&sealed_place(place, id), &self.value::<Vec<u8>>(place)?)
    }

    pub(crate) fn maybe_sealed(&self, place: &'static str, id: &str) -> Result<Option<Vec<u8>>, Error> {
        let sealed: Option<Vec<u8>> = self.value(place)?;
        sealed.map(|sealed| self.vault.open(&sealed_place(place, id), &sealed)).transpose()
    }

    /// As [`Self::sealed_text`], where the query gives the column of `place` another name.
    pub(crate) fn sealed_as(
        &self,
        place: &'static str,
        column: &'static str,
        id: &str,
    ) -> Result<String, Error> {
        let plain = self.vault.open(&sealed_place(place, id), &self.value::<Vec<u8>>(column)?)?;
        String::from_utf8(plain).map_err(|_| Error::Corrupt(place))
    }

    pub(crate) fn sealed_text(&self, place: &'static str, id: &str) -> Result<String, Error> {
        String::from_utf8(self.sealed(place, id)?).map_err(|_| Error::Corrupt(place))
    }
}
