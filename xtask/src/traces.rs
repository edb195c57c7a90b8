//! What the finished stories left on the disk, searched byte by byte: nothing personal may be readable.
//!
//! Searched are the database with its write-ahead log, the stored pictures, and the logs. Found would be the document
//! numbers and phones of the stories by their shape, the people that the stories wrote down by their values, and pictures
//! by their first bytes. What was found is told by kind, file and place, never by its value.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::places::Places;
use crate::trouble::Trouble;

/// Where the stories write down whom they have invented, a line of JSON for each.
pub const PEOPLE: &str = "used-people.jsonl";

/// Every document number of the stories begins so, followed by three digits and the check character.
const NUMBER: &[u8] = b"43011119950615";

/// Every phone of the stories begins so, followed by eight digits.
const PHONE: &[u8] = b"139";

/// First bytes of pictures, long enough not to turn up in sealed bytes by chance.
const PICTURES: [(&[u8], usize, &[u8]); 4] = [
    (b"\xff\xd8\xff\xe0", 6, b"JFIF"),
    (b"\xff\xd8\xff\xe1", 6, b"Exif"),
    (b"\xff\xd8\xff\xdb\0\x43\0", 0, b"\xff\xd8"),
    (b"\x89PNG\r\n\x1a\n", 0, b"\x89PNG"),
];

/// Something readable.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Trace {
    kind: &'static str,
    file: PathBuf,
    at: usize,
}

/// What is looked for.
struct Wanted {
    /// By the first byte: kind and value.
    values: Vec<Vec<(&'static str, Vec<u8>)>>,
}

/// Searches what the browser's stories left, and fails when anything is readable, or when the search looked at nothing.
pub fn search(places: &Places) -> Result<(), Trouble> {
    let reports = places.reports();
    let people = reports.join(PEOPLE);
    let text = fs::read_to_string(&people).map_err(Trouble::with(&people))?;
    let wanted = Wanted::of(&text)?;
    let data = files(&reports.join("data"))?;
    let logs: Vec<_> = ["server.log", "postgres.log"].map(|name| reports.join(name)).into();
    let mut traces = Vec::new();
    let (mut read, mut titles, mut pictures) = (0, 0, 0);
    for file in data.iter().chain(logs.iter().filter(|log| log.exists())) {
        let bytes = fs::read(file).map_err(Trouble::with(file))?;
        traces.extend(wanted.within(file, &bytes));
        read += bytes.len();
        titles += usize::from(holds(&bytes, "学士学位外语考试".as_bytes()));
        pictures += usize::from(file.parent().is_some_and(|folder| folder.ends_with("pictures")));
    }
    // The controls: the title of the exams is no secret, so a search that does not see it looks at the wrong files.
    let log = fs::read(&logs[0]).map_err(Trouble::with(&logs[0]))?;
    if titles == 0 || pictures == 0 || !holds(&log, b"/api/account/sign-up/person") {
        return Err(Trouble::new(
            "the database, the pictures or the log of the stories were not where they are searched",
        ));
    }
    crate::say::line(format!(
        "{} files, {read} bytes, {} readable places",
        data.len() + logs.len(),
        traces.len()
    ));
    verdict(&traces)
}

fn verdict(traces: &[Trace]) -> Result<(), Trouble> {
    if traces.is_empty() {
        return Ok(());
    }
    let line = |trace: &Trace| format!("{} in {} at {}", trace.kind, trace.file.display(), trace.at);
    Err(Trouble::new(traces.iter().take(20).map(line).collect::<Vec<_>>().join("\n")))
}

impl Wanted {
    /// The people whom the stories wrote down.
    fn of(people: &str) -> Result<Self, Trouble> {
        let mut wanted = Self { values: vec![Vec::new(); 256] };
        for line in people.lines() {
            let person: Value = serde_json::from_str(line)
                .map_err(|error| Trouble::new(format!("{PEOPLE} cannot be read: {error}")))?;
            for (kind, key) in [
                ("a name", "name"),
                ("a document number", "number"),
                ("a phone", "phone"),
                ("a password", "password"),
            ] {
                if let Some(value) = person[key].as_str().filter(|value| value.len() > 5) {
                    wanted.add(kind, value.as_bytes());
                }
            }
        }
        if wanted.values.iter().all(Vec::is_empty) {
            return Err(Trouble::new("the stories wrote nobody down, so nobody can be searched for"));
        }
        Ok(wanted)
    }

