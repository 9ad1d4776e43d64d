//! Second factors: a sealed secret that an authenticator app shares, and recovery codes for when the app is lost.

use hub_model::id::UserId;
use serde_json::json;
use zeroize::Zeroizing;

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::{Error, Result},
    seal::Place,
    store::Store,
};

/// A second factor.
pub struct SecondFactor {
    /// The shared secret.
    pub secret: Zeroizing<Vec<u8>>,
    /// Its owner showed that the app works; before that it is not asked for.
    pub is_confirmed: bool,
    /// The time step of the last code that was taken: it and earlier ones are not taken again.
    pub last_step: Option<i64>,
}

struct Kept {
    sealed: Option<Vec<u8>>,
    is_confirmed: bool,
    last_step: Option<i64>,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            sealed: row.get("totp")?,
            is_confirmed: row.get("totp_confirmed")?,
            last_step: row.get("totp_step")?,
        })
    }
}

fn place(row: &str) -> Place<'_> {
    Place { column: "users.totp", row }
}

/// A user's second factor, where there is one.
///
/// # Errors
/// When the database does not answer, or the secret cannot be opened.
pub async fn find(store: &Store, from: &impl Read, user: UserId) -> Result<Option<SecondFactor>> {
    let sql = "SELECT totp, totp_confirmed, totp_step FROM users WHERE id = $1";
    let Some(kept) = from.executor().one::<Kept>(sql, arguments![user]).await? else { return Ok(None) };
    let Some(sealed) = kept.sealed else { return Ok(None) };
    let secret = store.unseal(from, place(&user.to_string()), &sealed).await?;
    Ok(Some(SecondFactor { secret, is_confirmed: kept.is_confirmed, last_step: kept.last_step }))
}

/// Keeps a new secret that its owner has yet to confirm.
///
/// # Errors
/// [`Error::Refused`] when there is a confirmed one.
pub async fn begin(tx: &Transaction<'_>, user: UserId, secret: &[u8]) -> Result<()> {
    let sealed = tx.seal(None, place(&user.to_string()), secret).await?;
    let sql = "UPDATE users SET totp = $2, totp_step = NULL WHERE id = $1 AND totp_confirmed = FALSE";
    match tx.executor().run(sql, arguments![user, sealed]).await? {
        0 => Err(Error::Refused("there is a second factor already; remove it first")),
        _ => Ok(()),
    }
}

/// From now on it is asked for; these are the hashes of the recovery codes.
///
/// # Errors
/// [`Error::Missing`] when there is no secret to confirm.
pub async fn confirm(tx: &Transaction<'_>, user: UserId, step: i64, recovery_codes: &[String]) -> Result<()> {
    let sql = "UPDATE users SET totp_confirmed = TRUE, totp_step = $2, version = version + 1 WHERE id = $1 AND totp IS NOT NULL";
    if tx.executor().run(sql, arguments![user, step]).await? == 0 {
        return Err(Error::Missing("the second factor"));
    }
    tx.executor().run("DELETE FROM recovery_codes WHERE user_id = $1", arguments![user]).await?;
    for hash in recovery_codes {
        tx.executor().run("INSERT INTO recovery_codes (user_id, hash) VALUES ($1, $2)", arguments![user, hash]).await?;
    }
    tx.event(None, "user.second-factor-added", user, json!({}));
    Ok(())
}

/// Remembers that a code was taken; whether it was the first to be taken of its time step.
///
/// # Errors
/// When the database does not answer.
pub async fn used(tx: &Transaction<'_>, user: UserId, step: i64) -> Result<bool> {
    let sql = "UPDATE users SET totp_step = $2 WHERE id = $1 AND (totp_step IS NULL OR totp_step < $2)";
    Ok(tx.executor().run(sql, arguments![user, step]).await? > 0)
}

/// Uses up a recovery code; whether there was one.
///
/// # Errors
/// When the database does not answer.
pub async fn take_recovery_code(tx: &Transaction<'_>, user: UserId, hash: &str) -> Result<bool> {
    let sql = "DELETE FROM recovery_codes WHERE user_id = $1 AND hash = $2";
    let is_taken = tx.executor().run(sql, arguments![user, hash]).await? > 0;
    if is_taken {
        tx.event(None, "user.recovery-code-used", user, json!({}));
    }
    Ok(is_taken)
}

/// Removes it with its recovery codes.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(tx: &Transaction<'_>, user: UserId) -> Result<()> {
    let sql =
        "UPDATE users SET totp = NULL, totp_confirmed = FALSE, totp_step = NULL, version = version + 1 WHERE id = $1";
    tx.executor().run(sql, arguments![user]).await?;
    tx.executor().run("DELETE FROM recovery_codes WHERE user_id = $1", arguments![user]).await?;
    tx.event(None, "user.second-factor-removed", user, json!({}));
    Ok(())
}
