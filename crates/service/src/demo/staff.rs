//! Whoever starts a demo wants to see the back office, too.

use domain::staff::StaffState;

use super::must_be_demo;
use crate::staff::account::{self, Invitation, NewStaff};
use crate::{Cx, Error, Operator};

/// What the demo's first account signs in with, until somebody has made it theirs.
const LOGIN: &str = "demo.admin";

const NAME: &str = "演示管理员";

/// A fresh one-time password of a super admin, as long as nobody has signed in to the back office yet: the account is made
/// where there is none, and its last password, which nobody has used, is worth nothing any more. `None` once there is
/// somebody. It is as random and as short-lived as any other, and only whoever started the demo reads it.
pub async fn first_staff(cx: &Cx) -> Result<Option<(String, Invitation)>, Error> {
    must_be_demo(cx)?;
    let operator = Operator::at_the_command_line();
    let everybody = account::list(cx, &operator).await?;
    let invitation = match everybody.as_slice() {
        [] => {
            let new = NewStaff { login: LOGIN, name: NAME, role: "super_admin" };
            account::add(cx, operator.confirmed(cx)?, &new).await?
        }
        [only]
            if only.member.login.as_str() == LOGIN
                && matches!(only.member.state, StaffState::Invited { .. }) =>
        {
            account::reset(cx, operator.confirmed(cx)?, &only.member.id).await?
        }
        _ => return Ok(None),
    };
    Ok(Some((LOGIN.to_owned(), invitation)))
}
