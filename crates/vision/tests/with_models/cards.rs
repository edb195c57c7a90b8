use crate::{engine, uploaded};
use domain::card::{
    CardBack, CardFront, CardHolder, CardProblem, CardReading, CardVerdict, Side, Validity, judge_card,
};
use domain::document::{IdNumber, Sex};
use image::RgbImage;
use image::imageops::{rotate90, rotate180, rotate270};
use specimen::card::screen::{Shot, Surface, photograph_surface};
use specimen::card::{BackFields, FrontFields, draw_back, draw_front, photograph};
use specimen::fonts::Fonts;
use specimen::head::{Person, Scene};
use std::sync::OnceLock;
use time::macros::date;

const TODAY: time::Date = date!(2026 - 11 - 23);

fn fonts() -> &'static Fonts {
    static FONTS: OnceLock<Fonts> = OnceLock::new();
    FONTS.get_or_init(|| match Fonts::load() {
        Ok(fonts) => fonts,
        Err(missing) => panic!("{missing}"),
    })
}

fn portrait() -> &'static RgbImage {
    static PORTRAIT: OnceLock<RgbImage> = OnceLock::new();
    PORTRAIT.get_or_init(|| specimen::head::portrait(Person::First))
}

fn number() -> IdNumber {
    let Ok(number) = IdNumber::parse("430111199506150029") else { panic!("a number that checks") };
    number
}

fn fields(name: &str) -> FrontFields {
    FrontFields::new(name, &number(), "湖南省长沙市天心区云岭虚构路12号示例小区3号楼2单元501室")
}

fn front_picture(name: &str) -> RgbImage {
    photograph(&draw_front(&fields(name), portrait(), fonts()), 5)
}

fn back_picture(valid: &str) -> RgbImage {
    let fields = BackFields { issuer: "长沙市天心区公安局".to_owned(), valid: valid.to_owned() };
    photograph(&draw_back(&fields, fonts()), 6)
}

fn read(picture: &RgbImage) -> CardReading {
    match engine().read_card(&uploaded(picture)) {
        Ok(reading) => reading,
        Err(problem) => panic!("{problem}"),
    }
}

fn read_front(picture: &RgbImage) -> CardFront {
    let CardReading::Front(front) = read(picture) else { panic!("not read as a front") };
    front
}

fn read_back(picture: &RgbImage) -> CardBack {
    let CardReading::Back(back) = read(picture) else { panic!("not read as a back") };
    back
}

fn judge(front: &RgbImage, back: &RgbImage, name: &str) -> CardVerdict {
    let number = number();
    let account = CardHolder { name, number: number.expose() };
    judge_card(&read(front), &read(back), &account, TODAY)
}

#[test]
fn b4_every_field_of_a_photographed_front_is_read() {
    let front = read_front(&front_picture("陈思源"));
    assert_eq!(front.name, "陈思源");
    assert_eq!(front.number, Some(number()));
    assert_eq!((front.sex, front.birth), (Some(Sex::Female), Some(date!(1995 - 06 - 15))));
    assert_eq!(front.nation, "汉");
    assert_eq!(front.address, fields("").address);
    assert!(front.agrees && front.portrait);
}

#[test]
fn b4_issuer_and_validity_of_a_photographed_back_are_read() {
    let back = read_back(&back_picture("2020.01.01-2040.01.01"));
    assert_eq!(back.issuer, "长沙市天心区公安局");
    assert_eq!(back.valid_from, Some(date!(2020 - 01 - 01)));
    assert_eq!(back.valid_until, Some(Validity::Until(date!(2040 - 01 - 01))));
    assert_eq!(read_back(&back_picture("2020.01.01-长期")).valid_until, Some(Validity::LongTerm));
}

#[test]
fn b4_a_card_that_fits_its_account_passes() {
    let verdict = judge(&front_picture("陈思源"), &back_picture("2020.01.01-2040.01.01"), "陈思源");
    assert_eq!(verdict, CardVerdict::Passed);
}

