//! Papers are opened by other people's libraries: lopdf reads their text, hayro draws them, rqrr reads their codes.
#![expect(clippy::unwrap_used, reason = "everything here is a test, helpers included")]

mod drawn;
mod ink;
mod people;
mod sheet;

use std::sync::LazyLock;

use documents::PaperError;
use documents::batch::{RoomPrint, print};
use documents::fonts::Fonts;
use documents::picture::{Portrait, prepare};
use documents::poster::{Poster, poster};
use documents::room::{RoomPaper, room_papers};
use documents::ticket::{Ticket, ticket, tickets};
use ink::ink_beyond_margins;
use people::{LONGEST, NAMES, RAREST, World, exam, key};
use sheet::{Pdf, codes};

/// Read once: their outlines are tens of megabytes.
fn fonts() -> &'static Fonts {
    static FONTS: LazyLock<Fonts> = LazyLock::new(|| Fonts::of_system().unwrap());
    &FONTS
}

/// Made once: its portraits take seconds to draw.
fn world() -> &'static World {
    static WORLD: LazyLock<World> = LazyLock::new(|| World::new(112));
    &WORLD
}

#[test]
fn e4_a_ticket_is_read_back_by_a_pdf_library() {
    let (fonts, world) = (fonts(), world());
    let pdf = Pdf::open(&ticket(fonts, &world.ticket(0)).unwrap());
    assert_eq!(pdf.pages(), 1);
    let text = pdf.text(1);
    for said in [
        "张三",
        "790101262100101",
        "7901**********0028",
        "英语",
        "2026年12月19日星期六09:00–11:00",
        "示例大学主校区考点",
        "第一教学楼301",
        "2026年下半年学士学位外语考试",
        "示例大学继续教育学院",
        "考生须知",
        "请妥善保管本准考证",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
    assert_eq!(pdf.title(), "准考证", "no name in what a browser shows as the title");
}

#[test]
fn e5_the_code_on_a_ticket_is_scanned_and_holds() {
    let (fonts, world) = (fonts(), world());
    let drawn = Pdf::open(&ticket(fonts, &world.ticket(29)).unwrap()).draw(0, 2.0);
    let scanned = codes(&drawn);
    let [code] = scanned.as_slice() else { panic!("{} codes", scanned.len()) };
    let claims = key().public().check(&exam(), code).unwrap();
    assert_eq!((claims.number.expose(), claims.edition), ("790101262100202", 1));
}

#[test]
fn e6_every_name_is_on_its_ticket_and_nothing_is_clipped() {
    let (fonts, world) = (fonts(), world());
    for (n, name) in NAMES.iter().enumerate() {
        let pdf = Pdf::open(&ticket(fonts, &world.ticket(n)).unwrap());
        let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        assert!(pdf.text(1).contains(&bare), "{name}");
        assert!(!ink_beyond_margins(&pdf.draw(0, 1.5), 9), "{name}");
    }
}

#[test]
fn e6_the_names_that_are_tried_are_as_hard_as_they_should_be() {
    assert_eq!(NAMES[LONGEST].chars().filter(|c| *c != '·').count(), 25);
    assert!(NAMES[RAREST].chars().filter(|c| matches!(c, '\u{30000}'..='\u{3134A}')).count() == 2);
    assert!(NAMES.iter().any(|name| name.chars().count() == 1));
}

#[test]
fn e6_rare_hanzi_of_extension_g_are_drawn_by_a_face_of_the_chain() {
    let fonts = fonts();
    assert_eq!(fonts.undrawable(NAMES), []);
    let face = |c: char| fonts.faces().iter().find(|face| face.has(c)).map(|face| face.source().package);
    assert_eq!(face('张'), Some("fonts-noto-cjk"));
    assert_eq!(face('\u{30F54}'), Some("fonts-babelstone-han"), "extension G");
    let drawn = |first: u32, last: u32| {
        let hanzi = (first..=last).filter_map(char::from_u32).map(String::from).collect::<Vec<_>>();
        hanzi.len() - fonts.undrawable(hanzi.iter().map(String::as_str)).len()
    };
    // The table in `documents::fonts`, by which a school decides what to install.
    assert_eq!(drawn(0x4E00, 0x9FFF), 20_992);
    assert_eq!(drawn(0x3400, 0x4DBF), 6_592, "A");
    assert_eq!(drawn(0x2_0000, 0x2_A6DF), 42_720, "B");
    assert_eq!(drawn(0x2_A700, 0x2_EBE0) - drawn(0x2_CEA2, 0x2_CEAF), 17_611, "C to F");
    assert_eq!((drawn(0x3_0000, 0x3_134A), drawn(0x3_1350, 0x3_23AF)), (3_045, 2_271), "G and H");
}

#[test]
fn e6_a_character_that_nothing_draws_becomes_a_mark_and_stays_in_the_text() {
    let (fonts, world) = (fonts(), world());
    let name = "张\u{2FFFE}";
    let pdf = Pdf::open(&ticket(fonts, &Ticket { name, ..world.ticket(0) }).unwrap());
    assert!(pdf.text(1).contains(name));
}

#[test]
fn e4_a_ticket_with_its_portrait_takes_ninety_kilobytes_at_most() {
    let (fonts, world) = (fonts(), world());
    for (n, name) in NAMES.iter().enumerate() {
        let bytes = ticket(fonts, &world.ticket(n)).unwrap().len();
        assert!((40_000..=90_000).contains(&bytes), "{name}: {bytes}");
    }
}

#[test]
fn e4_a_portrait_from_a_phone_is_made_smaller_and_a_prepared_one_is_left_alone() {
    let face = specimen::head::portrait(specimen::head::Person::First);
    let phone = image::imageops::resize(&face, 1_500, 2_000, image::imageops::FilterType::Triangle);
    let large = specimen::jpeg(&phone, 95);
    let small = prepare(&large).unwrap();
    assert!(small.len() <= 18_000 && large.len() > 100_000, "{} of {}", small.len(), large.len());
    let seen = image::load_from_memory(&small).unwrap();
    assert_eq!((seen.width(), seen.height()), (312, 416));
    let (fonts, world) = (fonts(), world());
    let portrait = world.ticket(0).portrait.unwrap().to_vec();
    let pdf = ticket(fonts, &world.ticket(0)).unwrap();
    assert!(pdf.windows(portrait.len()).any(|part| part == portrait), "the very bytes");
}

#[test]
fn e4_what_is_no_picture_is_refused_and_never_a_panic() {
    for bytes in [b"".as_slice(), b"\xFF\xD8\xFF\xE0 cut off", b"\x89PNG\r\n\x1a\n", b"<svg/>"] {
        assert!(matches!(Portrait::read(bytes, [36.0, 48.0]), Err(PaperError::Picture)), "{bytes:?}");
    }
}

#[test]
fn e4_a_ticket_is_the_same_bytes_every_time() {
    let (fonts, world) = (fonts(), world());
    assert_eq!(ticket(fonts, &world.ticket(0)).unwrap(), ticket(fonts, &world.ticket(0)).unwrap());
}

#[test]
fn e4_tickets_of_a_room_share_their_typefaces() {
    let (fonts, world) = (fonts(), world());
    let room: Vec<_> = (0..28).map(|n| world.ticket(n)).collect();
    let pdf = tickets(fonts, &room).unwrap();
    assert_eq!(Pdf::open(&pdf).pages(), 28);
    assert!(pdf.len() < 28 * 20_000, "{}", pdf.len());
}

#[test]
fn c17_a_ticket_of_a_test_says_so_across_the_sheet() {
    let (fonts, world) = (fonts(), world());
    let mut test = world.ticket(0);
    test.watermark = Some("测试");
    let ink = |pdf: &[u8]| Pdf::open(pdf).draw(0, 0.5).pixels().filter(|pixel| pixel.0[0] < 0xF0).count();
    let (plain, marked) =
        (ink(&ticket(fonts, &world.ticket(0)).unwrap()), ink(&ticket(fonts, &test).unwrap()));
    assert!(marked > plain + 500, "{plain} and {marked}");
}

#[test]
fn e4_rules_of_any_length_stay_on_the_sheet() {
    let (fonts, world) = (fonts(), world());
    let many: Vec<String> =
        (0..24).map(|n| format!("第{n}条，{}。", "考生须遵守考场纪律".repeat(9))).collect();
    let mut long = world.ticket(0);
    long.rules = &many;
    let pdf = Pdf::open(&ticket(fonts, &long).unwrap());
    assert!(pdf.text(1).contains("第23条"));
    assert!(!ink_beyond_margins(&pdf.draw(0, 1.5), 9));
}

#[test]
fn e7_each_paper_of_a_room_names_everybody_on_it() {
    let (fonts, world) = (fonts(), world());
    let room = world.room(1);
    for paper in RoomPaper::ALL {
        let pdf = Pdf::open(&room_papers(fonts, std::slice::from_ref(&room), &[paper], None).unwrap());
        let text: String = (1..=pdf.pages()).map(|page| pdf.text(page)).collect();
        for one in &room.people {
            let named = text.contains(one.number.expose());
            assert_eq!(named, paper != RoomPaper::Incident, "{paper:?}");
        }
        assert!(text.contains("第002考场") && text.contains("英语"), "{paper:?}: {text}");
        let is_label = paper == RoomPaper::DeskLabels;
        assert_eq!(text.contains(paper.title()), !is_label && paper != RoomPaper::DoorList, "{paper:?}");
        for page in 0..pdf.pages() {
            assert!(is_label || !ink_beyond_margins(&pdf.draw(page, 1.5), 8), "{paper:?}, sheet {page}");
        }
    }
}

#[test]
fn e7_the_papers_of_a_room_come_in_one_file_and_an_empty_room_has_some_too() {
    let (fonts, world) = (fonts(), world());
    let pdf = Pdf::open(&room_papers(fonts, &[world.room(0), world.room(1)], &RoomPaper::ALL, None).unwrap());
    // Two sheets of labels, one of each other paper.
    assert_eq!(pdf.pages(), 14);
    let mut empty = world.room(0);
    empty.people.clear();
    let pdf = Pdf::open(&room_papers(fonts, &[empty], &RoomPaper::ALL, None).unwrap());
    assert_eq!(pdf.pages(), 5);
}

#[test]
fn e7_a_hall_of_a_hundred_gets_as_many_sheets_as_it_needs() {
    let (fonts, world) = (fonts(), world());
    let mut hall = world.room(0);
    hall.people = (0..4).flat_map(|n| world.room(n).people).collect();
    for (paper, sheets) in [(RoomPaper::SignIn, 4), (RoomPaper::PhotoSheet, 4), (RoomPaper::DoorList, 3)] {
        let pdf = Pdf::open(&room_papers(fonts, std::slice::from_ref(&hall), &[paper], None).unwrap());
        assert_eq!(pdf.pages(), sheets, "{paper:?}");
    }
}

#[test]
fn a2_the_poster_is_scanned_from_the_drawn_sheet() {
    let wall = Poster {
        school: "示例大学继续教育学院",
        title: "2026年下半年学士学位外语考试",
        address: "https://exam.example.edu.cn/",
        hotline: "0000-12345678",
    };
    let pdf = Pdf::open(&poster(fonts(), &wall).unwrap());
    assert_eq!(codes(&pdf.draw(0, 1.0)), [wall.address]);
    assert!(pdf.text(1).contains(wall.school) && pdf.text(1).contains(wall.address));
}

#[test]
fn e7_a_site_is_printed_room_by_room_its_tickets_before_its_papers() {
    let (fonts, world) = (fonts(), world());
    let room = |n: usize, people: std::ops::Range<usize>| RoomPrint {
        tickets: people.map(|at| world.ticket(at)).collect(),
        sheet: world.room(n),
    };
    let rooms = [room(0, 0..2), room(1, 2..3)];
    let pdf = Pdf::open(&print(fonts, &rooms, &[RoomPaper::SeatMap], None).unwrap());
    assert_eq!(pdf.pages(), 5);
    for (page, title) in
        [(1, "准考证号"), (2, "准考证号"), (3, "考场座次表"), (4, "准考证号"), (5, "考场座次表")]
    {
        assert!(pdf.text(page).contains(title), "{page}: {}", pdf.text(page));
    }
    let tickets_alone = Pdf::open(&print(fonts, &rooms[..1], &[], None).unwrap());
    assert_eq!(tickets_alone.pages(), 2);
}

#[test]
fn e7_a_room_whose_time_is_not_set_says_that_the_school_tells() {
    let room = documents::room::RoomSheet { sitting: None, ..world().room(0) };
    let pdf = Pdf::open(&room_papers(fonts(), &[room], &[RoomPaper::SignIn], None).unwrap());
    assert!(pdf.text(1).contains("以学校通知为准"), "{}", pdf.text(1));
}
