//! `zhunkao face`: the face checks that wait for a person.

use std::path::{Path, PathBuf};

use domain::face::{FaceDecision, FaceReturn};
use domain::id::RegistrationId;
use service::face::{Waiting, decide, list_waiting, look_at};
use service::{Cx, Operator};

use super::CliError;
use super::options::{Options, unknown, write};
use super::staff::StaffError;
use crate::config::Config;

/// How it is called.
pub const HELP: &str = "
  zhunkao face list                 whose face check waits for a person
  zhunkao face show ID --to DIR     whose it is; the card and the newest round's pictures into DIR
  zhunkao face decide ID approve [--version N]
  zhunkao face decide ID return --reason not_the_person|unclear|not_reached [--version N]
      each with --config FILE, or with --data DIR --models DIR of a demo
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Print the queue.
    List,
    /// Show one line of it.
    Show(RegistrationId, PathBuf),
    /// Settle one line of it, unless it has changed since this version.
    Decide(RegistrationId, Option<i64>, FaceDecision),
}

/// Reads what stands behind `zhunkao face`.
pub fn parse(words: &mut lexopt::Parser) -> Result<(Wish, Box<Config>), CliError> {
    let options = Options::read(words)?;
    let wish = wish(&options)?;
    Ok((wish, options.config()?))
}

fn wish(options: &Options) -> Result<Wish, lexopt::Error> {
    Ok(match options.word(0, "list, show or decide")? {
        "list" => Wish::List,
        "show" => Wish::Show(options.id()?, options.folder()?),
        "decide" => {
            let codes = FaceReturn::ALL.map(FaceReturn::code);
            let decision = match options.word(2, "approve or return")? {
                "approve" => FaceDecision::Approve,
                "return" => FaceDecision::Return(options.reason(FaceReturn::from_code, &codes)?),
                other => return Err(unknown(other)),
            };
            Wish::Decide(options.id()?, options.seen(), decision)
        }
        other => return Err(unknown(other)),
    })
}

/// Does it, and gives the lines to print.
pub async fn run(cx: &Cx, wish: &Wish) -> Result<Vec<String>, StaffError> {
    let staff = Operator::at_the_command_line();
    match wish {
        Wish::List => {
            let queue = list_waiting(cx, &staff).await?;
            let lines: Vec<_> = queue.iter().map(line).collect();
            Ok(if lines.is_empty() { vec!["nobody waits".into()] } else { lines })
        }
        Wish::Show(id, folder) => show(cx, &staff, id, folder).await,
        Wish::Decide(id, seen, decision) => {
            decide(cx, &staff, id, *seen, *decision).await?;
            Ok(vec![match decision {
                FaceDecision::Approve => "decided; the candidate sees it".into(),
                FaceDecision::Return(_) => "decided; the candidate gets a message".into(),
            }])
        }
    }
}

/// Identifiers and codes only: whose it is stands in `show`, which is written down.
fn line(waiting: &Waiting) -> String {
    let Waiting { registration, version, exam, since, why, distance } = waiting;
    let distance = measured(*distance);
    format!(
        "{registration}  version {version}  since {}  {}  {distance}  {exam}",
        since.to_minute(),
        why.code()
    )
}

fn measured(distance: Option<f64>) -> String {
    distance.map_or_else(|| "-".to_owned(), |distance| format!("{distance:.3}"))
}

async fn show(
    cx: &Cx,
    staff: &Operator,
    id: &RegistrationId,
    folder: &Path,
) -> Result<Vec<String>, StaffError> {
    let evidence = look_at(cx, staff, id).await?;
    let mut lines = vec![
        format!("exam      {}", evidence.exam),
        format!("name      {}", evidence.name.expose()),
        format!("number    {} ({})", evidence.number.grouped(), evidence.number.kind().code()),
        format!("distance  {}", measured(evidence.distance)),
        format!("version   {}", evidence.version),
    ];
    match &evidence.card {
        Some(card) => lines.push(format!("picture   {}", write(folder, "front.jpg", card)?.display())),
        None => lines.push("picture   no front.jpg: compare at the counter".into()),
    }
    for (n, frame) in (1..).zip(&evidence.frames) {
        let path = write(folder, &format!("face-{n}.jpg"), frame)?;
        lines.push(format!("picture   {}", path.display()));
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "reg_01JAAAAAAAAAAAAAAAAAAAAAAA";

    fn read(words: &[&str]) -> Result<Wish, String> {
        let mut words = lexopt::Parser::from_args(words.iter().copied());
        let options = Options::read(&mut words).map_err(|error| error.to_string())?;
        wish(&options).map_err(|error| error.to_string())
    }

    #[test]
    fn c6_a_decision_is_read() {
        let id: RegistrationId = ID.parse().unwrap();
        assert_eq!(read(&["list"]).unwrap(), Wish::List);
        assert_eq!(read(&["show", ID, "--to", "d"]).unwrap(), Wish::Show(id.clone(), "d".into()));
        assert_eq!(
            read(&["decide", ID, "approve", "--version", "4"]).unwrap(),
            Wish::Decide(id.clone(), Some(4), FaceDecision::Approve)
        );
        assert_eq!(
            read(&["decide", ID, "return", "--reason", "unclear"]).unwrap(),
            Wish::Decide(id, None, FaceDecision::Return(FaceReturn::Unclear))
        );
    }

    #[test]
    fn c6_a_return_without_a_reason_and_nonsense_are_refused() {
        for words in [
            &["decide", ID, "return"][..],
            &["decide", ID, "return", "--reason", "because"],
            &["decide", "exm_x", "approve"],
            &["decide", ID],
            &["show", ID],
            &[],
        ] {
            assert!(read(words).is_err(), "{words:?}");
        }
        let listed = read(&["decide", ID, "return"]).unwrap_err();
        assert!(listed.contains("not_reached"), "{listed}");
    }
}
