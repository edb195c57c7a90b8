//! Sealed pictures in a folder.

use std::path::Path as FolderPath;
use std::sync::Arc;

use domain::id::PhotoId;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::{ObjectStore, ObjectStoreExt, PutMode, PutPayload};

use crate::transaction::sealed_place;
use crate::{Error, Vault};

/// The picture files. Each is written once, flushed to the disk, and holds nothing but sealed bytes.
#[derive(Clone)]
pub struct Files {
    folder: Arc<dyn ObjectStore>,
    vault: Arc<Vault>,
}

impl Files {
    pub(crate) fn open(folder: &FolderPath, vault: Arc<Vault>) -> Result<Self, Error> {
        std::fs::create_dir_all(folder)
            .map_err(|error| object_store::Error::Generic { store: "files", source: error.into() })?;
        Self::open_existing(folder, vault)
    }

    pub(crate) fn open_existing(folder: &FolderPath, vault: Arc<Vault>) -> Result<Self, Error> {
        let folder = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self { folder: Arc::new(folder), vault })
    }

    /// Seals and stores `plain`; a picture that exists already is not overwritten ([`Error::File`]).
    pub async fn put(&self, id: &PhotoId, plain: &[u8]) -> Result<(), Error> {
        let sealed = PutPayload::from(self.vault.seal(&place(id), plain));
        self.folder.put_opts(&path(id), sealed, PutMode::Create.into()).await?;
        Ok(())
    }

    /// Loads and opens a picture; [`Error::File`] when there is none.
    pub async fn load(&self, id: &PhotoId) -> Result<Vec<u8>, Error> {
        let sealed = self.folder.get(&path(id)).await?.bytes().await?;
        self.vault.open(&place(id), &sealed)
    }

    /// The names of all files, sorted: ids of pictures, unless somebody else has put something there.
    pub async fn list(&self) -> Result<Vec<String>, Error> {
        let listed = self.folder.list_with_delimiter(None).await?;
        let mut names: Vec<_> =
            listed.objects.into_iter().map(|object| object.location.to_string()).collect();
        names.sort_unstable();
        Ok(names)
    }

    /// The number of the key that has sealed a picture.
    pub async fn key_number(&self, id: &PhotoId) -> Result<u8, Error> {
        let first = self.folder.get_range(&path(id), 0..1).await?;
        first.first().copied().ok_or(Error::Sealed)
    }

    /// Seals a picture anew, in one step, unless the newest key has sealed it. Says whether it did.
    pub async fn reseal(&self, id: &PhotoId) -> Result<bool, Error> {
        let sealed = self.folder.get(&path(id)).await?.bytes().await?;
        let Some(anew) = self.vault.reseal(&place(id), &sealed)? else { return Ok(false) };
        self.folder.put_opts(&path(id), PutPayload::from(anew), PutMode::Overwrite.into()).await?;
        Ok(true)
    }

    /// Deletes a picture; one that is not there is as good as deleted.
    pub async fn delete(&self, id: &PhotoId) -> Result<(), Error> {
        match self.folder.delete(&path(id)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

fn path(id: &PhotoId) -> Path {
    Path::from(id.as_str())
}

fn place(id: &PhotoId) -> String {
    sealed_place("files.photo", id.as_str())
}
