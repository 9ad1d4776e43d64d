//! The way out for a server that has no network: a socket in its file system, behind which somebody who has one connects it to its own
//! upstreams and to nothing else.
//!
//! Whoever connects says `HOST PORT` and a line's end, and is told `ok` and a line's end: from then on the connection is one to there. Or it
//! is told `no` (it is not allowed) or `er` (nobody answers), a space and why, and the connection ends.

use std::{
    collections::BTreeSet,
    io,
    net::{IpAddr, SocketAddr},
    path::Path,
    sync::Arc,
    time::Duration,
};

use hub_model::{Blueprint, SchemeKind};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _, copy_bidirectional},
    net::{TcpStream, UnixListener, UnixStream},
    sync::{Semaphore, watch},
};
use url::{Host, Url};

use super::{Policy, Refused, Rules, address, resolver::lookup};
use crate::{replica::Outfit, socket};

/// Bytes of a host's name and a port.
const LINE: usize = 300;
/// Connections of one server at a time.
const AT_ONCE: usize = 1_024;
/// For resolving and connecting.
const TIMEOUT: Duration = Duration::from_secs(10);
/// For saying where to.
const PATIENCE: Duration = Duration::from_secs(10);
/// Between two attempts while nobody is behind the socket: whoever is there is being started again.
const AGAIN: Duration = Duration::from_millis(100);

/// Where a server may be connected to.
#[derive(Debug, Clone, Default)]
pub struct Leave {
    /// Hosts in lower case, with their ports.
    places: BTreeSet<(String, u16)>,
    rules: Rules,
}

impl Leave {
    /// The upstreams of a blueprint, as its outfit has them, and where the tokens for them are had.
    ///
    /// # Errors
    /// When the outfit's policy cannot be read.
    pub fn of(blueprint: &Blueprint, outfit: &Outfit) -> Result<Self, String> {
        let policy = Policy { allow_private: outfit.allow_private, allow: outfit.allow.clone() };
        let mut urls: Vec<String> = outfit.upstream.iter().chain(outfit.upstreams.values()).cloned().collect();
        for (key, upstream) in &blueprint.upstreams {
            let space = key.split_once('/').map_or("", |(space, _)| space);
            let is_elsewhere =
                outfit.upstream.is_some() || outfit.upstreams.contains_key(key) || outfit.upstreams.contains_key(space);
            if !is_elsewhere {
                urls.push(upstream.resolved());
            }
        }
        for scheme in blueprint.schemes.values() {
            match &scheme.kind {
                SchemeKind::Oauth2 { flows } => {
                    urls.extend(flows.iter().flat_map(|flow| [flow.token_url.clone(), flow.refresh_url.clone()]));
                }
                SchemeKind::OpenIdConnect { url } => urls.push(url.clone()),
                _ => {}
            }
        }
        Ok(Self { places: urls.iter().filter_map(|url| place(url)).collect(), rules: Rules::new(&policy)? })
    }

    /// Hosts and ports that may be connected to.
    pub fn places(&self) -> impl Iterator<Item = (&str, u16)> {
        self.places.iter().map(|(host, port)| (host.as_str(), *port))
    }

    /// The addresses that a host has by now and that may be reached although they are not public; none where it is not known.
    pub async fn private(&self, host: &str, port: u16) -> Vec<IpAddr> {
        let found = self.resolve(host, port).await.unwrap_or_default();
        found.into_iter().map(|address| address.ip()).filter(|address| !is_public(*address)).collect()
    }

