//! Records of calls, kept in batches, and what they come to in each hour.

use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use hub_model::{
    Timestamp,
    event::Actor,
    id::{CallId, OrganisationId, ServerId},
    server::{Call, CallOutcome},
};
use serde::{Deserialize, Serialize};

use crate::{
    bus::Notice,
    database::{Argument, FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
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
/// Rows of one statement: few sizes, so that the databases know the statements.
const ROWS: [usize; 4] = [64, 16, 4, 1];
/// Milliseconds of an hour.
pub const HOUR: i64 = 3_600_000;

/// A call that is to be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct New {
    /// Whose server.
    pub organisation: OrganisationId,
    /// The call.
    pub call: Call,
    /// Arguments and result, where they are kept.
    pub content: Option<Content>,
    /// How long it is kept.
    pub keep: Duration,
}

/// Arguments and result of a call, with what looks like a secret taken out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Content {
    /// What the tool was called with.
    pub arguments: serde_json::Value,
    /// What it answered.
    pub result: serde_json::Value,
}

/// Which calls.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this server.
    pub server: Option<ServerId>,
    /// Only of this tool.
    pub tool: Option<String>,
    /// Only those that came to this.
    pub outcome: Option<CallOutcome>,
    /// Only of this caller: identifier of a user, a key or a service account.
    pub actor: Option<String>,
}

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

impl FromRow for Call {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            server: row.id("server_id")?,
            version: row.id_or_null("version_id")?,
            at: row.time("at")?,
            tool: row.get("tool")?,
            actor: row.json("actor")?,
            outcome: row.word("outcome")?,
            request_bytes: row.get("request_bytes")?,
            response_bytes: row.get("response_bytes")?,
            tokens: row.get("tokens")?,
            micros: row.get("micros")?,
            upstream_micros: row.get("upstream_micros")?,
            upstream_status: row.get("upstream_status")?,
            client: row.get("client")?,
            error: row.get("error")?,
        })
    }
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

const COLUMNS: &str = "id, server_id, version_id, at, tool, outcome, request_bytes, response_bytes, tokens, micros, upstream_micros, upstream_status, client, error";

/// The identifier by which calls of somebody are found and counted.
#[must_use]
pub fn actor_id(actor: Actor) -> String {
    match actor {
        Actor::User { id } => id.to_string(),
        Actor::Key { id, .. } | Actor::Service { key: id, .. } => id.to_string(),
        Actor::System => "system".to_owned(),
        Actor::Anonymous => "anonymous".to_owned(),
    }
}

/// Keeps calls, and adds them to their hours. One that was kept before is left out, so that a batch can be tried again.
///
/// # Errors
/// When the database does not answer.
pub async fn add(tx: &Transaction<'_>, batch: &[New]) -> Result<()> {
    let there = there(tx, batch).await?;
    let batch: Vec<&New> = batch.iter().filter(|new| there.contains(&new.organisation)).collect();
    let mut fresh = HashSet::new();
    for some in chunks(&batch) {
        fresh.extend(keep(tx, some).await?);
    }
    let mut hours: BTreeMap<(OrganisationId, ServerId, i64, String, String), Hour> = BTreeMap::new();
    for new in batch.into_iter().filter(|new| fresh.contains(&new.call.id)) {
        if let Some(content) = &new.content {
            keep_content(tx, new, content).await?;
        }
        let (call, hour) = (&new.call, new.call.at.0 - new.call.at.0.rem_euclid(HOUR));
        let key = (new.organisation, call.server, hour, call.tool.clone(), actor_id(call.actor));
        hours.entry(key).or_insert_with_key(Hour::empty).count(call);
    }
    // In the order of their keys, so that two processes never wait for each other.
    let sums: Vec<(OrganisationId, &Hour)> =
        hours.iter().map(|((organisation, ..), hour)| (*organisation, hour)).collect();
    for some in chunks(&sums) {
        count(tx, some).await?;
    }
    let mut told: Vec<(OrganisationId, ServerId)> = hours.keys().map(|key| (key.0, key.1)).collect();
    told.dedup();
    for (organisation, server) in told {
        tx.notify(Notice::Called { organisation, server });
    }
    Ok(())
}

/// Those of the organisations that are still there.
async fn there(tx: &Transaction<'_>, batch: &[New]) -> Result<HashSet<OrganisationId>> {
    struct Id(OrganisationId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("id")?))
        }
    }
    let wanted: HashSet<OrganisationId> = batch.iter().map(|new| new.organisation).collect();
    let mut there = HashSet::new();
    for id in wanted {
        let sql = "SELECT id FROM organisations WHERE id = $1";
        there.extend(tx.executor().one::<Id>(sql, arguments![id]).await?.map(|Id(id)| id));
    }
    Ok(there)
}

/// Slices of the sizes of [`ROWS`], large ones first.
fn chunks<T>(mut rest: &[T]) -> impl Iterator<Item = &[T]> {
    std::iter::from_fn(move || {
        let size = ROWS.into_iter().find(|size| *size <= rest.len())?;
        let (some, others) = rest.split_at(size);
        rest = others;
        Some(some)
    })
}

