//! What is compiled into the browser's bundle, and what must never be.

use std::path::PathBuf;

use crate::places::Places;
use crate::program::Program;
use crate::toolchain::WASM;
use crate::trouble::Trouble;

/// Packages that belong to the server alone.
const SERVER_ONLY: [&str; 7] = ["sqlx", "tokio", "service", "store", "vision", "documents", "gateway"];

/// Fails when the browser's graph names a package of the server.
pub fn check(places: &Places) -> Result<(), Trouble> {
    let strangers = server_only(&tree(places, "frontend")?);
    if strangers.is_empty() {
        return Ok(());
    }
    let named = strangers.join(", ");
    Err(Trouble::new(format!(
        "The browser's bundle would hold {named}. See who brings it: \
         cargo tree -p frontend --target {WASM} -e normal -i {}",
        strangers[0]
    )))
}

/// The folders of our own packages that go into this package when it is compiled for the browser.
pub fn own_packages(places: &Places, package: &str) -> Result<Vec<PathBuf>, Trouble> {
    Ok(own_folders(&tree(places, package)?))
}

fn tree(places: &Places, package: &str) -> Result<String, Trouble> {
    Program::new("cargo")
        .args(["tree", "-p", package, "--target", WASM, "-e", "normal"])
        .args(["--prefix", "none", "--format", "{p}"])
        .within(places.root())
        .read()
}

fn server_only(tree: &str) -> Vec<&'static str> {
    let names: Vec<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    SERVER_ONLY.into_iter().filter(|stranger| names.contains(stranger)).collect()
}

/// Lines of our own packages end in their folder: `app v0.1.0 (/a/b/app)`.
fn own_folders(tree: &str) -> Vec<PathBuf> {
    let mut folders: Vec<PathBuf> = tree
        .lines()
        .filter_map(|line| line.trim_end_matches(" (*)").split_once(" (/")?.1.strip_suffix(')'))
        .map(|path| PathBuf::from(format!("/{path}")))
        .collect();
    folders.sort();
    folders.dedup();
    folders
}

#[cfg(test)]
mod tests {
    use super::*;

    const TREE: &str = "frontend v0.1.0 (/a/frontend)\napp v0.1.0 (/a/app)\nserde_derive v1.0.2 (proc-macro)\n\
        domain v0.1.0 (/a/crates/domain)\ntokio-util v0.7.1\ndomain v0.1.0 (/a/crates/domain) (*)\n";

    #[test]
    fn a_server_crate_in_the_browsers_graph_is_found_by_its_whole_name() {
        assert!(server_only(TREE).is_empty());
        assert_eq!(
            server_only(&format!("{TREE}tokio v1.0.0\nstore v0.1.0 (/a/crates/store)\n")),
            ["tokio", "store"]
        );
    }

    #[test]
    fn our_own_packages_are_those_with_a_folder() {
        assert_eq!(own_folders(TREE), ["/a/app", "/a/crates/domain", "/a/frontend"].map(PathBuf::from));
    }
}
