//! Records of calls, kept in packs: a row for some hundred calls of a server, so that keeping one costs a fraction of a row.
//!
//! Packs of an organisation are in the order of their last calls. Those of several servers and processes overlap, but none reaches
//! further back than [`SPAN`] before its last call.

mod hours;
mod pack;

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

pub use self::hours::{HOUR, Hour, STEPS, hours, since};
use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

/// Rows of one statement: few sizes, so that the databases know the statements.
const ROWS: [usize; 4] = [64, 16, 4, 1];
/// Calls of a pack at most.
const CALLS: usize = 1_000;
/// Milliseconds from the first call of a pack to its last one, at most.
const SPAN: u128 = 10_000;
/// Packs that are read at first; each further time twice as many.
const PACKS: i64 = 8;
/// Packs that are read for one page at most: a page of a rare kind of calls may be short, or empty, and have a next one.
const MOST_PACKS: i64 = 4_096;
/// Bits of an identifier behind its milliseconds (RFC 9562, section 5.7).
const CHANCE_BITS: u32 = 80;

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
    /// Only those that have this, in small letters, in the name of their tool or client, or in the reason why they failed.
    pub text: Option<String>,
}

impl Filter {
    fn takes(&self, call: &Call) -> bool {
        self.tool.as_ref().is_none_or(|tool| *tool == call.tool)
            && self.outcome.is_none_or(|outcome| outcome == call.outcome)
            && self.actor.as_ref().is_none_or(|actor| *actor == actor_id(call.actor))
            && self.text.as_ref().is_none_or(|text| has(call, text))
    }

    /// Leaves out packs that have none of these.
    fn sql(&self) -> &'static str {
        match self.outcome {
            None => "",
            Some(CallOutcome::Ok) => " AND failures < calls",
            Some(_) => " AND failures > 0",
        }
    }
}

/// Whether a call has a text, whatever the case.
fn has(call: &Call, text: &str) -> bool {
    [&call.tool, &call.client].into_iter().chain(&call.error).any(|words| words.to_lowercase().contains(text))
}

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

/// Keeps calls, and adds them to their hours. The very same batch may be tried again when it is not known whether it was kept: what was
/// kept before is left out. Answers whether anything was not.
///
/// # Errors
/// When the database does not answer.
pub async fn add(tx: &Transaction<'_>, batch: &[New]) -> Result<bool> {
    let there = there(tx, batch).await?;
    let packs = packs(batch.iter().filter(|new| there.contains(&new.organisation)));
    let mut kept = HashSet::new();
    for some in chunks(&packs) {
        kept.extend(keep(tx, some).await?);
    }
    let fresh: Vec<&New> =
        packs.iter().filter(|pack| last(pack).is_some_and(|last| kept.contains(&last))).flatten().copied().collect();
    for new in &fresh {
        if let Some(content) = &new.content {
            keep_content(tx, new, content).await?;
        }
    }
    hours::add(tx, &fresh).await?;
    let told: HashSet<(OrganisationId, ServerId)> =
        fresh.iter().map(|new| (new.organisation, new.call.server)).collect();
    for (organisation, server) in told {
        tx.notify(Notice::Called { organisation, server });
    }
    Ok(!fresh.is_empty())
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

/// Puts calls together that are of one server, kept for as long, and not too far apart; each pack in the order of its calls.
fn packs<'n>(batch: impl Iterator<Item = &'n New>) -> Vec<Vec<&'n New>> {
    let mut kinds: BTreeMap<(OrganisationId, ServerId, Duration), Vec<&New>> = BTreeMap::new();
    for new in batch {
        kinds.entry((new.organisation, new.call.server, new.keep)).or_default().push(new);
    }
    let mut packs: Vec<Vec<&New>> = Vec::with_capacity(kinds.len());
    for mut calls in kinds.into_values() {
        calls.sort_unstable_by_key(|new| new.call.id);
        let mut pack: Vec<&New> = Vec::with_capacity(calls.len().min(CALLS));
        for new in calls {
            let is_apart = pack.first().is_some_and(|first| millis(new.call.id) - millis(first.call.id) >= SPAN);
            if pack.len() >= CALLS || is_apart {
                packs.push(std::mem::take(&mut pack));
            }
            pack.push(new);
        }
        packs.push(pack);
    }
    packs
}

