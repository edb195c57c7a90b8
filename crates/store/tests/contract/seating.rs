use domain::document::DocumentKind;
use domain::id::RegistrationId;
use domain::instant::Window;
use domain::registration::{Registration, State};
use domain::seating::numbering::{USUAL_PARTS, Written};
use domain::seating::{Frozen, Layout, Numbering, Order, Plan, Room, Rule, Spot, Use, arrange};
use store::invariant::{RULES, judge};
use store::seating::{
    PlanState, add, archive, delete_room, draft, exchange, find, find_hall, find_ticket, freeze, list_rooms,
    list_seats, list_sittings, list_tickets, list_waiting, save_room, save_sitting,
};
use store::{Error, Store};

use crate::engines::Fresh;
use crate::samples::{a_registration, account, an_exam, answers, at};

fn a_room(number: u16) -> Room {
    let spare = vec![(Spot { row: 1, column: 1 }, Use::Spare)];
    Room {
        site: "1".into(),
        number,
        building: "教学楼".into(),
        name: "301".into(),
        accessible: true,
        layout: Layout::with_uses(2, 2, spare).unwrap(),
    }
}

fn who(n: u32) -> RegistrationId {
    a_registration(n).id
}

/// Two people who are approved, in an exam with one room.
async fn two_approved(store: &Store) {
    let made = store.write(async |tx| {
        store::exam::insert(tx, &an_exam(1), at(0)).await?;
        for n in 1..=2 {
            let person = account(n, DocumentKind::HongKongMacaoPermit, &format!("H1234567{n}"));
            store::account::insert(tx, &person, "hash").await?;
            let mut chosen = answers("en");
            chosen.site = Some("1".into());
            let (state, answers) = (State::Approved { at: at(1) }, Some(chosen));
            let one = Registration { account: person.id, state, answers, ..a_registration(n) };
            store::registration::insert(tx, &one).await?;
        }
        save_room(tx, &an_exam(1).id, &a_room(1)).await
    });
    made.await.unwrap();
}

async fn arranged(store: &Store) -> (Vec<Room>, Plan) {
    let exam = an_exam(1).id;
    let rooms = store.read(async |r| list_rooms(r, &exam).await).await.unwrap();
    let sitters = store.read(async |r| list_waiting(r, &exam).await).await.unwrap();
    let plan = arrange(&rooms, &sitters, Rule { order: Order::Snake, apart: true, mixed: false }).unwrap();
    (rooms, plan)
}

fn numbering() -> Numbering {
    let code = |code: &str| [(code.to_owned(), 1)].into();
    let written = Written {
        parts: USUAL_PARTS.to_vec(),
        school: 79_010,
        year: 2026,
        term: 2,
        subjects: code("en"),
        sites: code("1"),
    };
    Numbering::new(written).unwrap()
}

/// Both have a ticket.
pub async fn frozen(store: &Store) -> Frozen {
    two_approved(store).await;
    let (rooms, plan) = arranged(store).await;
    let frozen = plan.clone().freeze(rooms.clone(), numbering()).unwrap();
    let exam = an_exam(1).id;
    let done = store.write(async |tx| {
        draft(tx, &exam, &rooms, &plan, at(2)).await?;
        freeze(tx, &exam, &frozen, 1, at(3)).await
    });
    done.await.unwrap();
    frozen
}

async fn broken(fresh: &Fresh, code: &str) -> Vec<String> {
    let rule = RULES.iter().find(|rule| rule.code == code).unwrap();
    fresh.store.read(async |r| judge(r, rule).await).await.unwrap().broken
}

on_every_engine!(e1_rooms_and_sittings_are_kept_changed_and_taken_away, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    two_approved(store).await;
    let changed = Room { name: "302".into(), accessible: false, layout: Layout::default(), ..a_room(1) };
    let (first, later) = (Window { start: at(5), end: at(6) }, Window { start: at(7), end: at(9) });
    let done = store.write(async |tx| {
        save_room(tx, &exam, &a_room(2)).await?;
        save_room(tx, &exam, &changed).await?;
        save_sitting(tx, &exam, "en", first).await?;
        save_sitting(tx, &exam, "en", later).await
    });
    done.await.unwrap();
    let rooms = store.read(async |r| list_rooms(r, &exam).await).await.unwrap();
    assert_eq!(rooms, [changed.clone(), a_room(2)]);
    let sittings = store.read(async |r| list_sittings(r, &exam).await).await.unwrap();
    assert_eq!(sittings, [("en".to_owned(), later)]);
    let gone = |number| store.write(async move |tx| delete_room(tx, &an_exam(1).id, "1", number).await);
    assert_eq!((gone(2).await.unwrap(), gone(2).await.unwrap()), (true, false));
    assert_eq!(store.read(async |r| list_rooms(r, &exam).await).await.unwrap(), [changed]);
});

