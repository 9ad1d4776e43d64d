//! The HTTP clients that every request of the runtime goes through.
//!
//! hyper-util's pooled client rather than reqwest: reqwest parses every target as a WHATWG URL, which rewrites dot segments and
//! percent-encoding that a binding has written on purpose, and costs more for each call than the rest of the path together.

use std::{
    io,
    path::Path,
    sync::{Arc, OnceLock},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::{Request, Response, body::Incoming};
use hyper_rustls::HttpsConnector;
use hyper_util::{
    client::legacy::{Client, Error},
    rt::{TokioExecutor, TokioTimer},
};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject as _},
};

use super::{Identity, Rules, way::Way};

pub(super) type Tls = Client<HttpsConnector<Way>, Full<Bytes>>;

/// One pool for plain and one for TLS connections. The latter is made when an https host is first called: the root
/// certificates cost a megabyte that a server for a plain upstream need not pay.
pub(crate) struct Clients {
    way: Way,
    plain: Client<Way, Full<Bytes>>,
    tls: OnceLock<Result<Tls, String>>,
    /// The same for what only HTTP/2 can carry.
    plain_2: OnceLock<Client<Way, Full<Bytes>>>,
    tls_2: OnceLock<Result<Tls, String>>,
    /// Authorities that are trusted beside the system's.
    trusted: Vec<CertificateDer<'static>>,
}

impl Clients {
    /// `passage` is the file that all connections go through, where there is no network.
    pub(crate) fn new(rules: Arc<Rules>, connect_timeout: Duration, passage: Option<&Path>) -> Self {
        let way = Way::new(rules, connect_timeout, passage);
        let plain = pooled(way.clone(), false);
        let (tls, plain_2, tls_2) = (OnceLock::new(), OnceLock::new(), OnceLock::new());
        Self { way, plain, tls, plain_2, tls_2, trusted: Vec::new() }
    }

    /// Trusts these authorities, too. For clients that have not sent anything yet.
    ///
    /// # Errors
    /// When there is no certificate in it.
    pub(crate) fn trust(&mut self, pem: &str) -> Result<(), String> {
        self.trusted = CertificateDer::pem_slice_iter(pem.as_bytes()).filter_map(Result::ok).collect();
        if self.trusted.is_empty() {
            return Err("there is no certificate in what is to be trusted; give it in PEM".to_owned());
        }
        Ok(())
    }

    /// Sends one request. The URI's scheme says over what; `http2` that nothing else will do, so that a plain connection
    /// begins with it; `identity` is the client certificate to show.
    ///
    /// # Errors
    /// When TLS cannot be set up at all, in words; or what the client says.
    pub(crate) async fn send(
        &self,
        request: Request<Full<Bytes>>,
        https: bool,
        http2: bool,
        identity: Option<&Identity>,
    ) -> Result<Result<Response<Incoming>, Error>, String> {
        if !https {
            let client = if http2 { self.plain_2.get_or_init(|| pooled(self.way.clone(), true)) } else { &self.plain };
            return Ok(client.request(request).await);
        }
        // Connections that were made with a certificate are not for requests that go without it.
        let (own, own_2) = identity.map_or((&self.tls, &self.tls_2), |identity| (&identity.tls, &identity.tls_2));
        let clients = if http2 { own_2 } else { own };
        match clients.get_or_init(|| tls_config(identity, &self.trusted).map(|config| self.tls_client(config, http2))) {
            Ok(client) => Ok(client.request(request).await),
            Err(why) => Err(why.clone()),
        }
    }

    fn tls_client(&self, config: ClientConfig, http2: bool) -> Tls {
        let connector = hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_only();
        let connector = if http2 { connector.enable_http2() } else { connector.enable_all_versions() };
        pooled(connector.wrap_connector(self.way.for_tls()), http2)
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "this is the one place where HTTP clients are made, over the checking resolver"
)]
fn pooled<C>(connector: C, http2: bool) -> Client<C, Full<Bytes>>
where
    C: hyper_util::client::legacy::connect::Connect + Clone,
{
    Client::builder(TokioExecutor::new())
        .pool_timer(TokioTimer::new())
        .timer(TokioTimer::new())
        .pool_idle_timeout(Duration::from_secs(60))
        .pool_max_idle_per_host(256)
        .http2_only(http2)
        // Old servers fold header lines and write names with spaces; an answer is not lost for a header that nobody reads.
        .http1_allow_obsolete_multiline_headers_in_responses(true)
        .http1_ignore_invalid_headers_in_responses(true)
        .build(connector)
}

/// TLS 1.2 and 1.3 with the system's root certificates, or Mozilla's where the system has none (images from scratch).
fn tls_config(identity: Option<&Identity>, trusted: &[CertificateDer<'static>]) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    }
    roots.add_parsable_certificates(trusted.iter().cloned());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| format!("TLS could not be set up: {error}"))?;
    let config = config.with_root_certificates(roots);
    let Some((chain, key)) = identity.map(Identity::pair) else { return Ok(config.with_no_client_auth()) };
    config.with_client_auth_cert(chain, key).map_err(|error| format!("the client certificate cannot be used: {error}"))
}

/// Why a request failed.
pub(crate) enum Reason {
    /// The policy forbids it.
    Refused(String),
    /// The certificate or the handshake.
    Tls(String),
    Other(String),
}

/// The innermost reason in a chain of errors.
pub(crate) fn reason(error: &(dyn std::error::Error + 'static)) -> Reason {
    let mut current = error;
    loop {
        if let Some(refused) = current.downcast_ref::<super::Refused>() {
            return Reason::Refused(refused.0.clone());
        }
        if let Some(tls) = current.downcast_ref::<rustls::Error>() {
            return Reason::Tls(tls.to_string());
        }
        // An io::Error made from another error does not name that as its source but holds it.
        let inner = current.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        match inner.map(|inner| inner as &(dyn std::error::Error + 'static)).or_else(|| current.source()) {
            Some(next) => current = next,
            None => return Reason::Other(current.to_string()),
        }
    }
}
