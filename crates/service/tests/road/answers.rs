use domain::document::DocumentKind;
use domain::exam::{SubjectBar, WindowName};
use domain::form::{Field, Problem};
use domain::instant::Instant;
use domain::registration::{AnswersForm, Changed, Enrolment, Event, Refusal, State, ThesisGrade};
use service::account::ProfileForm;
use service::{Candidate, Error, Operator, account, payment, registration, review};

use crate::registration::begun;
use crate::school::{PASSWORD, School, number};
use crate::steps::{answers, choosing, problem, proof, refusal};

async fn sign_in_again(school: &School, number: &str) -> Candidate {
    let signed_in = school.sign_in(number, PASSWORD).await.unwrap();
    school.who(&signed_in).await.unwrap()
}

async fn study(school: &School, who: &Candidate, major: &str) {
    let form = ProfileForm { name: "张三".into(), candidate_type: "函授".into(), major: major.into() };
    account::save_profile(&school.cx, who, form).await.unwrap();
}

async fn typed(school: &School, who: &Candidate, id: &domain::id::RegistrationId) -> AnswersForm {
    registration::load_answers(&school.cx, who, id).await.unwrap().form
}

#[tokio::test]
async fn g5_the_choices_stay_where_the_name_is_refused_and_the_name_is_the_old_one() {
    let school = School::open().await;
    let (who, _) = school.at_answers("张三", 1).await;
    let form = ProfileForm { name: " ".into(), candidate_type: "函授".into(), major: "英语".into() };
    let refused = account::save_profile(&school.cx, &who, form).await.unwrap_err();
    assert!(problem(&refused, Field::Name).is_some());
    let kept = account::load(&school.cx, &who).await.unwrap();
    assert_eq!((kept.name.expose(), kept.major.as_deref()), ("张三", Some("英语")));
    // The control: a choice that is not offered keeps nothing.
    let form =
        ProfileForm { name: "张三".into(), candidate_type: "函授".into(), major: "炼金术".into() };
    account::save_profile(&school.cx, &who, form).await.unwrap_err();
    assert_eq!(account::load(&school.cx, &who).await.unwrap().major.as_deref(), Some("英语"));
}

#[tokio::test]
async fn c2_a_window_that_closes_between_load_and_confirm_says_so_and_keeps_what_was_chosen() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    registration::load_answers(&school.cx, &who, &id).await.unwrap();
    let window = WindowName::Register;
    let since = school.open_exam().await.windows.register.end;
    school.wait_until(since);
    let refused = registration::confirm(&school.cx, &who, &id, &choosing("ja")).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::TooLate { window, since });
    assert_eq!(typed(&school, &who, &id).await, choosing("ja"));
    assert_eq!((school.state(&who, &id).await, school.taken("ja").await), (State::Draft, 0));
}

#[tokio::test]
async fn c2_the_last_instant_of_the_register_window_still_counts() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    school.wait_until(school.open_exam().await.windows.register.end.plus_seconds(-1));
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
}

#[tokio::test]
async fn c8_a_subject_barred_by_the_major_is_told_before_money_is_asked() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    study(&school, &who, "英语").await;
    let page = registration::load_answers(&school.cx, &who, &id).await.unwrap();
    let bar = |code: &str| page.offer.subjects.iter().find(|subject| subject.code == code).unwrap().bar;
    assert_eq!((bar("en"), bar("ja"), bar("ru")), (Some(SubjectBar::Major), None, Some(SubjectBar::Full)));
    let refused = registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Subject), Some(Problem::SubjectNotForMajor));
    assert_eq!(school.state(&who, &id).await, State::Draft);
    registration::confirm(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
}

#[tokio::test]
async fn c8_a_document_that_the_exam_does_not_take_is_refused_before_anything_is_filled_in() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let exam = school.publish(|exam| exam.rules.documents = vec![DocumentKind::TaiwanPermit]).await;
    let refused = registration::begin(&school.cx, &who, &exam.id).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::DocumentNotTaken);
    assert!(registration::list(&school.cx, &who).await.unwrap().is_empty());
}

#[tokio::test]
async fn c8_a_graduate_of_long_ago_is_refused_with_the_number_of_years() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let exam = school.publish(|exam| exam.rules.years_since_graduation = Some(2)).await;
    let (id, _) = registration::begin(&school.cx, &who, &exam.id).await.unwrap();
    registration::accept_notice(&school.cx, &who, &id, exam.notice.version).await.unwrap();
    school.pass_gate(&who, &id).await;
    let mut form = AnswersForm {
        enrolment: "graduated".into(),
        thesis: "good".into(),
        graduation: "2019-06".into(),
        ..answers()
    };
    let refused = registration::confirm(&school.cx, &who, &id, &form).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Graduation), Some(Problem::GraduatedTooLongAgo { years: 2 }));
    form.graduation = "2026年6月".into();
    registration::confirm(&school.cx, &who, &id, &form).await.unwrap();
    let kept = registration::load(&school.cx, &who, &id).await.unwrap().registration.answers.unwrap();
    let Enrolment::Graduated { on, .. } = kept.enrolment else { panic!() };
    assert_eq!(on.unwrap().to_string(), "2026-06");
}

