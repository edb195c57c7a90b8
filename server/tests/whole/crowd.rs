//! Many invented people at once, written past the road: what a school looks like in the week before the exam.

use domain::document::{DocumentKind, DocumentNumber, IdNumber};
use domain::exam::Exam;
use domain::face::FaceCheck;
use domain::id::{AccountId, PhotoId, ProofId, RegistrationId};
use domain::identity::Identity;
use domain::instant::Instant;
use domain::payment::{Payer, PaymentState};
use domain::person::{PersonName, Phone, Region};
use domain::registration::{Answers, Enrolment, Registration, State};
use store::account::Account;
use store::identity::IdentityRecord;
use store::photo::Photo;
use store::proof::Proof;
use store::{Error, Tx};

use crate::house::House;

/// The queues that a crowd fills.
pub const QUEUES: [&str; 3] = ["identity", "proof", "registration"];

/// People who are written in one transaction.
const TOGETHER: usize = 500;

const FAMILY: [&str; 10] = ["王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周"];
const GIVEN: [&str; 20] = [
    "伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超",
    "霞", "平", "刚",
];

/// Who was written, as far as a measurement asks.
pub struct Crowd {
    /// The first line of each queue.
    pub lines: Vec<(&'static str, String)>,
    /// The proof that was handed in last and waits.
    pub last_proof: String,
}

impl Crowd {
    /// Names that there are; after so many people they come again.
    pub const NAMES: usize = FAMILY.len() * GIVEN.len() * GIVEN.len();

    /// Writes `people`, of whom each is registered for the exam that is open.
    pub async fn fill(house: &House, people: usize) -> Self {
        let exam = house.open_exam().await;
        let now = house.cx.now();
        for from in (0..people).step_by(TOGETHER) {
            let some = from..(from + TOGETHER).min(people);
            let write = house.store.write(async |tx| {
                for one in some.clone() {
                    write(tx, one, &exam, now).await?;
                }
                Ok(())
            });
            let written: Result<(), Error> = write.await;
            written.unwrap();
        }
        // As the database keeps itself, sooner or later.
        house.run("ANALYZE").await;
        let first = |stage: Stage| (0..people).find(|one| Stage::of(*one) == stage).unwrap();
        let lines = vec![
            ("identity", Self::account(first(Stage::IdentityWaits)).to_string()),
            ("proof", ProofId::from_ulid(&ulid(first(Stage::Submitted))).unwrap().to_string()),
            (
                "registration",
                RegistrationId::from_ulid(&ulid(first(Stage::UnderReview))).unwrap().to_string(),
            ),
        ];
        let last = (0..people).rev().find(|one| Stage::of(*one) == Stage::Submitted).unwrap();
        Self { lines, last_proof: ProofId::from_ulid(&ulid(last)).unwrap().to_string() }
    }

    pub fn account(one: usize) -> AccountId {
        AccountId::from_ulid(&ulid(one)).unwrap()
    }

    pub fn name(one: usize) -> String {
        let (family, given) = (one % FAMILY.len(), one / FAMILY.len());
        let second = given / GIVEN.len() % GIVEN.len();
        [FAMILY[family], GIVEN[given % GIVEN.len()], GIVEN[second]].concat()
    }

    pub fn phone(one: usize) -> String {
        format!("139{one:08}")
    }

    pub fn number(one: usize) -> String {
        let day = one / 500;
        let born = format!("{:04}{:02}{:02}", 1_980 + day / 336, day % 336 / 28 + 1, day % 28 + 1);
        let digits = format!("430111{born}{:03}", one % 500 * 2);
        format!("{digits}{}", IdNumber::check_character(&digits).unwrap())
    }
}

/// Where somebody of a crowd stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Draft,
    IdentityWaits,
    AwaitingPayment,
    Submitted,
    UnderReview,
    Approved,
}

impl Stage {
    fn of(one: usize) -> Self {
        match one % 20 {
            0 | 1 => Self::Draft,
            2 => Self::IdentityWaits,
            3 | 4 => Self::AwaitingPayment,
            5..=9 => Self::Submitted,
            10..=13 => Self::UnderReview,
            _ => Self::Approved,
        }
    }

