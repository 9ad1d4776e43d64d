//! Answers to requests that carried an idempotency key: a repeated request gets the first one's answer and does nothing.

use hub_model::Timestamp;
use zeroize::Zeroizing;

use crate::{
    database::{FromRow, Read, Row, Scope, Transaction, arguments},
    error::Result,
    seal::Place,
};

/// An answer that was given.
#[derive(Debug)]
pub struct Answered {
    /// What the request was, hashed.
    pub fingerprint: String,
    /// The answer's status.
    pub status: i64,
    /// The answer's body.
    pub body: Zeroizing<Vec<u8>>,
}

struct Kept {
    fingerprint: String,
    status: i64,
    sealed: Vec<u8>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { fingerprint: row.get("fingerprint")?, status: row.get("status")?, sealed: row.get("sealed")? })
    }
}

/// What is sealed is bound to both; the length tells where one ends.
pub(super) fn row(scope: &str, key: &str) -> String {
    format!("{}/{scope}/{key}", scope.len())
}

/// The answer that was given to this key. `scope` says whose key and which endpoint.
///
/// # Errors
/// When the database does not answer.
pub async fn find(tx: &Transaction<'_>, scope: &str, key: &str) -> Result<Option<Answered>> {
    let sql = "SELECT fingerprint, status, sealed FROM idempotency WHERE scope = $1 AND key = $2";
    let Some(kept) = tx.executor().one::<Kept>(sql, arguments![scope, key]).await? else { return Ok(None) };
    let place = Place { column: "idempotency.sealed", row: &row(scope, key) };
    let body = tx.store().unseal(tx, place, &kept.sealed).await?;
    Ok(Some(Answered { fingerprint: kept.fingerprint, status: kept.status, body }))
}

/// Keeps an answer, in the transaction that holds what it tells of.
///
/// # Errors
/// [`crate::Error::Taken`] when another request with this key was faster: then nothing may be committed.
pub async fn keep(
    tx: &Transaction<'_>,
    owner: Scope,
    scope: &str,
    key: &str,
    fingerprint: &str,
    status: i64,
    body: &[u8],
) -> Result<()> {
    // Sealed because some answers show a key that is shown once.
    let place = Place { column: "idempotency.sealed", row: &row(scope, key) };
    let sealed = tx.seal(owner, place, body).await?;
    let sql =
        "INSERT INTO idempotency (scope, key, fingerprint, status, sealed, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    tx.executor().run(sql, arguments![scope, key, fingerprint, status, sealed, tx.at()]).await.map(drop)
}

/// Forgets answers that were given before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM idempotency WHERE created_at < $1", arguments![moment]).await
}