    /// The addresses that a host has, as far as they may be reached.
    async fn resolve(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Told> {
        let host = host.to_ascii_lowercase();
        if !self.places.contains(&(host.clone(), port)) {
            return Err(Told::No(format!(
                "{host}:{port} is none of this server's upstreams, and a server in a container reaches nothing else"
            )));
        }
        let bare = host.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse() {
            self.rules.check_literal(address).map_err(|Refused(why)| Told::No(why))?;
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let found = lookup(&self.rules, &host, TIMEOUT).await;
        let found = found.map_err(|error| match error.get_ref().and_then(|inner| inner.downcast_ref::<Refused>()) {
            Some(Refused(why)) => Told::No(why.clone()),
            None => Told::Er(error.to_string()),
        })?;
        Ok(found.into_iter().map(|address| SocketAddr::new(address.ip(), port)).collect())
    }

    #[expect(clippy::disallowed_methods, reason = "this is a part of egress: the address was checked a line before")]
    async fn connect(&self, host: &str, port: u16) -> Result<TcpStream, Told> {
        let mut last = "the name has no address".to_owned();
        for address in self.resolve(host, port).await? {
            match tokio::time::timeout(TIMEOUT, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    let _ = stream.set_nodelay(true);
                    return Ok(stream);
                }
                Ok(Err(error)) => last = error.to_string(),
                Err(_) => last = "there was no answer in time".to_owned(),
            }
        }
        Err(Told::Er(last))
    }
}

fn is_public(address: IpAddr) -> bool {
    address::kind(address) == address::Kind::Public
}

/// Host and port of an address.
fn place(url: &str) -> Option<(String, u16)> {
    let url = Url::parse(url).ok()?;
    let host = match url.host()? {
        Host::Domain(name) => name.to_ascii_lowercase(),
        Host::Ipv4(address) => address.to_string(),
        Host::Ipv6(address) => format!("[{address}]"),
    };
    Some((host, url.port_or_known_default()?))
}

/// Why somebody was not connected.
enum Told {
    No(String),
    Er(String),
}

/// Listens at a file for a server that has nothing else. One that is left of whoever did before is replaced.
///
/// # Errors
/// When the file cannot be made.
pub fn listen(path: &Path) -> io::Result<UnixListener> {
    socket::listen(path)
}

/// Connects whoever comes, as long as this is polled. `leave` may be changed meanwhile: what is connected stays so.
pub async fn serve(listener: UnixListener, leave: watch::Receiver<Arc<Leave>>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut passing = tokio::task::JoinSet::new();
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let leave = Arc::clone(&leave.borrow());
                    passing.spawn(async move {
                        // Connections break; there is nobody left to tell.
                        let _ = connect(stream, &leave).await;
                        drop(permit);
                    });
                }
                // No file handles for now: the listener itself is whole.
                Err(_) => tokio::time::sleep(AGAIN).await,
            },
            Some(_) = passing.join_next() => {}
        }
    }
}

async fn connect(mut stream: UnixStream, leave: &Leave) -> io::Result<()> {
    let asked = tokio::time::timeout(PATIENCE, line(&mut stream)).await??;
    let (host, port) = asked.split_once(' ').unwrap_or_default();
    let connected = match port.parse() {
        Ok(port) => leave.connect(host, port).await,
        Err(_) => Err(Told::No("a host and a port have to be named".to_owned())),
    };
    let mut upstream = match connected {
        Ok(upstream) => upstream,
        Err(Told::No(why)) => return stream.write_all(format!("no {why}").as_bytes()).await,
        Err(Told::Er(why)) => return stream.write_all(format!("er {why}").as_bytes()).await,
    };
    stream.write_all(b"ok\n").await?;
    copy_bidirectional(&mut stream, &mut upstream).await.map(drop)
}

/// One line, of which nothing is read beyond its end.
async fn line(stream: &mut UnixStream) -> io::Result<String> {
    let mut line = Vec::new();
    loop {
        match stream.read_u8().await? {
            b'\n' => return String::from_utf8(line).map_err(io::Error::other),
            byte if line.len() < LINE => line.push(byte),
            _ => return Err(io::Error::other("the line is too long")),
        }
    }
}

/// A connection to a host, through the passage. While nobody is behind it, it is tried again.
pub(super) async fn pass(socket: &Path, host: &str, port: u16) -> io::Result<UnixStream> {
    let mut stream = loop {
        match UnixStream::connect(socket).await {
            Ok(stream) => break stream,
            Err(error) if matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound) => {
                tokio::time::sleep(AGAIN).await;
            }
            Err(error) => return Err(error),
        }
    };
    stream.write_all(format!("{host} {port}\n").as_bytes()).await?;
    let mut told = [0; 3];
    stream.read_exact(&mut told).await?;
    if told == *b"ok\n" {
        return Ok(stream);
    }
    let mut why = String::new();
    stream.take(1_000).read_to_string(&mut why).await?;
    match told == *b"no " {
        true => Err(io::Error::other(Refused(why))),
        false => Err(io::Error::other(why)),
    }
}
