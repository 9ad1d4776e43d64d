//! What the parts of the hub tell each other: within one process, or through Redis. A notice may get lost and never carries more than what to look at; who waits for one also looks from time to time.

use futures_util::StreamExt as _;
use hub_model::id::{JobId, KeyId, OrganisationId, SessionId, UserId};
use redis::{AsyncTypedCommands as _, Client, aio::ConnectionManager};
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

use crate::error::{Error, Result};

/// The Redis channel.
const CHANNEL: &str = "mcphub:notices";
/// Notices that a slow listener may be behind before it misses some.
const BACKLOG: usize = 4096;

/// Something happened that somebody may wait for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Notice {
    /// There are new events.
    Events {
        /// Whose; the hub's own when absent.
        scope: Option<OrganisationId>,
        /// The number of the last.
        last: i64,
    },
    /// A job became due.
    JobDue,
    /// A job moved on, or ended.
    Job {
        /// Which.
        id: JobId,
    },
    /// Somebody asked for the end of a job.
    JobCancelling {
        /// Which.
        id: JobId,
    },
    /// A session was ended.
    SessionEnded {
        /// Which.
        id: SessionId,
    },
    /// What a user, or a member, or a key may do has changed.
    RightsChanged {
        /// Of whom, when it concerns one user.
        user: Option<UserId>,
        /// Of which key.
        key: Option<KeyId>,
        /// In which organisation.
        organisation: Option<OrganisationId>,
    },
}

/// A connection to Redis that heals itself.
#[derive(Clone)]
pub struct Redis {
    client: Client,
    pub(crate) connection: ConnectionManager,
}

/// The bus.
pub struct Bus {
    local: broadcast::Sender<Notice>,
    redis: Option<Redis>,
}

/// Connects to Redis.
///
/// # Errors
/// When it cannot be reached.
pub(crate) async fn connect(url: &str) -> Result<Redis> {
    let unavailable = |error: redis::RedisError| Error::Unavailable(format!("Redis: {error}"));
    let client = Client::open(url).map_err(unavailable)?;
    let connection = ConnectionManager::new(client.clone()).await.map_err(unavailable)?;
    Ok(Redis { client, connection })
}

impl Bus {
    pub(crate) async fn new(redis: Option<Redis>) -> Result<Self> {
        let (local, _) = broadcast::channel(BACKLOG);
        if let Some(redis) = redis.clone() {
            tokio::spawn(listen(redis, local.clone()));
        }
        Ok(Self { local, redis })
    }

    /// Hears everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.local.subscribe()
    }

    /// Tells everybody.
    pub async fn publish(&self, notice: Notice) {
        let Some(redis) = &self.redis else {
            // Nobody listening is no failure.
            let _ = self.local.send(notice);
            return;
        };
        let Ok(text) = serde_json::to_string(&notice) else { return };
        if let Err(error) = redis.connection.clone().publish(CHANNEL, text).await {
            tracing::warn!(%error, "a notice could not be sent through Redis");
            let _ = self.local.send(notice);
        }
    }

    /// Whether Redis answers, where there is one.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        let Some(redis) = &self.redis else { return Ok(()) };
        redis.connection.clone().ping().await.map(drop).map_err(|error| Error::Unavailable(format!("Redis: {error}")))
    }
}

/// Passes on what comes through Redis, for as long as anybody could listen.
async fn listen(redis: Redis, local: broadcast::Sender<Notice>) {
    loop {
        match redis.client.get_async_pubsub().await {
            Ok(mut subscription) => {
                if let Err(error) = subscription.subscribe(CHANNEL).await {
                    tracing::warn!(%error, "notices cannot be heard through Redis");
                } else {
                    let mut messages = subscription.into_on_message();
                    while let Some(message) = messages.next().await {
                        let notice =
                            message.get_payload::<String>().ok().and_then(|text| serde_json::from_str(&text).ok());
                        if let Some(notice) = notice {
                            let _ = local.send(notice);
                        }
                    }
                    tracing::warn!("the connection to Redis broke; notices are heard again once it is back");
                }
            }
            Err(error) => tracing::warn!(%error, "Redis cannot be reached"),
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
}
