//! `zhunkao exam`: which exams there are, and what their payment codes say.

use std::path::PathBuf;

use app::ssr::Cx;
use domain::exam::{Exam, ExamProblem, MOST_NOTICE, WindowConflict};
use domain::id::ExamId;
use service::exam_desk::Opened;
use service::payment_code::{self, Refusal, Source};
use service::{Operator, exam_desk};

use super::CliError;
use super::options::{Options, unknown};
use crate::config::Config;

/// How it is called.
pub const HELP: &str = "
  zhunkao exam list                 the exams, and what their payment codes say
  zhunkao exam show ID              its version, its windows, and what must be mended before it is published
  zhunkao exam publish ID --version N
  zhunkao exam close ID --version N     nobody begins any more; what has begun goes on
  zhunkao exam clone ID MONTHS      a draft for another term, its dates so many months later
  zhunkao exam payment-code ID link ADDRESS
  zhunkao exam payment-code ID picture FILE     the code on a JPEG or PNG; the page draws it anew
      each with --config FILE, or with --data DIR --models DIR of a demo
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Print the exams.
    List,
    /// Print one of them.
    Show(ExamId),
    /// Show it to candidates; the version that was seen.
    Publish(ExamId, i64),
    /// Take it off the home page; the version that was seen.
    Close(ExamId, i64),
    /// A draft for another term, so many months later.
    Clone(ExamId, i32),
    /// What the payment code says.
    Address(ExamId, String),
    /// The same, read off a picture.
    Picture(ExamId, PathBuf),
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum ExamError {
    /// There is no such exam.
    #[error("there is no exam of that identifier; `zhunkao exam list` names them")]
    NotFound,
    /// The file with the picture.
    #[error("{0} cannot be read")]
    File(PathBuf, #[source] std::io::Error),
    /// The code is none.
    #[error(transparent)]
    Refused(Refusal),
    /// It cannot be so.
    #[error("it stays as it is: {}", in_words(.0))]
    Problems(Vec<ExamProblem>),
    /// Somebody was faster.
    #[error("it has changed since that version; `zhunkao exam show` prints it anew")]
    Stale,
    /// Everything else.
    #[error("it could not be done")]
    Service(#[source] service::Error),
}

impl From<Refusal> for ExamError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Service(service::Error::NotFound) => Self::NotFound,
            Refusal::Service(error) => Self::Service(error),
            other => Self::Refused(other),
        }
    }
}

impl From<exam_desk::Refusal> for ExamError {
    fn from(refusal: exam_desk::Refusal) -> Self {
        match refusal {
            exam_desk::Refusal::Problems(problems) => Self::Problems(problems),
            exam_desk::Refusal::Service(service::Error::NotFound) => Self::NotFound,
            exam_desk::Refusal::Service(service::Error::Stale) => Self::Stale,
            exam_desk::Refusal::Service(error) => Self::Service(error),
        }
    }
}

/// Reads what stands behind `zhunkao exam`.
pub fn parse(words: &mut lexopt::Parser) -> Result<(Wish, Box<Config>), CliError> {
    let options = Options::read(words)?;
    let wish = wish(&options)?;
    Ok((wish, options.config()?))
}

fn wish(options: &Options) -> Result<Wish, lexopt::Error> {
    Ok(match options.word(0, "list, show, publish, close, clone or payment-code")? {
        "list" => Wish::List,
        "show" => Wish::Show(options.id()?),
        "publish" => Wish::Publish(options.id()?, options.version()?),
        "close" => Wish::Close(options.id()?, options.version()?),
        "clone" => Wish::Clone(options.id()?, months(options.word(2, "the number of months")?)?),
        "payment-code" => match options.word(2, "link or picture")? {
            "link" => Wish::Address(options.id()?, options.word(3, "the address")?.to_owned()),
            "picture" => Wish::Picture(options.id()?, options.word(3, "the file")?.into()),
            other => return Err(unknown(other)),
        },
        other => return Err(unknown(other)),
    })
}

