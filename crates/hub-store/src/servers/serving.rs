//! What a gateway keeps in memory, so that no call has to wait for the database: who may call, and what is served.

use hub_model::{
    account::{ApiKey, Permissions, Quotas, Role},
    id::{ApiId, OrganisationId, ServerId, UserId, VersionId},
    server::{Deployment, FrozenSource, Server},
};

use super::deployments;
use crate::{
    apis::{blobs::Packed, credentials::Opened},
    database::{FromRow, Read, Row, arguments},
    error::Result,
    organisations::members::Standing,
    store::Store,
};

/// An organisation, as far as calls are concerned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tenant {
    /// Identifier.
    pub id: OrganisationId,
    /// In URLs.
    pub slug: String,
    /// What it may have.
    pub quotas: Quotas,
    /// The number of its last event: what is read after this is at least as new.
    pub seen: i64,
}

/// A key that works, with what its owner may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The hash by which it is found.
    pub hash: String,
    /// The key.
    pub key: ApiKey,
    /// What its owner is.
    pub standing: Standing,
}

impl FromRow for Tenant {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            slug: row.get("slug")?,
            quotas: row.json("quotas")?,
            seen: row.get::<Option<i64>>("events")?.unwrap_or(0),
        })
    }
}

impl FromRow for Caller {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let standing = Standing { role: row.word("role")?, custom: row.json_or_null("permissions")? };
        Ok(Self { hash: row.get("hash")?, key: ApiKey::from_row(row)?, standing })
    }
}

const TENANT: &str =
    "SELECT o.id, o.slug, o.quotas, c.events FROM organisations o LEFT JOIN chains c ON c.scope = o.id";

/// Organisations that have something deployed.
///
/// # Errors
/// When the database does not answer.
pub async fn tenants(from: &impl Read) -> Result<Vec<Tenant>> {
    let sql = format!(
        "{TENANT} WHERE o.deleted_at IS NULL
         AND EXISTS (SELECT 1 FROM deployments d WHERE d.organisation_id = o.id AND d.is_wanted = TRUE) ORDER BY o.id"
    );
    from.executor().all(&sql, arguments![]).await
}

/// One organisation, unless it is deleted.
///
/// # Errors
/// When the database does not answer.
pub async fn tenant(from: &impl Read, organisation: OrganisationId) -> Result<Option<Tenant>> {
    let sql = format!("{TENANT} WHERE o.deleted_at IS NULL AND o.id = $1");
    from.executor().one(&sql, arguments![organisation]).await
}

/// The keys that work in an organisation.
///
/// # Errors
/// When the database does not answer.
pub async fn keys(from: &impl Read, organisation: OrganisationId) -> Result<Vec<Caller>> {
    let sql = "SELECT k.hash, k.id, k.organisation_id, k.name, k.hint, k.user_id, k.service_account_id, k.scopes, k.reach, k.created_at,
               k.expires_at, k.last_used_at, k.revoked_at, k.version, COALESCE(m.role, s.role) AS role, r.permissions
               FROM api_keys k
               LEFT JOIN members m ON m.organisation_id = k.organisation_id AND m.user_id = k.user_id
               LEFT JOIN users u ON u.id = k.user_id
               LEFT JOIN service_accounts s ON s.id = k.service_account_id
               LEFT JOIN roles r ON r.organisation_id = k.organisation_id AND r.word = COALESCE(m.role, s.role)
               WHERE k.organisation_id = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)
               AND COALESCE(m.role, s.role) IS NOT NULL AND (u.id IS NULL OR u.is_disabled = FALSE) ORDER BY k.id";
    from.executor().all(sql, arguments![organisation, from.present()]).await
}

/// The members of an organisation who may sign in, with what they may do.
///
/// # Errors
/// When the database does not answer.
pub async fn members(from: &impl Read, organisation: OrganisationId) -> Result<Vec<(UserId, Standing)>> {
    struct Member(UserId, Role, Option<Permissions>);
    impl FromRow for Member {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("user_id")?, row.word("role")?, row.json_or_null("permissions")?))
        }
    }
    let sql = "SELECT m.user_id, m.role, r.permissions FROM members m JOIN users u ON u.id = m.user_id
               LEFT JOIN roles r ON r.organisation_id = m.organisation_id AND r.word = m.role
               WHERE m.organisation_id = $1 AND u.is_disabled = FALSE ORDER BY m.user_id";
    let rows = from.executor().all::<Member>(sql, arguments![organisation]).await?;
    Ok(rows.into_iter().map(|Member(user, role, custom)| (user, Standing { role, custom })).collect())
}

