//! What servers and their deployments have to say.

use hub_model::{
    Timestamp,
    id::{CallId, OrganisationId, ServerId},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    bus::Notice,
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::Result,
    page::{self, Page, Request},
    store::Store,
};

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Identifier, in the order of time.
    pub id: CallId,
    /// When.
    pub at: Timestamp,
    /// `error`, `warn`, `info` or `debug`.
    pub level: String,
    /// Who says it: `gateway`, `deployment`, `replica`.
    pub source: String,
    /// What there is to say.
    pub message: String,
    /// More about it.
    pub fields: Value,
}

/// Which lines.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only of this level.
    pub level: Option<String>,
    /// Only with this in their message.
    pub search: Option<String>,
}

impl FromRow for Line {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            at: row.time("at")?,
            level: row.get("level")?,
            source: row.get("source")?,
            message: row.get("message")?,
            fields: row.json("fields")?,
        })
    }
}

const COLUMNS: &str = "id, at, level, source, message, fields";

impl Line {
    /// A line of this moment.
    #[must_use]
    pub fn new(store: &Store, level: &str, source: &str, message: String, fields: Value) -> Self {
        let (level, source) = (level.to_owned(), source.to_owned());
        Self { id: store.fresh(), at: store.now(), level, source, message, fields }
    }
}

/// Keeps a line, unless it is kept already, or the server is gone.
///
/// # Errors
/// When the database does not answer.
pub async fn add(tx: &Transaction<'_>, organisation: OrganisationId, server: ServerId, line: &Line) -> Result<()> {
    let Line { id, at, level, source, message, fields } = line;
    let sql = "INSERT INTO logs (id, organisation_id, server_id, at, level, source, message, fields)
               SELECT $1, organisation_id, id, $4, $5, $6, $7, $8 FROM servers WHERE organisation_id = $2 AND id = $3
               ON CONFLICT (id) DO NOTHING";
    let values = arguments![*id, organisation, server, *at, level, source, message, Json(fields)];
    tx.executor().run(sql, values).await?;
    tx.notify(Notice::Called { organisation, server });
    Ok(())
}

/// Lines of a server, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    filter: &Filter,
    page: Request<CallId>,
) -> Result<Page<Line, CallId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM logs WHERE organisation_id = $1 AND server_id = $2 AND id < $3
         AND ($4 IS NULL OR level = $4) AND ($5 IS NULL OR LOWER(message) LIKE $5 ESCAPE '\\') ORDER BY id DESC LIMIT $6"
    );
    let search = filter.search.as_deref().map(page::pattern);
    let after = page.after.unwrap_or(CallId(u128::MAX));
    let values = arguments![organisation, server, after, filter.level.as_deref(), search, page.fetched()];
    let rows = from.executor().all(&sql, values).await?;
    Ok(page.page(rows, |line: &Line| line.id))
}

/// Lines between two, in their order: for those who follow. Of one server, or of all.
///
/// # Errors
/// When the database does not answer.
pub async fn between(
    from: &impl Read,
    organisation: OrganisationId,
    server: Option<ServerId>,
    (after, before): (CallId, CallId),
    most: i64,
) -> Result<Vec<(ServerId, Line)>> {
    struct Of(ServerId, Line);
    impl FromRow for Of {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("server_id")?, Line::from_row(row)?))
        }
    }
    let sql = format!(
        "SELECT server_id, {COLUMNS} FROM logs WHERE organisation_id = $1 AND ($2 IS NULL OR server_id = $2) AND id > $3 AND id < $4
         ORDER BY id LIMIT $5"
    );
    let rows = from.executor().all::<Of>(&sql, arguments![organisation, server, after, before, most]).await?;
    Ok(rows.into_iter().map(|Of(server, line)| (server, line)).collect())
}

/// Removes lines from before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM logs WHERE at < $1", arguments![moment]).await
}
