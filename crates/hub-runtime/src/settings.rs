//! What an operator may set about the calls of a server.

use std::{collections::BTreeMap, fmt, path::PathBuf, sync::Arc, time::Duration};

use secrecy::SecretString;

use hub_model::clock::{Clock, SystemClock};

use crate::{ask::Asking, discovery::Discovery, egress::Policy, in_process::InProcess};

/// How calls are made. [`Settings::default`] is safe to run with.
#[derive(Clone)]
pub struct Settings {
    /// Base URL instead of every upstream that the blueprint names.
    pub upstream: Option<String>,
    /// Base URLs instead of single upstreams, by their key in the blueprint or by its name space (what stands before the `/`).
    pub upstreams: BTreeMap<String, String>,
    /// Values for the variables in upstream URLs, by name.
    pub variables: BTreeMap<String, String>,
    /// Headers on every request to an upstream. They win over all others.
    pub headers: Vec<(String, String)>,
    /// A client certificate with its chain and its private key, in PEM, for upstreams that ask for one.
    pub client_certificate: Option<SecretString>,
    /// Where requests may go.
    pub egress: Policy,
    /// The file that all connections go through ([`crate::egress::passage`]), where this process has no network.
    pub passage: Option<PathBuf>,
    /// Answers all requests in this process; they go over the network when absent.
    pub in_process: Option<InProcess>,
    /// How clients find tools.
    pub discovery: Discovery,
    /// Tools that may destroy something ask a person before they act; they act at once when absent.
    pub ask: Option<Arc<Asking>>,
    /// Sizes and times.
    pub limits: Limits,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// Sizes and times that no call exceeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// For resolving and connecting, each attempt.
    pub connect_timeout: Duration,
    /// For a whole call, with all its attempts and redirects.
    pub call_timeout: Duration,
    /// Further attempts after a failed one, where repeating is safe.
    pub retries: u32,
    /// The longest wait before another attempt. An upstream that asks for more gets no other attempt.
    pub retry_wait: Duration,
    /// Redirects that are followed.
    pub redirects: u32,
    /// Bytes of a response body, before and after decompression.
    pub response_bytes: usize,
    /// Characters of text in an answer.
    pub answer_chars: usize,
    /// Bytes of images, sounds and other binary content in an answer.
    pub answer_bytes: usize,
    /// Bytes of a request body.
    pub request_bytes: usize,
    /// Bytes of a file argument.
    pub file_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            call_timeout: Duration::from_secs(60),
            retries: 2,
            retry_wait: Duration::from_secs(10),
            redirects: 5,
            response_bytes: 16 << 20,
            answer_chars: 40_000,
            answer_bytes: 1 << 20,
            request_bytes: 32 << 20,
            file_bytes: 20 << 20,
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            upstream: None,
            upstreams: BTreeMap::new(),
            variables: BTreeMap::new(),
            headers: Vec::new(),
            client_certificate: None,
            egress: Policy::default(),
            passage: None,
            in_process: None,
            discovery: Discovery::default(),
            ask: None,
            limits: Limits::default(),
            clock: Arc::new(SystemClock),
        }
    }
}

impl fmt::Debug for Settings {
    /// Header values may be secrets and are not shown.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("upstream", &self.upstream)
            .field("headers", &self.headers.iter().map(|(name, _)| name).collect::<Vec<_>>())
            .field("egress", &self.egress)
            .field("passage", &self.passage)
            .field("in_process", &self.in_process.is_some())
            .field("discovery", &self.discovery)
            .field("ask", &self.ask.is_some())
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