#[test]
fn b3_a_card_photographed_sideways_or_upside_down_is_read() {
    let upright = front_picture("陈思源");
    for turned in [rotate90(&upright), rotate180(&upright), rotate270(&upright)] {
        let front = read_front(&turned);
        assert_eq!((front.name.as_str(), front.number), ("陈思源", Some(number())));
        assert!(front.portrait);
    }
}

#[test]
fn b6_rare_hanzi_and_the_names_of_minorities_are_read() {
    for name in ["李翀曌", "阿依古丽·买买提", "欧阳喆"] {
        assert_eq!(read_front(&front_picture(name)).name, name);
    }
}

#[test]
fn b5_sides_the_wrong_way_round_are_named() {
    let verdict = judge(&back_picture("2020.01.01-2040.01.01"), &front_picture("陈思源"), "陈思源");
    let both = vec![CardProblem::WrongSide(Side::Front), CardProblem::WrongSide(Side::Back)];
    assert_eq!(verdict, CardVerdict::Refused(both));
}

#[test]
fn b5_an_expired_card_and_another_name_are_refused() {
    let verdict = judge(&front_picture("陈思源"), &back_picture("2006.01.01-2026.01.01"), "王建国");
    assert_eq!(verdict, CardVerdict::Refused(vec![CardProblem::NameDiffers, CardProblem::Expired]));
}

#[test]
fn b4_a_card_with_a_wrong_check_digit_is_not_read() {
    let wrong = FrontFields { number: "430111199506150028".to_owned(), ..fields("陈思源") };
    let front = read_front(&photograph(&draw_front(&wrong, portrait(), fonts()), 5));
    assert_eq!(front.number, None);
}

#[test]
fn b4_print_that_disagrees_with_the_number_is_noticed() {
    let wrong = FrontFields { sex: Sex::Male, ..fields("陈思源") };
    assert!(!read_front(&photograph(&draw_front(&wrong, portrait(), fonts()), 5)).agrees);
}

#[test]
fn b5_a_person_and_an_empty_wall_are_not_a_card() {
    let person = specimen::head::Head::new(Person::First).frame(&Scene::default());
    for picture in [person, RgbImage::from_pixel(800, 600, image::Rgb([150, 152, 149]))] {
        assert!(matches!(read(&picture), CardReading::NotACard(_)));
    }
}

#[test]
fn b5_a_card_too_blurred_to_read_is_refused_with_that_reason() {
    let blurred = image::imageops::blur(&front_picture("陈思源"), 9.0);
    let CardVerdict::Refused(problems) = judge(&blurred, &back_picture("2020.01.01-2040.01.01"), "陈思源")
    else {
        panic!("not refused")
    };
    assert!(problems.contains(&CardProblem::TooBlurred(Side::Front)), "{problems:?}");
}

#[test]
fn b5_a_card_photographed_off_a_screen_is_refused_with_that_reason_and_the_card_itself_passes() {
    let front = draw_front(&fields("陈思源"), portrait(), fonts());
    let issued = BackFields {
        issuer: "长沙市天心区公安局".to_owned(),
        valid: "2020.01.01-2040.01.01".to_owned(),
    };
    let back = draw_back(&issued, fonts());
    let shot = Shot::BY_HAND[1];
    let judged = |surface| {
        let [front, back] = [&front, &back].map(|side| photograph_surface(side, surface, &shot));
        judge(&front, &back, "陈思源")
    };
    assert_eq!(judged(Surface::Print), CardVerdict::Passed);
    let both = vec![CardProblem::Screen(Side::Front), CardProblem::Screen(Side::Back)];
    for screen in [Surface::Stripes { across: 700.0 }, Surface::Diamonds { across: 1_000.0 }] {
        assert_eq!(judged(screen), CardVerdict::Refused(both.clone()), "{screen:?}");
    }
}
