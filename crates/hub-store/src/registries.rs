//! Registries that an organisation pushes images to.

use hub_model::{
    Timestamp,
    api::Tested,
    id::{OrganisationId, RegistryId},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    organisations::{self, gone},
    seal::Place,
    store::Store,
};

/// The most that an organisation may have.
const MOST: i64 = 50;

/// A registry of images.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    /// Identifier.
    pub id: RegistryId,
    /// For people; unique in the organisation.
    pub name: String,
    /// Its host, and the path that all repositories begin with: `registry.example:5000/team`.
    pub address: String,
    /// A user and a password are kept for it.
    pub has_login: bool,
    /// It may be reached without TLS.
    pub is_insecure: bool,
    /// Certificates in PEM that its own may be signed by, beside those that everybody trusts.
    pub authorities: Option<String>,
    /// Tags that are kept of each repository; all when absent.
    pub keep: Option<i64>,
    /// What its last test came to.
    pub tested: Option<Tested>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// What is said about a registry when it is made or changed.
#[derive(Debug, Clone)]
pub struct Words {
    /// For people.
    pub name: String,
    /// Its host, and the path that all repositories begin with.
    pub address: String,
    /// It may be reached without TLS.
    pub is_insecure: bool,
    /// Certificates in PEM.
    pub authorities: Option<String>,
    /// Tags that are kept of each repository; all when absent.
    pub keep: Option<i64>,
}

/// Who pushes.
#[derive(Debug, Clone)]
pub struct Login {
    /// The user.
    pub user: String,
    /// The password, or a token in its place.
    pub password: SecretString,
}

/// What becomes of the login that is kept.
#[derive(Debug)]
pub enum LoginChange<'l> {
    /// It stays.
    Keep,
    /// Another one.
    Set(&'l Login),
    /// None.
    Remove,
}

impl FromRow for Registry {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            name: row.get("name")?,
            address: row.get("address")?,
            has_login: row.get::<Option<Vec<u8>>>("sealed")?.is_some(),
            is_insecure: row.get("is_insecure")?,
            authorities: row.get("authorities")?,
            keep: row.get("keep")?,
            tested: row.json_or_null("tested")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str =
    "id, name, address, sealed, is_insecure, authorities, keep, tested, created_at, updated_at, version";

fn place(row: &str) -> Place<'_> {
    Place { column: "registries.sealed", row }
}

/// Both in one value, so that neither is to be read: the user first, which has no line breaks.
async fn sealed(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: RegistryId,
    login: Option<&Login>,
) -> Result<Option<Vec<u8>>> {
    let Some(Login { user, password }) = login else { return Ok(None) };
    let plain = Zeroizing::new(format!("{user}\n{}", password.expose_secret()));
    tx.seal(Some(organisation), place(&id.to_string()), plain.as_bytes()).await.map(Some)
}

/// Makes a registry.
///
/// # Errors
/// [`Error::Taken`] when there is one of this name, [`Error::Quota`] when there are too many.
pub async fn create(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    words: &Words,
    login: Option<&Login>,
) -> Result<Registry> {
    organisations::lock(tx, organisation, None).await?;
    let sql = "SELECT COUNT(*) AS n FROM registries WHERE organisation_id = $1";
    if tx.executor().one::<i64>(sql, arguments![organisation]).await?.unwrap_or(0) >= MOST {
        return Err(Error::Quota { what: "registries", most: MOST });
    }
    let id: RegistryId = tx.store().fresh();
    let sealed = sealed(tx, organisation, id, login).await?;
    let sql = format!(
        "INSERT INTO registries (id, organisation_id, name, address, sealed, is_insecure, authorities, keep, created_at, updated_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 1) RETURNING {COLUMNS}"
    );
    let Words { name, address, is_insecure, authorities, keep } = words;
    let values = arguments![id, organisation, name, address, sealed, is_insecure, authorities, keep, tx.at()];
    let made = tx.executor().one(&sql, values).await?;
    tx.event(Some(organisation), "registry.created", id, json!({ "name": name, "address": address }));
    made.ok_or(Error::Missing("the registry"))
}

