//! 导出: masked unless there is a right, a reason and the password; for its maker alone; gone after a day.

use domain::export::{ExportRefusal, ExportState};
use domain::id::{AccountId, ExamId, ExportId, RegistrationId};
use domain::person::PersonName;
use domain::staff::{Grant, Role, Scope, SiteCode};
use service::export::{self, End, Export, Typed};
use service::staff::account;
use service::{Error, Refused, Staff, jobs};
use store::job;

use crate::desk::Colleague;
use crate::school::School;
use crate::seating::desk;

impl School {
    async fn asks(&self, staff: &Staff, typed: &Typed) -> Result<(), Error> {
        export::ask(&self.cx, staff, &self.open_exam().await.id, typed).await
    }

    /// The newest of one's own.
    async fn newest(&self, staff: &Staff) -> Export {
        export::list(&self.cx, staff).await.unwrap().remove(0).export
    }

    /// Asks, works, and opens what came of it.
    async fn taken_out(&self, staff: &Staff, typed: &Typed) -> (Export, Vec<u8>) {
        // Two that were asked for in the same moment would have no order.
        self.wait(1);
        self.asks(staff, typed).await.unwrap();
        self.work().await;
        let export = self.newest(staff).await;
        assert_eq!(export.state, ExportState::Done, "{export:?}");
        let bytes = self.opened(staff, &export.id, false).await.unwrap();
        assert_eq!(bytes.len(), usize::try_from(export.file_bytes).unwrap());
        (export, bytes)
    }

    async fn opened(&self, staff: &Staff, id: &ExportId, is_list: bool) -> Result<Vec<u8>, Error> {
        let (mut bytes, mut rest) = (Vec::new(), export::download(&self.cx, staff, id, is_list).await?);
        while let Some((page, next)) = rest.next().await? {
            bytes.extend(page);
            rest = next;
        }
        Ok(bytes)
    }

    async fn export_officer(&self) -> Colleague {
        self.colleague("wang.fang", "exam_officer").await
    }

    fn export_files(&self) -> Vec<String> {
        self.store.sealed_files().list().unwrap()
    }

    async fn owner_of(&self, id: &RegistrationId) -> AccountId {
        let found = self.store.read(async |r| store::registration::find_anybodys(r, id).await).await.unwrap();
        found.unwrap().0.account
    }

    /// Gives somebody another name, past every rule.
    async fn is_called(&self, id: &RegistrationId, name: &str) {
        let owner = self.owner_of(id).await;
        let mut account = self.store.read(async |r| store::account::load(r, &owner).await).await.unwrap();
        account.name = PersonName::parse(name).unwrap();
        self.store.write(async |tx| store::account::update_profile(tx, &account).await).await.unwrap();
    }
}

fn csv() -> Typed {
    Typed { kind: "csv".into(), ..Typed::default() }
}

fn full(kind: &str) -> Typed {
    Typed { kind: kind.into(), full: true, reason: "报送省考试院".into(), ..Typed::default() }
}

