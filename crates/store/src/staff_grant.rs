//! Which roles staff hold, and where. Every act of staff asks here anew.

use domain::id::{ExamId, StaffId, StaffSessionId};
use domain::instant::Instant;
use domain::staff::{Grant, Role, Scope, SiteCode};

use crate::row::Row;
use crate::statement::statements;
use crate::{Error, Reader, Tx};

statements! {
    ADD = "INSERT INTO staff_grants (staff_id, role, exam_id, site) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    REMOVE = "DELETE FROM staff_grants WHERE staff_id = $1 AND role = $2 AND COALESCE(exam_id, '') = $3 \
        AND COALESCE(site, '') = $4";
    LIST = "SELECT role, exam_id, site FROM staff_grants WHERE staff_id = $1 \
        ORDER BY role, COALESCE(exam_id, ''), COALESCE(site, '')";
    IN_SESSION = "SELECT g.role AS role, g.exam_id AS exam_id, g.site AS site FROM staff_sessions s \
        JOIN staff t ON t.id = s.staff_id AND t.state = 'active' \
        JOIN staff_grants g ON g.staff_id = t.id \
        WHERE s.id = $1 AND s.stage = 'open' AND s.ends_at > $2 AND s.seen_at > $3";
    SUPER_ADMINS = "SELECT COUNT(*) AS holders FROM staff_grants g JOIN staff t ON t.id = g.staff_id \
        WHERE g.role = 'super_admin' AND t.state = 'active'";
}

/// Gives a role. `false` when it was held there already.
pub async fn add(tx: &mut Tx<'_>, staff: &StaffId, grant: &Grant) -> Result<bool, Error> {
    let query = sqlx::query(ADD)
        .bind(staff.as_str())
        .bind(grant.role.code())
        .bind(grant.scope.exam.as_ref().map(ExamId::as_str))
        .bind(grant.scope.site.as_ref().map(SiteCode::as_str));
    Ok(tx.run(query).await? == 1)
}

/// Takes a role. `false` when it was not held there.
pub async fn remove(tx: &mut Tx<'_>, staff: &StaffId, grant: &Grant) -> Result<bool, Error> {
    let query = sqlx::query(REMOVE)
        .bind(staff.as_str())
        .bind(grant.role.code())
        .bind(grant.scope.exam.as_ref().map_or("", ExamId::as_str))
        .bind(grant.scope.site.as_ref().map_or("", SiteCode::as_str));
    Ok(tx.run(query).await? == 1)
}

/// What this member holds.
pub async fn list(r: &mut Reader<'_>, staff: &StaffId) -> Result<Vec<Grant>, Error> {
    r.list(sqlx::query(LIST).bind(staff.as_str())).await?.iter().map(grant).collect()
}

/// What the member in this session holds at this moment; nothing where the session has ended, was seen last at or before
/// `idle_since`, or its member is not active.
pub async fn list_in_session(
    r: &mut Reader<'_>,
    session: &StaffSessionId,
    now: Instant,
    idle_since: Instant,
) -> Result<Vec<Grant>, Error> {
    let query =
        sqlx::query(IN_SESSION).bind(session.as_str()).bind(now.as_millis()).bind(idle_since.as_millis());
    r.list(query).await?.iter().map(grant).collect()
}

/// How many active members can manage staff. Whoever counts and then takes one away holds the turn.
pub async fn count_super_admins(r: &mut Reader<'_>) -> Result<i64, Error> {
    r.one(sqlx::query(SUPER_ADMINS)).await?.number("staff_grants.holders")
}

fn grant(row: &Row<'_>) -> Result<Grant, Error> {
    let role = Role::from_code(&row.text("staff_grants.role")?).ok_or(Error::Corrupt("staff_grants.role"))?;
    let site = row.maybe_text("staff_grants.site")?;
    let site = site.map(|site| SiteCode::parse(&site)).transpose();
    let scope = Scope {
        exam: row.maybe_id("staff_grants.exam_id")?,
        site: site.map_err(|_| Error::Corrupt("staff_grants.site"))?,
    };
    Grant::new(role, scope).map_err(|_| Error::Corrupt("staff_grants.role"))
}
