//! The command line for staff, beside the open school: the program itself decides about what candidates handed in.

use std::path::Path;
use std::process::{Command, Output};

use service::{Clock, SystemClock};

use crate::browser::{JSON, Part};
use crate::house::{House, Opening, Person, fine, models, photo};
use crate::road::answers;

/// What staff at the command line say.
struct Desk {
    house: House,
    person: Person,
    /// The registration of the person, and its exam's title.
    registration: String,
    exam: String,
}

impl Desk {
    /// A school in which somebody has come to 缴费. The program goes by the system's clock, and so does the school.
    async fn open() -> Self {
        let house = House::with(Opening { now: SystemClock.now(), ..Opening::default() }).await;
        let mut person = house.person("欧阳望舒", 123).await;
        house.verified(&mut person).await;
        let exam = house.open_exam().await;
        let registration = house.at_payment(&mut person, &exam).await;
        Self { house, person, registration, exam: exam.title }
    }

    async fn with_proof() -> Self {
        let desk = Self::open().await;
        desk.house.hand_in(&desk.person, &desk.registration, None).await;
        desk
    }

    fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_zhunkao"))
            .args(words)
            .arg("--data")
            .arg(self.house.data())
            .arg("--models")
            .arg(models())
            .output()
            .unwrap()
    }

    /// What it prints when it goes well.
    fn done(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(output.status.success(), "{words:?}: {}", told(&output));
        told(&output)
    }

    /// Why it does not.
    fn refused(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?}: {}", told(&output));
        told(&output)
    }

    /// The only line of a queue: its id, and its version where it has one. It names no person.
    fn only_line(&self, words: &[&str]) -> (String, String) {
        let list = self.done(words);
        for secret in self.person.secrets() {
            assert!(!list.contains(&secret), "{words:?} lists {secret}: {list}");
        }
        assert_eq!(list.lines().count(), 1, "{list}");
        let mut parts = list.split_whitespace();
        let id = parts.next().unwrap().to_owned();
        let version = parts.skip_while(|part| *part != "version").nth(1).unwrap_or_default().to_owned();
        (id, version)
    }

    /// What the candidate's page says.
    async fn page(&self) -> String {
        let path = format!("/registrations/{}", self.registration);
        self.person.browser.clone().get(&path).await.unwrap().words()
    }

    async fn state(&self) -> &'static str {
        self.house.stored(&self.registration).await.0.state.code()
    }
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// Whether a picture was written that nobody else can read.
fn is_private_picture(path: &Path) -> bool {
    let is_jpeg = std::fs::read(path).is_ok_and(|bytes| bytes.starts_with(&[0xff, 0xd8]));
    #[cfg(unix)]
    let is_private = {
        use std::os::unix::fs::PermissionsExt;
        std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode().trailing_zeros() >= 6)
    };
    #[cfg(not(unix))]
    let is_private = true;
    is_jpeg && is_private
}

