//! What is registered: APIs, their documents, their revisions, their credentials and how they do.

pub mod blobs;
pub mod credentials;
pub mod probes;
pub mod revisions;
pub mod schedule;
pub mod uploads;

use hub_model::{
    Timestamp,
    api::{Api, ApiSettings, Health, HealthState, Source},
    id::{ApiId, OrganisationId, UploadId, UserId},
};
use serde_json::json;

use crate::{
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations::{self, gone, quotas},
    page::{Page, Request},
};

/// Names in URLs that are tried for an API whose registration gives none.
const TRIES: usize = 20;

/// An API that is to be registered.
#[derive(Debug, Clone)]
pub struct New {
    /// In URLs.
    pub slug: String,
    /// For people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who is responsible for it.
    pub owner: UserId,
    /// Where its document comes from.
    pub source: Source,
    /// How its document is read and called.
    pub settings: ApiSettings,
    /// What makes it as files say it; people do where it is absent.
    pub managed_by: Option<String>,
}

/// Which APIs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of the name, the slug or the description.
    pub search: Option<String>,
    /// Only with this tag.
    pub tag: Option<String>,
    /// Only of this owner.
    pub owner: Option<UserId>,
    /// Only in this state.
    pub health: Option<HealthState>,
    /// Only those whose newer revision waits for approval.
    pub is_pending: bool,
    /// Only deleted ones, which are left out otherwise.
    pub is_deleted: bool,
}

/// What is changed of an API; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// In URLs.
    pub slug: Option<String>,
    /// For people.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Words to find it by.
    pub tags: Option<Vec<String>>,
    /// Who is responsible for it.
    pub owner: Option<UserId>,
    /// Where its document comes from.
    pub source: Option<Source>,
    /// How its document is read and called.
    pub settings: Option<ApiSettings>,
    /// What makes it as files say it; people do where it is empty.
    pub managed_by: Option<String>,
}

impl FromRow for Api {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            description: row.get("description")?,
            tags: row.json("tags")?,
            owner: row.id("owner_id")?,
            source: row.json("source")?,
            settings: row.json("settings")?,
            current: row.id_or_null("current_id")?,
            pending: row.id_or_null("pending_id")?,
            health: row.json("health")?,
            managed_by: row.get("managed_by")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            deleted_at: row.time_or_null("deleted_at")?,
            version: row.get("version")?,
        })
    }
}

pub(crate) const COLUMNS: &str = "id, slug, name, description, tags, owner_id, source, settings, current_id, pending_id, health, managed_by, created_at, updated_at, deleted_at, version";

/// Stands around each tag where APIs are found by them.
const MARK: char = '\u{1}';

/// Registers an API. Its document is fetched and compiled by a job, see [`schedule::compile`].
///
/// # Errors
/// [`Error::Taken`] when the slug is, [`Error::Quota`] when there are too many, [`Error::Missing`] when its upload is not there.
pub async fn create(tx: &Transaction<'_>, organisation: OrganisationId, new: New) -> Result<Api> {
    quotas::reserve(tx, organisation, quotas::Resource::Apis, 1).await?;
    let id: ApiId = tx.store().fresh();
    claim(tx, organisation, &new.source).await?;
    let sql = format!(
        "INSERT INTO apis (id, organisation_id, slug, name, description, tags, search, owner_id, source, upload_id, settings, health,
         health_state, refresh_at, probe_at, created_at, updated_at, managed_by, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $16, $17, 1) RETURNING {COLUMNS}"
    );
    let (refresh_at, probe_at) = schedule::first(tx.at(), &new.source, &new.settings);
    let made = tx
        .executor()
        .one(
            &sql,
            arguments![
                id,
                organisation,
                new.slug,
                new.name,
                new.description,
                Json(&new.tags),
                searched(&new.slug, &new.name, &new.description, &new.tags),
                new.owner,
                new.source,
                upload_of(&new.source),
                new.settings,
                Json(Health::default()),
                HealthState::Unknown,
                refresh_at,
                probe_at,
                tx.at(),
                new.managed_by,
            ],
        )
        .await?;
    tx.event(
        Some(organisation),
        "api.registered",
        id,
        json!({ "slug": new.slug, "name": new.name, "source": told(&new.source) }),
    );
    made.ok_or(Error::Missing("the API"))
}

