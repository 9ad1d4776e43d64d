//! Deployments: what is wanted of a server, and what there is. Whoever brings the one to the other holds a lease meanwhile.

use std::time::Duration;

use hub_model::{
    Timestamp,
    id::{OrganisationId, ServerId, VersionId},
    server::{Canary, Deployment, DeploymentState, Scaling, Target},
};
use serde_json::json;

use super::{
    lock,
    logs::{self, Line},
    versions,
};
use crate::{
    bus::Notice,
    database::{Argument, FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations::quotas,
    page::{Page, Request},
    store::{SKEW, Store},
};

/// What is wanted of a deployment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Where.
    pub target: Target,
    /// Which version.
    pub current: VersionId,
    /// A newer version that some callers get.
    pub canary: Option<Canary>,
    /// Replicas of each version.
    pub replicas: i64,
    /// As many as there is to do instead, where it says so.
    pub scaling: Option<Scaling>,
}

/// What was found of a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observed {
    /// How far it is.
    pub state: DeploymentState,
    /// What there is to say.
    pub message: String,
    /// Attempts in a row that failed.
    pub failures: i64,
    /// When it is looked at again.
    pub due_at: Timestamp,
    /// How much longer it is held by whoever looked: by those who run something for it. Given back where absent.
    pub lease: Option<Duration>,
}

impl FromRow for Deployment {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            server: row.id("server_id")?,
            organisation: row.id("organisation_id")?,
            is_wanted: row.get("is_wanted")?,
            target: row.word("target")?,
            current: row.id("current_id")?,
            canary: row.json_or_null("canary")?,
            replicas: row.get("replicas")?,
            scaling: row.json_or_null("scaling")?,
            generation: row.get("generation")?,
            state: row.word("state")?,
            since: row.time("since")?,
            message: row.get("message")?,
            observed_generation: row.get("observed_generation")?,
            failures: row.get("failures")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
        })
    }
}

pub(crate) const COLUMNS: &str = "server_id, organisation_id, is_wanted, target, current_id, canary, replicas, scaling, generation, state, since, message, observed_generation, failures, created_at, updated_at";

/// Wants a server to serve like this. Answers its deployment, which is brought to that from now on.
///
/// # Errors
/// [`Error::Missing`] when there is no such server or version, [`Error::Quota`] when too many are deployed.
pub async fn want(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    server: ServerId,
    wanted: Wanted,
) -> Result<Deployment> {
    // First the organisation, in which deployments are counted.
    crate::organisations::lock(tx, organisation, None).await?;
    lock(tx, organisation, server).await?;
    let before = find(tx, organisation, server).await?;
    if before.as_ref().is_none_or(|before| !before.is_wanted) {
        quotas::reserve(tx, organisation, quotas::Resource::Deployments, 1).await?;
    }
    for version in [Some(wanted.current), wanted.canary.map(|canary| canary.version)].into_iter().flatten() {
        versions::find(tx, organisation, server, version).await?.ok_or(Error::Missing("the version"))?;
    }
    let sql = format!(
        "INSERT INTO deployments (server_id, organisation_id, is_wanted, target, current_id, canary, replicas, generation, state, since,
         message, observed_generation, failures, due_at, created_at, updated_at, scaling)
         VALUES ($1, $2, TRUE, $3, $4, $5, $6, 1, $7, $8, '', 0, 0, $8, $8, $8, $9)
         ON CONFLICT (server_id) DO UPDATE SET is_wanted = TRUE, target = $3, current_id = $4, canary = $5, replicas = $6, scaling = $9,
         generation = deployments.generation + 1, failures = 0, due_at = $8, updated_at = $8 RETURNING {COLUMNS}"
    );
    let Wanted { target, current, canary, replicas, scaling } = wanted;
    let values = arguments![
        server,
        organisation,
        target,
        current,
        canary.map(Json),
        replicas,
        DeploymentState::Pending,
        tx.at(),
        scaling.map(Json)
    ];
    let made: Option<Deployment> = tx.executor().one(&sql, values).await?;
    let what = json!({ "target": target, "version": current, "canary": canary, "replicas": replicas, "scaling": scaling,
                       "from": before.filter(|before| before.is_wanted).map(|before| before.current) });
    tx.event(Some(organisation), "deployment.wanted", server, what);
    tx.notify(Notice::DeploymentDue { server });
    made.ok_or(Error::Missing("the deployment"))
}

