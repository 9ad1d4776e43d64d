//! Links that work once: the first administrator's, and those for a new password.

use hub_model::{Timestamp, id::UserId};

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::Result,
};

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// To make the first administrator.
    Setup,
    /// To choose a new password.
    Reset,
}

impl Purpose {
    fn as_str(self) -> &'static str {
        match self {
            Self::Setup => "setup",
            Self::Reset => "reset",
        }
    }
}

/// A link that was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Used {
    /// Whose it was; the first administrator has no account yet.
    pub user: Option<UserId>,
}

impl FromRow for Used {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { user: row.id_or_null("user_id")? })
    }
}

/// Makes a link, after which earlier ones for the same do not work any more.
///
/// # Errors
/// When the database does not answer.
pub async fn create(
    tx: &Transaction<'_>,
    purpose: Purpose,
    user: Option<UserId>,
    hash: &str,
    expires_at: Timestamp,
) -> Result<()> {
    let sql = "DELETE FROM one_time_tokens WHERE purpose = $1 AND (user_id = $2 OR ($2 IS NULL AND user_id IS NULL))";
    tx.executor().run(sql, arguments![purpose.as_str(), user]).await?;
    let sql =
        "INSERT INTO one_time_tokens (hash, purpose, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)";
    tx.executor().run(sql, arguments![hash, purpose.as_str(), user, tx.at(), expires_at]).await.map(drop)
}

/// Uses up a link; `None` when there is none that works.
///
/// # Errors
/// When the database does not answer.
pub async fn take(tx: &Transaction<'_>, purpose: Purpose, hash: &str) -> Result<Option<Used>> {
    let sql = "UPDATE one_time_tokens SET used_at = $3 WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3 RETURNING user_id";
    tx.executor().one(sql, arguments![hash, purpose.as_str(), tx.at()]).await
}

/// Whether a link would work.
///
/// # Errors
/// When the database does not answer.
pub async fn is_open(from: &impl Read, purpose: Purpose, hash: &str, at: Timestamp) -> Result<bool> {
    let sql =
        "SELECT user_id FROM one_time_tokens WHERE hash = $1 AND purpose = $2 AND used_at IS NULL AND expires_at > $3";
    Ok(from.executor().one::<Used>(sql, arguments![hash, purpose.as_str(), at]).await?.is_some())
}

/// Forgets links that expired before a moment.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(tx: &Transaction<'_>, moment: Timestamp) -> Result<u64> {
    tx.executor().run("DELETE FROM one_time_tokens WHERE expires_at < $1", arguments![moment]).await
}
