//! Who acts for the school.

/// Somebody with a shell on the school's server, who acts through the command line. The system lets nobody else start the
/// program with the school's keys, so holding one is the authority; staff with accounts of their own join with the back
/// office.
#[derive(Debug)]
pub struct Operator {
    actor: &'static str,
}

impl Operator {
    /// For the command line only.
    pub fn at_the_command_line() -> Self {
        Self { actor: "operator:command_line" }
    }

    /// How the audit log names them.
    pub(crate) fn actor(&self) -> String {
        self.actor.to_owned()
    }
}
