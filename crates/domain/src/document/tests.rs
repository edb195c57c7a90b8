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
fn a4_an_area_that_nobody_has_is_refused() {
    assert_eq!(resident(&with_check("84000019950615002")).unwrap_err(), NumberProblem::Area);
    assert_eq!(resident(&with_check("04301119950615002")).unwrap_err(), NumberProblem::Area);
}

#[test]
fn a4_an_impossible_month_or_day_is_a_wrong_date() {
    for digits in ["43011119951315002", "43011119950632002", "43011119950229002", "43011119950600002"] {
        assert_eq!(resident(&with_check(digits)).unwrap_err(), NumberProblem::BirthDate, "{digits}");
    }
    assert!(resident(&with_check("43011119960229002")).is_ok(), "1996 had a 29 February");
}

#[test]
fn a4_every_single_mistyped_digit_is_noticed() {
    let right = with_check("43011119950615002");
    for place in 0..17 {
        for digit in b'0'..=b'9' {
            let mut typed = right.clone().into_bytes();
            if typed[place] == digit {
                continue;
            }
            typed[place] = digit;
            assert!(resident(&String::from_utf8(typed).unwrap()).is_err(), "digit {digit} at {place}");
        }
    }
}

#[test]
fn a4_a_number_of_another_kind_names_that_kind() {
    use DocumentKind as K;
    let right = [
        (K::ResidentId, with_check("43011119950615002")),
        (K::HongKongMacaoPermit, "H12345678".to_owned()),
        (K::TaiwanPermit, "12345678".to_owned()),
        (K::HongKongMacaoTaiwanResidence, with_check("81000019950615002")),
        (K::ForeignPermanentResidence, with_check("91000019950615002")),
    ];
    for (kind, number) in &right {
        for chosen in K::ALL {
            let parsed = DocumentNumber::parse(chosen, number);
            if chosen == *kind {
                assert_eq!(parsed.unwrap().expose(), number);
            } else {
                assert_eq!(parsed.unwrap_err(), NumberProblem::OtherKind(*kind), "{chosen:?}");
            }
        }
    }
}

#[test]
fn a4_each_kind_takes_full_width_digits_and_spaces() {
    let wide = |text: &str| -> String {
        text.chars().map(|c| char::from_u32(u32::from(c) + 0xFEE0).unwrap()).collect()
    };
    for (kind, number) in [
        (DocumentKind::HongKongMacaoPermit, "H12345678"),
        (DocumentKind::TaiwanPermit, "12345678"),
        (DocumentKind::ForeignPermanentResidence, "ABC123456789012"),
    ] {
        let typed = format!(" {}\u{3000}", wide(number));
        assert_eq!(DocumentNumber::parse(kind, &typed).unwrap().expose(), number);
    }
}

#[test]
fn a4_each_kind_has_its_own_length() {
    use DocumentKind as K;
    for (kind, typed) in [
        (K::ResidentId, "4301111995061500"),
        (K::HongKongMacaoPermit, "H1234567"),
        (K::TaiwanPermit, "1234567"),
        (K::HongKongMacaoTaiwanResidence, "8100001995061500"),
        (K::ForeignPermanentResidence, "ABC1234"),
    ] {
        assert_eq!(DocumentNumber::parse(kind, typed).unwrap_err(), NumberProblem::Length, "{kind:?}");
    }
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
    assert_eq!(parse(K::HongKongMacaoPermit, "X12345678").unwrap_err(), NumberProblem::Characters);
    assert!(parse(K::TaiwanPermit, "12345678").is_ok());
    assert_eq!(parse(K::TaiwanPermit, "1234567A").unwrap_err(), NumberProblem::Characters);
    assert!(parse(K::HongKongMacaoTaiwanResidence, &with_check("83000019950615002")).is_ok());
    assert_eq!(
        parse(K::HongKongMacaoTaiwanResidence, &with_check("84000019950615002")).unwrap_err(),
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
