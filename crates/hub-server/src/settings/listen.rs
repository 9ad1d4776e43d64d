//! Where the hub listens, and how it is reached.

use std::net::SocketAddr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// Where the hub listens, and how it is reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Listen {
    /// Address and port.
    #[schemars(with = "String")]
    pub address: SocketAddr,
    /// The URL by which people and programs reach the hub, where that is not its address: behind a proxy, or by a name.
    pub public_url: Option<String>,
    /// Speak TLS 1.3 with this certificate.
    pub tls: Option<Tls>,
    /// Where `/metrics` is served; on the main address, and only to those who have `telemetry.metrics_token`, when absent.
    #[schemars(with = "Option<String>")]
    pub metrics_address: Option<SocketAddr>,
    /// Addresses and networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
    #[serde(deserialize_with = "super::list")]
    pub trusted_proxies: Vec<String>,
    /// Origins, beside the hub's own, whose pages may use the REST API.
    #[serde(deserialize_with = "super::list")]
    pub allowed_origins: Vec<String>,
    /// Bytes of a request's body, uploads apart.
    pub body_bytes: usize,
    /// Bytes of an upload.
    pub upload_bytes: usize,
    /// Seconds in which a request's body has to arrive.
    pub body_seconds: u64,
    /// Seconds that running requests get to end when the hub is stopped.
    pub drain_seconds: u64,
}

/// A certificate. The files are read anew when they change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// PEM file with the certificate and its chain.
    pub certificate: std::path::PathBuf,
    /// PEM file with the private key.
    pub key: std::path::PathBuf,
}

impl Default for Listen {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: None,
            tls: None,
            metrics_address: None,
            trusted_proxies: Vec::new(),
            allowed_origins: Vec::new(),
            body_bytes: 10 << 20,
            upload_bytes: 64 << 20,
            body_seconds: 30,
            drain_seconds: 20,
        }
    }
}

impl Listen {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let url = self.public_url.as_deref().map(url::Url::parse);
        let is_web = |url: &url::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        let is_right = url.is_none_or(|url| url.is_ok_and(|url| is_web(&url)));
        require(
            wrong,
            "listen.public_url",
            is_right,
            "it is no http or https URL; write one like https://hub.example.com",
        );
        for origin in &self.allowed_origins {
            let is_origin = url::Url::parse(origin).is_ok_and(|url| url.origin().ascii_serialization() == *origin);
            require(
                wrong,
                "listen.allowed_origins",
                is_origin,
                "an origin is a scheme, a host and a port: https://console.example.com",
            );
        }
        for proxy in &self.trusted_proxies {
            let is_network = proxy.parse::<ipnet::IpNet>().is_ok() || proxy.parse::<std::net::IpAddr>().is_ok();
            require(wrong, "listen.trusted_proxies", is_network, "write addresses or networks: 10.0.0.0/8");
        }
        require(wrong, "listen.body_bytes", self.body_bytes >= 1024, "1024 bytes are the least that is of use");
    }
}
