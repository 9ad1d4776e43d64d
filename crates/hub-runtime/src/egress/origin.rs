//! The host of a request and the base URL of an upstream: parsed once, checked, and cheap to build requests from.

use http::uri::{Authority, PathAndQuery, Scheme};
use hyper::Uri;
use url::{Host, Url};

use super::{Refused, Rules};

/// Scheme, host and port: what credentials belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Origin {
    scheme: Scheme,
    authority: Authority,
}

/// Where the requests of an upstream begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Base {
    pub(crate) origin: Origin,
    /// Encoded, without a trailing slash; empty for none.
    pub(crate) path: String,
    /// A fixed query, without the question mark; empty for none.
    pub(crate) query: String,
    /// Path and query as they were given, for an API that is one address: whether it ends with a slash may matter there.
    pub(crate) address: String,
}

impl std::fmt::Display for Origin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}://{}", self.scheme, self.authority)
    }
}

impl Origin {
    /// The origin of a URL that the rules let through. Names are checked again when they are resolved.
    pub(crate) fn of(url: &Url, rules: &Rules) -> Result<Self, Refused> {
        let scheme = match url.scheme() {
            "https" => Scheme::HTTPS,
            "http" => Scheme::HTTP,
            other => return Err(Refused(format!("`{other}:` URLs are refused; only http and https can be called"))),
        };
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refused(
                "a URL with a user name or password in it is refused; give credentials as secrets".into(),
            ));
        }
        match url.host() {
            Some(Host::Ipv4(address)) => rules.check_literal(address.into())?,
            Some(Host::Ipv6(address)) => rules.check_literal(address.into())?,
            Some(Host::Domain(_)) => {}
            None => return Err(Refused("a URL without a host is refused".into())),
        }
        let host = url.host_str().unwrap_or_default();
        let text = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let authority = Authority::try_from(text)
            .ok()
            .ok_or_else(|| Refused("a URL with a host that is no valid name is refused".into()))?;
        Ok(Self { scheme, authority })
    }

    pub(crate) fn is_https(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// `host` or `host:port`.
    pub(crate) fn host(&self) -> &str {
        self.authority.as_str()
    }

    /// Whether what was meant for `before` may be sent here: to the same host and port, or from its plain to its TLS port.
    pub(crate) fn keeps_credentials_of(&self, before: &Self) -> bool {
        let port = |origin: &Self| origin.authority.port_u16().unwrap_or(if origin.is_https() { 443 } else { 80 });
        let upgraded = !before.is_https() && port(before) == 80 && self.is_https() && port(self) == 443;
        self.authority.host().eq_ignore_ascii_case(before.authority.host())
            && (upgraded || self.scheme == before.scheme && port(self) == port(before))
    }

    /// A whole address.
    pub(crate) fn url(&self, target: &str) -> String {
        format!("{}://{}{target}", self.scheme, self.authority)
    }

    /// A request URI here. The target's bytes go out as they are.
    pub(crate) fn uri(&self, target: PathAndQuery) -> Option<Uri> {
        let mut parts = http::uri::Parts::default();
        parts.scheme = Some(self.scheme.clone());
        parts.authority = Some(self.authority.clone());
        parts.path_and_query = Some(target);
        Uri::from_parts(parts).ok()
    }
}

/// `grpc` and `grpcs` are schemes that people use and no client knows.
pub(crate) fn http_url(url: &str) -> String {
    match url.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("grpc") => format!("http://{rest}"),
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("grpcs") => format!("https://{rest}"),
        _ => url.to_owned(),
    }
}

/// Path and query of a URL, as they go into a request.
pub(crate) fn target_of(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

impl Base {
    /// Reads a base URL.
    ///
    /// # Errors
    /// Why no call can go there, in words for the operator.
    pub(crate) fn parse(url: &str, rules: &Rules) -> Result<Self, String> {
        if url.trim().is_empty() {
            return Err("the document does not say where the API is; start the server with --upstream URL".into());
        }
        let parsed = Url::parse(&http_url(url.trim())).map_err(|error| match error {
            url::ParseError::RelativeUrlWithoutBase => {
                "the document gives no host for the API; start the server with --upstream URL".to_owned()
            }
            error => format!("the API's base URL cannot be used ({error}); start the server with --upstream URL"),
        })?;
        let origin = Origin::of(&parsed, rules).map_err(|refused| refused.0)?;
        Ok(Self {
            origin,
            address: target_of(&parsed),
            path: parsed.path().trim_end_matches('/').to_owned(),
            query: parsed.query().unwrap_or_default().to_owned(),
        })
    }
}
