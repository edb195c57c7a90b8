//! The rest of the exam editor: a new exam, opening again, subjects in use, versions of the notice, the review that comes
//! first, the end of a test.

use domain::exam::{Exam, ExamProblem, MOST_NOTICE, PaymentOrder, Status};
use domain::id::{ExamId, RegistrationId};
use domain::payment::PaymentState;
use domain::registration::{Event, Refusal, State, Step};
use service::exam_desk::{self, MOST_REASON, notice, test};
use service::review::{Decision, accept_proof, decide_registration, list_proofs, list_registrations};
use service::{Candidate, Error, Operator, audit, jobs, payment, registration};
use store::invariant::{RULES, judge};

use crate::school::{School, number};
use crate::steps::{answers, choosing, proof, refusal};

fn staff() -> Operator {
    Operator::at_the_command_line()
}

fn problems<T: std::fmt::Debug>(outcome: Result<T, exam_desk::Refusal>) -> Vec<ExamProblem> {
    match outcome {
        Err(exam_desk::Refusal::Problems(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

fn is_stale<T>(outcome: &Result<T, exam_desk::Refusal>) -> bool {
    matches!(outcome, Err(exam_desk::Refusal::Service(Error::Stale)))
}

fn is_forbidden<T>(outcome: &Result<T, exam_desk::Refusal>) -> bool {
    matches!(outcome, Err(exam_desk::Refusal::Service(Error::Forbidden)))
}

async fn version(school: &School, id: &ExamId) -> i64 {
    exam_desk::open(&school.cx, &staff(), id).await.unwrap().version
}

/// Whether this rule holds on the database.
async fn holds(school: &School, code: &str) -> bool {
    let rule = RULES.iter().find(|rule| rule.code == code).unwrap();
    school.store.read(async |r| judge(r, rule).await).await.unwrap().broken.is_empty()
}

/// Somebody who has come to 报考信息 of an exam beside the open one.
async fn at_answers_of(
    school: &School,
    exam: &Exam,
    name: &str,
    sequence: u32,
) -> (Candidate, RegistrationId) {
    let who = school.complete(name, &number(sequence)).await;
    let (id, _) = registration::begin(&school.cx, &who, &exam.id).await.unwrap();
    registration::accept_notice(&school.cx, &who, &id, exam.notice.version).await.unwrap();
    school.pass_gate(&who, &id).await;
    (who, id)
}

#[tokio::test]
async fn f2_a_new_exam_needs_a_name_and_publishing_names_everything_else() {
    let school = School::open().await;
    let begun = async |year: &str, name: &str| exam_desk::begin(&school.cx, &staff(), year, true, name).await;
    assert_eq!(problems(begun("2027", " ").await), [ExamProblem::NoTitle]);
    assert_eq!(problems(begun("27", "学位外语考试").await), [ExamProblem::BadYear]);
    let id = begun("2027", "学位外语考试").await.unwrap();
    assert_eq!(begun("2027", "学位外语考试").await.unwrap(), id, "a double tap");
    assert_eq!(school.said("exam.drafted").await, 1);
    let found = exam_desk::open(&school.cx, &staff(), &id).await.unwrap();
    assert_eq!((found.exam.status, &*found.exam.title), (Status::Draft, "2027年下半年学位外语考试"));
    let missing = problems(exam_desk::publish(&school.cx, &staff(), &id, found.version).await);
    assert_eq!(missing, found.unfit);
    for problem in [ExamProblem::NoSubjects, ExamProblem::NoNotice, ExamProblem::NoAmount] {
        assert!(missing.contains(&problem), "{problem:?}");
    }
    let reviewer: Operator = school.colleague("a.a", "reviewer").await.staff.into();
    assert!(is_forbidden(&exam_desk::begin(&school.cx, &reviewer, "2027", true, "").await));
}

#[tokio::test]
async fn f2_what_was_closed_is_shown_again_only_as_an_act_of_its_own_with_a_reason() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    let seen = version(&school, &id).await;
    let reopen = async |seen, why: &str| exam_desk::reopen(&school.cx, &staff(), &id, seen, why).await;
    assert_eq!(problems(reopen(seen, "误停").await), [ExamProblem::NotClosed]);
    exam_desk::close(&school.cx, &staff(), &id, seen).await.unwrap();
    let closed = seen + 1;
    let published = exam_desk::publish(&school.cx, &staff(), &id, closed).await;
    assert_eq!(problems(published), [ExamProblem::Closed], "nobody publishes by accident");
    assert_eq!(problems(reopen(closed, " ").await), [ExamProblem::NoReason]);
    assert_eq!(problems(reopen(closed, &"长".repeat(MOST_REASON + 1)).await), [ExamProblem::NoReason]);
    let reviewer: Operator = school.colleague("a.a", "reviewer").await.staff.into();
    assert!(is_forbidden(&exam_desk::reopen(&school.cx, &reviewer, &id, closed, "误停").await));
    assert!(is_stale(&reopen(seen, "误停").await), "another version was seen");
    reopen(closed, "误停").await.unwrap();
    reopen(closed, "误停").await.expect("a double tap");
    assert!(matches!(school.open_exam().await.status, Status::Published { .. }));
    let wanted = audit::Wanted { event: "exam.reopened".into(), ..audit::Wanted::default() };
    let [noted] = &audit::page(&school.store, &wanted, 9).await.unwrap()[..] else { panic!("one entry") };
    assert!(noted.detail.as_deref().unwrap().ends_with("; 误停"), "{noted:?}");
}

#[tokio::test]
async fn f2_a_subject_that_somebody_chose_stays_and_so_do_its_places() {
    let school = School::open().await;
    school.due("张三", 1).await;
    let id = school.open_exam().await.id;
    let seen = version(&school, &id).await;
    let edit = async |change: fn(&mut Exam)| {
        exam_desk::edit(&school.cx, &staff(), &id, seen, |exam| {
            change(exam);
            Ok(())
        })
        .await
    };
    let chosen = |exam: &Exam| exam.subjects.iter().position(|subject| subject.places.taken > 0).unwrap();
    let before = school.open_exam().await;
    let name = before.subjects[chosen(&before)].name.clone();
    let gone = edit(|exam| exam.subjects.retain(|subject| subject.places.taken == 0)).await;
    assert!(problems(gone).contains(&ExamProblem::InUse(name.clone())));
    let fewer = edit(|exam| exam.subjects.iter_mut().for_each(|one| one.places.capacity = Some(0))).await;
    assert_eq!(problems(fewer), [ExamProblem::PlacesBelowTaken { of: name, taken: 1 }]);
    let order = edit(|exam| exam.rules.order = PaymentOrder::ReviewFirst).await;
    assert_eq!(problems(order), [ExamProblem::OrderInUse]);
    assert_eq!(school.open_exam().await, before, "nothing is lost");
    edit(|exam| exam.subjects.reverse()).await.unwrap();
    assert_eq!(school.open_exam().await.subjects.first(), before.subjects.last());
}

#[tokio::test]
async fn c17_where_the_review_comes_first_one_pays_after_it_and_is_approved() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.rules.order = PaymentOrder::ReviewFirst).await;
    let (who, id) = at_answers_of(&school, &exam, "张三", 1).await;
    school.wait(1);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    registration::confirm(&school.cx, &who, &id, &answers()).await.expect("a double tap");
    let other = registration::confirm(&school.cx, &who, &id, &choosing("ja")).await;
    assert!(matches!(other, Err(Error::Stale)), "{other:?}");
    let found = registration::load(&school.cx, &who, &id).await.unwrap();
    assert!(matches!(found.registration.state, State::UnderReview { .. }));
    assert_eq!((found.registration.payment, found.step()), (PaymentState::None, Step::Done));
    let early = payment::load_payment(&school.cx, &who, &id).await.map(drop).unwrap_err();
    assert_eq!(refusal(early), Refusal::NotNow, "nothing is due yet");
    let early = payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap_err();
    assert_eq!(refusal(early), Refusal::NotNow);

    let waiting = list_registrations(&school.cx, &staff()).await.unwrap().remove(0);
    school.wait(1);
    decide_registration(&school.cx, &staff(), &id, waiting.version, Decision::Approve).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::AwaitingPayment { .. }));
    let message = school.newest_message().await;
    assert!(message.contains("资格审核已通过") && message.contains("缴费"), "{message}");
    school.wait(1);
    payment::load_payment(&school.cx, &who, &id).await.unwrap();
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    let waiting = list_proofs(&school.cx, &staff()).await.unwrap().remove(0);
    school.wait(1);
    accept_proof(&school.cx, &staff(), &waiting.id, waiting.version).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Approved { .. }));
    let timeline = registration::timeline(&school.cx, &who, &id).await.unwrap();
    let events: Vec<_> = timeline.into_iter().map(|(_, event)| event).collect();
    assert!(
        events.ends_with(&[Event::Confirmed, Event::ApprovedToPay, Event::ProofGiven, Event::ProofAccepted]),
        "{events:?}"
    );
    assert!(holds(&school, "places-of-exams-are-counted").await);
}

