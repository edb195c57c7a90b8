//! Whatever is typed as a name, and whatever a card reader takes for one: nothing panics, and a name is itself again.
#![no_main]

use domain::card::NameMatch;
use domain::person::PersonName;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, &str, f32)| {
    let (typed, read, confidence) = input;
    let _ = NameMatch::of(read, confidence, typed);
    let Ok(name) = PersonName::parse(typed) else { return };
    assert!(!name.expose().is_empty());
    assert!(name.expose().chars().count() <= 50);
    let again = PersonName::parse(name.expose());
    assert!(again.is_ok_and(|again| again.expose() == name.expose()), "what parses stays itself");
    assert_eq!(NameMatch::of(name.expose(), 1.0, name.expose()), NameMatch::Same);
    assert_eq!(format!("{name:?}"), "PersonName(***)", "Debug is mute");
});
