//! 考场材料: ordered, drawn by a job, fetched for a day by whoever may, and gone with its file.

use domain::id::{ExamId, PrintId};
use domain::print::{KEPT_SECONDS, Packing, PrintRefusal};
use domain::staff::{Grant, Role, Scope, SiteCode};
use service::jobs::{self, Lane};
use service::print::{BatchState, Printed, Seen, fetch, follow, look, order};
use service::seating::swap;
use service::staff::account;
use service::{Error, Operator, Refused, poster, ticket};

use crate::school::School;
use crate::seating::desk;

const ALL: [&str; 7] =
    ["tickets", "door_list", "seat_map", "desk_labels", "sign_in", "photo_sheet", "incident"];

impl School {
    /// Two with a seat in one room of site 1, and the exam.
    async fn two_seated(&self) -> ExamId {
        self.approved("张三", 1).await;
        self.approved("欧阳建国", 2).await;
        let exam = self.with_rooms().await;
        self.frozen(&exam).await;
        exam
    }

    async fn orders(&self, exam: &ExamId, place: &str, papers: &[&str], packing: &str) -> Result<(), Error> {
        let papers: Vec<String> = papers.iter().map(|code| (*code).to_owned()).collect();
        order(&self.cx, &desk(), exam, (place, &papers, packing)).await
    }

    async fn batches(&self, exam: &ExamId) -> Vec<Seen> {
        follow(&self.cx, &desk(), exam).await.unwrap()
    }

    /// Orders and draws; the batch.
    async fn printed(&self, exam: &ExamId, papers: &[&str], packing: &str) -> (PrintId, Printed) {
        self.orders(exam, "1/", papers, packing).await.unwrap();
        self.work().await;
        let newest = self.batches(exam).await.remove(0);
        let BatchState::Done(printed) = newest.batch.state else { panic!("{:?}", newest.batch) };
        (newest.batch.id, printed)
    }

    async fn officer(&self, login: &str, role: Role, site: &str) -> Operator {
        let colleague = self.colleague(login, "").await;
        let scope = Scope { exam: None, site: Some(SiteCode::parse(site).unwrap()) };
        let (shell, grant) = (desk(), Grant::new(role, scope).unwrap());
        account::grant(&self.cx, shell.confirmed(&self.cx).unwrap(), &colleague.id, &grant).await.unwrap();
        colleague.staff.into()
    }

    async fn files(&self) -> usize {
        self.store.files().list().await.unwrap().len()
    }
}

