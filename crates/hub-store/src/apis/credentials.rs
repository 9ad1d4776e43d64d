//! Sealed secrets for upstreams: each for one security scheme of one API, everybody's or one user's own.

mod sources;

pub use sources::{Due, due, refreshed, unreadable};

use hub_model::{
    Timestamp,
    api::{Credential, SecretSource, Tested},
    id::{ApiId, CredentialId, OrganisationId, UserId},
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use crate::{
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    seal::Place,
    store::Store,
};

/// A secret that is to be kept.
#[derive(Debug)]
pub struct New<'n> {
    /// For which API.
    pub api: ApiId,
    /// The security scheme's name in the document.
    pub scheme: &'n str,
    /// Whose own it is; everybody's when absent.
    pub user: Option<UserId>,
    /// The secret.
    pub value: &'n SecretString,
    /// The origins that it may be sent to. A document that moves the API elsewhere does not take it along.
    pub destinations: &'n [String],
    /// Where the secret was read, and when it is to be read again; nowhere where it was given.
    pub source: Option<(&'n SecretSource, Timestamp)>,
    /// Who sets it.
    pub set_by: UserId,
    /// What its test came to, where it was tested.
    pub tested: Option<Tested>,
}

/// A secret that was opened.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The security scheme's name in the document.
    pub scheme: String,
    /// The secret.
    pub value: SecretString,
    /// The origins that it may be sent to.
    pub destinations: Vec<String>,
}

impl FromRow for Credential {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            api: row.id("api_id")?,
            scheme: row.get("scheme")?,
            user: row.id_or_null("user_id")?,
            destinations: row.json("destinations")?,
            set_by: row.id("set_by")?,
            created_at: row.time("created_at")?,
            updated_at: row.time("updated_at")?,
            tested: row.json_or_null("tested")?,
            source: row.json_or_null("source")?,
            read_at: row.time_or_null("source_read_at")?,
            source_problem: row.get("source_problem")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str =
    "id, api_id, scheme, user_id, destinations, set_by, created_at, updated_at, tested, source, source_read_at,
    source_problem, version";

fn place(row: &str) -> Place<'_> {
    Place { column: "credentials.sealed", row }
}

/// Keeps a secret, in the place of the one that there was.
///
/// # Errors
/// [`Error::Missing`] when the API is gone.
pub async fn set(tx: &Transaction<'_>, organisation: OrganisationId, new: New<'_>) -> Result<Credential> {
    super::lock(tx, organisation, new.api).await?;
    let before = of_scheme(tx, organisation, new.api, new.scheme, new.user).await?;
    let id = before.as_ref().map_or_else(|| tx.store().fresh(), |credential| credential.id);
    let sealed = tx.seal(Some(organisation), place(&id.to_string()), new.value.expose_secret().as_bytes()).await?;
    let tested = new.tested.as_ref().and_then(|tested| serde_json::to_string(tested).ok());
    let sql = if before.is_some() {
        format!(
            "UPDATE credentials SET sealed = $6, set_by = $7, updated_at = $8, tested = $9, destinations = $10, source = $11,
                    source_due_at = $12, source_read_at = $13, source_problem = NULL, version = version + 1
             WHERE id = $1 AND organisation_id = $2 AND api_id = $3 AND scheme = $4 AND ($5 IS NULL OR user_id = $5) RETURNING {COLUMNS}"
        )
    } else {
        format!(
            "INSERT INTO credentials (id, organisation_id, api_id, scheme, user_id, sealed, set_by, created_at, updated_at, tested, destinations,
                                      source, source_due_at, source_read_at, version)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9, $10, $11, $12, $13, 1) RETURNING {COLUMNS}"
        )
    };
    let New { api, scheme, user, destinations, set_by, .. } = new;
    let (source, due_at) = new.source.unzip();
    let read_at = source.map(|_| tx.at());
    let at = tx.at();
    let values = arguments![
        id,
        organisation,
        api,
        scheme,
        user,
        sealed,
        set_by,
        at,
        tested,
        Json(destinations),
        source.map(Json),
        due_at,
        read_at
    ];
    let kept = tx.executor().one(&sql, values).await?;
    tx.event(
        Some(organisation),
        "credential.set",
        id,
        json!({ "api": api, "scheme": scheme, "user": user, "destinations": destinations, "source": source }),
    );
    kept.ok_or(Error::Missing("the credential"))
}

/// The credential for a scheme, everybody's or one user's own.
///
/// # Errors
/// When the database does not answer.
pub async fn of_scheme(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    scheme: &str,
    user: Option<UserId>,
) -> Result<Option<Credential>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM credentials WHERE organisation_id = $1 AND api_id = $2 AND scheme = $3
         AND (user_id = $4 OR ($4 IS NULL AND user_id IS NULL))"
    );
    from.executor().one(&sql, arguments![organisation, api, scheme, user]).await
}

