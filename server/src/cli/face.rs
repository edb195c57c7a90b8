//! `zhunkao face`: the face checks that wait for a person.
#![expect(clippy::print_stdout, reason = "the command line is where we print")]

use std::path::PathBuf;

use domain::face::{FaceDecision, FaceReturn};
use domain::id::RegistrationId;
use lexopt::prelude::*;
use service::face::{Waiting, decide, list_waiting};
use service::{Cx, Error, Operator};

use super::CliError;
use crate::config::{Config, DemoOptions};

/// How it is called.
pub const HELP: &str = "
  zhunkao face list --config FILE                         whose face check waits for a person
  zhunkao face decide REGISTRATION approve --config FILE
  zhunkao face decide REGISTRATION return --reason not_the_person|unclear|not_reached --config FILE
      --data DIR --models DIR   in place of --config: a demo's
";

/// What to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Wish {
    /// Print the queue.
    List,
    /// Settle one line of it.
    Decide(RegistrationId, FaceDecision),
}

/// Reads what stands behind `zhunkao face`.
pub fn parse(words: &mut lexopt::Parser) -> Result<(Wish, Box<Config>), CliError> {
    let (mut plain, mut reason, mut file, mut demo) = (Vec::new(), None, None, DemoOptions::default());
    while let Some(word) = words.next()? {
        match word {
            Value(value) => plain.push(value.string()?),
            Long("reason") => reason = Some(words.value()?.string()?),
            Long("config") => file = Some(PathBuf::from(words.value()?)),
            Long("data") => demo.data = words.value()?.into(),
            Long("models") => demo.models = Some(words.value()?.into()),
            other => return Err(other.unexpected().into()),
        }
    }
    let plain: Vec<&str> = plain.iter().map(String::as_str).collect();
    let wish = wish(&plain, reason.as_deref())?;
    let config = match file {
        Some(file) => Config::load(&file)?,
        None => Config::for_demo(demo)?,
    };
    Ok((wish, Box::new(config)))
}

fn wish(plain: &[&str], reason: Option<&str>) -> Result<Wish, lexopt::Error> {
    let registration = |id: &str| {
        id.parse().map_err(|_| lexopt::Error::from(format!("{id} is no registration: reg_… is meant")))
    };
    match (plain, reason) {
        (["list"], None) => Ok(Wish::List),
        (["decide", id, "approve"], None) => Ok(Wish::Decide(registration(id)?, FaceDecision::Approve)),
        (["decide", id, "return"], Some(reason)) => {
            let known = FaceReturn::from_code(reason).ok_or_else(|| {
                lexopt::Error::from(format!("{reason} is no reason: not_the_person, unclear or not_reached"))
            })?;
            Ok(Wish::Decide(registration(id)?, FaceDecision::Return(known)))
        }
        (["decide", _, "return"], None) => {
            Err("a return needs --reason not_the_person, unclear or not_reached".into())
        }
        _ => {
            Err("list, or decide REGISTRATION approve, or decide REGISTRATION return --reason REASON".into())
        }
    }
}

/// Does it.
pub async fn run(cx: &Cx, wish: &Wish) -> Result<(), Error> {
    let staff = Operator::at_the_command_line();
    match wish {
        Wish::List => {
            let queue = list_waiting(cx, &staff).await?;
            for waiting in &queue {
                println!("{}", line(waiting));
            }
            println!("{} waiting", queue.len());
        }
        Wish::Decide(id, decision) => {
            decide(cx, &staff, id, *decision).await?;
            println!("{id}: settled");
        }
    }
    Ok(())
}

/// One line of the queue, its columns between tabs.
fn line(waiting: &Waiting) -> String {
    let distance = waiting.distance.map_or_else(|| "-".to_owned(), |distance| format!("{distance:.3}"));
    [
        waiting.registration.to_string(),
        waiting.since.to_minute(),
        waiting.why.code().to_owned(),
        distance,
        waiting.name.expose().to_owned(),
        waiting.number.masked(),
        waiting.exam.clone(),
    ]
    .join("\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "reg_01JAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn c6_a_decision_is_read() {
        let id: RegistrationId = ID.parse().unwrap();
        assert_eq!(wish(&["list"], None).unwrap(), Wish::List);
        assert_eq!(
            wish(&["decide", ID, "approve"], None).unwrap(),
            Wish::Decide(id.clone(), FaceDecision::Approve)
        );
        assert_eq!(
            wish(&["decide", ID, "return"], Some("unclear")).unwrap(),
            Wish::Decide(id, FaceDecision::Return(FaceReturn::Unclear))
        );
    }

    #[test]
    fn c6_a_return_without_a_reason_and_nonsense_are_refused() {
        for (plain, reason) in [
            (vec!["decide", ID, "return"], None),
            (vec!["decide", ID, "return"], Some("because")),
            (vec!["decide", ID, "approve"], Some("unclear")),
            (vec!["decide", "exm_x", "approve"], None),
            (vec!["decide", ID], None),
            (vec![], None),
        ] {
            assert!(wish(&plain, reason).is_err(), "{plain:?} {reason:?}");
        }
    }
}
