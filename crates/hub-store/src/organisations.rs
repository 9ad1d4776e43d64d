//! Tenants: organisations, who is in them, and the programs that act for them.

pub mod invitations;
pub mod keys;
pub mod members;
pub mod quotas;
pub mod roles;
pub mod service_accounts;

use hub_model::{
    account::{Organisation, Quotas, Role},
    id::{OrganisationId, UserId},
};
use serde_json::json;

use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request, searched},
};

/// An organisation that is to be made.
#[derive(Debug, Clone)]
pub struct New {
    /// In URLs.
    pub slug: String,
    /// For people.
    pub name: String,
    /// Whose own it is.
    pub personal_of: Option<UserId>,
}

impl FromRow for Organisation {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            slug: row.get("slug")?,
            name: row.get("name")?,
            personal_of: row.id_or_null("personal_of")?,
            quotas: row.json("quotas")?,
            created_at: row.time("created_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str = "id, slug, name, personal_of, quotas, created_at, version";

/// Makes an organisation with its first owner.
///
/// # Errors
/// [`Error::Taken`] when the slug is.
pub async fn create(tx: &Transaction<'_>, new: New, owner: UserId) -> Result<Organisation> {
    let id: OrganisationId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO organisations (id, slug, name, search, personal_of, quotas, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING {COLUMNS}"
    );
    let search = searched(&[&new.slug, &new.name]);
    let made = tx
        .executor()
        .one(&sql, arguments![id, new.slug, new.name, search, new.personal_of, Quotas::default(), tx.at()])
        .await?;
    let organisation: Organisation = made.ok_or(Error::Missing("the organisation"))?;
    tx.event(Some(id), "organisation.created", id, json!({ "slug": organisation.slug, "name": organisation.name }));
    members::add(tx, id, owner, Role::Owner).await?;
    Ok(organisation)
}

/// The organisation of this identifier.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, id: OrganisationId) -> Result<Option<Organisation>> {
    let sql = format!("SELECT {COLUMNS} FROM organisations WHERE id = $1 AND deleted_at IS NULL");
    from.executor().one(&sql, arguments![id]).await
}

/// The organisation of this slug.
///
/// # Errors
/// When the database does not answer.
pub async fn by_slug(from: &impl Read, slug: &str) -> Result<Option<Organisation>> {
    let sql = format!("SELECT {COLUMNS} FROM organisations WHERE slug = $1 AND deleted_at IS NULL");
    from.executor().one(&sql, arguments![slug]).await
}

/// The organisations that a user is in, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn of_user(
    from: &impl Read,
    user: UserId,
    page: Request<OrganisationId>,
) -> Result<Page<Organisation, OrganisationId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM organisations WHERE deleted_at IS NULL AND id < $2
         AND id IN (SELECT organisation_id FROM members WHERE user_id = $1) ORDER BY id DESC LIMIT $3"
    );
    let after = page.after.unwrap_or(OrganisationId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![user, after, page.fetched()]).await?;
    Ok(page.page(rows, |organisation: &Organisation| organisation.id))
}

/// All organisations of the hub, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn all(
    from: &impl Read,
    search: Option<&str>,
    page: Request<OrganisationId>,
) -> Result<Page<Organisation, OrganisationId>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM organisations WHERE deleted_at IS NULL AND id < $1
         AND ($2 IS NULL OR search LIKE $2 ESCAPE '\\') ORDER BY id DESC LIMIT $3"
    );
    let after = page.after.unwrap_or(OrganisationId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![after, search.map(crate::page::pattern), page.fetched()]).await?;
    Ok(page.page(rows, |organisation: &Organisation| organisation.id))
}

/// How many organisations a user owns, their personal one apart. Until the end of the transaction they get no other one.
///
/// # Errors
/// When the database does not answer.
pub async fn count_owned(tx: &Transaction<'_>, user: UserId) -> Result<i64> {
    tx.executor().run("UPDATE users SET version = version WHERE id = $1", arguments![user]).await?;
    let sql = "SELECT COUNT(*) AS n FROM members m JOIN organisations o ON o.id = m.organisation_id
               WHERE m.user_id = $1 AND m.role = $2 AND o.deleted_at IS NULL AND o.personal_of IS NULL";
    Ok(tx.executor().one(sql, arguments![user, Role::Owner]).await?.unwrap_or(0))
}

