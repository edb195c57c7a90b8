use std::collections::{BTreeMap, BTreeSet};

use super::numbering::{USUAL_PARTS, Written};
use super::*;
use crate::id::RegistrationId;

fn id(n: usize) -> RegistrationId {
    RegistrationId::from_ulid(&format!("{n:026}")).unwrap()
}

fn sitter(n: usize, subject: &str, point: Option<&str>) -> Sitter {
    Sitter {
        id: id(n),
        site: "1".into(),
        subject: subject.into(),
        point: point.map(Into::into),
        needs: false,
    }
}

fn room(number: u16, layout: Layout) -> Room {
    let name = format!("{number}");
    Room { site: "1".into(), number, building: "示例楼".into(), name, accessible: number == 1, layout }
}

fn rooms(count: u16) -> Vec<Room> {
    (1..=count).map(|number| room(number, Layout::default())).collect()
}

/// Candidates of two subjects and nine teaching points; every fortieth has special needs.
fn crowd(count: usize) -> Vec<Sitter> {
    let one = |n: usize| {
        let point = format!("t{}", (n * 7919) % 9);
        let subject = if n.is_multiple_of(5) { "ja" } else { "en" };
        Sitter {
            needs: n.is_multiple_of(40),
            ..sitter(n, subject, (!n.is_multiple_of(11)).then_some(point.as_str()))
        }
    };
    (0..count).map(one).collect()
}

const SHUFFLED: Rule = Rule { order: Order::Random { seed: 20_261_219 }, apart: true, mixed: false };
const SNAKE: Rule = Rule { order: Order::Snake, ..SHUFFLED };

fn numbering() -> Numbering {
    Numbering::new(written()).unwrap()
}

fn written() -> Written {
    Written {
        parts: USUAL_PARTS.into(),
        school: 79_010,
        year: 2026,
        term: 2,
        subjects: BTreeMap::from([("en".into(), 1), ("ja".into(), 2)]),
        sites: BTreeMap::from([("1".into(), 1), ("2".into(), 2)]),
    }
}

/// What holds for every plan: each candidate once, each seat once, no blocked and no spare one, one subject a room.
fn holds(plan: &Plan, rooms: &[Room], sitters: &[Sitter], one_subject: bool) {
    let unseated = plan.violations.iter().filter(|v| matches!(v, Violation::Unseated { .. })).count();
    let people: BTreeSet<_> = plan.placed.iter().map(|placed| &placed.sitter.id).collect();
    assert_eq!(people.len(), plan.placed.len(), "somebody has two seats");
    assert_eq!(people.len() + unseated, sitters.len(), "somebody was forgotten");
    let mut taken = BTreeSet::new();
    let mut subjects: BTreeMap<u16, BTreeSet<&str>> = BTreeMap::new();
    for placed in &plan.placed {
        let room = rooms.iter().find(|r| r.number == placed.room && r.site == placed.sitter.site).unwrap();
        let seat = room.layout.seats().into_iter().find(|seat| seat.number == placed.seat).unwrap();
        assert!(!seat.spare, "a spare seat was taken");
        assert_ne!(room.layout.use_of(seat.spot), Some(Use::Blocked));
        assert!(taken.insert((&placed.sitter.site, placed.room, placed.seat)), "two on one seat");
        subjects.entry(placed.room).or_default().insert(&placed.sitter.subject);
    }
    assert!(!one_subject || subjects.values().all(|names| names.len() == 1), "two subjects in one room");
}

fn neighbours(plan: &Plan) -> usize {
    plan.violations.iter().filter(|v| matches!(v, Violation::Neighbours { .. })).count()
}

#[test]
fn e2_everybody_sits_once_on_an_ordinary_seat_whatever_the_rooms_look_like() {
    for case in 0..60_u64 {
        let n = usize::try_from(case).unwrap();
        let layout = |number: u16| {
            let (rows, columns) = (3 + (number % 5).to_le_bytes()[0], 2 + (number % 7).to_le_bytes()[0]);
            let spot = |k: u8| Spot { row: (k * 3) % rows, column: (k * 5) % columns };
            let uses = vec![(spot(1), Use::Blocked), (spot(2), Use::Spare), (spot(4), Use::Blocked)];
            Layout::with_uses(rows, columns, uses).unwrap()
        };
        let rooms: Vec<_> = (1..=12).map(|number| room(number, layout(number))).collect();
        let crowd = crowd(1 + n * 5);
        for order in [Order::Random { seed: case }, Order::Snake] {
            for mixed in [false, true] {
                let plan = arrange(&rooms, &crowd, Rule { order, apart: n % 2 == 0, mixed }).unwrap();
                holds(&plan, &rooms, &crowd, !mixed);
            }
        }
    }
}

