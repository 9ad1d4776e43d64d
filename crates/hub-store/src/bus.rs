//! What the parts of the hub tell each other: within one process, or through Redis.
//!
//! A notice may get lost and never carries more than what to look at; who waits for one also looks from time to time.

mod trust;

use std::time::Duration;

use futures_util::StreamExt as _;
use hub_model::{
    entropy::Entropy,
    id::{JobId, KeyId, OrganisationId, ServerId, SessionId, UserId},
};
use redis::{
    AsyncTypedCommands as _, Client,
    aio::{ConnectionManager, ConnectionManagerConfig},
};
use serde::{Deserialize, Serialize};
use tokio::{
    sync::{broadcast, mpsc},
    task::AbortHandle,
};

use crate::error::{Error, Result};

/// The Redis channel.
const CHANNEL: &str = "mcphub:notices";
/// Notices that a slow listener may be behind before it misses some.
const BACKLOG: usize = 4096;
/// How long Redis is waited for.
const PATIENCE: Duration = Duration::from_secs(1);

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
    /// A deployment is to be looked at.
    DeploymentDue {
        /// Of which server.
        server: ServerId,
    },
    /// How many calls of a server are in flight at a gateway: said while there are any, where its replicas depend on that.
    Load {
        /// Of which server.
        server: ServerId,
        /// Which gateway: another number for each process.
        gateway: u64,
        /// Thousandths of a call, in the middle since the last time.
        millicalls: u64,
    },
    /// Calls or lines of a server were kept.
    Called {
        /// Whose.
        organisation: OrganisationId,
        /// Of which server.
        server: ServerId,
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
    redis: Option<Remote>,
}

/// The way to other processes.
struct Remote {
    redis: Redis,
    /// Tells this process from others.
    name: u64,
    letters: mpsc::Sender<Letter>,
    listener: AbortHandle,
}

/// A notice on its way through Redis. Whoever sent it has heard it already.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Letter {
    from: u64,
    notice: Notice,
}

/// Connects to Redis.
///
/// # Errors
/// When it cannot be reached.
pub(crate) async fn connect(url: &str) -> Result<Redis> {
    let unavailable = |error: redis::RedisError| Error::Unavailable(format!("Redis: {error}"));
    let client = trust::client(url).map_err(unavailable)?;
    // Whoever waits for Redis has something better to do when it does not answer: it is asked again the next time.
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(0)
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    let connection = ConnectionManager::new_with_config(client.clone(), config).await.map_err(unavailable)?;
    Ok(Redis { client, connection })
}

impl Bus {
    pub(crate) fn new(redis: Option<Redis>, entropy: &dyn Entropy) -> Self {
        let (local, _) = broadcast::channel(BACKLOG);
        let redis = redis.map(|redis| {
            let mut name = [0; 8];
            entropy.fill(&mut name);
            Remote::new(redis, u64::from_be_bytes(name), local.clone())
        });
        Self { local, redis }
    }

    /// Hears everything from now on.
    #[must_use]
    pub fn subscribe(&self) -> broadcast::Receiver<Notice> {
        self.local.subscribe()
    }

    /// Tells everybody: this process at once, others as soon as Redis passes it on.
    #[expect(clippy::unused_async, reason = "callers need not know that nothing is waited for at present")]
    pub async fn publish(&self, notice: Notice) {
        if let Some(remote) = &self.redis
            && remote.letters.try_send(Letter { from: remote.name, notice: notice.clone() }).is_err()
        {
            tracing::warn!("a notice could not be sent through Redis, too many wait for it");
        }
        // Nobody listening is no failure.
        let _ = self.local.send(notice);
    }

    /// Whether Redis answers, where there is one.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        let Some(Remote { redis, .. }) = &self.redis else { return Ok(()) };
        redis.connection.clone().ping().await.map(drop).map_err(|error| Error::Unavailable(format!("Redis: {error}")))
    }
}

impl Remote {
    fn new(redis: Redis, name: u64, local: broadcast::Sender<Notice>) -> Self {
        let (letters, waiting) = mpsc::channel(BACKLOG);
        tokio::spawn(send(redis.connection.clone(), waiting));
        let listener = tokio::spawn(listen(redis.client.clone(), name, local)).abort_handle();
        Self { redis, name, letters, listener }
    }
}

impl Drop for Remote {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

/// Passes on what is said here, until nobody can say anything any more.
async fn send(mut connection: ConnectionManager, mut letters: mpsc::Receiver<Letter>) {
    while let Some(letter) = letters.recv().await {
        let Ok(text) = serde_json::to_string(&letter) else { continue };
        if let Err(error) = connection.publish(CHANNEL, text).await {
            tracing::warn!(%error, "a notice could not be sent through Redis");
        }
    }
}

/// Passes on what others say.
async fn listen(client: Client, name: u64, local: broadcast::Sender<Notice>) {
    loop {
        match client.get_async_pubsub().await {
            Ok(mut subscription) => {
                if let Err(error) = subscription.subscribe(CHANNEL).await {
                    tracing::warn!(%error, "notices cannot be heard through Redis");
                } else {
                    let mut messages = subscription.into_on_message();
                    while let Some(message) = messages.next().await {
                        let text = message.get_payload::<String>().unwrap_or_default();
                        if let Ok(letter) = serde_json::from_str::<Letter>(&text)
                            && letter.from != name
                        {
                            let _ = local.send(letter.notice);
                        }
                    }
                    tracing::warn!("the connection to Redis broke; notices are heard again once it is back");
                }
            }
            Err(error) => tracing::warn!(%error, "Redis cannot be reached"),
        }
        tokio::time::sleep(PATIENCE).await;
    }
}
