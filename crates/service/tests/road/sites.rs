//! Places at sites: chosen with the answers, exchanged by a change, given back by every end.

use domain::exam::{Exam, Places};
use domain::form::{Field, Problem};
use domain::id::RegistrationId;
use domain::registration::{AnswersForm, Changed, Refusal, RejectReason, State};
use service::review::Decision;
use service::{Candidate, Operator, jobs, payment, registration, review};

use crate::school::{School, number};
use crate::steps::{answers, problem, proof, refusal};

fn at(site: &str) -> AnswersForm {
    AnswersForm { site: site.into(), ..answers() }
}

impl School {
    /// Somebody in front of the answers of this exam.
    async fn at_answers_of(&self, exam: &Exam, name: &str, sequence: u32) -> (Candidate, RegistrationId) {
        let who = self.complete(name, &number(sequence)).await;
        let (id, _) = registration::begin(&self.cx, &who, &exam.id).await.unwrap();
        registration::accept_notice(&self.cx, &who, &id, exam.notice.version).await.unwrap();
        self.pass_gate(&who, &id).await;
        (who, id)
    }

    /// Taken places at the sites of the exam that was published beside the open one.
    async fn taken_at_sites_of(&self, exam: &Exam) -> Vec<i64> {
        let exam = self.store.read(async |r| store::exam::load(r, &exam.id).await).await.unwrap();
        exam.sites.iter().map(|site| site.places.taken).collect()
    }
}

async fn site(school: &School, who: &Candidate, id: &RegistrationId) -> Option<String> {
    registration::load(&school.cx, who, id).await.unwrap().registration.answers.unwrap().site
}

#[tokio::test]
async fn c12_a_full_site_is_refused_and_opens_again_when_somebody_leaves() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.sites[1].places.capacity = Some(1)).await;
    let (first, held) = school.at_answers_of(&exam, "张三", 1).await;
    let (second, wanted) = school.at_answers_of(&exam, "李四", 2).await;
    registration::confirm(&school.cx, &first, &held, &at("2")).await.unwrap();
    let refused = registration::confirm(&school.cx, &second, &wanted, &at("2")).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Site), Some(Problem::SiteFull));
    assert_eq!(school.state(&second, &wanted).await, State::Draft, "before money is asked");
    let page = registration::load_answers(&school.cx, &second, &wanted).await.unwrap();
    assert_eq!(page.form, at("2"), "nothing chosen is lost");
    assert!(page.offer.sites[1].full && !page.offer.sites[0].full);
    registration::withdraw(&school.cx, &first, &held).await.unwrap();
    registration::confirm(&school.cx, &second, &wanted, &at("2")).await.unwrap();
    assert_eq!(school.taken_at_sites_of(&exam).await, [0, 1, 0]);
}

#[tokio::test]
async fn c12_parallel_confirmations_never_share_the_last_place_of_a_site() {
    for (sites, full) in [(2, "its site"), (1, "the exam")] {
        let school = School::open().await;
        let last = Places { capacity: Some(1), taken: 0 };
        let exam = school
            .publish(|exam| {
                exam.sites.truncate(sites);
                exam.sites[0].places = last;
            })
            .await;
        let mut people = Vec::new();
        for sequence in 1..=4 {
            people.push(school.at_answers_of(&exam, "张三", sequence).await);
        }
        let takers: Vec<_> = people
            .into_iter()
            .map(|(who, id)| {
                let cx = school.cx.clone();
                tokio::spawn(async move { registration::confirm(&cx, &who, &id, &at("1")).await })
            })
            .collect();
        let mut taken = 0;
        for taker in takers {
            match taker.await.unwrap() {
                Ok(()) => taken += 1,
                Err(refused) if sites == 1 => assert_eq!(refusal(refused), Refusal::ExamFull),
                Err(refused) => assert_eq!(problem(&refused, Field::Site), Some(Problem::SiteFull)),
            }
        }
        assert_eq!(taken, 1, "one place was left in {full}");
        assert_eq!(school.taken_at_sites_of(&exam).await[0], 1);
    }
}

