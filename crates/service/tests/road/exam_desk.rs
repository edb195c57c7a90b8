use domain::exam::{Exam, ExamProblem, Status, WindowConflict, WindowName};
use domain::id::ExamId;
use domain::registration::Refusal;
use service::exam_desk::{self, Opened};
use service::{Error, Operator, audit, registration};
use store::Store;

use crate::school::{School, number};
use crate::steps::refusal;

fn staff() -> Operator {
    Operator::at_the_command_line()
}

async fn opened(school: &School, id: &ExamId) -> Opened {
    exam_desk::open(&school.cx, &staff(), id).await.unwrap()
}

async fn problems(school: &School, seen: i64, exam: Exam) -> Vec<ExamProblem> {
    match exam_desk::save(&school.cx, &staff(), seen, exam).await {
        Err(exam_desk::Refusal::Problems(problems)) => problems,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn f2_an_exam_is_drafted_published_and_closed() {
    let school = School::open().await;
    let mut exam = school.open_exam().await;
    exam.title = "2027年上半年学士学位外语考试".into();
    let link = std::mem::take(&mut exam.fee.link);
    let id = exam_desk::draft(&school.cx, &staff(), exam).await.unwrap();
    let who = school.candidate("张三", &number(1)).await;
    let begin = async || registration::begin(&school.cx, &who, &id).await;
    let listed = async || {
        let home = service::exam::home(&school.cx, None).await.unwrap();
        home.exams.iter().any(|(exam, _)| exam.id == id)
    };

    assert!(!listed().await);
    assert_eq!(refusal(begin().await.unwrap_err()), Refusal::NotOffered);
    let Opened { mut exam, version, unfit } = opened(&school, &id).await;
    assert_eq!((exam.status, unfit), (Status::Draft, vec![ExamProblem::BadPaymentCode]));
    assert!(matches!(
        exam_desk::publish(&school.cx, &staff(), &id, version).await,
        Err(exam_desk::Refusal::Problems(problems)) if problems == [ExamProblem::BadPaymentCode]
    ));
    exam.fee.link = link;
    exam_desk::save(&school.cx, &staff(), version, exam).await.unwrap();
    exam_desk::publish(&school.cx, &staff(), &id, version + 1).await.unwrap();
    assert!(listed().await);
    begin().await.unwrap();

    exam_desk::close(&school.cx, &staff(), &id, version + 2).await.unwrap();
    assert!(!listed().await);
    let late = school.candidate("李四", &number(2)).await;
    assert_eq!(refusal(registration::begin(&school.cx, &late, &id).await.unwrap_err()), Refusal::NotOffered);
    begin().await.expect("who has begun goes on");
    let Opened { exam, version, .. } = opened(&school, &id).await;
    assert_eq!(problems(&school, version, exam).await, [ExamProblem::Closed]);
}

#[tokio::test]
async fn f2_a_published_exam_stays_one_that_can_be_published() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    let Opened { exam, version, .. } = opened(&school, &id).await;
    let mut next = exam.clone();
    next.windows.pay.end = next.windows.register.start;
    next.subjects.clear();
    let found = problems(&school, version, next).await;
    assert!(found.contains(&ExamProblem::NoSubjects), "{found:?}");
    let backwards = WindowConflict::Backwards(WindowName::Pay);
    assert!(found.contains(&ExamProblem::Windows(backwards)), "{found:?}");
    assert_eq!(opened(&school, &id).await.exam, exam, "nothing is kept");
}

#[tokio::test]
async fn f2_a_changed_notice_has_another_version_and_another_fee_does_not() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    let Opened { mut exam, version, .. } = opened(&school, &id).await;
    exam.fee.item = "另一项".into();
    exam_desk::save(&school.cx, &staff(), version, exam.clone()).await.unwrap();
    assert_eq!(opened(&school, &id).await.exam.notice.version, 1);
    exam.notice.text.push_str("\n\n新的一条");
    exam_desk::save(&school.cx, &staff(), version + 1, exam).await.unwrap();
    assert_eq!(opened(&school, &id).await.exam.notice.version, 2);
}

#[tokio::test]
async fn f2_the_second_of_two_officers_is_told_and_overwrites_nothing() {
    let store = Store::for_tests().await.unwrap();
    let school = School::open_on(store.clone(), |_| {}).await;
    let id = school.open_exam().await.id;
    let Opened { exam, version, .. } = opened(&school, &id).await;
    let saved = async |title: &str| {
        exam_desk::save(&school.cx, &staff(), version, Exam { title: title.into(), ..exam.clone() }).await
    };
    saved("第一个").await.unwrap();
    assert!(matches!(saved("第二个").await, Err(exam_desk::Refusal::Service(Error::Stale))));
    assert_eq!(opened(&school, &id).await.exam.title, "第一个");
    let wanted = audit::Wanted { subject: id.as_str().into(), ..audit::Wanted::default() };
    let [noted] = &audit::page(&store, &wanted, 9).await.unwrap()[..] else { panic!("one entry") };
    assert_eq!(noted.event, "exam.changed");
    assert!(noted.detail.as_deref().unwrap().ends_with(" → 第一个"), "{noted:?}");
}

