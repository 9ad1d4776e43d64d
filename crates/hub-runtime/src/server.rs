//! The MCP server of a blueprint: its tools are executed, its documentation is read.

mod documentation;
mod listing;

use std::{collections::HashMap, fmt, io::Read as _, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::read::GzDecoder;
use hub_model::{Blueprint, Resource, ResourceBody};

use self::{documentation::Documentation, listing::Listing};
use crate::{
    answer::Answer,
    call::{Context, Executor, Progress, SettingsError},
    discovery::{Catalogue, Step},
    mcp::{
        CallRequest, Completion, CompletionRequest, Contents, ContentsBody, Exchange, HeaderParameter, Manifest,
        Outcome, ReadRequest, RpcError, Service,
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
    header_parameters: HashMap<String, Vec<HeaderParameter>>,
}

/// What a tools/call comes to, for a gateway that has it executed elsewhere.
pub enum Routed {
    /// It is answered already: somebody looked for tools.
    Answered(Answer),
    /// It is a call of this tool, which there is.
    Call {
        /// With its own name and arguments.
        request: CallRequest,
        /// It may be made a second time without harm.
        is_repeatable: bool,
    },
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
    pub fn new(blueprint: Blueprint, secrets: Secrets, settings: Settings) -> Result<Self, ServerError> {
        let discovery = settings.discovery;
        let executor = Executor::new(&blueprint, secrets, settings).map_err(ServerError::Settings)?;
        let listing = listing::prepare(&blueprint, discovery).map_err(ServerError::Listing)?;
        let header_parameters = listing::header_parameters(&blueprint);
        let documentation = Documentation::new(&blueprint.name, blueprint.tools, listing.ranges);
        let resources = blueprint.resources.into_iter().map(|resource| (resource.uri.clone(), resource)).collect();
        let Listing { manifest, catalogue, .. } = listing;
        Ok(Self { manifest, executor, resources, documentation, catalogue, header_parameters })
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
    /// What a call comes to, without executing it.
    ///
    /// # Errors
    /// When there is no such tool.
    pub fn route(&self, request: &CallRequest) -> Result<Routed, RpcError> {
        let request = match self.catalogue.as_ref().map(|catalogue| catalogue.take(request)) {
            Some(Step::Answered(answer)) => return Ok(Routed::Answered(answer)),
            Some(Step::Call(call)) => call,
            None => request.clone(),
        };
        match self.executor.is_repeatable(&request.name) {
            Ok(is_repeatable) => Ok(Routed::Call { request, is_repeatable }),
            Err(unknown) => Err(RpcError::invalid_params(unknown.to_string())),
        }
    }

    /// [`Service::call`] with somebody who watches.
    ///
    /// # Errors
    /// When there is no such tool.
    pub async fn call_in(
        &self,
        request: &CallRequest,
        exchange: &Exchange,
        mut context: Context,
    ) -> Result<Outcome<Answer>, RpcError> {
        if let Some(reporter) = exchange.progress() {
            context.progress = Some(Arc::new(move |progress: Progress| {
                reporter.report(progress.seconds, None, Some(&progress.message));
            }));
        }
        let routed;
        let request = match self.catalogue.as_ref().map(|catalogue| catalogue.take(request)) {
            Some(Step::Answered(answer)) => return Ok(Outcome::Complete(answer)),
            Some(Step::Call(call)) => {
                routed = call;
                &routed
            }
            None => request,
        };
        match self.executor.call(&request.name, request.arguments.as_deref(), &context).await {
            Ok(answer) => Ok(Outcome::Complete(answer)),
            Err(unknown) => Err(RpcError::invalid_params(unknown.to_string())),
        }
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
