//! The process's side: reads what to serve, serves it, takes in other outfits, and ends with its input.

use std::{
    collections::HashMap,
    fmt,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use secrecy::SecretString;
use tokio::io::{AsyncBufRead, AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader, Lines};

use super::{Listening, Outfit, Start, client::CALLER};
use crate::{
    answer::{Answer, Upstream},
    call::{Context, Watch},
    http::{self, Access, Endpoint, Hosts, Options},
    mcp::{
        CallRequest, Completion, CompletionRequest, Contents, Exchange, HeaderParameter, Manifest, Outcome,
        ReadRequest, RpcError, Service,
    },
    server::{Server, ServerError},
};

/// Why a replica cannot serve.
#[derive(Debug)]
pub enum Broken {
    /// Its input is not what it has to be.
    Input(String),
    /// What it is told to serve cannot be served.
    Server(ServerError),
    /// The network, or its own input and output.
    Io(io::Error),
}

/// Serves as `input` says, until it ends; what is in flight then is answered. Says on `output` where it listens.
///
/// # Errors
/// When it cannot serve.
pub async fn serve(
    input: impl AsyncRead + Unpin + Send + 'static,
    mut output: impl AsyncWrite + Unpin,
) -> Result<(), Broken> {
    let mut lines = BufReader::new(input).lines();
    let line = lines.next_line().await?.ok_or_else(|| Broken::Input("there is no first line".to_owned()))?;
    let Start { blueprint, listen, token, outfit } =
        serde_json::from_str(&line).map_err(|error| Broken::Input(error.to_string()))?;
    // It holds secrets.
    drop(line);
    let replica = Arc::new(Replica::new(blueprint, &outfit, None)?);
    let access = Access { hosts: Hosts::Any, bearer: Some(SecretString::from(token)), ..Access::default() };
    let endpoint = Arc::new(Endpoint::new(Arc::clone(&replica), Options { access, ..Options::default() }));
    let listener = listen.listen().await?;
    let said = serde_json::to_string(&Listening { listening: listener.address()? }).map_err(io::Error::other)?;
    output.write_all(format!("{said}\n").as_bytes()).await?;
    output.flush().await?;
    http::serve(listener, endpoint, http::Listening::default(), dress(lines, replica)).await?;
    Ok(())
}

/// Takes in outfits until there are no more.
async fn dress(mut lines: Lines<impl AsyncBufRead + Unpin>, replica: Arc<Replica>) {
    while let Ok(Some(line)) = lines.next_line().await {
        let told = serde_json::from_str::<Outfit>(&line).map_err(|error| Broken::Input(error.to_string()));
        if let Err(error) = told.and_then(|outfit| replica.wear(&outfit)) {
            complain(&format!("other credentials or settings cannot be used, the old ones are kept: {error}"));
        }
    }
}

/// A line for whoever started the process, and reads its standard error.
pub(super) fn complain(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}

/// How long a call waits for its caller's secrets, which the gateway may have heard of a moment before.
const WAIT: Duration = Duration::from_secs(10);
/// Between two looks for them.
const LOOK: Duration = Duration::from_millis(50);
/// Callers whose servers are kept; who comes back later gets a new one.
const CALLERS: usize = 64;

/// A server whose outfit can be changed while it serves.
pub(super) struct Replica {
    /// What is listed and read never changes.
    listed: Arc<Server>,
    calling: RwLock<Calling>,
    blueprint: hub_model::Blueprint,
    /// The way out, where it has no network.
    passage: Option<PathBuf>,
}

/// What calls are made with.
struct Calling {
    outfit: Arc<Outfit>,
    everybody: Arc<Server>,
    /// Of callers with secrets of their own, as they come.
    own: HashMap<String, Arc<Server>>,
}

impl Replica {
    pub(super) fn new(
        blueprint: hub_model::Blueprint,
        outfit: &Outfit,
        passage: Option<PathBuf>,
    ) -> Result<Self, Broken> {
        let listed = Arc::new(made(&blueprint, outfit, passage.as_deref())?);
        let calling = Calling::new(Arc::clone(&listed), outfit);
        Ok(Self { calling: RwLock::new(calling), listed, blueprint, passage })
    }

    fn made(&self, outfit: &Outfit) -> Result<Server, Broken> {
        made(&self.blueprint, outfit, self.passage.as_deref())
    }

    pub(super) fn wear(&self, outfit: &Outfit) -> Result<(), Broken> {
        let calling = Calling::new(Arc::new(self.made(outfit)?), outfit);
        *self.calling.write().unwrap_or_else(PoisonError::into_inner) = calling;
        Ok(())
    }

    /// What makes a caller's calls.
    async fn server(&self, caller: Option<&str>) -> Result<Arc<Server>, RpcError> {
        let Some(caller) = caller else { return Ok(Arc::clone(&self.calling().everybody)) };
        let waiting = async {
            loop {
                if let Some(server) = self.own(caller) {
                    return server;
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        match tokio::time::timeout(WAIT, waiting).await {
            Ok(server) => server.map_err(|error| RpcError::internal(error.to_string())),
            Err(_) => Err(RpcError::internal("your credentials have not come to this server's process yet")),
        }
    }

    /// The server of a caller with secrets of their own; nothing where none are known.
    fn own(&self, caller: &str) -> Option<Result<Arc<Server>, Broken>> {
        let outfit = {
            let calling = self.calling();
            if let Some(server) = calling.own.get(caller) {
                return Some(Ok(Arc::clone(server)));
            }
            Arc::clone(&calling.outfit)
        };
        let server = match self.made(&outfit.of_caller(caller)?) {
            Ok(server) => Arc::new(server),
            Err(error) => return Some(Err(error)),
        };
        let mut calling = self.calling.write().unwrap_or_else(PoisonError::into_inner);
        // Unless the outfit was changed meanwhile: what is made of an old one serves this call and no other.
        if Arc::ptr_eq(&calling.outfit, &outfit) {
            if calling.own.len() >= CALLERS {
                calling.own.clear();
            }
            calling.own.insert(caller.to_owned(), Arc::clone(&server));
        }
        Some(Ok(server))
    }

    fn calling(&self) -> std::sync::RwLockReadGuard<'_, Calling> {
        self.calling.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Calling {
    fn new(everybody: Arc<Server>, outfit: &Outfit) -> Self {
        Self { outfit: Arc::new(outfit.clone()), everybody, own: HashMap::new() }
    }
}

fn made(blueprint: &hub_model::Blueprint, outfit: &Outfit, passage: Option<&Path>) -> Result<Server, Broken> {
    let (settings, secrets) = outfit.settings(passage);
    Server::new(blueprint.clone(), secrets, settings).map_err(Broken::Server)
}

impl Service for Replica {
    fn manifest(&self) -> &Manifest {
        self.listed.manifest()
    }

    async fn call(&self, request: &CallRequest, exchange: &Exchange) -> Result<Outcome<Answer>, RpcError> {
        let caller = exchange.http().and_then(|parts| parts.headers.get(CALLER));
        let server = self.server(caller.and_then(|caller| caller.to_str().ok())).await?;
        let watch: Arc<Watch> = Arc::default();
        let context = Context { watch: Some(Arc::clone(&watch)), ..Context::default() };
        let mut outcome = server.call_in(request, exchange, context).await?;
        if let (Outcome::Complete(answer), Some(took)) = (&mut outcome, watch.took()) {
            answer.upstream = Some(Upstream { took, status: watch.status() });
        }
        Ok(outcome)
    }

    async fn read(&self, request: &ReadRequest, exchange: &Exchange) -> Result<Outcome<Vec<Contents>>, RpcError> {
        self.listed.read(request, exchange).await
    }

    fn complete(&self, request: CompletionRequest) -> Result<Completion, RpcError> {
        self.listed.complete(request)
    }

    fn header_parameters(&self, tool: &str) -> &[HeaderParameter] {
        self.listed.header_parameters(tool)
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Input(why) => write!(f, "standard input does not say what to serve: {why}"),
            Self::Server(error) => write!(f, "the server cannot be started: {error}"),
            Self::Io(error) => write!(f, "the server cannot be reached: {error}"),
        }
    }
}

impl std::error::Error for Broken {}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}
