//! Keys that sign access tokens, sealed. The newest one signs; those before it are accepted until the last of their tokens has ended.

use hub_model::Timestamp;
use zeroize::Zeroizing;

use crate::{
    database::{FromRow, Read, Row, Transaction, arguments},
    error::Result,
    seal::Place,
    store::Store,
};

/// A key that signs, or signed.
pub struct SigningKey {
    /// By which tokens name it.
    pub kid: String,
    /// The private key, as it was given.
    pub key: Zeroizing<Vec<u8>>,
    /// When it was made.
    pub created_at: Timestamp,
}

struct Kept {
    kid: String,
    sealed: Vec<u8>,
    created_at: Timestamp,
}

impl FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self { kid: row.get("kid")?, sealed: row.get("sealed")?, created_at: row.time("created_at")? })
    }
}

fn place(row: &str) -> Place<'_> {
    Place { column: "signing_keys.sealed", row }
}

/// The keys that are not retired, newest first.
///
/// # Errors
/// When the database does not answer, or a key cannot be opened.
pub async fn list(store: &Store, from: &impl Read) -> Result<Vec<SigningKey>> {
    let sql = "SELECT kid, sealed, created_at FROM signing_keys WHERE retired_at IS NULL ORDER BY created_at DESC, kid";
    let mut keys = Vec::new();
    for Kept { kid, sealed, created_at } in from.executor().all(sql, arguments![]).await? {
        let key = store.unseal(from, place(&kid), &sealed).await?;
        keys.push(SigningKey { kid, key, created_at });
    }
    Ok(keys)
}

/// Keeps a new key. Those from before `moment` are not accepted any more.
///
/// # Errors
/// When the database does not answer.
pub async fn add(tx: &Transaction<'_>, kid: &str, key: &[u8], moment: Timestamp) -> Result<()> {
    let sealed = tx.seal(None, place(kid), key).await?;
    let sql = "INSERT INTO signing_keys (kid, sealed, created_at) VALUES ($1, $2, $3)";
    tx.executor().run(sql, arguments![kid, sealed, tx.at()]).await?;
    let sql = "UPDATE signing_keys SET retired_at = $2 WHERE retired_at IS NULL AND created_at < $1";
    tx.executor().run(sql, arguments![moment, tx.at()]).await?;
    tx.event(None, "signing-key.added", kid, serde_json::json!({}));
    Ok(())
}
