//! SMS codes: sent within limits that hold although many ask at once, and compared no oftener than five times (A6).

use domain::code::{
    DIGITS, LIFE_SECONDS, MAX_TRIES, Purpose, RESEND_SECONDS, SAME_TAP_SECONDS, SENDS_A_DAY, SENDS_AN_HOUR,
};
use domain::form::Problem;
use domain::id::{AccountId, CodeId, SessionId};
use domain::instant::Instant;
use domain::person::Phone;
use domain::tries::{seconds_left, send_pause};
use store::sms_code::SmsCode;
use store::{Reader, Tx, Vault, attempt, sms_code, sms_day, turn};

use crate::jobs::Letter;
use crate::{Client, Cx, Error, Refused, jobs, letters, message, random};

/// Kind under which the sends to one address are counted, and under which its turn is taken.
const ADDRESS: &str = "sms_address";

/// Kind under which a phone's turn is taken.
const PHONE: &str = "sms_phone";

/// Seconds of an hour and of a day.
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// A code that is asked for.
#[derive(Clone, Copy)]
pub(crate) struct Sending<'a> {
    /// What it is good for.
    pub(crate) purpose: Purpose,
    /// To whom.
    pub(crate) phone: &'a Phone,
    /// Whether anything leaves. Where not, all else is the same, so that nobody learns of it.
    pub(crate) real: bool,
}

