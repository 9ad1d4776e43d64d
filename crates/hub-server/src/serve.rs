//! Listening: with or without TLS, until told to stop; then what is being answered gets the time to end.

mod door;

use std::{convert::Infallible, io, net::SocketAddr, time::Duration};

use axum::{Router, routing::get};
use axum_server::{Handle, accept::NoDelayAcceptor, tls_rustls::RustlsConfig};
use tokio::sync::watch;

use self::door::Door;
use crate::{api::system::metrics, app::App, console::Console, router::router, settings::Tls};

/// How often it is looked whether a certificate has changed.
const LOOK: Duration = Duration::from_secs(5);
/// How long the head of a request may take, and a connection may wait for its next one. Proxies keep connections for a minute; one that
/// is closed just as they use it costs a request.
const HEAD: Duration = Duration::from_secs(75);

/// Which of the roles that listen a process has. They share an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Doors {
    /// The REST API.
    pub api: bool,
    /// MCP servers.
    pub gateway: bool,
    /// The console.
    pub web: bool,
}

/// Serves the roles that listen. `ready` is told the address once it is listened on.
///
/// # Errors
/// When the address cannot be listened on, or the certificate or the console cannot be used.
pub async fn listen(
    app: App,
    doors: Doors,
    stop: watch::Receiver<bool>,
    ready: impl FnOnce(SocketAddr),
) -> io::Result<()> {
    let listen = app.settings().listen.clone();
    let console = if doors.web { Some(Console::open(&app.settings().web)?) } else { None };
    let socket = std::net::TcpListener::bind(listen.address)?;
    socket.set_nonblocking(true)?;
    let address = socket.local_addr()?;
    app.listening_on(address);
    app.ends_with(stop.clone());
    let handle = Handle::new();
    tokio::spawn(drain(stop.clone(), handle.clone(), Duration::from_secs(listen.drain_seconds)));
    let router = router(&app, doors, console);
    let service = tower::service_fn(move |peer| {
        std::future::ready(Ok::<_, Infallible>(Door::new(app.clone(), router.clone(), doors.gateway, peer)))
    });
    if let Some(tls) = listen.tls {
        let config = tls_config(&tls).await?;
        tokio::spawn(reload(config.clone(), tls, stop));
        ready(address);
        let mut server = axum_server::from_tcp_rustls(socket, config)?
            .map(|acceptor| acceptor.acceptor(NoDelayAcceptor))
            .handle(handle);
        server.http_builder().http1().header_read_timeout(HEAD);
        return server.serve(service).await;
    }
    ready(address);
    // Answers are written whole: waiting for more to send only delays them.
    let mut server = axum_server::from_tcp(socket)?.acceptor(NoDelayAcceptor).handle(handle);
    server.http_builder().http1().header_read_timeout(HEAD);
    server.serve(service).await
}

/// Serves `/metrics` on an address of its own.
///
/// # Errors
/// When the address cannot be listened on.
pub async fn metrics(app: App, address: SocketAddr, stop: watch::Receiver<bool>) -> io::Result<()> {
    let handle = Handle::new();
    tokio::spawn(drain(stop, handle.clone(), Duration::from_secs(1)));
    let router = Router::new().route("/metrics", get(metrics::open)).with_state(app);
    axum_server::bind(address).handle(handle).serve(router.into_make_service()).await
}

async fn drain(mut stop: watch::Receiver<bool>, handle: Handle<SocketAddr>, time: Duration) {
    let _ = stop.wait_for(|stop| *stop).await;
    handle.graceful_shutdown(Some(time));
}

/// TLS 1.3 and nothing older.
async fn tls_config(tls: &Tls) -> io::Result<RustlsConfig> {
    let (certificate, key) = (tokio::fs::read(&tls.certificate).await?, tokio::fs::read(&tls.key).await?);
    Ok(RustlsConfig::from_config(std::sync::Arc::new(server_config(&certificate, &key)?)))
}

/// Whether a certificate and its key can be read and belong together.
///
/// # Errors
/// When they cannot, or do not.
pub fn check_certificate(tls: &Tls) -> io::Result<()> {
    server_config(&std::fs::read(&tls.certificate)?, &std::fs::read(&tls.key)?).map(drop)
}

fn server_config(certificate: &[u8], key: &[u8]) -> io::Result<rustls::ServerConfig> {
    use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject as _};
    let wrong = |what: &str| io::Error::new(io::ErrorKind::InvalidInput, format!("the TLS {what} cannot be read"));
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(certificate).collect();
    let chain = chain.map_err(|_| wrong("certificate"))?;
    let key = PrivateKeyDer::from_pem_slice(key).map_err(|_| wrong("key"))?;
    let provider = std::sync::Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&rustls::version::TLS13])
        .map_err(io::Error::other)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(io::Error::other)?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Takes a certificate over that was replaced. One that cannot be used is left, with a warning.
async fn reload(config: RustlsConfig, tls: Tls, mut stop: watch::Receiver<bool>) {
    let changed = async |path: &std::path::Path| tokio::fs::metadata(path).await.and_then(|data| data.modified()).ok();
    let mut known = (changed(&tls.certificate).await, changed(&tls.key).await);
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.changed() => return,
        }
        let now = (changed(&tls.certificate).await, changed(&tls.key).await);
        if now == known {
            continue;
        }
        known = now;
        let read =
            async { server_config(&tokio::fs::read(&tls.certificate).await?, &tokio::fs::read(&tls.key).await?) };
        match read.await {
            Ok(new) => {
                config.reload_from_config(std::sync::Arc::new(new));
                tracing::info!("the TLS certificate was replaced");
            }
            Err(error) => tracing::warn!(%error, "the new TLS certificate cannot be used; the one before is kept"),
        }
    }
}
