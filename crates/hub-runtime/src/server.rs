//! The MCP server of a blueprint: its tools are executed, its documentation is read.

mod documentation;
mod listing;

use std::{borrow::Cow, collections::HashMap, fmt, io::Read as _, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use hub_model::{Blueprint, Resource, ResourceBody};

use self::{documentation::Documentation, listing::Listing};
use crate::{
    answer::Answer,
    ask::{Asks, Decision},
    call::{Context, Executor, Progress, SettingsError},
    discovery::{Catalogue, Step},
    mcp::{
        CacheScope, CallRequest, Completion, CompletionRequest, Contents, ContentsBody, Exchange, HeaderParameter,
        Manifest, Outcome, ReadRequest, RpcError, Service,
    },
    secrets::Secrets,
    settings::Settings,
};

/// A packed resource that becomes larger than this is damaged or hostile.
const MOST_UNPACKED: u64 = 64 << 20;

/// One blueprint, served.
pub struct Server {
    manifest: Manifest,
    executor: Executor,
    resources: HashMap<String, Resource>,
    documentation: Documentation,
    catalogue: Option<Catalogue>,
    asks: Option<Asks>,
    header_parameters: HashMap<String, Vec<HeaderParameter>>,
}

/// What a tools/call comes to before anything is executed.
pub enum Routed<'r> {
    /// It is answered already: somebody looked for tools, or has to be asked first, or did not want it.
    Answered(Outcome<Answer>),
    /// It is a call of a tool, by its own name and with its own arguments.
    Call(Cow<'r, CallRequest>),
}

/// Why a blueprint cannot be served.
#[derive(Debug)]
pub enum ServerError {
    /// The settings cannot be used.
    Settings(SettingsError),
    /// The blueprint cannot be written as JSON.
    Listing(serde_json::Error),
}

impl Server {
    /// Prepares everything that does not change from call to call.
    ///
    /// # Errors
    /// When no call could ever work with these settings.
    pub fn new(mut blueprint: Blueprint, secrets: Secrets, settings: Settings) -> Result<Self, ServerError> {
        let (discovery, ask) = (settings.discovery, settings.ask.clone());
        // Before tools get an argument that is not theirs.
        let executor = Executor::new(&blueprint, secrets, settings).map_err(ServerError::Settings)?;
        let asks = ask.map(|asking| Asks::prepare(asking, &mut blueprint));
        let listing = listing::prepare(&blueprint, discovery).map_err(ServerError::Listing)?;
        let header_parameters = listing::header_parameters(&blueprint);
        let documentation = Documentation::new(&blueprint.name, blueprint.tools, listing.ranges);
        let resources = blueprint.resources.into_iter().map(|resource| (resource.uri.clone(), resource)).collect();
        let Listing { manifest, catalogue, .. } = listing;
        Ok(Self { manifest, executor, resources, documentation, catalogue, asks, header_parameters })
    }

    /// Lists that not everybody may be shown.
    #[must_use]
    pub fn with_private_lists(mut self) -> Self {
        self.manifest = self.manifest.with_scope(CacheScope::Private);
        self
    }

    fn contents(&self, uri: &str) -> Option<Result<Contents, RpcError>> {
        if let Some(resource) = self.resources.get(uri) {
            let text = match &resource.body {
                ResourceBody::Text(text) => Ok(text.clone()),
                ResourceBody::GzipBase64(packed) => unpack(packed)
                    .ok_or_else(|| RpcError::internal(format!("the resource {uri} of this server is damaged"))),
            };
            let media_type = resource.media_type.clone();
            return Some(text.map(|text| Contents { uri: uri.to_owned(), media_type, body: ContentsBody::Text(text) }));
        }
        let tools = self.catalogue.as_ref().map_or_else(|| self.manifest.tools(), Catalogue::whole);
        let text = self.documentation.of(uri, tools)?;
        let body = ContentsBody::Text(text);
        Some(Ok(Contents { uri: uri.to_owned(), media_type: documentation::MEDIA_TYPE.to_owned(), body }))
    }
}

impl Service for Server {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    async fn call(&self, request: &CallRequest, exchange: &Exchange) -> Result<Outcome<Answer>, RpcError> {
        self.call_in(request, exchange, Context::default()).await
    }

    async fn read(&self, request: &ReadRequest, exchange: &Exchange) -> Result<Outcome<Vec<Contents>>, RpcError> {
        match self.contents(&request.uri) {
            Some(contents) => Ok(Outcome::Complete(vec![contents?])),
            None => Err(RpcError::resource_not_found(&request.uri, exchange.revision())),
        }
    }

    fn complete(&self, request: CompletionRequest) -> Result<Completion, RpcError> {
        Ok(self.documentation.complete(&request))
    }

    fn header_parameters(&self, tool: &str) -> &[HeaderParameter] {
        self.header_parameters.get(tool).map_or(&[], Vec::as_slice)
    }
}

impl Server {
    /// What a call comes to, without executing it. `bound_to` says who calls what, where that is known: when a person is asked, their word
    /// is good for nothing else.
    ///
    /// # Errors
    /// When there is no such tool, or the client brings a state that was not sent to it for this call.
    pub fn route<'r>(
        &self,
        request: &'r CallRequest,
        exchange: &Exchange,
        bound_to: impl FnOnce() -> String,
    ) -> Result<Routed<'r>, RpcError> {
        let mut request = match self.catalogue.as_ref().map(|catalogue| catalogue.take(request)) {
            Some(Step::Answered(answer)) => return Ok(Routed::Answered(Outcome::Complete(answer))),
            Some(Step::Call(call)) => Cow::Owned(call),
            None => Cow::Borrowed(request),
        };
        let Some(asks) = &self.asks else { return Ok(Routed::Call(request)) };
        match asks.decide(&request, exchange, bound_to, &self.executor)? {
            Decision::Unasked => {}
            Decision::Go(arguments) => request.to_mut().arguments = Some(arguments),
            Decision::Ask(input) => return Ok(Routed::Answered(Outcome::InputRequired(input))),
            Decision::Refuse(why) => return Ok(Routed::Answered(Outcome::Complete(Answer::error(why)))),
        }
        Ok(Routed::Call(request))
    }

    /// Whether a call of a tool may be made a second time without harm.
    ///
    /// # Errors
    /// When there is no such tool.
    pub fn is_repeatable(&self, tool: &str) -> Result<bool, RpcError> {
        self.executor.is_repeatable(tool).map_err(|unknown| RpcError::invalid_params(unknown.to_string()))
    }

    /// [`Service::call`] with somebody who watches.
    ///
    /// # Errors
    /// When there is no such tool.
    pub async fn call_in(
        &self,
        request: &CallRequest,
        exchange: &Exchange,
        context: Context,
    ) -> Result<Outcome<Answer>, RpcError> {
        match self.route(request, exchange, String::new)? {
            Routed::Answered(outcome) => Ok(outcome),
            Routed::Call(request) => self.execute(&request, exchange, context).await.map(Outcome::Complete),
        }
    }

    /// Executes a call that was routed.
    ///
    /// # Errors
    /// When there is no such tool.
    pub async fn execute(
        &self,
        request: &CallRequest,
        exchange: &Exchange,
        mut context: Context,
    ) -> Result<Answer, RpcError> {
        if let Some(reporter) = exchange.progress() {
            context.progress = Some(Arc::new(move |progress: Progress| {
                reporter.report(progress.seconds, None, Some(&progress.message));
            }));
        }
        let called = self.executor.call(&request.name, request.arguments.as_deref(), &context).await;
        called.map_err(|unknown| RpcError::invalid_params(unknown.to_string()))
    }
}

fn unpack(packed: &str) -> Option<String> {
    let packed = STANDARD.decode(packed).ok()?;
    let mut text = String::new();
    let mut reader = GzDecoder::new(packed.as_slice()).take(MOST_UNPACKED + 1);
    let size = reader.read_to_string(&mut text).ok()?;
    (size as u64 <= MOST_UNPACKED).then_some(text)
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("executor", &self.executor).finish_non_exhaustive()
    }
}

impl fmt::Display for ServerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings(error) => error.fmt(f),
            Self::Listing(error) => write!(f, "the blueprint cannot be listed: {error}"),
        }
    }
}

impl std::error::Error for ServerError {}
