//! What is served: the browser's bundle with the face page's hints, and the host programs.
//!
//! The host programs, the examples and the tests are compiled from one selection of packages, so that cargo settles the
//! features of each dependency once and compiles it once.

use std::fs;
use std::path::{Path, PathBuf};

use crate::graph;
use crate::hints;
use crate::imports;
use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::stamp;
use crate::trouble::Trouble;

/// Everything but the crate that only the browser can run.
pub const HOST_PACKAGES: [&str; 3] = ["--workspace", "--exclude", "frontend"];

/// The served program.
pub const SERVER: &str = "zhunkao";

/// Builds the bundle, the hints and the server.
pub fn all(places: &Places) -> Result<(), Trouble> {
    bundle(places)?;
    hints::build(places)?;
    host(places)
}

/// Compiles the server and the examples.
///
/// Always together: asked for alone, the server would be compiled without the features that the tests' and examples'
/// dependencies bring, and all crates under it a second time.
pub fn host(places: &Places) -> Result<(), Trouble> {
    let what = ["--bin", SERVER, "--examples"];
    Program::new("cargo").arg("build").args(HOST_PACKAGES).args(what).within(places.root()).run()
}

/// Builds the browser's bundle into `target/site`, unless the one there was built from these very sources.
///
/// Each piece of pages is a WASM file of its own (`app::routes`), hence `--split`. The names in the bundle carry hashes;
/// `hash.txt` in the bundle says which.
pub fn bundle(places: &Places) -> Result<(), Trouble> {
    let site = places.site();
    let stamp_file = site.with_extension("stamp");
    let state = stamp::digest(places.root(), &bundle_sources(places)?)?;
    if stamp::says(&stamp_file, &state) && site.join("hash.txt").is_file() {
        say::line("The browser's bundle is up to date.");
        return Ok(());
    }
    let _ = fs::remove_file(&stamp_file);
    Program::new(places.tools().join("bin/cargo-leptos"))
        .args(["leptos", "build", "--release", "--frontend-only", "--precompress", "--split"])
        .env("PATH", places.path())
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", without_folders(places))
        .within(places.root())
        .run()?;
    // cargo-leptos leaves the list of hashes beside a release server, which is not the one we serve with.
    let hashes = places.target().join("release/hash.txt");
    fs::copy(&hashes, site.join("hash.txt")).map_err(Trouble::with(&hashes))?;
    optimise_first_visit(places, &site.join("pkg"))?;
    shorten_names(&site.join("pkg"))?;
    compress_again(places, &site.join("pkg"))?;
    stamp::set(&stamp_file, &state)
}

/// Makes the piece of WASM that every first visit loads a little smaller still: a second pass, without what only tools read.
fn optimise_first_visit(places: &Places, folder: &Path) -> Result<(), Trouble> {
    let entries = fs::read_dir(folder).map_err(Trouble::with(folder))?;
    let files = entries.flatten().map(|entry| entry.path());
    let is_first = |file: &PathBuf| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("zhunkao.") && name.ends_with(".wasm")
    };
    for file in files.filter(is_first) {
        let smaller = file.with_extension("smaller");
        Program::new(places.root().join("node_modules/.bin/wasm-opt"))
            .args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .args(["--strip-producers", "--strip-target-features", "-o"])
            .arg(&smaller)
            .arg(&file)
            .env("PATH", places.path())
            .run()?;
        fs::rename(&smaller, &file).map_err(Trouble::with(&smaller))?;
    }
    Ok(())
}

/// Gives the functions between the program and its glue short names ([`imports`]).
fn shorten_names(folder: &Path) -> Result<(), Trouble> {
    let entries = fs::read_dir(folder).map_err(Trouble::with(folder))?;
    let files: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    let first = |end: &str| {
        let is_it = |file: &&PathBuf| {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("zhunkao.") && name.ends_with(end)
        };
        files.iter().find(is_it).ok_or_else(|| Trouble::new(format!("no {end} in the bundle")))
    };
    let (glue, program) = (first(".js")?, first(".wasm")?);
    let text = fs::read_to_string(glue).map_err(Trouble::with(glue))?;
    let bytes = fs::read(program).map_err(Trouble::with(program))?;
    let Some((text, bytes)) = imports::shorten(&text, &bytes) else {
        say::line("The names between the program and its glue stay long: the program is not as expected.");
        return Ok(());
    };
    fs::write(glue, text).map_err(Trouble::with(glue))?;
    fs::write(program, bytes).map_err(Trouble::with(program))
}

/// Compresses the WASM with the largest window and its size foretold, which cargo-leptos does not: half a per cent of the
/// heaviest download.
fn compress_again(places: &Places, folder: &Path) -> Result<(), Trouble> {
    const SCRIPT: &str = "const fs = require('fs'), z = require('zlib'), c = z.constants, folder = process.argv[1]; \
        for (const name of fs.readdirSync(folder).filter((name) => /\\.(wasm|css)$|^zhunkao\\..*\\.js$/.test(name))) { \
            const path = folder + '/' + name, bytes = fs.readFileSync(path); \
            const params = { [c.BROTLI_PARAM_LGWIN]: 24, [c.BROTLI_PARAM_SIZE_HINT]: bytes.length }; \
            fs.writeFileSync(path + '.br', z.brotliCompressSync(bytes, { params })); \
        }";
    Program::new("node")
        .args(["-e", SCRIPT])
        .arg(folder)
        .env("PATH", places.path())
        .within(places.root())
        .run()
}

/// Flags by which the bundle does not name the folders of the machine it was built on: a hundred times in its messages of
/// panics, and different on each machine.
fn without_folders(places: &Places) -> String {
    let registries = fs::read_dir(places.cargo_home().join("registry/src"));
    let folders = registries.into_iter().flatten().flatten().map(|entry| entry.path().display().to_string());
    let flags: Vec<_> = folders
        // The flags are one variable, parted by spaces.
        .filter(|folder| !folder.contains(char::is_whitespace))
        .map(|folder| format!("--remap-path-prefix={folder}/="))
        .collect();
    flags.join(" ")
}

fn bundle_sources(places: &Places) -> Result<Vec<PathBuf>, Trouble> {
    let mut sources = graph::own_packages(places, "frontend")?;
    let others =
        ["style", "public", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml", "end2end/package-lock.json"];
    // The recipe itself.
    sources.push(places.root().join("xtask/src/build.rs"));
    sources.extend(others.map(|name| places.root().join(name)));
    Ok(sources)
}