    fn add(&mut self, kind: &'static str, value: &[u8]) {
        let bucket = &mut self.values[usize::from(value[0])];
        if !bucket.iter().any(|(_, known)| known == value) {
            bucket.push((kind, value.to_vec()));
        }
    }

    fn within(&self, file: &Path, bytes: &[u8]) -> Vec<Trace> {
        let mut traces = Vec::new();
        for at in 0..bytes.len() {
            let rest = &bytes[at..];
            let by_value =
                self.values[usize::from(rest[0])].iter().find(|(_, value)| rest.starts_with(value));
            let kind = by_value.map(|(kind, _)| *kind).or_else(|| by_shape(bytes, at));
            if let Some(kind) = kind {
                traces.push(Trace { kind, file: file.to_owned(), at });
            }
        }
        traces
    }
}

fn by_shape(bytes: &[u8], at: usize) -> Option<&'static str> {
    let rest = &bytes[at..];
    if let Some(tail) = rest.strip_prefix(NUMBER)
        && tail.len() >= 4
        && tail[..3].iter().all(u8::is_ascii_digit)
        && (tail[3].is_ascii_digit() || tail[3] == b'X')
    {
        return Some("a document number");
    }
    if let Some(tail) = rest.strip_prefix(PHONE)
        && tail.len() >= 8
        && tail[..8].iter().all(u8::is_ascii_digit)
        && !tail.get(8).is_some_and(u8::is_ascii_digit)
        && !at.checked_sub(1).is_some_and(|before| bytes[before].is_ascii_digit())
    {
        return Some("a phone");
    }
    let is_picture = PICTURES.iter().any(|(first, further, mark)| {
        rest.starts_with(first) && rest.get(*further..).is_some_and(|rest| rest.starts_with(mark))
    });
    is_picture.then_some("a picture")
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(Trouble::with(folder))? {
        let path = entry.map_err(Trouble::with(folder))?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str =
        r#"{"name":"欧阳望舒","number":"H12345678","phone":"13712345678","password":"kT4-brook-lamp"}"#;

    fn kinds(bytes: &[u8]) -> Vec<&'static str> {
        let wanted = Wanted::of(PERSON).unwrap();
        wanted.within(Path::new("x"), bytes).iter().map(|trace| trace.kind).collect()
    }

    #[test]
    fn planted_people_are_found_wherever_they_stand() {
        for (planted, kind) in [
            ("欧阳望舒", "a name"),
            ("H12345678", "a document number"),
            ("43011119950615123X", "a document number"),
            ("430111199506150029", "a document number"),
            ("13712345678", "a phone"),
            ("13987654321", "a phone"),
            ("kT4-brook-lamp", "a password"),
        ] {
            for around in ["", "x", "\0\u{1}\"", "…"] {
                assert_eq!(kinds(format!("{around}{planted}{around}").as_bytes()), [kind], "{planted}");
            }
        }
    }

    #[test]
    fn planted_pictures_are_found_by_their_first_bytes() {
        assert_eq!(kinds(b"..\xff\xd8\xff\xe0\0\x10JFIF\0"), ["a picture"]);
        assert_eq!(kinds(b"\xff\xd8\xff\xe1\x1f\x08Exif\0"), ["a picture"]);
        assert_eq!(kinds(b"\xff\xd8\xff\xdb\0\x43\0\x01"), ["a picture"]);
        assert_eq!(kinds(b"row\x89PNG\r\n\x1a\n\0\0"), ["a picture"]);
    }

    #[test]
    fn what_only_looks_alike_is_not_found() {
        for harmless in [
            "43011119950615",
            "4301111995061512",
            "1391234567",
            "139123456789",
            "81391234567",
            "欧阳",
            "JFIF",
        ] {
            assert_eq!(kinds(harmless.as_bytes()), Vec::<&str>::new(), "{harmless}");
        }
        assert_eq!(kinds(&[0xff, 0xd8, 0xff, 0x12, 0x34]), Vec::<&str>::new());
    }

    #[test]
    fn a_trace_fails_the_search_and_is_told_without_its_value() {
        let wanted = Wanted::of(PERSON).unwrap();
        let traces = wanted.within(Path::new("a/b.db"), "..欧阳望舒".as_bytes());
        let told = verdict(&traces).unwrap_err().to_string();
        assert_eq!(told, "a name in a/b.db at 2");
        assert!(verdict(&[]).is_ok());
    }

    #[test]
    fn a_search_for_nobody_is_no_search() {
        assert!(Wanted::of("").is_err());
        assert!(Wanted::of("no json").is_err());
    }
}