    fn state(self, at: Instant) -> (State, PaymentState) {
        match self {
            Self::Draft | Self::IdentityWaits => (State::Draft, PaymentState::None),
            Self::AwaitingPayment => (State::AwaitingPayment { since: at }, PaymentState::None),
            Self::Submitted => (State::Submitted { at }, PaymentState::ProofGiven),
            Self::UnderReview => (State::UnderReview { since: at }, PaymentState::Confirmed),
            Self::Approved => (State::Approved { at }, PaymentState::Confirmed),
        }
    }
}

/// What the identifiers of the `one`th person and their things have in common.
fn ulid(one: usize) -> String {
    format!("01KB{one:022}")
}

async fn write(tx: &mut Tx<'_>, one: usize, exam: &Exam, now: Instant) -> Result<(), Error> {
    let stage = Stage::of(one);
    let at =
        Instant::from_millis(now.as_millis() - 86_400_000 + i64::try_from(one).unwrap() * 1_000 % 86_400_000);
    let account = account(one, at);
    store::account::insert(tx, &account, "of nobody who signs in").await?;
    let identity = if stage == Stage::IdentityWaits {
        Identity::WaitingForPerson { since: at, problems: Vec::new() }
    } else {
        Identity::Passed { at }
    };
    let record =
        IdentityRecord { identity, front: None, back: None, portrait: None, only_person: false, version: 0 };
    store::identity::save(tx, &account.id, &record, 0).await?;
    store::registration::insert(tx, &registration(one, stage, exam, at)).await?;
    if matches!(stage, Stage::Submitted | Stage::UnderReview | Stage::Approved) {
        hand_in(tx, one, &account, at).await?;
    }
    Ok(())
}

fn account(one: usize, at: Instant) -> Account {
    Account {
        id: Crowd::account(one),
        name: PersonName::parse(&Crowd::name(one)).unwrap(),
        region: Region::Mainland,
        number: DocumentNumber::parse(DocumentKind::ResidentId, &Crowd::number(one)).unwrap(),
        phone: Phone::parse(&Crowd::phone(one)).unwrap(),
        candidate_type: Some("函授".to_owned()),
        major: Some("会计学".to_owned()),
        created: at,
        version: 1,
    }
}

fn registration(one: usize, stage: Stage, exam: &Exam, at: Instant) -> Registration {
    let (standing, payment) = stage.state(at);
    let answers = Answers {
        subject: exam.subjects[one % exam.subjects.len()].code.clone(),
        site: (!exam.sites.is_empty()).then(|| exam.sites[one % exam.sites.len()].code.clone()),
        enrolment: Enrolment::Enrolled,
        candidate_type: "函授".to_owned(),
        major: "会计学".to_owned(),
    };
    Registration {
        id: RegistrationId::from_ulid(&ulid(one)).unwrap(),
        account: Crowd::account(one),
        exam: exam.id.clone(),
        state: standing,
        payment,
        notice: Some((1, at)),
        face: FaceCheck::Passed { at },
        answers: (standing != State::Draft).then_some(answers),
        changed: Vec::new(),
        permit: None,
        created: at,
    }
}

async fn hand_in(tx: &mut Tx<'_>, one: usize, account: &Account, at: Instant) -> Result<(), Error> {
    let photo = Photo {
        id: PhotoId::from_ulid(&ulid(one)).unwrap(),
        account: account.id.clone(),
        purpose: "order_screenshot".to_owned(),
        width: 1_080,
        height: 2_340,
        bytes: 90_000,
        created: at,
    };
    store::photo::insert(tx, &photo).await?;
    let payer = Payer { name: account.name.clone(), phone: account.phone.clone() };
    let (id, registration) =
        (ProofId::from_ulid(&ulid(one)).unwrap(), RegistrationId::from_ulid(&ulid(one)).unwrap());
    let proof = Proof { id, registration, photo: photo.id, payer, at };
    store::proof::insert(tx, &proof).await
}