fn export_refusal(error: Error) -> ExportRefusal {
    match error {
        Error::Refused(Refused::Export(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

fn occurs(bytes: &[u8], wanted: &str) -> bool {
    bytes.windows(wanted.len()).any(|part| part == wanted.as_bytes())
}

#[tokio::test]
async fn f7_an_export_is_masked_made_by_a_job_and_given_to_its_maker_alone() {
    let school = School::open().await;
    school.due("张三", 1).await;
    let (officer, other) = (school.export_officer().await, school.colleague("li.na", "exam_officer").await);
    let (export, bytes) = school.taken_out(&officer.staff, &csv()).await;
    let text = String::from_utf8(bytes).unwrap();
    assert!(text.starts_with("\u{FEFF}报名编号,准考证号,姓名"), "{text}");
    assert!(text.contains("张*") && text.contains("待缴费") && !text.contains("张三"), "{text}");
    let number = crate::school::number(1);
    assert!(!text.contains(&number) && text.contains(&number[number.len() - 2..]), "the number is masked");
    assert_eq!((export.people, export.written, text.lines().count()), (1, 1, 2));
    let refused = school.opened(&other.staff, &export.id, false).await.unwrap_err();
    assert!(matches!(refused, Error::NotFound), "{refused}");
    assert!(matches!(school.opened(&officer.staff, &export.id, true).await, Err(Error::NotFound)), "no list");
    // Nobody else ends it, either; and who has no right learns nothing.
    export::end(&school.cx, &other.staff, &export.id, End::Delete).await.unwrap();
    assert!(school.opened(&officer.staff, &export.id, false).await.is_ok());
    let nobody = school.colleague("zhou.min", "invigilator").await;
    assert!(matches!(school.asks(&nobody.staff, &csv()).await, Err(Error::Forbidden)));
    assert!(matches!(school.opened(&nobody.staff, &export.id, false).await, Err(Error::Forbidden)));
    assert_eq!((school.said("export.asked").await, school.said("export.made").await), (1, 1));
    assert_eq!(school.said("export.downloaded").await, 2);
    let on_disk =
        std::fs::read(school.store.sealed_files().folder().join(&school.export_files()[0])).unwrap();
    assert!(!occurs(&on_disk, "报名编号"), "the file lies sealed");
}

#[tokio::test]
async fn f7_whole_names_need_the_right_a_reason_and_the_password_again() {
    let school = School::open().await;
    school.due("张三", 1).await;
    let (officer, finance) = (school.export_officer().await, school.colleague("li.na", "finance").await);
    assert!(matches!(school.asks(&finance.staff, &full("csv")).await, Err(Error::Forbidden)));
    assert!(school.asks(&finance.staff, &csv()).await.is_ok(), "the control: masked is theirs");
    let no_reason = Typed { reason: " ".into(), ..full("csv") };
    let refused = school.asks(&officer.staff, &no_reason).await.unwrap_err();
    assert_eq!(export_refusal(refused), ExportRefusal::Reason);
    let masked = Typed { full: false, ..full("photos") };
    let refused = school.asks(&officer.staff, &masked).await.unwrap_err();
    assert_eq!(export_refusal(refused), ExportRefusal::AlwaysFull);
    let nobody = Typed { rule: "{room}".into(), ..full("photos") };
    assert_eq!(export_refusal(school.asks(&officer.staff, &nobody).await.unwrap_err()), ExportRefusal::Rule);
    let nowhere = Typed { site: "99".into(), ..csv() };
    assert_eq!(
        export_refusal(school.asks(&officer.staff, &nowhere).await.unwrap_err()),
        ExportRefusal::Filter
    );
    school.wait(601);
    let late = school.again(&officer).await;
    let refused = school.asks(&late, &full("csv")).await.unwrap_err();
    assert!(matches!(refused, Error::Refused(Refused::ConfirmationExpired)), "{refused}");
    assert!(school.asks(&late, &csv()).await.is_ok(), "masked needs none");
    service::staff::security::confirm(&school.cx, &late, crate::desk::PASSWORD).await.unwrap();
    let sure = school.again(&officer).await;
    let (export, bytes) = school.taken_out(&sure, &full("csv")).await;
    assert!(occurs(&bytes, "张三") && occurs(&bytes, &crate::school::number(1)));
    // A role that is taken away takes the file with it.
    let grant = Grant::everywhere(Role::ExamOfficer);
    account::revoke(&school.cx, desk().confirmed(&school.cx).unwrap(), &officer.id, &grant).await.unwrap();
    assert!(matches!(school.opened(&sure, &export.id, false).await, Err(Error::Forbidden)));
}

#[tokio::test]
async fn f7_the_same_export_twice_is_one_and_a_sixth_at_once_is_refused() {
    let school = School::open().await;
    let officer = school.export_officer().await.staff;
    let again = csv();
    let (a, b) = tokio::join!(school.asks(&officer, &again), school.asks(&officer, &again));
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    assert_eq!(
        (export::list(&school.cx, &officer).await.unwrap().len(), school.said("export.asked").await),
        (1, 1)
    );
    for state in ["draft", "approved", "admitted", "expired"] {
        school.asks(&officer, &Typed { state: state.into(), ..csv() }).await.unwrap();
    }
    let sixth = Typed { kind: "xlsx".into(), ..csv() };
    assert_eq!(export_refusal(school.asks(&officer, &sixth).await.unwrap_err()), ExportRefusal::TooMany);
    school.work().await;
    let (_, bytes) = school.taken_out(&officer, &sixth).await;
    assert!(bytes.starts_with(b"PK"), "an exam of which nobody is registered makes a table all the same");
}

#[tokio::test]
async fn f7_an_export_that_was_stopped_half_way_starts_again_and_leaves_no_half_file() {
    let school = School::open().await;
    let officer = school.export_officer().await.staff;
    school.asks(&officer, &csv()).await.unwrap();
    let id = school.newest(&officer).await.id;
    // The process that dies has claimed the job, begun, and written a part.
    let (now, later) = (school.cx.now(), school.cx.now().plus_seconds(120));
    let claimed = school.store.write(async |tx| job::claim(tx, &["export"], now, later).await).await.unwrap();
    assert_eq!(claimed.unwrap().attempts, 1);
    school.store.write(async |tx| store::export::begin(tx, &id, 1, 7).await).await.unwrap();
    let mut half = school.store.sealed_files().create(&format!("{id}.1.0")).unwrap();
    std::io::Write::write_all(&mut half, b"half").unwrap();
    half.finish().unwrap();
    jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(school.export_files().len(), 1, "what still runs is not swept away");
    assert!(matches!(school.opened(&officer, &id, false).await, Err(Error::NotFound)), "a half file is none");
    school.work().await;
    assert_eq!(school.newest(&officer).await.state, ExportState::Running, "its lease runs");
    jobs::resume(&school.cx).await.unwrap();
    school.work().await;
    let export = school.newest(&officer).await;
    assert_eq!((export.state, export.run, export.people), (ExportState::Done, 2, 0));
    assert_eq!(school.export_files(), [format!("{id}.2.0")]);
    assert!(!occurs(&school.opened(&officer, &id, false).await.unwrap(), "half"));
}

#[tokio::test]
async fn f7_a_canceled_export_stops_and_a_file_goes_after_a_day_or_when_it_is_thrown_away() {
    let school = School::open().await;
    let officer = school.export_officer().await;
    school.asks(&officer.staff, &csv()).await.unwrap();
    let id = school.newest(&officer.staff).await.id;
    export::end(&school.cx, &officer.staff, &id, End::Delete).await.unwrap();
    assert_eq!(school.newest(&officer.staff).await.state, ExportState::Waiting, "it goes on");
    for _ in 0..2 {
        export::end(&school.cx, &officer.staff, &id, End::Stop).await.unwrap();
    }
    school.work().await;
    assert_eq!(school.newest(&officer.staff).await.state, ExportState::Canceled);
    assert!(school.export_files().is_empty());
    let (kept, _) = school.taken_out(&officer.staff, &csv()).await;
    let (thrown, _) = school.taken_out(&officer.staff, &Typed { kind: "dbf".into(), ..csv() }).await;
    assert_eq!(school.export_files().len(), 2);
    for _ in 0..2 {
        export::end(&school.cx, &officer.staff, &thrown.id, End::Delete).await.unwrap();
    }
    assert_eq!(school.export_files(), [format!("{}.1.0", kept.id)]);
    assert_eq!((school.said("export.canceled").await, school.said("export.deleted").await), (1, 1));
    jobs::sweep(&school.cx).await.unwrap();
    assert_eq!(school.export_files().len(), 1, "its day is not over");
    school.wait_until(kept.expires.unwrap());
    jobs::sweep(&school.cx).await.unwrap();
    assert!(school.export_files().is_empty());
}

#[tokio::test]
async fn f7_a_dbf_lists_whom_gbk_cannot_write_and_never_cuts_a_value() {
    let school = School::open().await;
    let (_, id) = school.due("张三", 1).await;
    school.is_called(&id, "张𬭎").await;
    let officer = school.export_officer().await.staff;
    let (export, bytes) = school.taken_out(&officer, &full("dbf")).await;
    assert_eq!((bytes[0], export.listed), (3, 1));
    // 张 and a full-width question mark in GBK.
    assert!(bytes.windows(4).any(|part| part == b"\xD5\xC5\xA3\xBF"));
    let list = String::from_utf8(school.opened(&officer, &export.id, true).await.unwrap()).unwrap();
    assert!(list.contains(id.as_str()) && list.contains("张*") && list.contains("姓名,𬭎"), "{list}");
    let (masked, _) = school.taken_out(&officer, &Typed { kind: "dbf".into(), ..csv() }).await;
    assert_eq!(masked.listed, 0, "what is hidden cannot be rare");
}

#[tokio::test]
async fn f7_pictures_are_named_by_the_rule_and_what_is_not_just_so_is_listed() {
    let school = School::open().await;
    school.approved("欧阳建国", 2).await;
    school.due("李四", 3).await;
    let one = school.admitted_with_pictures().await;
    let officer = school.export_officer().await.staff;
    let (export, bytes) = school.taken_out(&officer, &full("photos")).await;
    let ticket = school.store.read(async |r| store::seating::find_ticket(r, &one.1).await).await.unwrap();
    assert!(bytes.starts_with(b"PK") && occurs(&bytes, &[ticket.unwrap().number.expose(), ".jpg"].concat()));
    assert!(occurs(&bytes, "名单.csv"), "whose document was never photographed is listed");
    assert_eq!((export.written, export.listed), (2, 1), "who is not approved is not among them");
    let by_name = Typed { rule: "{site}/{name}".into(), ..full("photos") };
    let (_, bytes) = school.taken_out(&officer, &by_name).await;
    assert!(occurs(&bytes, "/张三.jpg") && !occurs(&bytes, "/欧阳建国.jpg"));
}

#[tokio::test]
async fn f7_whoever_is_held_to_one_site_takes_out_that_site_alone() {
    let school = School::open().await;
    let exam = school.open_exam().await;
    let officer = school.colleague("wang.fang", "").await;
    let mine = exam.sites[0].code.clone();
    let scope = Scope { exam: Some(exam.id.clone()), site: Some(SiteCode::parse(&mine).unwrap()) };
    let grant = Grant::new(Role::Reviewer, scope).unwrap();
    account::grant(&school.cx, desk().confirmed(&school.cx).unwrap(), &officer.id, &grant).await.unwrap();
    let asked =
        async |site: &str| school.asks(&officer.staff, &Typed { site: site.to_owned(), ..csv() }).await;
    assert!(matches!(asked("").await, Err(Error::Forbidden)), "all sites are not theirs");
    assert!(matches!(asked(&exam.sites[1].code).await, Err(Error::Forbidden)));
    asked(&mine).await.unwrap();
    let acts = officer.staff.clone().into();
    let chosen = export::look(&school.cx, &acts, None).await.unwrap().chosen.unwrap();
    assert_eq!((chosen.whole, chosen.sites.len(), chosen.exam.id), (false, 1, exam.id.clone()));
    let other: ExamId = "exm_00000000000000000000000000".parse().unwrap();
    assert!(matches!(export::look(&school.cx, &acts, Some(&other)).await, Err(Error::Forbidden)));
}
