//! Changing the key that seals an organisation's secrets, or the hub's, while it is in use: a new key seals from now on, what the
//! old ones sealed is sealed anew, and at last the old ones are forgotten.

use std::time::Duration;

use hub_model::{
    id::{CredentialId, DataKeyId, JobId, RegistryId, ReplicaId, UserId, WebhookId},
    job::Task,
};
use serde_json::json;

use crate::{
    database::{FromRow, Read, Row, Scope, Transaction, arguments},
    error::Result,
    jobs,
    seal::Place,
};

/// How long old keys are kept after the new one: a transaction that began before may still seal with them.
pub const GRACE: Duration = Duration::from_secs(600);

/// Where secrets are kept.
#[derive(Clone, Copy)]
enum Column {
    Credentials,
    Webhooks,
    Registries,
    Replicas,
    Idempotency,
    Totp,
    SigningKeys,
}

/// A sealed value, with what its place is called and what its row is found by.
struct Found {
    row: String,
    key: Vec<sea_orm::Value>,
    sealed: Vec<u8>,
}

impl Column {
    const OF_ORGANISATIONS: [Self; 5] =
        [Self::Credentials, Self::Webhooks, Self::Registries, Self::Replicas, Self::Idempotency];
    const OF_THE_HUB: [Self; 3] = [Self::Totp, Self::SigningKeys, Self::Idempotency];

    fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials.sealed",
            Self::Webhooks => "webhooks.sealed",
            Self::Registries => "registries.sealed",
            Self::Replicas => "replicas.sealed",
            Self::Idempotency => "idempotency.sealed",
            Self::Totp => "users.totp",
            Self::SigningKeys => "signing_keys.sealed",
        }
    }

    /// Selects at most a hundred values that one of the old keys sealed. `$1` is the newest key, `$2` the organisation.
    fn select(self) -> &'static str {
        match self {
            Self::Credentials => {
                "SELECT id, sealed FROM credentials WHERE organisation_id = $2 AND SUBSTR(sealed, 2, 16) <> $1 LIMIT 100 FOR NO KEY UPDATE"
            }
            Self::Webhooks => {
                "SELECT id, sealed FROM webhooks WHERE organisation_id = $2 AND SUBSTR(sealed, 2, 16) <> $1 LIMIT 100 FOR NO KEY UPDATE"
            }
            Self::Registries => {
                "SELECT id, sealed FROM registries WHERE organisation_id = $2 AND SUBSTR(sealed, 2, 16) <> $1 LIMIT 100 FOR NO KEY UPDATE"
            }
            Self::Replicas => {
                "SELECT id, sealed FROM replicas WHERE organisation_id = $2 AND SUBSTR(sealed, 2, 16) <> $1 LIMIT 100 FOR NO KEY UPDATE"
            }
            Self::Idempotency => {
                "SELECT scope, key, sealed FROM idempotency i WHERE EXISTS (SELECT 1 FROM data_keys k
                 WHERE k.sealed_as = SUBSTR(i.sealed, 2, 16) AND k.sealed_as <> $1
                 AND (k.organisation_id = $2 OR ($2 IS NULL AND k.organisation_id IS NULL))) LIMIT 100 FOR NO KEY UPDATE"
            }
            Self::Totp => {
                "SELECT id, totp AS sealed FROM users WHERE totp IS NOT NULL AND SUBSTR(totp, 2, 16) <> $1 AND $2 IS NULL LIMIT 100 FOR NO KEY UPDATE"
            }
            Self::SigningKeys => {
                "SELECT kid, sealed FROM signing_keys WHERE SUBSTR(sealed, 2, 16) <> $1 AND $2 IS NULL LIMIT 100 FOR NO KEY UPDATE"
            }
        }
    }

    fn update(self) -> &'static str {
        match self {
            Self::Credentials => "UPDATE credentials SET sealed = $1 WHERE id = $2",
            Self::Webhooks => "UPDATE webhooks SET sealed = $1 WHERE id = $2",
            Self::Registries => "UPDATE registries SET sealed = $1 WHERE id = $2",
            Self::Replicas => "UPDATE replicas SET sealed = $1 WHERE id = $2",
            Self::Idempotency => "UPDATE idempotency SET sealed = $1 WHERE scope = $2 AND key = $3",
            Self::Totp => "UPDATE users SET totp = $1 WHERE id = $2",
            Self::SigningKeys => "UPDATE signing_keys SET sealed = $1 WHERE kid = $2",
        }
    }

    fn read(self, row: &Row<'_>) -> Result<Found> {
        let (name, key) = match self {
            Self::Credentials => named(row.id::<CredentialId>("id")?),
            Self::Webhooks => named(row.id::<WebhookId>("id")?),
            Self::Registries => named(row.id::<RegistryId>("id")?),
            Self::Replicas => named(row.id::<ReplicaId>("id")?),
            Self::Totp => named(row.id::<UserId>("id")?),
            Self::SigningKeys => {
                let kid: String = row.get("kid")?;
                (kid.clone(), arguments![kid])
            }
            Self::Idempotency => {
                let (scope, key): (String, String) = (row.get("scope")?, row.get("key")?);
                (super::idempotency::row(&scope, &key), arguments![scope, key])
            }
        };
        Ok(Found { row: name, key, sealed: row.get("sealed")? })
    }
}

