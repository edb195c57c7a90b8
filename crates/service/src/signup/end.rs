//! The last page: an account is made, or its owner is told that somebody tried.

use domain::form::FieldProblems;
use domain::id::AccountId;
use domain::instant::Instant;
use domain::person::Phone;
use domain::signup::{Person, SignUpDraft};
use domain::tries::seconds_left;
use store::account::Account;
use store::{Tx, attempt, turn};

use crate::door::pass_address;
use crate::session::{Entry, SignedIn, actor};
use crate::sign_in::DOOR;
use crate::{Client, Cx, Error, Refused, Visitor, audit, code, finish, letters, password, random};

/// Kind under which finished sign-ups are counted for a phone.
const FINISHED: &str = "sign_up_end";

/// Sign-ups a day that one phone can finish, whether they come to an account or not. Some help a colleague; nobody needs
/// more, and whoever tries numbers out needs a phone for every few of them.
const FINISHED_A_DAY: i64 = 5;

/// Kind under which the notices to an owner are counted.
const NOTICE: &str = "sign_up_notice";

/// Seconds of a day.
const DAY: i64 = 86_400;

/// How a sign-up ended well.
pub enum Ended {
    /// In an account, signed in.
    SignedIn(SignedIn),
    /// It had ended before: the visitor is signed in.
    Already,
}

/// What became of the account.
enum Outcome {
    Made,
    /// The person has one already.
    Taken,
    /// By the other one of two taps.
    MadeBefore,
}

/// 注册 3/3: makes the account out of the finished draft and signs in. `mark` is the [`super::SignUp::mark`] that the
/// page was drawn with: what another tab has changed since is not signed up unseen.
pub async fn create_account(
    cx: &Cx,
    client: &Client,
    visitor: &Visitor,
    (password, again): (&str, &str),
    mark: &str,
) -> Result<Ended, Error> {
    if visitor.is_signed_in() {
        return Ok(Ended::Already);
    }
    let session = visitor.session();
    let Some(draft) = cx.store().read(async |r| store::signup::find_draft(r, session).await).await? else {
        return ended_before(cx, client, visitor, password).await;
    };
    let (person, phone) = finished(cx, &draft, mark)?;
    check_password(cx, &person, &phone, password, again)?;
    let hash = cx.hasher().hash(password).await?;
    let account = new_account(person, phone, cx.now())?;
    let entry = Entry::new(client, &account.id, cx.now())?;
    let made =
        cx.store().write(async |tx| end(tx, cx, client, visitor, (&account, &hash), &entry).await).await;
    let outcome = match made {
        // Somebody signed up with the same number between our look and our insert.
        Err(Error::Internal(cause)) if is_taken(&*cause) => {
            cx.store().write(async |tx| taken(tx, cx, client, &account, cx.now()).await).await?
        }
        other => other?,
    };
    cx.work_waits();
    match outcome {
        Outcome::Made => Ok(Ended::SignedIn(entry.into_given())),
        Outcome::MadeBefore => ended_before(cx, client, visitor, password).await,
        Outcome::Taken => Err(Refused::SignUpNotPossible.into()),
    }
}

/// This session has ended in an account before.
async fn ended_before(cx: &Cx, client: &Client, visitor: &Visitor, password: &str) -> Result<Ended, Error> {
    let signed_in = finish::again(cx, client, visitor, password).await?;
    signed_in.map(Ended::SignedIn).ok_or_else(|| Refused::SignUpUnfinished.into())
}

fn is_taken(cause: &(dyn std::error::Error + Send + Sync + 'static)) -> bool {
    matches!(cause.downcast_ref::<store::Error>(), Some(store::Error::Taken))
}

/// The draft as far as it is needed here: whole, and as the page showed it.
fn finished(cx: &Cx, draft: &SignUpDraft, mark: &str) -> Result<(Person, Phone), Error> {
    let person = draft.person.check().map_err(|_| Refused::SignUpUnfinished)?;
    let phone = draft.proven().ok_or(Refused::SignUpUnfinished)?;
    if super::mark(cx, draft) != mark {
        return Err(Error::Stale);
    }
    Ok((person, phone))
}

/// Makes the account, or notes that there is one. The same steps come before either.
async fn end(
    tx: &mut Tx<'_>,
    cx: &Cx,
    client: &Client,
    visitor: &Visitor,
    (account, hash): (&Account, &str),
    entry: &Entry,
) -> Result<Outcome, Error> {
    let now = cx.now();
    turn::take(tx, FINISHED, account.phone.expose(), now).await?;
    if store::signup::find_draft(tx, visitor.session()).await?.is_none() {
        return Ok(Outcome::MadeBefore);
    }
    count(tx, client, &account.phone, now).await?;
    if store::account::find_owner(tx, &account.number).await?.is_some() {
        return taken(tx, cx, client, account, now).await;
    }
    store::account::insert(tx, account, hash).await?;
    store::signup::delete_draft(tx, visitor.session()).await?;
    finish::mark(tx, visitor.session(), &account.id, now).await?;
    entry.write(tx, cx).await?;
    audit::record(tx, now, &actor(&account.id), "account.created", account.id.as_str()).await?;
    Ok(Outcome::Made)
}

/// So many a day for a phone, whose turn it is; and an address that found taken numbers waits a little (A13).
async fn count(tx: &mut Tx<'_>, client: &Client, phone: &Phone, now: Instant) -> Result<(), Error> {
    turn::take(tx, DOOR.address, client.address(), now).await?;
    pass_address(tx, &DOOR, client, now).await?;
    let ended = attempt::since(tx, FINISHED, phone.expose(), now.plus_seconds(-DAY)).await?;
    if ended.count >= FINISHED_A_DAY {
        return Err(Refused::NoMoreSignUps.into());
    }
    Ok(attempt::record(tx, FINISHED, phone.expose(), now).await?)
}

/// The owner of the number hears of it, once a day; whoever tried does not hear of the owner (A12).
async fn taken(
    tx: &mut Tx<'_>,
    cx: &Cx,
    client: &Client,
    account: &Account,
    now: Instant,
) -> Result<Outcome, Error> {
    attempt::record(tx, DOOR.address, client.address(), now).await?;
    let Some((owner, phone)) = store::account::find_owner(tx, &account.number).await? else {
        return Err(Error::Stale);
    };
    turn::take(tx, NOTICE, owner.as_str(), now).await?;
    let told = attempt::since(tx, NOTICE, owner.as_str(), now.plus_seconds(-DAY)).await?;
    if seconds_left(told.last, DAY, now) == 0 {
        attempt::record(tx, NOTICE, owner.as_str(), now).await?;
        code::push_notice(tx, &owner, &letters::sign_up_tried(cx, &phone), now).await?;
    }
    audit::record(tx, now, audit::SYSTEM, "account.sign_up_tried_again", owner.as_str()).await?;
    Ok(Outcome::Taken)
}

fn check_password(
    cx: &Cx,
    person: &Person,
    phone: &Phone,
    password: &str,
    again: &str,
) -> Result<(), FieldProblems> {
    password::check_pair(cx.password_rule(), (password, again), person.number.expose(), phone.expose())
}

fn new_account(person: Person, phone: Phone, now: Instant) -> Result<Account, Error> {
    Ok(Account {
        id: AccountId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        name: person.name,
        region: person.region,
        number: person.number,
        phone,
        candidate_type: None,
        major: None,
        created: now,
        version: 1,
    })
}
