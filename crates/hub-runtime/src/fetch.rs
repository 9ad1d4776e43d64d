//! Fetches documents for the compiler and files for arguments, under the same egress rules as calls.

mod describe;
mod health;
mod stream;

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{Extensions, HeaderMap, HeaderValue, Method, StatusCode, header};
use hub_model::clock::Clock;
use url::Url;

pub use self::stream::Opened;
use crate::{
    egress::{Origin, Policy, target_of},
    send::{Failure, Network, Outgoing, Reach, Received, Transport, send},
};

/// How far a fetch may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchLimits {
    /// For each attempt to connect.
    pub connect_timeout: Duration,
    /// For everything, with redirects.
    pub timeout: Duration,
    /// Without a word of the other side's: until its answer begins, once it has the request, and between the pieces of the answer. As
    /// long as everything may take where nothing is said.
    pub idle: Option<Duration>,
    /// Bytes, before and after decompression.
    pub bytes: usize,
    /// Redirects that are followed.
    pub redirects: u32,
}

/// Gets things by URL.
#[derive(Clone)]
pub struct Fetcher {
    network: Arc<Network>,
    limits: FetchLimits,
    /// On every request; not sent on to another host.
    headers: HeaderMap,
}

/// A request that is sent once.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Beside the fetcher's own; not sent on to another host. Anything is accepted unless `Accept` is among them.
    pub headers: HeaderMap,
    /// With a `Content-Type` where there is a body.
    pub body: Bytes,
}

/// What was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// How the server answered; a success unless [`Fetcher::look`], [`Fetcher::post_json`] or [`Fetcher::request`] asked.
    pub status: StatusCode,
    /// Where it came from after redirects, without a fragment: references in it resolve against this.
    pub final_url: String,
    /// `Content-Type`, in lower case and without parameters; empty when there is none.
    pub media_type: String,
    /// As they came.
    pub headers: HeaderMap,
    /// Decompressed.
    pub bytes: Bytes,
}

/// Why something could not be fetched, in a sentence for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchError(String);

impl Default for FetchLimits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            timeout: Duration::from_secs(60),
            idle: None,
            bytes: 100 << 20,
            redirects: 5,
        }
    }
}

impl Fetcher {
    /// A fetcher with its own connections.
    ///
    /// # Errors
    /// When a rule of the policy cannot be read.
    pub fn new(policy: &Policy, limits: FetchLimits, clock: Arc<dyn Clock>) -> Result<Self, FetchError> {
        let network = Network::new(policy, limits.connect_timeout, None, clock).map_err(FetchError)?;
        Ok(Self { network: Arc::new(network), limits, headers: HeaderMap::new() })
    }

    /// Trusts the certificates in `pem` beside those that this machine trusts: authorities of somebody's own.
    ///
    /// # Errors
    /// When there is no certificate in it.
    pub fn trusting(
        policy: &Policy,
        limits: FetchLimits,
        clock: Arc<dyn Clock>,
        pem: &str,
    ) -> Result<Self, FetchError> {
        let network = Network::new(policy, limits.connect_timeout, None, clock).map_err(FetchError)?;
        let network = network.trusting(pem).map_err(FetchError)?;
        Ok(Self { network: Arc::new(network), limits, headers: HeaderMap::new() })
    }

    /// Sends these along with every request, except to other hosts that it is redirected to.
    #[must_use]
    pub fn with_headers(mut self, headers: HeaderMap) -> Self {
        self.headers = headers;
        self
    }

    /// Gets `url`, following redirects.
    ///
    /// # Errors
    /// When the URL is refused or cannot be reached, when the answer is no success, or when it is too large or too slow.
    pub async fn get(&self, url: &str) -> Result<Fetched, FetchError> {
        self.get_limited(url, self.limits.bytes).await
    }

    /// [`Self::get`], where the answer may have any status.
    ///
    /// # Errors
    /// When the URL is refused or cannot be reached, or when the answer is too large or too slow.
    pub async fn look(&self, url: &str) -> Result<Fetched, FetchError> {
        self.ask(Asked { url: url.to_owned(), ..Asked::default() }, self.limits.bytes).await
    }

