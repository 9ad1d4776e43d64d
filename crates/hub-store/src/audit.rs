//! The audit log: who did what from where. Each line carries a hash over itself and the line before.

use hub_model::{
    Timestamp,
    event::{Actor, AuditEntry},
    id::OrganisationId,
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::{
    database::{Executor, FromRow, Read, Row, arguments},
    error::{Error, Result},
    page::{Page, Request},
};

/// A line that is not numbered yet.
pub(crate) struct New {
    pub(crate) action: String,
    pub(crate) subject: String,
    pub(crate) outcome: String,
    pub(crate) detail: Value,
}

/// Where the numbering of an organisation is. Whoever has it is the only one to add to it.
pub(crate) struct Chain {
    scope: Option<OrganisationId>,
    /// The number of the last event.
    pub(crate) events: i64,
    audited: i64,
    hash: String,
}

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this user, key or service account.
    pub actor: Option<String>,
    /// Only of this action, `api.registered`, or of a family of actions, `api.`.
    pub action: Option<String>,
    /// Only what was done to this.
    pub subject: Option<String>,
    /// Not before.
    pub since: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// What a check of the log came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// Lines that were read.
    pub lines: i64,
    /// The first number at which the log is not what was written; it is whole when absent.
    pub broken_at: Option<i64>,
}

/// The hub's own chain has the nil identifier.
pub(crate) fn scope_id(scope: Option<OrganisationId>) -> OrganisationId {
    scope.unwrap_or(OrganisationId(0))
}

impl FromRow for Chain {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let scope: OrganisationId = row.id("scope")?;
        Ok(Self {
            scope: Some(scope).filter(|scope| scope.0 != 0),
            events: row.get("events")?,
            audited: row.get("audited")?,
            hash: row.get("hash")?,
        })
    }
}

impl FromRow for AuditEntry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            number: row.get("number")?,
            at: row.time("at")?,
            actor: row.json("actor")?,
            action: row.get("action")?,
            subject: row.get("subject")?,
            address: row.get("address")?,
            user_agent: row.get("user_agent")?,
            request: row.get("request")?,
            outcome: row.get("outcome")?,
            detail: row.json("detail")?,
            hash: row.get("hash")?,
        })
    }
}

const COLUMNS: &str = "number, at, actor, action, subject, address, user_agent, request, outcome, detail, hash";

impl Chain {
    /// Takes hold of an organisation's numbering until the end of the transaction.
    pub(crate) async fn lock(executor: Executor<'_>, scope: Option<OrganisationId>) -> Result<Self> {
        let sql = "SELECT scope, events, audited, hash FROM chains WHERE scope = $1 FOR NO KEY UPDATE";
        if let Some(chain) = executor.one(sql, arguments![scope_id(scope)]).await? {
            return Ok(chain);
        }
        executor
            .run(
                "INSERT INTO chains (scope, events, audited, hash) VALUES ($1, 0, 0, '') ON CONFLICT (scope) DO NOTHING",
                arguments![scope_id(scope)],
            )
            .await?;
        // Locked anew: somebody else may have made it, and be the next to take hold of it.
        let chain = executor.one(sql, arguments![scope_id(scope)]).await?;
        chain.ok_or_else(|| Error::Corrupt("a chain that was just made is not there".to_owned()))
    }

    async fn read(from: &impl Read, scope: Option<OrganisationId>) -> Result<Option<Self>> {
        let sql = "SELECT scope, events, audited, hash FROM chains WHERE scope = $1";
        from.executor().one(sql, arguments![scope_id(scope)]).await
    }

    /// Writes lines after those that there are, and how far the numbering is now.
    pub(crate) async fn append(mut self, executor: Executor<'_>, events: i64, lines: Vec<AuditEntry>) -> Result<()> {
        for mut line in lines {
            self.audited += 1;
            line.number = self.audited;
            let detail = line.detail.to_string();
            line.hash = hash(&self.hash, &line, &detail);
            executor
                .run(
                    "INSERT INTO audit (scope, number, at, actor, actor_id, action, subject, address, user_agent, request, outcome, detail, hash)
                     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
                    arguments![
                        scope_id(self.scope),
                        line.number,
                        line.at,
                        line.actor,
                        actor_id(line.actor),
                        line.action,
                        line.subject,
                        line.address,
                        line.user_agent,
                        line.request,
                        line.outcome,
                        detail,
                        line.hash,
                    ],
                )
                .await?;
            self.hash = line.hash;
        }
        executor
            .run(
                "UPDATE chains SET events = $2, audited = $3, hash = $4 WHERE scope = $1",
                arguments![scope_id(self.scope), events, self.audited, self.hash],
            )
            .await?;
        Ok(())
    }
}