#[test]
fn e2_the_seed_gives_the_plan_again_whatever_order_lists_come_in() {
    let (rooms, crowd) = (rooms(12), crowd(300));
    let plan = arrange(&rooms, &crowd, SHUFFLED).unwrap();
    let reversed = |list: &[Room]| list.iter().rev().cloned().collect::<Vec<_>>();
    let other_way: Vec<_> = crowd.iter().rev().cloned().collect();
    assert_eq!(arrange(&reversed(&rooms), &other_way, SHUFFLED).unwrap(), plan);
    let another = Rule { order: Order::Random { seed: 1 }, ..SHUFFLED };
    assert_ne!(arrange(&rooms, &crowd, another).unwrap().placed, plan.placed);
}

#[test]
fn e2_in_s_order_candidates_sit_as_they_stand_in_the_list() {
    let list: Vec<_> = (0..40).map(|n| sitter(n, "en", None)).collect();
    let plan = arrange(&rooms(2), &list, SNAKE).unwrap();
    let seats: Vec<_> = plan.placed.iter().map(|p| (p.sitter.id.clone(), p.room, p.seat)).collect();
    let expected: Vec<_> = (0..40_u16).map(|n| (id(usize::from(n)), 1 + n / 30, 1 + n % 30)).collect();
    assert_eq!(seats, expected);
}

#[test]
fn e2_teaching_points_sit_apart_and_what_cannot_be_avoided_is_listed() {
    let plan = arrange(&rooms(40), &crowd(1_000), SHUFFLED).unwrap();
    assert_eq!(neighbours(&plan), 0);
    assert!(neighbours(&arrange(&rooms(40), &crowd(1_000), SNAKE).unwrap()) <= 2);
    let one_point: Vec<_> = (0..30).map(|n| sitter(n, "en", Some("t1"))).collect();
    assert_eq!(neighbours(&arrange(&rooms(1), &one_point, SHUFFLED).unwrap()), 49);
    let off = Rule { apart: false, ..SHUFFLED };
    assert_eq!(neighbours(&arrange(&rooms(1), &one_point, off).unwrap()), 0);
}

#[test]
fn e2_a_point_that_fills_a_third_of_an_exam_never_fills_more_than_half_a_room() {
    // Sorted by teaching point, as lists are: without dealing, whole rooms would be of one point.
    let list: Vec<_> = (0..300).map(|n| sitter(n, "en", Some(["a", "b", "c"][n / 100]))).collect();
    assert_eq!(neighbours(&arrange(&rooms(10), &list, SHUFFLED).unwrap()), 0);
    assert!(neighbours(&arrange(&rooms(10), &list, SNAKE).unwrap()) > 100, "the S order keeps the list");
}

#[test]
fn e2_special_needs_sit_in_front_in_a_room_without_stairs() {
    let mut list: Vec<_> = (0..50).map(|n| sitter(n, "en", None)).collect();
    list[17].needs = true;
    list[44].needs = true;
    let plan = arrange(&rooms(3), &list, SHUFFLED).unwrap();
    for n in [17, 44] {
        let placed = plan.placed.iter().find(|placed| placed.sitter.id == id(n)).unwrap();
        let seat = Layout::default().seats()[usize::from(placed.seat) - 1];
        assert_eq!((placed.room, seat.spot.row), (1, 0));
    }
    assert_eq!(plan.violations, []);
    let upstairs: Vec<_> = rooms(3).into_iter().map(|r| Room { accessible: false, ..r }).collect();
    let plan = arrange(&upstairs, &list, SHUFFLED).unwrap();
    assert_eq!(plan.violations.len(), 2);
    assert!(plan.violations.contains(&Violation::Stairs { who: id(17) }));
    holds(&plan, &upstairs, &list, true);
}

#[test]
fn e2_whoever_finds_no_seat_is_listed_and_the_plan_is_not_frozen() {
    let list: Vec<_> = (0..31).map(|n| sitter(n, "en", None)).collect();
    let plan = arrange(&rooms(1), &list, SNAKE).unwrap();
    assert_eq!(plan.violations, [Violation::Unseated { who: id(30) }]);
    assert_eq!(plan.freeze(rooms(1), numbering()).unwrap_err(), FreezeProblem::Unseated(1));
}