fn millis(id: CallId) -> u128 {
    id.0 >> CHANCE_BITS
}

/// What the last call of every pack with a call before this one is before.
fn after_span(id: CallId) -> CallId {
    CallId(id.0.saturating_add(SPAN << CHANCE_BITS))
}

fn last(pack: &[&New]) -> Option<CallId> {
    pack.last().map(|new| new.call.id)
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

/// Keeps some packs; answers the last calls of those that were not there yet.
async fn keep(tx: &Transaction<'_>, some: &[Vec<&New>]) -> Result<Vec<CallId>> {
    struct Id(CallId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("last_id")?))
        }
    }
    let sql = format!(
        "INSERT INTO call_packs (organisation_id, last_id, first_id, server_id, calls, failures, content, expires_at) VALUES {}
         ON CONFLICT (organisation_id, last_id) DO NOTHING RETURNING last_id",
        tx.executor().places(some.len(), 8)
    );
    let mut values = Vec::with_capacity(some.len() * 8);
    for pack in some {
        let (Some(first), Some(last)) = (pack.first(), pack.last()) else { continue };
        let failures = pack.iter().filter(|new| new.call.outcome != CallOutcome::Ok).count();
        values.extend(arguments![
            last.organisation,
            last.call.id,
            first.call.id,
            last.call.server,
            count(pack.len()),
            count(failures),
            pack::packed(pack.iter().map(|new| &new.call))?,
            last.call.at.after(last.keep),
        ]);
    }
    let rows = tx.executor().all::<Id>(&sql, values).await?;
    Ok(rows.into_iter().map(|Id(id)| id).collect())
}

fn count(many: usize) -> i64 {
    i64::try_from(many).unwrap_or(i64::MAX)
}

async fn keep_content(tx: &Transaction<'_>, new: &New, content: &Content) -> Result<()> {
    let packed = zstd::bulk::compress(&serde_json::to_vec(content).unwrap_or_default(), 3)
        .map_err(|error| Error::Unavailable(format!("a call could not be packed: {error}")))?;
    let sql = "INSERT INTO call_contents (organisation_id, call_id, content, expires_at) VALUES ($1, $2, $3, $4)";
    let expires_at = new.call.at.after(new.keep);
    tx.executor().run(sql, arguments![new.organisation, new.call.id, packed, expires_at]).await.map(drop)
}

/// A pack with its calls.
struct Pack {
    last: CallId,
    calls: Vec<Call>,
}

impl FromRow for Pack {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let calls = pack::unpacked(row.id("server_id")?, &row.get::<Vec<u8>>("content")?)?;
        Ok(Self { last: row.id("last_id")?, calls })
    }
}

/// Calls, newest first. A page may be short although there is a next one: where those that are looked for are rare, no more than so many
/// are looked through at a time.
///
/// # Errors
/// When the database does not answer, or a pack is damaged.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    filter: &Filter,
    page: Request<CallId>,
) -> Result<Page<Call, CallId>> {
    let sql = format!(
        "SELECT last_id, server_id, content FROM call_packs WHERE organisation_id = $1 AND last_id < $2 AND first_id < $3
         AND ($4 IS NULL OR server_id = $4){} ORDER BY last_id DESC LIMIT $5",
        filter.sql()
    );
    let before = page.after.unwrap_or(CallId(u128::MAX));
    let wanted = usize::try_from(page.fetched()).unwrap_or(usize::MAX);
    let (mut read, mut packs) = (0, PACKS);
    let (mut found, mut until): (Vec<Call>, CallId) = (Vec::new(), after_span(before));
    loop {
        let values = arguments![organisation, until, before, filter.server, packs];
        let some = from.executor().all::<Pack>(&sql, values).await?;
        let is_all = count(some.len()) < packs;
        until = some.last().map_or(until, |pack| pack.last);
        let calls = some.into_iter().flat_map(|pack| pack.calls);
        found.extend(calls.filter(|call| call.id < before && filter.takes(call)));
        // What is not read yet has only calls from before `until`.
        let sure = found.iter().filter(|call| call.id >= until).count();
        read += packs;
        if is_all || sure >= wanted || read >= MOST_PACKS {
            if !is_all {
                found.retain(|call| call.id >= until);
            }
            found.sort_unstable_by_key(|call| std::cmp::Reverse(call.id));
            let page = page.page(found, |call| call.id);
            return Ok(match page.next {
                None if !is_all => Page { next: Some(until), ..page },
                _ => page,
            });
        }
        packs *= 2;
    }
}

