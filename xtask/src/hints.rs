//! The live hints of the face page: the crate `guide` as a WASM module of its own, beside the bundle.

use std::fs;
use std::path::Path;

use crate::graph;
use crate::places::Places;
use crate::program::Program;
use crate::say;
use crate::stamp;
use crate::toolchain::WASM;
use crate::trouble::Trouble;

/// The module, plain and as the server sends it.
const FILES: [&str; 2] = ["guide.wasm", "guide.wasm.br"];
/// Node's own brotli at its best.
const COMPRESS: &str = "const [from, to] = process.argv.slice(1), fs = require('fs'); \
    fs.writeFileSync(to, require('zlib').brotliCompressSync(fs.readFileSync(from)))";

/// Builds the module if its sources changed, and lays it into the bundle's folder.
pub fn build(places: &Places) -> Result<(), Trouble> {
    let kept = places.root().join("target/hints");
    let stamp_file = kept.with_extension("stamp");
    let mut sources = graph::own_packages(places, "guide")?;
    sources.extend(["Cargo.toml", "Cargo.lock", "rust-toolchain.toml"].map(|name| places.root().join(name)));
    let state = stamp::digest(places.root(), &sources)?;
    if stamp::says(&stamp_file, &state) && FILES.iter().all(|file| kept.join(file).is_file()) {
        say::line("The live hints are up to date.");
    } else {
        let _ = fs::remove_file(&stamp_file);
        stamp::empty_folder(&kept)?;
        compile(places, &kept)?;
        stamp::set(&stamp_file, &state)?;
    }
    let served = places.site().join("guide");
    fs::create_dir_all(&served).map_err(Trouble::with(&served))?;
    for file in FILES {
        fs::copy(kept.join(file), served.join(file)).map_err(Trouble::with(&kept.join(file)))?;
    }
    Ok(())
}

fn compile(places: &Places, kept: &Path) -> Result<(), Trouble> {
    let target = places.target().join("guide");
    let [plain, sent] = FILES.map(|file| kept.join(file));
    // The detector's arithmetic needs SIMD and speed to keep up with the camera: "s" would take twice the time.
    Program::new("cargo")
        .args(["build", "--package", "guide", "--lib", "--target", WASM, "--profile", "wasm-release"])
        .env("CARGO_TARGET_DIR", &target)
        .env("RUSTFLAGS", "-C target-feature=+simd128")
        .env("CARGO_PROFILE_WASM_RELEASE_OPT_LEVEL", "3")
        .within(places.root())
        .run()?;
    Program::new(places.root().join("node_modules/.bin/wasm-opt"))
        .args(["-O3", "--strip-debug", "--strip-producers", "-o"])
        .arg(&plain)
        .arg(target.join(WASM).join("wasm-release/guide.wasm"))
        .run()?;
    Program::new("node").args(["-e", COMPRESS]).arg(&plain).arg(&sent).run()
}
