//! The command line.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "the command line is where we print")]

pub mod account;
pub mod audit;
pub mod exam;
pub mod face;
mod options;
pub mod review;
pub mod staff;

use std::path::PathBuf;
use std::process::ExitCode;

use lexopt::prelude::*;

use service::keys::Place;

use crate::config::{Config, ConfigError, Data, DemoOptions};
use crate::upkeep::KeysWish;

const HELP: &str = "\
zhunkao: registration for degree exams

  zhunkao serve --config FILE       serve a school; docs/OPERATIONS.md explains the file
  zhunkao check --config FILE       whether everything holds that must; only reads, fails when something is wrong
  zhunkao keys status --config FILE     which key has sealed how much
  zhunkao keys rotate --config FILE     a new key; everything is sealed anew, while the server runs
  zhunkao keys retire --config FILE     takes the older keys out of the key file
      --data DIR      in place of --config: the folder of a demo
  zhunkao demo [options]            serve a demo with invented data
      --data DIR      database, pictures and keys of the demo     (data)
      --site DIR      what `cargo xtask build` made               (target/site)
      --models DIR    what `cargo xtask models` fetched
      --port N        (3000)
      --lan           HTTPS for phones in this network, with a certificate of its own

  Staff, beside the running server; each with --config FILE, or with --data DIR --models DIR of a demo:
  zhunkao identity list             who waits for 人工核验
  zhunkao identity show ID --to DIR      the account, and the pictures into DIR
  zhunkao identity decide ID approve|return|reject [--reason CODE] [--version N]
  zhunkao rename list               who waits for another name
  zhunkao rename show ID --to DIR        the request, and its picture into DIR
  zhunkao rename decide ID approve|reject [--reason CODE] [--version N]
      --reason        why not; a wrong one lists them all
      --version       refuse when it has changed since `list` or `show` said so
  Decisions about registrations, beside the running server; each with --config FILE, or with --data DIR --models DIR
  of a demo. A wrong --reason lists them all; --version is that of the list.
  zhunkao proof list                proofs of payment that wait
  zhunkao proof late                proofs that came after the deadline, for the finance office
  zhunkao proof show ID --to DIR    whose it is, and the picture into DIR
  zhunkao proof decide ID approve|return --version N [--reason CODE]
  zhunkao registration list         paid registrations that wait for a look
  zhunkao registration decide ID approve|return|reject --version N [--reason CODE]
  zhunkao registration permit ID UNTIL --version N     may be changed until then (2026-12-05T17:00) past the edit window
  zhunkao withdrawal list           requests to withdraw what was paid
  zhunkao withdrawal decide ID approve|reject
";

/// What to do.
pub enum Command {
    /// Serve with this configuration.
    Serve(Box<Config>),
    /// Ask the data whether everything holds.
    Check(Place),
    /// Look at the keys of the data, or change them.
    Keys(KeysWish, Place),
    /// Do what staff decided.
    Staff(Box<Config>, staff::Act),
    /// Settle face checks that wait for a person.
    Face(face::Wish, Box<Config>),
    /// Look at the exams, or change what their payment codes say.
    Exam(exam::Wish, Box<Config>),
    /// Add, list, reset or disable staff.
    Account(account::Wish, Box<Config>),
    /// Print the commands of staff accounts.
    AccountHelp,
    /// Decide about registrations.
    Review(Box<Config>, review::Act),
    /// Look at the log of what happened.
    Audit(audit::Wish, Place),
    /// Print the commands.
    Help,
}

