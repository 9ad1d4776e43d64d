//! Records of calls, and what they come to.

pub(crate) mod get;
pub(crate) mod hours;
pub(crate) mod list;

use hub_model::{
    Timestamp,
    event::Actor,
    id::{CallId, ServerId, VersionId},
    server::{Call, CallOutcome},
};
use serde::Serialize;
use utoipa::ToSchema;

/// A call of a tool.
#[derive(Serialize, ToSchema)]
#[schema(as = Call)]
pub(crate) struct CallView {
    id: CallId,
    server: ServerId,
    /// The version that answered.
    version: Option<VersionId>,
    at: Timestamp,
    tool: String,
    actor: Actor,
    outcome: CallOutcome,
    /// Bytes of the arguments.
    request_bytes: i64,
    /// Bytes of the answer.
    response_bytes: i64,
    /// Tokens that the answer costs a model, estimated.
    tokens: i64,
    /// Milliseconds from its arrival to its answer.
    #[schema(value_type = f64)]
    millis: f64,
    /// Milliseconds of these that the upstream took, where it was asked.
    upstream_millis: Option<f64>,
    /// The status that the upstream answered with.
    upstream_status: Option<i64>,
    /// The client, as it calls itself.
    client: String,
    /// Why it failed; nothing when it did not.
    error: Option<String>,
}

/// Microseconds as milliseconds.
#[expect(clippy::cast_precision_loss, reason = "a call does not take 285 years")]
fn millis(micros: i64) -> f64 {
    micros as f64 / 1_000.0
}

impl From<Call> for CallView {
    fn from(call: Call) -> Self {
        let Call { id, server, version, at, tool, actor, outcome, request_bytes, response_bytes, tokens, .. } = call;
        Self {
            id,
            server,
            version,
            at,
            tool,
            actor,
            outcome,
            request_bytes,
            response_bytes,
            tokens,
            millis: millis(call.micros),
            upstream_millis: call.upstream_micros.map(millis),
            upstream_status: call.upstream_status,
            client: call.client,
            error: call.error,
        }
    }
}
