use std::fs;
use std::path::Path;

on_every_engine!(every_statement_of_the_program_can_be_prepared, |fresh| async {
    let refused = store::testing::prepare_every_statement(&fresh.url).await.unwrap();
    assert!(refused.is_empty(), "{refused:#?}");
});

/// A statement outside of a list would not be prepared by the test above.
#[test]
fn every_statement_stands_in_a_list() {
    let listed = store::testing::modules_with_statements();
    let mut found = Vec::new();
    // From the package's folder, where cargo runs tests: a clone elsewhere with the same target folder would have compiled its
    // own place in.
    for entry in fs::read_dir(Path::new("src")).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if text.contains("\nstatements! {") || text.contains("\nsealed_columns! {") {
            found.push(module.clone());
        }
        for (_, call) in text.match_indices("sqlx::query(").map(|(at, found)| text.split_at(at + found.len()))
        {
            assert!(!call.trim_start().starts_with(['"', '&', 'f']), "{module} has SQL outside of its list");
        }
    }
    found.sort_unstable();
    assert_eq!(found, listed);
}
