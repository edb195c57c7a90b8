//! 消息: what a candidate is told, in the app and by SMS (F10).
//!
//! Every notice that leaves by SMS stands as a message in the app, too, written in the same transaction. An SMS says no more
//! than that there is something to read where staff have written themselves.

use domain::id::{AccountId, JobId, MessageId};
use domain::instant::Instant;
use domain::message::{Origin, typed};
use domain::person_desk::PersonRefusal;
use domain::staff::Permission;
use store::account::Account;
pub use store::message::Message;
use store::{Tx, message};

use crate::jobs::Letter;
use crate::{Candidate, Cx, Error, Operator, audit, jobs, letters, random};

/// Messages on one page.
const LISTED: i64 = 100;

/// Messages on the page of one candidate, for staff.
const OF_PERSON: i64 = 20;

/// Seconds within which the same message again is the second of two taps.
const SAME_TAP_SECONDS: i64 = 60;

/// One's own messages, the newest first.
pub async fn list(cx: &Cx, who: &Candidate) -> Result<Vec<Message>, Error> {
    Ok(cx.store().read(async |r| message::list(r, who.id(), LISTED).await).await?)
}

/// How many of them are not read.
pub async fn count_unread(cx: &Cx, who: &Candidate) -> Result<i64, Error> {
    Ok(cx.store().read(async |r| message::count_unread(r, who.id()).await).await?)
}

/// What was sent until `last` is read; what came after the page was drawn is not.
pub async fn mark_read(cx: &Cx, who: &Candidate, last: Instant) -> Result<(), Error> {
    let now = cx.now();
    cx.store().write(async |tx| message::mark_read(tx, who.id(), last, now).await).await?;
    Ok(())
}

/// Writes one message to one candidate; `by_sms` lets an SMS say that it is there. The second of two taps writes nothing.
pub async fn write(
    cx: &Cx,
    staff: &Operator,
    account: &AccountId,
    text: &str,
    by_sms: bool,
) -> Result<(), Error> {
    let now = cx.now();
    must(cx, staff, account, now).await?;
    let text = typed(text).ok_or(PersonRefusal::Message)?;
    cx.store()
        .write(async |tx| {
            staff.reach(tx, Permission::Message, now).await?.must_cover_person(tx, account).await?;
            let is_twin = |sent: &Message| {
                sent.origin == Origin::Staff
                    && sent.text == text
                    && now < sent.sent.plus_seconds(SAME_TAP_SECONDS)
            };
            if message::list(tx, account, OF_PERSON).await?.iter().any(is_twin) {
                return Ok(());
            }
            let owner = store::account::load(tx, account).await?;
            let job = if by_sms {
                Some(jobs::push_letter(tx, &letters::message_waits(cx, &owner.phone), now).await?)
            } else {
                None
            };
            keep(tx, account, (Origin::Staff, &text), job.as_ref(), now).await?;
            let how = if by_sms { "app, sms" } else { "app" };
            let (actor, whose) = (staff.actor(), account.as_str());
            audit::record_change(tx, now, &actor, "message.written", whose, how.to_owned()).await
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// The latest messages to one candidate, with where the SMS stand; none for whoever may not write one.
pub(crate) async fn list_for_staff(
    r: &mut store::Reader<'_>,
    staff: &Operator,
    account: &AccountId,
    now: Instant,
) -> Result<Vec<Message>, Error> {
    match staff.reach(r, Permission::Message, now).await {
        Ok(reach) if reach.covers_person(r, account).await? => {
            Ok(message::list(r, account, OF_PERSON).await?)
        }
        Ok(_) | Err(Error::Forbidden) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

/// Tells the owner of an account, by SMS and in the app.
pub(crate) async fn tell(
    tx: &mut Tx<'_>,
    account: &Account,
    text: String,
    now: Instant,
) -> Result<(), Error> {
    tell_by(tx, &account.id, &Letter { phone: account.phone.clone(), text }, now).await
}

/// The same by a letter, which may go to another phone than the account's.
pub(crate) async fn tell_by(
    tx: &mut Tx<'_>,
    account: &AccountId,
    letter: &Letter,
    now: Instant,
) -> Result<(), Error> {
    let job = jobs::push_letter(tx, letter, now).await?;
    keep(tx, account, (Origin::Notice, unsigned(&letter.text)), Some(&job), now).await
}

async fn keep(
    tx: &mut Tx<'_>,
    account: &AccountId,
    said: (Origin, &str),
    job: Option<&JobId>,
    now: Instant,
) -> Result<(), Error> {
    let id = MessageId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?;
    Ok(message::insert(tx, &id, account, said, job, now).await?)
}

/// Asked before what was typed is looked at.
async fn must(cx: &Cx, staff: &Operator, account: &AccountId, now: Instant) -> Result<(), Error> {
    cx.store()
        .read(async |r| {
            let reach = staff.reach(r, Permission::Message, now).await?;
            store::account::find(r, account).await?.ok_or(Error::NotFound)?;
            reach.must_cover_person(r, account).await
        })
        .await
}

/// Without the signature that carriers ask for: the app says itself whose it is.
fn unsigned(text: &str) -> &str {
    let rest = text.strip_prefix('【').and_then(|rest| rest.split_once('】'));
    rest.map_or(text, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_a_message_has_no_signature() {
        assert_eq!(unsigned("【示例大学】您的报名已审核通过。"), "您的报名已审核通过。");
        assert_eq!(unsigned("您的报名已审核通过。"), "您的报名已审核通过。");
        assert_eq!(unsigned("【示例大学"), "【示例大学");
    }
}
