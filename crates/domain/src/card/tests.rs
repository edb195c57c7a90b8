use super::*;
use time::macros::date;

const TODAY: Date = date!(2026 - 11 - 23);
const NUMBER: &str = "430111199506150023";

fn number() -> IdNumber {
    let digits = &NUMBER[..17];
    IdNumber::parse(&format!("{digits}{}", IdNumber::check_character(digits).unwrap())).unwrap()
}

const CLEAR: PictureFacts = PictureFacts::CLEAR;

fn front() -> CardFront {
    CardFront {
        name: "陈思源".into(),
        name_confidence: 0.98,
        sex: Some(Sex::Female),
        nation: "汉".into(),
        birth: Some(date!(1995 - 06 - 15)),
        address: "示例市".into(),
        number: Some(number()),
        number_confidence: 0.99,
        agrees: true,
        portrait: true,
        picture: CLEAR,
    }
}

fn back() -> CardBack {
    CardBack {
        issuer: "示例市公安局".into(),
        valid_from: Some(date!(2018 - 03 - 02)),
        valid_until: Some(Validity::Until(date!(2038 - 03 - 02))),
        picture: CLEAR,
    }
}

fn judge(front: CardFront, back: CardBack, name: &str) -> CardVerdict {
    let number = number();
    let account = CardHolder { name, number: number.expose() };
    judge_card(&CardReading::Front(front), &CardReading::Back(back), &account, TODAY)
}

#[test]
fn b4_a_card_that_fits_its_account_passes() {
    assert_eq!(judge(front(), back(), "陈思源"), CardVerdict::Passed);
}

#[test]
fn b5_another_number_is_refused() {
    let front = CardReading::Front(front());
    let account = CardHolder { name: "陈思源", number: "11010519900307123X" };
    let verdict = judge_card(&front, &CardReading::Back(back()), &account, TODAY);
    assert_eq!(verdict, CardVerdict::Refused(vec![CardProblem::NumberDiffers]));
}

#[test]
fn b5_sides_the_wrong_way_round_are_named() {
    let number = number();
    let account = CardHolder { name: "陈思源", number: number.expose() };
    let verdict = judge_card(&CardReading::Back(back()), &CardReading::Front(front()), &account, TODAY);
    assert_eq!(
        verdict,
        CardVerdict::Refused(vec![CardProblem::WrongSide(Side::Front), CardProblem::WrongSide(Side::Back)])
    );
}

#[test]
fn b5_a_card_expires_at_the_end_of_its_last_day() {
    let until = |day| CardBack { valid_until: Some(Validity::Until(day)), ..back() };
    assert_eq!(judge(front(), until(TODAY), "陈思源"), CardVerdict::Passed);
    let yesterday = until(date!(2026 - 11 - 22));
    assert_eq!(judge(front(), yesterday, "陈思源"), CardVerdict::Refused(vec![CardProblem::Expired]));
}

#[test]
fn b5_a_long_term_card_never_expires() {
    let back = CardBack { valid_until: Some(Validity::LongTerm), ..back() };
    assert_eq!(judge(front(), back, "陈思源"), CardVerdict::Passed);
}

#[test]
fn b5_validity_that_cannot_be_read_goes_to_a_person() {
    let verdict = CardVerdict::NeedsPerson(vec![CardProblem::ValidityUnreadable]);
    assert_eq!(judge(front(), CardBack { valid_until: None, ..back() }, "陈思源"), verdict);
    let future = CardBack { valid_from: Some(date!(2028 - 03 - 02)), ..back() };
    assert_eq!(judge(front(), future, "陈思源"), verdict);
}

#[test]
fn b5_a_clearly_different_name_is_refused() {
    assert_eq!(judge(front(), back(), "王建国"), CardVerdict::Refused(vec![CardProblem::NameDiffers]));
}

