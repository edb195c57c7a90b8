//! Whatever is typed as a document number: nothing panics, what parses stays itself, and a resident number's facts hold.
#![no_main]

use domain::document::{DocumentKind, DocumentNumber, IdNumber, normalise};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|typed: &str| {
    let normal = normalise(typed);
    assert_eq!(normalise(&normal), normal, "normalising twice changes nothing");
    for kind in DocumentKind::ALL {
        let Ok(number) = DocumentNumber::parse(kind, typed) else { continue };
        assert_eq!(number.kind(), kind);
        assert!(number.expose().is_ascii());
        let again = DocumentNumber::parse(kind, number.expose());
        assert!(again.is_ok_and(|again| again.expose() == number.expose()), "what parses stays itself");
        assert!(!number.masked().contains(number.expose()), "the mask hides something");
        let _ = number.grouped();
        assert!(!format!("{number:?}").contains(number.expose()), "Debug is mute");
    }
    if let Ok(number) = IdNumber::parse(&normal) {
        let _ = (number.birth(), number.sex());
        let (digits, check) = number.expose().split_at(17);
        assert_eq!(IdNumber::check_character(digits).map(String::from).as_deref(), Some(check));
    }
});