#[tokio::test]
async fn c7_a_thesis_graded_medium_passes_by_default_and_anything_lower_is_refused() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let graded =
        |thesis: &str| AnswersForm { enrolment: "graduated".into(), thesis: thesis.into(), ..answers() };
    let refused = registration::confirm(&school.cx, &who, &id, &graded("below")).await.unwrap_err();
    let too_low = Problem::ThesisTooLow { at_least: ThesisGrade::Medium };
    assert_eq!(problem(&refused, Field::Thesis), Some(too_low));
    registration::confirm(&school.cx, &who, &id, &graded("medium")).await.unwrap();
    let kept = registration::load(&school.cx, &who, &id).await.unwrap().registration.answers.unwrap();
    assert_eq!(kept.enrolment, Enrolment::Graduated { thesis: ThesisGrade::Medium, on: None });
}

#[tokio::test]
async fn c10_twenty_parallel_confirmations_hold_one_place() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let taps: Vec<_> = (0..20)
        .map(|_| {
            let (cx, who, id) = (school.cx.clone(), who.clone(), id.clone());
            tokio::spawn(async move { registration::confirm(&cx, &who, &id, &answers()).await })
        })
        .collect();
    for tap in taps {
        tap.await.unwrap().unwrap();
    }
    assert_eq!(school.taken("en").await, 1);
    let events = registration::timeline(&school.cx, &who, &id).await.unwrap();
    let confirmed = events.iter().filter(|(_, event)| *event == Event::Confirmed).count();
    assert_eq!(confirmed, 1);
}

#[tokio::test]
async fn c11_a_draft_goes_on_on_another_phone() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    registration::save_draft(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    let other_phone = sign_in_again(&school, &number(1)).await;
    let (same, _) =
        registration::begin(&school.cx, &other_phone, &school.open_exam().await.id).await.unwrap();
    assert_eq!(same, id, "the same registration, not a second one");
    assert_eq!(typed(&school, &other_phone, &id).await, choosing("ja"));
    registration::save_draft(&school.cx, &other_phone, &id, &choosing("en")).await.unwrap();
    assert_eq!(typed(&school, &who, &id).await, choosing("en"), "and back on the first one");
}

#[tokio::test]
async fn c11_a_refused_confirmation_keeps_what_was_chosen() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    let form = AnswersForm { enrolment: "graduated".into(), thesis: "below".into(), ..answers() };
    registration::confirm(&school.cx, &who, &id, &form).await.unwrap_err();
    assert_eq!(typed(&school, &who, &id).await, form);
}

#[tokio::test]
async fn c11_nothing_is_kept_for_a_step_that_was_not_reached() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    registration::save_draft(&school.cx, &who, &id, &answers()).await.unwrap_err();
}

#[tokio::test]
async fn c12_a_full_subject_is_refused_and_opens_again_when_somebody_leaves() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.subjects[0].places.capacity = Some(1)).await;
    let mut people = Vec::new();
    for (name, sequence) in [("张三", 1), ("李四", 2)] {
        let who = school.complete(name, &number(sequence)).await;
        let (id, _) = registration::begin(&school.cx, &who, &exam.id).await.unwrap();
        registration::accept_notice(&school.cx, &who, &id, exam.notice.version).await.unwrap();
        school.pass_gate(&who, &id).await;
        people.push((who, id));
    }
    let [(first, held), (second, wanted)] = people.try_into().unwrap_or_else(|_| panic!());
    registration::confirm(&school.cx, &first, &held, &answers()).await.unwrap();
    let refused = registration::confirm(&school.cx, &second, &wanted, &answers()).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Subject), Some(Problem::SubjectFull));
    assert_eq!(typed(&school, &second, &wanted).await, answers(), "nothing chosen is lost");
    registration::withdraw(&school.cx, &first, &held).await.unwrap();
    registration::confirm(&school.cx, &second, &wanted, &answers()).await.unwrap();
}

#[tokio::test]
async fn c10_a_second_tab_does_not_confirm_another_choice_unseen() {
    let school = School::open().await;
    let (who, id) = school.at_answers("张三", 1).await;
    registration::confirm(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    let refused = registration::confirm(&school.cx, &who, &id, &choosing("en")).await;
    assert!(matches!(refused, Err(Error::Stale)), "the page shows a draft that is none any more");
    registration::confirm(&school.cx, &who, &id, &choosing("ja")).await.expect("a second tap");
    assert_eq!((school.taken("en").await, school.taken("ja").await), (0, 1));
    assert_eq!(typed(&school, &who, &id).await, choosing("ja"), "what is confirmed is what the page shows");
}

#[tokio::test]
async fn c14_a_change_keeps_the_proof_and_moves_the_place() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let before = payment::load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    school.wait(1);
    registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    let seen = registration::load(&school.cx, &who, &id).await.unwrap();
    assert_eq!(seen.registration.changed, [Changed::Subject]);
    assert!(matches!(seen.registration.state, State::Submitted { .. }));
    assert_eq!((school.taken("en").await, school.taken("ja").await), (0, 1));
    assert_eq!(payment::load_proof(&school.cx, &who, &id).await.unwrap().last, Some(before));
    let events = registration::timeline(&school.cx, &who, &id).await.unwrap();
    let changes = events.iter().filter(|(_, event)| *event == Event::AnswersChanged).count();
    assert_eq!(changes, 1, "though it was tapped twice");
}