#[test]
fn b6_dots_spaces_and_compatibility_forms_make_no_difference() {
    let read = |name: &str| CardFront { name: name.into(), ..front() };
    for account in
        ["艾力·吐尔逊", "艾力•吐尔逊", "艾力・吐尔逊", "艾力 · 吐尔逊", "艾力．吐尔逊", "艾⼒·吐尔逊"]
    {
        assert_eq!(judge(read("艾力·吐尔逊"), back(), account), CardVerdict::Passed, "{account}");
    }
}

#[test]
fn b6_a_hanzi_with_two_places_in_unicode_is_one_hanzi() {
    let read = |name: &str| CardFront { name: name.into(), ..front() };
    // Written with compatibility ideographs (U+F9D1, U+FA0B), Kangxi radicals (U+2F2D) and the supplement (U+2EE2).
    for (printed, typed) in
        [("六郎", "\u{F9D1}郎"), ("廓尔", "\u{FA0B}尔"), ("小山", "小\u{2F2D}"), ("马强", "\u{2EE2}强")]
    {
        assert_eq!(judge(read(printed), back(), typed), CardVerdict::Passed, "{typed}");
        assert_eq!(judge(read(typed), back(), printed), CardVerdict::Passed, "{printed}");
    }
}

#[test]
fn b6_folding_makes_no_two_names_one() {
    let read = |name: &str| CardFront { name: name.into(), ..front() };
    // Different hanzi, however alike: a person looks, nobody passes.
    for (printed, typed) in [("己未名", "已未名"), ("吕小布", "呂小布"), ("张零", "张〇")] {
        let verdict = CardVerdict::NeedsPerson(vec![CardProblem::NameUnreadable]);
        assert_eq!(judge(read(printed), back(), typed), verdict, "{typed}");
    }
}

#[test]
fn b6_a_look_alike_goes_to_a_person_however_sure_the_machine_is() {
    let read = CardFront { name: "逢思源".into(), name_confidence: 0.999, ..front() };
    let verdict = CardVerdict::NeedsPerson(vec![CardProblem::NameUnreadable]);
    assert_eq!(judge(read, back(), "逄思源"), verdict);
}

#[test]
fn b6_a_name_read_uncertainly_goes_to_a_person() {
    let verdict = CardVerdict::NeedsPerson(vec![CardProblem::NameUnreadable]);
    let unsure = CardFront { name: "限恩原".into(), name_confidence: 0.55, ..front() };
    assert_eq!(judge(unsure, back(), "陈思源"), verdict);
    let lost = CardFront { name: String::new(), name_confidence: 0.0, ..front() };
    assert_eq!(judge(lost, back(), "陈思源"), verdict);
}

#[test]
fn b6_a_lost_character_goes_to_a_person() {
    let verdict = CardVerdict::NeedsPerson(vec![CardProblem::NameUnreadable]);
    for rest in ["陈源", "陈"] {
        let lost = CardFront { name: rest.into(), ..front() };
        assert_eq!(judge(lost, back(), "陈思源"), verdict, "{rest}");
    }
}

#[test]
fn b5_an_unreadable_number_says_what_the_picture_suffers_from() {
    let blurred = PictureFacts { sharpness: 9.0, ..CLEAR };
    let front = CardFront { number: None, picture: blurred, ..front() };
    assert_eq!(
        judge(front, back(), "陈思源"),
        CardVerdict::Refused(vec![CardProblem::NumberUnreadable, CardProblem::TooBlurred(Side::Front)])
    );
}

#[test]
fn b5_a_picture_without_text_is_only_not_a_card() {
    let number = number();
    let account = CardHolder { name: "陈思源", number: number.expose() };
    let desk = CardReading::NotACard(PictureFacts { sharpness: 2.0, text_width_px: 0.0, ..CLEAR });
    let verdict = judge_card(&desk, &CardReading::Back(back()), &account, TODAY);
    assert_eq!(verdict, CardVerdict::Refused(vec![CardProblem::NotACard(Side::Front)]));
}

