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
