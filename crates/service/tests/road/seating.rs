//! Rooms, arrangement, freezing, and what may still change after that.

use domain::id::{ExamId, RegistrationId};
use domain::registration::{Event, Refusal as Moving, State};
use domain::seating::numbering::Written;
use domain::seating::{Layout, Order, Room, Rule, SwapProblem};
use service::review::{Decision, accept_proof, decide_registration, list_proofs, list_registrations};
use service::seating::{self, Refusal, Seating, add_late, archive, arrange, freeze, save_room, swap};
use service::{Candidate, Error, Operator, audit, registration};
use store::Store;
use store::audit::Wanted;
use store::invariant::{RULES, judge};

use crate::school::School;
use crate::steps::{choosing, refusal};

const RULE: Rule = Rule { order: Order::Random { seed: 7 }, apart: true, mixed: true };

pub fn desk() -> Operator {
    Operator::at_the_command_line()
}

impl School {
    /// Somebody whose payment is confirmed.
    pub async fn under_review(&self, name: &str, sequence: u32) -> (Candidate, RegistrationId) {
        let found = self.submitted(name, sequence).await;
        self.confirm_payment().await;
        found
    }

    /// Confirms the newest proof.
    pub async fn confirm_payment(&self) {
        self.wait(1);
        let proof = list_proofs(&self.cx, &desk()).await.unwrap().pop().unwrap();
        accept_proof(&self.cx, &desk(), &proof.id, proof.version).await.unwrap();
    }

    pub async fn approve(&self, id: &RegistrationId) -> Result<(), Error> {
        let listed = list_registrations(&self.cx, &desk()).await.unwrap();
        let one = listed.into_iter().find(|one| one.registration.id == *id).unwrap();
        decide_registration(&self.cx, &desk(), id, one.version, Decision::Approve).await
    }

    pub async fn approved(&self, name: &str, sequence: u32) -> (Candidate, RegistrationId) {
        let found = self.under_review(name, sequence).await;
        self.approve(&found.1).await.unwrap();
        found
    }

    /// A room of six at every site of the open exam.
    pub async fn with_rooms(&self) -> ExamId {
        let exam = self.open_exam().await;
        let mut sites: Vec<String> = exam.sites.iter().map(|site| site.code.clone()).collect();
        if sites.is_empty() {
            sites.push(String::new());
        }
        for site in sites {
            save_room(&self.cx, &desk(), &exam.id, &a_room(&site, 1)).await.unwrap();
        }
        exam.id
    }

    pub async fn seating(&self, exam: &ExamId) -> Seating {
        seating::open(&self.cx, &desk(), exam).await.unwrap()
    }

    async fn numbers(&self) -> Written {
        seating::usual_numbering(&self.open_exam().await, 79_010, 2026, 2)
    }

    async fn arranged(&self, exam: &ExamId) -> i64 {
        arrange(&self.cx, &desk(), exam, RULE).await.unwrap();
        self.seating(exam).await.plan.unwrap().version
    }

    pub async fn frozen(&self, exam: &ExamId) {
        let seen = self.arranged(exam).await;
        freeze(&self.cx, &desk(), exam, seen, self.numbers().await).await.unwrap();
    }

    /// How often the log names this event.
    pub async fn said(&self, event: &str) -> usize {
        let wanted = Wanted { event: event.to_owned(), ..Wanted::default() };
        audit::page(&self.store, &wanted, 50).await.unwrap().len()
    }

    async fn admitted_without_ticket(&self) -> Vec<String> {
        let rule = RULES.iter().find(|rule| rule.code == "admitted-has-a-ticket").unwrap();
        self.store.read(async |r| judge(r, rule).await).await.unwrap().broken
    }
}

fn a_room(site: &str, number: u16) -> Room {
    Room {
        site: site.to_owned(),
        number,
        building: "教学楼".into(),
        name: format!("30{number}"),
        accessible: true,
        layout: Layout::new(3, 2).unwrap(),
    }
}