#[test]
fn e2_what_is_left_of_a_subject_fills_a_room_of_another_only_if_that_is_wanted() {
    let list: Vec<_> = (0..40).map(|n| sitter(n, if n < 35 { "en" } else { "ja" }, None)).collect();
    let strict = arrange(&rooms(2), &list, SHUFFLED).unwrap();
    assert_eq!(strict.placed.len(), 35);
    let mixed = arrange(&rooms(2), &list, Rule { mixed: true, ..SHUFFLED }).unwrap();
    assert_eq!((mixed.placed.len(), mixed.violations.len()), (40, 0));
}

#[test]
fn e2_nobody_and_nothing_can_stand_twice() {
    let twice = [sitter(1, "en", None), sitter(1, "ja", None)];
    assert_eq!(arrange(&rooms(1), &twice, SNAKE).unwrap_err(), ArrangeProblem::SitterTwice(id(1)));
    let problem = arrange(&[rooms(1), rooms(1)].concat(), &[], SNAKE).unwrap_err();
    assert_eq!(problem, ArrangeProblem::RoomTwice { site: "1".into(), number: 1 });
}

#[test]
fn e2_an_exchange_is_refused_between_subjects_and_sites() {
    let mut list: Vec<_> = (0..4).map(|n| sitter(n, if n < 3 { "en" } else { "ja" }, None)).collect();
    list[2].site = "2".into();
    let mut rooms = rooms(2);
    rooms.push(Room { site: "2".into(), ..room(1, Layout::default()) });
    let mut plan = arrange(&rooms, &list, SNAKE).unwrap();
    assert_eq!(plan.swap(&rooms, &id(0), &id(3)), Err(SwapProblem::OtherSubject));
    assert_eq!(plan.swap(&rooms, &id(0), &id(2)), Err(SwapProblem::OtherSite));
    assert_eq!(plan.swap(&rooms, &id(0), &id(0)), Err(SwapProblem::Same));
    assert_eq!(plan.swap(&rooms, &id(0), &id(9)), Err(SwapProblem::NotSeated));
    plan.swap(&rooms, &id(0), &id(1)).unwrap();
    assert_eq!((plan.placed[0].sitter.id.clone(), plan.placed[0].seat), (id(1), 1));
}

#[test]
fn e3_every_number_is_unique_and_says_site_subject_room_and_seat() {
    let plan = arrange(&rooms(40), &crowd(1_000), SHUFFLED).unwrap();
    let frozen = plan.freeze(rooms(40), numbering()).unwrap();
    let numbers: BTreeSet<_> = frozen.tickets.iter().map(|ticket| &ticket.number).collect();
    assert_eq!(numbers.len(), 1_000);
    for ticket in &frozen.tickets {
        let Placed { sitter, room, seat } = &ticket.placed;
        let subject = if sitter.subject == "en" { 1 } else { 2 };
        assert_eq!(ticket.number.expose(), format!("79010126{}{subject}{room:03}{seat:02}", 2));
    }
}

#[test]
fn e3_a_rule_that_could_give_two_seats_one_number_is_refused() {
    let with = |change: fn(&mut Written)| {
        let mut rule = written();
        change(&mut rule);
        Numbering::new(rule).unwrap_err()
    };
    assert_eq!(with(|rule| rule.parts[0].1 = 4), NumberProblem::NotFifteen(14));
    assert_eq!(with(|rule| rule.parts[3].0 = Part::Year), NumberProblem::PartTwice(Part::Year));
    assert_eq!(
        with(|rule| {
            rule.parts.pop();
            rule.parts[0].1 = 7;
        }),
        NumberProblem::PartMissing(Part::Seat)
    );
    assert_eq!(
        with(|rule| {
            rule.parts.remove(1);
            rule.parts[0].1 = 6;
        }),
        NumberProblem::PartMissing(Part::Site)
    );
    assert_eq!(
        with(|rule| {
            rule.subjects.insert("fr".into(), 1);
        }),
        NumberProblem::SameDigit(Part::Subject)
    );
    let number = |site, subject, room, seat| numbering().number(site, subject, room, seat).map(String::from);
    assert_eq!(number("1", "en", 1, 5).unwrap(), "790101262100105");
    assert_eq!(number("1", "en", 1, 100), Err(NumberProblem::TooWide(Part::Seat)));
    assert_eq!(number("1", "en", 1_000, 1), Err(NumberProblem::TooWide(Part::Room)));
    assert_eq!(number("9", "en", 1, 1), Err(NumberProblem::Unknown(Part::Site)));
}

