//! Receivers of events.

use hub_model::id::{OrganisationId, WebhookId};
use secrecy::{ExposeSecret, SecretString};
use serde_json::json;

use hub_model::{Timestamp, job::Task};

use crate::{
    database::{FromRow, Json, Read, Row, Transaction, arguments},
    error::{Error, Result},
    jobs,
    organisations::{self, gone},
    seal::Place,
    store::Store,
};

/// The most that an organisation may have.
const MOST: i64 = 50;
/// Deliveries of an event that are tried: over some seven hours.
const ATTEMPTS: i64 = 18;

/// A receiver of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Identifier.
    pub id: WebhookId,
    /// For people.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// Kinds of events, `api.unhealthy`, or families of them, `api.`; all when empty.
    pub kinds: Vec<String>,
    /// It gets events.
    pub is_enabled: bool,
    /// Deliveries in a row that failed.
    pub failures: i64,
    /// The last delivery.
    pub last_at: Option<Timestamp>,
    /// Why the last delivery failed; nothing when it did not.
    pub last_error: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// What is said about a receiver when it is made or changed.
#[derive(Debug, Clone)]
pub struct Words {
    /// For people.
    pub name: String,
    /// Where events are sent.
    pub url: String,
    /// Kinds of events; all when empty.
    pub kinds: Vec<String>,
    /// It gets events.
    pub is_enabled: bool,
}

impl FromRow for Webhook {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.id("id")?,
            name: row.get("name")?,
            url: row.get("url")?,
            kinds: row.json("kinds")?,
            is_enabled: row.get("is_enabled")?,
            failures: row.get("failures")?,
            last_at: row.time_or_null("last_at")?,
            last_error: row.get("last_error")?,
            created_at: row.time("created_at")?,
            version: row.get("version")?,
        })
    }
}

const COLUMNS: &str = "id, name, url, kinds, is_enabled, failures, last_at, last_error, created_at, version";

fn place(row: &str) -> Place<'_> {
    Place { column: "webhooks.sealed", row }
}

/// Makes a receiver, which gets what happens from now on. Deliveries are signed with the secret.
///
/// # Errors
/// [`Error::Quota`] when there are too many.
pub async fn create(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    words: &Words,
    secret: &SecretString,
) -> Result<Webhook> {
    organisations::lock(tx, organisation, None).await?;
    let sql = "SELECT COUNT(*) AS n FROM webhooks WHERE organisation_id = $1";
    if tx.executor().one::<i64>(sql, arguments![organisation]).await?.unwrap_or(0) >= MOST {
        return Err(Error::Quota { what: "webhooks", most: MOST });
    }
    let id: WebhookId = tx.store().fresh();
    let sealed = tx.seal(Some(organisation), place(&id.to_string()), secret.expose_secret().as_bytes()).await?;
    let sql = format!(
        "INSERT INTO webhooks (id, organisation_id, name, url, kinds, sealed, is_enabled, seen, failures, created_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, (SELECT COALESCE(MAX(number), 0) FROM events WHERE scope = $2), 0, $8, 1)
         RETURNING {COLUMNS}"
    );
    let Words { name, url, kinds, is_enabled } = words;
    let made = tx
        .executor()
        .one(&sql, arguments![id, organisation, name, url, Json(kinds), sealed, is_enabled, tx.at()])
        .await?;
    tx.event(Some(organisation), "webhook.created", id, json!({ "name": name, "kinds": kinds }));
    made.ok_or(Error::Missing("the webhook"))
}

/// All of an organisation's, newest first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(from: &impl Read, organisation: OrganisationId) -> Result<Vec<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE organisation_id = $1 ORDER BY id DESC");
    from.executor().all(&sql, arguments![organisation]).await
}

/// One of them.
///
/// # Errors
/// When the database does not answer.
pub async fn find(from: &impl Read, organisation: OrganisationId, id: WebhookId) -> Result<Option<Webhook>> {
    let sql = format!("SELECT {COLUMNS} FROM webhooks WHERE organisation_id = $1 AND id = $2");
    from.executor().one(&sql, arguments![organisation, id]).await
}

/// What deliveries to it are signed with.
///
/// # Errors
/// When the database does not answer, or the secret cannot be opened.
pub async fn secret(store: &Store, organisation: OrganisationId, id: WebhookId) -> Result<Option<SecretString>> {
    struct Sealed(Vec<u8>);
    impl FromRow for Sealed {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.get("sealed")?))
        }
    }
    let sql = "SELECT sealed FROM webhooks WHERE organisation_id = $1 AND id = $2";
    let Some(Sealed(sealed)) = store.executor().one(sql, arguments![organisation, id]).await? else { return Ok(None) };
    let plain = store.unseal(store, place(&id.to_string()), &sealed).await?;
    let text = std::str::from_utf8(&plain).map_err(|_| Error::Corrupt("a webhook's secret is no text".to_owned()))?;
    Ok(Some(SecretString::from(text)))
}