#[tokio::test]
async fn c12_every_end_gives_the_place_at_the_site_back() {
    let school = School::open().await;
    let staff = Operator::at_the_command_line();
    let (who, id) = school.due("张三", 1).await;
    assert_eq!(school.taken_at("1").await, 1);
    registration::withdraw(&school.cx, &who, &id).await.unwrap();
    assert_eq!(school.taken_at("1").await, 0, "withdrawn");

    let (who, id) = school.submitted("李四", 2).await;
    registration::request_withdrawal(&school.cx, &who, &id).await.unwrap();
    let request = review::list_withdrawals(&school.cx, &staff).await.unwrap().remove(0);
    assert_eq!(school.taken_at("1").await, 1);
    review::decide_withdrawal(&school.cx, &staff, &request.id, true).await.unwrap();
    assert_eq!(school.taken_at("1").await, 0, "withdrawn on request");

    let (_, id) = school.submitted("王五", 3).await;
    let waiting = review::list_proofs(&school.cx, &staff).await.unwrap().remove(0);
    review::accept_proof(&school.cx, &staff, &waiting.id, waiting.version).await.unwrap();
    let waiting = review::list_registrations(&school.cx, &staff).await.unwrap().remove(0);
    assert_eq!(school.taken_at("1").await, 1);
    let reject = Decision::Reject(RejectReason::NotEligible);
    review::decide_registration(&school.cx, &staff, &id, waiting.version, reject).await.unwrap();
    assert_eq!(school.taken_at("1").await, 0, "rejected");

    let (who, id) = school.due("赵六", 4).await;
    assert_eq!(school.taken_at("1").await, 1);
    school.wait_until(school.open_exam().await.windows.pay.end);
    jobs::run_due(&school.cx).await.unwrap();
    assert!(matches!(school.state(&who, &id).await, State::Expired { .. }));
    assert_eq!(school.taken_at("1").await, 0, "expired");
}

#[tokio::test]
async fn c14_a_change_of_the_site_moves_the_place_and_keeps_the_proof() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.sites[2].places.capacity = Some(0)).await;
    let (who, id) = school.at_answers_of(&exam, "张三", 1).await;
    registration::confirm(&school.cx, &who, &id, &at("1")).await.unwrap();
    payment::hand_in_proof(&school.cx, &who, &id, proof("张三")).await.unwrap();
    registration::change(&school.cx, &who, &id, &at("2")).await.unwrap();
    let seen = registration::load(&school.cx, &who, &id).await.unwrap();
    assert_eq!(seen.registration.changed, [Changed::Site]);
    assert!(matches!(seen.registration.state, State::Submitted { .. }));
    assert_eq!(school.taken_at_sites_of(&exam).await, [0, 1, 0]);

    let refused = registration::change(&school.cx, &who, &id, &at("3")).await.unwrap_err();
    assert_eq!(problem(&refused, Field::Site), Some(Problem::SiteFull));
    assert_eq!(site(&school, &who, &id).await.as_deref(), Some("2"), "what was held is kept");
    assert_eq!(school.taken_at_sites_of(&exam).await, [0, 1, 0]);
}

#[tokio::test]
async fn c8_the_only_site_is_theirs_without_being_asked() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.sites.truncate(1)).await;
    let (who, id) = school.at_answers_of(&exam, "张三", 1).await;
    registration::confirm(&school.cx, &who, &id, &at("")).await.unwrap();
    assert_eq!(site(&school, &who, &id).await.as_deref(), Some("1"));
    assert_eq!(school.taken_at_sites_of(&exam).await, [1]);
}

#[tokio::test]
async fn c8_an_exam_without_sites_asks_for_none() {
    let school = School::open().await;
    let exam = school.publish(|exam| exam.sites.clear()).await;
    let (who, id) = school.at_answers_of(&exam, "张三", 1).await;
    registration::confirm(&school.cx, &who, &id, &at("1")).await.unwrap();
    assert_eq!(site(&school, &who, &id).await, None, "though an old page sent one");
    let report = service::check::run(&school.store).await.unwrap();
    assert!(
        report
            .lines
            .iter()
            .filter(|line| line.rule.starts_with("places-of"))
            .all(|line| line.broken.is_empty())
    );
}