#[tokio::test]
async fn e3_freezing_gives_everybody_a_number_and_admits_them() {
    let school = School::open().await;
    let (first, one) = school.approved("张三", 1).await;
    let (_, two) = school.approved("李四", 2).await;
    let exam = school.with_rooms().await;
    let seen = school.arranged(&exam).await;
    assert_eq!(school.seating(&exam).await.plan.unwrap().plan.violations, []);
    freeze(&school.cx, &desk(), &exam, seen, school.numbers().await).await.unwrap();

    let seating = school.seating(&exam).await;
    let frozen = seating.plan.unwrap().frozen.unwrap();
    assert_ne!(frozen.find(&one).unwrap().number, frozen.find(&two).unwrap().number);
    assert_eq!(seating.waiting, []);
    assert_eq!(school.state(&first, &one).await, State::Admitted { at: school.cx.now() });
    let timeline = registration::timeline(&school.cx, &first, &one).await.unwrap();
    assert_eq!(timeline.last().unwrap().1, Event::Admitted);
    let change = registration::change(&school.cx, &first, &one, &choosing("ja")).await;
    assert_eq!(refusal(change.unwrap_err()), Moving::NotNow, "the seat hangs on the answers");
    let report = service::check::run(&school.store).await.unwrap();
    for rule in [
        "admitted-is-verified-and-paid",
        "admitted-has-a-ticket",
        "ticket-has-a-frozen-seat",
        "seat-is-taken-once",
    ] {
        let line = report.lines.iter().find(|line| line.rule == rule).unwrap();
        assert_eq!((line.seen, line.broken.len()), (2, 0), "{line:?}");
    }
    assert_eq!(school.said("registration.admitted").await, 2, "each move is noted");
}

#[tokio::test]
async fn e3_freezing_twice_changes_nothing() {
    let school = School::open().await;
    let (_, one) = school.approved("张三", 1).await;
    let exam = school.with_rooms().await;
    let seen = school.arranged(&exam).await;
    let numbers = school.numbers().await;
    let again = async || freeze(&school.cx, &desk(), &exam, seen, numbers.clone()).await;
    let (a, b) = tokio::join!(again(), again());
    for outcome in [a, b] {
        // Whoever comes second finds it done, or that somebody was faster.
        assert!(matches!(outcome, Ok(()) | Err(Refusal::Service(Error::Stale))), "{outcome:?}");
    }
    let before = school.seating(&exam).await.plan;
    let other = Written { school: 79_011, ..numbers.clone() };
    freeze(&school.cx, &desk(), &exam, seen + 1, other).await.unwrap();
    let after = school.seating(&exam).await.plan;
    assert_eq!(after, before, "the number of {one:?} stays");
    assert_eq!((school.said("seating.frozen").await, school.said("registration.admitted").await), (1, 1));
    assert!(matches!(arrange(&school.cx, &desk(), &exam, RULE).await, Err(Refusal::Frozen)));
}

#[tokio::test]
async fn e3_a_late_approval_that_lands_while_the_plan_is_frozen_is_lost_on_no_engine() {
    for store in [Store::for_tests().await.unwrap(), crate::doors::on_postgres().await] {
        let school = School::open_on(store, |_| {}).await;
        school.approved("张三", 1).await;
        let (who, late) = school.under_review("李四", 2).await;
        let exam = school.with_rooms().await;
        let seen = school.arranged(&exam).await;
        let numbers = school.numbers().await;
        let operator = desk();
        let (froze, approved) =
            tokio::join!(freeze(&school.cx, &operator, &exam, seen, numbers), school.approve(&late));
        froze.unwrap();
        approved.unwrap();
        assert!(matches!(school.state(&who, &late).await, State::Approved { .. }));
        let waiting = school.seating(&exam).await.waiting;
        assert_eq!(waiting.iter().map(|sitter| &sitter.id).collect::<Vec<_>>(), [&late]);
        let ticket = add_late(&school.cx, &desk(), &exam, &late).await.unwrap();
        assert!(matches!(school.state(&who, &late).await, State::Admitted { .. }));
        let seating = school.seating(&exam).await;
        assert_eq!(seating.plan.unwrap().frozen.unwrap().find(&late), Some(&ticket));
        assert_eq!(school.admitted_without_ticket().await, [""; 0]);
    }
}

#[tokio::test]
async fn e3_the_control_that_admits_whoever_is_approved_loses_the_late_one() {
    let school = School::open().await;
    school.approved("张三", 1).await;
    let exam = school.with_rooms().await;
    let seen = school.arranged(&exam).await;
    let (_, late) = school.approved("李四", 2).await;
    freeze(&school.cx, &desk(), &exam, seen, school.numbers().await).await.unwrap();
    // What freezing would do that asked the registrations, and not the plan.
    let unguarded = school.store.write(async |tx| {
        let (registration, version) = store::registration::find_anybodys(tx, &late).await?.unwrap();
        let moved = registration.admit(school.cx.now()).unwrap();
        store::registration::save(tx, &moved.registration, version).await
    });
    unguarded.await.unwrap();
    assert_eq!(school.seating(&exam).await.waiting, [], "nobody sees them any more");
    assert_eq!(school.admitted_without_ticket().await, [late.as_str()], "but the check does");
}

