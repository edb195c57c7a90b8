use domain::registration::{Event, Refusal, State, Step};
use service::payment::HandedIn;
use service::{Candidate, Error, Operator, jobs, payment, registration, review};

use crate::registration::begun;
use crate::school::{School, number};
use crate::steps::{answers, proof, refusal, screenshot};

fn operator() -> Operator {
    Operator::at_the_command_line()
}

async fn events(school: &School, who: &Candidate, id: &domain::id::RegistrationId) -> Vec<Event> {
    let timeline = registration::timeline(&school.cx, who, id).await.unwrap();
    timeline.into_iter().map(|(_, event)| event).collect()
}

async fn pay_ends(school: &School) -> domain::instant::Instant {
    school.open_exam().await.windows.pay.end
}

#[tokio::test]
async fn d5_what_was_not_paid_expires_exactly_at_the_pay_deadline() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    assert_eq!(school.taken("en").await, 1);
    let end = pay_ends(&school).await;
    school.wait_until(end.plus_seconds(-1));
    school.work().await;
    assert!(matches!(school.state(&who, &id).await, State::AwaitingPayment { .. }));
    school.wait_until(end);
    school.work().await;
    assert_eq!(school.state(&who, &id).await, State::Expired { at: end });
    assert_eq!(school.taken("en").await, 0, "the place is free again");
    let message = school.newest_message().await;
    assert!(message.contains("已失效") && !message.contains("张三"), "{message}");
}

#[tokio::test]
async fn d5_an_expiry_survives_a_restart_and_happens_once_on_many_nodes() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    school.wait_until(pay_ends(&school).await);
    // The process that took the confirmation is gone; three others find its job.
    let nodes: Vec<_> = (0..3)
        .map(|_| {
            let cx = school.another_node();
            tokio::spawn(async move {
                jobs::run_due(&cx).await.unwrap();
                jobs::sweep(&cx).await.unwrap();
            })
        })
        .collect();
    for node in nodes {
        node.await.unwrap();
    }
    let expired = events(&school, &who, &id).await.into_iter().filter(|event| *event == Event::Expired);
    assert_eq!(expired.count(), 1);
    assert_eq!(school.taken("en").await, 0);
}

#[tokio::test]
async fn d5_what_has_no_job_is_found_by_the_sweep() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    school.wait_until(pay_ends(&school).await);
    jobs::sweep(&school.cx).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Expired { .. }));
}

#[tokio::test]
async fn d5_what_was_paid_does_not_expire() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    school.wait_until(pay_ends(&school).await);
    school.work().await;
    jobs::sweep(&school.cx).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Submitted { .. }));
    assert_eq!(school.taken("en").await, 1);
}

#[tokio::test]
async fn d5_a_late_proof_is_kept_for_the_finance_office() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    school.wait_until(pay_ends(&school).await);
    // The job has not come by yet: the clock alone decides.
    let late = payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    assert_eq!(late, HandedIn::Late);
    let again = payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    assert_eq!(again, HandedIn::Late);
    assert!(matches!(school.state(&who, &id).await, State::Expired { .. }));
    assert_eq!(school.taken("en").await, 0);
    let list = review::list_late_proofs(&school.cx, &operator()).await.unwrap();
    assert_eq!(list.len(), 1, "once, though it was tapped twice");
    assert_eq!(list[0].account.id, *who.id());
    assert!(review::list_proofs(&school.cx, &operator()).await.unwrap().is_empty());
    assert!(payment::own_proof(&school.cx, &who, &id).await.unwrap().starts_with(&[0xff, 0xd8]));
    let noted = events(&school, &who, &id).await;
    for wanted in [Event::Expired, Event::LateProofGiven] {
        assert_eq!(noted.iter().filter(|event| **event == wanted).count(), 1, "{wanted:?}");
    }
}

#[tokio::test]
async fn d5_whoever_expired_may_begin_again_while_registration_is_open() {
    let school = School::open().await;
    let exam = school
        .publish(|exam| {
            exam.windows.pay.end = exam.windows.register.end.plus_seconds(-3_600);
        })
        .await;
    let who = school.complete("张三", &number(1)).await;
    let (id, _) = registration::begin(&school.cx, &who, &exam.id).await.unwrap();
    registration::accept_notice(&school.cx, &who, &id, exam.notice.version).await.unwrap();
    school.pass_gate(&who, &id).await;
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    school.wait_until(exam.windows.pay.end);
    school.work().await;
    let (again, step) = registration::begin(&school.cx, &who, &exam.id).await.unwrap();
    assert_ne!(again, id);
    assert_eq!(step, Step::Notice);
}