#[test]
fn e3_a_late_candidate_takes_a_spare_seat_and_nobody_is_renumbered() {
    let spare = Layout::with_uses(6, 5, vec![(Spot { row: 5, column: 4 }, Use::Spare)]).unwrap();
    let rooms = vec![room(1, spare), room(2, Layout::default())];
    let list: Vec<_> = (0..29).map(|n| sitter(n, "en", None)).collect();
    let mut frozen = arrange(&rooms, &list, SNAKE).unwrap().freeze(rooms, numbering()).unwrap();
    let before = frozen.tickets.clone();
    let late = frozen.add(sitter(100, "en", None)).unwrap();
    assert_eq!((late.placed.room, late.placed.seat), (1, 30));
    assert_eq!(late.number.expose(), "790101262100130");
    assert_eq!(frozen.edition, 2);
    assert!(before.iter().all(|ticket| frozen.tickets.contains(ticket)));
    assert_eq!(frozen.add(sitter(100, "en", None)), Err(AddProblem::AlreadySeated));
    // The room is full; the next one goes to the empty room, one of another subject there is not let in.
    assert_eq!(frozen.add(sitter(101, "en", None)).unwrap().placed.room, 2);
    assert_eq!(frozen.add(sitter(102, "ja", None)), Err(AddProblem::Full));
}

#[test]
fn e3_an_exchange_moves_seats_and_leaves_numbers() {
    let list: Vec<_> = (0..40).map(|n| sitter(n, "en", None)).collect();
    let mut frozen = arrange(&rooms(2), &list, SNAKE).unwrap().freeze(rooms(2), numbering()).unwrap();
    let of = |frozen: &Frozen, n| {
        let ticket = frozen.find(&id(n)).unwrap();
        (ticket.placed.room, ticket.placed.seat, ticket.number.expose().to_owned())
    };
    let (one, other) = (of(&frozen, 0), of(&frozen, 39));
    frozen.swap(&id(0), &id(39)).unwrap();
    assert_eq!(of(&frozen, 0), (other.0, other.1, one.2));
    assert_eq!(of(&frozen, 39), (one.0, one.1, other.2));
    assert_eq!(frozen.edition, 2);
    let places: Vec<_> = frozen.tickets.iter().map(|t| (t.placed.room, t.placed.seat)).collect();
    assert!(places.is_sorted());
}

#[test]
fn e3_an_exchange_that_brings_neighbours_together_is_seen() {
    let list: Vec<_> = (0..30).map(|n| sitter(n, "en", (n < 2 || n == 20).then_some("t1"))).collect();
    let mut frozen = arrange(&rooms(1), &list, SNAKE).unwrap().freeze(rooms(1), numbering()).unwrap();
    assert_eq!(frozen.neighbours(), []);
    let [first, second] = [0, 20].map(|n| frozen.find(&id(n)).unwrap().placed.seat);
    let beside = frozen.tickets.iter().find(|ticket| ticket.placed.seat == first + 1).unwrap();
    let beside = beside.placed.sitter.id.clone();
    frozen.swap(&id(20), &beside).unwrap();
    assert_ne!(second, first + 1);
    let seats = [first, first + 1];
    assert!(frozen.neighbours().contains(&Violation::Neighbours { site: "1".into(), room: 1, seats }));
}

#[test]
fn e3_a_latecomer_never_gets_a_number_that_somebody_took_along() {
    let list: Vec<_> = (0..2).map(|n| sitter(n, "en", None)).collect();
    let mut frozen = arrange(&rooms(1), &list, SNAKE).unwrap().freeze(rooms(1), numbering()).unwrap();
    // Somebody was moved to seat 9 and keeps the number of seat 2.
    frozen.tickets[1].placed.seat = 9;
    let late = frozen.add(sitter(5, "en", None)).unwrap();
    assert_eq!((late.placed.seat, late.number.expose()), (3, "790101262100103"));
}

#[test]
fn e2_ten_thousand_sit_in_under_two_seconds() {
    let (rooms, crowd) = (rooms(340), crowd(10_000));
    let start = std::time::Instant::now();
    let plan = arrange(&rooms, &crowd, SHUFFLED).unwrap();
    let took = start.elapsed();
    holds(&plan, &rooms, &crowd, true);
    assert_eq!((plan.placed.len(), neighbours(&plan)), (10_000, 0));
    assert!(took.as_secs() < 2, "{took:?}");
}
