//! 成绩: a file is looked at before it changes anything; what is published is seen by its owner alone.

use documents::write::CsvOut;
use domain::exam::WindowName;
use domain::id::{ExamId, RegistrationId};
use domain::registration::Refusal;
use domain::score::{Mark, Outcome, Recheck, RowProblem, ScoreRefusal};
use service::score::{self, Scores};
use service::{Candidate, Error, Refused, ticket};

use crate::school::School;
use crate::seating::desk;
use crate::steps::refusal;

impl School {
    /// Two with a ticket, once scores can be read.
    async fn two_with_tickets(&self) -> [(Candidate, RegistrationId, String); 2] {
        let one = self.approved("张三", 1).await;
        let two = self.approved("欧阳建国", 2).await;
        let exam = self.with_rooms().await;
        self.frozen(&exam).await;
        let windows = self.open_exam().await.windows;
        self.wait_until(windows.ticket.start);
        let mut found = Vec::new();
        for (who, id) in [one, two] {
            let number = ticket::load(&self.cx, &who, &id).await.unwrap().number;
            found.push((who, id, number.expose().to_owned()));
        }
        self.wait_until(windows.score.start);
        found.try_into().unwrap_or_else(|_| panic!("two"))
    }

    async fn scores(&self, exam: &ExamId) -> Scores {
        score::look(&self.cx, &desk(), Some(exam)).await.unwrap().chosen.unwrap()
    }

    /// A file that waits to be taken over; its version.
    async fn file(&self, exam: &ExamId, rows: &[[&str; 3]]) -> i64 {
        score::receive(&self.cx, &desk(), exam, file(rows)).await.unwrap();
        self.scores(exam).await.preview.unwrap().version
    }

    async fn own(&self, who: &Candidate, id: &RegistrationId) -> Result<(Outcome, Mark), Error> {
        score::load_own(&self.cx, who, id).await.map(|own| (own.outcome, own.pass_line))
    }
}

fn file(rows: &[[&str; 3]]) -> Vec<u8> {
    let mut out = CsvOut::new(Vec::new(), &["准考证号", "姓名", "成绩"]).unwrap();
    for row in rows {
        out.row(row).unwrap();
    }
    out.finish().unwrap()
}

fn marked(text: &str) -> Outcome {
    Outcome::Marked(Mark::parse(text).unwrap())
}