/// Servers that are wanted to serve, with their deployments: all, or one.
///
/// # Errors
/// When the database does not answer.
pub async fn deployed(
    from: &impl Read,
    organisation: OrganisationId,
    only: Option<ServerId>,
) -> Result<Vec<(Server, Deployment)>> {
    let sql = format!(
        "SELECT {} FROM deployments WHERE organisation_id = $1 AND is_wanted = TRUE AND ($2 IS NULL OR server_id = $2) ORDER BY server_id",
        deployments::COLUMNS
    );
    let deployments: Vec<Deployment> = from.executor().all(&sql, arguments![organisation, only]).await?;
    let sql = format!(
        "SELECT {} FROM servers WHERE organisation_id = $1 AND ($2 IS NULL OR id = $2)
         AND EXISTS (SELECT 1 FROM deployments d WHERE d.server_id = servers.id AND d.is_wanted = TRUE) ORDER BY id",
        super::COLUMNS
    );
    let servers: Vec<Server> = from.executor().all(&sql, arguments![organisation, only]).await?;
    let mut deployments = deployments.into_iter().peekable();
    let mut found = Vec::new();
    // Both in the order of their servers; a server that came or went in between is read again when its event is heard.
    for server in servers {
        while deployments.next_if(|deployment| deployment.server < server.id).is_some() {}
        if let Some(deployment) = deployments.next_if(|deployment| deployment.server == server.id) {
            found.push((server, deployment));
        }
    }
    Ok(found)
}

/// A version's blueprint, as it is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn blueprint(from: &impl Read, organisation: OrganisationId, version: VersionId) -> Result<Option<Packed>> {
    let sql = "SELECT b.content, b.size FROM version_parts p
               JOIN blobs b ON b.organisation_id = p.organisation_id AND b.digest = p.digest
               WHERE p.organisation_id = $1 AND p.version_id = $2 AND p.part = 'blueprint'";
    from.executor().one(sql, arguments![organisation, version]).await
}

/// A version that is served, without its blueprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    /// Which.
    pub version: VersionId,
    /// What it was made of.
    pub sources: Vec<FrozenSource>,
    /// What its blueprint is kept as: several versions may have the same.
    pub blob: String,
}

impl FromRow for Current {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { version: row.id("id")?, sources: row.json("sources")?, blob: row.get("digest")? })
    }
}

/// The versions that an organisation's servers serve, without canaries.
///
/// # Errors
/// When the database does not answer.
pub async fn currents(from: &impl Read, organisation: OrganisationId) -> Result<Vec<Current>> {
    let sql = "SELECT v.id, v.sources, p.digest FROM deployments d JOIN versions v ON v.id = d.current_id
               JOIN version_parts p ON p.version_id = v.id AND p.part = 'blueprint'
               WHERE d.organisation_id = $1 AND d.is_wanted = TRUE ORDER BY v.id";
    from.executor().all(sql, arguments![organisation]).await
}

/// The blueprints of [`currents`], each once, by what they are kept as.
///
/// # Errors
/// When the database does not answer.
pub async fn blueprints(from: &impl Read, organisation: OrganisationId) -> Result<Vec<(String, Packed)>> {
    struct Kept(String, Packed);
    impl FromRow for Kept {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("digest")?, Packed::from_row(row)?))
        }
    }
    let sql = "SELECT b.digest, b.content, b.size FROM blobs b WHERE b.organisation_id = $1 AND b.digest IN (
               SELECT p.digest FROM deployments d JOIN version_parts p ON p.version_id = d.current_id AND p.part = 'blueprint'
               WHERE d.organisation_id = $1 AND d.is_wanted = TRUE) ORDER BY b.digest";
    let rows = from.executor().all::<Kept>(sql, arguments![organisation]).await?;
    Ok(rows.into_iter().map(|Kept(digest, packed)| (digest, packed)).collect())
}

/// The secrets of an API: everybody's, and those of single users.
///
/// # Errors
/// When the database does not answer, or a secret cannot be opened.
pub async fn secrets(store: &Store, organisation: OrganisationId, api: ApiId) -> Result<Vec<(Option<UserId>, Opened)>> {
    crate::apis::credentials::open_all(store, organisation, api).await
}

/// The number of the last event of the organisation with this name in URLs.
///
/// # Errors
/// When the database does not answer.
pub async fn number(from: &impl Read, slug: &str) -> Result<Option<(OrganisationId, i64)>> {
    let sql = format!("{TENANT} WHERE o.deleted_at IS NULL AND o.slug = $1");
    let found = from.executor().one::<Tenant>(&sql, arguments![slug]).await?;
    Ok(found.map(|tenant| (tenant.id, tenant.seen)))
}

/// The number of each organisation's last event.
///
/// # Errors
/// When the database does not answer.
pub async fn numbers(from: &impl Read) -> Result<Vec<(OrganisationId, i64)>> {
    struct Number(OrganisationId, i64);
    impl FromRow for Number {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("scope")?, row.get("events")?))
        }
    }
    let rows = from.executor().all::<Number>("SELECT scope, events FROM chains", arguments![]).await?;
    Ok(rows.into_iter().map(|Number(scope, events)| (scope, events)).collect())
}
