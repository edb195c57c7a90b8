//! No Rust file is longer than 400 lines.

use crate::places::Places;
use crate::stamp;
use crate::trouble::Trouble;

/// Most lines a file may have.
const MOST: usize = 400;

/// Fails and names the files that are too long.
pub fn check(places: &Places) -> Result<(), Trouble> {
    let mut long = Vec::new();
    for file in stamp::files_below(places.root())? {
        if file.extension().is_some_and(|ending| ending == "rs") {
            let text = std::fs::read_to_string(&file).map_err(Trouble::with(&file))?;
            let name = file.strip_prefix(places.root()).unwrap_or(&file);
            long.extend(too_long(&name.to_string_lossy(), &text));
        }
    }
    if long.is_empty() {
        return Ok(());
    }
    Err(Trouble::new(format!("More than {MOST} lines; split by noun: {}", long.join(", "))))
}

fn too_long(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (lines > MOST).then(|| format!("{name} ({lines})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_401_lines_is_named_and_one_of_400_is_not() {
        assert_eq!(too_long("a.rs", &"x\n".repeat(400)), None);
        assert_eq!(too_long("a.rs", &"x\n".repeat(401)).as_deref(), Some("a.rs (401)"));
    }
}
