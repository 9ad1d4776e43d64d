//! Roles that an organisation made for itself.

use hub_model::{
    account::{CustomRole, Permissions, Role},
    id::{OrganisationId, RoleId},
};
use serde_json::json;

use crate::{
    bus::Notice,
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
};

/// The most that an organisation may have.
const MOST: i64 = 100;

impl FromRow for CustomRole {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            name: row.get("name")?,
            description: row.get("description")?,
            permissions: row.json("permissions")?,
            created_at: row.time("created_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str = "id, name, description, permissions, created_at, version";

/// Makes a role.
///
/// # Errors
/// [`Error::Taken`] when there is one of this name, [`Error::Quota`] when there are too many.
pub async fn create(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    name: &str,
    description: &str,
    permissions: Permissions,
) -> Result<CustomRole> {
    super::lock(tx, organisation, None).await?;
    let sql = "SELECT COUNT(*) AS n FROM roles WHERE organisation_id = $1";
    if tx.executor().one::<i64>(sql, arguments![organisation]).await?.unwrap_or(0) >= MOST {
        return Err(Error::Quota { what: "roles", most: MOST });
    }
    let id: RoleId = tx.store().fresh();
    let sql = format!(
        "INSERT INTO roles (id, word, organisation_id, name, description, permissions, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1) RETURNING {COLUMNS}"
    );
    let made = tx
        .executor()
        .one(&sql, arguments![id, id.to_string(), organisation, name, description, permissions, tx.at()])
        .await?;
    tx.event(Some(organisation), "role.created", id, json!({ "name": name, "permissions": permissions }));
    made.ok_or(Error::Missing("the role"))
}

/// A role.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, id: RoleId) -> Result<Option<CustomRole>> {
    let sql = format!("SELECT {COLUMNS} FROM roles WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// All of them, by name.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, organisation: OrganisationId) -> Result<Vec<CustomRole>> {
    let sql = format!("SELECT {COLUMNS} FROM roles WHERE organisation_id = $1 ORDER BY name");
    from.executor().all(&sql, arguments![organisation]).await
}

/// Makes sure that a role is one that the organisation has. It is held, so that it does.
pub(crate) async fn check(tx: &Transaction<'_>, organisation: OrganisationId, role: Role) -> Result<()> {
    let Role::Custom(id) = role else { return Ok(()) };
    super::lock(tx, organisation, None).await?;
    find(tx, organisation, id).await?.map(drop).ok_or(Error::Missing("the role"))
}

/// Changes a role that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none, [`Error::Taken`] when the name is.
pub async fn update(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    version: Option<i64>,
    changed: &CustomRole,
) -> Result<CustomRole> {
    let sql = format!(
        "UPDATE roles SET name = $3, description = $4, permissions = $5, version = version + 1
         WHERE organisation_id = $1 AND id = $2 AND ($6 IS NULL OR version = $6) RETURNING {COLUMNS}"
    );
    let CustomRole { id, name, description, permissions, .. } = changed;
    let updated =
        tx.executor().one(&sql, arguments![organisation, id, name, description, permissions, version]).await?;
    let Some(updated) = updated else { return Err(super::gone(find(tx, organisation, *id).await?, "the role")) };
    tx.event(Some(organisation), "role.updated", id, json!({ "name": name, "permissions": permissions }));
    tx.notify(Notice::RightsChanged { user: None, key: None, organisation: Some(organisation) });
    Ok(updated)
}

/// Deletes a role that nobody has.
///
/// # Errors
/// [`Error::Refused`] when somebody has it, [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, id: RoleId) -> Result<()> {
    super::lock(tx, organisation, None).await?;
    let sql = "SELECT (SELECT COUNT(*) FROM members WHERE organisation_id = $1 AND role = $2)
               + (SELECT COUNT(*) FROM service_accounts WHERE organisation_id = $1 AND role = $2)
               + (SELECT COUNT(*) FROM invitations WHERE organisation_id = $1 AND role = $2) AS n";
    if tx.executor().one::<i64>(sql, arguments![organisation, id.to_string()]).await? != Some(0) {
        return Err(Error::Refused(
            "members, invitations or service accounts have this role; give them another one first",
        ));
    }
    let sql = "DELETE FROM roles WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id]).await? == 0 {
        return Err(Error::Missing("the role"));
    }
    tx.event(Some(organisation), "role.deleted", id, json!({}));
    Ok(())
}
