use crate::browser::{Answer, HTML, JSON, Part, encoded};
use crate::house::House;
use crate::rules::{FUNCTIONS, PAGES, ROUTES};

/// What people type anywhere, right and wrong. None of it may come back in an address.
const TYPED: [&[(&str, &str)]; 2] = [
    &[
        ("name", "司马相如"),
        ("number", "430111199506150029"),
        ("phone", "13900001234"),
        ("code", "918273"),
        ("password", "wR7-harbour-tin"),
    ],
    &[
        ("name", "司马相如<1>"),
        ("number", "4301111995061500299"),
        ("phone", "1390000123499"),
        ("code", "91827364"),
        ("password", "p7"),
    ],
];

/// Every name under which a form of ours sends one of them.
const NAMES: [(&str, &[&str]); 5] = [
    ("name", &["name", "payer_name", "candidate_name", "new_name"]),
    ("number", &["number", "document_number"]),
    ("phone", &["phone", "payer_phone", "candidate_phone", "new_phone", "old_phone"]),
    ("code", &["code", "old_code", "new_code"]),
    (
        "password",
        &[
            "password",
            "current_password",
            "password_again",
            "old_password",
            "new_password",
            "new_password_again",
        ],
    ),
];

fn fields(typed: &'static [(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    let mut fields = Vec::new();
    for (kind, value) in typed {
        let names = NAMES.iter().find(|(name, _)| name == kind).unwrap().1;
        fields.extend(names.iter().map(|name| (*name, *value)));
    }
    fields
}

fn says_nothing(answer: &Answer, typed: &[(&str, &str)], at: &str) {
    let headers = answer.head();
    let decoded = decode(&headers);
    for (kind, value) in typed.iter().filter(|(_, value)| value.len() > 3) {
        assert!(!headers.contains(value) && !decoded.contains(value), "{at} repeats the {kind} in {headers}");
        if answer.status >= 400 {
            assert!(!answer.text().contains(value), "{at} repeats the {kind} in {}", answer.text());
        }
    }
}

/// Percent-decoded, and what looks like base64 decoded as well: Leptos writes errors into addresses that way.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, more)) = rest.split_first() {
        let hex = more.get(..2).and_then(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok());
        if let (b'%', Some(byte)) = (first, hex) {
            bytes.push(byte);
            rest = &more[2..];
        } else {
            bytes.push(*first);
            rest = more;
        }
    }
    let percent = String::from_utf8_lossy(&bytes).into_owned();
    let words = percent.split(|c: char| !(c.is_ascii_alphanumeric() || "-_+/".contains(c)));
    let opened: Vec<String> = words.filter(|word| word.len() > 7).map(base64).collect();
    percent + &opened.join(" ")
}

fn base64(word: &str) -> String {
    let value = |b: u8| match b {
        b'A'..=b'Z' => u32::from(b - b'A'),
        b'a'..=b'z' => u32::from(b - b'a') + 26,
        b'0'..=b'9' => u32::from(b - b'0') + 52,
        b'+' | b'-' => 62,
        _ => 63,
    };
    let mut bytes = Vec::new();
    for four in word.as_bytes().chunks(4) {
        let bits = four.iter().fold(0, |bits, b| bits << 6 | value(*b)) << (6 * (4 - four.len()));
        bytes.extend_from_slice(&bits.to_be_bytes()[1..=(four.len() * 6 / 8).min(3)]);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn the_search_would_find_what_an_address_hides() {
    assert!(decode("location: /me?__err=eyJuYW1lIjoi5Y-46ams55u45aaCIn0").contains("司马相如"));
    assert!(decode("location: /me?error=%E5%8F%B8%E9%A9%AC").contains("司马"));
}

#[tokio::test]
async fn g4_no_form_sends_what_was_typed_back_in_an_address_or_an_error() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    for typed in TYPED {
        for rule in FUNCTIONS.iter().filter(|rule| !rule.at.ends_with("/sign-out")) {
            let asked: Vec<&str> = rule.ask.split('&').filter_map(|pair| pair.split('=').next()).collect();
            let mut fields = fields(typed);
            fields.retain(|(name, _)| !asked.contains(name) || !rule.ask.contains('{'));
            let ids = rule.filled(&things);
            let ids: Vec<&str> =
                ids.split('&').filter(|pair| pair.contains("reg_") || pair.contains("exm_")).collect();
            let form = [encoded(&fields), ids.join("&")].join("&");
            for mut browser in [house.browser(), owner.browser.clone()] {
                for accept in [HTML, JSON] {
                    let answer = browser.form(rule.at, accept, form.trim_end_matches('&')).await.unwrap();
                    says_nothing(&answer, typed, rule.at);
                }
            }
        }
    }
}

#[tokio::test]
async fn g4_no_upload_sends_what_was_typed_back_in_an_address_or_an_error() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    for typed in TYPED {
        for rule in ROUTES.iter().filter(|rule| rule.at.starts_with("POST /upload")) {
            let (_, path) = rule.path(&things);
            let fields = fields(typed);
            let mut parts: Vec<_> = fields.iter().map(|(name, value)| Part::Text(name, value)).collect();
            parts.push(Part::File("screenshot", b"no picture"));
            for mut browser in [house.browser(), owner.browser.clone()] {
                for accept in [HTML, JSON] {
                    let answer = browser.upload(&path, accept, &parts).await.unwrap();
                    says_nothing(&answer, typed, rule.at);
                }
            }
        }
    }
}

