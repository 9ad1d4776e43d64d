//! What servers have to say.

pub(crate) mod list;

use hub_model::{
    Timestamp,
    id::{CallId, ServerId},
};
use hub_store::servers::logs::Line;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// A line.
#[derive(Serialize, ToSchema)]
#[schema(as = LogLine)]
pub(crate) struct LineView {
    #[schema(value_type = String)]
    id: CallId,
    server: ServerId,
    at: Timestamp,
    /// `error`, `warn`, `info` or `debug`.
    level: String,
    /// Who says it: `gateway`, `deployment`, `replica`.
    source: String,
    message: String,
    /// More about it.
    #[schema(value_type = Object)]
    fields: Value,
}

impl LineView {
    pub(crate) fn of(server: ServerId, line: Line) -> Self {
        let Line { id, at, level, source, message, fields } = line;
        Self { id, server, at, level, source, message, fields }
    }
}
