//! People, exams and moments for the contracts. Area 790101 exists nowhere.

use domain::document::{DocumentKind, DocumentNumber};
use domain::exam::{Exam, Fee, MajorRule, Notice, Places, Rules, Site, Status, Subject, Windows};
use domain::face::FaceCheck;
use domain::id::{
    AccountId, ChallengeId, ExamId, PhotoId, RegistrationId, SessionId, StaffId, StaffSessionId,
};
use domain::instant::{Instant, Window};
use domain::money::Fen;
use domain::payment::PaymentState;
use domain::person::{PersonName, Phone, Region};
use domain::registration::{Answers, Enrolment, Registration, State};
use domain::staff::{LoginName, StaffMember, StaffState};
use store::account::Account;
use store::face_challenge::FaceChallenge;
use store::photo::Photo;
use store::session::Session;
use store::staff_session::{StaffSession, Stage};
use store::{Error, Store};

pub const NAME: &str = "逄阿依古丽";
pub const NUMBER: &str = "H12345678";
pub const PHONE: &str = "13800005678";

pub fn at(millis: i64) -> Instant {
    Instant::from_millis(1_800_000_000_000 + millis)
}

/// An identifier of any noun, the same for the same `n`.
pub fn id<T: TryFrom<String>>(prefix: &str, n: u32) -> T {
    format!("{prefix}_{n:026}").try_into().ok().expect("a prefix of this noun")
}

pub fn name(text: &str) -> PersonName {
    PersonName::parse(text).unwrap()
}

pub fn phone(text: &str) -> Phone {
    Phone::parse(text).unwrap()
}

pub fn account(n: u32, kind: DocumentKind, number: &str) -> Account {
    Account {
        id: id(AccountId::PREFIX, n),
        name: name(NAME),
        region: Region::HongKongMacaoTaiwan,
        number: DocumentNumber::parse(kind, number).unwrap(),
        phone: phone(PHONE),
        candidate_type: None,
        major: Some("英语".into()),
        created: at(0),
        version: 1,
    }
}

pub fn an_account() -> Account {
    account(1, DocumentKind::HongKongMacaoPermit, NUMBER)
}

pub fn a_session(n: u32) -> Session {
    Session { id: id(SessionId::PREFIX, n), account: None, created: at(0), expires: at(1_000), device: None }
}

/// Somebody of the staff who was invited.
pub fn somebody(n: u32) -> StaffMember {
    StaffMember {
        id: id(StaffId::PREFIX, n),
        login: LoginName::parse(&format!("wang.fang{n}")).unwrap(),
        name: name(NAME),
        state: StaffState::Invited { until: at(1_000) },
        created: at(i64::from(n)),
        version: 1,
    }
}

/// An open session of the first of the staff.
pub fn a_staff_session(n: u32) -> StaffSession {
    StaffSession {
        id: id(StaffSessionId::PREFIX, n),
        staff: somebody(1).id,
        stage: Stage::Open,
        created: at(0),
        seen: at(0),
        ends: at(1_000),
        confirmed: at(0),
        device: None,
    }
}

pub fn an_exam(n: u32) -> Exam {
    let window = |start, end| Window { start: at(start), end: at(end) };
    Exam {
        id: id(ExamId::PREFIX, n),
        status: Status::Published { at: at(0) },
        title: "学士学位外语考试".into(),
        windows: Windows {
            register: window(100, 200 + i64::from(n)),
            edit: window(103, 205),
            pay: window(101, 210),
            review: window(102, 300),
            ticket: window(301, 400),
            score: window(500, 600),
        },
        subjects: vec![
            Subject { code: "ja".into(), name: "日语".into(), places: Places::default() },
            Subject {
                code: "en".into(),
                name: "英语".into(),
                places: Places { capacity: Some(50), taken: 0 },
            },
        ],
        sites: vec![
            Site {
                code: "2".into(),
                name: "东校区考点".into(),
                address: "示例路 2 号".into(),
                places: Places { capacity: Some(30), taken: 0 },
            },
            Site {
                code: "1".into(),
                name: "主校区考点".into(),
                address: "示例路 1 号".into(),
                places: Places::default(),
            },
        ],
        fee: Fee {
            amount: Fen(10_000),
            item: "考试费".into(),
            payee: "示例大学".into(),
            link: "https://example.invalid/pay".into(),
        },
        notice: Notice { version: 3, text: "须知".into() },
        places: Places { capacity: Some(400), taken: 0 },
        rules: Rules {
            majors: vec![MajorRule { major: "英语".into(), only: vec!["ja".into()] }],
            years_since_graduation: Some(2),
            allows_pending_identity: true,
            ..Rules::default()
        },
        is_test: false,
    }
}

pub fn a_registration(n: u32) -> Registration {
    Registration {
        id: id(RegistrationId::PREFIX, n),
        account: an_account().id,
        exam: an_exam(1).id,
        state: State::Draft,
        payment: PaymentState::None,
        notice: None,
        face: FaceCheck::None,
        answers: None,
        changed: Vec::new(),
        permit: None,
        created: at(i64::from(n)),
    }
}

/// 在籍, who chose this subject.
pub fn answers(subject: &str) -> Answers {
    Answers {
        subject: subject.into(),
        site: None,
        enrolment: Enrolment::Enrolled,
        candidate_type: "函授".into(),
        major: "会计学".into(),
    }
}

pub fn a_photo(n: u32) -> Photo {
    Photo {
        id: id(PhotoId::PREFIX, n),
        account: an_account().id,
        purpose: "card_front".into(),
        width: 1_600,
        height: 1_200,
        bytes: 345_678,
        created: at(7),
    }
}

pub fn a_challenge() -> FaceChallenge {
    FaceChallenge {
        id: id(ChallengeId::PREFIX, 1),
        registration: a_registration(1).id,
        movements: vec!["turn_left".into(), "come_closer".into()],
        issued: at(0),
        expires: at(100),
        used: None,
    }
}

/// Somebody with an account, an exam, and a draft of a registration for it.
pub async fn a_draft_is_begun(store: &Store) {
    store
        .write(async |tx| {
            store::account::insert(tx, &an_account(), "hash").await?;
            store::exam::insert(tx, &an_exam(1), at(0)).await?;
            store::registration::insert(tx, &a_registration(1)).await
        })
        .await
        .unwrap();
}

/// The refusal as a word, so that a test can compare it.
#[expect(clippy::needless_pass_by_value, reason = "calls read better without a reference")]
pub fn kind_of<T>(outcome: Result<T, Error>) -> &'static str {
    match outcome {
        Ok(_) => "ok",
        Err(Error::Stale) => "stale",
        Err(Error::Taken) => "taken",
        Err(Error::Database(_)) => "database",
        Err(Error::Sealed) => "sealed",
        Err(Error::Corrupt(_)) => "corrupt",
        Err(Error::File(_)) => "file",
    }
}
