//! Credentials whose values are read elsewhere: which of them are to be read again, and what came of it.

use std::time::Duration;

use hub_model::{
    api::SecretSource,
    id::{ApiId, CredentialId, OrganisationId},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::place;
use crate::{
    database::{FromRow, Json, Read as _, Row, Transaction, arguments},
    error::Result,
};

/// A credential that is to be read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Which.
    pub id: CredentialId,
    /// Whose.
    pub organisation: OrganisationId,
    /// For which API.
    pub api: ApiId,
    /// Where its value is.
    pub source: SecretSource,
}

impl FromRow for Due {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            organisation: row.id("organisation_id")?,
            api: row.id("api_id")?,
            source: row.json("source")?,
        })
    }
}

/// Credentials that are to be read now, each answered once: it is due again `every` so often.
///
/// # Errors
/// When the database does not answer.
pub async fn due(tx: &Transaction<'_>, every: Duration, most: i64) -> Result<Vec<Due>> {
    let sql = "UPDATE credentials SET source_due_at = $2 WHERE id IN (
                   SELECT id FROM credentials WHERE source_due_at <= $1 ORDER BY source_due_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED)
               RETURNING id, organisation_id, api_id, source";
    tx.executor().all(sql, arguments![tx.at(), tx.at().after(every), most]).await
}

/// What is kept of a credential that was read again.
struct Kept {
    sealed: Vec<u8>,
    problem: Option<String>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { sealed: row.get("sealed")?, problem: row.get("source_problem")? })
    }
}

/// The row, as long as its value is still read where it was read now: somebody may have set another one meanwhile.
async fn kept(tx: &Transaction<'_>, due: &Due) -> Result<Option<Kept>> {
    let sql = "SELECT sealed, source_problem FROM credentials WHERE organisation_id = $1 AND id = $2 AND source = $3 FOR NO KEY UPDATE";
    tx.executor().one(sql, arguments![due.organisation, due.id, Json(&due.source)]).await
}

/// Keeps the value that was read. Answers whether it is another one than before.
///
/// # Errors
/// When the database does not answer, or a secret cannot be sealed.
pub async fn refreshed(tx: &Transaction<'_>, due: &Due, value: &SecretString) -> Result<bool> {
    let Some(Kept { sealed, problem }) = kept(tx, due).await? else { return Ok(false) };
    let row = due.id.to_string();
    let value = value.expose_secret().as_bytes();
    let before = tx.store().unseal(tx, place(&row), &sealed).await?;
    let is_new = aws_lc_rs::constant_time::verify_slices_are_equal(&before, value).is_err();
    if is_new {
        let sealed = tx.seal(Some(due.organisation), place(&row), value).await?;
        let sql = "UPDATE credentials SET sealed = $3, updated_at = $4, source_read_at = $4, source_problem = NULL, tested = NULL,
                   version = version + 1 WHERE organisation_id = $1 AND id = $2";
        tx.executor().run(sql, arguments![due.organisation, due.id, sealed, tx.at()]).await?;
    } else {
        let sql =
            "UPDATE credentials SET source_read_at = $3, source_problem = NULL WHERE organisation_id = $1 AND id = $2";
        tx.executor().run(sql, arguments![due.organisation, due.id, tx.at()]).await?;
    }
    if is_new || problem.is_some() {
        let data = json!({ "api": due.api, "is_new": is_new });
        tx.event(Some(due.organisation), "credential.refreshed", due.id, data);
    }
    Ok(is_new)
}

/// Keeps why a value could not be read. The one from before stays in use.
///
/// # Errors
/// When the database does not answer.
pub async fn unreadable(tx: &Transaction<'_>, due: &Due, why: &str) -> Result<()> {
    let Some(Kept { problem, .. }) = kept(tx, due).await? else { return Ok(()) };
    let sql = "UPDATE credentials SET source_problem = $3 WHERE organisation_id = $1 AND id = $2";
    tx.executor().run(sql, arguments![due.organisation, due.id, why]).await?;
    if problem.is_none() {
        tx.event(Some(due.organisation), "credential.unreadable", due.id, json!({ "api": due.api, "problem": why }));
    }
    Ok(())
}