/// Wants a server not to serve any more.
///
/// # Errors
/// [`Error::Missing`] when it was never deployed, [`Error::Refused`] when it is not wanted to serve already.
pub async fn unwant(tx: &Transaction<'_>, organisation: OrganisationId, server: ServerId) -> Result<Deployment> {
    let sql = format!(
        "UPDATE deployments SET is_wanted = FALSE, canary = NULL, generation = generation + 1, failures = 0, due_at = $3, updated_at = $3
         WHERE organisation_id = $1 AND server_id = $2 AND is_wanted = TRUE RETURNING {COLUMNS}"
    );
    let stopped = tx.executor().one(&sql, arguments![organisation, server, tx.at()]).await?;
    let Some(stopped) = stopped else {
        return Err(match find(tx, organisation, server).await? {
            Some(_) => Error::Refused("the server is not deployed"),
            None => Error::Missing("the deployment"),
        });
    };
    tx.event(Some(organisation), "deployment.unwanted", server, json!({}));
    tx.notify(Notice::DeploymentDue { server });
    Ok(stopped)
}

/// The deployment of a server.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, server: ServerId) -> Result<Option<Deployment>> {
    let sql = format!("SELECT {COLUMNS} FROM deployments WHERE organisation_id = $1 AND server_id = $2");
    from.executor().one(&sql, arguments![organisation, server]).await
}

/// The deployments of some servers: of a page of them.
///
/// # Errors
/// When the database does not answer.
pub async fn of(from: &impl Read, organisation: OrganisationId, servers: &[ServerId]) -> Result<Vec<Deployment>> {
    if servers.is_empty() {
        return Ok(Vec::new());
    }
    let places: Vec<String> = (2..servers.len() + 2).map(|place| format!("${place}")).collect();
    let sql = format!(
        "SELECT {COLUMNS} FROM deployments WHERE organisation_id = $1 AND server_id IN ({}) ORDER BY server_id",
        places.join(", ")
    );
    let mut values = arguments![organisation];
    values.extend(servers.iter().map(Argument::value));
    from.executor().all(&sql, values).await
}

/// Deployments of an organisation, those of the newest servers first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    page: Request<ServerId>,
) -> Result<Page<Deployment, ServerId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM deployments WHERE organisation_id = $1 AND server_id < $2 ORDER BY server_id DESC LIMIT $3"
    );
    let after = page.after.unwrap_or(ServerId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![organisation, after, page.fetched()]).await?;
    Ok(page.page(rows, |deployment: &Deployment| deployment.server))
}

/// Claims the deployment that has been due the longest, for as long as the lease; nobody else gets it meanwhile.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(store: &Store, holder: &str, lease: Duration) -> Result<Option<Deployment>> {
    let now = store.now();
    let sql = format!(
        "UPDATE deployments SET lease = $1, leased_until = $3 WHERE server_id = (
         SELECT server_id FROM deployments WHERE due_at <= $2 AND (leased_until IS NULL OR leased_until < $2)
         ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING {COLUMNS}"
    );
    store.pools().write_executor().one(&sql, arguments![holder, now, now.after(lease)]).await
}

