//! A listener for one endpoint: connections, paths, and an orderly end.

use std::{
    convert::Infallible,
    future::{Future, pending},
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use http::{HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::{body::Incoming, service::service_fn};
use hyper_util::{
    rt::{TokioExecutor, TokioIo, TokioTimer},
    server::{conn::auto, graceful::GracefulShutdown},
};
use tokio::{
    pin, select,
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{sleep, timeout},
};

use super::{Body, Endpoint};
use crate::{
    mcp::Service,
    socket::{Listener, Stream},
};

/// How often a connection of HTTP/2 must show that somebody is there.
const ALIVE: Duration = Duration::from_secs(60);

/// How a listener treats its connections.
#[derive(Debug, Clone)]
pub struct Listening {
    /// Where the endpoint is, without a slash at its end.
    pub path: String,
    /// Connections at the same time; others wait.
    pub connections: usize,
    /// For the headers of a request to arrive: of the first one after connecting, and of the next one after an answer.
    pub header_timeout: Duration,
    /// For requests in flight to be answered once the end is asked for.
    pub drain: Duration,
}

impl Default for Listening {
    fn default() -> Self {
        Self {
            path: "/mcp".to_owned(),
            connections: 4096,
            header_timeout: Duration::from_secs(30),
            drain: Duration::from_secs(30),
        }
    }
}

/// Serves `endpoint` at its path and `/healthz` beside it, until `shutdown` is ready: then nothing new is accepted, and what
/// is in flight is finished. `true` when all of it was finished in time.
///
/// # Errors
/// When the listener breaks.
pub async fn serve<S: Service>(
    listener: impl Into<Listener>,
    endpoint: Arc<Endpoint<S>>,
    options: Listening,
    shutdown: impl Future<Output = ()>,
) -> io::Result<bool> {
    let (listener, options) = (listener.into(), Arc::new(options));
    let mut server = auto::Builder::new(TokioExecutor::new());
    server.http1().timer(TokioTimer::new()).header_read_timeout(options.header_timeout);
    server.http2().timer(TokioTimer::new()).max_concurrent_streams(256).keep_alive_interval(ALIVE);
    let room = Arc::new(Semaphore::new(options.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    pin!(shutdown);
    loop {
        let (stream, permit) = select! {
            biased;
            () = &mut shutdown => break,
            Some(_) = connections.join_next() => continue,
            accepted = accept(&listener, &room) => accepted?,
        };
        let (endpoint, route) = (Arc::clone(&endpoint), Arc::clone(&options));
        let asked = Arc::new(AtomicBool::new(false));
        let silent = silence(Arc::clone(&asked), options.header_timeout);
        let service = service_fn(move |request| {
            asked.store(true, Ordering::Relaxed);
            let (endpoint, route) = (Arc::clone(&endpoint), Arc::clone(&route));
            async move { Ok::<_, Infallible>(respond(&endpoint, &route.path, request).await) }
        });
        let connection = graceful.watch(server.serve_connection(TokioIo::new(stream), service).into_owned());
        connections.spawn(async move {
            // Connections break; there is nobody left to tell.
            select! {
                _ = connection => {}
                () = silent => {}
            }
            drop(permit);
        });
    }
    drop(listener);
    endpoint.close();
    let finished = timeout(options.drain, graceful.shutdown()).await.is_ok();
    connections.shutdown().await;
    Ok(finished)
}

/// Ready when a connection has not asked for anything in time. The timeouts of the two versions of HTTP begin only when it is
/// known which one it is, and whoever sends nothing, or half of that, would never be let go.
async fn silence(asked: Arc<AtomicBool>, limit: Duration) {
    sleep(limit).await;
    if asked.load(Ordering::Relaxed) {
        pending::<()>().await;
    }
}

/// The next connection, once there is room for it.
async fn accept(listener: &Listener, room: &Arc<Semaphore>) -> io::Result<(Stream, OwnedSemaphorePermit)> {
    let permit = Arc::clone(room).acquire_owned().await.map_err(io::Error::other)?;
    loop {
        match listener.accept().await {
            Ok(stream) => return Ok((stream, permit)),
            // A client that left while it waited, or no file handles for now: the listener itself is whole.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

async fn respond<S: Service>(endpoint: &Endpoint<S>, path: &str, request: Request<Incoming>) -> Response<Body> {
    let asked = request.uri().path();
    if asked.strip_suffix('/').unwrap_or(asked) == path {
        return endpoint.handle(request).await;
    }
    let healthy = asked == "/healthz" && matches!(*request.method(), Method::GET | Method::HEAD);
    let (status, text) = match healthy {
        true => (StatusCode::OK, "ok\n".to_owned()),
        false => (StatusCode::NOT_FOUND, format!("not found; the MCP endpoint is {path}\n")),
    };
    let mut response = Response::new(Body::full(text.into_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}
