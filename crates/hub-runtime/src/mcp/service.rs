//! What the engine serves: the one seam between the protocol and what is behind it.

use std::{
    future::{Future, ready},
    time::Duration,
};

use bytes::Bytes;
use serde_json::{Map, Value, value::RawValue};

use super::{Exchange, Manifest, Revision, RpcError};
use crate::answer::{Answer, Content};

/// An MCP server without its protocol. Dropping a future cancels what it was doing.
pub trait Service: Send + Sync + 'static {
    /// What the server is and lists. Cheap: asked for every request.
    fn manifest(&self) -> &Manifest;

    /// `tools/call`.
    ///
    /// # Errors
    /// When there is no such tool. What goes wrong inside a tool is an [`Answer`].
    fn call(
        &self,
        request: &CallRequest,
        exchange: &Exchange,
    ) -> impl Future<Output = Result<Outcome<Answer>, RpcError>> + Send;

    /// `resources/read`.
    ///
    /// # Errors
    /// When there is no such resource.
    fn read(
        &self,
        request: &ReadRequest,
        exchange: &Exchange,
    ) -> impl Future<Output = Result<Outcome<Vec<Contents>>, RpcError>> + Send {
        ready(Err(RpcError::resource_not_found(&request.uri, exchange.revision())))
    }

    /// `prompts/get`.
    ///
    /// # Errors
    /// When there is no such prompt or an argument is missing.
    fn prompt(
        &self,
        request: &PromptRequest,
        _exchange: &Exchange,
    ) -> impl Future<Output = Result<Outcome<Prompt>, RpcError>> + Send {
        ready(Err(RpcError::invalid_params(format!("there is no prompt `{}`", request.name))))
    }

    /// `completion/complete`, where the manifest says that completions are served.
    ///
    /// # Errors
    /// When the reference is to nothing that is there.
    fn complete(&self, _request: CompletionRequest) -> Result<Completion, RpcError> {
        Ok(Completion::default())
    }

    /// Arguments of `tool` that clients repeat in headers (`x-mcp-header`, 2026-07-28).
    fn header_parameters(&self, _tool: &str) -> &[HeaderParameter] {
        &[]
    }

    /// A method that the engine does not know; `None` when it is not known here either.
    fn other(
        &self,
        _method: &str,
        _params: Option<&RawValue>,
        _revision: Revision,
    ) -> Option<Result<Map<String, Value>, RpcError>> {
        None
    }
}

/// A result, or what is needed from the client first.
#[derive(Debug)]
pub enum Outcome<T> {
    /// Done.
    Complete(T),
    /// To be asked again with answers. Legacy clients are asked by the engine, and then the service once more.
    InputRequired(InputRequired),
}

/// Questions to the client; it repeats its request with the answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct InputRequired {
    /// Question by key.
    pub requests: Vec<(String, InputRequest)>,
    /// Comes back with the answers, through hands that are not ours: seal it ([`super::StateSeal`]).
    pub state: Option<String>,
    /// How long a legacy client may take to answer; as long as it stays connected when absent.
    pub wait: Option<Duration>,
    /// The service goes on without answers: where a legacy client cannot be asked, or does not answer, it is called again and told why
    /// ([`super::Inputs::unasked`]). The request fails otherwise.
    pub is_optional: bool,
}

/// One question.
#[derive(Debug, Clone, PartialEq)]
pub struct InputRequest {
    /// `elicitation/create`, `sampling/createMessage`, `roots/list`.
    pub method: &'static str,
    /// Its parameters.
    pub params: Value,
}

/// `tools/call`.
#[derive(Debug, Clone)]
pub struct CallRequest {
    /// The tool.
    pub name: String,
    /// As they came, not checked.
    pub arguments: Option<Box<RawValue>>,
}

/// `resources/read`.
#[derive(Debug)]
pub struct ReadRequest {
    /// The resource.
    pub uri: String,
}

/// `prompts/get`.
#[derive(Debug)]
pub struct PromptRequest {
    /// The prompt.
    pub name: String,
    /// By name.
    pub arguments: Map<String, Value>,
}

/// `completion/complete`.
#[derive(Debug)]
pub struct CompletionRequest {
    /// What the argument belongs to: `{"type": "ref/prompt", "name": …}` or `{"type": "ref/resource", "uri": …}`.
    pub reference: Map<String, Value>,
    /// Name of the argument.
    pub argument: String,
    /// What was typed so far.
    pub value: String,
}

/// Suggestions, best first. At most 100 are sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Completion {
    /// The values.
    pub values: Vec<String>,
    /// How many there are in all, where that is known.
    pub total: Option<usize>,
}

/// One part of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Address.
    pub uri: String,
    /// Media type; empty when unknown.
    pub media_type: String,
    /// The content.
    pub body: ContentsBody,
}

/// The content of a part of a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ContentsBody {
    /// Text.
    Text(String),
    /// Bytes, not yet in base64.
    Blob(Bytes),
}

/// A prompt with its arguments filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// What it is for.
    pub description: String,
    /// In order.
    pub messages: Vec<PromptMessage>,
}

/// One message of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PromptMessage {
    /// Whose words they are.
    pub role: Role,
    /// What is said.
    pub content: Content,
}

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The user.
    User,
    /// The model.
    Assistant,
}

/// An argument that is repeated in the header `Mcp-Param-{header}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeaderParameter {
    /// Name of the argument.
    pub argument: String,
    /// The header's name after `Mcp-Param-`.
    pub header: String,
}