/// Calls between two, in their order: for those who follow. Of one server, or of all.
///
/// # Errors
/// When the database does not answer, or a pack is damaged.
pub async fn between(
    from: &impl Read,
    organisation: OrganisationId,
    server: Option<ServerId>,
    (after, before): (CallId, CallId),
    most: i64,
) -> Result<Vec<Call>> {
    let sql = "SELECT last_id, server_id, content FROM call_packs WHERE organisation_id = $1 AND ($2 IS NULL OR server_id = $2)
               AND last_id > $3 AND last_id < $4 AND first_id < $5 ORDER BY last_id LIMIT $6";
    let most = usize::try_from(most).unwrap_or(0);
    let (mut found, mut known, mut packs): (Vec<Call>, CallId, i64) = (Vec::new(), after, PACKS);
    loop {
        let values = arguments![organisation, server, known, after_span(before), before, packs];
        let some = from.executor().all::<Pack>(sql, values).await?;
        let is_all = count(some.len()) < packs;
        known = some.last().map_or(known, |pack| pack.last);
        let calls = some.into_iter().flat_map(|pack| pack.calls);
        found.extend(calls.filter(|call| call.id > after && call.id < before));
        // What is not read yet has no calls from so long before `known`.
        let sure = |call: &Call| is_all || after_span(call.id) <= known;
        if is_all || found.iter().filter(|call| sure(call)).count() >= most {
            found.retain(sure);
            found.sort_unstable_by_key(|call| call.id);
            found.truncate(most);
            return Ok(found);
        }
        packs *= 2;
    }
}

/// A call, with its content where that was kept.
///
/// # Errors
/// When the database does not answer, or what is kept is damaged.
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
    let sql = "SELECT last_id, server_id, content FROM call_packs
               WHERE organisation_id = $1 AND last_id >= $2 AND last_id < $3 AND first_id <= $2";
    let packs = from.executor().all::<Pack>(sql, arguments![organisation, id, after_span(id)]).await?;
    let Some(call) = packs.into_iter().flat_map(|pack| pack.calls).find(|call| call.id == id) else { return Ok(None) };
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

/// Removes calls whose time has come, and hours from before a moment; answers how many packs were removed.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(tx: &Transaction<'_>, hours_before: Timestamp) -> Result<u64> {
    let sql = "DELETE FROM call_packs WHERE (organisation_id, last_id) IN
               (SELECT organisation_id, last_id FROM call_packs WHERE expires_at < $1 ORDER BY expires_at LIMIT 1000)";
    let removed = tx.executor().run(sql, arguments![tx.at()]).await?;
    let sql = "DELETE FROM call_contents WHERE (organisation_id, call_id) IN
               (SELECT organisation_id, call_id FROM call_contents WHERE expires_at < $1 ORDER BY expires_at LIMIT 10000)";
    tx.executor().run(sql, arguments![tx.at()]).await?;
    tx.executor().run("DELETE FROM call_hours WHERE hour < $1", arguments![hours_before]).await?;
    Ok(removed)
}