/// Sends codes within the limits of their numbers, of the client's address and of the day: all of them or none.
pub(crate) async fn send(
    cx: &Cx,
    client: &Client,
    session: &SessionId,
    sendings: &[Sending<'_>],
) -> Result<(), Error> {
    let now = cx.now();
    let mut made = Vec::new();
    for sending in sendings {
        made.push((*sending, make(cx, session, *sending, now)?));
    }
    // One order for everybody, so that no two transactions wait for each other.
    made.sort_by(|(one, _), (other, _)| one.phone.expose().cmp(other.phone.expose()));
    cx.store()
        .write(async |tx| {
            for (sending, _) in &made {
                turn::take(tx, PHONE, sending.phone.expose(), now).await?;
            }
            turn::take(tx, ADDRESS, client.address(), now).await?;
            if is_same_tap(tx, session, sendings, now).await? {
                return Ok(());
            }
            check_address(tx, cx, client, now).await?;
            for (sending, _) in &made {
                check_phone(tx, sending.phone, now).await?;
            }
            for (sending, (code, letter)) in &made {
                spend(tx, cx, sending.real, now).await?;
                sms_code::insert(tx, code, session, sending.purpose, sending.phone).await?;
                attempt::record(tx, ADDRESS, client.address(), now).await?;
                if sending.real {
                    jobs::push_letter(tx, letter, now).await?;
                } else {
                    jobs::push_decoy(tx, letter, now).await?;
                }
            }
            Ok::<_, Error>(())
        })
        .await?;
    cx.work_waits();
    Ok(())
}

/// Notes that a notice to this account leaves, too. It is never held back: it warns of what has happened already.
pub(crate) async fn push_notice(
    tx: &mut Tx<'_>,
    account: &AccountId,
    letter: &Letter,
    now: Instant,
) -> Result<(), Error> {
    sms_day::spend(tx, day_of(now), i64::MAX).await?;
    message::tell_by(tx, account, letter, now).await
}

fn make(
    cx: &Cx,
    session: &SessionId,
    sending: Sending<'_>,
    now: Instant,
) -> Result<(SmsCode, Letter), Error> {
    let Sending { purpose, phone, real } = sending;
    let digits = random::digits(DIGITS)?;
    // What nobody was sent, nobody may guess either.
    let secret = if real { digits.clone() } else { random::token()? };
    let code = SmsCode {
        id: CodeId::from_ulid(&random::ulid(now)?).map_err(Error::internal)?,
        code_hash: hash(cx.store().vault(), session, purpose, phone, &secret),
        sent: now,
        expires: now.plus_seconds(LIFE_SECONDS),
        tries: 0,
        used: None,
    };
    Ok((code, letters::code(cx, phone, purpose, &digits)))
}

/// What the phone's second tap asks for left with its first.
async fn is_same_tap(
    r: &mut Reader<'_>,
    session: &SessionId,
    sendings: &[Sending<'_>],
    now: Instant,
) -> Result<bool, Error> {
    for sending in sendings {
        let latest = sms_code::find_latest(r, session, sending.purpose, sending.phone).await?;
        let same =
            latest.is_some_and(|code| code.used.is_none() && now < code.sent.plus_seconds(SAME_TAP_SECONDS));
        if !same {
            return Ok(false);
        }
    }
    Ok(true)
}

/// An address is slowed down, never stopped: a whole campus may share it (A13).
async fn check_address(r: &mut Reader<'_>, cx: &Cx, client: &Client, now: Instant) -> Result<(), Error> {
    let sends = attempt::since(r, ADDRESS, client.address(), now.plus_seconds(-HOUR)).await?;
    let pause = send_pause(sends.count, cx.sms_rules().address_sends_an_hour);
    match seconds_left(sends.last, pause, now) {
        0 => Ok(()),
        seconds => Err(Refused::Wait { seconds }.into()),
    }
}

/// 60 seconds between sends, 5 an hour and 10 a day for a number, whoever asks.
async fn check_phone(r: &mut Reader<'_>, phone: &Phone, now: Instant) -> Result<(), Error> {
    let sends = sms_code::latest_sends(r, phone, SENDS_A_DAY).await?;
    let nth = |n: i64| usize::try_from(n - 1).ok().and_then(|n| sends.get(n)).copied();
    let soon = seconds_left(nth(1), RESEND_SECONDS, now);
    if soon > 0 {
        return Err(Refused::Wait { seconds: soon }.into());
    }
    if seconds_left(nth(SENDS_A_DAY), DAY, now) > 0 {
        return Err(Refused::NoMoreCodes.into());
    }
    match seconds_left(nth(SENDS_AN_HOUR), HOUR, now) {
        0 => Ok(()),
        seconds => Err(Refused::Wait { seconds }.into()),
    }
}

/// One of the day's SMS, or the end of the day's budget. What does not leave costs nothing, but ends with it.
async fn spend(tx: &mut Tx<'_>, cx: &Cx, real: bool, now: Instant) -> Result<(), Error> {
    let (day, budget) = (day_of(now), cx.sms_rules().daily_budget);
    let left =
        if real { sms_day::spend(tx, day, budget).await? } else { sms_day::sent(tx, day).await? < budget };
    if left { Ok(()) } else { Err(Refused::CodesExhausted.into()) }
}

/// Days since 1970-01-01 in Shanghai.
pub(crate) fn day_of(now: Instant) -> i64 {
    i64::from(now.in_shanghai().date().to_julian_day()) - UNIX_EPOCH_JULIAN_DAY
}

/// The Julian day of 1970-01-01.
const UNIX_EPOCH_JULIAN_DAY: i64 = 2_440_588;

/// Seconds until another code may be asked for in this session, if one was sent in it that can still be used.
pub(crate) async fn find_live(
    r: &mut Reader<'_>,
    session: &SessionId,
    purpose: Purpose,
    phone: &Phone,
    now: Instant,
) -> Result<Option<i64>, Error> {
    let latest = sms_code::find_latest(r, session, purpose, phone).await?;
    let live = latest.filter(|code| code.used.is_none() && now < code.expires && code.tries < MAX_TRIES);
    Ok(live.map(|code| seconds_left(Some(code.sent), RESEND_SECONDS, now)))
}

/// Compares what was typed with the latest code, which costs one of its tries. The code is not used up yet.
/// A wrong try must be counted, so it is no error inside the transaction.
pub(crate) async fn compare(
    tx: &mut Tx<'_>,
    cx: &Cx,
    session: &SessionId,
    (purpose, phone): (Purpose, &Phone),
    typed: &str,
) -> Result<Result<CodeId, Problem>, Error> {
    let now = cx.now();
    let Some(latest) = sms_code::find_latest(tx, session, purpose, phone).await? else {
        return Ok(Err(Problem::CodeNotSent));
    };
    if latest.used.is_some() {
        return Ok(Err(Problem::CodeUsed));
    }
    if latest.expires <= now {
        return Ok(Err(Problem::CodeExpired));
    }
    let Some(tries) = sms_code::take_try(tx, &latest.id, MAX_TRIES).await? else {
        return Ok(Err(Problem::CodeBurnt));
    };
    if latest.code_hash == hash(cx.store().vault(), session, purpose, phone, typed) {
        return Ok(Ok(latest.id));
    }
    let left = u32::try_from(MAX_TRIES - tries).unwrap_or_default();
    Ok(Err(if left == 0 { Problem::CodeBurnt } else { Problem::CodeWrong { left } }))
}

/// Uses a code up that was compared; of two that come at once one is late.
pub(crate) async fn use_up(
    tx: &mut Tx<'_>,
    code: &CodeId,
    now: Instant,
) -> Result<Result<(), Problem>, Error> {
    Ok(if sms_code::mark_used(tx, code, now).await? { Ok(()) } else { Err(Problem::CodeUsed) })
}

/// Stored only as a keyed hash, bound to session, purpose and number.
fn hash(vault: &Vault, session: &SessionId, purpose: Purpose, phone: &Phone, secret: &str) -> String {
    let bound = format!("{session}\n{}\n{}\n{secret}", purpose.code(), phone.expose());
    vault.fingerprint("sms_codes.code", &bound)
}

#[cfg(test)]
mod tests {
    use store::{Config, Keys, Store};

    use super::*;

    #[tokio::test]
    async fn a6_the_hash_of_a_code_needs_the_key() {
        let folder = tempfile::tempdir().unwrap();
        let config = |keys| Config {
            database_url: format!("sqlite://{}", folder.path().join("codes.db").display()),
            files: folder.path().join("files"),
            keys,
        };
        let other_keys = Keys::load_or_create(&folder.path().join("keys")).unwrap();
        let (one, other) =
            (Store::for_tests().await.unwrap(), Store::open(config(other_keys)).await.unwrap());
        let session = SessionId::from_ulid("01JAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        let phone = Phone::parse("13900005678").unwrap();
        let hashed = |store: &Store| hash(store.vault(), &session, Purpose::SignUp, &phone, "493817");
        assert_eq!(hashed(&one), hashed(&Store::for_tests().await.unwrap()), "the same by the same key");
        assert!(!hashed(&one).contains("493817"));
        assert_ne!(hashed(&one), hashed(&other), "who has the database alone cannot try all the codes");
    }
}
