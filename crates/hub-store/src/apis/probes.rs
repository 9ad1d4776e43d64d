//! How upstreams did: one row for each look at them.

use hub_model::{
    Timestamp,
    api::{Health, HealthState, Probe},
    id::{ApiId, OrganisationId},
};
use serde_json::json;

use crate::{
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
};

impl FromRow for Probe {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            at: row.time("at")?,
            ok: row.get("ok")?,
            latency_ms: row.get("latency_ms")?,
            message: row.get("message")?,
        })
    }
}

/// What probes found within a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    /// Where the span begins.
    pub at: Timestamp,
    /// Probes.
    pub probes: i64,
    /// Those that were answered.
    pub ok: i64,
    /// Their mean time, in milliseconds.
    pub mean_ms: i64,
    /// The longest, in milliseconds.
    pub worst_ms: i64,
}

impl FromRow for Bucket {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            at: row.time("at")?,
            probes: row.get("probes")?,
            ok: row.get("ok")?,
            mean_ms: row.get("mean_ms")?,
            worst_ms: row.get("worst_ms")?,
        })
    }
}

/// Keeps what a probe found, and the health that follows from it. A change of its state is an event. `None` when the API is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn record(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    api: ApiId,
    probe: &Probe,
) -> Result<Option<Health>> {
    let before = match super::lock(tx, organisation, api).await {
        Ok(api) => api.health,
        Err(Error::Missing(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    let sql =
        "INSERT INTO probes (api_id, at, ok, latency_ms, message) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
    tx.executor().run(sql, arguments![api, probe.at, probe.ok, probe.latency_ms, probe.message]).await?;
    let health = before.after(probe);
    let sql = "UPDATE apis SET health = $2, health_state = $3 WHERE id = $1";
    tx.executor().run(sql, arguments![api, Json(&health), health.state]).await?;
    // The first probe that is answered is no news.
    if health.state != before.state && (before.state, health.state) != (HealthState::Unknown, HealthState::Healthy) {
        let kind = match health.state {
            HealthState::Healthy => "api.healthy",
            HealthState::Degraded => "api.degraded",
            HealthState::Unhealthy | HealthState::Unknown => "api.unhealthy",
        };
        tx.event(Some(organisation), kind, api, json!({ "from": before.state, "message": probe.message }));
    }
    Ok(Some(health))
}

/// Probes of an API, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    before: Option<Timestamp>,
    most: i64,
) -> Result<Vec<Probe>> {
    let sql = "SELECT at, ok, latency_ms, message FROM probes WHERE api_id = $2 AND at < $3
               AND EXISTS (SELECT 1 FROM apis WHERE id = $2 AND organisation_id = $1) ORDER BY at DESC LIMIT $4";
    from.executor().all(sql, arguments![organisation, api, before.unwrap_or(Timestamp(i64::MAX)), most]).await
}

/// Probes of an API since a moment, in spans of `span` milliseconds.
///
/// # Errors
/// When the database does not answer.
pub async fn history(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    since: Timestamp,
    span: i64,
) -> Result<Vec<Bucket>> {
    let sql = "SELECT at / $4 * $4 AS at, COUNT(*) AS probes, CAST(SUM(CASE WHEN ok THEN 1 ELSE 0 END) AS BIGINT) AS ok,
               CAST(SUM(latency_ms) AS BIGINT) / COUNT(*) AS mean_ms, MAX(latency_ms) AS worst_ms
               FROM probes WHERE api_id = $2 AND at >= $3 AND EXISTS (SELECT 1 FROM apis WHERE id = $2 AND organisation_id = $1)
               GROUP BY 1 ORDER BY 1";
    from.executor().all(sql, arguments![organisation, api, since, span.max(1)]).await
}

/// Forgets probes from before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM probes WHERE at < $1", arguments![moment]).await
}
