//! API keys: only their hashes are kept.

use std::collections::BTreeSet;

use hub_model::{
    Timestamp,
    account::{ApiKey, KeyOwner, KeyReach, Permissions},
    id::{KeyId, OrganisationId, UserId},
};
use serde_json::json;

use crate::{
    bus::Notice,
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    page::{Page, Request},
    store::Store,
};

/// The most that an organisation may have at a time.
const MOST: i64 = 2_000;
/// A use is noted once in so many milliseconds.
const NOTED_EVERY: i64 = 60_000;

/// A key that is to be made.
#[derive(Debug, Clone)]
pub struct New<'n> {
    /// For people.
    pub name: &'n str,
    /// The beginning of the key.
    pub hint: &'n str,
    /// The hash of the key.
    pub hash: &'n str,
    /// Whom it acts for.
    pub owner: KeyOwner,
    /// What it may do, of what its owner may.
    pub scopes: Permissions,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// Which servers and tools it may use; all when absent.
    pub reach: Option<&'n KeyReach>,
}

/// Which keys.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this owner.
    pub owner: Option<KeyOwner>,
}

/// A key with the organisation that it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The key.
    pub key: ApiKey,
    /// Its organisation.
    pub organisation: OrganisationId,
}

impl FromRow for ApiKey {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let owner = match (row.id_or_null("user_id")?, row.id_or_null("service_account_id")?) {
            (Some(user), None) => KeyOwner::User(user),
            (None, Some(service)) => KeyOwner::Service(service),
            _ => return Err(Error::Corrupt("a key has no owner".to_owned())),
        };
        Ok(Self {
            id: row.id("id")?,
            name: row.get("name")?,
            hint: row.get("hint")?,
            owner,
            scopes: row.json("scopes")?,
            reach: row.json_or_null("reach")?,
            created_at: row.time("created_at")?,
            expires_at: row.time_or_null("expires_at")?,
            last_used_at: row.time_or_null("last_used_at")?,
            revoked_at: row.time_or_null("revoked_at")?,
            version: row.get("version")?,
        })
    }
}

impl FromRow for Known {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { key: ApiKey::from_row(row)?, organisation: row.id("organisation_id")? })
    }
}

const COLUMNS: &str = "id, organisation_id, name, hint, user_id, service_account_id, scopes, reach, created_at, expires_at, last_used_at, revoked_at, version";

/// Makes a key.
///
/// # Errors
/// [`Error::Quota`] when there are too many, [`Error::Missing`] when the organisation does not have the owner.
pub async fn create(tx: &Transaction<'_>, organisation: OrganisationId, new: New<'_>) -> Result<ApiKey> {
    super::lock(tx, organisation, None).await?;
    let sql = "SELECT COUNT(*) AS n FROM api_keys WHERE organisation_id = $1 AND revoked_at IS NULL";
    if tx.executor().one::<i64>(sql, arguments![organisation]).await?.unwrap_or(0) >= MOST {
        return Err(Error::Quota { what: "API keys", most: MOST });
    }
    let is_there = match new.owner {
        KeyOwner::User(user) => super::members::find(tx, organisation, user).await?.is_some(),
        KeyOwner::Service(service) => super::service_accounts::find(tx, organisation, service).await?.is_some(),
    };
    if !is_there {
        return Err(Error::Missing("the owner of the key"));
    }
    let id: KeyId = tx.store().fresh();
    let (user, service) = parts(new.owner);
    let sql = format!(
        "INSERT INTO api_keys (id, organisation_id, name, hint, hash, user_id, service_account_id, scopes, created_at, expires_at, reach, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1) RETURNING {COLUMNS}"
    );
    let made = tx
        .executor()
        .one(
            &sql,
            arguments![
                id,
                organisation,
                new.name,
                new.hint,
                new.hash,
                user,
                service,
                new.scopes,
                tx.at(),
                new.expires_at,
                new.reach.map(Json),
            ],
        )
        .await?;
    tx.event(
        Some(organisation),
        "api-key.created",
        id,
        json!({ "name": new.name, "scopes": new.scopes, "expires_at": new.expires_at }),
    );
    made.ok_or(Error::Missing("the key"))
}

fn parts(owner: KeyOwner) -> (Option<UserId>, Option<hub_model::id::ServiceAccountId>) {
    match owner {
        KeyOwner::User(user) => (Some(user), None),
        KeyOwner::Service(service) => (None, Some(service)),
    }
}

