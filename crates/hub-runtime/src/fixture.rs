//! The server that the official conformance suite asks for: it exercises the protocol engine and nothing else.
//!
//! Built only with the feature `fixture`. The names and texts in here are the suite's.

mod dialogue;
mod inputs;
mod prompts;
mod resources;
mod tools;

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hub_model::clock::Clock;
use serde_json::{Map, Value, json, value::RawValue};

use crate::{
    answer::Answer,
    mcp::{
        CallRequest, Changes, Completion, CompletionRequest, Contents, Exchange, HeaderParameter, Manifest, Outcome,
        Prompt, PromptRequest, ReadRequest, Revision, RpcError, Service, StateSeal,
    },
};

/// The conformance server.
pub struct Fixture {
    manifest: Manifest,
    changes: Changes,
    seal: StateSeal,
    header_parameters: Vec<HeaderParameter>,
}

impl Fixture {
    /// A server with the suite's tools, resources and prompts. `key` seals the state of its questions.
    ///
    /// # Errors
    /// When its lists cannot be written as JSON.
    pub fn new(clock: Arc<dyn Clock>, key: &[u8; 32]) -> Result<Self, serde_json::Error> {
        let changes = Changes::default();
        let info = json!({ "name": "conformance-fixture", "title": "Conformance fixture", "version": "1.0.0" });
        let manifest = Manifest::new(&info, "Tools, resources and prompts of the MCP conformance suite.")?
            .with_tools(&tools::list())?
            .with_resources(&resources::list(), &resources::templates())?
            .with_prompts(&prompts::list())?
            .with_completions()
            .with_logging()
            .with_resource_subscriptions()
            .with_changes(changes.clone());
        let header_parameters = vec![HeaderParameter { argument: "region".to_owned(), header: "Region".to_owned() }];
        let seal = StateSeal::new(key, clock, Duration::from_secs(600));
        Ok(Self { manifest, changes, seal, header_parameters })
    }
}

impl Service for Fixture {
    fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    async fn call(&self, request: &CallRequest, exchange: &Exchange) -> Result<Outcome<Answer>, RpcError> {
        let arguments: Map<String, Value> = match request.arguments.as_deref() {
            Some(arguments) => serde_json::from_str(arguments.get())
                .map_err(|problem| RpcError::invalid_params(format!("`arguments`: {problem}")))?,
            None => Map::new(),
        };
        if let Some(answer) = tools::simple(&request.name) {
            return Ok(Outcome::Complete(answer));
        }
        match request.name.as_str() {
            "test_trigger_tool_change" => self.changes.tools(),
            "test_trigger_prompt_change" => self.changes.prompts(),
            name => {
                if let Some(outcome) = inputs::call(&self.seal, name, exchange)? {
                    return Ok(outcome);
                }
                return match dialogue::call(name, &arguments, exchange).await? {
                    Some(answer) => Ok(Outcome::Complete(answer)),
                    None => Err(RpcError::invalid_params(format!("unknown tool `{name}`"))),
                };
            }
        }
        Ok(Outcome::Complete(Answer::text("announced")))
    }

    async fn read(&self, request: &ReadRequest, exchange: &Exchange) -> Result<Outcome<Vec<Contents>>, RpcError> {
        match resources::read(&request.uri) {
            Some(contents) => Ok(Outcome::Complete(vec![contents])),
            None => Err(RpcError::resource_not_found(&request.uri, exchange.revision())),
        }
    }

    async fn prompt(&self, request: &PromptRequest, exchange: &Exchange) -> Result<Outcome<Prompt>, RpcError> {
        prompts::get(request, exchange)
    }

    fn complete(&self, request: CompletionRequest) -> Result<Completion, RpcError> {
        let words = ["paris", "park", "party", "test", "testing"];
        let values = words.into_iter().filter(|word| word.starts_with(&request.value)).map(str::to_owned).collect();
        Ok(Completion { values, total: None })
    }

    fn header_parameters(&self, tool: &str) -> &[HeaderParameter] {
        if tool == "test_x_mcp_header" { &self.header_parameters } else { &[] }
    }

    /// Without sessions there is nothing to remember a subscription or a level in, and nobody to tell: they are accepted, as
    /// the suite wants.
    fn other(
        &self,
        method: &str,
        params: Option<&RawValue>,
        revision: Revision,
    ) -> Option<Result<Map<String, Value>, RpcError>> {
        let known = matches!(method, "resources/subscribe" | "resources/unsubscribe" | "logging/setLevel");
        if revision.is_modern() || !known {
            return None;
        }
        Some(params.map(|_| Map::new()).ok_or_else(|| RpcError::invalid_params("`params` are missing")))
    }
}

/// One red pixel.
fn png() -> Bytes {
    const PIXEL: &[u8] = &[
        0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 1, 0, 0, 0, 1,
        8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 0x0c, 0x49, 0x44, 0x41, 0x54, 0x08, 0xd7, 0x63, 0xf8, 0xcf,
        0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82,
    ];
    Bytes::from_static(PIXEL)
}
