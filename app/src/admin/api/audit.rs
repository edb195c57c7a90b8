//! 审计日志

use domain::id::AuditId;
use domain::instant::Instant;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::Framed;
use crate::error::AppError;
use crate::wire::{Fresh, Json};

/// Which entries are shown; what is empty does not choose.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditWanted {
    /// About this identifier.
    pub subject: String,
    /// By this actor.
    pub actor: String,
    /// Of this code.
    pub event: String,
    /// Not before this day in Shanghai: `2026-11-30`.
    pub since: String,
    /// Behind this entry.
    pub after: String,
}

/// One entry.
#[derive(Clone, Serialize, Deserialize)]
pub struct AuditLine {
    /// When.
    pub at: Instant,
    /// `candidate:acc_…`, `staff:stf_…`, `operator:…` or `system`.
    pub actor: String,
    /// The name of a member of staff.
    pub name: Option<String>,
    /// A code.
    pub event: String,
    /// The identifier of what it happened to.
    pub subject: String,
    /// From what to what, or why.
    pub detail: Option<String>,
}

/// A page of the log.
#[derive(Clone, Serialize, Deserialize)]
pub struct AuditView {
    /// What was asked for.
    pub wanted: AuditWanted,
    /// Whether the day could not be read.
    pub bad_date: bool,
    /// The newest first.
    pub lines: Vec<AuditLine>,
    /// Behind which entry the next page begins.
    pub next: Option<AuditId>,
}

/// Whether the log is as it was written.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum AuditProof {
    /// It is.
    Whole {
        /// Links of the chain.
        links: i64,
        /// Entries that still wait for theirs.
        waiting: i64,
        /// The hash of the last one.
        head: String,
    },
    /// It is not.
    Broken {
        /// The first place where it is not, in the words of `zhunkao audit verify`.
        place: String,
    },
}

/// 审计日志
#[server(endpoint = "staff/audit", output = Json, client = Fresh)]
pub async fn load_audit(wanted: AuditWanted) -> Result<Framed<AuditView>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let day = wanted.since.trim();
    let since = Instant::parse_shanghai(&[day, "T00:00"].concat());
    let asked = service::audit::Wanted {
        subject: wanted.subject.trim().to_owned(),
        actor: wanted.actor.trim().to_owned(),
        event: wanted.event.trim().to_owned(),
        since,
        after: None,
    };
    let after = match wanted.after.as_str() {
        "" => None,
        id => Some(AuditId::try_from(id.to_owned()).map_err(|_| AppError::NotFound)?),
    };
    let page = service::audit::look(&cx, &staff.clone().into(), &asked, after.as_ref()).await?;
    let names = page.names;
    let lines = page.entries.into_iter().map(|entry| AuditLine {
        name: names.iter().find(|(actor, _)| *actor == entry.actor).map(|(_, name)| name.clone()),
        at: entry.at,
        actor: entry.actor,
        event: entry.event,
        subject: entry.subject,
        detail: entry.detail,
    });
    let bad_date = since.is_none() && !day.is_empty();
    let view = AuditView { bad_date, lines: lines.collect(), next: page.next, wanted };
    framed(&cx, &staff, view).await
}

/// 日志核对
#[server(endpoint = "staff/audit/proof", output = Json, client = Fresh)]
pub async fn load_audit_proof() -> Result<Framed<AuditProof>, AppError> {
    use crate::ssr::*;
    let (cx, staff) = staff().await?;
    let proof = match service::audit::prove(&cx, &staff.clone().into()).await? {
        Ok(head) => AuditProof::Whole { links: head.links, waiting: head.waiting, head: head.hash },
        Err(broken) => AuditProof::Broken { place: broken.to_string() },
    };
    framed(&cx, &staff, proof).await
}