#[tokio::test]
async fn no_page_has_anything_personal_in_its_links() {
    let house = House::open().await;
    let mut owner = house.person("欧阳望舒", 123).await;
    let things = house.owner(&mut owner).await;
    for rule in PAGES {
        let (_, path) = rule.path(&things);
        let text = owner.browser.get(&path).await.unwrap().text();
        for link in ["href=\"", "action=\"", "src=\""] {
            for address in text.split(link).skip(1).filter_map(|rest| rest.split('"').next()) {
                let address = decode(address);
                for secret in owner.secrets() {
                    assert!(!address.contains(&secret), "{path} links to {address}");
                }
            }
        }
    }
}

/// Fields that hold what somebody is called or reached by, when they are plain text.
const PERSONAL: [&str; 12] = [
    "name",
    "number",
    "phone",
    "payer_name",
    "payer_phone",
    "candidate_name",
    "candidate_phone",
    "proven_phone",
    "password",
    "code",
    "address",
    "payload",
];

/// Types whose field of such a name belongs to no person.
const NOBODYS: [&str; 15] = [
    "School",
    "Subject",
    "OfferedSubject",
    "Site",
    "OfferedSite",
    "Room",
    "TypedRoom",
    "FaceResult",
    "AppError",
    "Choice",
    // Of lists, of the school.
    "Entry",
    "Found",
    "SchoolChanges",
    "TypedSchool",
    "SiteRooms",
];

/// Structs of this source that derive `Debug` over a personal field in plain text.
fn talkative(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut derives = String::new();
    let mut inside: Option<String> = None;
    for line in source.lines().map(str::trim) {
        if line.starts_with("#[derive(") {
            line.clone_into(&mut derives);
        } else if let Some((_, rest)) = line.split_once("struct ") {
            let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
            let talks = derives.contains("Debug") && !NOBODYS.contains(&name.as_str());
            inside = Some(name).filter(|_| talks && line.ends_with('{'));
            derives.clear();
        } else if line == "}" {
            inside = None;
        } else if let (Some(name), Some((field, kind))) = (&inside, line.split_once(": ")) {
            let field = field.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
            let plain =
                ["String", "Option<String>", "Vec<u8>", "&'"].iter().any(|plain| kind.starts_with(plain));
            if plain && PERSONAL.contains(&field) {
                found.push(format!("{name}.{field}"));
            }
        }
    }
    found
}

fn sources(folder: &std::path::Path, found: &mut Vec<std::path::PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn a_talkative_type_would_be_found() {
    let source =
        "#[derive(Debug, Clone)]\npub struct Letter {\n    /// To whom.\n    pub phone: String,\n}\n";
    assert_eq!(talkative(source), ["Letter.phone"]);
    assert!(talkative(&source.replace("Debug, ", "")).is_empty());
    assert!(talkative(&source.replace("String", "Phone")).is_empty(), "the domain's own types are mute");
}

#[test]
fn no_type_derives_debug_over_something_personal() {
    let root = std::path::Path::new("..");
    let mut files = Vec::new();
    for folder in [
        "app/src",
        "server/src",
        "crates/domain/src",
        "crates/service/src",
        "crates/store/src",
        "crates/gateway/src",
    ] {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 80, "the sources were not read");
    for file in files {
        let found = talkative(&std::fs::read_to_string(&file).unwrap());
        assert!(found.is_empty(), "{}: {found:?} would be written out by {{:?}}", file.display());
    }
}

#[tokio::test]
async fn no_type_writes_out_whom_it_is_about() {
    use domain::document::{DocumentKind, DocumentNumber, IdNumber};
    use domain::payment::Payer;
    use domain::person::{PersonName, Phone};
    let house = House::open().await;
    let person = house.person("欧阳望舒", 123).await;
    let token = person.browser.session.clone().unwrap();
    let visitor = service::session::find(&house.cx, &token).await.unwrap().unwrap();
    let who = visitor.clone().into_candidate().unwrap();
    let account = service::account::load(&house.cx, &who).await.unwrap();
    let name = PersonName::parse(person.name).unwrap();
    let phone = Phone::parse(&person.phone).unwrap();
    let written = [
        format!("{visitor:?} {who:?} {account:?} {name:?} {phone:?}"),
        format!("{:?}", Payer { name, phone }),
        format!("{:?}", DocumentNumber::parse(DocumentKind::ResidentId, &person.number).unwrap()),
        format!("{:?}", IdNumber::parse(&person.number).unwrap()),
        format!("{:?}", house.store.vault().newest()),
    ];
    for text in written {
        for secret in person.secrets().iter().chain([&token]) {
            assert!(!text.contains(secret.as_str()), "{secret} in {text}");
        }
    }
    assert!(format!("{account:?}").contains("Account"), "the control: something was written");
}