#[tokio::test]
async fn c16_an_unpaid_registration_is_given_up_at_once_and_its_place_is_free() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    registration::withdraw(&school.cx, &who, &id).await.unwrap();
    registration::withdraw(&school.cx, &who, &id).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Withdrawn { .. }));
    assert_eq!(school.taken("en").await, 0);
    let wanted = events(&school, &who, &id).await.into_iter().filter(|event| *event == Event::Withdrawn);
    assert_eq!(wanted.count(), 1, "though it was tapped twice");
    school.wait_until(pay_ends(&school).await);
    school.work().await;
    assert!(
        matches!(school.state(&who, &id).await, State::Withdrawn { .. }),
        "its expiry finds nothing to do"
    );
}

#[tokio::test]
async fn c16_a_draft_is_discarded_and_another_can_begin() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    registration::withdraw(&school.cx, &who, &id).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Discarded { .. }));
    assert_ne!(begun(&school, &who).await, id);
}

#[tokio::test]
async fn c16_once_paid_it_is_a_request_that_staff_grant() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let refused = registration::withdraw(&school.cx, &who, &id).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::NotNow);
    registration::request_withdrawal(&school.cx, &who, &id).await.unwrap();
    registration::request_withdrawal(&school.cx, &who, &id).await.unwrap();
    let queue = review::list_withdrawals(&school.cx, &operator()).await.unwrap();
    assert_eq!(queue.len(), 1, "though it was tapped twice");
    assert!(matches!(school.state(&who, &id).await, State::Submitted { .. }), "until then it is valid");
    review::decide_withdrawal(&school.cx, &operator(), &queue[0].id, true).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Withdrawn { .. }));
    assert_eq!(school.taken("en").await, 0);
    assert!(school.newest_message().await.contains("已同意"));
    review::decide_withdrawal(&school.cx, &operator(), &queue[0].id, false).await.unwrap_err();
}

#[tokio::test]
async fn c16_a_declined_or_taken_back_request_leaves_the_registration_as_it_was() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    registration::request_withdrawal(&school.cx, &who, &id).await.unwrap();
    registration::take_withdrawal_back(&school.cx, &who, &id).await.unwrap();
    assert!(review::list_withdrawals(&school.cx, &operator()).await.unwrap().is_empty());
    school.wait(1);
    registration::request_withdrawal(&school.cx, &who, &id).await.unwrap();
    let queue = review::list_withdrawals(&school.cx, &operator()).await.unwrap();
    school.wait(1);
    review::decide_withdrawal(&school.cx, &operator(), &queue[0].id, false).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Submitted { .. }));
    assert_eq!(school.taken("en").await, 1);
    let detail = registration::load_detail(&school.cx, &who, &id).await.unwrap();
    assert_eq!(detail.withdrawal, None);
    assert_eq!(detail.timeline.last().unwrap().1, Event::WithdrawalDeclined);
}

#[tokio::test]
async fn c16_what_is_not_paid_needs_no_request() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    let refused = registration::request_withdrawal(&school.cx, &who, &id).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::NotNow);
}

#[tokio::test]
async fn c14_whoever_paid_withdrew_and_began_again_offers_the_old_screenshot_and_pays_nothing_twice() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let paid = payment::load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    registration::request_withdrawal(&school.cx, &who, &id).await.unwrap();
    let request = review::list_withdrawals(&school.cx, &operator()).await.unwrap().remove(0);
    review::decide_withdrawal(&school.cx, &operator(), &request.id, true).await.unwrap();

    school.wait(1);
    let again = begun(&school, &who).await;
    assert_ne!(again, id);
    school.pass_face_of(&who, &again).await;
    registration::confirm(&school.cx, &who, &again, &answers()).await.unwrap();
    let offered = payment::load_proof(&school.cx, &who, &again).await.unwrap().last.unwrap();
    assert_eq!((&offered.id, &offered.photo), (&paid.id, &paid.photo));
    assert!(payment::own_proof(&school.cx, &who, &again).await.unwrap().starts_with(&[0xff, 0xd8]));
    let mut without_file = proof("张三");
    without_file.screenshot.clear();
    payment::hand_in_proof(&school.cx, &who, &again, without_file).await.unwrap();
    assert!(matches!(school.state(&who, &again).await, State::Submitted { .. }));
    let fresh = payment::load_proof(&school.cx, &who, &again).await.unwrap().last.unwrap();
    assert!(fresh.registration == again && fresh.photo == paid.photo);
}

#[tokio::test]
async fn d5_a_second_late_proof_is_not_said_to_be_in_unless_it_is_the_first() {
    let school = School::open().await;
    let (who, id) = school.due("张三", 1).await;
    school.wait_until(pay_ends(&school).await);
    let late = |grey| payment::ProofUpload { screenshot: screenshot(grey), ..proof("张三") };
    assert_eq!(payment::hand_in_proof(&school.cx, &who, &id, late(60)).await.unwrap(), HandedIn::Late);
    assert_eq!(
        payment::hand_in_proof(&school.cx, &who, &id, late(60)).await.unwrap(),
        HandedIn::Late,
        "a second tap"
    );
    let other = payment::hand_in_proof(&school.cx, &who, &id, late(90)).await;
    assert!(matches!(other, Err(Error::Stale)), "another picture");
}
