//! Programs with rights of their own.

use hub_model::{
    account::{Role, ServiceAccount},
    id::{OrganisationId, ServiceAccountId},
};
use serde_json::json;

use super::members::Standing;
use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
};

/// The most that an organisation may have.
const MOST: i64 = 500;

impl FromRow for ServiceAccount {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            name: row.get("name")?,
            description: row.get("description")?,
            role: row.word("role")?,
            created_at: row.time("created_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str = "id, name, description, role, created_at, version";

/// Makes one.
///
/// # Errors
/// [`Error::Taken`] when there is one of this name, [`Error::Quota`] when there are too many, [`Error::Missing`] when there is no
/// such role.
pub async fn create(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    name: &str,
    description: &str,
    role: Role,
) -> Result<ServiceAccount> {
    super::lock(tx, organisation, None).await?;
    let sql = "SELECT COUNT(*) AS n FROM service_accounts WHERE organisation_id = $1";
    if tx.executor().one::<i64>(sql, arguments![organisation]).await?.unwrap_or(0) >= MOST {
        return Err(Error::Quota { what: "service accounts", most: MOST });
    }
    super::roles::check(tx, organisation, role).await?;
    let id: ServiceAccountId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO service_accounts (id, organisation_id, name, description, role, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, 1) RETURNING {COLUMNS}"
    );
    let made = tx.executor().one(&sql, arguments![id, organisation, name, description, role, tx.at()]).await?;
    tx.event(Some(organisation), "service-account.created", id, json!({ "name": name, "role": role }));
    made.ok_or(Error::Missing("the service account"))
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    from: &impl Read,
    organisation: OrganisationId,
    id: ServiceAccountId,
) -> Result<Option<ServiceAccount>> {
    let sql = format!("SELECT {COLUMNS} FROM service_accounts WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// What one of them is; `None` when there is no such.
///
/// # Errors
/// When the database does not answer.
pub async fn standing(
    from: &impl Read,
    organisation: OrganisationId,
    id: ServiceAccountId,
) -> Result<Option<Standing>> {
    let sql = "SELECT s.role, r.permissions FROM service_accounts s
               LEFT JOIN roles r ON r.organisation_id = s.organisation_id AND r.word = s.role
               WHERE s.organisation_id = $1 AND s.id = $2";
    from.executor().one(sql, arguments![organisation, id]).await
}

/// All of them, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, organisation: OrganisationId) -> Result<Vec<ServiceAccount>> {
    let sql = format!("SELECT {COLUMNS} FROM service_accounts WHERE organisation_id = $1 ORDER BY name");
    from.executor().all(&sql, arguments![organisation]).await
}

/// Changes one that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none or no such role, [`Error::Taken`] when the name is.
pub async fn update(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    version: Option<i64>,
    changed: &ServiceAccount,
) -> Result<ServiceAccount> {
    super::roles::check(tx, organisation, changed.role).await?;
    let sql = format!(
        "UPDATE service_accounts SET name = $3, description = $4, role = $5, version = version + 1
         WHERE organisation_id = $1 AND id = $2 AND ($6 IS NULL OR version = $6) RETURNING {COLUMNS}"
    );
    let ServiceAccount { id, name, description, role, .. } = changed;
    let updated = tx.executor().one(&sql, arguments![organisation, id, name, description, role, version]).await?;
    let Some(updated) = updated else {
        return Err(super::gone(find(tx, organisation, *id).await?, "the service account"));
    };
    tx.event(Some(organisation), "service-account.updated", id, json!({ "name": name, "role": role }));
    tx.notify(Notice::RightsChanged { user: None, key: None, organisation: Some(organisation) });
    Ok(updated)
}

/// Deletes one with its keys.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, id: ServiceAccountId) -> Result<()> {
    let sql = "DELETE FROM service_accounts WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id]).await? == 0 {
        return Err(Error::Missing("the service account"));
    }
    tx.event(Some(organisation), "service-account.deleted", id, json!({}));
    tx.notify(Notice::RightsChanged { user: None, key: None, organisation: Some(organisation) });
    Ok(())
}
