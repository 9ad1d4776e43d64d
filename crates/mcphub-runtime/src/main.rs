//! `mcphub-runtime`: serves one blueprint over HTTP until it is asked to end. It is what images carry, alone and linked statically.
//!
//!     mcphub-runtime [BLUEPRINT]        /blueprint.json when not given; or a folder with its parts, compressed
//!     mcphub-runtime --write-told FILE  writes standard input into a file, for the server in the same container
//!
//! Everything else comes from the environment ([`environment`]), as containers are told things.

mod environment;

use std::{
    fmt,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
    sync::Arc,
};

use hub_model::Blueprint;
use hub_runtime::{
    http::{Access, Endpoint, Listening, Options, serve},
    replica,
    server::Server,
    socket::Address,
};
use tokio::signal::unix::{SignalKind, signal};

use environment::{Environment, Told};

/// A call allocates some hundred small pieces on one thread and frees them on another. musl's allocator takes one lock for all of that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Where an image has it.
const BLUEPRINT: &str = "/blueprint.json";
/// Threads are memory, and a container has little of it.
const THREADS: usize = 2;
const BLOCKING_THREADS: usize = 8;

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            say("stopped with calls unfinished: they took longer than the end may take");
            ExitCode::FAILURE
        }
        Err(why) => {
            say(&format!("error: {why}"));
            ExitCode::FAILURE
        }
    }
}

/// Whether everything in flight was finished when it was asked to end.
fn run() -> Result<bool, String> {
    let mut arguments = std::env::args_os().skip(1);
    let first = arguments.next();
    if first.as_deref().is_some_and(|first| first == "--write-told") {
        let file = arguments.next().map(PathBuf::from).ok_or("--write-told has to be followed by a file")?;
        return replica::write_told(&file, io::stdin()).map(|()| true).map_err(because("the file cannot be written"));
    }
    let blueprint = replica::read_blueprint(&first.map_or_else(|| PathBuf::from(BLUEPRINT), PathBuf::from))?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.min(THREADS))
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(because("the server cannot be started"))?;
    match Told::read()? {
        Some(told) => runtime.block_on(serve_told(blueprint, told)),
        None => runtime.block_on(serve_alone(blueprint)),
    }
}

/// For a hub, which says the rest.
async fn serve_told(blueprint: Blueprint, told: Told) -> Result<bool, String> {
    let Told { listen, file, passage } = told;
    replica::serve_told(blueprint, &listen, file, passage, end()?).await.map_err(|error| error.to_string())
}

/// As the environment says.
async fn serve_alone(blueprint: Blueprint) -> Result<bool, String> {
    let environment = Environment::read(&blueprint)?;
    let listen = environment.listen;
    let access = Access { hosts: environment.hosts, bearer: environment.token, ..Access::default() };
    let server = Server::new(blueprint, environment.secrets, environment.settings)
        .map_err(|error| format!("the server cannot be started: {error}"))?;
    let listener = listen.listen().await.map_err(because(format!("cannot listen on {listen}")))?;
    let address = listener.address().map_err(because("the address cannot be told"))?;
    let end = end()?;
    let endpoint = Endpoint::new(Arc::new(server), Options { access, ..Options::default() });
    match address {
        Address::Tcp(address) => say(&format!("listening on http://{address}/mcp")),
        Address::Unix(path) => say(&format!("listening on {}, at /mcp", path.display())),
    }
    serve(listener, Arc::new(endpoint), Listening::default(), end).await.map_err(because("the listener broke"))
}

/// Ready when the process is asked to end.
fn end() -> Result<impl Future<Output = ()>, String> {
    let watch = |kind| signal(kind).map_err(because("signals cannot be received"));
    let (mut terminate, mut interrupt) = (watch(SignalKind::terminate())?, watch(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn because<E: fmt::Display>(what: impl Into<String>) -> impl FnOnce(E) -> String {
    let what = what.into();
    move |error| format!("{what}: {error}")
}

/// A line for whoever reads the container's log.
fn say(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}