fn score_refusal(error: Error) -> ScoreRefusal {
    match error {
        Error::Refused(Refused::Score(refusal)) => refusal,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn e10_a_file_changes_nothing_before_it_is_taken_over_and_is_taken_over_once() {
    let school = School::open().await;
    let [(one, id, number), (_, _, other)] = school.two_with_tickets().await;
    let exam = school.open_exam().await.id;
    let version = school.file(&exam, &[[&number, "张三", "86.5"], [&other, "欧阳建国", "缺考"]]).await;
    let waits = school.scores(&exam).await;
    assert_eq!((waits.tickets, waits.count.marked), (2, 0));
    let preview = waits.preview.unwrap();
    assert_eq!((preview.new, preview.same, preview.missing, preview.problems.len()), (2, 0, 0, 0));
    let again = async || score::take_over(&school.cx, &desk(), &exam, version, false).await;
    let (a, b) = tokio::join!(again(), again());
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    let kept = school.scores(&exam).await;
    assert!(kept.preview.is_none());
    assert_eq!((kept.count.marked, kept.count.absent, kept.count.published), (1, 1, 0));
    assert_eq!(kept.count.mean, Some(Mark::parse("86.5").unwrap()), "absent is not a mark of 0");
    assert_eq!(refusal(school.own(&one, &id).await.unwrap_err()), Refusal::NoScore, "not yet");
    assert_eq!(school.said("score.imported").await, 1);
}

#[tokio::test]
async fn e10_a_row_acts_only_where_number_and_name_agree() {
    let school = School::open().await;
    let [(_, _, number), (_, _, other)] = school.two_with_tickets().await;
    let exam = school.open_exam().await.id;
    let rows: [[&str; 3]; 6] = [
        [&number, "张三丰", "90"],
        [&other, "欧阳建国", "九十"],
        ["790101262109999", "张三", "90"],
        [&number, "张三", "60"],
        ["4.30104E+14", "张三", "60"],
        ["", "李四", "60"],
    ];
    let version = school.file(&exam, &rows).await;
    let preview = school.scores(&exam).await.preview.unwrap();
    let found: Vec<_> = preview.problems.iter().map(|bad| (bad.row, bad.problem)).collect();
    assert_eq!(
        found,
        [
            (2, RowProblem::NameDiffers),
            (3, RowProblem::NotAMark),
            (4, RowProblem::UnknownTicket),
            // The number has stood in row 2: which of the two holds is not guessed.
            (5, RowProblem::Duplicate),
            (6, RowProblem::DigitsLost),
            (7, RowProblem::Missing),
        ]
    );
    let refused = score::take_over(&school.cx, &desk(), &exam, version, false).await.unwrap_err();
    assert_eq!(score_refusal(refused), ScoreRefusal::RowsLeft);
    score::take_over(&school.cx, &desk(), &exam, version, true).await.unwrap();
    assert_eq!(school.scores(&exam).await.count.marked, 0, "bad rows act on nobody");
}

#[tokio::test]
async fn e10_files_that_are_none_are_refused_and_leave_what_waits() {
    let school = School::open().await;
    let [(_, _, number), _] = school.two_with_tickets().await;
    let exam = school.open_exam().await.id;
    let version = school.file(&exam, &[[&number, "张三", "70"]]).await;
    let mut columns = CsvOut::new(Vec::new(), &["准考证号", "姓名"]).unwrap();
    columns.row(&[&number, "张三"]).unwrap();
    for (bytes, why) in [
        (Vec::new(), ScoreRefusal::NoFile),
        (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec(), ScoreRefusal::OldOrLocked),
        (b"PK\x03\x04 and nothing behind it".to_vec(), ScoreRefusal::NotATable),
        (file(&[]), ScoreRefusal::Empty),
        (columns.finish().unwrap(), ScoreRefusal::ColumnsMissing(vec!["成绩".to_owned()])),
    ] {
        let refused = score::receive(&school.cx, &desk(), &exam, bytes).await.unwrap_err();
        assert_eq!(score_refusal(refused), why);
    }
    assert_eq!(school.scores(&exam).await.preview.unwrap().version, version);
    // Another file takes its place; whoever has seen the first one is told.
    school.file(&exam, &[[&number, "张三", "71"]]).await;
    let stale = score::take_over(&school.cx, &desk(), &exam, version, false).await.unwrap_err();
    assert!(matches!(stale, Error::Stale), "{stale}");
    for _ in 0..2 {
        score::discard(&school.cx, &desk(), &exam, version + 1).await.unwrap();
    }
    assert!(school.scores(&exam).await.preview.is_none());
    // A page from before does not take over a file that nobody has looked at.
    school.file(&exam, &[[&number, "张三", "72"]]).await;
    for seen in [version, version + 1] {
        let stale = score::take_over(&school.cx, &desk(), &exam, seen, false).await.unwrap_err();
        assert!(matches!(stale, Error::Stale), "{stale}");
    }
}

#[tokio::test]
async fn e10_what_is_published_is_seen_by_its_owner_until_it_is_withdrawn() {
    let school = School::open().await;
    let [(one, id, number), (two, other_id, other)] = school.two_with_tickets().await;
    let (exam, window) = (school.open_exam().await.id, school.open_exam().await.windows.score);
    let nothing = score::publish(&school.cx, &desk(), &exam, "60").await.unwrap_err();
    assert_eq!(score_refusal(nothing), ScoreRefusal::Nothing);
    let version = school.file(&exam, &[[&number, "张三", "60"], [&other, "欧阳建国", "59.9"]]).await;
    score::take_over(&school.cx, &desk(), &exam, version, false).await.unwrap();
    let wrong = score::publish(&school.cx, &desk(), &exam, "六十").await.unwrap_err();
    assert_eq!(score_refusal(wrong), ScoreRefusal::PassLine);
    for _ in 0..2 {
        score::publish(&school.cx, &desk(), &exam, "60").await.unwrap();
    }
    assert_eq!(school.said("score.published").await, 1, "the second tap finds it done");
    let line = Mark::parse("60").unwrap();
    assert_eq!(school.own(&one, &id).await.unwrap(), (marked("60"), line));
    assert!(matches!(school.own(&two, &id).await, Err(Error::NotFound)), "another's");
    assert_eq!(school.scores(&exam).await.count.passed, 1);
    // A corrected mark is in the log, and shown once it is published again.
    let version = school.file(&exam, &[[&other, "欧阳建国", "61"]]).await;
    let change = school.scores(&exam).await.preview.unwrap().changed.remove(0);
    assert_eq!((change.before, change.after), (marked("59.9"), marked("61")));
    score::take_over(&school.cx, &desk(), &exam, version, false).await.unwrap();
    assert_eq!(school.said("score.changed").await, 1);
    assert_eq!(refusal(school.own(&two, &other_id).await.unwrap_err()), Refusal::NoScore);
    score::publish(&school.cx, &desk(), &exam, "60").await.unwrap();
    assert_eq!(school.own(&two, &other_id).await.unwrap().0, marked("61"));
    let silent = score::withdraw(&school.cx, &desk(), &exam, " ").await.unwrap_err();
    assert_eq!(score_refusal(silent), ScoreRefusal::Reason);
    for _ in 0..2 {
        score::withdraw(&school.cx, &desk(), &exam, "登分有误").await.unwrap();
    }
    assert_eq!(school.said("score.withdrawn").await, 1);
    assert_eq!(refusal(school.own(&one, &id).await.unwrap_err()), Refusal::NoScore);
    score::publish(&school.cx, &desk(), &exam, "60").await.unwrap();
    school.wait_until(window.end);
    let late = refusal(school.own(&one, &id).await.unwrap_err());
    assert_eq!(late, Refusal::TooLate { window: WindowName::Score, since: window.end });
}

#[tokio::test]
async fn e10_another_look_is_asked_for_once_and_answered_once() {
    let school = School::open().await;
    let [(one, id, number), (two, ..)] = school.two_with_tickets().await;
    let exam = school.open_exam().await.id;
    let early = score::request_recheck(&school.cx, &one, &id).await.unwrap_err();
    assert_eq!(refusal(early), Refusal::NoScore);
    let version = school.file(&exam, &[[&number, "张三", "59"]]).await;
    score::take_over(&school.cx, &desk(), &exam, version, false).await.unwrap();
    score::publish(&school.cx, &desk(), &exam, "60").await.unwrap();
    assert!(matches!(score::request_recheck(&school.cx, &two, &id).await, Err(Error::NotFound)));
    let ask = async || score::request_recheck(&school.cx, &one, &id).await;
    let (a, b) = tokio::join!(ask(), ask());
    assert!(a.is_ok() && b.is_ok(), "{a:?} {b:?}");
    let asked = school.scores(&exam).await.rechecks;
    assert_eq!(asked.len(), 1);
    assert_eq!((asked[0].name.as_str(), asked[0].outcome), ("张三", marked("59")));
    for _ in 0..2 {
        score::answer_recheck(&school.cx, &desk(), &id, false).await.unwrap();
    }
    let other = score::answer_recheck(&school.cx, &desk(), &id, true).await.unwrap_err();
    assert!(matches!(other, Error::Stale), "{other}");
    assert_eq!(school.said("score.recheck_kept").await, 1);
    let own = score::load_own(&school.cx, &one, &id).await.unwrap();
    assert!(matches!(own.recheck, Some(Recheck::Kept { .. })));
    score::request_recheck(&school.cx, &one, &id).await.unwrap();
    assert!(school.scores(&exam).await.rechecks.is_empty(), "once");
}