#[tokio::test]
async fn e3_whoever_left_since_the_arrangement_gets_no_number() {
    let school = School::open().await;
    let (gone, left) = school.approved("张三", 1).await;
    let (_, stays) = school.approved("李四", 2).await;
    let exam = school.with_rooms().await;
    let seen = school.arranged(&exam).await;
    registration::change(&school.cx, &gone, &left, &choosing("ja")).await.unwrap();
    freeze(&school.cx, &desk(), &exam, seen, school.numbers().await).await.unwrap();
    let frozen = school.seating(&exam).await.plan.unwrap().frozen.unwrap();
    assert!(frozen.find(&left).is_none() && frozen.find(&stays).is_some());
    assert!(matches!(school.state(&gone, &left).await, State::UnderReview { .. }));
}

#[tokio::test]
async fn e2_a_draft_that_was_arranged_anew_and_one_without_seats_are_not_frozen() {
    let school = School::open().await;
    school.approved("张三", 1).await;
    let exam = school.open_exam().await.id;
    let numbers = school.numbers().await;
    let froze = async |seen| freeze(&school.cx, &desk(), &exam, seen, numbers.clone()).await;
    assert!(matches!(froze(1).await, Err(Refusal::NotArranged)));
    let seen = school.arranged(&exam).await;
    assert!(matches!(froze(seen).await, Err(Refusal::Freeze(_))), "there is no room");
    school.with_rooms().await;
    let anew = school.arranged(&exam).await;
    assert!(matches!(froze(seen).await, Err(Refusal::Service(Error::Stale))));
    froze(anew).await.unwrap();
}

#[tokio::test]
async fn e3_two_seats_are_exchanged_for_a_reason_until_the_plan_is_archived() {
    let school = School::open().await;
    let (_, one) = school.approved("张三", 1).await;
    let (_, two) = school.approved("李四", 2).await;
    let exam = school.with_rooms().await;
    school.frozen(&exam).await;
    let before = school.seating(&exam).await.plan.unwrap().frozen.unwrap();
    let seen = school.seating(&exam).await.plan.unwrap().version;
    let exchange = async |a, b, reason| swap(&school.cx, &desk(), &exam, seen, [a, b], reason).await;
    assert!(matches!(exchange(&one, &two, "  ").await, Err(Refusal::Reason)));
    assert!(matches!(exchange(&one, &one, "同桌").await, Err(Refusal::Swap(SwapProblem::Same))));
    let (a, b) = tokio::join!(exchange(&one, &two, "桌椅损坏"), exchange(&one, &two, "桌椅损坏"));
    a.unwrap();
    b.unwrap();
    let after = school.seating(&exam).await.plan.unwrap().frozen.unwrap();
    let (was, is) = (before.find(&one).unwrap(), after.find(&one).unwrap());
    assert_eq!(is.number, was.number);
    assert_eq!(is.placed.seat, before.find(&two).unwrap().placed.seat);
    assert_eq!(school.said("seating.exchanged").await, 1);
    let again = add_late(&school.cx, &desk(), &exam, &one).await.unwrap();
    assert_eq!(Some(&again), after.find(&one), "who is seated keeps the seat");
    archive(&school.cx, &desk(), &exam).await.unwrap();
    assert!(matches!(exchange(&one, &two, "桌椅损坏").await, Err(Refusal::NotFrozen)));
}

#[tokio::test]
async fn e2_who_may_see_the_seating_does_not_arrange_it() {
    let school = School::open().await;
    let exam = school.with_rooms().await;
    let auditor: Operator = school.colleague("li.na", "auditor").await.staff.into();
    let reviewer: Operator = school.colleague("zhao.min", "reviewer").await.staff.into();
    let officer: Operator = school.colleague("wang.fang", "exam_officer").await.staff.into();
    seating::open(&school.cx, &auditor, &exam).await.unwrap();
    assert!(matches!(seating::open(&school.cx, &reviewer, &exam).await, Err(Error::Forbidden)));
    let refused = arrange(&school.cx, &auditor, &exam, RULE).await;
    assert!(matches!(refused, Err(Refusal::Service(Error::Forbidden))), "{refused:?}");
    arrange(&school.cx, &officer, &exam, RULE).await.unwrap();
    let room = save_room(&school.cx, &auditor, &exam, &a_room("1", 2)).await;
    assert!(matches!(room, Err(Refusal::Service(Error::Forbidden))), "{room:?}");
}

#[tokio::test]
async fn e1_a_room_is_at_a_site_of_the_exam_and_has_a_number() {
    let school = School::open().await;
    let exam = school.open_exam().await.id;
    let save = async |room: Room| save_room(&school.cx, &desk(), &exam, &room).await;
    assert!(matches!(save(a_room("Z9", 1)).await, Err(Refusal::Unknown)));
    assert!(matches!(save(a_room("1", 1_000)).await, Err(Refusal::RoomNumber)));
}
