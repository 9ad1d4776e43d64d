//! Serving one MCP server until it is asked to end.

mod until;

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use hub_runtime::http::{Access, Endpoint, Listening, Options, serve};
use hub_runtime::server::Server;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};

use self::until::Until;
use crate::failure::Failure;
use crate::report;

/// Serves over HTTP. `ready` is told the address before the line that says so is printed.
pub(crate) fn http(
    server: Server,
    listen: SocketAddr,
    access: Access,
    ready: impl FnOnce(SocketAddr),
) -> Result<ExitCode, Failure> {
    runtime()?.block_on(async {
        let listener = TcpListener::bind(listen).await.map_err(|error| refused(listen, &error))?;
        let address = listener.local_addr().map_err(|error| refused(listen, &error))?;
        let end = end()?;
        let endpoint = Endpoint::new(Arc::new(server), Options { access, ..Options::default() });
        ready(address);
        report::say(&format!("listening on http://{address}/mcp"));
        match serve(listener, Arc::new(endpoint), Listening::default(), end).await {
            Ok(true) => Ok(ExitCode::SUCCESS),
            Ok(false) => {
                Err(Failure::environment("stopped with calls unfinished: they took longer than the end may take"))
            }
            Err(error) => Err(Failure::environment(format!("the listener at {address} broke: {error}"))),
        }
    })
}

pub(crate) fn runtime() -> Result<Runtime, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    built.map_err(|error| Failure::environment(format!("the server cannot be started: {error}")))
}

/// Ready when the process is asked to end.
pub(crate) fn end() -> Result<impl Future<Output = ()> + Send + 'static, Failure> {
    let watch =
        |kind| signal(kind).map_err(|error| Failure::environment(format!("signals cannot be received: {error}")));
    let (mut terminate, mut interrupt) = (watch(SignalKind::terminate())?, watch(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

pub(crate) fn refused(listen: SocketAddr, error: &std::io::Error) -> Failure {
    let failure = Failure::environment(format!("cannot listen on {listen}: {error}"));
    match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            failure.help("another program has this port; choose one with --listen, or port 0 for any")
        }
        std::io::ErrorKind::PermissionDenied => {
            failure.help("ports below 1024 need permission; choose a higher one with --listen")
        }
        _ => failure,
    }
}

/// Serves over standard input and output, until the input ends.
pub(crate) fn stdio(server: Server) -> Result<ExitCode, Failure> {
    let runtime = runtime()?;
    let served = runtime.block_on(async {
        let input = Until::new(tokio::io::stdin(), end()?);
        let served = hub_runtime::stdio::serve(Arc::new(server), input, tokio::io::stdout(), Default::default()).await;
        served.map_err(|error| Failure::environment(format!("standard input or output broke: {error}")))
    });
    // A read from standard input cannot be taken back: the thread that waits in it is left behind.
    runtime.shutdown_background();
    served.map(|()| ExitCode::SUCCESS)
}
