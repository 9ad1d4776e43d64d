//! Who may ask: checks of `Host` and `Origin` against DNS rebinding and cross-site requests, and CORS for those who may.

use std::net::{IpAddr, SocketAddr};

use aws_lc_rs::constant_time::verify_slices_are_equal;
use http::{HeaderMap, HeaderValue, Response, StatusCode, header, request::Parts};
use secrecy::{ExposeSecret as _, SecretString};

use super::Body;

/// Under which names the server is asked, and which web pages may ask it.
#[derive(Debug, Clone, Default)]
pub struct Access {
    /// Names in `Host`.
    pub hosts: Hosts,
    /// Further origins in `Origin` (`https://app.example`), or `*` for every one. Pages of the server's own hosts are allowed.
    pub origins: Vec<String>,
    /// What has to stand behind `Bearer` in `Authorization`, where not everybody may ask.
    pub bearer: Option<SecretString>,
}

/// Names in `Host`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Hosts {
    /// `localhost`, `127.0.0.1` and `[::1]` with any port: a name that somebody points at this machine is refused.
    #[default]
    Loopback,
    /// These, with any port or with the one given: `hub.example`, `hub.example:8443`.
    Listed(Vec<String>),
    /// Any. Pages may then ask only if they come from the very name that they ask.
    Any,
}

impl Access {
    /// What is right for a listener at `address`: loopback names for loopback, any otherwise.
    #[must_use]
    pub fn for_address(address: SocketAddr) -> Self {
        let hosts = if address.ip().is_loopback() { Hosts::Loopback } else { Hosts::Any };
        Self { hosts, ..Self::default() }
    }

    /// Checks a request. The origin is given back where one was sent.
    pub(super) fn check(&self, parts: &Parts) -> Result<Option<HeaderValue>, &'static str> {
        let host = host_of(parts)?;
        if !self.hosts.allow(host) {
            return Err("`Host` is not a name of this server; allow it in the settings");
        }
        let mut origins = parts.headers.get_all(header::ORIGIN).iter();
        let Some(origin) = origins.next() else { return Ok(None) };
        if origins.next().is_some() || !self.allows_origin(origin.to_str().unwrap_or_default(), host) {
            return Err("`Origin` is not allowed to use this server; allow it in the settings");
        }
        Ok(Some(origin.clone()))
    }

    /// Whether a request shows the token, where it has to.
    pub(super) fn is_known(&self, parts: &Parts) -> bool {
        let Some(bearer) = &self.bearer else { return true };
        let shown =
            parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
        shown.is_some_and(|shown| verify_slices_are_equal(shown.as_bytes(), bearer.expose_secret().as_bytes()).is_ok())
    }

    fn allows_origin(&self, origin: &str, host: &str) -> bool {
        if self.origins.iter().any(|allowed| allowed == "*" || allowed.eq_ignore_ascii_case(origin)) {
            return true;
        }
        let Some((_, authority)) = origin.split_once("://") else { return false };
        match self.hosts {
            Hosts::Any => authority.eq_ignore_ascii_case(host),
            _ => self.hosts.allow(authority),
        }
    }
}

impl Hosts {
    fn allow(&self, authority: &str) -> bool {
        let name = without_port(authority);
        match self {
            Self::Any => true,
            Self::Loopback => {
                name.eq_ignore_ascii_case("localhost")
                    || name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
            }
            Self::Listed(names) => names
                .iter()
                .any(|allowed| allowed.eq_ignore_ascii_case(name) || allowed.eq_ignore_ascii_case(authority)),
        }
    }
}

/// HTTP/2 says it in the target instead of a header.
fn host_of(parts: &Parts) -> Result<&str, &'static str> {
    let mut hosts = parts.headers.get_all(header::HOST).iter();
    match (hosts.next(), hosts.next()) {
        (Some(host), None) => host.to_str().map_err(|_| "`Host` is no plain text"),
        (Some(_), Some(_)) => Err("`Host` is there more than once"),
        (None, _) => Ok(parts.uri.authority().map_or("", |authority| authority.as_str())),
    }
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) && !name.is_empty() => name,
        _ => authority,
    }
}

/// The answer to a browser that asks whether it may ask.
pub(super) fn preflight(headers: &HeaderMap) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let answer = response.headers_mut();
    answer.insert(header::ALLOW, HeaderValue::from_static("POST, OPTIONS"));
    answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
    answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("7200"));
    // The names of `Mcp-Param-*` are the tools' own, so the list cannot be a fixed one.
    if let Some(wanted) = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    response
}

/// Lets the page of an allowed origin read the answer.
pub(super) fn share(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(header::VARY, HeaderValue::from_static("Origin"));
    let exposed = HeaderValue::from_static("WWW-Authenticate, MCP-Protocol-Version, Mcp-Session-Id");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
}
