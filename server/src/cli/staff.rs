//! What staff decide on the command line: the queues of 实名认证 and 更名申请.
//!
//! Each command names where the data is (`--config FILE`, or `--data DIR` and `--models DIR` of a demo) and runs beside
//! the server; messages leave through the server's jobs.

use std::path::{Path, PathBuf};

use app::ssr::Cx;
use domain::id::{AccountId, RenameId};
use domain::identity::{Decision, Finding};
use domain::registration::Refusal;
use domain::rename::{RenameDecision, RenameFinding};
use service::{Error, Operator, Refused, identity, rename};

use super::CliError;
use super::options::{Options, unknown, write};
use crate::config::Config;

/// One act of staff.
pub enum Act {
    /// `identity list`
    Identities,
    /// `identity show`
    Identity(AccountId, PathBuf),
    /// `identity decide`
    DecideIdentity(AccountId, Option<i64>, Decision),
    /// `rename list`
    Renames,
    /// `rename show`
    Rename(RenameId, PathBuf),
    /// `rename decide`
    DecideRename(RenameId, Option<i64>, RenameDecision),
}

/// Why an act was not done.
#[derive(Debug, thiserror::Error)]
pub enum StaffError {
    /// It changed since it was shown.
    #[error("it has changed since that version: look at it again before deciding")]
    Stale,
    /// No such line.
    #[error("there is nothing of that identifier")]
    NotFound,
    /// Decided, taken back or replaced.
    #[error("nobody waits for this decision any more")]
    NotWaiting,
    /// A picture could not be written.
    #[error("the pictures cannot be written")]
    Folder(#[from] std::io::Error),
    /// Everything else.
    #[error("it could not be done")]
    Service(#[source] Error),
}

impl From<Error> for StaffError {
    fn from(error: Error) -> Self {
        match error {
            Error::Stale => Self::Stale,
            Error::NotFound => Self::NotFound,
            Error::Refused(
                Refused::Identity(domain::identity::Refusal::NotWaiting)
                | Refused::Registration(Refusal::AlreadyDone | Refusal::NotNow | Refusal::Over),
            ) => Self::NotWaiting,
            other => Self::Service(other),
        }
    }
}

/// Reads what follows `identity`.
pub fn parse_identity(words: &mut lexopt::Parser) -> Result<(Box<Config>, Act), CliError> {
    let options = Options::read(words)?;
    let act = match options.word(0, "list, show or decide")? {
        "list" => Act::Identities,
        "show" => Act::Identity(options.id()?, options.folder()?),
        "decide" => {
            let codes = Finding::ALL.map(Finding::code);
            let reason = || options.reason(Finding::from_code, &codes);
            let decision = match options.word(2, "approve, return or reject")? {
                "approve" => Decision::Approve,
                "return" => Decision::Return(reason()?),
                "reject" => Decision::Reject(reason()?),
                other => return Err(unknown(other).into()),
            };
            Act::DecideIdentity(options.id()?, options.seen(), decision)
        }
        other => return Err(unknown(other).into()),
    };
    Ok((options.config()?, act))
}

/// Reads what follows `rename`.
pub fn parse_rename(words: &mut lexopt::Parser) -> Result<(Box<Config>, Act), CliError> {
    let options = Options::read(words)?;
    let act = match options.word(0, "list, show or decide")? {
        "list" => Act::Renames,
        "show" => Act::Rename(options.id()?, options.folder()?),
        "decide" => {
            let codes = RenameFinding::ALL.map(RenameFinding::code);
            let decision = match options.word(2, "approve or reject")? {
                "approve" => RenameDecision::Approve,
                "reject" => RenameDecision::Reject(options.reason(RenameFinding::from_code, &codes)?),
                other => return Err(unknown(other).into()),
            };
            Act::DecideRename(options.id()?, options.seen(), decision)
        }
        other => return Err(unknown(other).into()),
    };
    Ok((options.config()?, act))
}

/// Does it, and gives the lines to print.
pub async fn run(cx: &Cx, act: Act) -> Result<Vec<String>, StaffError> {
    let staff = Operator::at_the_command_line();
    match act {
        Act::Identities => identities(cx, &staff).await,
        Act::Identity(account, folder) => show_identity(cx, &staff, &account, &folder).await,
        Act::DecideIdentity(account, seen, decision) => {
            identity::desk::decide(cx, &staff, &account, seen, decision).await?;
            Ok(vec!["decided; the candidate gets a message".into()])
        }
        Act::Renames => renames(cx, &staff).await,
        Act::Rename(id, folder) => show_rename(cx, &staff, &id, &folder).await,
        Act::DecideRename(id, seen, decision) => {
            rename::decide(cx, &staff, &id, seen, decision).await?;
            Ok(vec!["decided; the candidate gets a message".into()])
        }
    }
}

/// Identifiers and codes only: what is personal is shown one by one, and written down.
async fn identities(cx: &Cx, staff: &Operator) -> Result<Vec<String>, StaffError> {
    let waiting = identity::desk::list_waiting(cx, staff).await?;
    let line = |line: &identity::desk::WaitingIdentity| {
        let problems = serde_json::to_string(&line.problems).unwrap_or_default();
        let since = line.since.to_minute();
        format!(
            "{}  version {}  since {since}  {}  {} of 2 pictures  {problems}",
            line.account,
            line.version,
            line.kind.code(),
            line.pictures
        )
    };
    Ok(or_nobody(waiting.iter().map(line).collect()))
}

async fn show_identity(
    cx: &Cx,
    staff: &Operator,
    account: &AccountId,
    folder: &Path,
) -> Result<Vec<String>, StaffError> {
    let evidence = identity::desk::look_at(cx, staff, account).await?;
    let mut lines = vec![
        format!("name     {}", evidence.name.expose()),
        format!("number   {} ({})", evidence.number.grouped(), evidence.number.kind().code()),
        format!("version  {}", evidence.version),
    ];
    for (name, picture) in ["front.jpg", "back.jpg"].into_iter().zip(&evidence.pictures) {
        match picture {
            Some(picture) => lines.push(format!("picture  {}", write(folder, name, picture)?.display())),
            None => lines.push(format!("picture  no {name} yet")),
        }
    }
    Ok(lines)
}

async fn renames(cx: &Cx, staff: &Operator) -> Result<Vec<String>, StaffError> {
    let waiting = rename::list_waiting(cx, staff).await?;
    let line = |(rename, version): &(domain::rename::Rename, i64)| {
        let since = rename.asked.to_minute();
        format!("{}  version {version}  since {since}  {}", rename.id, rename.reason.code())
    };
    Ok(or_nobody(waiting.iter().map(line).collect()))
}

async fn show_rename(
    cx: &Cx,
    staff: &Operator,
    id: &RenameId,
    folder: &Path,
) -> Result<Vec<String>, StaffError> {
    let (rename, version, owner, picture) = rename::look_at(cx, staff, id).await?;
    let mut lines = vec![
        format!("present  {}", owner.name.expose()),
        format!("wanted   {}", rename.name.expose()),
        format!("number   {} ({})", owner.number.grouped(), owner.number.kind().code()),
        format!("reason   {}", rename.reason.code()),
        format!("remark   {}", rename.remark.expose()),
        format!("version  {version}"),
    ];
    if let Some(picture) = picture {
        lines.push(format!("picture  {}", write(folder, "proof.jpg", &picture)?.display()));
    }
    Ok(lines)
}

fn or_nobody(lines: Vec<String>) -> Vec<String> {
    if lines.is_empty() { vec!["nobody waits".into()] } else { lines }
}