#[tokio::test(flavor = "multi_thread")]
async fn d8_staff_list_show_and_decide_proofs_on_the_command_line() {
    let desk = Desk::with_proof().await;
    let (id, version) = desk.only_line(&["proof", "list"]);
    let to = desk.house.data().join("look");
    let shown = desk.done(&["proof", "show", &id, "--to", to.to_str().unwrap()]);
    assert!(shown.contains("欧阳望舒") && shown.contains("payer is the candidate: yes"), "{shown}");
    assert!(shown.contains(&format!("version  {version}")) && shown.contains(&desk.exam), "{shown}");
    assert!(is_private_picture(&to.join("proof.jpg")));

    let stale = desk.refused(&["proof", "decide", &id, "approve", "--version", "1"]);
    assert!(stale.contains("has changed"), "{stale}");
    assert_eq!(desk.state().await, "submitted");
    let blurred = ["proof", "decide", &id, "return", "--version", &version, "--reason", "blurred"];
    desk.done(&blurred);
    assert!(desk.page().await.contains("（D8-1）"), "the candidate reads why");
    desk.house.wait(1);
    desk.house.hand_in(&desk.person, &desk.registration, Some(&id)).await;
    let replaced = desk.refused(&["proof", "decide", &id, "approve", "--version", &version]);
    assert!(replaced.contains("has changed"), "another picture is the proof now: {replaced}");
    let (id, version) = desk.only_line(&["proof", "list"]);
    desk.done(&["proof", "decide", &id, "approve", "--version", &version]);
    assert_eq!(desk.state().await, "under_review");
    assert!(desk.done(&["proof", "list"]).contains("nobody waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn d5_the_finance_office_lists_and_shows_what_came_too_late() {
    let desk = Desk::open().await;
    assert!(desk.done(&["proof", "late"]).contains("nobody waits"));
    let now = desk.house.cx.now().as_millis();
    desk.house.run(format!("UPDATE exams SET pay_end = {now}")).await;
    desk.house.hand_in(&desk.person, &desk.registration, None).await;
    let (id, _) = desk.only_line(&["proof", "late"]);
    let to = desk.house.data().join("look");
    let shown = desk.done(&["proof", "show", &id, "--to", to.to_str().unwrap()]);
    assert!(shown.contains("欧阳望舒") && is_private_picture(&to.join("proof.jpg")), "{shown}");
    assert!(desk.done(&["proof", "list"]).contains("nobody waits"), "it does not stand among those in time");
    assert_eq!(desk.state().await, "expired");
}

#[tokio::test(flavor = "multi_thread")]
async fn f3_staff_list_and_decide_registrations_on_the_command_line() {
    let desk = Desk::with_proof().await;
    assert!(desk.done(&["registration", "list"]).contains("nobody waits"));
    let (proof, version) = desk.only_line(&["proof", "list"]);
    let early =
        desk.refused(&["registration", "decide", &desk.registration, "approve", "--version", &version]);
    assert!(early.contains("not in a state"), "the payment comes first: {early}");
    desk.done(&["proof", "decide", &proof, "approve", "--version", &version]);

    let (id, version) = desk.only_line(&["registration", "list"]);
    assert_eq!(id, desk.registration);
    let stale = desk.refused(&["registration", "decide", &id, "approve", "--version", "1"]);
    assert!(stale.contains("has changed"), "{stale}");
    let no_reason = desk.refused(&["registration", "decide", &id, "reject", "--version", &version]);
    assert!(no_reason.contains("not_eligible"), "the reasons are listed: {no_reason}");
    desk.done(&["registration", "decide", &id, "return", "--version", &version]);
    assert!(desk.page().await.contains("（D8-6）"));
    let mut browser = desk.person.browser.clone();
    fine(&mut browser, "/api/registration/change", &answers(&id, "ja")).await;

    let list = desk.done(&["registration", "list"]);
    assert!(list.contains("changed subject"), "what changed since the last look is marked: {list}");
    let (_, version) = desk.only_line(&["registration", "list"]);
    desk.done(&["registration", "decide", &id, "approve", "--version", &version]);
    assert_eq!(desk.state().await, "approved");
    assert!(desk.page().await.contains("审核通过"));
    assert!(desk.done(&["registration", "list"]).contains("nobody waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn c16_staff_list_and_decide_withdrawals_on_the_command_line() {
    let desk = Desk::with_proof().await;
    let mut browser = desk.person.browser.clone();
    let ask = [("id", desk.registration.as_str())];
    fine(&mut browser, "/api/registration/withdrawal/request", &ask).await;
    let (declined, _) = desk.only_line(&["withdrawal", "list"]);
    desk.done(&["withdrawal", "decide", &declined, "reject"]);
    assert_eq!(desk.state().await, "submitted");
    assert!(desk.page().await.contains("退出申请未获同意"));

    fine(&mut browser, "/api/registration/withdrawal/request", &ask).await;
    let old = desk.refused(&["withdrawal", "decide", &declined, "approve"]);
    assert!(old.contains("has changed"), "that one is decided: {old}");
    assert_eq!(desk.state().await, "submitted");
    let (id, _) = desk.only_line(&["withdrawal", "list"]);
    desk.done(&["withdrawal", "decide", &id, "approve"]);
    assert_eq!(desk.state().await, "withdrawn");
    assert!(desk.done(&["withdrawal", "list"]).contains("nobody waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn b8_staff_list_show_and_decide_renames_on_the_command_line() {
    let mut desk = Desk::with_proof().await;
    desk.house.ask_rename(&mut desk.person).await;
    let (id, version) = desk.only_line(&["rename", "list"]);
    assert!(!desk.done(&["rename", "list"]).contains("欧阳望书"), "nor the name that is wanted");
    let to = desk.house.data().join("look");
    let shown = desk.done(&["rename", "show", &id, "--to", to.to_str().unwrap()]);
    assert!(shown.contains("present  欧阳望舒") && shown.contains("wanted   欧阳望书"), "{shown}");
    assert!(is_private_picture(&to.join("proof.jpg")));
    let stale = desk.refused(&["rename", "decide", &id, "approve", "--version", "9"]);
    assert!(stale.contains("has changed"), "{stale}");
    let no_reason = desk.refused(&["rename", "decide", &id, "reject", "--version", &version]);
    assert!(no_reason.contains("not_proven"), "the reasons are listed: {no_reason}");
    desk.done(&["rename", "decide", &id, "approve", "--version", &version]);
    let profile = desk.person.browser.get("/me/profile").await.unwrap().words();
    assert!(profile.contains("欧阳望书"), "{profile}");
    let again = desk.refused(&["rename", "decide", &id, "approve"]);
    assert!(again.contains("nobody waits"), "{again}");
    assert!(desk.done(&["rename", "list"]).contains("nobody waits"));
}

#[tokio::test(flavor = "multi_thread")]
async fn c6_staff_list_show_and_decide_face_checks_on_the_command_line() {
    let house = House::with(Opening { now: SystemClock.now(), ..Opening::default() }).await;
    let mut person = house.person("欧阳望舒", 123).await;
    house.verified(&mut person).await;
    let exam = house.open_exam().await;
    let registration = house.at_face(&mut person, &exam).await;
    fine(&mut person.browser, "/api/registration/face/consent", &[("consent", "on")]).await;
    let challenge = house.challenge(&mut person, &registration).await;
    let (path, jpeg) = (format!("/upload/face/{registration}/{challenge}"), photo());
    let frames: Vec<_> = (0..5).map(|_| Part::File("frame", &jpeg)).collect();
    assert_eq!(person.browser.upload(&path, JSON, &frames).await.unwrap().status, 200);
    fine(&mut person.browser, "/api/registration/face/person", &[("id", &registration)]).await;
    let desk = Desk { house, person, registration, exam: exam.title };

    let (id, version) = desk.only_line(&["face", "list"]);
    assert_eq!(id, desk.registration);
    let to = desk.house.data().join("look");
    let shown = desk.done(&["face", "show", &id, "--to", to.to_str().unwrap()]);
    assert!(shown.contains("欧阳望舒") && shown.contains(&desk.exam), "{shown}");
    assert!(shown.contains(&format!("version   {version}")), "{shown}");
    for picture in ["front.jpg", "face-1.jpg", "face-5.jpg"] {
        assert!(is_private_picture(&to.join(picture)), "{picture}: {shown}");
    }
    let looked = "SELECT COUNT(*) FROM audit WHERE event = 'face.looked_at'";
    assert_eq!(desk.house.count(looked).await, 1, "who looked is written down");

    let stale = desk.refused(&["face", "decide", &id, "approve", "--version", "1"]);
    assert!(stale.contains("has changed"), "{stale}");
    let no_reason = desk.refused(&["face", "decide", &id, "return"]);
    assert!(no_reason.contains("not_reached"), "the reasons are listed: {no_reason}");
    desk.done(&["face", "decide", &id, "return", "--reason", "unclear", "--version", &version]);
    assert!(desk.page().await.contains("人脸人工核验退回"), "{}", desk.page().await);
    assert!(desk.done(&["face", "list"]).contains("nobody waits"));

    let mut browser = desk.person.browser.clone();
    fine(&mut browser, "/api/registration/face/person", &[("id", &id)]).await;
    let (_, version) = desk.only_line(&["face", "list"]);
    desk.done(&["face", "decide", &id, "approve", "--version", &version]);
    assert!(desk.page().await.contains("人脸人工核验通过"), "{}", desk.page().await);
    let again = desk.refused(&["face", "decide", &id, "approve"]);
    assert!(again.contains("nobody waits"), "{again}");
}
