//! `zhunkao exam`: which exams there are, and what their payment codes say.

use std::path::PathBuf;

use app::ssr::Cx;
use domain::id::ExamId;
use service::Operator;
use service::payment_code::{self, Refusal, Source};

use super::CliError;
use super::options::{Options, unknown};
use crate::config::Config;

/// How it is called.
pub const HELP: &str = "
  zhunkao exam list                 the exams, and what their payment codes say
  zhunkao exam payment-code ID link ADDRESS
  zhunkao exam payment-code ID picture FILE     the code on a JPEG or PNG; the page draws it anew
      each with --config FILE, or with --data DIR --models DIR of a demo
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Print the exams.
    List,
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

/// Reads what stands behind `zhunkao exam`.
pub fn parse(words: &mut lexopt::Parser) -> Result<(Wish, Box<Config>), CliError> {
    let options = Options::read(words)?;
    let wish = wish(&options)?;
    Ok((wish, options.config()?))
}

fn wish(options: &Options) -> Result<Wish, lexopt::Error> {
    Ok(match options.word(0, "list or payment-code")? {
        "list" => Wish::List,
        "payment-code" => match options.word(2, "link or picture")? {
            "link" => Wish::Address(options.id()?, options.word(3, "the address")?.to_owned()),
            "picture" => Wish::Picture(options.id()?, options.word(3, "the file")?.into()),
            other => return Err(unknown(other)),
        },
        other => return Err(unknown(other)),
    })
}

/// Does it, and gives the lines to print.
pub async fn run(cx: &Cx, wish: Wish) -> Result<Vec<String>, ExamError> {
    let (exam, source) = match wish {
        Wish::List => return list(cx).await,
        Wish::Address(exam, address) => (exam, Source::Text(address)),
        Wish::Picture(exam, file) => {
            let bytes = std::fs::read(&file).map_err(|error| ExamError::File(file, error))?;
            (exam, Source::Picture(bytes))
        }
    };
    let text = payment_code::change(cx, &Operator::at_the_command_line(), &exam, source).await?;
    Ok(vec![
        format!("the payment code says {text}"),
        "pay a small amount with it before anybody else does".into(),
    ])
}

async fn list(cx: &Cx) -> Result<Vec<String>, ExamError> {
    let home = service::exam::home(cx, None).await.map_err(ExamError::Service)?;
    let line =
        |(exam, _): &(domain::exam::Exam, _)| format!("{}  {}  {}", exam.id, exam.title, exam.fee.link);
    let lines: Vec<_> = home.exams.iter().map(line).collect();
    Ok(if lines.is_empty() { vec!["there is no exam".into()] } else { lines })
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
}