#[tokio::test]
async fn c17_whoever_was_approved_and_pays_nothing_expires_and_whoever_waits_for_the_review_does_not() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.rules.order = PaymentOrder::ReviewFirst).await;
    let (approved, to_pay) = at_answers_of(&school, &exam, "张三", 1).await;
    let (waits, reviewed) = at_answers_of(&school, &exam, "李四", 2).await;
    registration::confirm(&school.cx, &approved, &to_pay, &answers()).await.unwrap();
    let waiting = list_registrations(&school.cx, &staff()).await.unwrap().remove(0);
    decide_registration(&school.cx, &staff(), &to_pay, waiting.version, Decision::Approve).await.unwrap();
    registration::confirm(&school.cx, &waits, &reviewed, &answers()).await.unwrap();
    school.wait_until(exam.windows.pay.end);
    jobs::run_due(&school.cx).await.unwrap();
    assert!(matches!(school.state(&approved, &to_pay).await, State::Expired { .. }));
    assert!(matches!(school.state(&waits, &reviewed).await, State::UnderReview { .. }));
    registration::withdraw(&school.cx, &waits, &reviewed).await.expect("nothing was paid");
}

#[tokio::test]
async fn f2_a_notice_is_looked_at_first_and_kept_as_a_version_of_its_own() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    let (seen, before) = (version(&school, &id).await, school.open_exam().await.notice);
    notice::preview(&school.cx, &staff(), &id, seen, "# 新须知").await.unwrap();
    let desk = notice::open(&school.cx, &staff(), &id).await.unwrap();
    assert_eq!((desk.draft.unwrap().text.as_str(), &desk.exam.notice), ("# 新须知", &before));
    let officer: Operator = school.colleague("a.a", "exam_officer").await.staff.into();
    let theirs = notice::open(&school.cx, &officer, &id).await.unwrap();
    assert_eq!(theirs.draft, None, "what one types, others do not see");
    assert_eq!(version(&school, &id).await, seen, "nothing of the exam has changed");

    notice::keep(&school.cx, &staff(), &id, seen, "# 新须知").await.unwrap();
    notice::keep(&school.cx, &staff(), &id, seen, "# 新须知").await.expect("a double tap");
    assert!(is_stale(&notice::keep(&school.cx, &officer, &id, seen, "另一个").await), "the second is told");
    let desk = notice::open(&school.cx, &staff(), &id).await.unwrap();
    assert_eq!(desk.draft, None);
    let kept: Vec<_> = desk.kept.iter().map(|kept| kept.notice.text.as_str()).collect();
    assert_eq!(kept, ["# 新须知", before.text.as_str()], "earlier ones stay");
    assert_eq!(desk.exam.notice.version, before.version + 1);

    // One megabyte.
    let long = "长".repeat(1 << 20);
    let seen = version(&school, &id).await;
    assert!(long.chars().count() > MOST_NOTICE);
    let too_long = [ExamProblem::NoticeTooLong];
    assert_eq!(problems(notice::preview(&school.cx, &staff(), &id, seen, &long).await), too_long);
    assert_eq!(problems(notice::keep(&school.cx, &staff(), &id, seen, &long).await), too_long);
    let reviewer: Operator = school.colleague("b.b", "reviewer").await.staff.into();
    assert!(is_forbidden(&notice::preview(&school.cx, &reviewer, &id, seen, "短").await));
    assert!(is_forbidden(&notice::keep(&school.cx, &reviewer, &id, seen, "短").await));
}