/// A name in URLs that nobody else takes until the end of the transaction: the wanted one, or one that begins like it.
///
/// # Errors
/// When the database does not answer.
pub async fn free_slug(tx: &Transaction<'_>, organisation: OrganisationId, wanted: &str) -> Result<String> {
    organisations::lock(tx, organisation, None).await?;
    for number in 1..=TRIES {
        let slug = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        if by_slug(tx, organisation, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    let tail: String = tx.store().fresh::<ApiId>().to_string().chars().rev().take(7).collect();
    Ok(format!("{wanted}-{tail}"))
}

/// An uploaded document now belongs to an API and stays.
async fn claim(tx: &Transaction<'_>, organisation: OrganisationId, source: &Source) -> Result<()> {
    match upload_of(source) {
        Some(upload) => uploads::claim(tx, organisation, upload).await,
        None => Ok(()),
    }
}

fn upload_of(source: &Source) -> Option<UploadId> {
    match source {
        Source::Upload { upload, .. } => Some(*upload),
        Source::Url { .. } => None,
    }
}

/// What an API is found by: its tags between marks that occur in nothing else, then its words.
fn searched(slug: &str, name: &str, description: &str, tags: &[String]) -> String {
    let words = crate::page::searched(&[slug, name, description]).replace(MARK, "");
    let tags: String = tags.iter().map(|tag| format!("{}{MARK}", tag.to_lowercase().replace(MARK, ""))).collect();
    format!("{MARK}{tags}{words}")
}

/// An API, deleted or not.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, id: ApiId) -> Result<Option<Api>> {
    let sql = format!("SELECT {COLUMNS} FROM apis WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// The API of this slug, unless it is deleted.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(from: &impl Read, organisation: OrganisationId, slug: &str) -> Result<Option<Api>> {
    let sql = format!("SELECT {COLUMNS} FROM apis WHERE organisation_id = $1 AND slug = $2 AND deleted_at IS NULL");
    from.executor().one(&sql, arguments![organisation, slug]).await
}

/// APIs, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    filter: &Filter,
    page: Request<ApiId>,
) -> Result<Page<Api, ApiId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM apis WHERE organisation_id = $1 AND id < $2
         AND ($3 IS NULL OR search LIKE $3 ESCAPE '\\') AND ($4 IS NULL OR search LIKE $4 ESCAPE '\\') AND ($5 IS NULL OR owner_id = $5)
         AND ($6 IS NULL OR health_state = $6) AND ($7 = FALSE OR pending_id IS NOT NULL)
         AND (deleted_at IS NOT NULL) = $8 ORDER BY id DESC LIMIT $9"
    );
    let tag = filter.tag.as_deref().map(|tag| format!("{MARK}{}{MARK}", tag.replace(MARK, "")));
    let rows = from
        .executor()
        .all(
            &sql,
            arguments![
                organisation,
                page.after.unwrap_or(ApiId(u128::MAX)),
                filter.search.as_deref().map(crate::page::pattern),
                tag.as_deref().map(crate::page::pattern),
                filter.owner,
                filter.health,
                filter.is_pending,
                filter.is_deleted,
                page.fetched(),
            ],
        )
        .await?;
    Ok(page.page(rows, |api: &Api| api.id))
}

/// Changes an API that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none or it is deleted, [`Error::Taken`] when the slug is.
pub async fn update(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: ApiId,
    version: Option<i64>,
    change: Change,
) -> Result<Api> {
    let before = lock(tx, organisation, id).await?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    if let Some(source) = &change.source {
        claim(tx, organisation, source).await?;
    }
    let after = Api {
        slug: change.slug.unwrap_or(before.slug.clone()),
        name: change.name.unwrap_or(before.name.clone()),
        description: change.description.unwrap_or(before.description.clone()),
        tags: change.tags.unwrap_or(before.tags.clone()),
        owner: change.owner.unwrap_or(before.owner),
        source: change.source.unwrap_or(before.source.clone()),
        settings: change.settings.unwrap_or(before.settings.clone()),
        managed_by: marked(change.managed_by, &before.managed_by),
        ..before.clone()
    };
    let sql = format!(
        "UPDATE apis SET slug = $3, name = $4, description = $5, tags = $6, search = $7, owner_id = $8, source = $9,
         upload_id = $10, settings = $11, updated_at = $12, managed_by = $13, version = version + 1
         WHERE organisation_id = $1 AND id = $2 RETURNING {COLUMNS}"
    );
    let Api { slug, name, description, tags, owner, source, settings, .. } = &after;
    let values = arguments![
        organisation,
        id,
        slug,
        name,
        description,
        Json(tags),
        searched(slug, name, description, tags),
        owner,
        source,
        upload_of(source),
        settings,
        tx.at(),
        after.managed_by
    ];
    // What is not about the document or the upstream does not put off what is due.
    if (source, settings) != (&before.source, &before.settings) {
        schedule::anew(tx, &after).await?;
    }
    let changed = tx.executor().one(&sql, values).await?;
    tx.event(Some(organisation), "api.updated", id, changes(&before, &after));
    changed.ok_or(Error::Missing("the API"))
}

