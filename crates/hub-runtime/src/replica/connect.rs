//! Connections to replicas, whose addresses may be files: those stand in URLs in hexadecimal, so that connections are kept for each.

use std::{
    borrow::Cow,
    fmt::Write as _,
    io,
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
    path::PathBuf,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};

use hyper::Uri;
use hyper_util::{client::legacy::connect::HttpConnector, rt::TokioIo};
use tokio::net::UnixStream;
use tower_service::Service;

use crate::socket::{Address, Stream};

type Boxed = Box<dyn std::error::Error + Send + Sync>;

/// What ends the host of a URL that means a file; no host of the network ends so (RFC 6761, section 6.4).
const FILE: &str = ".socket.invalid";

/// Connects to replicas.
#[derive(Clone)]
pub(super) struct Connector(HttpConnector);

impl Default for Connector {
    fn default() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(Duration::from_secs(2)));
        Self(connector)
    }
}

/// The host and port of a replica's URLs.
pub(super) fn authority(address: &Address) -> Cow<'static, str> {
    match address {
        Address::Tcp(address) => address.to_string().into(),
        Address::Unix(path) => {
            let mut text = String::new();
            for byte in path.as_os_str().as_bytes() {
                let _ = write!(text, "{byte:02x}");
            }
            text.push_str(FILE);
            text.into()
        }
    }
}

/// The file that a host means, where it means one.
fn file(host: &str) -> Option<PathBuf> {
    let digits = host.strip_suffix(FILE)?.as_bytes();
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    let byte = |pair: &[u8; 2]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    let bytes: Option<Vec<u8>> = pairs.iter().map(byte).collect();
    Some(std::ffi::OsString::from_vec(bytes?).into())
}

impl Service<Uri> for Connector {
    type Response = TokioIo<Stream>;
    type Error = Boxed;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Boxed>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Boxed>> {
        self.0.poll_ready(cx).map_err(Into::into)
    }

    fn call(&mut self, uri: Uri) -> Self::Future {
        match uri.host().and_then(file) {
            Some(path) => Box::pin(async move {
                let connected = UnixStream::connect(&path).await;
                let why = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
                Ok(TokioIo::new(Stream::Unix(connected.map_err(why)?)))
            }),
            None => {
                let connecting = self.0.call(uri);
                Box::pin(async move { Ok(TokioIo::new(Stream::Tcp(connecting.await?.into_inner()))) })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_survives_being_a_host() {
        let address: Address = "unix:/tmp/Ä b/mcp.sock".parse().unwrap();
        let host = authority(&address);
        assert!(Uri::try_from(format!("http://{host}/mcp")).is_ok(), "{host}");
        assert_eq!(file(&host).map(Address::Unix), Some(address));
        assert_eq!(file("example.org"), None);
        assert_eq!(file("0.socket.invalid"), None);
        assert_eq!(authority(&"[::1]:80".parse().unwrap()), "[::1]:80");
    }
}