#[tokio::test]
async fn f2_what_somebody_was_asked_to_pay_stays() {
    let school = School::open().await;
    school.due("张三", 1).await;
    let id = school.open_exam().await.id;
    let Opened { mut exam, version, .. } = opened(&school, &id).await;
    exam.fee.amount.0 += 1;
    exam.places.capacity = Some(0);
    let below = ExamProblem::PlacesBelowTaken { of: String::new(), taken: 1 };
    assert_eq!(problems(&school, version, exam).await, [below, ExamProblem::FeeInUse]);
}

#[tokio::test]
async fn f2_the_next_term_begins_as_a_draft_with_the_dates_moved() {
    let school = School::open().await;
    school.due("张三", 1).await;
    let exam = school.open_exam().await;
    let next = exam_desk::clone(&school.cx, &staff(), &exam.id, 6).await.unwrap();
    let Opened { exam: draft, unfit, .. } = opened(&school, &next).await;
    assert_eq!((draft.status, draft.places.taken, unfit), (Status::Draft, 0, vec![]));
    assert_eq!(draft.windows, exam.windows.months_later(6));
    assert_ne!(draft.title, exam.title);
    assert_eq!(exam_desk::clone(&school.cx, &staff(), &exam.id, 6).await.unwrap(), next, "a double tap");
    assert_eq!(exam_desk::list(&school.cx, &staff()).await.unwrap().len(), 3);
}

#[tokio::test]
async fn f2_exams_are_changed_by_exam_officers_alone() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    for (login, role, may_see) in
        [("a.a", "reviewer", true), ("b.b", "auditor", true), ("c.c", "finance", true), ("d.d", "", false)]
    {
        let staff: Operator = school.colleague(login, role).await.staff.into();
        assert_eq!(exam_desk::open(&school.cx, &staff, &id).await.is_ok(), may_see, "{role}");
        let Opened { exam, version, .. } = opened(&school, &id).await;
        let forbidden = |outcome| matches!(outcome, Err(exam_desk::Refusal::Service(Error::Forbidden)));
        assert!(forbidden(exam_desk::save(&school.cx, &staff, version, exam.clone()).await), "{role}");
        assert!(forbidden(exam_desk::close(&school.cx, &staff, &id, version).await), "{role}");
        assert!(matches!(exam_desk::draft(&school.cx, &staff, exam).await, Err(Error::Forbidden)), "{role}");
    }
    let officer: Operator = school.colleague("e.e", "exam_officer").await.staff.into();
    let Opened { exam, version, .. } = opened(&school, &id).await;
    exam_desk::save(&school.cx, &officer, version, exam).await.unwrap();
}

#[tokio::test]
async fn f2_a_part_is_changed_alone_and_a_double_tap_is_one_change() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    let Opened { exam, version, .. } = opened(&school, &id).await;
    let titled = async |title: &str| {
        exam_desk::edit(&school.cx, &staff(), &id, version, |exam| {
            exam.title = title.to_owned();
            Ok(())
        })
        .await
    };
    titled("第一个").await.unwrap();
    titled("第一个").await.unwrap();
    assert!(matches!(titled("第二个").await, Err(exam_desk::Refusal::Service(Error::Stale))));
    let now = opened(&school, &id).await;
    assert_eq!((now.version, &*now.exam.title), (version + 1, "第一个"));
    assert_eq!(now.exam.windows, exam.windows, "the rest is as it was");
    let reviewer: Operator = school.colleague("a.a", "reviewer").await.staff.into();
    let refused = exam_desk::edit(&school.cx, &reviewer, &id, version + 1, |_| Ok(())).await;
    assert!(matches!(refused, Err(exam_desk::Refusal::Service(Error::Forbidden))));
}

#[tokio::test]
async fn f2_closing_twice_from_one_page_is_closing_once_and_another_change_is_told() {
    let school = School::open().await;
    let id = school.open_exam().await.id;
    let version = opened(&school, &id).await.version;
    exam_desk::close(&school.cx, &staff(), &id, version).await.unwrap();
    exam_desk::close(&school.cx, &staff(), &id, version).await.unwrap();
    assert_eq!(opened(&school, &id).await.version, version + 1);
    let late = exam_desk::publish(&school.cx, &staff(), &id, version).await;
    assert!(matches!(late, Err(exam_desk::Refusal::Service(Error::Stale))));
}