#[tokio::test]
async fn f2_a_test_says_so_and_is_wiped_with_everybody_in_it_and_one_line_remains() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.is_test = true).await;
    assert!(exam.shown_title().starts_with("【测试】"));
    let (real, kept) = school.submitted("李四", 2).await;
    let files = school.store.files().list().await.unwrap();
    let (who, id) = at_answers_of(&school, &exam, "张三", 1).await;
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    school.wait(1);
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    assert_eq!(school.store.files().list().await.unwrap().len(), files.len() + 1, "a screenshot");

    let seen = version(&school, &exam.id).await;
    let wipe = async |who: &Operator, of: &ExamId, seen, name: &str| {
        test::wipe(&school.cx, who, of, seen, name).await
    };
    let open = school.open_exam().await;
    let of_real = wipe(&staff(), &open.id, version(&school, &open.id).await, &open.title).await;
    assert_eq!(problems(of_real), [ExamProblem::NotATest]);
    assert_eq!(problems(wipe(&staff(), &exam.id, seen, "又一场").await), [ExamProblem::WrongName]);
    assert!(is_stale(&wipe(&staff(), &exam.id, seen + 1, &exam.title).await));
    let reviewer: Operator = school.colleague("a.a", "reviewer").await.staff.into();
    assert!(is_forbidden(&wipe(&reviewer, &exam.id, seen, &exam.title).await));
    assert!(registration::load(&school.cx, &who, &id).await.is_ok(), "all of that has wiped nothing");

    wipe(&staff(), &exam.id, seen, &exam.title).await.unwrap();
    wipe(&staff(), &exam.id, seen, &exam.title).await.expect("a double tap");
    assert_eq!(school.said("exam.wiped").await, 1);
    let gone = registration::load(&school.cx, &who, &id).await.map(drop);
    assert!(matches!(gone, Err(Error::NotFound)));
    let gone = exam_desk::open(&school.cx, &staff(), &exam.id).await;
    assert!(matches!(gone, Err(Error::NotFound)));
    let (before, after) = (files, school.store.files().list().await.unwrap());
    assert_eq!((before.len(), after.len()), (after.len(), before.len()), "the screenshot went, too");
    assert!(matches!(school.state(&real, &kept).await, State::Submitted { .. }), "nobody else is touched");
    for rule in ["each-note-has-its-registration", "one-active-registration", "places-of-exams-are-counted"] {
        assert!(holds(&school, rule).await, "{rule}");
    }
    let unknown = ExamId::from_ulid("01YYYYYYYYYYYYYYYYYYYYYYYY").unwrap();
    let unknown = wipe(&staff(), &unknown, 1, "").await;
    assert!(matches!(unknown, Err(exam_desk::Refusal::Service(Error::NotFound))));
    // What was to happen to it later bears that it is gone.
    school.wait_until(exam.windows.pay.end);
    jobs::run_due(&school.cx).await.unwrap();
}