/// Keeps some calls; answers those that were not there yet.
async fn keep(tx: &Transaction<'_>, some: &[&New]) -> Result<Vec<CallId>> {
    struct Id(CallId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("id")?))
        }
    }
    let sql = format!(
        "INSERT INTO calls (organisation_id, actor_id, expires_at, actor, {COLUMNS}) VALUES {} ON CONFLICT (organisation_id, id) DO NOTHING RETURNING id",
        tx.executor().places(some.len(), 18)
    );
    let mut values = Vec::with_capacity(some.len() * 18);
    for new in some {
        let Call { id, server, version, at, tool, actor, outcome, client, error, .. } = &new.call;
        let Call { request_bytes, response_bytes, tokens, micros, upstream_micros, upstream_status, .. } = &new.call;
        values.extend(arguments![
            new.organisation,
            actor_id(*actor),
            at.after(new.keep),
            *actor,
            *id,
            *server,
            *version,
            *at,
            tool,
            *outcome,
            *request_bytes,
            *response_bytes,
            *tokens,
            *micros,
            *upstream_micros,
            *upstream_status,
            client,
            error.as_deref(),
        ]);
    }
    let rows = tx.executor().all::<Id>(&sql, values).await?;
    Ok(rows.into_iter().map(|Id(id)| id).collect())
}

async fn keep_content(tx: &Transaction<'_>, new: &New, content: &Content) -> Result<()> {
    let packed = zstd::bulk::compress(&serde_json::to_vec(content).unwrap_or_default(), 3)
        .map_err(|error| Error::Unavailable(format!("a call could not be packed: {error}")))?;
    let sql = "INSERT INTO call_contents (organisation_id, call_id, content) VALUES ($1, $2, $3)";
    tx.executor().run(sql, arguments![new.organisation, new.call.id, packed]).await.map(drop)
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

impl Hour {
    fn empty((_, server, hour, tool, actor): &(OrganisationId, ServerId, i64, String, String)) -> Self {
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

/// Calls, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    filter: &Filter,
    page: Request<CallId>,
) -> Result<Page<Call, CallId>> {
    let sql = format!(
        "SELECT actor, {COLUMNS} FROM calls WHERE organisation_id = $1 AND id < $2 AND ($3 IS NULL OR server_id = $3)
         AND ($4 IS NULL OR tool = $4) AND ($5 IS NULL OR outcome = $5) AND ($6 IS NULL OR actor_id = $6) ORDER BY id DESC LIMIT $7"
    );
    let Filter { server, tool, outcome, actor } = filter;
    let after = page.after.unwrap_or(CallId(u128::MAX));
    let values = arguments![organisation, after, *server, tool.as_deref(), *outcome, actor.as_deref(), page.fetched()];
    let rows = from.executor().all(&sql, values).await?;
    Ok(page.page(rows, |call: &Call| call.id))
}

/// Calls between two, in their order: for those who follow. Of one server, or of all.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    from: &impl Read,
    organisation: OrganisationId,
    server: Option<ServerId>,
    (after, before): (CallId, CallId),
    most: i64,
) -> Result<Vec<Call>> {
    let sql = format!(
        "SELECT actor, {COLUMNS} FROM calls WHERE organisation_id = $1 AND ($2 IS NULL OR server_id = $2) AND id > $3 AND id < $4
         ORDER BY id LIMIT $5"
    );
    from.executor().all(&sql, arguments![organisation, server, after, before, most]).await
}

/// A call, with its content where that was kept.
///
/// # Errors
/// When the database does not answer, or the content is damaged.
pub async fn find(
    from: &impl Read,
    organisation: OrganisationId,
    id: CallId,
) -> Result<Option<(Call, Option<Content>)>> {
    struct Packed(Vec<u8>);
    impl FromRow for Packed {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("content")?))
        }
    }
    let sql = format!("SELECT actor, {COLUMNS} FROM calls WHERE organisation_id = $1 AND id = $2");
    let Some(call) = from.executor().one::<Call>(&sql, arguments![organisation, id]).await? else { return Ok(None) };
    let sql = "SELECT content FROM call_contents WHERE organisation_id = $1 AND call_id = $2";
    let content = match from.executor().one::<Packed>(sql, arguments![organisation, id]).await? {
        Some(Packed(packed)) => Some(unpack(&packed)?),
        None => None,
    };
    Ok(Some((call, content)))
}

fn unpack(packed: &[u8]) -> Result<Content> {
    let damaged = |error: &dyn std::fmt::Display| Error::Corrupt(format!("a call's content: {error}"));
    let bytes = zstd::bulk::decompress(packed, 64 << 20).map_err(|error| damaged(&error))?;
    serde_json::from_slice(&bytes).map_err(|error| damaged(&error))
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

/// Removes calls whose time has come, and hours from before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(tx: &Transaction<'_>, hours_before: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM calls WHERE (organisation_id, id) IN
               (SELECT organisation_id, id FROM calls WHERE expires_at < $1 ORDER BY expires_at LIMIT 10000)";
    let removed = tx.executor().run(sql, arguments![tx.at()]).await?;
    tx.executor().run("DELETE FROM call_hours WHERE hour < $1", arguments![hours_before]).await?;
    Ok(removed)
}
