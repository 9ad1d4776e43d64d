//! Where requests may go: addresses are resolved, checked, and connected to exactly as checked. A server without a network has somebody
//! else do all three ([`passage`]).

mod address;
pub(crate) mod client;
mod identity;
mod origin;
pub mod passage;
mod resolver;
mod way;

use std::{fmt, net::IpAddr};

use ipnet::IpNet;

use address::Kind;
pub(crate) use identity::Identity;
pub(crate) use origin::{Base, Origin, http_url, target_of};

/// Which hosts and addresses may be reached. By default every public address and nothing else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Policy {
    /// Private, loopback and other special addresses too. Link-local addresses (where clouds answer with credentials) and
    /// multicast stay refused unless `allow` names them. Holds for upstreams: files that arguments name by URL may only come
    /// from public addresses and from what `allow` names.
    pub allow_private: bool,
    /// Host names (`api.internal`, `*.internal`), addresses and networks (`10.1.0.0/16`) that may be reached although special.
    pub allow: Vec<String>,
}

/// A request that the policy forbids. Travels as an error source out of the resolver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refused(pub(crate) String);

/// [`Policy`], read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    allow_private: bool,
    names: Vec<String>,
    suffixes: Vec<String>,
    networks: Vec<IpNet>,
}

impl Rules {
    /// Reads a policy; an entry that is no host and no network is an error, because it would silently allow nothing.
    pub(crate) fn new(policy: &Policy) -> Result<Self, String> {
        let mut rules = Self { allow_private: policy.allow_private, ..Self::default() };
        for entry in policy.allow.iter().map(|entry| entry.trim().to_ascii_lowercase()) {
            let bare = entry.trim_start_matches('[').trim_end_matches(']');
            if let Ok(network) = bare.parse::<IpNet>() {
                rules.networks.push(network);
            } else if let Ok(address) = bare.parse::<IpAddr>() {
                rules.networks.push(address.into());
            } else if let Some(suffix) = entry.strip_prefix("*.").filter(|rest| is_host(rest)) {
                rules.suffixes.push(format!(".{suffix}"));
            } else if is_host(&entry) {
                rules.names.push(entry);
            } else {
                return Err(format!(
                    "`{entry}` in the list of allowed hosts is no host name, address or network; write `api.internal`, `*.internal` or `10.1.0.0/16`"
                ));
            }
        }
        Ok(rules)
    }

    /// Whether the host is allowed by its name, whatever it resolves to.
    fn names_host(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.');
        self.names.iter().any(|name| name.eq_ignore_ascii_case(host))
            || self.suffixes.iter().any(|suffix| host.to_ascii_lowercase().ends_with(suffix))
    }

    fn permits(&self, address: IpAddr) -> bool {
        match address::kind(address) {
            Kind::Public => true,
            Kind::Special if self.allow_private => true,
            Kind::Special | Kind::Guarded => {
                let plain = address.to_canonical();
                self.networks.iter().any(|network| network.contains(&address) || network.contains(&plain))
            }
        }
    }

    /// Checks an address that stands in a URL itself.
    fn check_literal(&self, address: IpAddr) -> Result<(), Refused> {
        if self.permits(address) { Ok(()) } else { Err(Refused(refusal(&address.to_string(), address))) }
    }
}

fn refusal(host: &str, address: IpAddr) -> String {
    let kind = address::name(address);
    let what = if host == address.to_string() { host.to_owned() } else { format!("{host} ({address})") };
    if matches!(address::kind(address), Kind::Guarded) {
        return format!(
            "{what} is {kind} address and refused; the operator can allow it by naming it as an allowed host"
        );
    }
    format!("{what} is {kind} address and refused; the operator can allow it with --allow-private-upstreams")
}

fn is_host(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}
