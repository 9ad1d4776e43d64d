//! Servers: what is made of APIs, its frozen versions, its deployment, and what came of it.

pub mod calls;
pub mod deployments;
pub mod images;
pub mod logs;
pub mod published;
pub mod replicas;
pub mod serving;
pub mod versions;

use std::collections::BTreeSet;

use hub_model::{
    id::{ApiId, OrganisationId, ServerId},
    server::{Access, Design, Server, ServerSettings},
};
use serde_json::json;

use crate::{
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations::{self, quotas},
    page::{self, Page, Request},
};

/// A server that is to be made.
#[derive(Debug, Clone)]
pub struct New {
    /// In URLs.
    pub slug: String,
    /// For people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What its versions are made of.
    pub design: Design,
    /// Who may use it, and how much.
    pub settings: ServerSettings,
    /// What makes it as files say it; people do where it is absent.
    pub managed_by: Option<String>,
}

/// Which servers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// A part of the name, the slug or the description.
    pub search: Option<String>,
    /// Only those that this API is a part of.
    pub api: Option<ApiId>,
}

/// What is changed of a server; what is absent stays.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// In URLs.
    pub slug: Option<String>,
    /// For people.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// What its versions are made of.
    pub design: Option<Design>,
    /// Who may use it, and how much.
    pub settings: Option<ServerSettings>,
    /// What makes it as files say it; people do where it is empty.
    pub managed_by: Option<String>,
}

impl FromRow for Server {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            organisation: row.id("organisation_id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            description: row.get("description")?,
            design: row.json("design")?,
            settings: row.json("settings")?,
            latest: row.id_or_null("latest_id")?,
            managed_by: row.get("managed_by")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str = "id, organisation_id, slug, name, description, design, settings, latest_id, managed_by, created_at, updated_at, version";

/// Makes a server, without a version yet.
///
/// # Errors
/// [`Error::Taken`] when the slug is, [`Error::Quota`] when there are too many, [`Error::Missing`] when an API is not there.
pub async fn create(tx: &Transaction<'_>, organisation: OrganisationId, new: New) -> Result<Server> {
    quotas::reserve(tx, organisation, quotas::Resource::Servers, 1).await?;
    let id: ServerId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO servers (id, organisation_id, slug, name, description, search, design, settings, is_open, created_at, updated_at, managed_by, version)
         VALUES ($2, $1, $3, $4, $5, $6, $7, $8, $10, $9, $9, $11, 1) RETURNING {COLUMNS}"
    );
    let made = tx.executor().one(&sql, values(tx, organisation, id, &new)).await?;
    let New { slug, name, design, .. } = &new;
    refer(tx, organisation, id, design).await?;
    tx.event(Some(organisation), "server.created", id, json!({ "slug": slug, "name": name }));
    made.ok_or(Error::Missing("the server"))
}

/// A server as it is to be kept, in the order of the columns: `$1` whose, `$2` which, and from `$3` on what is said of it.
fn values(tx: &Transaction<'_>, organisation: OrganisationId, id: ServerId, server: &New) -> Vec<sea_orm::Value> {
    let New { slug, name, description, design, settings, managed_by } = server;
    let search = page::searched(&[slug, name, description]);
    let is_open = settings.access == Access::Open;
    let at = tx.at();
    arguments![organisation, id, slug, name, description, search, Json(design), Json(settings), at, is_open, managed_by]
}

/// Notes which APIs a server is made of.
async fn refer(tx: &Transaction<'_>, organisation: OrganisationId, id: ServerId, design: &Design) -> Result<()> {
    tx.executor().run("DELETE FROM server_apis WHERE server_id = $1", arguments![id]).await?;
    let apis: BTreeSet<ApiId> = design.sources.iter().map(|source| source.api).collect();
    for api in apis {
        let sql = "INSERT INTO server_apis (server_id, api_id)
                   SELECT $1, id FROM apis WHERE organisation_id = $2 AND id = $3 AND deleted_at IS NULL";
        if tx.executor().run(sql, arguments![id, organisation, api]).await? == 0 {
            return Err(Error::Missing("an API of the server"));
        }
    }
    Ok(())
}

/// A server.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, id: ServerId) -> Result<Option<Server>> {
    let sql = format!("SELECT {COLUMNS} FROM servers WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// The server of this slug.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(from: &impl Read, organisation: OrganisationId, slug: &str) -> Result<Option<Server>> {
    let sql = format!("SELECT {COLUMNS} FROM servers WHERE organisation_id = $1 AND slug = $2");
    from.executor().one(&sql, arguments![organisation, slug]).await
}

/// A name in URLs that nobody else takes until the end of the transaction: the wanted one, or one that begins like it.
///
/// # Errors
/// When the database does not answer.
pub async fn free_slug(tx: &Transaction<'_>, organisation: OrganisationId, wanted: &str) -> Result<String> {
    organisations::lock(tx, organisation, None).await?;
    for number in 1..=20 {
        let slug = if number == 1 { wanted.to_owned() } else { format!("{wanted}-{number}") };
        if by_slug(tx, organisation, &slug).await?.is_none() {
            return Ok(slug);
        }
    }
    let tail: String = tx.store().fresh::<ServerId>().to_string().chars().rev().take(7).collect();
    Ok(format!("{wanted}-{tail}"))
}

/// Servers, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    filter: &Filter,
    page: Request<ServerId>,
) -> Result<Page<Server, ServerId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM servers WHERE organisation_id = $1 AND id < $2 AND ($3 IS NULL OR search LIKE $3 ESCAPE '\\')
         AND ($4 IS NULL OR EXISTS (SELECT 1 FROM server_apis a WHERE a.server_id = servers.id AND a.api_id = $4))
         ORDER BY id DESC LIMIT $5"
    );
    let after = page.after.unwrap_or(ServerId(u128::MAX));
    let search = filter.search.as_deref().map(page::pattern);
    let rows = from.executor().all(&sql, arguments![organisation, after, search, filter.api, page.fetched()]).await?;
    Ok(page.page(rows, |server: &Server| server.id))
}

