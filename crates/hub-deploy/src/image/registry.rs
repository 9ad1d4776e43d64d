//! Registries of images (OCI distribution specification 1.1): found, asked who calls, and spoken to.
//!
//! Over the egress rules like everything else that leaves: where a registry is, is somebody's setting, and it may not be this network's
//! inside. That is why this is no client from elsewhere, which would bring its own connections.

mod auth;
mod push;
mod remove;
mod tags;

use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use hub_model::clock::Clock;
use hub_runtime::{
    egress::Policy,
    fetch::{Asked, FetchLimits, Fetched, Fetcher},
};
use secrecy::SecretString;
use url::Url;

pub use push::{Progress, Pushed};
pub use remove::{Removal, is_attachment};
pub use tags::Tag;

use super::Error;

/// Seconds that one request may take: a layer of megabytes over a slow line.
const REQUEST: Duration = Duration::from_secs(600);
/// For the first answer: whoever says nothing then is no registry, or does not speak TLS.
const GREETING: Duration = Duration::from_secs(20);
const CONNECT: Duration = Duration::from_secs(10);
/// Without a word, where nothing else is said: a registry that is asked for a manifest has it at hand.
const IDLE: Duration = Duration::from_secs(60);
/// Bytes of an answer: lists and manifests, never layers.
const ANSWER: usize = 4 << 20;

/// How a registry is reached.
#[derive(Clone, Default)]
pub struct Access {
    /// Who calls; nobody where it is absent.
    pub login: Option<Login>,
    /// Without TLS where it has none. Registries on this machine may always be.
    pub insecure: bool,
    /// Certificates in PEM that are trusted beside those that this machine trusts.
    pub authorities: Option<String>,
    /// Where connections may go.
    pub egress: Policy,
    /// How long a registry may say nothing; a minute where nothing is said.
    pub idle: Option<Duration>,
}

/// A name and a password, or a token in its place.
#[derive(Clone)]
pub struct Login {
    /// Whose.
    pub name: String,
    /// Never shown.
    pub secret: SecretString,
}

/// A registry that has answered.
pub struct Registry {
    fetcher: Fetcher,
    base: Url,
    login: Option<Login>,
    /// Bytes of bodies that were sent to it.
    sent: AtomicU64,
}

/// A registry, and what somebody may do there: the token is asked for once.
struct Session<'r> {
    registry: &'r Registry,
    scopes: Vec<String>,
    authorization: Mutex<Option<HeaderValue>>,
}

/// One request to a registry.
#[derive(Default)]
struct Ask {
    method: Method,
    headers: HeaderMap,
    body: Bytes,
}

impl Registry {
    /// Reaches the registry at `host` (with its port where it has one).
    ///
    /// # Errors
    /// When it may not be reached, does not answer, or is no registry.
    pub async fn connect(host: &str, access: &Access, clock: Arc<dyn Clock>) -> Result<Self, Error> {
        let limits = FetchLimits {
            connect_timeout: CONNECT,
            timeout: REQUEST,
            idle: Some(access.idle.unwrap_or(IDLE)),
            bytes: ANSWER,
            redirects: 5,
        };
        let fetcher = match &access.authorities {
            Some(pem) => Fetcher::trusting(&access.egress, limits, clock, pem),
            None => Fetcher::new(&access.egress, limits, clock),
        };
        let fetcher = fetcher.map_err(|error| Error::new(error.to_string()))?;
        let schemes: &[&str] = if access.insecure || is_loopback(host) { &["https", "http"] } else { &["https"] };
        let mut refused: Option<String> = None;
        for scheme in schemes {
            let base: Url = format!("{scheme}://{host}/v2/")
                .parse()
                .map_err(|error| Error::new(format!("`{host}` is no address of a registry: {error}")))?;
            let greeted = tokio::time::timeout(GREETING, fetcher.look(base.as_str())).await;
            let silent = || Err(format!("it did not answer within {} s", GREETING.as_secs()));
            match greeted.map_or_else(|_| silent(), |answer| answer.map_err(|error| error.to_string())) {
                Ok(answer) if is_registry(&answer) => {
                    return Ok(Self { fetcher, base, login: access.login.clone(), sent: AtomicU64::new(0) });
                }
                // What TLS had against it is worth more than that a port for TLS does not speak without.
                Ok(answer) if refused.is_none() => {
                    return Err(Error::new(format!("{host} answers {} and is no registry", answer.status))
                        .help("check its address; registries answer at /v2/"));
                }
                Ok(_) => {}
                Err(error) => refused = refused.or(Some(error)),
            }
        }
        let why = refused.unwrap_or_default();
        Err(Error::new(format!("the registry {host} cannot be reached: {why}")))
    }

