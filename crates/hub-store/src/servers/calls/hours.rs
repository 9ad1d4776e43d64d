//! What calls come to in each hour: for charts, for metering and for quotas, so that nothing has to read calls for them.

use std::collections::BTreeMap;

use hub_model::{
    Timestamp,
    id::{OrganisationId, ServerId},
    server::{Call, CallOutcome},
};
use serde::{Deserialize, Serialize};

use super::{New, actor_id, chunks};
use crate::{
    database::{Argument, FromRow, Read, Row, Transaction, arguments},
    error::Result,
};

/// Up to how many milliseconds calls are counted together; the last count is of those that took longer.
pub const STEPS: [i64; 14] = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000];
/// The columns that count them.
const TOOK: [&str; STEPS.len() + 1] = [
    "took_1",
    "took_2",
    "took_5",
    "took_10",
    "took_20",
    "took_50",
    "took_100",
    "took_200",
    "took_500",
    "took_1000",
    "took_2000",
    "took_5000",
    "took_10000",
    "took_30000",
    "took_longer",
];
/// What is added up in an hour, before [`TOOK`].
const SUMS: [&str; 7] = ["calls", "refused", "failures", "request_bytes", "response_bytes", "tokens", "micros"];
/// What an hour is found by.
const HOUR_KEY: &str = "organisation_id, server_id, hour, tool, actor_id";
/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;

/// What an hour is found by: organisation, server, hour, tool, caller. In their order, so that two processes that add to the same
/// hours never wait for each other.
type Key = (OrganisationId, ServerId, i64, String, String);

/// What the calls of some hours come to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Hour {
    /// Which server.
    pub server: ServerId,
    /// When it begins.
    pub at: Timestamp,
    /// The tool.
    pub tool: String,
    /// The caller's identifier.
    pub actor: String,
    /// Calls that were let in.
    pub calls: i64,
    /// Calls that were too many, or not allowed.
    pub refused: i64,
    /// Those that were not answered well.
    pub failures: i64,
    /// Bytes of arguments.
    pub request_bytes: i64,
    /// Bytes of answers.
    pub response_bytes: i64,
    /// Tokens of answers.
    pub tokens: i64,
    /// Microseconds of all together.
    pub micros: i64,
    /// How many took up to each of [`STEPS`], and longer.
    pub took: Vec<i64>,
}

impl FromRow for Hour {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            server: row.id("server_id")?,
            at: row.time("hour")?,
            tool: row.get("tool")?,
            actor: row.get("actor_id")?,
            calls: row.get("calls")?,
            refused: row.get("refused")?,
            failures: row.get("failures")?,
            request_bytes: row.get("request_bytes")?,
            response_bytes: row.get("response_bytes")?,
            tokens: row.get("tokens")?,
            micros: row.get("micros")?,
            took: TOOK.iter().map(|column| row.get(column)).collect::<Result<_>>()?,
        })
    }
}

/// Adds calls to their hours.
pub(super) async fn add(tx: &Transaction<'_>, calls: &[&New]) -> Result<()> {
    let mut hours: BTreeMap<Key, Hour> = BTreeMap::new();
    for New { organisation, call, .. } in calls {
        let hour = call.at.0 - call.at.0.rem_euclid(HOUR);
        let key = (*organisation, call.server, hour, call.tool.clone(), actor_id(call.actor));
        hours.entry(key).or_insert_with_key(Hour::empty).count(call);
    }
    let sums: Vec<(OrganisationId, &Hour)> = hours.iter().map(|(key, hour)| (key.0, hour)).collect();
    for some in chunks(&sums) {
        count(tx, some).await?;
    }
    Ok(())
}

/// Adds to the sums of some hours.
async fn count(tx: &Transaction<'_>, some: &[(OrganisationId, &Hour)]) -> Result<()> {
    let columns: Vec<&str> = SUMS.into_iter().chain(TOOK).collect();
    let more: Vec<String> =
        columns.iter().map(|column| format!("{column} = call_hours.{column} + excluded.{column}")).collect();
    let sql = format!(
        "INSERT INTO call_hours ({HOUR_KEY}, {}) VALUES {} ON CONFLICT ({HOUR_KEY}) DO UPDATE SET {}",
        columns.join(", "),
        tx.executor().places(some.len(), 5 + columns.len()),
        more.join(", ")
    );
    let mut values = Vec::with_capacity(some.len() * (5 + columns.len()));
    for (organisation, hour) in some {
        let Hour {
            server,
            at,
            tool,
            actor,
            calls,
            refused,
            failures,
            request_bytes,
            response_bytes,
            tokens,
            micros,
            took,
        } = hour;
        values.extend(arguments![*organisation, *server, *at, tool, actor]);
        values.extend(arguments![*calls, *refused, *failures, *request_bytes, *response_bytes, *tokens, *micros]);
        values.extend(took.iter().map(Argument::value));
    }
    tx.executor().run(&sql, values).await.map(drop)
}

/// What calls came to in the hours from one moment to another, for one server or for all.
///
/// # Errors
/// When the database does not answer.
pub async fn hours(
    from: &impl Read,
    organisation: OrganisationId,
    server: Option<ServerId>,
    since: Timestamp,
    until: Timestamp,
) -> Result<Vec<Hour>> {
    let sql = "SELECT * FROM call_hours WHERE organisation_id = $1 AND ($2 IS NULL OR server_id = $2) AND hour >= $3 AND hour < $4
               ORDER BY hour, server_id, tool, actor_id LIMIT 100000";
    from.executor().all(sql, arguments![organisation, server, since, until]).await
}

/// Calls of an organisation that were let in since a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn since(from: &impl Read, organisation: OrganisationId, since: Timestamp) -> Result<i64> {
    let sql =
        "SELECT CAST(COALESCE(SUM(calls), 0) AS BIGINT) AS n FROM call_hours WHERE organisation_id = $1 AND hour >= $2";
    Ok(from.executor().one::<i64>(sql, arguments![organisation, since]).await?.unwrap_or(0))
}

impl Hour {
    fn empty((_, server, hour, tool, actor): &Key) -> Self {
        Self {
            server: *server,
            at: Timestamp(*hour),
            tool: tool.clone(),
            actor: actor.clone(),
            calls: 0,
            refused: 0,
            failures: 0,
            request_bytes: 0,
            response_bytes: 0,
            tokens: 0,
            micros: 0,
            took: vec![0; STEPS.len() + 1],
        }
    }

    fn count(&mut self, call: &Call) {
        match call.outcome {
            CallOutcome::Limited | CallOutcome::Denied => {
                self.refused += 1;
                return;
            }
            // It is counted when it is made.
            CallOutcome::Asked => return,
            _ => {}
        }
        self.calls += 1;
        self.failures += i64::from(call.outcome != CallOutcome::Ok);
        self.request_bytes += call.request_bytes;
        self.response_bytes += call.response_bytes;
        self.tokens += call.tokens;
        self.micros += call.micros;
        let step = STEPS.partition_point(|step| step * 1_000 < call.micros);
        if let Some(count) = self.took.get_mut(step) {
            *count += 1;
        }
    }

    /// Adds what other calls come to.
    pub fn add(&mut self, more: &Self) {
        self.calls += more.calls;
        self.refused += more.refused;
        self.failures += more.failures;
        self.request_bytes += more.request_bytes;
        self.response_bytes += more.response_bytes;
        self.tokens += more.tokens;
        self.micros += more.micros;
        for (sum, count) in self.took.iter_mut().zip(&more.took) {
            *sum += count;
        }
    }
}
