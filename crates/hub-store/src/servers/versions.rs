//! Versions of a server: frozen, and kept until the server goes.

use hub_model::{
    id::{OrganisationId, ServerId, UserId, VersionId},
    server::{FrozenSource, Version},
};
use serde_json::json;

use super::lock;
use crate::{
    apis::blobs::{self, Blob},
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations,
    page::{Page, Request},
};

/// A part of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The blueprint.
    Blueprint,
    /// What it was made of.
    Design,
    /// A hash of each tool's definition, as clients see it.
    Hashes,
    /// What changed since the version before.
    Changes,
    /// What of the design did not fit.
    Conflicts,
}

impl Part {
    fn as_str(self) -> &'static str {
        match self {
            Self::Blueprint => "blueprint",
            Self::Design => "design",
            Self::Hashes => "hashes",
            Self::Changes => "changes",
            Self::Conflicts => "conflicts",
        }
    }
}

/// A version that is to be kept.
#[derive(Debug, Clone)]
pub struct New {
    /// Of which server.
    pub server: ServerId,
    /// The blueprint's digest.
    pub digest: String,
    /// Tools in it.
    pub tools: i64,
    /// Changes that break agents.
    pub breaking: i64,
    /// All changes.
    pub changes: i64,
    /// What it is made of.
    pub sources: Vec<FrozenSource>,
    /// What its maker says of it.
    pub note: String,
    /// Who makes it.
    pub by: Option<UserId>,
    /// Everything that belongs to it.
    pub parts: Vec<(Part, Blob)>,
}

impl FromRow for Version {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            server: row.id("server_id")?,
            number: row.get("number")?,
            digest: row.get("digest")?,
            tools: row.get("tools")?,
            breaking: row.get("breaking")?,
            changes: row.get("changes")?,
            sources: row.json("sources")?,
            note: row.get("note")?,
            created_by: row.id_or_null("created_by")?,
            created_at: row.time("created_at")?,
        })
    }
}

const COLUMNS: &str = "id, server_id, number, digest, tools, breaking, changes, sources, note, created_by, created_at";

/// Keeps a version. `after` is the newest one that it was compared with.
///
/// # Errors
/// [`Error::Stale`] when there is a newer one by now, [`Error::Missing`] when the server is gone, [`Error::Quota`] when the
/// organisation has too much.
pub async fn create(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    after: Option<VersionId>,
    new: New,
) -> Result<Version> {
    // First the organisation, which its blobs are counted in.
    organisations::lock(tx, organisation, None).await?;
    let server = lock(tx, organisation, new.server).await?;
    if server.latest != after {
        return Err(Error::Stale);
    }
    let id: VersionId = tx.store().fresh();
    let sql = "SELECT COALESCE(MAX(number), 0) AS n FROM versions WHERE server_id = $1";
    let number = tx.executor().one::<i64>(sql, arguments![new.server]).await?.unwrap_or(0) + 1;
    let sql = format!(
        "INSERT INTO versions (id, organisation_id, server_id, number, digest, tools, breaking, changes, sources, note, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING {COLUMNS}"
    );
    let New { server, digest, tools, breaking, changes, sources, note, by, parts } = new;
    let values = arguments![
        id,
        organisation,
        server,
        number,
        digest,
        tools,
        breaking,
        changes,
        Json(sources),
        note,
        by,
        tx.at()
    ];
    let made = tx.executor().one(&sql, values).await?;
    for (part, blob) in &parts {
        blobs::put(tx, organisation, blob).await?;
        let sql = "INSERT INTO version_parts (version_id, part, organisation_id, digest) VALUES ($1, $2, $3, $4)";
        tx.executor().run(sql, arguments![id, part.as_str(), organisation, blob.digest()]).await?;
    }
    let sql = "UPDATE servers SET latest_id = $3, updated_at = $4 WHERE organisation_id = $1 AND id = $2";
    tx.executor().run(sql, arguments![organisation, server, id, tx.at()]).await?;
    let what = json!({ "version": id, "number": number, "tools": tools, "breaking": breaking, "changes": changes });
    tx.event(Some(organisation), "server.versioned", server, what);
    made.ok_or(Error::Missing("the version"))
}

/// A version.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    id: VersionId,
) -> Result<Option<Version>> {
    let sql = format!("SELECT {COLUMNS} FROM versions WHERE organisation_id = $1 AND server_id = $2 AND id = $3");
    from.executor().one(&sql, arguments![organisation, server, id]).await
}

/// The version of this number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    number: i64,
) -> Result<Option<Version>> {
    let sql = format!("SELECT {COLUMNS} FROM versions WHERE organisation_id = $1 AND server_id = $2 AND number = $3");
    from.executor().one(&sql, arguments![organisation, server, number]).await
}

/// Versions of a server, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    server: ServerId,
    page: Request<i64>,
) -> Result<Page<Version, i64>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM versions WHERE organisation_id = $1 AND server_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4"
    );
    let values = arguments![organisation, server, page.after.unwrap_or(i64::MAX), page.fetched()];
    let rows = from.executor().all(&sql, values).await?;
    Ok(page.page(rows, |version: &Version| version.number))
}

/// A part of a version; `None` where it has none.
///
/// # Errors
/// When the database does not answer, or the part is damaged.
pub async fn content(
    from: &impl Read,
    organisation: OrganisationId,
    id: VersionId,
    part: Part,
) -> Result<Option<Vec<u8>>> {
    struct Digest(String);
    impl FromRow for Digest {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("digest")?))
        }
    }
    let sql = "SELECT digest FROM version_parts WHERE organisation_id = $1 AND version_id = $2 AND part = $3";
    match from.executor().one(sql, arguments![organisation, id, part.as_str()]).await? {
        Some(Digest(digest)) => blobs::get(from, organisation, &digest).await.map(Some),
        None => Ok(None),
    }
}
