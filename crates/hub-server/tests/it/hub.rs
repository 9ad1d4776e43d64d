//! A hub with all its roles in this process, over a fresh SQLite file, with a clock that can be turned.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use hub_access::{
    entropy::SystemEntropy,
    password::{CommonPasswords, Rules},
};
use hub_model::clock::{Clock, SystemClock};
use hub_server::{
    app::{App, Passwords},
    deploying, gateway, serve,
    settings::{Settings, SignUp},
    setup, worker,
};
use hub_store::{Connections, MasterKey, MasterKeys, Store};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    sync::{oneshot, watch},
    task::JoinHandle,
};

use crate::{client::Rest, upstream::Upstream};

/// The password of everybody in these tests.
pub const PASSWORD: &str = "kestrel-Orchid-19!wPz7";

/// The machine's clock, put forward by as much as a test says.
#[derive(Default)]
pub struct Ahead(AtomicU64);

impl Ahead {
    pub fn by(&self, time: Duration) {
        self.0.fetch_add(u64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

impl Clock for Ahead {
    fn now(&self) -> Instant {
        SystemClock.now()
    }

    fn since_epoch(&self) -> Duration {
        SystemClock.since_epoch() + Duration::from_millis(self.0.load(Ordering::SeqCst))
    }
}

/// A running hub. It ends with the test.
pub struct Hub {
    pub address: SocketAddr,
    pub clock: Arc<Ahead>,
    pub upstream: Upstream,
    pub app: App,
    /// Somebody who is not signed in.
    pub rest: Rest,
    /// The administrator who was made by the printed link.
    pub root: Rest,
    pub setup_token: String,
    stop: watch::Sender<bool>,
    gateway: JoinHandle<()>,
    folder: TempDir,
}

impl Hub {
    pub async fn start() -> Self {
        Self::with(|_| {}).await
    }

    /// A hub with other settings than those that suit most tests: any number of requests, open sign-up, private upstreams.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(Ahead::default());
        let mut settings = Settings::default();
        settings.listen.address = SocketAddr::from(([127, 0, 0, 1], 0));
        settings.database.url = format!("sqlite://{}", folder.path().join("hub.db").display());
        settings.docker.folder = folder.path().join("replicas").display().to_string();
        settings.accounts.sign_up = SignUp::Open;
        settings.egress.allow_private = true;
        settings.jobs.poll_seconds = 1;
        let rates = &mut settings.rates;
        for rate in [&mut rates.address, &mut rates.user, &mut rates.key, &mut rates.organisation, &mut rates.sign_in] {
            *rate = 0;
        }
        settings.rates.compile = 0;
        change(&mut settings);
        // What the binary was built with is nothing that a test may depend on.
        let web = settings.web.folder.is_some();
        let store = open(&settings, Arc::clone(&clock)).await;
        store.migrate().await.unwrap();
        let passwords = Passwords::new(Rules::default(), Box::new(CommonPasswords));
        let app = App::new(store, settings, passwords, None).unwrap();
        let setup_token = setup::token(&app).await.unwrap().unwrap().expose_secret().to_owned();
        let (stopper, stop) = watch::channel(false);
        tokio::spawn(worker::run(app.clone(), "generator".to_owned(), stop.clone()));
        tokio::spawn(deploying::run(app.clone(), None, stop.clone()));
        let gateway = tokio::spawn(gateway::run(app.clone(), || {}, stop.clone()));
        let (told, address) = oneshot::channel();
        let doors = serve::Doors { api: true, gateway: true, web };
        tokio::spawn(serve::listen(app.clone(), doors, stop, |address| told.send(address).unwrap()));
        let address = address.await.unwrap();
        let rest = Rest::new(address);
        let admin = json!({ "token": setup_token, "email": "root@example.com", "name": "Root", "password": PASSWORD });
        rest.post("/setup", admin).await.is(201);
        let root = sign_in(&rest, "root@example.com").await;
        let upstream = Upstream::start().await;
        Self { address, clock, upstream, app, rest, root, setup_token, stop: stopper, gateway, folder }
    }

    /// Asks the hub to end, and waits until its gateway has; the folder of its database.
    pub async fn end(self) -> TempDir {
        self.stop.send(true).unwrap();
        self.gateway.await.unwrap();
        self.folder
    }

    /// Makes an account, and signs in.
    pub async fn person(&self, name: &str) -> Person {
        let email = format!("{name}@example.com");
        let body = json!({ "email": email, "name": name, "password": PASSWORD });
        let made = self.rest.post("/accounts", body).await.is(201);
        Person { rest: sign_in(&self.rest, &email).await, id: made["id"].as_str().unwrap().to_owned(), email }
    }

    /// An organisation with somebody in it who owns it.
    pub async fn organisation(&self, owner: &Person, slug: &str) -> String {
        let made = owner.rest.post("/organisations", json!({ "name": slug, "slug": slug })).await.is(201);
        format!("/organisations/{}", made["id"].as_str().unwrap())
    }

    /// Takes somebody into an organisation.
    pub async fn join(&self, owner: &Rest, organisation: &str, who: &Person, role: &str) {
        let invited = json!({ "email": who.email, "role": role });
        let made = owner.post(&format!("{organisation}/invitations"), invited).await.is(201);
        who.rest.post("/invitations/accept", json!({ "token": made["token"] })).await.is(200);
    }

    /// Registers an API, and waits for what becomes of it: the API, and its job as it ended.
    pub async fn register(&self, who: &Rest, organisation: &str, source: Value) -> (String, Value) {
        let made = who.post(&format!("{organisation}/apis"), json!({ "source": source })).await.is(202);
        let ended = self.ended(who, organisation, &made["job"]).await;
        (made["id"].as_str().unwrap().to_owned(), ended)
    }

    /// A job once it has ended.
    pub async fn ended(&self, who: &Rest, organisation: &str, job: &Value) -> Value {
        let path = format!("{organisation}/jobs/{}?wait=10", job.as_str().unwrap());
        for _ in 0..6 {
            let seen = who.get(&path).await.is(200);
            if !matches!(seen["state"].as_str(), Some("queued" | "running")) {
                return seen;
            }
        }
        panic!("the job {job} does not end")
    }
}

/// Somebody with an account, signed in.
#[derive(Clone)]
pub struct Person {
    pub rest: Rest,
    pub id: String,
    pub email: String,
}

pub async fn sign_in(rest: &Rest, email: &str) -> Rest {
    let tokens = rest.post("/sessions", json!({ "email": email, "password": PASSWORD })).await.is(200);
    rest.with(tokens["access_token"].as_str().unwrap())
}

async fn open(settings: &Settings, clock: Arc<Ahead>) -> Store {
    let settings = hub_store::Settings {
        database: Connections {
            url: settings.database.url.clone(),
            replica_url: None,
            most: 8,
            wait: Duration::from_secs(20),
        },
        redis: None,
        master_keys: MasterKeys { current: MasterKey::parse(&"07".repeat(32)).unwrap(), older: Vec::new() },
        quotas: settings.quotas.quotas(),
    };
    Store::open(settings, clock, Arc::new(SystemEntropy)).await.unwrap()
}
