//! A store on a fresh database, with a clock that can be turned, and what tests put into it.

use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use hub_model::{
    account::{Organisation, Quotas, User},
    api::{Api, ApiSettings, Source},
    clock::Clock,
    entropy::Entropy,
    event::Actor,
    id::{OrganisationId, UserId},
};
use hub_store::{Connections, MasterKey, MasterKeys, Origin, PageRequest, Settings, Store, Transaction};

use crate::{raw::Raw, services};

/// When the tests begin.
const BEGINNING: u64 = 1_790_000_000_000;

/// A clock that stands still until it is turned. It is one for all stores of a test.
pub struct Turned(AtomicU64);

impl Turned {
    pub fn by(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }

    /// As somebody sets a clock back that was wrong.
    pub fn back(&self, time: Duration) {
        self.0.fetch_sub(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for Turned {
    fn now(&self) -> Instant {
        Instant::now()
    }

    /// Identifiers are to be in the order in which they were made, so that it moves on by a millisecond when it is asked.
    fn since_epoch(&self) -> Duration {
        Duration::from_millis(self.0.fetch_add(1, Ordering::SeqCst))
    }
}

/// Real chance: two stores of a test must not make the same identifiers.
pub struct Chance;

impl Entropy for Chance {
    fn fill(&self, bytes: &mut [u8]) {
        aws_lc_rs::rand::fill(bytes).unwrap();
    }
}

/// A store with its database.
pub struct Hub {
    pub store: Store,
    pub clock: Arc<Turned>,
    pub url: String,
    pub raw: Raw,
}

pub fn master(byte: u8) -> MasterKey {
    MasterKey::parse(&format!("{byte:02x}").repeat(32)).unwrap()
}

pub fn settings(url: &str) -> Settings {
    Settings {
        database: Connections { url: url.to_owned(), replica_url: None, most: 12, wait: Duration::from_secs(20) },
        redis: None,
        master_keys: MasterKeys { current: master(1), older: Vec::new() },
        quotas: Quotas::default(),
    }
}

pub async fn open(settings: Settings) -> Store {
    open_at(settings, Arc::new(Turned(AtomicU64::new(BEGINNING)))).await
}

pub async fn open_at(settings: Settings, clock: Arc<Turned>) -> Store {
    Store::open(settings, clock, Arc::new(Chance)).await.unwrap()
}

/// A database's name that no other test of any process has.
pub fn unique() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("mcphub_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst))
}

/// Runs a test on a migrated SQLite file.
pub async fn on_sqlite<F: Future<Output = ()> + Send + 'static>(test: fn(Arc<Hub>) -> F) {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("hub.db").display());
    let store = open(settings(&url)).await;
    store.migrate().await.unwrap();
    store.close().await;
    run(test, &url).await;
}

/// Runs a test on a database of its own, which is removed afterwards.
pub async fn on_postgres<F: Future<Output = ()> + Send + 'static>(test: fn(Arc<Hub>) -> F) {
    let Some(server) = services::postgres() else { return };
    let name = unique();
    let url = services::create(server, &name, true).await;
    let outcome = tokio::spawn(async move { run(test, &url).await }).await;
    services::remove(server, &name).await;
    if let Err(failed) = outcome {
        std::panic::resume_unwind(failed.into_panic());
    }
}

async fn run<F: Future<Output = ()> + Send + 'static>(test: fn(Arc<Hub>) -> F, url: &str) {
    let clock = Arc::new(Turned(AtomicU64::new(BEGINNING)));
    let store = open_at(settings(url), Arc::clone(&clock)).await;
    let raw = Raw::open(url).await;
    let hub = Arc::new(Hub { store, clock, url: url.to_owned(), raw });
    test(Arc::clone(&hub)).await;
    hub.raw.close().await;
    hub.store.close().await;
}

/// Another database, empty and migrated, which a test has beside its own.
pub struct Beside {
    pub store: Store,
    pub raw: Raw,
    name: String,
    _folder: tempfile::TempDir,
}

