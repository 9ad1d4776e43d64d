//! The store: connections, keys, bus, clock.

use std::{sync::Arc, time::Duration};

use hub_model::{Timestamp, account::Quotas, clock::Clock, entropy::Entropy, id};
use zeroize::Zeroizing;

use crate::{
    bus::{self, Bus},
    database::{Connections, Executor, Kind, Lagging, Origin, Pools, Read, Transaction},
    error::Result,
    limits::Limits,
    seal::{MasterKeys, Sealer},
};

/// By how much the clocks of a hub's machines may differ. What is further in the future than it can be was written by a clock that was wrong.
pub(crate) const SKEW: Duration = Duration::from_secs(60);

/// What a store is opened with.
pub struct Settings {
    /// The database.
    pub database: Connections,
    /// `redis://…`, through which several processes hear of each other and count together; within this process alone when absent.
    pub redis: Option<String>,
    /// What secrets are sealed with.
    pub master_keys: MasterKeys,
    /// What an organisation may have that has no quotas of its own.
    pub quotas: Quotas,
}

/// The store of a hub.
pub struct Store {
    pools: Pools,
    sealer: Sealer,
    bus: Bus,
    limits: Limits,
    quotas: Quotas,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
}

impl Store {
    /// Connects. The schema is as it was: see [`Store::migrate`].
    ///
    /// # Errors
    /// When the database or Redis cannot be reached.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Result<Self> {
        let pools = Pools::open(&settings.database).await?;
        let redis = match &settings.redis {
            Some(url) => Some(bus::connect(url).await?),
            None => None,
        };
        let bus = Bus::new(redis.clone(), entropy.as_ref());
        let limits = Limits::new(redis, Arc::clone(&clock));
        Ok(Self {
            pools,
            sealer: Sealer::new(settings.master_keys),
            bus,
            limits,
            quotas: settings.quotas,
            clock,
            entropy,
        })
    }

    /// Begins a transaction. What is done in it is done by `origin`.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self, origin: Origin) -> Result<Transaction<'_>> {
        Ok(Transaction::new(self, self.pools.begin().await?, origin))
    }

    /// For reads that may see what was true a moment ago: lists and charts, never a decision.
    #[must_use]
    pub fn lagging(&self) -> Lagging<'_> {
        Lagging(self)
    }

    /// What the parts of the hub tell each other.
    #[must_use]
    pub fn bus(&self) -> &Bus {
        &self.bus
    }

    /// How often something may be done.
    #[must_use]
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// What an organisation may have that has no quotas of its own.
    #[must_use]
    pub fn default_quotas(&self) -> &Quotas {
        &self.quotas
    }

    /// Which database it is, for people.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.pools.kind
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Timestamp::now(self.clock.as_ref())
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.clock
    }

    /// Randomness.
    #[must_use]
    pub fn entropy(&self) -> &dyn Entropy {
        self.entropy.as_ref()
    }

    /// A key for `purpose` that every process of the hub has and nobody keeps: it is made of the master key, and another one when that changes.
    ///
    /// # Errors
    /// When the master key cannot be used.
    pub fn derived_key(&self, purpose: &str) -> Result<Zeroizing<[u8; 32]>> {
        self.sealer.derived(purpose)
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<()> {
        self.executor().one::<i64>("SELECT CAST(1 AS BIGINT) AS n", Vec::new()).await.map(drop)
    }

    /// Lets go of all connections.
    pub async fn close(&self) {
        self.pools.close().await;
    }

    /// An identifier that nothing has yet.
    #[must_use]
    pub fn fresh<T: FreshId>(&self) -> T {
        T::of(id::fresh(self.clock.as_ref(), self.entropy.as_ref()))
    }

    pub(crate) fn pools(&self) -> &Pools {
        &self.pools
    }

    pub(crate) fn sealer(&self) -> &Sealer {
        &self.sealer
    }
}

impl Read for Store {
    fn executor(&self) -> Executor<'_> {
        self.pools.executor()
    }

    fn present(&self) -> Timestamp {
        self.now()
    }
}

/// Identifiers that the store makes.
pub trait FreshId {
    /// Of 128 bits, the first 48 of which are the time.
    fn of(bits: u128) -> Self;
}

macro_rules! fresh {
    ($($type:ident),* $(,)?) => {$(
        impl FreshId for id::$type {
            fn of(bits: u128) -> Self {
                Self(bits)
            }
        }
    )*};
}

fresh![
    UserId,
    OrganisationId,
    InvitationId,
    RoleId,
    ServiceAccountId,
    KeyId,
    SessionId,
    ApiId,
    RevisionId,
    CredentialId,
    JobId,
    WebhookId,
    DataKeyId,
    UploadId,
    ServerId,
    VersionId,
    ReplicaId,
    CallId,
    RegistryId,
    ImageId,
];