fn months(word: &str) -> Result<i32, lexopt::Error> {
    word.parse().ok().filter(|months| (1..=60).contains(months)).ok_or_else(|| unknown(word))
}

/// Does it, and gives the lines to print.
pub async fn run(cx: &Cx, wish: Wish) -> Result<Vec<String>, ExamError> {
    let staff = Operator::at_the_command_line();
    let (exam, source) = match wish {
        Wish::List => return list(cx).await,
        Wish::Show(exam) => return show(cx, &exam).await,
        Wish::Publish(exam, version) => {
            exam_desk::publish(cx, &staff, &exam, version).await?;
            return Ok(vec!["published; candidates see it".into()]);
        }
        Wish::Close(exam, version) => {
            exam_desk::close(cx, &staff, &exam, version).await?;
            return Ok(vec!["closed; nobody begins any more".into()]);
        }
        Wish::Clone(exam, months) => {
            let next = exam_desk::clone(cx, &staff, &exam, months).await.map_err(exam_desk::Refusal::from)?;
            return Ok(vec![format!("draft {}", next.as_str())]);
        }
        Wish::Address(exam, address) => (exam, Source::Text(address)),
        Wish::Picture(exam, file) => {
            let bytes = std::fs::read(&file).map_err(|error| ExamError::File(file, error))?;
            (exam, Source::Picture(bytes))
        }
    };
    let text = payment_code::change(cx, &staff, &exam, source).await?;
    Ok(vec![
        format!("the payment code says {text}"),
        "pay a small amount with it before anybody else does".into(),
    ])
}

async fn list(cx: &Cx) -> Result<Vec<String>, ExamError> {
    let exams = exam_desk::list(cx, &Operator::at_the_command_line()).await.map_err(ExamError::Service)?;
    let line =
        |exam: &Exam| format!("{}  {:<9}  {}  {}", exam.id, exam.status.code(), exam.title, exam.fee.link);
    let lines: Vec<_> = exams.iter().map(line).collect();
    Ok(if lines.is_empty() { vec!["there is no exam".into()] } else { lines })
}

async fn show(cx: &Cx, id: &ExamId) -> Result<Vec<String>, ExamError> {
    let opened = exam_desk::open(cx, &Operator::at_the_command_line(), id).await;
    let Opened { exam, version, unfit } = opened.map_err(exam_desk::Refusal::from)?;
    let mut lines = vec![
        format!("{}  version {version}  {}", exam.title, exam.status.code()),
        "windows, in Shanghai".into(),
    ];
    let w = &exam.windows;
    for (name, window) in [
        ("register", w.register),
        ("edit", w.edit),
        ("pay", w.pay),
        ("review", w.review),
        ("ticket", w.ticket),
        ("score", w.score),
    ] {
        lines.push(format!("  {name:<9} {} to {}", window.start, window.end));
    }
    let places = exam.places.capacity.map_or_else(|| "uncounted".to_owned(), |places| places.to_string());
    lines.push(format!(
        "{} of {places} places taken, notice version {}",
        exam.places.taken, exam.notice.version
    ));
    if !unfit.is_empty() {
        lines.push(format!("to be mended before it is published: {}", in_words(&unfit)));
    }
    Ok(lines)
}

