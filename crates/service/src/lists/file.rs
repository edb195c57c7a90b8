//! A file for a list: a name in each line, and for majors the language that it studies, if any.

use std::collections::HashSet;

use documents::read::{Form, Kind, Row, Wanted};
use domain::list::{LineProblem, List, ListRefusal, name};
use store::choices::Found;

use crate::table::{self, Bad};

const NAME: [&str; 5] = ["名称", "专业", "专业名称", "考生类型", "类型"];
const LANGUAGE: [&str; 3] = ["外语语种", "语种", "本专业语种"];

/// What the lines say, and which of them say nothing. `languages` are codes of subjects and their names.
pub(super) fn read(
    bytes: Vec<u8>,
    list: List,
    languages: &[(String, String)],
) -> Result<(Vec<Found>, Bad), ListRefusal> {
    let mut columns = vec![Wanted::new(&NAME, Kind::Text).required()];
    if list == List::Major {
        columns.push(Wanted::new(&LANGUAGE, Kind::Text));
    }
    let (mut found, mut seen) = (Vec::new(), HashSet::new());
    let bad = table::read(bytes, &Form::new(columns).typed(), |row| {
        found.push(entry(row, list, languages, &mut seen)?);
        Ok(())
    })?;
    Ok((found, bad))
}

fn entry(
    row: &Row,
    list: List,
    languages: &[(String, String)],
    seen: &mut HashSet<String>,
) -> Result<Found, (&'static str, LineProblem)> {
    let name = name(row.text(0)).map_err(|_| (NAME[0], LineProblem::Name))?;
    if !seen.insert(name.clone()) {
        return Err((NAME[0], LineProblem::Duplicate));
    }
    let language = match (list, row.text(1).trim()) {
        (List::CandidateType, _) => None,
        (List::Major, "" | "否" | "无") => Some(None),
        (List::Major, typed) => {
            let known = languages.iter().find(|(code, name)| code == typed || name == typed);
            let (code, _) = known.ok_or((LANGUAGE[0], LineProblem::Language))?;
            Some(Some(code.clone()))
        }
    };
    Ok(Found { name, language })
}
