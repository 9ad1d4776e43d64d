//! Revisions: what an API's documents were, what the compiler said of them, and which of them servers are made of.

use hub_model::{
    api::{Api, Revision, RevisionState},
    id::{ApiId, JobId, OrganisationId, RevisionId, UserId},
};
use serde_json::json;

use super::{
    blobs::{self, Blob},
    lock,
};
use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations,
    page::{Page, Request},
};

/// A part of a revision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// One of its documents, the first being the one that the others belong to.
    Document,
    /// The blueprint.
    Blueprint,
    /// The compiler's report.
    Report,
    /// What changed since the revision before.
    Changes,
}

impl Part {
    fn as_str(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Blueprint => "blueprint",
            Self::Report => "report",
            Self::Changes => "changes",
        }
    }
}

/// A revision that is to be kept.
#[derive(Debug, Clone)]
pub struct New {
    /// Of which API.
    pub api: ApiId,
    /// The job that made it.
    pub job: JobId,
    /// `openapi`, `graphql`, …
    pub kind: String,
    /// The document's title.
    pub title: String,
    /// The API's own version.
    pub api_version: String,
    /// SHA-256 over all documents, in hex.
    pub source_digest: String,
    /// The blueprint's digest; empty where there is none.
    pub blueprint_digest: String,
    /// Operations found.
    pub operations: i64,
    /// Tools made.
    pub tools: i64,
    /// Errors in the report.
    pub errors: i64,
    /// Warnings in the report.
    pub warnings: i64,
    /// Changes against the revision before that break agents.
    pub breaking: i64,
    /// It lives up to what the API's settings ask for.
    pub is_usable: bool,
    /// Everything that belongs to it, with the names of documents.
    pub parts: Vec<(Part, String, Blob)>,
}

/// A document of a revision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its address or name.
    pub name: String,
    /// SHA-256 of its content, in hex.
    pub digest: String,
}

impl FromRow for Document {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { name: row.get("name")?, digest: row.get("digest")? })
    }
}

impl FromRow for Revision {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            api: row.id("api_id")?,
            number: row.get("number")?,
            state: row.word("state")?,
            kind: row.get("kind")?,
            title: row.get("title")?,
            api_version: row.get("api_version")?,
            source_digest: row.get("source_digest")?,
            blueprint_digest: row.get("blueprint_digest")?,
            operations: row.get("operations")?,
            tools: row.get("tools")?,
            errors: row.get("errors")?,
            warnings: row.get("warnings")?,
            breaking: row.get("breaking")?,
            job: row.id("job_id")?,
            created_at: row.time("created_at")?,
            decided_at: row.time_or_null("decided_at")?,
            decided_by: row.id_or_null("decided_by")?,
        })
    }
}

const COLUMNS: &str = "id, api_id, number, state, kind, title, api_version, source_digest, blueprint_digest, operations, tools, errors, warnings, breaking, job_id, created_at, decided_at, decided_by";