/// Changes one that still has this version.
///
/// # Errors
/// [`Error::Stale`] when it has another, [`Error::Missing`] when there is none.
pub async fn update(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: WebhookId,
    version: Option<i64>,
    words: &Words,
) -> Result<Webhook> {
    let sql = format!(
        "UPDATE webhooks SET name = $3, url = $4, kinds = $5, is_enabled = $6, failures = 0, version = version + 1
         WHERE organisation_id = $1 AND id = $2 AND ($7 IS NULL OR version = $7) RETURNING {COLUMNS}"
    );
    let Words { name, url, kinds, is_enabled } = words;
    let changed =
        tx.executor().one(&sql, arguments![organisation, id, name, url, Json(kinds), is_enabled, version]).await?;
    let Some(changed) = changed else { return Err(gone(find(tx, organisation, id).await?, "the webhook")) };
    tx.event(
        Some(organisation),
        "webhook.updated",
        id,
        json!({ "name": name, "kinds": kinds, "is_enabled": is_enabled }),
    );
    Ok(changed)
}

/// Deletes one.
///
/// # Errors
/// [`Error::Missing`] when there is none.
pub async fn delete(tx: &Transaction<'_>, organisation: OrganisationId, id: WebhookId) -> Result<()> {
    let sql = "DELETE FROM webhooks WHERE organisation_id = $1 AND id = $2";
    if tx.executor().run(sql, arguments![organisation, id]).await? == 0 {
        return Err(Error::Missing("the webhook"));
    }
    tx.event(Some(organisation), "webhook.deleted", id, json!({}));
    Ok(())
}

/// Asks for the delivery of what happened since the last time, to each receiver that wants it. Answers how many deliveries.
///
/// # Errors
/// When the database does not answer.
pub async fn dispatch(tx: &Transaction<'_>, organisation: OrganisationId, most: i64) -> Result<usize> {
    struct Behind(Webhook, i64);
    impl FromRow for Behind {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(Webhook::from_row(row)?, row.get("seen")?))
        }
    }
    let sql = format!(
        "SELECT {COLUMNS}, seen FROM webhooks WHERE organisation_id = $1
         AND seen < (SELECT events FROM chains WHERE scope = $1) ORDER BY id FOR NO KEY UPDATE SKIP LOCKED"
    );
    let mut deliveries = 0;
    for Behind(webhook, seen) in tx.executor().all::<Behind>(&sql, arguments![organisation]).await? {
        let events = crate::events::after(tx, Some(organisation), seen, most).await?;
        for event in events.iter().filter(|event| webhook.wants(&event.kind)) {
            let task = Task::DeliverWebhook { webhook: webhook.id, event: event.number };
            let new = jobs::New {
                organisation: Some(organisation),
                task,
                subject: webhook.id.to_string(),
                key: None,
                attempts: ATTEMPTS,
                due_at: tx.at(),
                created_by: None,
            };
            jobs::enqueue(tx, new).await?;
            deliveries += 1;
        }
        let last = events.last().map_or(seen, |event| event.number);
        tx.executor().run("UPDATE webhooks SET seen = $2 WHERE id = $1", arguments![webhook.id, last]).await?;
    }
    Ok(deliveries)
}

/// Organisations with receivers that have not been told of everything yet.
///
/// # Errors
/// When the database does not answer.
pub async fn behind(from: &impl Read) -> Result<Vec<OrganisationId>> {
    struct Id(OrganisationId);
    impl FromRow for Id {
        fn from_row(row: &Row<'_>) -> Result<Self> {
            Ok(Self(row.id("organisation_id")?))
        }
    }
    let sql = "SELECT DISTINCT organisation_id FROM webhooks w JOIN chains c ON c.scope = w.organisation_id WHERE w.seen < c.events LIMIT 1000";
    Ok(from.executor().all::<Id>(sql, arguments![]).await?.into_iter().map(|Id(id)| id).collect())
}

/// Keeps what a delivery came to.
///
/// # Errors
/// When the database does not answer.
pub async fn delivered(
    tx: &Transaction<'_>,
    organisation: OrganisationId,
    id: WebhookId,
    error: Option<&str>,
) -> Result<()> {
    let sql = "UPDATE webhooks SET last_at = $3, last_error = $4, failures = CASE WHEN $4 IS NULL THEN 0 ELSE failures + 1 END
               WHERE organisation_id = $1 AND id = $2";
    tx.executor().run(sql, arguments![organisation, id, tx.at(), error]).await.map(drop)
}

impl Webhook {
    /// Whether it gets events of this kind. Never those about deliveries: each would cause the next.
    #[must_use]
    pub fn wants(&self, kind: &str) -> bool {
        let matches = |wanted: &String| wanted == kind || (wanted.ends_with('.') && kind.starts_with(wanted.as_str()));
        self.is_enabled && !kind.starts_with("job.") && (self.kinds.is_empty() || self.kinds.iter().any(matches))
    }
}
