//! Messages as they come in: JSON-RPC 2.0, borrowed from the bytes that were received.

use serde::{Deserialize, Deserializer, de::IgnoredAny};
use serde_json::{error::Category, value::RawValue};

use super::RpcError;

/// One message, before it is known what kind.
#[derive(Deserialize)]
pub(crate) struct Message<'a> {
    #[serde(default)]
    jsonrpc: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    id: Option<&'a RawValue>,
    #[serde(default)]
    method: Option<String>,
    #[serde(borrow, default)]
    params: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    result: Option<&'a RawValue>,
    #[serde(borrow, default)]
    error: Option<&'a RawValue>,
}

/// What a message is.
pub(crate) enum Kind<'a> {
    /// Wants an answer. The id is JSON text, echoed as it came.
    Request { id: &'a str, method: String, params: Option<&'a RawValue> },
    /// Wants none.
    Notification { method: String, params: Option<&'a RawValue> },
    /// Answers a request that was sent to the client. The id is JSON text.
    Response { id: &'a str, result: Result<&'a RawValue, &'a RawValue> },
}

/// The parameters of every method that is served, in one: each method reads what it knows.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Params<'a> {
    pub(crate) name: Option<String>,
    pub(crate) uri: Option<String>,
    pub(crate) cursor: Option<String>,
    #[serde(borrow)]
    pub(crate) arguments: Option<&'a RawValue>,
    #[serde(borrow, rename = "_meta")]
    pub(crate) meta: Option<Meta<'a>>,
    #[serde(borrow)]
    pub(crate) input_responses: Option<&'a RawValue>,
    pub(crate) request_state: Option<String>,
    pub(crate) protocol_version: Option<String>,
    #[serde(borrow)]
    pub(crate) capabilities: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) client_info: Option<&'a RawValue>,
    pub(crate) level: Option<String>,
    #[serde(borrow, rename = "ref")]
    pub(crate) reference: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) argument: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) request_id: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(crate) notifications: Option<&'a RawValue>,
}

/// `_meta` of a request.
#[derive(Deserialize, Default)]
pub(crate) struct Meta<'a> {
    #[serde(rename = "io.modelcontextprotocol/protocolVersion")]
    pub(crate) version: Option<String>,
    #[serde(borrow, rename = "io.modelcontextprotocol/clientCapabilities")]
    pub(crate) capabilities: Option<&'a RawValue>,
    #[serde(borrow, rename = "io.modelcontextprotocol/clientInfo")]
    pub(crate) client: Option<&'a RawValue>,
    #[serde(rename = "io.modelcontextprotocol/logLevel")]
    pub(crate) log_level: Option<String>,
    #[serde(borrow, rename = "progressToken")]
    pub(crate) progress_token: Option<&'a RawValue>,
}

/// Makes `null` a value that was there, unlike a field that was not.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'de RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

impl<'a> Message<'a> {
    /// Reads one message.
    ///
    /// # Errors
    /// When it is no JSON, or no object with the fields of JSON-RPC.
    pub(crate) fn parse(bytes: &'a [u8]) -> Result<Self, RpcError> {
        // Serde would take the fields of an array by position.
        if !bytes.trim_ascii_start().starts_with(b"{") && serde_json::from_slice::<IgnoredAny>(bytes).is_ok() {
            return Err(RpcError::invalid_request("a message must be an object"));
        }
        serde_json::from_slice(bytes).map_err(|problem| match problem.classify() {
            // A wrong type may hide JSON that is broken further on.
            Category::Data if serde_json::from_slice::<IgnoredAny>(bytes).is_ok() => {
                RpcError::invalid_request(format!("no JSON-RPC message: {problem}"))
            }
            _ => RpcError::parse(format!("no JSON: {problem}")),
        })
    }

    /// The id, where it is one that can be echoed.
    pub(crate) fn id(&self) -> Option<&'a str> {
        self.id.map(RawValue::get).filter(|id| id.starts_with(|first: char| matches!(first, '"' | '-' | '0'..='9')))
    }

    /// What kind of message it is.
    ///
    /// # Errors
    /// When it is none of the three.
    pub(crate) fn kind(self) -> Result<Kind<'a>, RpcError> {
        if self.jsonrpc.as_deref() != Some("2.0") {
            return Err(RpcError::invalid_request("`jsonrpc` must be \"2.0\""));
        }
        let id = self.id();
        match (self.method, self.id, id) {
            (Some(_), Some(_), None) => Err(RpcError::invalid_request("`id` must be a string or a number")),
            (Some(method), _, Some(id)) => Ok(Kind::Request { id, method, params: self.params }),
            (Some(method), None, None) => Ok(Kind::Notification { method, params: self.params }),
            (None, _, Some(id)) => match (self.result, self.error) {
                (_, Some(error)) => Ok(Kind::Response { id, result: Err(error) }),
                (Some(result), None) => Ok(Kind::Response { id, result: Ok(result) }),
                (None, None) => Err(RpcError::invalid_request("`method` is missing")),
            },
            (None, _, None) => Err(RpcError::invalid_request("`method` is missing")),
        }
    }
}

impl<'a> Params<'a> {
    /// Reads the parameters; absent ones are empty.
    ///
    /// # Errors
    /// When they are no object or a field has the wrong type.
    pub(crate) fn parse(params: Option<&'a RawValue>) -> Result<Self, RpcError> {
        let Some(params) = params else { return Ok(Self::default()) };
        if !params.get().starts_with('{') {
            return Err(RpcError::invalid_params("`params` must be an object"));
        }
        serde_json::from_str(params.get()).map_err(|problem| RpcError::invalid_params(format!("`params`: {problem}")))
    }

    pub(crate) fn version(&self) -> Option<&str> {
        self.meta.as_ref()?.version.as_deref()
    }
}