fn named(id: impl crate::database::Argument + ToString + Copy) -> (String, Vec<sea_orm::Value>) {
    (id.to_string(), arguments![id])
}

/// Begins to seal with a new key, and asks for the job that seals what there is anew: an organisation's secrets, or the hub's own.
///
/// # Errors
/// When the database does not answer.
pub async fn rotate(tx: &Transaction<'_>, scope: Scope, by: Option<UserId>) -> Result<JobId> {
    let (id, _) = tx.add_data_key(scope).await?;
    tx.event(scope, "data-key.added", id, json!({}));
    ask(tx, scope, by, Duration::ZERO).await
}

/// Asks for a job that seals secrets with their newest key.
///
/// # Errors
/// When the database does not answer.
pub async fn ask(tx: &Transaction<'_>, scope: Scope, by: Option<UserId>, wait: Duration) -> Result<JobId> {
    let subject = scope.map_or_else(|| "hub".to_owned(), |organisation| organisation.to_string());
    let new = jobs::New {
        organisation: scope,
        task: Task::Reseal { organisation: scope },
        key: Some(format!("reseal/{subject}")),
        subject,
        attempts: 10,
        due_at: tx.at().after(wait),
        created_by: by,
    };
    jobs::enqueue(tx, new).await
}

/// Seals some of what older keys sealed anew. Answers how many values; none are left when it is 0.
///
/// # Errors
/// When the database does not answer, or a secret cannot be opened.
pub async fn some(tx: &Transaction<'_>, scope: Scope) -> Result<usize> {
    let Some(newest) = newest(tx, scope).await? else { return Ok(0) };
    let mut done = 0;
    for column in columns(scope) {
        let values = arguments![sealed_as(newest), scope];
        let found = tx.executor().read(column.select(), values, |row| column.read(row)).await?;
        for Found { row, key, sealed } in found {
            let place = || Place { column: column.name(), row: &row };
            let plain = tx.store().unseal(tx, place(), &sealed).await?;
            let sealed = tx.seal(scope, place(), &plain).await?;
            tx.executor().run(column.update(), [arguments![sealed], key].concat()).await?;
            done += 1;
        }
    }
    Ok(done)
}

fn columns(scope: Scope) -> &'static [Column] {
    if scope.is_some() { &Column::OF_ORGANISATIONS } else { &Column::OF_THE_HUB }
}

/// The identifier of a key as it stands in what the key sealed.
fn sealed_as(key: DataKeyId) -> Vec<u8> {
    key.0.to_be_bytes().to_vec()
}

/// Forgets the keys before the newest, once that is old enough and nothing is sealed with them any more. Whether old ones remain.
///
/// # Errors
/// When the database does not answer.
pub async fn forget_old(tx: &Transaction<'_>, scope: Scope) -> Result<bool> {
    let Some(newest) = newest(tx, scope).await? else { return Ok(false) };
    // Somebody may have sealed with an old key since [`some`] had nothing left.
    for column in columns(scope) {
        let left = tx.executor().read(column.select(), arguments![sealed_as(newest), scope], |_| Ok(())).await?;
        if !left.is_empty() {
            return Ok(true);
        }
    }
    let forgotten = tx.drop_data_keys(scope, newest, tx.at().before(GRACE)).await?;
    if forgotten > 0 {
        tx.event(scope, "data-key.retired", newest, json!({ "retired": forgotten }));
    }
    let sql =
        "SELECT COUNT(*) AS n FROM data_keys WHERE organisation_id = $1 OR ($1 IS NULL AND organisation_id IS NULL)";
    Ok(tx.executor().one::<i64>(sql, arguments![scope]).await?.unwrap_or(0) > 1)
}

async fn newest(tx: &Transaction<'_>, scope: Scope) -> Result<Option<DataKeyId>> {
    struct Id(DataKeyId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("id")?))
        }
    }
    let sql = "SELECT id FROM data_keys WHERE organisation_id = $1 OR ($1 IS NULL AND organisation_id IS NULL) ORDER BY id DESC LIMIT 1";
    Ok(tx.executor().one::<Id>(sql, arguments![scope]).await?.map(|Id(id)| id))
}