#[tokio::test]
async fn c14_the_last_proof_can_be_offered_again_as_it_is() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let first = payment::load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    school.wait(1);
    let mut again = proof("张三");
    again.screenshot.clear();
    again.replaces = Some(first.id.clone());
    payment::hand_in_proof(&school.cx, &who, &id, again).await.unwrap();
    let second = payment::load_proof(&school.cx, &who, &id).await.unwrap().last.unwrap();
    assert_ne!(second.id, first.id);
    assert_eq!(second.photo, first.photo, "the same picture, nobody pays again");
}

#[tokio::test]
async fn c14_nothing_is_changed_from_the_end_of_the_edit_window_on() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let since = school.open_exam().await.windows.edit.end;
    school.wait_until(since.plus_seconds(-1));
    registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    school.wait_until(since);
    let refused = registration::change(&school.cx, &who, &id, &choosing("en")).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::TooLate { window: WindowName::Edit, since });
    assert_eq!(school.taken("ja").await, 1);
}

#[tokio::test]
async fn c15_one_candidate_may_change_past_the_deadline_is_told_and_nobody_else_may() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let (other, others) = school.submitted("李四", 2).await;
    let edit = school.open_exam().await.windows.edit;
    let seen = registration::load(&school.cx, &who, &id).await.unwrap();
    let until = edit.end.plus_seconds(3_600);
    let permit = async |version| {
        review::permit_edit(&school.cx, &Operator::at_the_command_line(), &id, version, until).await
    };
    permit(seen.version).await.unwrap();
    assert!(school.newest_message().await.contains(&until.to_minute()));
    assert!(matches!(permit(seen.version).await, Err(Error::Stale)), "of two officers the second is told");

    school.wait_until(edit.end.plus_seconds(60));
    registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap();
    let late = registration::change(&school.cx, &other, &others, &choosing("ja")).await.unwrap_err();
    assert!(matches!(refusal(late), Refusal::TooLate { window: WindowName::Edit, .. }));
    school.wait_until(until);
    let late = registration::change(&school.cx, &who, &id, &choosing("en")).await.unwrap_err();
    assert!(matches!(refusal(late), Refusal::TooLate { window: WindowName::Edit, .. }));
}

#[tokio::test]
async fn c15_a_permit_that_is_taken_back_is_not_announced_as_a_new_one() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    let end = school.open_exam().await.windows.edit.end;
    let desk = Operator::at_the_command_line();
    let permit = async |until: Instant| {
        let seen = registration::load(&school.cx, &who, &id).await.unwrap();
        review::permit_edit(&school.cx, &desk, &id, seen.version, until).await
    };
    let before = school.newest_message().await;
    let nothing = permit(end.plus_seconds(-86_400 * 400)).await.unwrap_err();
    assert_eq!(refusal(nothing), Refusal::AlreadyDone, "there was none to take back");
    assert_eq!(school.newest_message().await, before, "and nobody is told of it");

    permit(end.plus_seconds(3_600)).await.unwrap();
    assert!(school.newest_message().await.contains("前修改报考信息"));
    school.wait_until(end.plus_seconds(60));
    permit(end.plus_seconds(60)).await.unwrap();
    let told = school.newest_message().await;
    assert!(told.contains("已取消") && !told.contains("前修改报考信息"), "{told}");
    let late = registration::change(&school.cx, &who, &id, &choosing("ja")).await.unwrap_err();
    assert!(matches!(refusal(late), Refusal::TooLate { window: WindowName::Edit, .. }));
}

#[tokio::test]
async fn c14_a_profile_that_changes_later_changes_no_registration_by_itself() {
    let school = School::open().await;
    let (who, id) = school.submitted("张三", 1).await;
    study(&school, &who, "土木工程").await;
    let major = async || {
        let seen = registration::load(&school.cx, &who, &id).await.unwrap();
        seen.registration.answers.unwrap().major
    };
    assert_eq!(major().await, "会计学");
    school.wait(1);
    registration::change(&school.cx, &who, &id, &answers()).await.unwrap();
    assert_eq!(major().await, "土木工程");
    let seen = registration::load(&school.cx, &who, &id).await.unwrap();
    assert_eq!(seen.registration.changed, [Changed::Major]);
}
