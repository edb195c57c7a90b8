//! How the browser's WASM is linked.

fn main() {
    // Without the merging of equal strings' ends. `cargo leptos build --split` gives each piece the constants that only it
    // needs; where two pieces end up with strings that had shared bytes, the sum outgrows the one block that it cuts up,
    // and it then leaves all of them in the first visit's piece.
    println!("cargo::rustc-link-arg-cdylib=-O0");
    println!("cargo::rerun-if-changed=build.rs");
}
