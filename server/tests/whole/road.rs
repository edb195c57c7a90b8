//! People on the road of a registration, led by its own forms; only what the engine would say is written past it.

use domain::exam::Exam;
use domain::id::RegistrationId;
use domain::identity::Identity;
use domain::instant::Instant;

use crate::browser::{HTML, JSON, Part, encoded};
use crate::house::{House, Person, fine, photo};

/// Ids of what somebody owns.
#[derive(Clone)]
pub struct Owned {
    pub exam: String,
    pub registration: String,
    pub challenge: String,
    /// Another session of theirs, on another phone.
    pub session: String,
}

impl House {
    /// The exam that may be registered for now.
    pub async fn open_exam(&self) -> Exam {
        let now = self.cx.now();
        let exams = self.store.read(async |r| store::exam::list_published(r).await).await.unwrap();
        exams.into_iter().find(|exam| exam.windows.register.contains(now)).expect("an exam that is open")
    }

    /// Publishes the exam that is open once more, under another id, changed like this.
    pub async fn publish(&self, ulid: &str, change: impl FnOnce(&mut Exam)) -> Exam {
        let mut exam = self.open_exam().await;
        exam.id = domain::id::ExamId::from_ulid(ulid).unwrap();
        change(&mut exam);
        let now = self.cx.now();
        self.store.write(async |tx| store::exam::insert(tx, &exam, now).await).await.unwrap();
        exam
    }

    /// 已实名, with a portrait as the engine would have found it on the card.
    pub async fn pass_identity(&self, person: &Person) {
        let now = self.cx.now();
        self.store
            .write(async |tx| {
                let found = store::account::find_credentials(tx, &person.number).await?;
                let (account, _) = found.expect("an account of this number");
                let mut record = store::identity::find(tx, &account).await?.expect("pictures were handed in");
                record.identity = Identity::Passed { at: now };
                record.portrait = Some(vec![0.1; 128]);
                let version = record.version;
                store::identity::save(tx, &account, &record, version).await
            })
            .await
            .unwrap();
    }

    /// Consent, both pictures, 已实名.
    pub async fn verified(&self, person: &mut Person) {
        let jpeg = photo();
        fine(&mut person.browser, "/api/identity/consent", &[("consent", "on")]).await;
        for side in ["front", "back"] {
            let path = format!("/upload/identity/{side}");
            let answer = person.browser.upload(&path, HTML, &[Part::File("photo", &jpeg)]).await.unwrap();
            assert!(answer.is_fine(), "{side}: {answer:?}");
        }
        self.pass_identity(person).await;
    }

    /// Begins and accepts the notice; the registration's id.
    pub async fn at_face(&self, person: &mut Person, exam: &Exam) -> String {
        let begun = fine(&mut person.browser, "/api/registration/begin", &[("exam", exam.id.as_str())]).await;
        let id = begun.split('/').nth(2).unwrap().to_owned();
        let version = exam.notice.version.to_string();
        let notice = [("id", id.as_str()), ("version", version.as_str())];
        fine(&mut person.browser, "/api/registration/notice/accept", &notice).await;
        id
    }

    /// The face check as if it had been passed.
    pub async fn pass_face(&self, registration: &str) {
        let now = self.cx.now().as_millis();
        self.run(format!(
            "UPDATE registrations SET face_state = 'passed', face_at = {now} WHERE id = '{registration}'"
        ))
        .await;
    }

    /// A fresh draft that has come to 报考信息; its id.
    pub async fn at_answers(&self, person: &mut Person, exam: &Exam) -> String {
        let id = self.at_face(person, exam).await;
        self.pass_face(&id).await;
        id
    }

    /// One that has confirmed 报考信息; its id.
    pub async fn at_payment(&self, person: &mut Person, exam: &Exam) -> String {
        let id = self.at_answers(person, exam).await;
        fine(&mut person.browser, "/api/registration/confirm", &answers(&id, "en")).await;
        id
    }