    /// Whether it lets this caller in, before anything is pushed.
    ///
    /// # Errors
    /// When it does not.
    pub async fn check(&self) -> Result<(), Error> {
        let session = self.session(Vec::new());
        let answer = session.ask(self.base.clone(), Ask::default()).await?;
        if answer.status.is_success() { Ok(()) } else { Err(self.complaint("the login", &answer)) }
    }

    /// Bytes of bodies that were sent so far.
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    fn session(&self, scopes: Vec<String>) -> Session<'_> {
        Session { registry: self, scopes, authorization: Mutex::new(None) }
    }

    fn host(&self) -> &str {
        self.base.authority()
    }

    fn url(&self, path: &str) -> Result<Url, Error> {
        self.base.join(path).map_err(|error| Error::new(format!("`{path}` is no path of a registry: {error}")))
    }

    /// What the registry has against something, in its own words.
    fn complaint(&self, what: &str, answer: &Fetched) -> Error {
        let said = serde_json::from_slice::<serde_json::Value>(&answer.bytes).unwrap_or_default();
        let first = said.get("errors").and_then(|errors| errors.get(0)).cloned().unwrap_or_default();
        let word = |name: &str| first.get(name).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let words = format!("{} {}", word("code"), word("message"));
        let words: String = words.trim().chars().filter(|letter| !letter.is_control()).take(200).collect();
        let words = if words.is_empty() { String::new() } else { format!(" ({words})") };
        let error = Error::new(format!("the registry {} refused {what}: {}{words}", self.host(), answer.status));
        match (answer.status, &self.login) {
            (StatusCode::UNAUTHORIZED, None) => error.help("it wants to know who you are: give a user and a password"),
            (StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN, Some(_)) => {
                error.help("check the user, the password, and what the user may do there")
            }
            _ => error,
        }
    }
}

impl Session<'_> {
    /// Asks, and once more with a token where one is wanted.
    async fn ask(&self, url: Url, ask: Ask) -> Result<Fetched, Error> {
        let answer = self.send(&url, &ask).await?;
        if answer.status != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let Some(authorization) = auth::authorise(self.registry, &self.scopes, &answer.headers).await? else {
            return Ok(answer);
        };
        *self.authorization.lock().unwrap_or_else(PoisonError::into_inner) = Some(authorization);
        self.send(&url, &ask).await
    }

    async fn send(&self, url: &Url, ask: &Ask) -> Result<Fetched, Error> {
        let mut headers = ask.headers.clone();
        // A registry may keep its uploads elsewhere; that place knows no token of the registry's.
        if url.origin() == self.registry.base.origin()
            && let Some(value) = &*self.authorization.lock().unwrap_or_else(PoisonError::into_inner)
        {
            headers.insert(header::AUTHORIZATION, value.clone());
        }
        self.registry.sent.fetch_add(ask.body.len() as u64, Ordering::Relaxed);
        let asked = Asked { method: ask.method.clone(), url: url.to_string(), headers, body: ask.body.clone() };
        self.registry.fetcher.request(asked).await.map_err(|error| Error::new(error.to_string()))
    }
}

fn is_registry(answer: &Fetched) -> bool {
    let marked = answer.headers.contains_key("docker-distribution-api-version");
    answer.status.is_success() || answer.status == StatusCode::UNAUTHORIZED || marked
}

/// Whether a registry is on this machine: what is sent there stays here.
fn is_loopback(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    name.eq_ignore_ascii_case("localhost")
        || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

impl std::fmt::Debug for Login {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Login").field("name", &self.name).finish_non_exhaustive()
    }
}
