//! 编排考场, as its page shows it.

use std::collections::BTreeMap;

use domain::exam::Exam;
use domain::id::RegistrationId;
use domain::seating::{Placed, Room};
use domain::site::School;
use service::seating::{Kept, Look, PlanState, Seating};

use crate::admin::api::{ExamSeating, PlanView, SeatView, SeatingView, ShownRoom, WaitingView};

type Names = BTreeMap<RegistrationId, String>;

impl SeatingView {
    /// What was found.
    pub fn of(found: Look, school: &School) -> Self {
        let Look { exams, chosen, room, names } = found;
        let ticket_code = school.ticket_code.map(|code| code.to_string()).unwrap_or_default();
        let chosen = chosen.map(|seating| exam_seating(seating, room, &names));
        Self { exams, chosen: chosen.map(|chosen| ExamSeating { ticket_code, ..chosen }) }
    }
}

fn exam_seating(seating: Seating, room: Option<(String, u16)>, names: &Names) -> ExamSeating {
    let Seating { exam, rooms, sittings, waiting, plan } = seating;
    let sat = |code: &str| sittings.iter().find(|(of, _)| of == code).map(|(_, when)| *when);
    let waiting = waiting.into_iter().map(|sitter| WaitingView {
        name: names.get(&sitter.id).cloned().unwrap_or_default(),
        subject: subject(&exam, &sitter.subject),
        site: sitter.site,
        id: sitter.id,
    });
    ExamSeating {
        sites: exam.sites.iter().map(|site| (site.code.clone(), site.name.clone())).collect(),
        sittings: exam.subjects.iter().map(|s| (s.code.clone(), s.name.clone(), sat(&s.code))).collect(),
        rooms,
        waiting: waiting.collect(),
        plan: plan.map(|kept| plan_view(&exam, kept, room, names)),
        ticket_code: String::new(),
        exam: exam.id,
    }
}

fn subject(exam: &Exam, code: &str) -> String {
    exam.subject(code).map_or_else(|| code.to_owned(), |subject| subject.name.clone())
}

fn plan_view(exam: &Exam, kept: Kept, wanted: Option<(String, u16)>, names: &Names) -> PlanView {
    let state = match kept.state {
        PlanState::Draft => "draft",
        PlanState::Published => "published",
        PlanState::Archived => "archived",
    };
    let edition = kept.frozen.as_ref().map_or(0, |frozen| frozen.edition);
    let (violations, placed): (_, Vec<(Placed, Option<String>)>) = match kept.frozen {
        Some(frozen) => {
            let touching = frozen.neighbours();
            let with_number = |one: domain::seating::Ticketed| (one.placed, Some(one.number.grouped()));
            (touching, frozen.tickets.into_iter().map(with_number).collect())
        }
        None => (kept.plan.violations, kept.plan.placed.into_iter().map(|one| (one, None)).collect()),
    };
    let sits_in = |one: &Placed, room: &Room| one.sitter.site == room.site && one.room == room.number;
    let shown = wanted.and_then(|(site, number)| {
        let room = kept.rooms.iter().find(|room| room.site == site && room.number == number)?.clone();
        let here = placed.iter().filter(|(one, _)| sits_in(one, &room));
        let seats = here.map(|(one, number)| SeatView {
            seat: one.seat,
            name: names.get(&one.sitter.id).cloned().unwrap_or_default(),
            subject: subject(exam, &one.sitter.subject),
            number: number.clone(),
        });
        Some(ShownRoom { seats: seats.collect(), room })
    });
    let counted = kept.rooms.into_iter().map(|room| {
        let seated = placed.iter().filter(|(one, _)| sits_in(one, &room)).count();
        (room, seated)
    });
    PlanView {
        state: state.to_owned(),
        version: kept.version,
        edition,
        seated: placed.len(),
        rooms: counted.collect(),
        violations,
        shown,
    }
}
