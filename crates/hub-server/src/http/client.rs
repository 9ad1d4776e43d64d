//! Where a request comes from: the connection's address, or what a trusted proxy says.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use http::{HeaderMap, request::Parts};
use ipnet::IpNet;

/// Characters of a program's name that are kept.
const LONGEST_NAME: usize = 200;

/// Proxies whose word about addresses is taken.
#[derive(Debug, Clone, Default)]
pub(crate) struct Proxies(Vec<IpNet>);

impl Proxies {
    /// Reads addresses and networks; what is neither was refused when the settings were checked.
    pub(crate) fn new(listed: &[String]) -> Self {
        let network =
            |text: &String| text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        Self(listed.iter().filter_map(network).collect())
    }

    /// The address that the request came from.
    pub(crate) fn address(&self, parts: &Parts) -> IpAddr {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
        let peer = peer.unwrap_or(IpAddr::from([0, 0, 0, 0]));
        if !self.trusts(peer) {
            return peer;
        }
        // Each proxy adds the address that it saw at the end: the last that is not a proxy of ours is the client.
        let said = forwarded(&parts.headers);
        said.into_iter().rev().find(|address| !self.trusts(*address)).unwrap_or(peer)
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&address))
    }
}

fn forwarded(headers: &HeaderMap) -> Vec<IpAddr> {
    let values = headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    values
        .flat_map(|value| value.split(','))
        .filter_map(|address| address.trim().parse::<IpAddr>().ok())
        .map(|ip| ip.to_canonical())
        .collect()
}

/// The program that sent the request, as it calls itself.
pub(crate) fn user_agent(headers: &HeaderMap) -> String {
    let named = headers.get(http::header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect()
}
