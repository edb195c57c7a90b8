use domain::exam::{Exam, WindowName};
use domain::form::{Field, Problem};
use domain::id::RegistrationId;
use domain::registration::{AnswersForm, Event, Refusal, State, Step};
use service::{Candidate, Error, exam, payment, registration};

use crate::face::pass_face;
use crate::school::{School, number};
use crate::steps::{answers, problem, proof, refusal};

/// The exam that is open, and the one that is not yet.
pub async fn exams(school: &School) -> (Exam, Exam) {
    let now = school.cx.now();
    let home = exam::home(&school.cx, None).await.unwrap();
    let (open, not_yet): (Vec<_>, Vec<_>) =
        home.exams.into_iter().map(|(exam, _)| exam).partition(|e| e.windows.register.contains(now));
    (open.into_iter().next().unwrap(), not_yet.into_iter().next().unwrap())
}

/// A draft whose notice was read.
pub async fn begun(school: &School, who: &Candidate) -> RegistrationId {
    let (open, _) = exams(school).await;
    let (id, _) = registration::begin(&school.cx, who, &open.id).await.unwrap();
    school.wait(1);
    registration::accept_notice(&school.cx, who, &id, open.notice.version).await.unwrap();
    id
}

#[tokio::test]
async fn c1_the_home_page_shows_both_exams_and_ones_own_registration() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    let home = exam::home(&school.cx, Some(&who)).await.unwrap();
    assert_eq!(home.exams.len(), 2);
    assert_eq!(home.exams[0].0.id, exams(&school).await.0.id, "what is open comes first");
    let mine: Vec<_> = home.exams.iter().filter_map(|(_, mine)| mine.clone()).collect();
    assert_eq!(mine, [(id, State::Draft)]);
    assert!(!home.announcements.is_empty());
}

#[tokio::test]
async fn c2_an_exam_that_is_not_open_cannot_be_begun() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let (open, not_yet) = exams(&school).await;
    let early = registration::begin(&school.cx, &who, &not_yet.id).await.unwrap_err();
    let window = WindowName::Register;
    assert_eq!(refusal(early), Refusal::TooEarly { window, opens: not_yet.windows.register.start });
    school.wait_until(open.windows.register.end);
    let late = registration::begin(&school.cx, &who, &open.id).await.unwrap_err();
    assert_eq!(refusal(late), Refusal::TooLate { window, since: open.windows.register.end });
}

#[tokio::test]
async fn c10_twenty_parallel_taps_make_one_registration() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let (open, _) = exams(&school).await;
    let taps: Vec<_> = (0..20)
        .map(|_| {
            let (cx, who, exam) = (school.cx.clone(), who.clone(), open.id.clone());
            tokio::spawn(async move { registration::begin(&cx, &who, &exam).await.unwrap().0 })
        })
        .collect();
    let mut ids = Vec::new();
    for tap in taps {
        ids.push(tap.await.unwrap());
    }
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(registration::list(&school.cx, &who).await.unwrap().len(), 1);
}

#[tokio::test]
async fn c3_the_gate_holds_for_who_types_the_address() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    for step in [Step::Face, Step::Answers, Step::Payment] {
        let Err(refused) = registration::load_at(&school.cx, &who, &id, step).await else {
            panic!("{step:?}")
        };
        assert_eq!(refusal(refused), Refusal::StepMissing(Step::Identity));
    }
    let refused = registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap_err();
    assert_eq!(refusal(refused), Refusal::StepMissing(Step::Identity));
}

#[tokio::test]
async fn a12_another_persons_registration_does_not_exist() {
    let school = School::open().await;
    let owner = school.candidate("张三", &number(1)).await;
    let id = begun(&school, &owner).await;
    let stranger = school.candidate("李四", &number(2)).await;
    assert!(matches!(registration::load(&school.cx, &stranger, &id).await, Err(Error::NotFound)));
    assert!(matches!(registration::timeline(&school.cx, &stranger, &id).await, Err(Error::NotFound)));
    assert!(matches!(payment::own_proof(&school.cx, &stranger, &id).await, Err(Error::NotFound)));
    let confirm = registration::confirm(&school.cx, &stranger, &id, &answers()).await;
    assert!(matches!(confirm, Err(Error::NotFound)));
    let acts = [
        registration::load_answers(&school.cx, &stranger, &id).await.map(drop),
        registration::save_draft(&school.cx, &stranger, &id, &answers()).await,
        registration::change(&school.cx, &stranger, &id, &answers()).await,
        registration::withdraw(&school.cx, &stranger, &id).await,
        registration::request_withdrawal(&school.cx, &stranger, &id).await,
        registration::take_withdrawal_back(&school.cx, &stranger, &id).await,
        registration::load_detail(&school.cx, &stranger, &id).await.map(drop),
        payment::load_payment(&school.cx, &stranger, &id).await.map(drop),
        payment::load_proof(&school.cx, &stranger, &id).await.map(drop),
        payment::hand_in_proof(&school.cx, &stranger, &id, proof("李四")).await.map(drop),
    ];
    for (place, act) in acts.into_iter().enumerate() {
        assert!(matches!(act, Err(Error::NotFound)), "act {place}");
    }
    assert_eq!(registration::load(&school.cx, &owner, &id).await.unwrap().registration.state, State::Draft);
}

#[tokio::test]
async fn c7_an_incomplete_profile_is_named_field_by_field() {
    let school = School::open().await;
    let who = school.candidate("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    school.pass_gate(&who, &id).await;
    let refused = registration::confirm(&school.cx, &who, &id, &AnswersForm::default()).await.unwrap_err();
    for field in [Field::CandidateType, Field::Major, Field::Subject, Field::Enrolment] {
        assert_eq!(problem(&refused, field), Some(Problem::Missing), "{field:?}");
    }
}

#[tokio::test]
async fn d2_the_road_ends_with_a_proof_and_its_timeline() {
    let school = School::open().await;
    let who = school.complete("张三", &number(1)).await;
    let id = begun(&school, &who).await;
    school.wait(1);
    pass_face(&school, &who, &id, "张三", &number(1)).await;
    school.wait(1);
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    registration::confirm(&school.cx, &who, &id, &answers()).await.unwrap();
    let other = payment::hand_in_proof(&school.cx, &who, &id, proof("李四")).await.unwrap_err();
    assert_eq!(problem(&other, Field::PayerName), Some(Problem::NotTheCandidate));
    school.wait(1);
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();

    let (seen, _) = registration::load_submitted(&school.cx, &who, &id).await.unwrap();
    assert_eq!(seen.step(), Step::Done);
    let events: Vec<_> = registration::timeline(&school.cx, &who, &id).await.unwrap();
    let events: Vec<_> = events.into_iter().map(|(_, event)| event).collect();
    let wanted =
        [Event::Begun, Event::NoticeAccepted, Event::FacePassed, Event::Confirmed, Event::ProofGiven];
    assert_eq!(events, wanted, "each move once, though every button was tapped twice");
    assert!(payment::own_proof(&school.cx, &who, &id).await.unwrap().starts_with(&[0xff, 0xd8]));
}
