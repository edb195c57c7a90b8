//! By what staff find people. Kept beside the accounts by whoever writes them ([`crate::account`]).

use domain::id::AccountId;
use domain::person::normalise_name;

use crate::account::Account;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    FORGET = "DELETE FROM search_prints WHERE account_id = $1";
    INSERT = "INSERT INTO search_prints (kind, print, account_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    FIND = "SELECT account_id FROM search_prints WHERE kind = $1 AND print = $2 AND account_id > $3 \
        ORDER BY account_id LIMIT $4";
    UNPRINTED = "SELECT a.id FROM accounts a WHERE NOT EXISTS (\
        SELECT p.account_id FROM search_prints p WHERE p.account_id = a.id) ORDER BY a.id LIMIT $1";
}

/// Characters of a number's tail.
pub const TAIL: usize = 4;

/// What is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// 姓名, whole.
    Name,
    /// 手机号, whole.
    Phone,
    /// The last four characters of the 证件号.
    Tail,
}

impl By {
    fn code(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Phone => "phone",
            Self::Tail => "tail",
        }
    }

    /// The one spelling of a text under which it is kept.
    fn spelled(self, text: &str) -> String {
        match self {
            Self::Name => normalise_name(text),
            Self::Phone | Self::Tail => text.to_owned(),
        }
    }
}

/// Writes anew by what an account is found.
pub(crate) async fn note(tx: &mut Tx<'_>, account: &Account) -> Result<(), Error> {
    tx.run(sqlx::query(FORGET).bind(account.id.as_str())).await?;
    let number = account.number.expose();
    let tail = number.char_indices().rev().nth(TAIL - 1).map_or(number, |(at, _)| &number[at..]);
    for (by, text) in
        [(By::Name, account.name.expose()), (By::Phone, account.phone.expose()), (By::Tail, tail)]
    {
        let print = print(tx, by, text);
        let query = sqlx::query(INSERT).bind(by.code()).bind(print).bind(account.id.as_str());
        tx.run(query).await?;
    }
    Ok(())
}

/// At most `most` accounts behind `after` that are found by this text.
pub async fn find(
    r: &mut Reader<'_>,
    (by, text): (By, &str),
    after: Option<&AccountId>,
    most: i64,
) -> Result<Vec<AccountId>, Error> {
    let query = sqlx::query(FIND).bind(by.code()).bind(print(r, by, text));
    let query = query.bind(after.map_or("", AccountId::as_str)).bind(most);
    r.list(query).await?.iter().map(|row| row.id("search_prints.account_id")).collect()
}

/// Makes up for accounts that were written before there was a search: at most `most` of them. How many.
pub async fn fill(tx: &mut Tx<'_>, most: i64) -> Result<usize, Error> {
    let rows = tx.list(sqlx::query(UNPRINTED).bind(most)).await?;
    let accounts: Vec<AccountId> = rows.iter().map(|row| row.id("accounts.id")).collect::<Result<_, _>>()?;
    for id in &accounts {
        let account = crate::account::load(tx, id).await?;
        note(tx, &account).await?;
    }
    Ok(accounts.len())
}

fn print(r: &Reader<'_>, by: By, text: &str) -> String {
    let place = match by {
        By::Name => "search.name",
        By::Phone => "search.phone",
        By::Tail => "search.tail",
    };
    r.fingerprint(place, &by.spelled(text))
}