    /// Hands the order screenshot in; where that leads. `replaces` names the proof that the page showed.
    pub async fn hand_in(&self, person: &Person, registration: &str, replaces: Option<&str>) -> String {
        let jpeg = photo();
        let mut parts = proof(person, &jpeg);
        parts.extend(replaces.map(|id| Part::Text("replaces", id)));
        let path = format!("/upload/proof/{registration}");
        let answer = person.browser.clone().upload(&path, HTML, &parts).await.unwrap();
        assert!(answer.is_fine(), "{answer:?}");
        answer.location().to_owned()
    }

    /// Asks for another name.
    pub async fn ask_rename(&self, person: &mut Person) {
        let jpeg = photo();
        let answer = person.browser.upload("/upload/rename", HTML, &rename(&jpeg)).await.unwrap();
        assert!(answer.is_fine(), "{answer:?}");
    }

    /// Leads somebody to the end of the road: pictures, a face challenge, a registration with its proof.
    pub async fn owner(&self, person: &mut Person) -> Owned {
        self.verified(person).await;
        let exam = self.open_exam().await;
        let registration = self.at_face(person, &exam).await;
        fine(&mut person.browser, "/api/registration/face/consent", &[("consent", "on")]).await;
        let challenge = self.challenge(person, &registration).await;
        self.pass_face(&registration).await;
        fine(&mut person.browser, "/api/registration/confirm", &answers(&registration, "en")).await;
        self.hand_in(person, &registration, None).await;
        self.ask_rename(person).await;
        let session = self.second_session(person).await;
        Owned { exam: exam.id.to_string(), registration, challenge, session }
    }

    /// A fresh round of the face check.
    pub async fn challenge(&self, person: &mut Person, registration: &str) -> String {
        let id = encoded(&[("id", registration)]);
        let issued = person.browser.form("/api/registration/face/challenge", JSON, &id).await.unwrap();
        issued.json()["id"].as_str().unwrap_or_else(|| panic!("{issued:?}")).to_owned()
    }

    /// The id of another session of theirs.
    pub async fn second_session(&self, person: &Person) -> String {
        let mut phone = self.sign_in(person).await;
        let listed = phone.form("/api/security/load", JSON, "").await.unwrap().json();
        let sessions = listed["sessions"].as_array().unwrap_or_else(|| panic!("{listed}"));
        let own = sessions.iter().find(|session| session["is_this"] == true);
        own.unwrap_or_else(|| panic!("{listed}"))["id"].as_str().unwrap().to_owned()
    }

    /// The registration as it is stored, with the version that a decision names.
    pub async fn stored(&self, id: &str) -> (domain::registration::Registration, i64) {
        let id: RegistrationId = id.parse().unwrap();
        let found = self.store.read(async |r| store::registration::find_anybodys(r, &id).await).await;
        found.unwrap().expect("the registration")
    }
}

/// 报考信息 of somebody who is enrolled and chooses the main site.
pub fn answers<'a>(id: &'a str, subject: &'a str) -> [(&'static str, &'a str); 4] {
    [("id", id), ("subject", subject), ("site", "1"), ("enrolment", "enrolled")]
}

/// The form of 上传凭证.
pub fn proof<'p>(person: &'p Person, jpeg: &'p [u8]) -> Vec<Part<'p>> {
    vec![
        Part::File("screenshot", jpeg),
        Part::Text("payer_name", person.name),
        Part::Text("payer_phone", &person.phone),
        Part::Text("payer_is_candidate", "on"),
    ]
}

/// The form of 更名申请.
pub fn rename(jpeg: &[u8]) -> Vec<Part<'_>> {
    vec![
        Part::File("rename_picture", jpeg),
        Part::Text("new_name", "欧阳望书"),
        Part::Text("rename_reason", "mistyped"),
    ]
}

/// So many seconds before.
pub fn before(instant: Instant, seconds: i64) -> Instant {
    instant.plus_seconds(-seconds)
}
