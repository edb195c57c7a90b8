//! What the commands of staff have in common: where the data is, which line, which reason, and how pictures are written.

use std::path::{Path, PathBuf};

use domain::staff::Role;
use lexopt::prelude::*;

use super::CliError;
use crate::config::{Config, DemoOptions};

/// What the options said.
#[derive(Default)]
pub struct Options {
    config: Option<PathBuf>,
    demo: DemoOptions,
    is_demo: bool,
    reason: Option<String>,
    version: Option<i64>,
    to: Option<PathBuf>,
    help: bool,
    name: Option<String>,
    role: Option<String>,
    words: Vec<String>,
}

impl Options {
    /// Reads what follows the command.
    pub fn read(words: &mut lexopt::Parser) -> Result<Self, lexopt::Error> {
        let mut options = Self::default();
        while let Some(word) = words.next()? {
            match word {
                Long("config") => options.config = Some(words.value()?.into()),
                Long("data") => {
                    options.demo.data = words.value()?.into();
                    options.is_demo = true;
                }
                Long("models") => options.demo.models = Some(words.value()?.into()),
                Long("reason") => options.reason = Some(words.value()?.string()?),
                Long("version") => options.version = Some(words.value()?.parse()?),
                Long("to") => options.to = Some(words.value()?.into()),
                Long("help") | Short('h') => options.help = true,
                Long("name") => options.name = Some(words.value()?.string()?),
                Long("role") => options.role = Some(words.value()?.string()?),
                Value(value) => options.words.push(value.string()?),
                other => return Err(other.unexpected()),
            }
        }
        Ok(options)
    }

    /// The configuration of the school, or of a demo.
    pub fn config(self) -> Result<Box<Config>, CliError> {
        match self.config {
            Some(file) => Ok(Box::new(Config::load(&file)?)),
            None if self.is_demo => Ok(Box::new(Config::for_demo(self.demo)?)),
            None => Err(missing("--config or --data").into()),
        }
    }

    /// The word at this place; `what` names it when it is missing.
    pub fn word(&self, at: usize, what: &str) -> Result<&str, lexopt::Error> {
        self.words.get(at).map(String::as_str).ok_or_else(|| missing(what))
    }

    /// The folder for pictures.
    pub fn folder(&self) -> Result<PathBuf, lexopt::Error> {
        self.to.clone().ok_or_else(|| missing("--to"))
    }

    /// The version that was looked at, where it was said.
    pub fn seen(&self) -> Option<i64> {
        self.version
    }

    /// The version that was looked at.
    pub fn version(&self) -> Result<i64, lexopt::Error> {
        self.version.ok_or_else(|| missing("--version"))
    }

    /// The id, which stands behind the verb.
    pub fn id<T: std::str::FromStr>(&self) -> Result<T, lexopt::Error> {
        let id = self.word(1, "ID")?;
        id.parse().map_err(|_| lexopt::Error::Custom(format!("{id} is no identifier of this kind").into()))
    }

    /// Whether only help was asked for.
    pub fn asks_for_help(&self) -> bool {
        self.help
    }

    /// Somebody's name.
    pub fn name(&self) -> Result<String, lexopt::Error> {
        self.name.clone().ok_or_else(|| missing("--name"))
    }

    /// The role; this one where none was said.
    pub fn role(&self, else_one: Role) -> Result<Role, lexopt::Error> {
        let Some(code) = self.role.as_deref() else { return Ok(else_one) };
        let listed = || format!("--role must be one of: {}", Role::ALL.map(Role::code).join(", "));
        Role::from_code(code).ok_or_else(|| lexopt::Error::Custom(listed().into()))
    }

    /// The reason, one of `all`.
    pub fn reason<T>(&self, find: impl Fn(&str) -> Option<T>, all: &[&str]) -> Result<T, lexopt::Error> {
        let listed = || format!("--reason must be one of: {}", all.join(", "));
        let reason = self.reason.as_deref().and_then(find);
        reason.ok_or_else(|| lexopt::Error::Custom(listed().into()))
    }
}

/// A word that must be there.
pub fn missing(what: &str) -> lexopt::Error {
    lexopt::Error::MissingValue { option: Some(what.into()) }
}

/// A word that is none of the command's.
pub fn unknown(word: &str) -> lexopt::Error {
    lexopt::Error::UnexpectedArgument(word.into())
}

/// Writes a picture for its reader's eyes only: the store keeps it sealed, and this copy is to be deleted after the
/// decision.
pub fn write(folder: &Path, name: &str, bytes: &[u8]) -> std::io::Result<PathBuf> {
    use std::io::Write;
    std::fs::create_dir_all(folder)?;
    let path = folder.join(name);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path)?;
    // One that was there before keeps its mode otherwise.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    file.write_all(bytes)?;
    Ok(path)
}
