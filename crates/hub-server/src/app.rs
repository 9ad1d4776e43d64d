//! What a request may reach: the store, the settings, the keys that sign tokens. There are no globals.

mod passwords;
mod token_keys;

use std::{net::SocketAddr, sync::Arc, time::Duration};

use hub_model::{Timestamp, clock::Clock, entropy::Entropy, id};
use hub_runtime::{ask::Asking, mcp::StateSeal};
use hub_store::Store;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

pub use self::passwords::Passwords;
use self::token_keys::TokenKeys;
use crate::{
    blueprints::Blueprints,
    gateway::Gateway,
    http::{client::Proxies, problem::Problem},
    secrets::Sources,
    settings::Settings,
};

/// How long a person may think about a question before it has to be asked anew.
const THINK: Duration = Duration::from_secs(600);

/// A hub, as its endpoints and workers see it. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    settings: Settings,
    /// Where the hub listens, once it does: port 0 in the settings takes a free one.
    address: std::sync::OnceLock<SocketAddr>,
    /// Says when the process has to end, once it serves.
    stop: std::sync::OnceLock<watch::Receiver<bool>>,
    proxies: Proxies,
    token_keys: TokenKeys,
    passwords: Passwords,
    /// Passwords that are hashed at a time: each takes 19 MiB and a core.
    hashing: Arc<Semaphore>,
    secrets: Sources,
    blueprints: Blueprints,
    gateway: Gateway,
    asking: Arc<Asking>,
    metrics: Option<metrics_exporter_prometheus::PrometheusHandle>,
}

impl App {
    /// A hub over an open store.
    ///
    /// # Errors
    /// When the master key cannot be used.
    pub fn new(
        store: Store,
        settings: Settings,
        passwords: Passwords,
        metrics: Option<metrics_exporter_prometheus::PrometheusHandle>,
    ) -> hub_store::Result<Self> {
        let key = store.derived_key("request state")?;
        let seal = StateSeal::new(&key, Arc::clone(store.clock()), THINK);
        let asking = Arc::new(Asking::new(seal, THINK));
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        Ok(Self(Arc::new(Inner {
            proxies: Proxies::new(&settings.listen.trusted_proxies),
            secrets: Sources::new(&settings),
            store,
            settings,
            address: std::sync::OnceLock::new(),
            stop: std::sync::OnceLock::new(),
            token_keys: TokenKeys::default(),
            passwords,
            hashing: Arc::new(Semaphore::new(cores)),
            blueprints: Blueprints::default(),
            gateway: Gateway::default(),
            asking,
            metrics,
        })))
    }

    /// What is kept.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// What the operator set.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// The present.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.store().now()
    }

    /// The URL by which people and programs reach the hub, without a slash at its end.
    #[must_use]
    pub fn public_url(&self) -> String {
        let settings = self.settings();
        match self.0.address.get().filter(|_| settings.listen.public_url.is_none()) {
            Some(address) => format!("{}://{address}", if settings.listen.tls.is_some() { "https" } else { "http" }),
            None => settings.public_url(),
        }
    }

    /// Where the hub listens, from now on.
    pub fn listening_on(&self, address: SocketAddr) {
        let _ = self.0.address.set(address);
    }

    /// What says when the process has to end.
    pub(crate) fn ends_with(&self, stop: watch::Receiver<bool>) {
        let _ = self.0.stop.set(stop);
    }

    /// Ends when the process has to.
    pub(crate) async fn ending(&self) {
        let Some(mut stop) = self.0.stop.get().cloned() else { return std::future::pending().await };
        // Whoever could say so is gone: then it ends as well.
        let _ = stop.wait_for(|stop| *stop).await;
    }

    pub(crate) fn clock(&self) -> &Arc<dyn Clock> {
        self.store().clock()
    }

    pub(crate) fn entropy(&self) -> &dyn Entropy {
        self.store().entropy()
    }

    pub(crate) fn proxies(&self) -> &Proxies {
        &self.0.proxies
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    /// Where secrets may be read that were not given.
    pub(crate) fn secrets(&self) -> &Sources {
        &self.0.secrets
    }

    /// What the role `gateway` knows.
    pub(crate) fn gateway(&self) -> &Gateway {
        &self.0.gateway
    }

    /// How servers ask people.
    pub(crate) fn asking(&self) -> &Arc<Asking> {
        &self.0.asking
    }

    pub(crate) fn blueprints(&self) -> &Blueprints {
        &self.0.blueprints
    }

    /// Takes in what was measured, again and again until `stop` says otherwise; without that, figures that nobody reads would pile up.
    pub async fn measure_until(&self, mut stop: watch::Receiver<bool>) {
        let runtime = tokio::runtime::Handle::current().metrics();
        while !*stop.borrow() {
            let tasks = u32::try_from(runtime.num_alive_tasks()).unwrap_or(u32::MAX);
            metrics::gauge!("mcphub_tasks").set(f64::from(tasks));
            if let Some(metrics) = &self.0.metrics {
                metrics.run_upkeep();
            }
            let _ = tokio::time::timeout(Duration::from_secs(5), stop.changed()).await;
        }
    }

    pub(crate) fn metrics(&self) -> Option<&metrics_exporter_prometheus::PrometheusHandle> {
        self.0.metrics.as_ref()
    }

    /// An identifier for a request that brought none.
    pub(crate) fn fresh_request_id(&self) -> String {
        let mut bytes = [0; 16];
        self.entropy().fill(&mut bytes);
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Who issues access tokens: the same for all processes of a hub, under whichever name they are reached.
    pub(crate) fn issuer(&self) -> String {
        "mcphub".to_owned()
    }

    /// The keys that sign access tokens.
    pub(crate) async fn token_keys(&self) -> Result<Arc<hub_access::jwt::Keys>, Problem> {
        self.0.token_keys.get(self.store()).await
    }

    /// Leave to hash a password; others wait meanwhile.
    pub(crate) async fn hashing(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let leave = Arc::clone(&self.0.hashing).acquire_owned();
        match tokio::time::timeout(Duration::from_secs(10), leave).await {
            Ok(Ok(leave)) => Ok(leave),
            _ => Err(Problem {
                retry_after: Some(10),
                ..Problem::new(hub_model::problem::ErrorCode::Unavailable, "too many people sign in at this moment")
            }),
        }
    }

    /// A fresh identifier's bits.
    pub(crate) fn fresh_bits(&self) -> u128 {
        id::fresh(self.clock().as_ref(), self.entropy())
    }
}