/// The key of this hash, while it works.
///
/// # Errors
/// When the database does not answer.
pub async fn by_hash(store: &Store, hash: &str) -> Result<Option<Known>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys WHERE hash = $1 AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > $2)
         AND EXISTS (SELECT 1 FROM organisations o WHERE o.id = organisation_id AND o.deleted_at IS NULL)"
    );
    store.executor().one(&sql, arguments![hash, store.now()]).await
}

/// Notes that a key was used; no more than once a minute.
///
/// # Errors
/// When the database does not answer.
pub async fn used(store: &Store, key: &ApiKey) -> Result<()> {
    let now = store.now();
    if key.last_used_at.is_some_and(|last| now.0 - last.0 < NOTED_EVERY) {
        return Ok(());
    }
    let sql = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1";
    store.pools().write_executor().run(sql, arguments![key.id, now]).await.map(drop)
}

/// Notes that keys were used; of each no more than once a minute.
///
/// # Errors
/// When the database does not answer.
pub async fn all_used(store: &Store, keys: &BTreeSet<KeyId>) -> Result<()> {
    let now = store.now();
    let before = Timestamp(now.0 - NOTED_EVERY);
    for key in keys {
        let sql = "UPDATE api_keys SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)";
        store.pools().write_executor().run(sql, arguments![*key, now, before]).await?;
    }
    Ok(())
}

/// A key.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, id: KeyId) -> Result<Option<ApiKey>> {
    let sql = format!("SELECT {COLUMNS} FROM api_keys WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// Keys that were not revoked, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    filter: Filter,
    page: Request<KeyId>,
) -> Result<Page<ApiKey, KeyId>> {
    let (user, service) = filter.owner.map_or((None, None), parts);
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys WHERE organisation_id = $1 AND id < $2 AND revoked_at IS NULL
         AND ($3 IS NULL OR user_id = $3) AND ($4 IS NULL OR service_account_id = $4) ORDER BY id DESC LIMIT $5"
    );
    let after = page.after.unwrap_or(KeyId(u128::MAX));
    let rows = from.executor().all(&sql, arguments![organisation, after, user, service, page.fetched()]).await?;
    Ok(page.page(rows, |key: &ApiKey| key.id))
}

/// Gives a key another secret: the one before does not work any more.
///
/// # Errors
/// [`Error::Missing`] when there is none that works.
pub async fn rotate(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: KeyId,
    hint: &str,
    hash: &str,
) -> Result<ApiKey> {
    let sql = format!(
        "UPDATE api_keys SET hint = $3, hash = $4, version = version + 1
         WHERE organisation_id = $1 AND id = $2 AND revoked_at IS NULL RETURNING {COLUMNS}"
    );
    let rotated = tx.executor().one(&sql, arguments![organisation, id, hint, hash]).await?;
    let rotated = rotated.ok_or(Error::Missing("the key"))?;
    tx.event(Some(organisation), "api-key.rotated", id, json!({}));
    changed(tx, organisation, id);
    Ok(rotated)
}

/// Takes a key back.
///
/// # Errors
/// [`Error::Missing`] when there is none that works.
pub async fn revoke(tx: &Transaction<'_>, organisation: OrganisationId, id: KeyId) -> Result<()> {
    let sql = "UPDATE api_keys SET revoked_at = $3, version = version + 1
               WHERE organisation_id = $1 AND id = $2 AND revoked_at IS NULL";
    if tx.executor().run(sql, arguments![organisation, id, tx.at()]).await? == 0 {
        return Err(Error::Missing("the key"));
    }
    tx.event(Some(organisation), "api-key.revoked", id, json!({}));
    changed(tx, organisation, id);
    Ok(())
}

/// Takes all keys of a person's in an organisation back.
pub(crate) async fn revoke_all(tx: &Transaction<'_>, organisation: OrganisationId, user: UserId) -> Result<()> {
    let sql = format!(
        "SELECT {COLUMNS} FROM api_keys WHERE organisation_id = $1 AND user_id = $2 AND revoked_at IS NULL ORDER BY id"
    );
    for key in tx.executor().all::<ApiKey>(&sql, arguments![organisation, user]).await? {
        revoke(tx, organisation, key.id).await?;
    }
    Ok(())
}

fn changed(tx: &Transaction<'_>, organisation: OrganisationId, id: KeyId) {
    tx.notify(Notice::RightsChanged { user: None, key: Some(id), organisation: Some(organisation) });
}