/// By which an actor's lines are found.
fn actor_id(actor: Actor) -> String {
    match actor {
        Actor::System => "system".to_owned(),
        Actor::Anonymous => "anonymous".to_owned(),
        Actor::User { id } | Actor::Key { user: id, .. } => id.to_string(),
        Actor::Service { id, .. } => id.to_string(),
    }
}

/// SHA-256 over the hash of the line before and everything that this line says, as JSON with its keys in this order. The detail is
/// what is kept, letter by letter: read and written again, a number may look otherwise.
fn hash(before: &str, line: &AuditEntry, detail: &str) -> String {
    let said = json!([
        before,
        line.number,
        line.at,
        line.actor,
        line.action,
        line.subject,
        line.address,
        line.user_agent,
        line.request,
        line.outcome,
    ])
    .to_string();
    let said = format!("{},{detail}]", said.strip_suffix(']').unwrap_or_default());
    Sha256::digest(said).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Lines of the log, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn entries(
    from: &impl Read,
    scope: Option<OrganisationId>,
    filter: &Filter,
    page: Request<i64>,
) -> Result<Page<AuditEntry, i64>> {
    let rows = from
        .executor()
        .all(
            &format!(
                "SELECT {COLUMNS} FROM audit WHERE scope = $1 AND number < $2
                 AND ($3 IS NULL OR actor_id = $3) AND ($4 IS NULL OR action = $4 OR action LIKE $5)
                 AND ($6 IS NULL OR subject = $6) AND at >= $7 AND at < $8
                 ORDER BY number DESC LIMIT $9"
            ),
            arguments![
                scope_id(scope),
                page.after.unwrap_or(i64::MAX),
                filter.actor,
                filter.action,
                crate::events::family(filter.action.as_deref()),
                filter.subject,
                filter.since.unwrap_or(Timestamp(i64::MIN)),
                filter.until.unwrap_or(Timestamp(i64::MAX)),
                page.fetched(),
            ],
        )
        .await?;
    Ok(page.page(rows, |line: &AuditEntry| line.number))
}

/// Reads an organisation's whole log and checks that nothing in it was changed, added or taken out.
///
/// # Errors
/// When the database does not answer.
pub async fn verify(from: &impl Read, scope: Option<OrganisationId>) -> Result<Checked> {
    const STEP: i64 = 1000;
    let begin = Chain::read(from, scope).await?;
    let (mut lines, mut before) = (0, String::new());
    loop {
        let sql = format!("SELECT {COLUMNS} FROM audit WHERE scope = $1 AND number > $2 ORDER BY number LIMIT {STEP}");
        let with_detail = |row: &Row<'_>| Ok((AuditEntry::from_row(row)?, row.get::<String>("detail")?));
        let read = from.executor().read(&sql, arguments![scope_id(scope), lines], with_detail).await?;
        let is_last = read.is_empty();
        for (line, detail) in read {
            lines += 1;
            let is_end = begin.as_ref().is_some_and(|chain| chain.audited == lines && chain.hash != line.hash);
            if line.number != lines || line.hash != hash(&before, &line, &detail) || is_end {
                return Ok(Checked { lines, broken_at: Some(lines) });
            }
            before = line.hash;
        }
        if is_last {
            break;
        }
    }
    // Lines may have been added meanwhile: none is missing of those that there were, and none is beyond those that there are.
    let (least, most) = (begin.map_or(0, |chain| chain.audited), Chain::read(from, scope).await?);
    let most = most.map_or(0, |chain| chain.audited);
    let broken_at = if lines < least { Some(lines + 1) } else { (lines > most).then_some(most + 1) };
    Ok(Checked { lines, broken_at })
}