/// Keeps a revision. The first usable one of an API becomes current at once, and so do later ones where its settings say so;
/// otherwise it waits for approval, in the place of one that waited before.
///
/// # Errors
/// [`Error::Missing`] when the API is gone, [`Error::Quota`] when the organisation has too much.
pub async fn create(tx: &Transaction<'_>, organisation: OrganisationId, new: New) -> Result<Revision> {
    // First the organisation, which its blobs are counted in: so does whoever registers an API.
    organisations::lock(tx, organisation, None).await?;
    let api = lock(tx, organisation, new.api).await?;
    let id: RevisionId = tx.store().fresh();
    let sql = "SELECT COALESCE(MAX(number), 0) AS n FROM revisions WHERE api_id = $1";
    let number = tx.executor().one::<i64>(sql, arguments![new.api]).await?.unwrap_or(0) + 1;
    let is_approved = new.is_usable && (api.current.is_none() || api.settings.auto_approve);
    let state = match (new.is_usable, is_approved) {
        (false, _) => RevisionState::Unusable,
        (true, false) => RevisionState::Pending,
        (true, true) => RevisionState::Approved,
    };
    let decided_at = is_approved.then_some(tx.at());
    let sql = format!(
        "INSERT INTO revisions (id, organisation_id, api_id, number, state, kind, title, api_version, source_digest, blueprint_digest,
         operations, tools, errors, warnings, breaking, job_id, created_at, decided_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING {COLUMNS}"
    );
    let values = arguments![
        id,
        organisation,
        new.api,
        number,
        state,
        new.kind,
        new.title,
        new.api_version,
        new.source_digest,
        new.blueprint_digest,
        new.operations,
        new.tools,
        new.errors,
        new.warnings,
        new.breaking,
        new.job,
        tx.at(),
        decided_at,
    ];
    let made = tx.executor().one::<Revision>(&sql, values).await?;
    add_parts(tx, organisation, id, &new.parts).await?;
    tx.event(
        Some(organisation),
        if new.is_usable { "api.revised" } else { "api.revision-unusable" },
        new.api,
        json!({ "revision": id, "number": number, "state": state, "tools": new.tools, "operations": new.operations,
                "errors": new.errors, "breaking": new.breaking }),
    );
    // Whoever waited for approval need not wait any more.
    if new.is_usable {
        supersede(tx, &api).await?;
    }
    if is_approved {
        point(tx, organisation, &api, Some(id), None).await?;
    } else if new.is_usable {
        point(tx, organisation, &api, api.current, Some(id)).await?;
    }
    made.ok_or(Error::Missing("the revision"))
}

async fn add_parts(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: RevisionId,
    parts: &[(Part, String, Blob)],
) -> Result<()> {
    let sql = "INSERT INTO revision_parts (revision_id, position, organisation_id, part, name, digest) VALUES ($1, $2, $3, $4, $5, $6)";
    for (position, (part, name, blob)) in parts.iter().enumerate() {
        blobs::put(tx, organisation, blob).await?;
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        tx.executor().run(sql, arguments![id, position, organisation, part.as_str(), name, blob.digest()]).await?;
    }
    Ok(())
}

async fn supersede(tx: &Transaction<'_>, api: &Api) -> Result<()> {
    let Some(pending) = api.pending else { return Ok(()) };
    let sql = "UPDATE revisions SET state = $2 WHERE id = $1 AND state = $3";
    tx.executor().run(sql, arguments![pending, RevisionState::Superseded, RevisionState::Pending]).await.map(drop)
}

async fn point(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    api: &Api,
    current: Option<RevisionId>,
    pending: Option<RevisionId>,
) -> Result<()> {
    let sql = "UPDATE apis SET current_id = $3, pending_id = $4, updated_at = $5, version = version + 1
               WHERE organisation_id = $1 AND id = $2";
    tx.executor().run(sql, arguments![organisation, api.id, current, pending, tx.at()]).await?;
    if current != api.current {
        tx.event(Some(organisation), "api.revision-current", api.id, json!({ "from": api.current, "to": current }));
    }
    Ok(())
}

/// Makes a usable revision current: the one that waits, or an older one to go back to.
///
/// # Errors
/// [`Error::Missing`] when there is no such revision, [`Error::Refused`] when it is unusable or current already.
pub async fn approve(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    api: ApiId,
    id: RevisionId,
    by: Option<UserId>,
) -> Result<Revision> {
    let api = lock(tx, organisation, api).await?;
    let revision = find(tx, organisation, api.id, id).await?.ok_or(Error::Missing("the revision"))?;
    if revision.state == RevisionState::Unusable {
        return Err(Error::Refused("the revision is unusable; its report says why"));
    }
    if api.current == Some(id) {
        return Err(Error::Refused("the revision is current already"));
    }
    let decided = decide(tx, organisation, &revision, RevisionState::Approved, by).await?;
    // A newer one still waits when an older one is gone back to.
    let pending = api.pending.filter(|pending| *pending != id);
    point(tx, organisation, &api, Some(id), pending).await?;
    Ok(decided)
}