#[test]
fn b4_print_that_disagrees_with_the_number_goes_to_a_person() {
    let front = CardFront { agrees: false, ..front() };
    assert_eq!(judge(front, back(), "陈思源"), CardVerdict::NeedsPerson(vec![CardProblem::PrintDisagrees]));
}

#[test]
fn b4_a_front_without_a_portrait_goes_to_a_person() {
    let front = CardFront { portrait: false, ..front() };
    assert_eq!(judge(front, back(), "陈思源"), CardVerdict::NeedsPerson(vec![CardProblem::NoPortrait]));
}

#[test]
fn what_refuses_outweighs_what_a_person_could_decide() {
    let front = CardFront { agrees: false, ..front() };
    let back = CardBack { valid_until: Some(Validity::Until(date!(2020 - 01 - 01))), ..back() };
    assert_eq!(judge(front, back, "陈思源"), CardVerdict::Refused(vec![CardProblem::Expired]));
}

#[test]
fn b7_neither_problems_nor_debug_output_carry_what_stood_on_the_card() {
    let shown = format!("{:?} {:?}", front(), back());
    for secret in ["陈思源", "19950615", "示例市"] {
        assert!(!shown.contains(secret));
    }
}

#[test]
fn b5_glare_over_the_number_is_named() {
    let glare = PictureFacts { glare: 0.05, ..CLEAR };
    let front = CardFront { number: None, picture: glare, ..front() };
    assert_eq!(
        judge(front, back(), "陈思源"),
        CardVerdict::Refused(vec![CardProblem::NumberUnreadable, CardProblem::Glare(Side::Front)])
    );
}

#[test]
fn b5_a_card_that_runs_out_of_the_picture_is_refused_when_something_is_missing() {
    let cut = PictureFacts { cut: 0.2, ..CLEAR };
    let lost = CardFront { number: None, picture: cut, ..front() };
    let verdict =
        CardVerdict::Refused(vec![CardProblem::NumberUnreadable, CardProblem::BorderCut(Side::Front)]);
    assert_eq!(judge(lost, back(), "陈思源"), verdict);
    let verdict = CardVerdict::Refused(vec![CardProblem::BorderCut(Side::Front)]);
    let faceless = CardFront { portrait: false, picture: cut, ..front() };
    assert_eq!(judge(faceless, back(), "陈思源"), verdict);
    let nameless = CardFront { name: String::new(), portrait: false, picture: cut, ..front() };
    assert_eq!(judge(nameless, back(), "陈思源"), verdict);
    let at_border = PictureFacts { text_at_border: true, ..CLEAR };
    let back = CardBack { valid_until: None, picture: at_border, ..back() };
    assert_eq!(
        judge(front(), back, "陈思源"),
        CardVerdict::Refused(vec![CardProblem::BorderCut(Side::Back)])
    );
}

#[test]
fn b5_a_back_whose_picture_is_at_fault_is_asked_for_again_and_not_left_to_a_person() {
    let unread = |picture| CardBack { valid_until: None, picture, ..back() };
    let refused = |problem| CardVerdict::Refused(vec![problem]);
    let blurred = PictureFacts { sharpness: 100.0, ..CLEAR };
    let verdict = refused(CardProblem::TooBlurred(Side::Back));
    assert_eq!(judge(front(), unread(blurred), "陈思源"), verdict);
    let glaring = PictureFacts { glare: 0.1, ..CLEAR };
    assert_eq!(judge(front(), unread(glaring), "陈思源"), refused(CardProblem::Glare(Side::Back)));
    // What could be read although the picture is poor stands.
    let read = CardBack { picture: blurred, ..back() };
    assert_eq!(judge(front(), read, "陈思源"), CardVerdict::Passed);
}

#[test]
fn b5_a_cut_card_on_which_everything_was_read_goes_to_a_person() {
    let front = CardFront { picture: PictureFacts { cut: 0.2, ..CLEAR }, ..front() };
    let verdict = CardVerdict::NeedsPerson(vec![CardProblem::BorderCut(Side::Front)]);
    assert_eq!(judge(front, back(), "陈思源"), verdict);
}

