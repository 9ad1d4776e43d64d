//! Failed attempts to sign in, counted for an address whether or not there is such an account.

use hub_model::Timestamp;

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::Result,
    store::SKEW,
};

/// Failures in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: i64,
    /// The last.
    pub last_at: Timestamp,
}

impl FromRow for Failures {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { count: row.get("failures")?, last_at: row.time("last_at")? })
    }
}

/// The failures so far.
///
/// # Errors
/// When the database does not answer.
pub async fn failures(from: &impl Read, subject: &str) -> Result<Option<Failures>> {
    from.executor().one("SELECT failures, last_at FROM throttles WHERE subject = $1", arguments![subject]).await
}

/// Counts one more; from the beginning when the last was before `forgotten`.
///
/// # Errors
/// When the database does not answer.
pub async fn count(tx: &Transaction<'_>, subject: &str, forgotten: Timestamp) -> Result<Option<Failures>> {
    let sql = "INSERT INTO throttles (subject, failures, last_at) VALUES ($1, 1, $2)
               ON CONFLICT (subject) DO UPDATE SET last_at = $2,
               failures = CASE WHEN throttles.last_at < $3 THEN 1 ELSE throttles.failures + 1 END
               RETURNING failures, last_at";
    tx.executor().one(sql, arguments![subject, tx.at(), forgotten]).await
}

/// Forgets all failures.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(tx: &Transaction<'_>, subject: &str) -> Result<()> {
    tx.executor().run("DELETE FROM throttles WHERE subject = $1", arguments![subject]).await.map(drop)
}

/// Forgets addresses whose last failure was before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM throttles WHERE last_at < $1", arguments![moment]).await
}

/// Mends what a clock left behind that was set back: no failure is yet to come.
///
/// # Errors
/// When the database does not answer.
pub async fn mend(tx: &Transaction<'_>) -> Result<u64> {
    tx.executor()
        .run("UPDATE throttles SET last_at = $1 WHERE last_at > $2", arguments![tx.at(), tx.at().after(SKEW)])
        .await
}

/// Takes one back that turned out to be none.
///
/// # Errors
/// When the database does not answer.
pub async fn uncount(tx: &Transaction<'_>, subject: &str) -> Result<()> {
    let sql = "UPDATE throttles SET failures = failures - 1 WHERE subject = $1 AND failures > 0";
    tx.executor().run(sql, arguments![subject]).await.map(drop)
}
