//! `zhunkao staff`: accounts of staff. The first one is made here, and this is the way in where nobody can sign in any more.

use app::ssr::Cx;
use domain::form::{Field, Problem};
use domain::staff::{Grant, Role, StaffState};
use service::staff::account::{self, Invitation, Member, NewStaff};
use service::{Error, Operator, Refused};

use super::CliError;
use super::options::{Options, unknown};
use crate::config::Config;

/// How it is called.
pub const HELP: &str = "
  zhunkao staff add LOGIN --name NAME [--role ROLE]     adds somebody, a super_admin unless --role says otherwise, and prints
                                    a one-time password; the first sign-in sets up the rest
  zhunkao staff list                who there is, and which roles they hold
  zhunkao staff reset LOGIN         prints a one-time password in place of password, app and recovery codes
  zhunkao staff disable LOGIN       ends every session; the account opens nothing until it is reset
      each with --config FILE, or with --data DIR --models DIR of a demo; a wrong --role lists them all
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Adds somebody: login name, name, role.
    Add(String, String, Role),
    /// Prints everybody.
    List,
    /// Another one-time password.
    Reset(String),
    /// No way in any more.
    Disable(String),
}

/// Why it was not done.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Nobody has this login name.
    #[error("nobody has this login name; `zhunkao staff list` names them all")]
    NotFound,
    /// Not a login name.
    #[error("a login name has 3 to 32 characters, of a-z 0-9 . _ - with a letter in front")]
    Login,
    /// Somebody has it.
    #[error("somebody has this login name already")]
    Taken,
    /// Not a name.
    #[error("this is no name of a person")]
    Name,
    /// Everything else.
    #[error("it could not be done")]
    Service(#[source] Error),
}

impl From<Error> for AccountError {
    fn from(error: Error) -> Self {
        if let Error::Refused(Refused::Fields(problems)) = &error {
            return match (problems.of(Field::Login), problems.of(Field::Name)) {
                (Some(Problem::Taken), _) => Self::Taken,
                (Some(_), _) => Self::Login,
                (None, Some(_)) => Self::Name,
                (None, None) => Self::Service(error),
            };
        }
        match error {
            Error::NotFound => Self::NotFound,
            other => Self::Service(other),
        }
    }
}

/// Reads what stands behind `zhunkao staff`; nothing where only help was asked for.
pub fn parse(words: &mut lexopt::Parser) -> Result<Option<(Wish, Box<Config>)>, CliError> {
    let options = Options::read(words)?;
    if options.asks_for_help() {
        return Ok(None);
    }
    let wish = wish(&options)?;
    Ok(Some((wish, options.config()?)))
}

fn wish(options: &Options) -> Result<Wish, lexopt::Error> {
    let login = || options.word(1, "the login name").map(str::to_owned);
    Ok(match options.word(0, "add, list, reset or disable")? {
        "add" => Wish::Add(login()?, options.name()?, options.role(Role::SuperAdmin)?),
        "list" => Wish::List,
        "reset" => Wish::Reset(login()?),
        "disable" => Wish::Disable(login()?),
        other => return Err(unknown(other)),
    })
}

/// Does it, and gives the lines to print.
pub async fn run(cx: &Cx, address: &str, wish: Wish) -> Result<Vec<String>, AccountError> {
    let operator = Operator::at_the_command_line();
    match wish {
        Wish::Add(login, name, role) => {
            let new = NewStaff { login: &login, name: &name, role: role.code() };
            let added = account::add(cx, operator.confirmed(cx)?, &new).await?;
            Ok(invitation(address, &login, &added))
        }
        Wish::List => {
            let list = account::list(cx, &operator).await?;
            Ok(if list.is_empty() {
                vec!["nobody yet: `zhunkao staff add` makes the first account".into()]
            } else {
                list.iter().map(line).collect()
            })
        }
        Wish::Reset(login) => {
            let id = account::find_by_login(cx, &operator, &login).await?;
            let reset = account::reset(cx, operator.confirmed(cx)?, &id).await?;
            Ok(invitation(address, &login, &reset))
        }
        Wish::Disable(login) => {
            let id = account::find_by_login(cx, &operator, &login).await?;
            account::disable(cx, operator.confirmed(cx)?, &id).await?;
            Ok(vec!["disabled; every session has ended".into()])
        }
    }
}

/// What somebody needs to sign in for the first time.
pub fn invitation(address: &str, login: &str, invitation: &Invitation) -> Vec<String> {
    vec![
        format!("sign in at  {address}{}", app::paths::admin_sign_in()),
        format!("login name  {login}"),
        format!("password    {}   (once, within three days)", invitation.password),
    ]
}

fn line(found: &Member) -> String {
    let state = match found.member.state {
        StaffState::Invited { until } => format!("invited until {}", until.to_minute()),
        StaffState::Active => "active".to_owned(),
        StaffState::Disabled { at } => format!("disabled since {}", at.to_minute()),
    };
    let roles: Vec<String> = found.grants.iter().map(Grant::to_string).collect();
    format!("{}  {}  {state}  {}", found.member.id, found.member.login.as_str(), roles.join(" "))
}
