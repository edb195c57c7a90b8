//! What the operating system must bring: a browser, Chinese fonts, `PostgreSQL`'s server programs.
//!
//! On Debian as root the missing packages are installed; elsewhere the line to run is named.

use std::fs;
use std::path::{Path, PathBuf};

use crate::program::{self, Program};
use crate::say;
use crate::stamp;
use crate::trouble::Trouble;

/// Something the operating system must bring.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Chromium, for the tests in a real browser.
    Browser,
    /// Fonts with Chinese characters, for the specimen cards and the browser.
    Fonts,
    /// Hanzi of the extensions G and H, for the tests of papers. A site without them still prints; it is told which names
    /// cannot be drawn.
    FontsToExtensionH,
    /// Every hanzi of the extensions B to F, for the same tests.
    FontsToExtensionF,
    /// `initdb` and `postgres`, for the tests on a real server database.
    Postgres,
}

/// What `run` needs.
pub const TO_RUN: &[Need] = &[Need::Fonts];
/// What `test` needs.
pub const TO_TEST: &[Need] =
    &[Need::Browser, Need::Fonts, Need::FontsToExtensionH, Need::FontsToExtensionF, Need::Postgres];
/// What measuring the papers needs.
pub const TO_PRINT: &[Need] = &[Need::Fonts, Need::FontsToExtensionH, Need::FontsToExtensionF];

impl Need {
    /// The Debian package that brings it.
    fn package(self) -> &'static str {
        match self {
            Self::Browser => "chromium",
            Self::Fonts => "fonts-noto-cjk",
            Self::FontsToExtensionH => "fonts-babelstone-han",
            Self::FontsToExtensionF => "fonts-hanazono",
            Self::Postgres => "postgresql",
        }
    }

    /// What it is, for a sentence.
    fn what(self) -> &'static str {
        match self {
            Self::Browser => "the browser Chromium",
            Self::Fonts => "the fonts Noto Sans CJK",
            Self::FontsToExtensionH => "the font BabelStone Han",
            Self::FontsToExtensionF => "the fonts Hanazono",
            Self::Postgres => "PostgreSQL's server programs (initdb, postgres)",
        }
    }

    fn is_met(self) -> bool {
        match self {
            Self::Browser => browser().is_some(),
            Self::Fonts => has_font("NotoSansCJK") && has_font("NotoSerifCJK"),
            Self::FontsToExtensionH => has_font("BabelStoneHan"),
            Self::FontsToExtensionF => has_font("HanaMinB"),
            Self::Postgres => postgres_program("initdb").is_some() && postgres_program("postgres").is_some(),
        }
    }
}

/// The browser's program.
pub fn browser() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].iter().find_map(|name| program::find(name, &[]))
}

/// A server program of `PostgreSQL`; Debian keeps them off the `PATH`.
pub fn postgres_program(name: &str) -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    folders.sort();
    folders.reverse();
    program::find(name, &folders)
}

/// Whether a file of a typeface whose name begins like this is installed.
fn has_font(name: &str) -> bool {
    let home = std::env::var_os("HOME").map(|home| PathBuf::from(home).join(".local/share/fonts"));
    let folders = [Some(PathBuf::from("/usr/share/fonts")), home];
    folders
        .into_iter()
        .flatten()
        .filter_map(|folder| stamp::files_below(&folder).ok())
        .flatten()
        .any(|file| file.file_name().is_some_and(|file| file.to_string_lossy().starts_with(name)))
}

/// Installs what is missing, or says how to.
pub fn ensure(needs: &[Need]) -> Result<(), Trouble> {
    let missing = missing(needs);
    if missing.is_empty() {
        say::line("The system's packages are there.");
        return Ok(());
    }
    if !(Path::new("/etc/debian_version").exists() && is_root()) {
        return Err(Trouble::new(sentence(&missing)));
    }
    let packages: Vec<_> = missing.iter().map(|need| need.package()).collect();
    say::line(format!("Missing: {}. Installing with apt-get, as this is Debian and root.", list(&missing)));
    apt_get(&["update", "--quiet"])?;
    apt_get(&[&["install", "--yes", "--quiet", "--no-install-recommends"], packages.as_slice()].concat())?;
    let still = self::missing(needs);
    if still.is_empty() { Ok(()) } else { Err(Trouble::new(sentence(&still))) }
}

fn missing(needs: &[Need]) -> Vec<Need> {
    needs.iter().copied().filter(|need| !need.is_met()).collect()
}

fn apt_get(args: &[&str]) -> Result<(), Trouble> {
    Program::new("apt-get").args(args).env("DEBIAN_FRONTEND", "noninteractive").run()
}

/// Does this run as the superuser?
pub fn is_root() -> bool {
    Program::new("id").arg("-u").read().is_ok_and(|text| text.trim() == "0")
}

fn list(needs: &[Need]) -> String {
    needs.iter().map(|need| need.what()).collect::<Vec<_>>().join(", ")
}

fn sentence(missing: &[Need]) -> String {
    let packages = missing.iter().map(|need| need.package()).collect::<Vec<_>>().join(" ");
    format!(
        "Missing: {}. On Debian run: sudo apt-get install {packages}   (elsewhere the packages with the same content)",
        list(missing)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_named_with_the_line_that_installs_it() {
        let text = sentence(&[Need::Browser, Need::Postgres]);
        assert!(text.contains("Chromium"), "{text}");
        assert!(text.contains("sudo apt-get install chromium postgresql"), "{text}");
    }
}
