//! Portraits in a zip, each under a name that a rule makes of the facts (the provincial office wants `准考证号.jpg`).

use std::collections::HashMap;
use std::io::{Seek, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::WriteError;

/// What a name can be made of.
#[derive(Clone, Copy, Default)]
pub struct PhotoFacts<'a> {
    /// `{ticket}`: 准考证号
    pub ticket: &'a str,
    /// `{document}`: 证件号码, whole or masked, as the right of whoever exports says.
    pub document: &'a str,
    /// `{name}`: 姓名
    pub name: &'a str,
    /// `{subject}`: 科目
    pub subject: &'a str,
    /// `{site}`: 考点
    pub site: &'a str,
    /// `{room}`: 考场号
    pub room: &'a str,
    /// `{seat}`: 座位号
    pub seat: &'a str,
}

/// A rule for names: `{site}/{room}/{ticket}_{name}`. The ending `.jpg` is added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameRule(Vec<Part>);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Words(String),
    Fact(Fact),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fact {
    Ticket,
    Document,
    Name,
    Subject,
    Site,
    Room,
    Seat,
}

/// Why a rule is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NameProblem {
    /// Nothing of a person in it: all pictures would have one name.
    #[error("the rule names nobody")]
    NamesNobody,
    /// `{…}` with something else in it, or without its end.
    #[error("{{{0}}} is nothing that a name can be made of")]
    Unknown(String),
    /// Signs that a file name cannot have, or a path out of the folder.
    #[error("signs that no file name has")]
    Signs,
}

impl NameRule {
    /// Reads a rule.
    pub fn parse(text: &str) -> Result<Self, NameProblem> {
        let mut parts = Vec::new();
        let mut rest = text.trim();
        while let Some((words, after)) = rest.split_once('{') {
            let (name, after) =
                after.split_once('}').ok_or_else(|| NameProblem::Unknown(after.to_owned()))?;
            if !words.is_empty() {
                parts.push(Part::Words(words.to_owned()));
            }
            parts.push(Part::Fact(Fact::named(name).ok_or_else(|| NameProblem::Unknown(name.to_owned()))?));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Words(rest.to_owned()));
        }
        let is_wrong = |c: char| c != '/' && is_unfit(c);
        let words =
            parts.iter().filter_map(|part| if let Part::Words(words) = part { Some(words) } else { None });
        if words
            .into_iter()
            .any(|words| words.contains(is_wrong) || words.contains("..") || words.contains("//"))
            || text.trim().starts_with('/')
        {
            return Err(NameProblem::Signs);
        }
        let names_somebody =
            |part: &Part| matches!(part, Part::Fact(Fact::Ticket | Fact::Document | Fact::Name));
        if parts.iter().any(names_somebody) { Ok(Self(parts)) } else { Err(NameProblem::NamesNobody) }
    }

    /// Whether the facts make a name as they are: nothing is missing, and no sign had to be replaced.
    pub fn is_fit(&self, facts: &PhotoFacts<'_>) -> bool {
        let fits = |part: &Part| match part {
            Part::Words(_) => true,
            Part::Fact(fact) => {
                let fact = fact.of(facts);
                !fact.is_empty() && fact.trim_matches(['.', ' ']) == fact && !fact.contains(is_unfit)
            }
        };
        self.0.iter().all(fits)
    }

    /// The name without its ending. Whatever a fact holds, it stays inside its folder.
    pub fn name(&self, facts: &PhotoFacts<'_>) -> String {
        let mut name = String::new();
        for part in &self.0 {
            match part {
                Part::Words(words) => name.push_str(words),
                Part::Fact(fact) => name.push_str(&tame(fact.of(facts))),
            }
        }
        let folders: Vec<&str> = name.split('/').map(|part| part.trim_matches(['.', ' '])).collect();
        let folders = folders.iter().map(|part| if part.is_empty() { "_" } else { part });
        folders.collect::<Vec<_>>().join("/")
    }
}

impl Fact {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "ticket" => Self::Ticket,
            "document" => Self::Document,
            "name" => Self::Name,
            "subject" => Self::Subject,
            "site" => Self::Site,
            "room" => Self::Room,
            "seat" => Self::Seat,
            _ => return None,
        })
    }

    fn of<'a>(self, facts: &PhotoFacts<'a>) -> &'a str {
        match self {
            Self::Ticket => facts.ticket,
            Self::Document => facts.document,
            Self::Name => facts.name,
            Self::Subject => facts.subject,
            Self::Site => facts.site,
            Self::Room => facts.room,
            Self::Seat => facts.seat,
        }
    }
}

/// Signs that Windows refuses in names, and what no name has.
fn is_unfit(c: char) -> bool {
    c.is_control() || matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
}

fn tame(fact: &str) -> String {
    fact.chars().map(|c| if is_unfit(c) { '_' } else { c }).collect()
}

/// Pictures that are being packed. They are JPEG already and not squeezed again.
pub struct PhotosOut<W: Write + Seek> {
    out: ZipWriter<W>,
    rule: NameRule,
    names: HashMap<String, u32>,
}

