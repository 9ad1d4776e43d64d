//! How connections are made: straight to an address that was checked, or through the passage of a server that has no network.

use std::{io, path::Path, pin::Pin, sync::Arc, task::Poll, time::Duration};

use hyper::Uri;
use hyper_util::{client::legacy::connect::HttpConnector, rt::TokioIo};
use tower_service::Service;

use super::{Rules, passage, resolver::Resolver};
use crate::socket::Stream;

type Boxed = Box<dyn std::error::Error + Send + Sync>;

/// Makes connections.
#[derive(Clone)]
pub(super) enum Way {
    /// The host is resolved and checked here.
    Straight(HttpConnector<Resolver>),
    /// Somebody else does both.
    Passage { socket: Arc<Path>, timeout: Duration },
}

impl Way {
    pub(super) fn new(rules: Arc<Rules>, timeout: Duration, passage: Option<&Path>) -> Self {
        if let Some(socket) = passage {
            return Self::Passage { socket: socket.into(), timeout };
        }
        let mut tcp = HttpConnector::new_with_resolver(Resolver { rules, timeout });
        tcp.set_connect_timeout(Some(timeout));
        tcp.set_nodelay(true);
        tcp.set_keepalive(Some(Duration::from_secs(60)));
        Self::Straight(tcp)
    }

    /// The same for what is spoken within TLS.
    pub(super) fn for_tls(&self) -> Self {
        let mut way = self.clone();
        if let Self::Straight(tcp) = &mut way {
            tcp.enforce_http(false);
        }
        way
    }
}

impl Service<Uri> for Way {
    type Response = TokioIo<Stream>;
    type Error = Boxed;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Boxed>> + Send>>;

    fn poll_ready(&mut self, cx: &mut std::task::Context<'_>) -> Poll<Result<(), Boxed>> {
        match self {
            Self::Straight(tcp) => tcp.poll_ready(cx).map_err(Into::into),
            Self::Passage { .. } => Poll::Ready(Ok(())),
        }
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        match self {
            Self::Straight(tcp) => {
                let connecting = tcp.call(uri);
                Box::pin(async move { Ok(TokioIo::new(Stream::Tcp(connecting.await?.into_inner()))) })
            }
            Self::Passage { socket, timeout } => {
                let (socket, timeout) = (Arc::clone(socket), *timeout);
                Box::pin(async move {
                    let host = uri.host().ok_or_else(|| io::Error::other("the address has no host"))?;
                    let port = uri.port_u16().unwrap_or(if uri.scheme_str() == Some("https") { 443 } else { 80 });
                    let passing = passage::pass(&socket, host, port);
                    let passed = tokio::time::timeout(timeout, passing).await;
                    let stream = passed.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
                    Ok(TokioIo::new(Stream::Unix(stream)))
                })
            }
        }
    }
}