/// Renames an organisation that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Taken`] when the slug is.
pub async fn rename(
    tx: &Transaction<'_>,
    id: OrganisationId,
    version: Option<i64>,
    name: Option<&str>,
    slug: Option<&str>,
) -> Result<Organisation> {
    let before = lock(tx, id, version).await?;
    let (name, slug) = (name.unwrap_or(&before.name), slug.unwrap_or(&before.slug));
    let sql = format!(
        "UPDATE organisations SET name = $2, slug = $3, search = $4, version = version + 1 WHERE id = $1 RETURNING {COLUMNS}"
    );
    let changed = tx.executor().one(&sql, arguments![id, name, slug, searched(&[slug, name])]).await?;
    tx.event(Some(id), "organisation.updated", id, json!({ "name": name, "slug": slug }));
    changed.ok_or(Error::Missing("the organisation"))
}

/// Sets what an organisation may have.
///
/// # Errors
/// [`Error::Stale`] when it has another version.
pub async fn set_quotas(
    tx: &Transaction<'_>,
    id: OrganisationId,
    version: Option<i64>,
    quotas: Quotas,
) -> Result<Organisation> {
    lock(tx, id, version).await?;
    let sql = format!("UPDATE organisations SET quotas = $2, version = version + 1 WHERE id = $1 RETURNING {COLUMNS}");
    let changed = tx.executor().one(&sql, arguments![id, quotas]).await?;
    tx.event(Some(id), "organisation.quotas-set", id, json!(quotas));
    changed.ok_or(Error::Missing("the organisation"))
}

/// Ends an organisation: it is not to be seen any more. What is in it is removed by a job.
///
/// # Errors
/// [`Error::Stale`] when it has another version, [`Error::Refused`] for a personal one.
pub async fn delete(tx: &Transaction<'_>, id: OrganisationId, version: Option<i64>) -> Result<()> {
    let before = lock(tx, id, version).await?;
    if before.personal_of.is_some() {
        return Err(Error::Refused("a personal organisation ends with its owner's account"));
    }
    // Its slug is free at once.
    let sql = "UPDATE organisations SET deleted_at = $2, slug = $3, version = version + 1 WHERE id = $1";
    tx.executor().run(sql, arguments![id, tx.at(), format!("{}~{id}", before.slug)]).await?;
    tx.event(Some(id), "organisation.deleted", id, json!({ "slug": before.slug }));
    tx.event(None, "organisation.deleted", id, json!({ "slug": before.slug }));
    tx.notify(Notice::RightsChanged { user: None, key: None, organisation: Some(id) });
    Ok(())
}

/// Removes an ended organisation with everything in it, its events and audit lines too. Whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn purge(tx: &Transaction<'_>, id: OrganisationId) -> Result<bool> {
    let sql = "SELECT COUNT(*) AS n FROM organisations WHERE id = $1 AND deleted_at IS NOT NULL";
    if tx.executor().one::<i64>(sql, arguments![id]).await? != Some(1) {
        return Ok(false);
    }
    // Blobs are referred to by parts, files and images, and uploads by APIs, which go first; the rest follows from the organisation.
    for table in ["images", "revision_parts", "upload_files", "blobs"] {
        tx.executor().run(&format!("DELETE FROM {table} WHERE organisation_id = $1"), arguments![id]).await?;
    }
    tx.executor().run("DELETE FROM apis WHERE organisation_id = $1", arguments![id]).await?;
    tx.executor().run("DELETE FROM organisations WHERE id = $1", arguments![id]).await?;
    for table in ["events", "audit", "chains"] {
        tx.executor().run(&format!("DELETE FROM {table} WHERE scope = $1"), arguments![id]).await?;
    }
    tx.event(None, "organisation.purged", id, json!({}));
    Ok(true)
}

/// Holds an organisation until the end of the transaction: what is counted in it stays so.
pub(crate) async fn lock(tx: &Transaction<'_>, id: OrganisationId, version: Option<i64>) -> Result<Organisation> {
    let sql = format!("SELECT {COLUMNS} FROM organisations WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE");
    let organisation: Organisation =
        tx.executor().one(&sql, arguments![id]).await?.ok_or(Error::Missing("the organisation"))?;
    if version.is_some_and(|version| version != organisation.version) {
        return Err(Error::Stale);
    }
    Ok(organisation)
}

/// Why a change that asked for a version found nothing to change.
pub(crate) fn gone<T>(there: Option<T>, what: &'static str) -> Error {
    there.map_or(Error::Missing(what), |_| Error::Stale)
}
