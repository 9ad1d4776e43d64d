//! What is done to APIs from time to time: fetching their documents, probing their upstreams.

use std::time::Duration;

use hub_model::{
    Timestamp,
    api::{Api, ApiSettings, Source},
    id::{ApiId, JobId, OrganisationId, UserId},
    job::Task,
};

use super::{COLUMNS, find};
use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    jobs,
};

/// An API with its organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Whose.
    pub organisation: OrganisationId,
    /// The API.
    pub api: Api,
}

impl FromRow for Due {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { organisation: row.id("organisation_id")?, api: Api::from_row(row)? })
    }
}

/// When an API's document is fetched and its upstream probed for the first time from here on.
pub(crate) fn first(at: Timestamp, source: &Source, settings: &ApiSettings) -> (Option<Timestamp>, Option<Timestamp>) {
    let later = |seconds: u32| at.after(Duration::from_secs(u64::from(seconds)));
    // What was uploaded does not change.
    let refresh = settings.refresh_every.filter(|_| matches!(source, Source::Url { .. })).map(later);
    // The first probe finds a blueprint only once the first compilation is done.
    let probe = settings.probe_every.map(|seconds| later(seconds.min(15)));
    (refresh, probe)
}

/// Begins anew to fetch an API's document and to probe its upstream.
pub(crate) async fn anew(tx: &Transaction<'_>, api: &Api) -> Result<()> {
    let (refresh_at, probe_at) = first(tx.at(), &api.source, &api.settings);
    let sql = "UPDATE apis SET refresh_at = $2, probe_at = $3 WHERE id = $1";
    tx.executor().run(sql, arguments![api.id, refresh_at, probe_at]).await.map(drop)
}

/// Has an API's documents fetched and compiled. Where that waits to be done already, that job is answered.
///
/// # Errors
/// [`Error::Missing`] when there is no such API.
pub async fn compile(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    api: ApiId,
    by: Option<UserId>,
) -> Result<JobId> {
    find(tx, organisation, api).await?.filter(|api| api.deleted_at.is_none()).ok_or(Error::Missing("the API"))?;
    let new = jobs::New {
        organisation: Some(organisation),
        task: Task::CompileApi { api },
        subject: api.to_string(),
        key: Some(format!("compile-api/{api}")),
        attempts: 3,
        due_at: tx.at(),
        created_by: by,
    };
    jobs::enqueue(tx, new).await
}

/// APIs whose upstream is to be probed now. Each is answered once: its next time is set.
///
/// # Errors
/// When the database does not answer.
pub async fn due_probes(tx: &Transaction<'_>, most: i64) -> Result<Vec<Due>> {
    due(tx, "probe_at", most, |settings| settings.probe_every).await
}

/// APIs whose document is to be fetched now. Each is answered once: its next time is set.
///
/// # Errors
/// When the database does not answer.
pub async fn due_refreshes(tx: &Transaction<'_>, most: i64) -> Result<Vec<Due>> {
    due(tx, "refresh_at", most, |settings| settings.refresh_every).await
}

async fn due(
    tx: &Transaction<'_>,
    column: &'static str,
    most: i64,
    every: impl Fn(&ApiSettings) -> Option<u32>,
) -> Result<Vec<Due>> {
    let sql = format!(
        "SELECT {COLUMNS}, organisation_id FROM apis WHERE {column} <= $1 AND deleted_at IS NULL
         ORDER BY {column} LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED"
    );
    let due: Vec<Due> = tx.executor().all(&sql, arguments![tx.at(), most]).await?;
    for Due { api, .. } in &due {
        // A few seconds more or less, so that what was registered together is not always done together.
        let spread = u64::try_from(api.id.0 % 7).unwrap_or(0);
        let next = every(&api.settings).map(|seconds| tx.at().after(Duration::from_secs(u64::from(seconds) + spread)));
        tx.executor().run(&format!("UPDATE apis SET {column} = $2 WHERE id = $1"), arguments![api.id, next]).await?;
    }
    Ok(due)
}