    /// [`Self::get`] with another size limit.
    pub(crate) async fn get_limited(&self, url: &str, bytes: usize) -> Result<Fetched, FetchError> {
        let fetched = self.ask(Asked { url: url.to_owned(), ..Asked::default() }, bytes).await?;
        if !fetched.status.is_success() {
            return Err(failed(url, &format!("the server answered {}", fetched.status)));
        }
        Ok(fetched)
    }

    /// Posts JSON to `url`, once. The answer may have any status.
    ///
    /// # Errors
    /// When the URL is refused or cannot be reached, or when the answer is too large or too slow.
    pub async fn post_json(&self, url: &str, json: Bytes) -> Result<Fetched, FetchError> {
        let headers = HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
        self.request(Asked { method: Method::POST, url: url.to_owned(), headers, body: json }).await
    }

    /// Sends any request, once unless it only reads. The answer may have any status.
    ///
    /// # Errors
    /// When the URL is refused or cannot be reached, or when the answer is too large or too slow.
    pub async fn request(&self, asked: Asked) -> Result<Fetched, FetchError> {
        self.ask(asked, self.limits.bytes).await
    }

    async fn ask(&self, asked: Asked, bytes: usize) -> Result<Fetched, FetchError> {
        let url = asked.url.clone();
        let fail = |why: String| failed(&url, &why);
        let safe = asked.method == Method::GET;
        let mut outgoing = self.outgoing(asked)?;
        let encodings = HeaderValue::from_static("gzip, deflate, br, zstd");
        outgoing.headers.insert(header::ACCEPT_ENCODING, encodings);
        let reach = Reach {
            deadline: self.network.clock.now() + self.limits.timeout,
            retries: if safe { 2 } else { 0 },
            repeatable: safe,
            retry_wait: Duration::from_secs(5),
            redirects: self.limits.redirects,
            secret_body: false,
            bytes,
            idle: self.limits.idle,
        };
        let received = send(&self.network, outgoing, &reach).await.map_err(|failure| {
            let seconds = self.limits.timeout.as_secs();
            fail(match failure {
                Failure::Timeout => format!("it did not come within {seconds} s"),
                Failure::Refused(why) | Failure::Unreachable(why) | Failure::Broken(why) => why,
                Failure::Redirect(why) | Failure::Invalid(why) => why,
            })
        })?;
        if received.cut {
            return Err(fail(format!("it is larger than {bytes} bytes")));
        }
        Ok(fetched(received))
    }

    /// A request as it is sent, if it may be.
    fn outgoing(&self, asked: Asked) -> Result<Outgoing, FetchError> {
        let Asked { method, url, headers: own, body } = asked;
        let parsed = Url::parse(url.trim()).map_err(|error| failed(&url, &format!("it is no URL ({error})")))?;
        let origin = Origin::of(&parsed, &self.network.rules).map_err(|refused| failed(&url, &refused.0))?;
        let mut headers = self.headers.clone();
        headers.extend(own);
        headers.entry(header::ACCEPT).or_insert(HeaderValue::from_static("*/*"));
        headers.insert(header::USER_AGENT, HeaderValue::from_static(concat!("mcphub/", env!("CARGO_PKG_VERSION"))));
        let (target, transport, extensions) = (target_of(&parsed), Transport::Any, Extensions::new());
        Ok(Outgoing { method, origin, target, headers, body, transport, identity: None, extensions })
    }
}

fn failed(url: &str, why: &str) -> FetchError {
    FetchError(format!("{} could not be fetched: {why}", shown(url)))
}

fn fetched(received: Received) -> Fetched {
    let kind = received.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    Fetched {
        status: received.status,
        final_url: received.origin.url(&received.target),
        media_type: crate::bind::media_type_of(kind),
        headers: received.headers,
        bytes: received.body,
    }
}

/// A URL without what may be secret in it.
fn shown(url: &str) -> String {
    let bare = url.split(['?', '#']).next().unwrap_or_default();
    match (bare.split_once("://"), bare.rfind('@')) {
        (Some((scheme, rest)), Some(_)) => format!("{scheme}://{}", rest.rsplit('@').next().unwrap_or_default()),
        _ => bare.to_owned(),
    }
}

impl fmt::Debug for Fetcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fetcher").field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FetchError {}
