//! What staff decide about registrations on the command line: proofs of payment, the rest of a registration, requests to
//! withdraw, and the finance office's list of proofs that came too late.

use std::path::{Path, PathBuf};

use app::ssr::Cx;
use domain::id::{ProofId, RegistrationId, WithdrawalId};
use domain::instant::Instant;
use domain::payment::ProofProblem;
use domain::registration::RejectReason;
use service::review::{self, Decision, WaitingProof, WaitingRegistration, WaitingWithdrawal};
use service::{Error, Operator, Refused};

use super::CliError;
use super::options::{Options, unknown, write};
use crate::config::Config;

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// It changed since it was shown.
    #[error("it has changed since that version: look at it again before deciding")]
    Stale,
    /// No such line.
    #[error("there is nothing of that identifier")]
    NotFound,
    /// A rule said no.
    #[error("refused: {0}")]
    Refused(&'static str),
    /// A picture could not be written.
    #[error("the picture cannot be written")]
    Folder(#[from] std::io::Error),
    /// Everything else.
    #[error("it could not be done")]
    Service(#[source] Error),
}

impl From<Error> for ReviewError {
    fn from(error: Error) -> Self {
        match error {
            Error::Stale => Self::Stale,
            Error::NotFound => Self::NotFound,
            Error::Refused(Refused::Registration(refusal)) => {
                Self::Refused(review::refusal_in_words(refusal))
            }
            other => Self::Service(other),
        }
    }
}

/// One act about registrations.
pub enum Act {
    /// `proof list`
    Proofs,
    /// `proof late`
    LateProofs,
    /// `proof show`
    Proof(ProofId, PathBuf),
    /// `proof decide`; no reason: it is accepted.
    DecideProof(ProofId, i64, Option<ProofProblem>),
    /// `registration list`
    Registrations,
    /// `registration decide`
    DecideRegistration(RegistrationId, i64, Decision),
    /// `registration permit`
    Permit(RegistrationId, i64, Instant),
    /// `withdrawal list`
    Withdrawals,
    /// `withdrawal decide`
    DecideWithdrawal(WithdrawalId, bool),
}

/// Reads what follows `proof`.
pub fn parse_proof(words: &mut lexopt::Parser) -> Result<(Box<Config>, Act), CliError> {
    let options = Options::read(words)?;
    let act = match options.word(0, "list, late, show or decide")? {
        "list" => Act::Proofs,
        "late" => Act::LateProofs,
        "show" => Act::Proof(options.id()?, options.folder()?),
        "decide" => {
            let codes = ProofProblem::ALL.map(ProofProblem::code);
            let why = match options.word(2, "approve or return")? {
                "approve" => None,
                "return" => Some(options.reason(ProofProblem::from_code, &codes)?),
                other => return Err(unknown(other).into()),
            };
            Act::DecideProof(options.id()?, options.version()?, why)
        }
        other => return Err(unknown(other).into()),
    };
    Ok((options.config()?, act))
}

/// Reads what follows `registration`.
pub fn parse_registration(words: &mut lexopt::Parser) -> Result<(Box<Config>, Act), CliError> {
    let options = Options::read(words)?;
    let act = match options.word(0, "list, decide or permit")? {
        "list" => Act::Registrations,
        "permit" => {
            let until = options.word(2, "until when, as 2026-12-05T17:00")?;
            let read = Instant::parse_shanghai(until).ok_or_else(|| unknown(until))?;
            Act::Permit(options.id()?, options.version()?, read)
        }
        "decide" => {
            let codes = RejectReason::ALL.map(RejectReason::code);
            let decision = match options.word(2, "approve, return or reject")? {
                "approve" => Decision::Approve,
                "return" => Decision::Return,
                "reject" => Decision::Reject(options.reason(RejectReason::from_code, &codes)?),
                other => return Err(unknown(other).into()),
            };
            Act::DecideRegistration(options.id()?, options.version()?, decision)
        }
        other => return Err(unknown(other).into()),
    };
    Ok((options.config()?, act))
}

/// Reads what follows `withdrawal`.
pub fn parse_withdrawal(words: &mut lexopt::Parser) -> Result<(Box<Config>, Act), CliError> {
    let options = Options::read(words)?;
    let act = match options.word(0, "list or decide")? {
        "list" => Act::Withdrawals,
        "decide" => match options.word(2, "approve or reject")? {
            "approve" => Act::DecideWithdrawal(options.id()?, true),
            "reject" => Act::DecideWithdrawal(options.id()?, false),
            other => return Err(unknown(other).into()),
        },
        other => return Err(unknown(other).into()),
    };
    Ok((options.config()?, act))
}

/// Does it, and gives the lines to print.
pub async fn run(cx: &Cx, act: Act) -> Result<Vec<String>, ReviewError> {
    let staff = Operator::at_the_command_line();
    let done = || Ok(vec!["decided; the candidate gets a message".into()]);
    match act {
        Act::Proofs => Ok(lines(&review::list_proofs(cx, &staff).await?, proof)),
        Act::LateProofs => Ok(lines(&review::list_late_proofs(cx, &staff).await?, proof)),
        Act::Proof(id, folder) => show(cx, &staff, &id, &folder).await,
        Act::DecideProof(id, version, why) => {
            let decided = match why {
                None => review::accept_proof(cx, &staff, &id, version).await,
                Some(why) => review::return_proof(cx, &staff, &id, version, why).await,
            };
            decided?;
            done()
        }
        Act::Registrations => Ok(lines(&review::list_registrations(cx, &staff).await?, registration)),
        Act::DecideRegistration(id, version, decision) => {
            review::decide_registration(cx, &staff, &id, version, decision).await?;
            done()
        }
        Act::Permit(id, version, until) => {
            review::permit_edit(cx, &staff, &id, version, until).await?;
            done()
        }
        Act::Withdrawals => Ok(lines(&review::list_withdrawals(cx, &staff).await?, withdrawal)),
        Act::DecideWithdrawal(id, granted) => {
            review::decide_withdrawal(cx, &staff, &id, granted).await?;
            done()
        }
    }
}

fn lines<T>(waiting: &[T], line: impl Fn(&T) -> String) -> Vec<String> {
    if waiting.is_empty() { vec!["nobody waits".into()] } else { waiting.iter().map(line).collect() }
}

/// Identifiers and codes only: whose it is stands in `show`, which is written down.
fn proof(waiting: &WaitingProof) -> String {
    let WaitingProof { id, version, exam, fee, at, .. } = waiting;
    format!("{id}  version {version}  since {}  {fee}  {exam}", at.to_minute())
}

fn registration(waiting: &WaitingRegistration) -> String {
    let since =
        waiting.registration.state.since().map(domain::instant::Instant::to_minute).unwrap_or_default();
    let changed = review::changes(&waiting.registration.changed);
    let changed = if changed.is_empty() { changed } else { format!("  changed {changed}") };
    let (id, version, exam) = (&waiting.registration.id, waiting.version, &waiting.exam.title);
    format!("{id}  version {version}  since {since}{changed}  {exam}")
}

fn withdrawal(waiting: &WaitingWithdrawal) -> String {
    let WaitingWithdrawal { id, registration, exam, at, .. } = waiting;
    format!("{id}  {registration}  since {}  {exam}", at.to_minute())
}

async fn show(cx: &Cx, staff: &Operator, id: &ProofId, folder: &Path) -> Result<Vec<String>, ReviewError> {
    let (waiting, picture) = review::look_at_proof(cx, staff, id).await?;
    let same = waiting.payer.name == waiting.account.name && waiting.payer.phone == waiting.account.phone;
    Ok(vec![
        format!("exam     {}  {}", waiting.exam, waiting.fee),
        format!("name     {}", waiting.account.name.expose()),
        format!("payer    {}  {}", waiting.payer.name.expose(), waiting.payer.phone.expose()),
        format!("payer is the candidate: {}", if same { "yes" } else { "no" }),
        format!("version  {}", waiting.version),
        format!("picture  {}", write(folder, "proof.jpg", &picture)?.display()),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    const PROOF: &str = "prf_01JAAAAAAAAAAAAAAAAAAAAAAA";

    fn parse(words: &[&str]) -> Result<Act, String> {
        let mut words =
            lexopt::Parser::from_args(words.iter().copied().chain(["--data", "d", "--models", "m"]));
        parse_proof(&mut words).map(|(_, act)| act).map_err(|error| error.to_string())
    }

    #[test]
    fn d8_a_decision_names_its_version_and_a_return_its_reason() {
        let decided = parse(&["decide", PROOF, "return", "--version", "4", "--reason", "blurred"]);
        assert!(matches!(decided, Ok(Act::DecideProof(_, 4, Some(ProofProblem::Blurred)))));
        let accepted = parse(&["decide", PROOF, "approve", "--version", "4"]);
        assert!(matches!(accepted, Ok(Act::DecideProof(_, 4, None))));
        let no_version = parse(&["decide", PROOF, "approve"]).err().unwrap();
        assert!(no_version.contains("--version"), "{no_version}");
        let no_reason = parse(&["decide", PROOF, "return", "--version", "4"]).err().unwrap();
        assert!(no_reason.contains("wrong_amount"), "{no_reason}");
        assert!(parse(&["decide", "reg_1", "approve", "--version", "4"]).is_err());
    }
}