/// Says that a revision that waits is not wanted.
///
/// # Errors
/// [`Error::Missing`] when there is no such revision, [`Error::Refused`] when it does not wait.
pub async fn reject(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    api: ApiId,
    id: RevisionId,
    by: Option<UserId>,
) -> Result<Revision> {
    let api = lock(tx, organisation, api).await?;
    let revision = find(tx, organisation, api.id, id).await?.ok_or(Error::Missing("the revision"))?;
    if api.pending != Some(id) {
        return Err(Error::Refused("the revision does not wait for approval"));
    }
    let decided = decide(tx, organisation, &revision, RevisionState::Rejected, by).await?;
    point(tx, organisation, &api, api.current, None).await?;
    Ok(decided)
}

async fn decide(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    revision: &Revision,
    state: RevisionState,
    by: Option<UserId>,
) -> Result<Revision> {
    let sql =
        format!("UPDATE revisions SET state = $2, decided_at = $3, decided_by = $4 WHERE id = $1 RETURNING {COLUMNS}");
    let decided = tx.executor().one(&sql, arguments![revision.id, state, tx.at(), by]).await?;
    let kind = if state == RevisionState::Approved { "api.revision-approved" } else { "api.revision-rejected" };
    tx.event(Some(organisation), kind, revision.api, json!({ "revision": revision.id, "number": revision.number }));
    decided.ok_or(Error::Missing("the revision"))
}

/// A revision.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    id: RevisionId,
) -> Result<Option<Revision>> {
    let sql = format!("SELECT {COLUMNS} FROM revisions WHERE organisation_id = $1 AND api_id = $2 AND id = $3");
    from.executor().one(&sql, arguments![organisation, api, id]).await
}

/// The revision of this number.
///
/// # Errors
/// When the database does not answer.
pub async fn by_number(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    number: i64,
) -> Result<Option<Revision>> {
    let sql = format!("SELECT {COLUMNS} FROM revisions WHERE organisation_id = $1 AND api_id = $2 AND number = $3");
    from.executor().one(&sql, arguments![organisation, api, number]).await
}

/// The last revision of an API, whatever became of it.
///
/// # Errors
/// When the database does not answer.
pub async fn last(from: &impl Read, organisation: OrganisationId, api: ApiId) -> Result<Option<Revision>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM revisions WHERE organisation_id = $1 AND api_id = $2 ORDER BY number DESC LIMIT 1"
    );
    from.executor().one(&sql, arguments![organisation, api]).await
}

/// Revisions of an API, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    page: Request<i64>,
) -> Result<Page<Revision, i64>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM revisions WHERE organisation_id = $1 AND api_id = $2 AND number < $3 ORDER BY number DESC LIMIT $4"
    );
    let values = arguments![organisation, api, page.after.unwrap_or(i64::MAX), page.fetched()];
    let rows = from.executor().all(&sql, values).await?;
    Ok(page.page(rows, |revision: &Revision| revision.number))
}

/// The documents of a revision, the main one first.
///
/// # Errors
/// When the database does not answer.
pub async fn documents(from: &impl Read, organisation: OrganisationId, id: RevisionId) -> Result<Vec<Document>> {
    parts(from, organisation, id, Part::Document).await
}

/// The content of a part that there is one of: blueprint, report or changes; `None` where the revision has none.
///
/// # Errors
/// When the database does not answer, or the part is damaged.
pub async fn content(
    from: &impl Read,
    organisation: OrganisationId,
    id: RevisionId,
    part: Part,
) -> Result<Option<Vec<u8>>> {
    match parts(from, organisation, id, part).await?.into_iter().next() {
        Some(found) => blobs::get(from, organisation, &found.digest).await.map(Some),
        None => Ok(None),
    }
}

async fn parts(from: &impl Read, organisation: OrganisationId, id: RevisionId, part: Part) -> Result<Vec<Document>> {
    let sql = "SELECT name, digest FROM revision_parts WHERE organisation_id = $1 AND revision_id = $2 AND part = $3 ORDER BY position";
    from.executor().all(sql, arguments![organisation, id, part.as_str()]).await
}