/// Keeps what was found of a deployment by whoever holds it, and gives it back. Nothing when somebody else holds it by now.
///
/// # Errors
/// When the database does not answer.
pub async fn observed(tx: &Transaction<'_>, holder: &str, seen: &Deployment, found: &Observed) -> Result<bool> {
    let Observed { state, message, failures, due_at, lease } = found;
    let leased_until = lease.map(|lease| tx.at().after(lease));
    // What was wanted meanwhile is due at once.
    let sql = "UPDATE deployments SET state = $3, since = CASE WHEN state = $3 THEN since ELSE $4 END, message = $5,
               observed_generation = $6, failures = CASE WHEN generation = $6 THEN $7 ELSE 0 END,
               due_at = CASE WHEN generation = $6 THEN $8 ELSE $4 END,
               lease = CASE WHEN $9 IS NULL THEN NULL ELSE lease END, leased_until = $9
               WHERE server_id = $1 AND lease = $2";
    let values =
        arguments![seen.server, holder, *state, tx.at(), message, seen.generation, *failures, *due_at, leased_until];
    let is_held = tx.executor().run(sql, values).await? > 0;
    if is_held && (seen.state != *state || seen.observed_generation != seen.generation) {
        let what = json!({ "from": seen.state, "to": state, "message": message, "version": seen.current });
        let level = match state {
            DeploymentState::Failed => "error",
            DeploymentState::Degraded => "warn",
            _ => "info",
        };
        let told = if message.is_empty() { format!("it is {state}") } else { format!("it is {state}: {message}") };
        let line = Line::new(tx.store(), level, "deployment", told, what.clone());
        logs::add(tx, seen.organisation, seen.server, &line).await?;
        tx.event(Some(seen.organisation), state_event(*state), seen.server, what);
    }
    Ok(is_held)
}

/// Holds a deployment longer; whether it is still held by this one.
///
/// # Errors
/// When the database does not answer.
pub async fn renew(store: &Store, holder: &str, server: ServerId, lease: Duration) -> Result<bool> {
    let sql = "UPDATE deployments SET leased_until = $3, due_at = $3 WHERE server_id = $1 AND lease = $2";
    let values = arguments![server, holder, store.now().after(lease)];
    Ok(store.pools().write_executor().run(sql, values).await? > 0)
}

/// Frees what a holder held that is known to be dead: it is due at once. How many deployments that were.
///
/// # Errors
/// When the database does not answer.
pub async fn free(store: &Store, holder: &str) -> Result<u64> {
    let sql = "UPDATE deployments SET lease = NULL, leased_until = NULL, due_at = $2 WHERE lease = $1";
    store.pools().write_executor().run(sql, arguments![holder, store.now()]).await
}

/// Mends what a clock left behind that was set back: nobody holds a deployment longer than a lease lasts, it is due when the lease ends, and
/// none that is not settled waits longer than the longest wait. Whoever holds one says so again before its lease ends.
///
/// # Errors
/// When the database does not answer.
pub async fn mend(store: &Store, lease: Duration, wait: Duration) -> Result<()> {
    let now = store.now();
    let sql = "UPDATE deployments SET leased_until = $1, due_at = CASE WHEN due_at > $1 THEN $1 ELSE due_at END
               WHERE leased_until > $2";
    let values = arguments![now.after(lease), now.after(lease + SKEW)];
    store.pools().write_executor().run(sql, values).await?;
    let sql = "UPDATE deployments SET due_at = $1 WHERE due_at > $2
               AND (observed_generation <> generation OR state NOT IN ($3, $4))";
    let values = arguments![now, now.after(wait + SKEW), DeploymentState::Running, DeploymentState::Stopped];
    store.pools().write_executor().run(sql, values).await.map(drop)
}

/// The kind of event that tells of a state.
fn state_event(state: DeploymentState) -> &'static str {
    match state {
        DeploymentState::Pending => "deployment.pending",
        DeploymentState::Starting => "deployment.starting",
        DeploymentState::Running => "deployment.running",
        DeploymentState::Degraded => "deployment.degraded",
        DeploymentState::Failed => "deployment.failed",
        DeploymentState::Stopping => "deployment.stopping",
        DeploymentState::Stopped => "deployment.stopped",
    }
}

/// When the next deployment is due.
///
/// # Errors
/// When the database does not answer.
pub async fn next_due(from: &impl Read) -> Result<Option<Timestamp>> {
    let sql = "SELECT due_at AS n FROM deployments ORDER BY due_at LIMIT 1";
    Ok(from.executor().one::<i64>(sql, arguments![]).await?.map(Timestamp))
}
