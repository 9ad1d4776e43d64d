//! The hub itself as an MCP server, at `/mcp`: its REST API as tools, for agents that register, serve and watch APIs.

mod curated;
mod passage;

use std::{sync::Arc, time::Duration};

use axum::{Router, body::Body, extract::Request, response::Response};
use hub_model::{account::Permissions, event::Actor};
use hub_runtime::{
    answer::Answer,
    call::Context,
    http::{Access, Endpoint, Hosts, Options},
    mcp::{
        CallRequest, Completion, CompletionRequest, Contents, Exchange, Manifest, Outcome, Questions, ReadRequest,
        RpcError, Service,
    },
    secrets::Secrets,
    server::{Routed, Server},
    settings::{Limits, Settings},
};
use hub_store::servers::calls;
use moka::future::Cache;
use tokio::sync::OnceCell;

use self::{curated::Curated, passage::Carried};
use crate::{
    app::App,
    http::{
        caller::{Somebody, anywhere},
        problem::Problem,
    },
};

/// Where the REST API is for the tools. Nothing is resolved or connected to: see [`passage`].
const HERE: &str = "http://hub/api/v1";
/// Beyond what the REST API waits where it is asked to.
const TIMEOUT: Duration = Duration::from_secs(90);
/// Sets of permissions for which there is a server at a time.
const AWAKE: u64 = 64;

/// The hub's own server, for everybody: each sees the tools that they may use.
pub(crate) struct Own {
    app: App,
    rest: Router,
    curated: OnceCell<Arc<Curated>>,
    awake: Cache<Permissions, Arc<Endpoint<Served>>>,
    questions: Questions,
}

/// The server of those who may do as much.
struct Served(Server);

/// Whose word lets a call be made.
#[derive(Clone)]
struct Who(Actor);

impl Own {
    /// A server whose tools ask `rest`.
    pub(crate) fn new(app: &App, rest: Router) -> Arc<Self> {
        let awake = Cache::builder().max_capacity(AWAKE).build();
        Arc::new(Self { app: app.clone(), rest, curated: OnceCell::new(), awake, questions: Questions::default() })
    }

    /// `POST /mcp`, and whatever else MCP clients send there.
    pub(crate) async fn serve(
        self: Arc<Self>,
        Somebody(caller): Somebody,
        request: Request,
    ) -> Result<Response, Problem> {
        let permissions = anywhere(&self.app, &caller).await?;
        let endpoint = self.endpoint(permissions).await?;
        let (mut parts, body) = request.into_parts();
        parts.extensions.insert(Who(caller.origin.actor));
        Ok(endpoint.handle(Request::from_parts(parts, body)).await.map(Body::new))
    }

    async fn endpoint(&self, permissions: Permissions) -> Result<Arc<Endpoint<Served>>, Problem> {
        let curated = self.curated.get_or_try_init(|| async {
            let curated = tokio::task::spawn_blocking(Curated::new).await.map_err(Problem::internal)?;
            curated.map(Arc::new).map_err(Problem::internal)
        });
        let curated = Arc::clone(curated.await?);
        let waking = async { self.wake(&curated, permissions) };
        self.awake.try_get_with(permissions, waking).await.map_err(Problem::internal)
    }

    fn wake(&self, curated: &Curated, permissions: Permissions) -> Result<Arc<Endpoint<Served>>, String> {
        let settings = Settings {
            upstream: Some(HERE.to_owned()),
            in_process: Some(passage::to(self.rest.clone())),
            ask: Some(Arc::clone(self.app.asking())),
            limits: Limits { call_timeout: TIMEOUT, ..Limits::default() },
            clock: Arc::clone(self.app.clock()),
            ..Settings::default()
        };
        let server = Server::new(curated.seen_with(permissions), Secrets::new(), settings);
        let server = server.map_err(|error| error.to_string())?.with_private_lists();
        let listen = &self.app.settings().listen;
        let access = Access { hosts: Hosts::Any, origins: listen.allowed_origins.clone(), bearer: None };
        let options =
            Options { access, body_bytes: listen.body_bytes, questions: self.questions.clone(), ..Options::default() };
        Ok(Arc::new(Endpoint::new(Arc::new(Served(server)), options)))
    }
}

impl Service for Served {
    fn manifest(&self) -> &Manifest {
        self.0.manifest()
    }

    async fn call(&self, request: &CallRequest, exchange: &Exchange) -> Result<Outcome<Answer>, RpcError> {
        let unknown = || RpcError::internal("the request was not let in");
        let parts = exchange.http().ok_or_else(unknown)?;
        let Who(actor) = parts.extensions.get::<Who>().ok_or_else(unknown)?;
        let mut context = Context::default();
        context.extensions.insert(Carried::of(parts));
        match self.0.route(request, exchange, || calls::actor_id(*actor))? {
            Routed::Answered(outcome) => Ok(outcome),
            Routed::Call(call) => self.0.execute(&call, exchange, context).await.map(Outcome::Complete),
        }
    }

    async fn read(&self, request: &ReadRequest, exchange: &Exchange) -> Result<Outcome<Vec<Contents>>, RpcError> {
        self.0.read(request, exchange).await
    }

    fn complete(&self, request: CompletionRequest) -> Result<Completion, RpcError> {
        self.0.complete(request)
    }
}