/// By what something is managed after a change: nobody where that is empty.
pub(crate) fn marked(change: Option<String>, before: &Option<String>) -> Option<String> {
    match change {
        Some(mark) => Some(mark).filter(|mark| !mark.is_empty()),
        None => before.clone(),
    }
}

/// A source as the history tells it: an address without its query, which may carry a key.
fn told(source: &Source) -> serde_json::Value {
    match source {
        Source::Url { url } => {
            let bare = url.split(['?', '#']).next().unwrap_or_default();
            json!(Source::Url { url: bare.to_owned() })
        }
        Source::Upload { .. } => json!(source),
    }
}

/// What differs, for the history.
fn changes(before: &Api, after: &Api) -> serde_json::Value {
    let mut changed = serde_json::Map::new();
    let mut note = |name: &str, old: serde_json::Value, new: serde_json::Value| {
        if old != new {
            changed.insert(name.to_owned(), json!({ "from": old, "to": new }));
        }
    };
    note("slug", json!(before.slug), json!(after.slug));
    note("name", json!(before.name), json!(after.name));
    note("description", json!(before.description), json!(after.description));
    note("tags", json!(before.tags), json!(after.tags));
    note("owner", json!(before.owner), json!(after.owner));
    note("source", told(&before.source), told(&after.source));
    note("settings", json!(before.settings), json!(after.settings));
    note("managed_by", json!(before.managed_by), json!(after.managed_by));
    changed.into()
}

/// Deletes an API; it can be restored until it is purged.
///
/// # Errors
/// [`Error::Stale`] when it has another version, [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, id: ApiId, version: Option<i64>) -> Result<()> {
    let sql = "UPDATE apis SET deleted_at = $3, refresh_at = NULL, probe_at = NULL, version = version + 1
               WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL AND ($4 IS NULL OR version = $4)";
    if tx.executor().run(sql, arguments![organisation, id, tx.at(), version]).await? == 0 {
        return Err(gone(find(tx, organisation, id).await?.filter(|api| api.deleted_at.is_none()), "the API"));
    }
    tx.event(Some(organisation), "api.deleted", id, json!({}));
    Ok(())
}

/// Brings a deleted API back.
///
/// # Errors
/// [`Error::Missing`] when there is none that was deleted, [`Error::Taken`] when its slug was given to another.
pub async fn restore(tx: &Transaction<'_>, organisation: OrganisationId, id: ApiId) -> Result<Api> {
    let sql = format!(
        "SELECT {COLUMNS} FROM apis WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NOT NULL FOR NO KEY UPDATE"
    );
    let deleted: Option<Api> = tx.executor().one(&sql, arguments![organisation, id]).await?;
    let deleted = deleted.ok_or(Error::Missing("the deleted API"))?;
    schedule::anew(tx, &deleted).await?;
    let sql = format!(
        "UPDATE apis SET deleted_at = NULL, version = version + 1 WHERE organisation_id = $1 AND id = $2 RETURNING {COLUMNS}"
    );
    let restored = tx.executor().one(&sql, arguments![organisation, id]).await?;
    tx.event(Some(organisation), "api.restored", id, json!({}));
    restored.ok_or(Error::Missing("the API"))
}

/// Removes APIs that were deleted before `moment`, for good. Answers how many.
///
/// # Errors
/// When the database does not answer.
pub async fn purge(tx: &Transaction<'_>, moment: Timestamp) -> Result<usize> {
    struct Dead(ApiId, OrganisationId);
    impl FromRow for Dead {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("id")?, row.id("organisation_id")?))
        }
    }
    let sql = "SELECT id, organisation_id FROM apis WHERE deleted_at < $1 ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED";
    let dead = tx.executor().all::<Dead>(sql, arguments![moment]).await?;
    for Dead(id, organisation) in &dead {
        tx.executor().run("DELETE FROM apis WHERE id = $1", arguments![id]).await?;
        tx.event(Some(*organisation), "api.purged", id, json!({}));
    }
    Ok(dead.len())
}

/// Holds an API until the end of the transaction.
pub(crate) async fn lock(tx: &Transaction<'_>, organisation: OrganisationId, id: ApiId) -> Result<Api> {
    let sql = format!(
        "SELECT {COLUMNS} FROM apis WHERE organisation_id = $1 AND id = $2 AND deleted_at IS NULL FOR NO KEY UPDATE"
    );
    tx.executor().one(&sql, arguments![organisation, id]).await?.ok_or(Error::Missing("the API"))
}
