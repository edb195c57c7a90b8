//! Documents that the machine does not read, from the pictures to the order screenshot (B9).

use domain::document::{DocumentKind, DocumentNumber, IdNumber};
use domain::face::FaceRefusal;
use domain::id::AccountId;
use domain::identity::{Decision, Identity};
use domain::registration::{Refusal, State, Step};
use service::account::ProfileForm;
use service::{Candidate, Error, Operator, Refused, account, face, identity, payment, registration};

use crate::identity::check;
use crate::registration::begun;
use crate::school::{PASSWORD, School, number, wall};
use crate::steps::{answers, proof, refusal};

const NAME: &str = "陈大文";

/// A right number that begins with these six digits.
fn built_like_resident(area: &str) -> String {
    let digits = format!("{area}19950615001");
    format!("{digits}{}", IdNumber::check_character(&digits).unwrap())
}

async fn approved(school: &School, who: &Candidate) {
    let found = check(school, who, (wall(1), wall(2))).await;
    assert!(
        matches!(&found, Identity::WaitingForPerson { problems, .. } if problems.is_empty()),
        "{found:?}"
    );
    let staff = Operator::at_the_command_line();
    identity::desk::decide(&school.cx, &staff, who.id(), None, Decision::Approve).await.unwrap();
}

/// From an approved document to the order screenshot: the machine has no portrait, so a person has the face.
async fn walk(school: &School, who: &Candidate, id: &domain::id::RegistrationId) {
    face::give_consent(&school.cx, who, true).await.unwrap();
    assert!(!face::load(&school.cx, who, id).await.unwrap().comparable);
    let refused = face::issue(&school.cx, who, id).await.map(drop);
    let nothing = FaceRefusal::NothingToCompare;
    assert!(matches!(refused, Err(Error::Refused(Refused::Face(why))) if why == nothing));
    assert_eq!(face::ask_person(&school.cx, who, id).await.unwrap(), Step::Answers);
    school.wait(1);
    registration::confirm(&school.cx, who, id, &answers()).await.unwrap();
    payment::hand_in_proof(&school.cx, who, id, proof(NAME)).await.unwrap();
    assert!(matches!(school.state(who, id).await, State::Submitted { .. }));
}

#[tokio::test]
async fn b9_a_residence_card_of_each_region_leads_to_the_end() {
    for area in ["810000", "820000", "830000"] {
        let school = School::open().await;
        let who = school.complete(NAME, &built_like_resident(area)).await;
        let kind = account::load(&school.cx, &who).await.unwrap().number.kind();
        assert_eq!(kind, DocumentKind::HongKongMacaoTaiwanResidence);
        let id = begun(&school, &who).await;
        approved(&school, &who).await;
        walk(&school, &who, &id).await;
    }
}

/// No region offers this document at the sign-up; accounts with one are made by the school.
async fn foreigner(school: &School) -> Candidate {
    let resident = school.candidate("张三", &number(1)).await;
    let number = built_like_resident("931101");
    school
        .store
        .write(async |tx| {
            let hash = store::account::load_password(tx, resident.id()).await?;
            let mut account = store::account::load(tx, resident.id()).await?;
            account.id = AccountId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
            account.number = DocumentNumber::parse(DocumentKind::ForeignPermanentResidence, &number).unwrap();
            store::account::insert(tx, &account, &hash).await
        })
        .await
        .unwrap();
    let signed_in = school.sign_in(&number, PASSWORD).await.unwrap();
    let who = school.who(&signed_in).await.unwrap();
    let profile =
        ProfileForm { name: NAME.into(), candidate_type: "函授".into(), major: "会计学".into() };
    account::save_profile(&school.cx, &who, profile).await.unwrap();
    who
}

#[tokio::test]
async fn b9_a_foreign_permanent_residence_card_leads_to_the_end_where_the_exam_takes_it() {
    let school = School::open().await;
    let who = foreigner(&school).await;
    let not_taken = registration::begin(&school.cx, &who, &school.open_exam().await.id).await.unwrap_err();
    assert_eq!(refusal(not_taken), Refusal::DocumentNotTaken);
    let exam =
        school.publish(|exam| exam.rules.documents.push(DocumentKind::ForeignPermanentResidence)).await;
    let (id, _) = registration::begin(&school.cx, &who, &exam.id).await.unwrap();
    registration::accept_notice(&school.cx, &who, &id, exam.notice.version).await.unwrap();
    approved(&school, &who).await;
    walk(&school, &who, &id).await;
}
