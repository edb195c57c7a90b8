//! Another program, and what became of it.

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::say;
use crate::trouble::Trouble;

/// A program with its arguments, not yet started.
pub struct Program {
    command: Command,
}

impl Program {
    /// A program by name (looked up on the `PATH`) or by path.
    pub fn new(name: impl AsRef<OsStr>) -> Self {
        Self { command: Command::new(name) }
    }

    /// Adds arguments.
    pub fn args<A: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = A>) -> Self {
        self.command.args(args);
        self
    }

    /// Adds one argument.
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// Sets a variable of its environment.
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Starts it in this folder.
    pub fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    /// The line as one would type it, without folders in front of the program.
    pub fn shown(&self) -> String {
        let name = Path::new(self.command.get_program()).file_name().unwrap_or_default();
        let words = std::iter::once(name).chain(self.command.get_args());
        words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
    }

    /// Shows the line, runs it with its output on the terminal, and wants success.
    pub fn run(mut self) -> Result<(), Trouble> {
        let shown = self.shown();
        say::line(format!("$ {shown}"));
        let status = self.command.status().map_err(|error| not_started(&shown, &error))?;
        if status.success() {
            return Ok(());
        }
        Err(Trouble::new(format!("`{shown}` failed ({status})")))
    }

    /// Runs it silently, wants success and returns what it wrote to its standard output.
    pub fn read(mut self) -> Result<String, Trouble> {
        let shown = self.shown();
        let output =
            self.command.stdin(Stdio::null()).output().map_err(|error| not_started(&shown, &error))?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let said = String::from_utf8_lossy(&output.stderr);
        Err(Trouble::new(format!("`{shown}` failed ({}): {}", output.status, said.trim())))
    }

    /// Hands over to `std`, for whoever reads its output while it runs.
    pub fn into_command(self) -> Command {
        self.command
    }
}

fn not_started(shown: &str, error: &std::io::Error) -> Trouble {
    Trouble::new(format!("`{shown}` could not be started: {error}"))
}

/// Looks a program up on the `PATH`, then in further folders.
pub fn find(name: &str, further: &[PathBuf]) -> Option<PathBuf> {
    find_in(&env::var_os("PATH").unwrap_or_default(), further, name)
}

fn find_in(path: &OsStr, further: &[PathBuf], name: &str) -> Option<PathBuf> {
    env::split_paths(path)
        .filter(|folder| !folder.as_os_str().is_empty())
        .chain(further.iter().cloned())
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_program_is_told_by_its_line() {
        let error = Program::new("false").arg("--now").read().unwrap_err();
        assert!(error.to_string().starts_with("`false --now` failed"), "{error}");
    }

    #[test]
    fn a_missing_program_is_told_by_its_name() {
        let error = Program::new("no-such-program-here").run().unwrap_err();
        assert!(error.to_string().contains("no-such-program-here"), "{error}");
    }

    #[test]
    fn further_folders_are_searched_after_the_path() {
        let crate_folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let found = find_in(OsStr::new(""), std::slice::from_ref(&crate_folder), "Cargo.toml");
        assert_eq!(found, Some(crate_folder.join("Cargo.toml")));
        assert_eq!(find_in(OsStr::new(""), &[], "Cargo.toml"), None);
    }
}
