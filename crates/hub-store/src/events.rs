//! Events: every change of state, numbered without gaps in each organisation.

use hub_model::{
    Timestamp,
    event::{Actor, Event},
    id::OrganisationId,
};
use serde_json::Value;

use crate::{
    audit::{Chain, scope_id},
    database::{Executor, FromRow, Json, Read, Row, arguments},
    error::Result,
    page::{Page, Request},
};

/// An event that is not numbered yet.
pub(crate) struct New {
    pub(crate) kind: &'static str,
    pub(crate) subject: String,
    pub(crate) data: Value,
}

/// Which events.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this identifier.
    pub subject: Option<String>,
    /// Only of this kind, `api.registered`, or of a family of kinds, `api.`.
    pub kind: Option<String>,
}

impl FromRow for Event {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            number: row.get("number")?,
            at: row.time("at")?,
            kind: row.get("kind")?,
            subject: row.get("subject")?,
            actor: row.json("actor")?,
            data: row.json("data")?,
        })
    }
}

const COLUMNS: &str = "number, at, kind, subject, actor, data";

/// Writes events after those that there are; answers the number of the last.
pub(crate) async fn append(
    executor: Executor<'_>,
    scope: Option<OrganisationId>,
    chain: &Chain,
    at: Timestamp,
    actor: Actor,
    new: &[New],
) -> Result<i64> {
    let mut number = chain.events;
    for event in new {
        number += 1;
        executor
            .run(
                "INSERT INTO events (scope, number, at, kind, subject, actor, data) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                arguments![scope_id(scope), number, at, event.kind, event.subject, actor, Json(&event.data)],
            )
            .await?;
    }
    Ok(number)
}

/// Events, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    scope: Option<OrganisationId>,
    filter: &Filter,
    page: Request<i64>,
) -> Result<Page<Event, i64>> {
    let rows = from
        .executor()
        .all(
            &format!(
                "SELECT {COLUMNS} FROM events WHERE scope = $1 AND number < $2
                 AND ($3 IS NULL OR subject = $3) AND ($4 IS NULL OR kind = $4 OR kind LIKE $5)
                 ORDER BY number DESC LIMIT $6"
            ),
            arguments![
                scope_id(scope),
                page.after.unwrap_or(i64::MAX),
                filter.subject,
                filter.kind,
                family(filter.kind.as_deref()),
                page.fetched(),
            ],
        )
        .await?;
    Ok(page.page(rows, |event: &Event| event.number))
}

/// The events after a number, oldest first: for those who follow.
///
/// # Errors
/// When the database does not answer.
pub async fn after(from: &impl Read, scope: Option<OrganisationId>, number: i64, most: i64) -> Result<Vec<Event>> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE scope = $1 AND number > $2 ORDER BY number LIMIT $3");
    from.executor().all(&sql, arguments![scope_id(scope), number, most]).await
}

/// One event.
///
/// # Errors
/// When the database does not answer.
pub async fn one(from: &impl Read, scope: Option<OrganisationId>, number: i64) -> Result<Option<Event>> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE scope = $1 AND number = $2");
    from.executor().one(&sql, arguments![scope_id(scope), number]).await
}

/// `api.` as a pattern; nothing where it is no family.
pub(crate) fn family(kind: Option<&str>) -> Option<String> {
    let family = kind.filter(|kind| kind.ends_with('.'))?;
    Some(format!("{}%", family.replace(['%', '_', '\\'], "")))
}