impl<W: Write + Seek> PhotosOut<W> {
    /// An empty zip.
    pub fn new(out: W, rule: NameRule) -> Self {
        Self { out: ZipWriter::new(out), rule, names: HashMap::new() }
    }

    /// Adds a picture, and gives the name that it got: a name that is taken gets ` (2)`.
    pub fn add(&mut self, facts: &PhotoFacts<'_>, jpeg: &[u8]) -> Result<String, WriteError> {
        let name = self.rule.name(facts);
        // Windows does not tell upper from lower case.
        let count = self.names.entry(name.to_lowercase()).or_default();
        *count += 1;
        let name = if *count == 1 { format!("{name}.jpg") } else { format!("{name} ({count}).jpg") };
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.out.start_file(&name, options).map_err(wrong)?;
        self.out.write_all(jpeg)?;
        Ok(name)
    }

    /// Adds a list, last, under a name that no picture can have.
    pub fn add_list(&mut self, name: &str, bytes: &[u8]) -> Result<(), WriteError> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.out.start_file(name, options).map_err(wrong)?;
        Ok(self.out.write_all(bytes)?)
    }

    /// Completes the zip and gives the writer back.
    pub fn finish(self) -> Result<W, WriteError> {
        self.out.finish().map_err(wrong)
    }
}

fn wrong(error: zip::result::ZipError) -> WriteError {
    match error {
        zip::result::ZipError::Io(error) => WriteError::Io(error),
        other => WriteError::Format(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn zip_of(rule: &str, people: &[PhotoFacts<'_>]) -> Vec<String> {
        let mut zip = PhotosOut::new(Cursor::new(Vec::new()), NameRule::parse(rule).unwrap());
        for person in people {
            zip.add(person, b"\xFF\xD8 picture").unwrap();
        }
        let mut archive = zip::ZipArchive::new(zip.finish().unwrap()).unwrap();
        let names = (0..archive.len()).map(|at| archive.by_index(at).unwrap().name().to_owned()).collect();
        let mut bytes = Vec::new();
        archive.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
        assert_eq!(bytes, b"\xFF\xD8 picture");
        names
    }

    #[test]
    fn f7_pictures_are_named_by_the_rule() {
        let zhang =
            PhotoFacts { ticket: "790101262100105", name: "张三", room: "001", ..PhotoFacts::default() };
        let names = zip_of("{room}/{ticket}_{name}", &[zhang]);
        assert_eq!(names, ["001/790101262100105_张三.jpg"]);
    }

    #[test]
    fn f7_two_people_of_one_name_get_two_pictures() {
        let zhang = PhotoFacts { name: "张三", ..PhotoFacts::default() };
        assert_eq!(zip_of("{name}", &[zhang, zhang]), ["张三.jpg", "张三 (2).jpg"]);
    }

    #[test]
    fn f7_no_name_leads_out_of_the_folder() {
        let evil = PhotoFacts { name: "../../etc/passwd", site: "..", ..PhotoFacts::default() };
        assert_eq!(zip_of("{site}/{name}", &[evil]), ["_/_.._etc_passwd.jpg"]);
        let windows = PhotoFacts { name: "C:\\a|b", ..PhotoFacts::default() };
        assert_eq!(zip_of("{name}", &[windows]), ["C__a_b.jpg"]);
    }

    #[test]
    fn f7_names_that_had_to_be_changed_are_told() {
        let rule = NameRule::parse("{ticket}{name}").unwrap();
        let fits = |ticket, name| rule.is_fit(&PhotoFacts { ticket, name, ..PhotoFacts::default() });
        assert!(fits("790101262100105", "阿依古丽·买买提"));
        assert!(!fits("790101262100105", "张/三") && !fits("", "张三") && !fits("790101262100105", "张三."));
    }

    #[test]
    fn f7_a_list_stands_beside_the_pictures() {
        let mut zip = PhotosOut::new(Cursor::new(Vec::new()), NameRule::parse("{name}").unwrap());
        zip.add(&PhotoFacts { name: "张三", ..PhotoFacts::default() }, b"\xFF\xD8").unwrap();
        zip.add_list("list.csv", b"a,b").unwrap();
        let mut archive = zip::ZipArchive::new(zip.finish().unwrap()).unwrap();
        let mut text = String::new();
        archive.by_name("list.csv").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!((archive.len(), text.as_str()), (2, "a,b"));
    }

    #[test]
    fn f7_a_rule_that_cannot_be_is_refused() {
        assert_eq!(NameRule::parse("{room}/{seat}"), Err(NameProblem::NamesNobody));
        assert_eq!(NameRule::parse("{nome}"), Err(NameProblem::Unknown("nome".into())));
        assert_eq!(NameRule::parse("{ticket"), Err(NameProblem::Unknown("ticket".into())));
        for rule in ["../{ticket}", "/{ticket}", "a:{ticket}", "a//{ticket}"] {
            assert_eq!(NameRule::parse(rule), Err(NameProblem::Signs), "{rule}");
        }
    }
}