fn print_refusal(error: Error) -> PrintRefusal {
    match error {
        Error::Refused(Refused::Print(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

/// What can be copied out of all sheets, without spaces, and how many sheets there are.
fn text(pdf: &[u8]) -> (String, usize) {
    let paper = lopdf::Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = paper.get_pages().keys().copied().collect();
    let text = paper.extract_text(&pages).unwrap();
    (text.chars().filter(|c| !c.is_whitespace()).collect(), pages.len())
}

#[tokio::test]
async fn e7_one_order_prints_every_paper_of_a_site_and_everybody_on_them() {
    let school = School::open().await;
    let exam = school.two_seated().await;
    let found = look(&school.cx, &desk(), Some(&exam)).await.unwrap().chosen.unwrap();
    assert_eq!(found.sites.len(), 1, "sites where nobody sits are not offered");
    assert_eq!(found.sites[0].rooms, [(1, "教学楼 301".to_owned(), 2)]);
    let (id, printed) = school.printed(&exam, &ALL, "pdf").await;
    assert_eq!((printed.edition, printed.report), (1, vec![]));
    let (packing, pdf) = fetch(&school.cx, &desk(), &id).await.unwrap();
    assert_eq!((packing, i64::try_from(pdf.len()).unwrap()), (Packing::OnePdf, printed.bytes));
    let (said, sheets) = text(&pdf);
    assert_eq!(sheets, 8, "two tickets and six papers");
    for part in
        ["张三", "欧阳建国", "准考证号", "考场座次表", "考生签到表", "考生照片对照表", "考场情况记录表"]
    {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(said.matches("张三").count() >= 5, "on a ticket and on every paper that names people");
    let lists = ["papers.ordered", "papers.fetched"];
    for event in lists {
        assert_eq!(school.said(event).await, 1, "{event}");
    }
}

#[tokio::test]
async fn e7_a_zip_has_a_pdf_for_each_room_and_no_more_papers_than_were_ordered() {
    let school = School::open().await;
    let exam = school.two_seated().await;
    let (id, _) = school.printed(&exam, &["sign_in"], "zip").await;
    let (packing, zip) = fetch(&school.cx, &desk(), &id).await.unwrap();
    assert_eq!(packing, Packing::ZipOfRooms);
    // Stored, not squeezed: the PDF stands in the zip as it is.
    let at = zip.windows(5).position(|part| part == b"%PDF-").unwrap();
    let end = zip.windows(5).rposition(|part| part == b"%%EOF").unwrap();
    let (said, sheets) = text(&zip[at..end + 5]);
    assert!(sheets == 1 && said.contains("考生签到表") && !said.contains("考场座次表"), "{said}");
}

#[tokio::test]
async fn e7_the_same_order_is_one_while_it_waits_and_what_cannot_be_printed_is_named() {
    let school = School::open().await;
    let open = school.open_exam().await.id;
    let early = school.orders(&open, "1/", &["tickets"], "pdf").await.unwrap_err();
    assert_eq!(print_refusal(early), PrintRefusal::NotFrozen);
    let exam = school.two_seated().await;
    let twice = tokio::join!(
        school.orders(&exam, "1/", &["sign_in"], "pdf"),
        school.orders(&exam, "1/", &["sign_in"], "pdf")
    );
    assert!(twice.0.is_ok() && twice.1.is_ok(), "{twice:?}");
    assert_eq!(school.batches(&exam).await.len(), 1);
    assert_eq!(school.said("papers.ordered").await, 1);
    for (place, papers, why) in [
        ("1/", &[][..], PrintRefusal::NoPapers),
        ("2/", &["tickets"], PrintRefusal::NoRoom),
        ("1/9", &["tickets"], PrintRefusal::NoRoom),
        ("no such place", &["tickets"], PrintRefusal::NoRoom),
    ] {
        let refused = school.orders(&exam, place, papers, "pdf").await.unwrap_err();
        assert_eq!(print_refusal(refused), why, "{place}");
    }
}

#[tokio::test]
async fn e7_papers_are_for_whoever_prints_at_that_site_alone() {
    let school = School::open().await;
    let exam = school.two_seated().await;
    let (id, _) = school.printed(&exam, &["sign_in"], "pdf").await;
    let here = school.officer("wang.fang", Role::Invigilator, "1").await;
    let elsewhere = school.officer("li.na", Role::Invigilator, "2").await;
    let auditor: Operator = school.colleague("zhao.min", "auditor").await.staff.into();
    assert!(fetch(&school.cx, &here, &id).await.is_ok());
    assert_eq!(follow(&school.cx, &here, &exam).await.unwrap().len(), 1);
    assert!(matches!(fetch(&school.cx, &elsewhere, &id).await, Err(Error::Forbidden)));
    assert!(follow(&school.cx, &elsewhere, &exam).await.unwrap().is_empty());
    let sites = look(&school.cx, &elsewhere, Some(&exam)).await.unwrap().chosen.unwrap().sites;
    assert!(sites.is_empty(), "{sites:?}");
    let papers = ["sign_in".to_owned()];
    let order = |who: Operator| {
        let (school, exam, papers) = (&school, &exam, &papers);
        async move { order(&school.cx, &who, exam, ("1/", papers, "pdf")).await }
    };
    assert!(matches!(order(elsewhere).await, Err(Error::Forbidden)));
    assert!(matches!(order(auditor.clone()).await, Err(Error::Forbidden)));
    assert!(matches!(fetch(&school.cx, &auditor, &id).await, Err(Error::Forbidden)));
    assert!(matches!(look(&school.cx, &auditor, None).await, Err(Error::Forbidden)));
    order(here).await.unwrap();
}

#[tokio::test]
async fn e7_after_a_day_papers_cannot_be_fetched_and_their_file_is_gone() {
    let school = School::open().await;
    let exam = school.two_seated().await;
    let before = school.files().await;
    let (id, _) = school.printed(&exam, &["tickets"], "pdf").await;
    assert_eq!(school.files().await, before + 1);
    let report = service::check::run(&school.store).await.unwrap();
    let named = report.lines.iter().find(|line| line.rule == "named-pictures-are-there").unwrap();
    assert!(report.orphans == 0 && named.broken.is_empty(), "the file is named: {report:?}");
    school.wait(KEPT_SECONDS - 1);
    jobs::sweep(&school.cx).await.unwrap();
    assert!(fetch(&school.cx, &desk(), &id).await.is_ok(), "the control: a second before");
    school.wait(1);
    assert!(matches!(fetch(&school.cx, &desk(), &id).await, Err(Error::NotFound)), "also before the sweep");
    assert!(school.batches(&exam).await.is_empty());
    jobs::sweep(&school.cx).await.unwrap();
    school.work().await;
    assert_eq!(school.files().await, before);
    let left = school.store.read(async |r| store::print::find(r, &id).await).await.unwrap();
    assert!(left.is_none());
}

#[tokio::test]
async fn e7_a_batch_that_was_killed_half_way_begins_again_and_leaves_no_half_file() {
    let school = School::open().await;
    let exam = school.two_seated().await;
    school.orders(&exam, "1/", &["tickets"], "pdf").await.unwrap();
    let waiting = school.batches(&exam).await.remove(0).batch.id;
    let before = school.files().await;
    // The process dies behind the file and before the row: what it has written lies there, and names nothing.
    let ulid = waiting.as_str().rsplit('_').next().unwrap();
    let file = domain::id::PhotoId::from_ulid(ulid).unwrap();
    school.store.files().put(&file, b"%PDF half a").await.unwrap();
    let now = school.cx.now();
    let claimed =
        school.store.write(async |tx| store::job::claim(tx, &["papers"], now, now.plus_seconds(120)).await);
    assert!(claimed.await.unwrap().is_some());
    assert!(
        matches!(fetch(&school.cx, &desk(), &waiting).await, Err(Error::NotFound)),
        "nothing is done yet"
    );
    assert!(!jobs::run_next(&school.cx, Lane::Papers).await.unwrap(), "it is in somebody's hands");
    school.wait(121);
    school.work().await;
    let (_, pdf) = fetch(&school.cx, &desk(), &waiting).await.unwrap();
    assert_eq!(text(&pdf).1, 2, "a whole file");
    assert_eq!(school.files().await, before + 1);
    assert_eq!(service::check::run(&school.store).await.unwrap().orphans, 0);
}

#[tokio::test]
async fn e7_papers_of_seats_that_were_exchanged_since_say_so() {
    let school = School::open().await;
    let [one, two] = [school.approved("张三", 1).await.1, school.approved("李四", 2).await.1];
    let exam = school.with_rooms().await;
    school.frozen(&exam).await;
    school.printed(&exam, &["seat_map"], "pdf").await;
    assert!(!school.batches(&exam).await[0].outdated);
    let seen = school.seating(&exam).await.plan.unwrap().version;
    swap(&school.cx, &desk(), &exam, seen, [&one, &two], "左手书写").await.unwrap();
    assert!(school.batches(&exam).await[0].outdated);
}

#[tokio::test]
async fn e6_whose_name_no_typeface_draws_is_told_beside_the_papers() {
    let school = School::open().await;
    // Of extension I, which no typeface of the chain has.
    let (who, id) = school.approved("张\u{2EBF0}", 1).await;
    school.approved("李四", 2).await;
    let exam = school.with_rooms().await;
    school.frozen(&exam).await;
    let (_, printed) = school.printed(&exam, &["sign_in"], "pdf").await;
    assert_eq!(printed.report.len(), 1);
    assert_eq!((printed.report[0].room, printed.report[0].characters.as_slice()), (1, &['\u{2EBF0}'][..]));
    school.wait_until(school.open_exam().await.windows.ticket.start);
    assert!(
        ticket::pdf(&school.cx, &who, &id).await.is_ok(),
        "the control: the ticket is printed all the same"
    );
}

#[tokio::test]
async fn a2_the_poster_is_a_sheet_and_its_code_a_picture_for_staff_alone() {
    use poster::PosterForm::{Pdf, Png, Svg};
    let school = School::open().await;
    let exam = school.open_exam().await;
    let draw = async |who: &Operator, form, exam: Option<&ExamId>| {
        poster::draw(&school.cx, who, "https://exam.example.edu.cn/", (form, exam)).await
    };
    let (said, sheets) = text(&draw(&desk(), Pdf, Some(&exam.id)).await.unwrap());
    assert_eq!(sheets, 1);
    let title: String = exam.title.chars().filter(|c| !c.is_whitespace()).collect();
    for part in ["示例大学", title.as_str(), "https://exam.example.edu.cn/", "0731-00000000"] {
        assert!(said.contains(part), "{part} in {said}");
    }
    assert!(text(&draw(&desk(), Pdf, None).await.unwrap()).0.contains("网上报名"));
    let png = draw(&desk(), Png, None).await.unwrap();
    assert!(image::load_from_memory(&png).unwrap().width() >= 1_000);
    assert!(draw(&desk(), Svg, None).await.unwrap().starts_with(b"<svg"));
    let nobody: Operator = school.colleague("zhao.min", "").await.staff.into();
    assert!(matches!(draw(&nobody, Svg, None).await, Err(Error::Forbidden)));
}
