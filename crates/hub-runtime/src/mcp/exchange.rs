//! What a service knows about the request that it serves, and how it reaches the client meanwhile.

use std::sync::Arc;

use http::request::Parts;
use serde_json::{Map, Value, json, value::RawValue};

use super::{ClientError, Outbox, Revision, RpcError, pending::Pending};

/// One request of a client, seen by the service.
pub struct Exchange {
    pub(super) revision: Revision,
    pub(super) capabilities: Option<Box<RawValue>>,
    pub(super) client: Option<Box<RawValue>>,
    pub(super) inputs: Inputs,
    pub(super) http: Option<Box<Parts>>,
    pub(super) progress_token: Option<Box<RawValue>>,
    pub(super) log_level: Option<LogLevel>,
    pub(super) outbox: Option<Outbox>,
    pub(super) pending: Arc<Pending>,
}

/// Answers to the questions of [`super::InputRequired`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Inputs {
    /// By the question's key. Not checked.
    pub responses: Map<String, Value>,
    /// The state that went out with the questions. Anybody may have made it up.
    pub state: Option<String>,
    /// Why the client could not be asked, where the service goes on all the same ([`super::InputRequired::is_optional`]).
    pub unasked: Option<Unasked>,
}

/// Why a client gave no answers to questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unasked {
    /// It cannot be asked such a thing.
    Unable,
    /// Nobody answered in time.
    Late,
    /// Something went wrong, in words.
    Failed(String),
}

/// How much a log message matters, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Only for finding faults.
    Debug,
    /// Normal events.
    Info,
    /// Normal but significant.
    Notice,
    /// Something may be wrong.
    Warning,
    /// Something is wrong.
    Error,
    /// A part failed.
    Critical,
    /// Somebody must act.
    Alert,
    /// Nothing works.
    Emergency,
}

/// Tells the client how far a request has come.
#[derive(Clone)]
pub struct ProgressReporter {
    outbox: Outbox,
    token: Arc<str>,
}

impl Exchange {
    /// The revision in which the request is served.
    #[must_use]
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// Answers that came with the request.
    #[must_use]
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The HTTP request, with what middleware put into its extensions. `None` on stdio.
    #[must_use]
    pub fn http(&self) -> Option<&Parts> {
        self.http.as_deref()
    }

    /// The client's `Implementation` as JSON, where it said who it is.
    #[must_use]
    pub fn client(&self) -> Option<&RawValue> {
        self.client.as_deref()
    }

    /// Whether the client declared a capability. `None` when that is unknown: over HTTP the legacy era declares capabilities
    /// in a request of its own, and nothing is remembered between requests.
    #[must_use]
    pub fn supports(&self, capability: &str) -> Option<bool> {
        let declared = serde_json::from_str::<Map<String, Value>>(self.capabilities.as_deref()?.get()).ok()?;
        Some(declared.get(capability).is_some_and(Value::is_object))
    }

    /// Whether the client can put a form before its user. `None` when only asking it tells.
    #[must_use]
    pub fn elicits(&self) -> Option<bool> {
        let is_too_old = self.revision < Revision::V2025_06_18;
        // The legacy era asks in messages beside the answer.
        if is_too_old || (self.outbox.is_none() && !self.revision.is_modern()) {
            return Some(false);
        }
        let declared = serde_json::from_str::<Map<String, Value>>(self.capabilities.as_deref()?.get()).ok()?;
        let ways = declared.get("elicitation").and_then(Value::as_object);
        // Nothing said is said of forms, which were first.
        Some(ways.is_some_and(|ways| ways.is_empty() || ways.contains_key("form")))
    }

    /// A way to report progress, when the client asked for that.
    #[must_use]
    pub fn progress(&self) -> Option<ProgressReporter> {
        let outbox = self.outbox.clone()?;
        Some(ProgressReporter { outbox, token: self.progress_token.as_deref()?.get().into() })
    }

    /// Sends a log message, when the client wants messages of this level.
    pub fn log(&self, level: LogLevel, logger: &str, data: &Value) {
        if let (Some(outbox), Some(least)) = (&self.outbox, self.log_level)
            && level >= least
        {
            let params = json!({ "level": level.as_str(), "logger": logger, "data": data });
            outbox.send(notification("notifications/message", &params));
        }
    }

    /// Sends a request to the client and waits for its result. Legacy revisions only: in the stateless era a service answers
    /// with [`super::InputRequired`] instead.
    ///
    /// # Errors
    /// When the client cannot be reached or refuses.
    pub async fn request(&self, method: &str, params: &Value) -> Result<Box<RawValue>, ClientError> {
        let (Some(outbox), false) = (&self.outbox, self.revision.is_modern()) else {
            return Err(ClientError::Unreachable);
        };
        let waiting = self.pending.open().ok_or(ClientError::Unreachable)?;
        let message = json!({ "jsonrpc": "2.0", "id": waiting.id(), "method": method, "params": params });
        if !outbox.send(message.to_string().into_bytes()) {
            return Err(ClientError::Gone);
        }
        waiting.response().await
    }
}

impl Inputs {
    pub(super) fn parse(responses: Option<&RawValue>, state: Option<String>) -> Result<Self, RpcError> {
        let responses = match responses {
            Some(responses) => serde_json::from_str(responses.get())
                .map_err(|_| RpcError::invalid_params("`inputResponses` must be an object"))?,
            None => Map::new(),
        };
        Ok(Self { responses, state, unasked: None })
    }
}

impl LogLevel {
    const ALL: [Self; 8] = [
        Self::Debug,
        Self::Info,
        Self::Notice,
        Self::Warning,
        Self::Error,
        Self::Critical,
        Self::Alert,
        Self::Emergency,
    ];

    /// As it is written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Info => "info",
            Self::Notice => "notice",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Critical => "critical",
            Self::Alert => "alert",
            Self::Emergency => "emergency",
        }
    }

    /// The level that is written so.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == text)
    }
}

impl ProgressReporter {
    /// Reports progress. `progress` must grow from one report to the next.
    pub fn report(&self, progress: f64, total: Option<f64>, message: Option<&str>) {
        // The token is JSON text of the client's and goes back as it came.
        let Ok(token) = serde_json::from_str::<Value>(&self.token) else { return };
        let mut params = json!({ "progressToken": token, "progress": progress });
        if let Some(params) = params.as_object_mut() {
            params.extend(total.map(|total| ("total".to_owned(), json!(total))));
            params.extend(message.map(|message| ("message".to_owned(), json!(message))));
        }
        self.outbox.send(notification("notifications/progress", &params));
    }
}

/// A notification as it goes over the wire.
pub(super) fn notification(method: &str, params: &Value) -> Vec<u8> {
    json!({ "jsonrpc": "2.0", "method": method, "params": params }).to_string().into_bytes()
}
