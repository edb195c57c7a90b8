//! Writing down what happened, in the transaction in which it happens.

use domain::id::AuditId;
use domain::instant::Instant;
use store::Tx;

use crate::{Error, random};

/// Who of us acts when nobody does: a job.
pub(crate) const SYSTEM: &str = "system";

/// One entry. `event` and `subject` are codes and ids, never personal data.
pub(crate) async fn record(
    tx: &mut Tx<'_>,
    at: Instant,
    actor: &str,
    event: &str,
    subject: &str,
) -> Result<(), Error> {
    let id = AuditId::from_ulid(&random::ulid(at)?).map_err(Error::internal)?;
    Ok(store::audit::record(tx, &id, at, actor, event, subject).await?)
}