/// All of an organisation's, by their names.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, organisation: OrganisationId) -> Result<Vec<Registry>> {
    let sql = format!("SELECT {COLUMNS} FROM registries WHERE organisation_id = $1 ORDER BY name");
    from.executor().all(&sql, arguments![organisation]).await
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, id: RegistryId) -> Result<Option<Registry>> {
    let sql = format!("SELECT {COLUMNS} FROM registries WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// A registry with who pushes to it, of one moment: a login never goes to where the registry was before, or is next.
///
/// # Errors
/// When the database does not answer, or the login cannot be opened.
pub async fn open(
    store: &Store,
    organisation: OrganisationId,
    id: RegistryId,
) -> Result<Option<(Registry, Option<Login>)>> {
    struct Sealed(Registry, Option<Vec<u8>>);
    impl FromRow for Sealed {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(Registry::from_row(row)?, row.get("sealed")?))
        }
    }
    let sql = format!("SELECT {COLUMNS} FROM registries WHERE organisation_id = $1 AND id = $2");
    let found = store.executor().one(&sql, arguments![organisation, id]).await?;
    let Some(Sealed(registry, sealed)) = found else { return Ok(None) };
    let Some(sealed) = sealed else { return Ok(Some((registry, None))) };
    let plain = store.unseal(store, place(&id.to_string()), &sealed).await?;
    let text = std::str::from_utf8(&plain).ok().and_then(|text| text.split_once('\n'));
    let (user, password) = text.ok_or_else(|| Error::Corrupt("a registry's login is no text".to_owned()))?;
    Ok(Some((registry, Some(Login { user: user.to_owned(), password: SecretString::from(password) }))))
}

/// Changes one that still has this version. What its test came to is forgotten: it was of something else.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none, [`Error::Taken`] when there is another of this name.
pub async fn update(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: RegistryId,
    version: Option<i64>,
    words: &Words,
    login: LoginChange<'_>,
) -> Result<Registry> {
    let (is_set, sealed) = match login {
        LoginChange::Keep => (false, None),
        LoginChange::Set(login) => (true, sealed(tx, organisation, id, Some(login)).await?),
        LoginChange::Remove => (true, None),
    };
    let sql = format!(
        "UPDATE registries SET name = $3, address = $4, is_insecure = $5, authorities = $6, keep = $7, updated_at = $8, tested = NULL,
         sealed = CASE WHEN $9 THEN $10 ELSE sealed END, version = version + 1
         WHERE organisation_id = $1 AND id = $2 AND ($11 IS NULL OR version = $11) RETURNING {COLUMNS}"
    );
    let Words { name, address, is_insecure, authorities, keep } = words;
    let values =
        arguments![organisation, id, name, address, is_insecure, authorities, keep, tx.at(), is_set, sealed, version];
    let changed = tx.executor().one(&sql, values).await?;
    let Some(changed) = changed else { return Err(gone(find(tx, organisation, id).await?, "the registry")) };
    let what = json!({ "name": name, "address": address, "login": is_set });
    tx.event(Some(organisation), "registry.updated", id, what);
    Ok(changed)
}

/// Keeps what a test came to.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn set_tested(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: RegistryId,
    tested: &Tested,
) -> Result<()> {
    let sql = "UPDATE registries SET tested = $3 WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id, Json(tested)]).await? == 0 {
        return Err(Error::Missing("the registry"));
    }
    tx.event(Some(organisation), "registry.tested", id, json!({ "accepted": tested.accepted }));
    Ok(())
}

/// Deletes one. What was pushed to it stays there, and what is known of that stays here.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, id: RegistryId) -> Result<()> {
    let sql = "UPDATE images SET registry_id = NULL WHERE organisation_id = $1 AND registry_id = $2";
    tx.executor().run(sql, arguments![organisation, id]).await?;
    let sql = "DELETE FROM registries WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id]).await? == 0 {
        return Err(Error::Missing("the registry"));
    }
    tx.event(Some(organisation), "registry.deleted", id, json!({}));
    Ok(())
}
