//! Errors of the protocol, with the codes of JSON-RPC and of MCP 2026-07-28.

use std::{borrow::Cow, fmt};

use http::StatusCode;
use serde_json::{Value, json};

use super::Revision;

const PARSE: i32 = -32700;
const INVALID_REQUEST: i32 = -32600;
const METHOD_NOT_FOUND: i32 = -32601;
const INVALID_PARAMS: i32 = -32602;
const INTERNAL: i32 = -32603;
/// Until 2025-11-25; later revisions say [`INVALID_PARAMS`].
const RESOURCE_NOT_FOUND: i32 = -32002;
/// A header says something else than the body.
const HEADER_MISMATCH: i32 = -32020;
const MISSING_CAPABILITY: i32 = -32021;
const UNSUPPORTED_VERSION: i32 = -32022;

/// An error of the protocol: the request was not understood, not allowed, or asks for something that is not there.
/// What goes wrong inside a tool is an [`crate::answer::Answer`] instead.
#[derive(Debug, Clone, PartialEq)]
pub struct RpcError {
    /// JSON-RPC error code.
    pub code: i32,
    /// For the client's developer; never with secrets.
    pub message: Cow<'static, str>,
    /// Machine-readable detail.
    pub data: Option<Value>,
    /// The HTTP status that goes with it.
    pub status: StatusCode,
}

impl RpcError {
    fn new(code: i32, status: StatusCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), data: None, status }
    }

    fn with(mut self, data: Value) -> Self {
        self.data = Some(data);
        self
    }

    /// The body is no JSON.
    pub fn parse(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(PARSE, StatusCode::BAD_REQUEST, message)
    }

    /// JSON, but no message of JSON-RPC 2.0 that could be served.
    pub fn invalid_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(INVALID_REQUEST, StatusCode::BAD_REQUEST, message)
    }

    /// No such method. The stateless era says so with status 404.
    #[must_use]
    pub fn method_not_found(method: &str, revision: Revision) -> Self {
        let status = if revision.is_modern() { StatusCode::NOT_FOUND } else { StatusCode::OK };
        Self::new(METHOD_NOT_FOUND, status, format!("method `{}` is not served", clip(method)))
    }

    /// The parameters do not fit, or name something that does not exist.
    pub fn invalid_params(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(INVALID_PARAMS, StatusCode::OK, message)
    }

    /// The parameters lack what every request of the stateless era must have.
    pub(crate) fn invalid_meta(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(INVALID_PARAMS, StatusCode::BAD_REQUEST, message)
    }

    /// There is no such resource.
    #[must_use]
    pub fn resource_not_found(uri: &str, revision: Revision) -> Self {
        let code = if revision.is_modern() { INVALID_PARAMS } else { RESOURCE_NOT_FOUND };
        Self::new(code, StatusCode::OK, "resource not found; resources/list says which there are")
            .with(json!({ "uri": uri }))
    }

    /// Something broke here.
    pub fn internal(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(INTERNAL, StatusCode::OK, message)
    }

    /// A header is missing or differs from the body.
    pub(crate) fn header_mismatch(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(HEADER_MISMATCH, StatusCode::BAD_REQUEST, message)
    }

    /// The request needs a capability that the client did not declare.
    #[must_use]
    pub fn missing_capability(capability: &str) -> Self {
        let message = format!("this request needs the client capability `{capability}`, which was not declared");
        Self::new(MISSING_CAPABILITY, StatusCode::BAD_REQUEST, message)
            .with(json!({ "requiredCapabilities": { capability: {} } }))
    }

    /// The version is not served.
    pub(crate) fn unsupported_version(requested: &str) -> Self {
        let supported = Revision::SUPPORTED.map(Revision::as_str);
        let message =
            format!("protocol version `{}` is not served; served are {}", clip(requested), supported.join(", "));
        Self::new(UNSUPPORTED_VERSION, StatusCode::BAD_REQUEST, message)
            .with(json!({ "supported": supported, "requested": requested }))
    }

    /// Another HTTP status than the code would have.
    pub(crate) fn at(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// Echoing what a client sent is for recognising it, not for carrying it.
fn clip(text: &str) -> &str {
    let end = text.char_indices().nth(64).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}

impl fmt::Display for RpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.code)
    }
}

impl std::error::Error for RpcError {}