/// Changes a server that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none, or an API is not there, [`Error::Taken`] when the
/// slug is.
pub async fn update(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: ServerId,
    version: Option<i64>,
    change: Change,
) -> Result<Server> {
    let before = lock(tx, organisation, id).await?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    let Change { slug, name, description, design, settings, managed_by } = change;
    let (is_redesigned, is_reset) = (design.is_some(), settings.is_some());
    let after = New {
        slug: slug.unwrap_or(before.slug.clone()),
        name: name.unwrap_or(before.name.clone()),
        description: description.unwrap_or(before.description.clone()),
        design: design.unwrap_or(before.design.clone()),
        settings: settings.unwrap_or(before.settings.clone()),
        managed_by: crate::apis::marked(managed_by, &before.managed_by),
    };
    let sql = format!(
        "UPDATE servers SET slug = $3, name = $4, description = $5, search = $6, design = $7, settings = $8, updated_at = $9,
         is_open = $10, managed_by = $11, version = version + 1 WHERE organisation_id = $1 AND id = $2 RETURNING {COLUMNS}"
    );
    let changed = tx.executor().one(&sql, values(tx, organisation, id, &after)).await?;
    let New { slug, name, design, settings, .. } = &after;
    if is_redesigned {
        refer(tx, organisation, id, design).await?;
    }
    let what = json!({ "slug": slug, "name": name, "design": is_redesigned, "settings": is_reset.then_some(settings) });
    tx.event(Some(organisation), "server.updated", id, what);
    changed.ok_or(Error::Missing("the server"))
}

/// Deletes a server with its versions and deployment. Records of its calls stay until their time has come.
///
/// # Errors
/// [`Error::Stale`] when it has another version, [`Error::Missing`] when there is none, [`Error::Refused`] while it is deployed.
pub async fn delete(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: ServerId,
    version: Option<i64>,
) -> Result<()> {
    let before = lock(tx, organisation, id).await?;
    if version.is_some_and(|version| version != before.version) {
        return Err(Error::Stale);
    }
    let deployment = deployments::find(tx, organisation, id).await?;
    if deployment.is_some_and(|deployment| !deployment.is_gone()) {
        return Err(Error::Refused("the server is deployed; stop it first"));
    }
    for sql in [
        "DELETE FROM deployments WHERE organisation_id = $1 AND server_id = $2",
        "DELETE FROM images WHERE organisation_id = $1 AND server_id = $2",
        "DELETE FROM versions WHERE organisation_id = $1 AND server_id = $2",
        "DELETE FROM servers WHERE organisation_id = $1 AND id = $2",
    ] {
        tx.executor().run(sql, arguments![organisation, id]).await?;
    }
    tx.event(Some(organisation), "server.deleted", id, json!({ "slug": before.slug, "name": before.name }));
    Ok(())
}

/// The server, and nobody else changes it until the end of the transaction.
pub(crate) async fn lock(tx: &Transaction<'_>, organisation: OrganisationId, id: ServerId) -> Result<Server> {
    let sql = format!("SELECT {COLUMNS} FROM servers WHERE organisation_id = $1 AND id = $2 FOR NO KEY UPDATE");
    tx.executor().one(&sql, arguments![organisation, id]).await?.ok_or(Error::Missing("the server"))
}
