//! The one error of the commands: a sentence for the person at the terminal.

use std::fmt;
use std::path::Path;

/// Says what stops the work and, where there is one, the command that helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble(String);

impl Trouble {
    /// A trouble with this sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }

    /// Turns a file's error into a sentence that names the file.
    pub fn with(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<lexopt::Error> for Trouble {
    fn from(error: lexopt::Error) -> Self {
        Self(format!("{error}. `cargo xtask help` lists the commands"))
    }
}