on_every_engine!(
    e3_a_frozen_plan_comes_back_as_it_was_and_is_neither_arranged_nor_frozen_again,
    |fresh| async {
        let (store, exam) = (&fresh.store, an_exam(1).id);
        let frozen = frozen(store).await;
        let kept = store.read(async |r| find(r, &exam).await).await.unwrap().unwrap();
        assert_eq!((kept.state, kept.version), (PlanState::Published, 2));
        assert_eq!(kept.frozen.as_ref(), Some(&frozen));
        assert_eq!(kept.plan.placed.len(), 2);
        let again = store.write(async |tx| freeze(tx, &exam, &frozen, 2, at(4)).await).await;
        assert!(matches!(again, Err(Error::Stale)), "{again:?}");
        let anew = store.write(async |tx| draft(tx, &exam, &kept.rooms, &kept.plan, at(4)).await).await;
        assert!(matches!(anew, Err(Error::Stale)), "{anew:?}");
        assert_eq!(store.read(async |r| list_waiting(r, &exam).await).await.unwrap(), []);
        assert_eq!(broken(fresh, "ticket-has-a-frozen-seat").await, [""; 0]);
    }
);

on_every_engine!(e2_a_draft_that_was_arranged_anew_is_not_frozen_as_it_was_before, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    two_approved(store).await;
    let (rooms, plan) = arranged(store).await;
    for moment in [2, 3] {
        store.write(async |tx| draft(tx, &exam, &rooms, &plan, at(moment)).await).await.unwrap();
    }
    let frozen = plan.freeze(rooms, numbering()).unwrap();
    let old = store.write(async |tx| freeze(tx, &exam, &frozen, 1, at(4)).await).await;
    assert!(matches!(old, Err(Error::Stale)), "{old:?}");
    assert_eq!(store.read(async |r| list_tickets(r, &exam).await).await.unwrap(), []);
    store.write(async |tx| freeze(tx, &exam, &frozen, 2, at(4)).await).await.unwrap();
});

on_every_engine!(e3_a_number_is_given_once_and_stays, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    let frozen = frozen(store).await;
    let first = frozen.tickets[0].clone();
    let twice = store.write(async |tx| add(tx, &exam, (&frozen, &first), 2, at(4)).await).await;
    assert!(matches!(twice, Err(Error::Taken)), "{twice:?}");
    for sql in [
        "UPDATE tickets SET number = '000000000000000'",
        "DELETE FROM tickets",
        "UPDATE seats SET seat = 9",
        "DELETE FROM seats",
    ] {
        fresh.run_past_the_store(sql).await.unwrap_err();
    }
    assert_eq!(store.read(async |r| list_tickets(r, &exam).await).await.unwrap(), frozen.tickets);
});

on_every_engine!(e3_an_exchange_keeps_numbers_and_earlier_seats, |fresh| async {
    let (store, exam) = (&fresh.store, an_exam(1).id);
    let before = frozen(store).await;
    let mut after = before.clone();
    after.swap(&who(1), &who(2)).unwrap();
    let moved = [after.find(&who(1)).unwrap(), after.find(&who(2)).unwrap()];
    store.write(async |tx| exchange(tx, &exam, (&after, moved), 2, at(4)).await).await.unwrap();
    let kept = store.read(async |r| find(r, &exam).await).await.unwrap().unwrap();
    assert_eq!(kept.frozen, Some(after.clone()));
    let ticket = store.read(async |r| find_ticket(r, &who(1)).await).await.unwrap().unwrap();
    assert_eq!(ticket.number, before.find(&who(1)).unwrap().number);
    let hall = store.read(async |r| find_hall(r, &exam, ("1", 1)).await).await.unwrap();
    assert_eq!(hall.map(|(edition, room)| (edition, room.number)), Some((2, 1)));
    let none = store.read(async |r| find_hall(r, &exam, ("1", 9)).await).await.unwrap();
    assert_eq!(none, None);
    let seats = store.read(async |r| list_seats(r, &who(1)).await).await.unwrap();
    assert_eq!(seats, [(1, 1, 1), (2, 1, 2)]);
    let late = store.write(async |tx| exchange(tx, &exam, (&after, moved), 2, at(5)).await).await;
    assert!(matches!(late, Err(Error::Stale)), "an officer who saw the edition before: {late:?}");
    store.write(async |tx| archive(tx, &exam, 3, at(6)).await).await.unwrap();
    let over = store.write(async |tx| exchange(tx, &exam, (&after, moved), 4, at(7)).await).await;
    assert!(matches!(over, Err(Error::Stale)), "{over:?}");
});

on_every_engine!(e3_the_check_finds_two_on_one_seat_and_a_ticket_without_a_plan, |fresh| async {
    frozen(&fresh.store).await;
    assert_eq!(broken(fresh, "seat-is-taken-once").await, [""; 0]);
    // What an exchange would do that moved one of the two only.
    let half = "INSERT INTO seats (number, edition, room, seat) SELECT number, 2, 1, 2 FROM tickets \
        WHERE number LIKE '%01'";
    fresh.run_past_the_store(half).await.unwrap();
    assert_eq!(broken(fresh, "seat-is-taken-once").await, [who(1).as_str()]);
    let thawed = "UPDATE seating_plans SET state = 'draft', edition = 0, numbering = NULL";
    fresh.run_past_the_store(thawed).await.unwrap();
    assert_eq!(broken(fresh, "ticket-has-a-frozen-seat").await, [who(1).as_str(), who(2).as_str()]);
});
