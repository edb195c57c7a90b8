use super::*;

/// Fictitious: area 430111, 1995-06-15.
const NUMBER: &str = "430111199506150028";

fn with_check(first_seventeen: &str) -> String {
    format!("{first_seventeen}{}", IdNumber::check_character(first_seventeen).unwrap())
}

fn resident(typed: &str) -> Result<DocumentNumber, NumberProblem> {
    DocumentNumber::parse(DocumentKind::ResidentId, typed)
}

#[test]
fn a4_a_right_number_is_taken() {
    let number = with_check("43011119950615002");
    assert_eq!(resident(&number).unwrap().expose(), number);
}

#[test]
fn a4_full_width_spaces_and_lower_case_are_normalised() {
    let with_x =
        (0..100).map(|i| with_check(&format!("430111199506150{i:02}"))).find(|n| n.ends_with('X')).unwrap();
    let wide: String = with_x.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect();
    assert_eq!(resident(&wide).unwrap().expose(), with_x);
    let spaced = format!(" {} {} {} ", &with_x[..6], &with_x[6..14], with_x[14..].to_lowercase());
    assert_eq!(resident(&spaced).unwrap().expose(), with_x);
}

#[test]
fn a4_a_mistyped_digit_is_a_wrong_check_character() {
    let right = with_check("43011119950615002");
    let wrong = right.replacen("0615", "0616", 1);
    assert_eq!(resident(&wrong).unwrap_err(), NumberProblem::CheckCharacter);
}

#[test]
fn a4_fifteen_digits_are_refused_with_that_reason() {
    assert_eq!(resident("430111950615002").unwrap_err(), NumberProblem::FifteenDigits);
}

#[test]
fn a4_a_date_that_is_not_in_the_calendar_is_refused() {
    assert_eq!(resident(&with_check("43011119950230002")).unwrap_err(), NumberProblem::BirthDate);
    assert_eq!(resident(&with_check("43011118500615002")).unwrap_err(), NumberProblem::BirthDate);
}

#[test]
fn a4_an_area_beginning_with_8_or_9_is_not_a_resident_number() {
    assert_eq!(resident(&with_check("81000019950615002")).unwrap_err(), NumberProblem::Area);
    assert_eq!(resident(&with_check("91000019950615002")).unwrap_err(), NumberProblem::Area);
}

#[test]
fn a4_hanzi_never_panic_whatever_their_length() {
    for typed in ["一二三四五六七八九十一二三四五六七八", "一二三四五六", "甲", "43011119950615002乙"]
    {
        for kind in DocumentKind::ALL {
            assert!(DocumentNumber::parse(kind, typed).is_err());
        }
    }
}

#[test]
fn a4_each_other_kind_has_its_own_form() {
    use DocumentKind as K;
    let parse = |kind, text: &str| DocumentNumber::parse(kind, text);
    assert!(parse(K::HongKongMacaoPermit, "h12345678").is_ok());
    assert!(parse(K::HongKongMacaoPermit, "M1234567801").is_ok());
    assert_eq!(parse(K::HongKongMacaoPermit, "12345678").unwrap_err(), NumberProblem::Characters);
    assert!(parse(K::TaiwanPermit, "12345678").is_ok());
    assert_eq!(parse(K::TaiwanPermit, "H12345678").unwrap_err(), NumberProblem::Length);
    assert!(parse(K::HongKongMacaoTaiwanResidence, &with_check("83000019950615002")).is_ok());
    assert_eq!(
        parse(K::HongKongMacaoTaiwanResidence, &with_check("43011119950615002")).unwrap_err(),
        NumberProblem::Area
    );
    assert!(parse(K::ForeignPermanentResidence, "ABC123456789012").is_ok());
    assert!(parse(K::ForeignPermanentResidence, &with_check("91000019950615002")).is_ok());
}

#[test]
fn a4_a_permit_renewed_is_the_same_person() {
    let old = DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, "H1234567801").unwrap();
    let new = DocumentNumber::parse(DocumentKind::HongKongMacaoPermit, "H1234567802").unwrap();
    assert_eq!(old.identity_key(), new.identity_key());
}

#[test]
fn a12_others_see_three_and_four_characters() {
    assert_eq!(mask(NUMBER), "430***********0028");
    assert_eq!(mask("12345678"), "******78");
}

#[test]
fn debug_never_shows_a_number() {
    let number = with_check("43011119950615002");
    let shown = format!("{:?} {:?}", resident(&number).unwrap(), IdNumber::parse(&number).unwrap());
    assert!(!shown.contains("1995"));
}

#[test]
fn sex_and_birth_come_from_the_number() {
    let number = IdNumber::parse(&with_check("43011119950615002")).unwrap();
    assert_eq!(number.sex(), Sex::Female);
    assert_eq!(number.birth(), time::macros::date!(1995 - 06 - 15));
}
