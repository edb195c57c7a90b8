use super::*;
use crate::card::Side;

fn at(millis: i64) -> Instant {
    Instant::from_millis(millis)
}

fn every_state() -> [Identity; 6] {
    let problems = vec![CardProblem::NameUnreadable];
    [
        Identity::None,
        Identity::Checking { since: at(1) },
        Identity::Passed { at: at(2) },
        Identity::WaitingForPerson { since: at(3), problems: problems.clone() },
        Identity::PassedByPerson { at: at(4) },
        Identity::Failed { at: at(5), problems },
    ]
}

#[test]
fn b10_who_waits_for_a_person_goes_on_only_where_the_exam_allows_it() {
    let go_on = |allowed| every_state().map(|identity| identity.may_go_on(allowed));
    assert_eq!(go_on(false), [false, false, true, false, true, false]);
    assert_eq!(go_on(true), [false, false, true, true, true, false]);
}

#[test]
fn b10_a_person_can_be_asked_in_every_state_but_passed() {
    for identity in every_state() {
        let passed = identity.is_passed();
        match identity.ask_for_person(at(9)) {
            Ok(Identity::WaitingForPerson { .. }) => assert!(!passed),
            other => assert!(passed && other == Err(Refusal::AlreadyPassed)),
        }
    }
}

#[test]
fn b10_asking_twice_keeps_the_place_in_the_queue() {
    let waiting = Identity::Failed { at: at(1), problems: Vec::new() }.ask_for_person(at(2)).unwrap();
    assert_eq!(waiting.clone().ask_for_person(at(3)).unwrap(), waiting);
}

#[test]
fn b10_a_person_decides_only_on_who_waits() {
    for identity in every_state() {
        let waits = matches!(identity, Identity::WaitingForPerson { .. });
        assert_eq!(identity.decide(Decision::Approve, at(9)).is_ok(), waits);
    }
}

#[test]
fn b10_a_persons_finding_is_a_problem_of_its_own() {
    let waiting = Identity::WaitingForPerson { since: at(1), problems: Vec::new() };
    let found = waiting.decide(Decision::Return(Finding::Unclear), at(2)).unwrap();
    assert_eq!(found, Identity::Failed { at: at(2), problems: vec![CardProblem::Found(Finding::Unclear)] });
}

#[test]
fn b10_attempts_are_counted_down_and_never_below_nothing() {
    let blurred = || vec![CardProblem::TooBlurred(Side::Front)];
    let after = |failed: usize| Attempts::after(&vec![blurred(); failed]);
    assert_eq!((after(0).left, after(2).left, after(5).left, after(9).left), (5, 3, 0, 0));
    assert!(after(5).are_used_up() && !after(4).are_used_up());
}

#[test]
fn b6_the_second_failure_of_one_kind_offers_the_person_first() {
    let (front, back) =
        (vec![CardProblem::TooBlurred(Side::Front)], vec![CardProblem::TooBlurred(Side::Back)]);
    assert!(!Attempts::after(std::slice::from_ref(&front)).offer_the_person_first());
    assert!(!Attempts::after(&[back.clone(), front.clone()]).offer_the_person_first(), "another side");
    assert!(Attempts::after(&[front.clone(), front.clone()]).offer_the_person_first());
    assert!(!Attempts::after(&[front.clone(), back, front]).offer_the_person_first(), "not in a row");
}

#[test]
fn b2_a_withdrawn_consent_changes_no_decision() {
    for identity in every_state() {
        let passed = identity.is_passed();
        let after = identity.clone().without_consent();
        assert_eq!(after, if passed { identity } else { Identity::None });
    }
}

#[test]
fn b10_every_finding_has_a_code_of_its_own() {
    for finding in Finding::ALL {
        assert_eq!(Finding::from_code(finding.code()), Some(finding));
    }
    assert_eq!(Finding::from_code("因为"), None);
}

#[test]
fn b8_a_changed_name_undoes_all_but_the_place_in_the_queue() {
    for identity in every_state() {
        let waits = matches!(identity, Identity::WaitingForPerson { .. });
        assert_eq!(identity.clone().renamed(), if waits { identity } else { Identity::None });
    }
}
