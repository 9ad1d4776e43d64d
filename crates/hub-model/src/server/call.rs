//! Records of calls.

use serde::{Deserialize, Serialize};

use crate::{
    closed::closed,
    event::Actor,
    id::{CallId, ServerId, VersionId},
    timestamp::Timestamp,
};

closed! {
    /// What a call came to.
    CallOutcome {
        /// It was answered.
        Ok = "ok",
        /// The upstream, or the call itself, failed; the answer says why.
        ToolError = "tool-error",
        /// What was asked for is no call that the server knows.
        Invalid = "invalid",
        /// The caller may not call this tool.
        Denied = "denied",
        /// There were too many calls.
        Limited = "limited",
        /// The server did not answer.
        Failed = "failed",
        /// The caller did not wait for the answer.
        Cancelled = "cancelled",
        /// A person has to be asked first; what they decide is a call of its own.
        Asked = "asked",
    }
}

/// One call of a tool, as it is kept. Neither arguments nor results are in it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// Identifier, in the order of time.
    pub id: CallId,
    /// Which server.
    pub server: ServerId,
    /// Which version of it.
    pub version: Option<VersionId>,
    /// When it arrived.
    pub at: Timestamp,
    /// The tool's name.
    pub tool: String,
    /// Who called.
    pub actor: Actor,
    /// What it came to.
    pub outcome: CallOutcome,
    /// Bytes of the arguments.
    pub request_bytes: i64,
    /// Bytes of the answer.
    pub response_bytes: i64,
    /// Tokens that the answer costs a model, estimated from its length.
    pub tokens: i64,
    /// Microseconds from its arrival to its answer.
    pub micros: i64,
    /// Microseconds of these that the upstream took, where it was asked.
    pub upstream_micros: Option<i64>,
    /// The status that the upstream answered with.
    pub upstream_status: Option<i64>,
    /// The client, as it calls itself: `claude-code/2.1`.
    pub client: String,
    /// Why it failed, in a sentence; nothing when it did not.
    pub error: Option<String>,
}
