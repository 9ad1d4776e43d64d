//! What happens, as it happens: events, calls and lines of logs in one stream, as server-sent events or over a WebSocket.

mod feed;
pub(crate) mod follow;
mod position;
mod socket;

use serde::Serialize;
use utoipa::ToSchema;

use super::{calls::CallView, events::EventView, logs::LineView};

/// Something that happened.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", content = "data", rename_all = "lowercase")]
#[schema(as = LiveItem)]
pub(crate) enum Item {
    /// Something changed.
    Event(EventView),
    /// A tool was called.
    Call(CallView),
    /// A server has something to say.
    Log(LineView),
}

impl Item {
    fn kind(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Call(_) => "call",
            Self::Log(_) => "log",
        }
    }
}