/// An API's credentials: everybody's, and those of one user.
///
/// # Errors
/// When the database does not answer.
pub async fn list(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    user: Option<UserId>,
) -> Result<Vec<Credential>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM credentials WHERE organisation_id = $1 AND api_id = $2 AND (user_id IS NULL OR user_id = $3)
         ORDER BY scheme, id"
    );
    from.executor().all(&sql, arguments![organisation, api, user]).await
}

/// A credential.
///
/// # Errors
/// When the database does not answer.
pub async fn find(
    from: &impl Read,
    organisation: OrganisationId,
    api: ApiId,
    id: CredentialId,
) -> Result<Option<Credential>> {
    let sql = format!("SELECT {COLUMNS} FROM credentials WHERE organisation_id = $1 AND api_id = $2 AND id = $3");
    from.executor().one(&sql, arguments![organisation, api, id]).await
}

/// The secrets for the calls of a user: for each scheme their own, or else everybody's.
///
/// # Errors
/// When the database does not answer, or a secret cannot be opened.
pub async fn open(
    store: &Store,
    organisation: OrganisationId,
    api: ApiId,
    user: Option<UserId>,
) -> Result<Vec<Opened>> {
    let sealed =
        "SELECT user_id, scheme, destinations, id, sealed FROM credentials WHERE organisation_id = $1 AND api_id = $2
                  AND (user_id IS NULL OR user_id = $3) ORDER BY scheme, id";
    let sealed = store.executor().all(sealed, arguments![organisation, api, user]).await?;
    Ok(of_user(unsealed(store, sealed).await?, user))
}

/// Of the secrets of an API those for the calls of a user: for each scheme their own, or else everybody's.
#[must_use]
pub fn of_user(all: Vec<(Option<UserId>, Opened)>, user: Option<UserId>) -> Vec<Opened> {
    let mut secrets: Vec<(Option<UserId>, Opened)> = Vec::new();
    for (owner, opened) in all.into_iter().filter(|(owner, _)| owner.is_none() || *owner == user) {
        match secrets.iter_mut().find(|(_, known)| known.scheme == opened.scheme) {
            Some(known) if owner.is_some() => *known = (owner, opened),
            Some(_) => {}
            None => secrets.push((owner, opened)),
        }
    }
    secrets.into_iter().map(|(_, opened)| opened).collect()
}

/// All secrets of an API, with whose they are.
pub(crate) async fn open_all(
    store: &Store,
    organisation: OrganisationId,
    api: ApiId,
) -> Result<Vec<(Option<UserId>, Opened)>> {
    let sealed =
        "SELECT user_id, scheme, destinations, id, sealed FROM credentials WHERE organisation_id = $1 AND api_id = $2
                  ORDER BY scheme, id";
    let sealed = store.executor().all(sealed, arguments![organisation, api]).await?;
    unsealed(store, sealed).await
}

/// A secret as it is kept.
struct Sealed(Option<UserId>, String, Vec<String>, CredentialId, Vec<u8>);

impl FromRow for Sealed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let user = row.id_or_null("user_id")?;
        Ok(Self(user, row.get("scheme")?, row.json("destinations")?, row.id("id")?, row.get("sealed")?))
    }
}

async fn unsealed(store: &Store, sealed: Vec<Sealed>) -> Result<Vec<(Option<UserId>, Opened)>> {
    let mut secrets = Vec::new();
    for Sealed(user, scheme, destinations, id, sealed) in sealed {
        let plain = store.unseal(store, place(&id.to_string()), &sealed).await?;
        let text =
            std::str::from_utf8(&plain).map_err(|_| Error::Corrupt(format!("the credential {id} is no text")))?;
        secrets.push((user, Opened { scheme, value: SecretString::from(text), destinations }));
    }
    Ok(secrets)
}

/// Keeps what a test of a credential came to.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn set_tested(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: CredentialId,
    tested: &Tested,
) -> Result<()> {
    let sql = "UPDATE credentials SET tested = $3 WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id, Json(tested)]).await? == 0 {
        return Err(Error::Missing("the credential"));
    }
    tx.event(Some(organisation), "credential.tested", id, json!({ "accepted": tested.accepted }));
    Ok(())
}

/// Deletes a credential.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, api: ApiId, id: CredentialId) -> Result<()> {
    let sql = "DELETE FROM credentials WHERE organisation_id = $1 AND api_id = $2 AND id = $3";
    if tx.executor().run(sql, arguments![organisation, api, id]).await? == 0 {
        return Err(Error::Missing("the credential"));
    }
    tx.event(Some(organisation), "credential.deleted", id, json!({ "api": api }));
    Ok(())
}