impl Beside {
    pub async fn open(is_postgres: bool) -> Option<Self> {
        let (folder, name) = (tempfile::tempdir().unwrap(), unique());
        let url = match is_postgres {
            true => services::create(services::postgres()?, &name, true).await,
            false => format!("sqlite://{}", folder.path().join("beside.db").display()),
        };
        let store = open(settings(&url)).await;
        store.migrate().await.unwrap();
        Some(Self { store, raw: Raw::open(&url).await, name, _folder: folder })
    }

    pub async fn end(self) {
        self.raw.close().await;
        self.store.close().await;
        if let (Raw::Postgres(_), Some(server)) = (&self.raw, services::postgres()) {
            services::remove(server, &self.name).await;
        }
    }
}

/// Somebody at a browser.
pub fn origin(user: UserId) -> Origin {
    Origin {
        actor: Actor::User { id: user },
        address: "192.0.2.7".to_owned(),
        user_agent: "test/1".to_owned(),
        request: "req_1".to_owned(),
    }
}

/// The first page of so many.
pub fn first<C>(limit: i64) -> PageRequest<C> {
    PageRequest { after: None, limit }
}

impl Hub {
    pub fn is_postgres(&self) -> bool {
        self.url.starts_with("postgres")
    }

    /// Another store on the same database, as another process has it.
    pub async fn another(&self) -> Store {
        self.with(|_| ()).await
    }

    pub async fn with(&self, change: impl FnOnce(&mut Settings)) -> Store {
        let mut settings = settings(&self.url);
        change(&mut settings);
        open_at(settings, Arc::clone(&self.clock)).await
    }

    /// A transaction of the hub's own.
    pub async fn begin(&self) -> Transaction<'_> {
        self.store.begin(Origin::system()).await.unwrap()
    }

    /// A transaction of somebody's.
    pub async fn by(&self, user: UserId) -> Transaction<'_> {
        self.store.begin(origin(user)).await.unwrap()
    }

    pub async fn user(&self, name: &str) -> User {
        self.account(name, false).await
    }

    pub async fn admin(&self, name: &str) -> User {
        self.account(name, true).await
    }

    async fn account(&self, name: &str, is_admin: bool) -> User {
        let new = hub_store::accounts::users::New {
            email: format!("{name}@example.com"),
            name: name.to_owned(),
            password: None,
            is_admin,
        };
        let tx = self.begin().await;
        let user = hub_store::accounts::users::create(&tx, new).await.unwrap();
        tx.commit().await.unwrap();
        user
    }

    pub async fn organisation(&self, slug: &str, owner: UserId) -> Organisation {
        let new = hub_store::organisations::New { slug: slug.to_owned(), name: slug.to_owned(), personal_of: None };
        let tx = self.by(owner).await;
        let made = hub_store::organisations::create(&tx, new, owner).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    pub async fn api(&self, organisation: OrganisationId, owner: UserId, slug: &str) -> Api {
        let tx = self.by(owner).await;
        let made = hub_store::apis::create(&tx, organisation, api(owner, slug)).await.unwrap();
        tx.commit().await.unwrap();
        made
    }

    /// An organisation with its owner and an API.
    pub async fn tenant(&self, name: &str) -> Tenant {
        let owner = self.user(&format!("owner-of-{name}")).await.id;
        let organisation = self.organisation(name, owner).await.id;
        let api = self.api(organisation, owner, "billing").await;
        Tenant { organisation, owner, api }
    }
}

/// An organisation with what most tests need of it.
#[derive(Clone)]
pub struct Tenant {
    pub organisation: OrganisationId,
    pub owner: UserId,
    pub api: Api,
}

/// An API that is to be registered.
pub fn api(owner: UserId, slug: &str) -> hub_store::apis::New {
    hub_store::apis::New {
        slug: slug.to_owned(),
        name: format!("The {slug} API"),
        description: String::new(),
        tags: Vec::new(),
        owner,
        source: Source::Url { url: format!("https://{slug}.example.com/openapi.json") },
        settings: ApiSettings::default(),
        managed_by: None,
    }
}
