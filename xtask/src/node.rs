//! The npm packages: Tailwind and daisyUI, binaryen's `wasm-opt`, Playwright and axe.
//!
//! They are named and pinned in `end2end/package.json` and its lock file (those of `bench pages` in `end2end/pages`), installed once per state of these two into the
//! cache, and reached through the link `node_modules` in the clone, where both the stylesheet and the tests find them.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::stamp;
use crate::trouble::Trouble;

/// The oldest Node that will do.
const OLDEST_NODE: u32 = 20;
/// The files that say what to install.
const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Installs the packages if this state of the lock file has not been installed yet, and links them into the clone.
pub fn ensure(places: &Places) -> Result<(), Trouble> {
    let packages = packages(places, &places.root().join("end2end"))?;
    link(&packages, &places.root().join("node_modules"))
}

/// Lighthouse, which only `bench pages` needs: where its module stands.
pub fn lighthouse(places: &Places) -> Result<PathBuf, Trouble> {
    let packages = packages(places, &places.root().join("end2end/pages"))?;
    Ok(packages.join("lighthouse/core/index.js"))
}

/// The installed packages that the files of this folder name.
fn packages(places: &Places, folder: &Path) -> Result<PathBuf, Trouble> {
    let version = node_version()?;
    let files: Vec<PathBuf> = FILES.iter().map(|file| folder.join(file)).collect();
    let digest = stamp::digest(places.root(), &files)?;
    let home = places.node().join(format!("node{version}-{}", &digest[..16]));
    if home.exists() {
        say::line("The npm packages are there.");
    } else {
        install(places, &files, &home)?;
    }
    Ok(home.join("node_modules"))
}

fn node_version() -> Result<u32, Trouble> {
    let advice = format!("Node {OLDEST_NODE} or newer with npm is needed: https://nodejs.org");
    let text = Program::new("node")
        .arg("--version")
        .read()
        .map_err(|error| Trouble::new(format!("{error}. {advice}")))?;
    match major(&text) {
        Some(version) if version >= OLDEST_NODE => Ok(version),
        _ => Err(Trouble::new(format!("Node {} is too old. {advice}", text.trim()))),
    }
}

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

fn install(places: &Places, files: &[PathBuf], home: &Path) -> Result<(), Trouble> {
    let unfinished = places.unfinished()?;
    for file in files {
        let name = file.file_name().unwrap_or_default();
        fs::copy(file, unfinished.join(name)).map_err(Trouble::with(file))?;
    }
    Program::new("npm")
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"])
        .within(&unfinished)
        .run()?;
    fs::create_dir_all(places.node()).map_err(Trouble::with(home))?;
    fs::rename(&unfinished, home).map_err(Trouble::with(home))
}

/// Points the link at the packages; a folder of the same name that somebody made by hand is left alone.
fn link(packages: &Path, link: &Path) -> Result<(), Trouble> {
    if fs::read_link(link).is_ok_and(|now| now == packages) {
        return Ok(());
    }
    if link.is_dir() && !link.is_symlink() {
        let place = link.display();
        return Err(Trouble::new(format!(
            "{place} is a folder, not our link into the cache. Run: rm -r {place}"
        )));
    }
    let fresh = link.with_extension("new");
    let _ = fs::remove_file(&fresh);
    symlink(packages, &fresh).map_err(Trouble::with(&fresh))?;
    fs::rename(&fresh, link).map_err(Trouble::with(link))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major("v20.20.2\n"), Some(20));
        assert_eq!(major("not found"), None);
    }
}
