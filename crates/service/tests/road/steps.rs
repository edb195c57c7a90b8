//! Steps of the road that many tests begin behind.

use domain::exam::{Exam, Places};
use domain::form::{Field, Problem};
use domain::id::{ExamId, RegistrationId};
use domain::identity::Identity;
use domain::payment::ProofForm;
use domain::registration::{AnswersForm, Refusal, State};
use image::{ImageFormat, RgbImage};
use service::payment::ProofUpload;
use service::{Candidate, Error, Refused, demo, payment, registration};
use store::identity::IdentityRecord;

use crate::registration::begun;
use crate::school::{PHONE, School, number};

/// 英语 at the main site, 在籍.
pub fn answers() -> AnswersForm {
    choosing("en")
}

pub fn choosing(subject: &str) -> AnswersForm {
    let (subject, site, enrolment) = (subject.into(), "1".into(), "enrolled".into());
    AnswersForm { subject, site, enrolment, ..AnswersForm::default() }
}

/// What a first visit to the proof page sends.
pub fn proof(payer: &str) -> ProofUpload {
    ProofUpload {
        form: ProofForm {
            payer_name: payer.into(),
            payer_phone: PHONE.into(),
            payer_is_candidate: Some("on".into()),
        },
        screenshot: screenshot(200),
        replaces: None,
    }
}

/// A picture of one grey.
pub fn screenshot(grey: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    RgbImage::from_pixel(600, 1_200, image::Rgb([grey; 3])).write_to(&mut bytes, ImageFormat::Png).unwrap();
    bytes.into_inner()
}

pub fn refusal(error: Error) -> Refusal {
    match error {
        Error::Refused(Refused::Registration(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

pub fn problem(error: &Error, field: Field) -> Option<Problem> {
    match error {
        Error::Refused(Refused::Fields(problems)) => problems.of(field),
        other => panic!("{other}"),
    }
}

impl School {
    /// 实名认证 and the face check, as their own tests show them, without their pictures.
    pub async fn pass_gate(&self, who: &Candidate, id: &RegistrationId) {
        let now = self.cx.now();
        let done: Result<(), store::Error> = self
            .store
            .write(async |tx| {
                let record = IdentityRecord {
                    identity: Identity::Passed { at: now },
                    front: None,
                    back: None,
                    portrait: None,
                    only_person: false,
                    version: 0,
                };
                store::identity::save(tx, who.id(), &record, 0).await
            })
            .await;
        done.unwrap();
        self.pass_face_of(who, id).await;
    }

    /// The face check alone, where 实名认证 was passed before.
    pub async fn pass_face_of(&self, who: &Candidate, id: &RegistrationId) {
        let now = self.cx.now();
        let done: Result<(), store::Error> = self
            .store
            .write(async |tx| {
                let (mut own, seen) = store::registration::find_own(tx, who.id(), id).await?.unwrap();
                own.face = domain::face::FaceCheck::Passed { at: now };
                store::registration::save(tx, &own, seen).await
            })
            .await;
        done.unwrap();
    }

    /// A candidate before 报考信息.
    pub async fn at_answers(&self, name: &str, sequence: u32) -> (Candidate, RegistrationId) {
        let who = self.complete(name, &number(sequence)).await;
        let id = begun(self, &who).await;
        self.pass_gate(&who, &id).await;
        (who, id)
    }

    /// A candidate who owes the fee.
    pub async fn due(&self, name: &str, sequence: u32) -> (Candidate, RegistrationId) {
        let (who, id) = self.at_answers(name, sequence).await;
        self.wait(1);
        registration::confirm(&self.cx, &who, &id, &answers()).await.unwrap();
        (who, id)
    }

    /// A candidate whose proof waits for a look.
    pub async fn submitted(&self, name: &str, sequence: u32) -> (Candidate, RegistrationId) {
        let (who, id) = self.due(name, sequence).await;
        self.wait(1);
        payment::hand_in_proof(&self.cx, &who, &id, proof(name)).await.unwrap();
        (who, id)
    }

    pub async fn state(&self, who: &Candidate, id: &RegistrationId) -> State {
        registration::load(&self.cx, who, id).await.unwrap().registration.state
    }

    /// The seeded exam that is open at first, as the database has it now.
    pub async fn open_exam(&self) -> Exam {
        let home = service::exam::home(&self.cx, None).await.unwrap();
        home.exams.into_iter().map(|(exam, _)| exam).find(|exam| exam.title.contains("报名进行中")).unwrap()
    }

    /// Taken places of the open exam in this subject.
    pub async fn taken(&self, subject: &str) -> i64 {
        self.open_exam().await.subject(subject).unwrap().places.taken
    }

    /// Taken places of the open exam at this site.
    pub async fn taken_at(&self, site: &str) -> i64 {
        self.open_exam().await.site(site).unwrap().places.taken
    }

    /// Publishes an exam like the open one, changed by `change`.
    pub async fn publish(&self, change: impl FnOnce(&mut Exam)) -> Exam {
        let mut exam = self.open_exam().await;
        exam.id = ExamId::from_ulid("01ZZZZZZZZZZZZZZZZZZZZZZZZ").unwrap();
        exam.title = "另一场考试".into();
        exam.places = Places::default();
        exam.subjects.iter_mut().for_each(|subject| subject.places = Places::default());
        exam.sites.iter_mut().for_each(|site| site.places = Places::default());
        change(&mut exam);
        let now = self.cx.now();
        self.store.write(async |tx| store::exam::insert(tx, &exam, now).await).await.unwrap();
        exam
    }

    /// The newest message.
    pub async fn newest_message(&self) -> String {
        self.work().await;
        demo::messages(&self.cx).await.unwrap().remove(0).1
    }
}