#[test]
fn b5_text_at_the_border_says_nothing_against_a_card_that_was_read() {
    let at_border = PictureFacts { text_at_border: true, ..CLEAR };
    let front = CardFront { picture: at_border, ..front() };
    let back = CardBack { picture: at_border, ..back() };
    assert_eq!(judge(front, back, "陈思源"), CardVerdict::Passed);
}

#[test]
fn b5_a_copy_without_any_colour_is_refused_and_hardly_any_goes_to_a_person() {
    let with = |colour| CardFront { picture: PictureFacts { colour, ..CLEAR }, ..front() };
    let copy = vec![CardProblem::Photocopy(Side::Front)];
    let (none, hardly) = (PictureFacts::GREY_FLOOR * 0.9, PictureFacts::GREY_FLOOR * 1.1);
    assert_eq!(judge(with(none), back(), "陈思源"), CardVerdict::Refused(copy.clone()));
    assert_eq!(judge(with(hardly), back(), "陈思源"), CardVerdict::NeedsPerson(copy));
    assert_eq!(judge(with(PictureFacts::COLOUR_FLOOR), back(), "陈思源"), CardVerdict::Passed);
}

#[test]
fn b5_a_photograph_of_a_screen_is_refused_and_what_may_be_one_goes_to_a_person() {
    let judged = |fine_wave, slow_wave| {
        let picture = PictureFacts { fine_wave, slow_wave, ..CLEAR };
        judge(CardFront { picture, ..front() }, back(), "陈思源")
    };
    let problems = vec![CardProblem::Screen(Side::Front)];
    let (surely, maybe) = (PictureFacts::WAVE_CEILING, PictureFacts::WAVE_SUSPECT);
    assert_eq!(judged(surely, 0.0), CardVerdict::Refused(problems.clone()));
    for (fine_wave, slow_wave) in [(surely * 0.99, 0.0), (maybe, 0.0), (0.0, maybe)] {
        assert_eq!(judged(fine_wave, slow_wave), CardVerdict::NeedsPerson(problems.clone()));
    }
    assert_eq!(judged(maybe * 0.99, maybe * 0.99), CardVerdict::Passed);
    let shown = CardBack { picture: PictureFacts { fine_wave: surely, ..CLEAR }, ..back() };
    let problems = vec![CardProblem::Screen(Side::Back)];
    assert_eq!(judge(front(), shown, "陈思源"), CardVerdict::Refused(problems));
}

#[test]
fn b5_waves_as_long_as_a_cards_own_printed_lines_never_refuse_it() {
    let lined = CardFront { picture: PictureFacts { slow_wave: 1_000.0, ..CLEAR }, ..front() };
    let person = CardVerdict::NeedsPerson(vec![CardProblem::Screen(Side::Front)]);
    assert_eq!(judge(lined, back(), "陈思源"), person);
}

#[test]
fn b5_a_screen_is_told_beside_what_else_stands_against_the_card() {
    let picture = PictureFacts { fine_wave: PictureFacts::WAVE_CEILING, ..CLEAR };
    let front = CardFront { number: None, picture, ..front() };
    let told = vec![CardProblem::NumberUnreadable, CardProblem::Screen(Side::Front)];
    assert_eq!(judge(front, back(), "陈思源"), CardVerdict::Refused(told));
}

#[test]
fn b10_every_problem_but_a_persons_belongs_to_a_side() {
    assert_eq!(CardProblem::NameDiffers.side(), Some(Side::Front));
    assert_eq!(CardProblem::Expired.side(), Some(Side::Back));
    assert_eq!(CardProblem::Glare(Side::Back).side(), Some(Side::Back));
    assert_eq!(CardProblem::Screen(Side::Back).side(), Some(Side::Back));
    assert_eq!(CardProblem::Found(Finding::Unclear).side(), None);
}
