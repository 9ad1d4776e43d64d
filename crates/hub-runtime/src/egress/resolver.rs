//! Name resolution that only answers with addresses that the rules let through.

use std::{
    future::Future,
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use hyper_util::client::legacy::connect::dns::Name;
use tower_service::Service;

use super::{Refused, Rules, refusal};

/// Resolves with the system's resolver and drops what may not be reached. The connector connects to exactly the addresses that
/// this returns, so that a name cannot change between the check and the connection.
#[derive(Clone)]
pub(super) struct Resolver {
    pub(super) rules: Arc<Rules>,
    /// For one name.
    pub(super) timeout: Duration,
}

impl Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<Self::Response>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let rules = Arc::clone(&self.rules);
        let timeout = self.timeout;
        Box::pin(async move { lookup(&rules, name.as_str(), timeout).await.map(Vec::into_iter) })
    }
}

/// The addresses of a host, as far as they may be reached; their ports mean nothing.
pub(super) async fn lookup(rules: &Rules, host: &str, timeout: Duration) -> io::Result<Vec<SocketAddr>> {
    let looked_up = tokio::time::timeout(timeout, tokio::net::lookup_host((host, 0))).await;
    let found: Vec<SocketAddr> = looked_up.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??.collect();
    permitted(rules, host, found)
}

fn permitted(rules: &Rules, host: &str, found: Vec<SocketAddr>) -> io::Result<Vec<SocketAddr>> {
    if rules.names_host(host) {
        return Ok(found);
    }
    let first = found.first().map(SocketAddr::ip);
    let allowed: Vec<SocketAddr> = found.into_iter().filter(|address| rules.permits(address.ip())).collect();
    match (allowed.is_empty(), first) {
        (true, Some(address)) => Err(io::Error::other(Refused(refusal(host, address)))),
        (true, None) => Err(io::Error::new(io::ErrorKind::NotFound, "the name has no address")),
        (false, _) => Ok(allowed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::egress::Policy;

    fn rules(allow_private: bool, allow: &[&str]) -> Rules {
        Rules::new(&Policy { allow_private, allow: allow.iter().map(ToString::to_string).collect() }).unwrap()
    }

    fn addresses(list: &[&str]) -> Vec<SocketAddr> {
        list.iter().map(|ip| SocketAddr::new(ip.parse().unwrap(), 0)).collect()
    }

    #[test]
    fn a_rebound_name_reaches_only_its_public_address() {
        let mixed = addresses(&["127.0.0.1", "8.8.8.8", "::1"]);
        assert_eq!(permitted(&rules(false, &[]), "x.example", mixed).unwrap(), addresses(&["8.8.8.8"]));
    }

    #[test]
    fn special_addresses_need_leave() {
        let local = || addresses(&["10.1.2.3"]);
        let refused = permitted(&rules(false, &[]), "x.example", local()).unwrap_err();
        assert!(refused.to_string().contains("x.example (10.1.2.3) is a private address"), "{refused}");
        assert!(permitted(&rules(true, &[]), "x.example", local()).is_ok());
        assert!(permitted(&rules(false, &["10.1.0.0/16"]), "x.example", local()).is_ok());
        assert!(permitted(&rules(false, &["10.2.0.0/16"]), "x.example", local()).is_err());
        assert!(permitted(&rules(false, &["X.example"]), "x.example", local()).is_ok());
        assert!(permitted(&rules(false, &["*.example"]), "x.example", local()).is_ok());
        assert!(permitted(&rules(false, &["*.example"]), "badexample", local()).is_err());
    }

    #[test]
    fn metadata_stays_refused_where_private_addresses_are_allowed() {
        let metadata = || addresses(&["169.254.169.254"]);
        assert!(permitted(&rules(true, &[]), "metadata.internal", metadata()).is_err());
        assert!(permitted(&rules(true, &["169.254.169.254"]), "metadata.internal", metadata()).is_ok());
    }

    #[test]
    fn an_entry_that_is_no_host_is_an_error() {
        assert!(Rules::new(&Policy { allow_private: false, allow: vec!["http://x/".into()] }).is_err());
    }
}
