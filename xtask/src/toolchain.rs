//! The compiler's second target and the programs that make the browser's bundle.

use std::fs;
use std::path::Path;

use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::stamp;
use crate::trouble::Trouble;

/// 0.3.11 wants a newer compiler, 0.3.6 cannot split.
const CARGO_LEPTOS: &str = "0.3.10";
/// What the browser runs.
pub const WASM: &str = "wasm32-unknown-unknown";

/// Brings the wasm target, `cargo-leptos` and the `wasm-bindgen` that fits `Cargo.lock`.
pub fn ensure(places: &Places) -> Result<(), Trouble> {
    wasm_target(places)?;
    let lock = places.root().join("Cargo.lock");
    let text = fs::read_to_string(&lock).map_err(Trouble::with(&lock))?;
    let bindgen = locked_version(&text, "wasm-bindgen")
        .ok_or_else(|| Trouble::new("Cargo.lock holds no wasm-bindgen, which the browser's bundle needs"))?;
    install(places, "cargo-leptos", CARGO_LEPTOS, &["--locked"])?;
    // Its own lock file does not resolve, so without `--locked`.
    install(places, "wasm-bindgen-cli", &bindgen, &[])
}

fn wasm_target(places: &Places) -> Result<(), Trouble> {
    let sysroot = Program::new("rustc").args(["--print", "sysroot"]).within(places.root()).read()?;
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).exists() {
        say::line(format!("The target {WASM} is there."));
        return Ok(());
    }
    Program::new("rustup").args(["target", "add", WASM]).within(places.root()).run().map_err(|error| {
        Trouble::new(format!("{error}. Rust must come from rustup; then run: rustup target add {WASM}"))
    })
}

/// Installs a program of the crates registry unless cargo's own list in the folder says it is there.
fn install(places: &Places, name: &str, version: &str, more: &[&str]) -> Result<(), Trouble> {
    let tools = places.tools();
    let installed = fs::read_to_string(tools.join(".crates.toml")).unwrap_or_default();
    if is_installed(&installed, name, version) {
        say::line(format!("{name} {version} is there."));
        return Ok(());
    }
    say::line(format!("Installing {name} {version}; the first time takes some minutes."));
    // Kept after an interruption, so that the next try goes on where this one stopped.
    let build = tools.join(".build").join(format!("{name}-{version}"));
    Program::new("cargo")
        .args(["install", name, "--version", version, "--root"])
        .arg(&tools)
        .args(more)
        .env("CARGO_TARGET_DIR", &build)
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .run()?;
    stamp::remove_folder(&build)
}

fn is_installed(crates_toml: &str, name: &str, version: &str) -> bool {
    let start = format!("\"{name} {version} ");
    crates_toml.lines().any(|line| line.trim_start().starts_with(&start))
}

/// The version of a package in the text of a `Cargo.lock`.
fn locked_version(lock: &str, package: &str) -> Option<String> {
    let mut lines = lock.lines();
    lines.find(|line| *line == format!("name = \"{package}\""))?;
    let version = lines.next()?.strip_prefix("version = \"")?.strip_suffix('"')?;
    Some(version.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = "version = 4\n\n[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\n\
        [[package]]\nname = \"wasm-bindgen-futures\"\nversion = \"0.4.80\"\n";

    #[test]
    fn the_locked_version_is_that_of_the_very_package() {
        assert_eq!(locked_version(LOCK, "wasm-bindgen").as_deref(), Some("0.2.130"));
        assert_eq!(locked_version(LOCK, "wasm-bindgen-futures").as_deref(), Some("0.4.80"));
        assert_eq!(locked_version(LOCK, "wasm"), None);
    }

    #[test]
    fn another_version_of_a_program_is_not_taken_for_this_one() {
        let list = "[v1]\n\"cargo-leptos 0.3.10 (registry+x)\" = [\"cargo-leptos\"]\n";
        assert!(is_installed(list, "cargo-leptos", "0.3.10"));
        assert!(!is_installed(list, "cargo-leptos", "0.3.1"));
        assert!(!is_installed("", "cargo-leptos", "0.3.10"));
    }
}