/// What is wrong with the command line.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    /// Not a command or option.
    #[error("{0}\n\n{HELP}{face}{exam}{audit}{staff}", face = face::HELP, exam = exam::HELP, audit = audit::HELP, staff = account::HELP)]
    Usage(#[from] lexopt::Error),
    /// The configuration behind it.
    #[error(transparent)]
    Config(#[from] ConfigError),
}

/// Reads the command line and what it names.
pub fn parse() -> Result<Command, CliError> {
    let mut words = lexopt::Parser::from_env();
    match words.next()? {
        Some(Value(command)) if command == "serve" => {
            let file = match source(&mut words)? {
                Source::Config(file) => file,
                Source::Data(_) => return Err(Long("data").unexpected().into()),
            };
            Ok(Command::Serve(Box::new(Config::load(&file)?)))
        }
        Some(Value(command)) if command == "demo" => {
            Ok(Command::Serve(Box::new(Config::for_demo(demo_options(&mut words)?)?)))
        }
        Some(Value(command)) if command == "check" => Ok(Command::Check(place(source(&mut words)?)?)),
        Some(Value(command)) if command == "keys" => {
            let wish = match words.next()? {
                Some(Value(wish)) if wish == "status" => KeysWish::Status,
                Some(Value(wish)) if wish == "rotate" => KeysWish::Rotate,
                Some(Value(wish)) if wish == "retire" => KeysWish::Retire,
                Some(other) => return Err(other.unexpected().into()),
                None => return Err(lexopt::Error::from("status, rotate or retire is missing").into()),
            };
            Ok(Command::Keys(wish, place(source(&mut words)?)?))
        }
        Some(Value(command)) if command == "identity" => {
            let (config, act) = staff::parse_identity(&mut words)?;
            Ok(Command::Staff(config, act))
        }
        Some(Value(command)) if command == "rename" => {
            let (config, act) = staff::parse_rename(&mut words)?;
            Ok(Command::Staff(config, act))
        }
        Some(Value(command)) if command == "face" => {
            let (wish, config) = face::parse(&mut words)?;
            Ok(Command::Face(wish, config))
        }
        Some(Value(command)) if command == "exam" => {
            let (wish, config) = exam::parse(&mut words)?;
            Ok(Command::Exam(wish, config))
        }
        Some(Value(command)) if command == "staff" => Ok(match account::parse(&mut words)? {
            Some((wish, config)) => Command::Account(wish, config),
            None => Command::AccountHelp,
        }),
        Some(Value(command)) if command == "proof" => Ok(about(review::parse_proof(&mut words)?)),
        Some(Value(command)) if command == "registration" => {
            Ok(about(review::parse_registration(&mut words)?))
        }
        Some(Value(command)) if command == "withdrawal" => Ok(about(review::parse_withdrawal(&mut words)?)),
        Some(Value(command)) if command == "audit" => {
            let (wish, place) = audit::parse(&mut words)?;
            Ok(Command::Audit(wish, place))
        }
        None | Some(Long("help") | Short('h')) => Ok(Command::Help),
        Some(other) => Err(other.unexpected().into()),
    }
}

/// Whose data is meant.
enum Source {
    /// A school's configuration.
    Config(PathBuf),
    /// The folder of a demo.
    Data(PathBuf),
}

fn source(words: &mut lexopt::Parser) -> Result<Source, lexopt::Error> {
    let mut source = None;
    while let Some(word) = words.next()? {
        source = Some(match word {
            Long("config") => Source::Config(words.value()?.into()),
            Long("data") => Source::Data(words.value()?.into()),
            other => return Err(other.unexpected()),
        });
    }
    source.ok_or(lexopt::Error::MissingValue { option: Some("--config".into()) })
}

fn place(source: Source) -> Result<Place, ConfigError> {
    let data = match source {
        Source::Config(file) => Config::load(&file)?.data,
        Source::Data(folder) => Data::of_demo(&folder),
    };
    Ok(Place { database_url: data.database_url, pictures: data.pictures, key_file: data.key_file })
}

fn about((config, act): (Box<Config>, review::Act)) -> Command {
    Command::Review(config, act)
}

fn demo_options(words: &mut lexopt::Parser) -> Result<DemoOptions, lexopt::Error> {
    let mut options = DemoOptions::default();
    while let Some(word) = words.next()? {
        match word {
            Long("data") => options.data = words.value()?.into(),
            Long("site") => options.site = words.value()?.into(),
            Long("models") => options.models = Some(words.value()?.into()),
            Long("port") => options.port = words.value()?.parse()?,
            Long("lan") => options.lan = true,
            other => return Err(other.unexpected()),
        }
    }
    Ok(options)
}

/// Prints the commands.
pub fn help() {
    println!("{HELP}{}{}{}{}", face::HELP, exam::HELP, audit::HELP, account::HELP);
}

/// Prints the commands of staff accounts.
pub fn account_help() {
    println!("{}", account::HELP.trim_start_matches('\n'));
}

/// Says where it serves.
pub fn announce(lines: &[String]) {
    for line in lines {
        println!("{line}");
    }
}

/// How the process ends.
pub fn ended<E: std::error::Error>(outcome: Result<(), E>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// Says why it ended.
pub fn fail(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("zhunkao: {error}");
    let mut cause = error.source();
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
    ExitCode::FAILURE
}