/// What is wrong with an exam.
fn in_words(problems: &[ExamProblem]) -> String {
    let word = |problem: &ExamProblem| match problem {
        ExamProblem::NoTitle => "it has no title".to_owned(),
        ExamProblem::NoSubjects => "it has no subject".to_owned(),
        ExamProblem::Twice(text) => format!("{text} stands in it twice"),
        ExamProblem::BadEntry(text) => {
            format!("{text} lacks a name, or a code that fits into a ticket number")
        }
        ExamProblem::NoNotice => "it has no notice".to_owned(),
        ExamProblem::BadPaymentCode => "its payment code says no address".to_owned(),
        ExamProblem::Windows(conflict) => conflict_in_words(*conflict),
        ExamProblem::PlacesBelowTaken { of, taken } if of.is_empty() => format!("{taken} places are taken"),
        ExamProblem::PlacesBelowTaken { of, taken } => format!("{taken} places of {of} are taken"),
        ExamProblem::InUse(name) => format!("somebody has chosen {name}"),
        ExamProblem::FeeInUse => "somebody has been asked for the old fee".to_owned(),
        ExamProblem::Closed => "it has been closed; the back office opens it again, for a reason".to_owned(),
        ExamProblem::NotAMoment(window) => format!("{window:?} has a beginning or an end that is no moment"),
        ExamProblem::BadAmount => "its fee is no amount".to_owned(),
        ExamProblem::NoAmount => "it costs nothing".to_owned(),
        ExamProblem::NoItem => "what is paid for has no name".to_owned(),
        ExamProblem::NoDocuments => "it takes no kind of document".to_owned(),
        ExamProblem::NoticeTooLong => format!("its notice is longer than {MOST_NOTICE} characters"),
        ExamProblem::MajorWithoutSubject(major) => format!("{major} may choose none of its subjects"),
        ExamProblem::OrderInUse => {
            "somebody has registered in the old order of payment and review".to_owned()
        }
        ExamProblem::TestIsFixed => "once it is published it is a test or none".to_owned(),
        // What only the forms of the back office ask.
        ExamProblem::BadNumber(_)
        | ExamProblem::BadYears
        | ExamProblem::BadYear
        | ExamProblem::NoReason
        | ExamProblem::NotClosed
        | ExamProblem::NotATest
        | ExamProblem::WrongName
        | ExamProblem::Picture(_) => format!("{problem:?}"),
    };
    problems.iter().map(word).collect::<Vec<_>>().join("; ")
}

fn conflict_in_words(conflict: WindowConflict) -> String {
    match conflict {
        WindowConflict::Backwards(name) => format!("the window {name:?} ends before it begins"),
        WindowConflict::BeforeRegistering(name) => {
            format!("the window {name:?} begins before registering does")
        }
        WindowConflict::EndsBeforeRegistering(name) => {
            format!("the window {name:?} ends before registering does")
        }
        WindowConflict::ReviewEndsBeforePaying => "review ends before paying does".to_owned(),
        WindowConflict::TicketsBeforeReviewEnds => "tickets come before review ends".to_owned(),
        WindowConflict::ScoresBeforeTicketsEnd => "scores come before tickets end".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn d1_the_command_names_the_exam_and_where_its_code_comes_from() {
        let read = |line: &str| {
            let mut words = lexopt::Parser::from_args(line.split(' '));
            wish(&Options::read(&mut words).unwrap()).map_err(|error| error.to_string())
        };
        let exam = ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let id = exam.as_str().to_owned();
        assert_eq!(read("list"), Ok(Wish::List));
        assert_eq!(
            read(&format!("payment-code {id} link https://pay.example.edu.cn")),
            Ok(Wish::Address(exam.clone(), "https://pay.example.edu.cn".into()))
        );
        assert_eq!(
            read(&format!("payment-code {id} picture code.png")),
            Ok(Wish::Picture(exam, "code.png".into()))
        );
        assert!(read(&format!("payment-code {id}")).unwrap_err().contains("link or picture"));
        assert!(read("payment-code nonsense link a").is_err());
    }

    #[test]
    fn f2_the_command_names_the_version_that_was_seen() {
        let read = |line: &str| {
            let mut words = lexopt::Parser::from_args(line.split(' '));
            wish(&Options::read(&mut words).unwrap()).map_err(|error| error.to_string())
        };
        let exam = ExamId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let id = exam.as_str().to_owned();
        assert_eq!(read(&format!("publish {id} --version 3")), Ok(Wish::Publish(exam.clone(), 3)));
        assert_eq!(read(&format!("close {id} --version 4")), Ok(Wish::Close(exam.clone(), 4)));
        assert!(read(&format!("publish {id}")).unwrap_err().contains("--version"));
        assert_eq!(read(&format!("clone {id} 6")), Ok(Wish::Clone(exam, 6)));
        assert!(read(&format!("clone {id} 0")).is_err() && read(&format!("clone {id} soon")).is_err());
    }
}
