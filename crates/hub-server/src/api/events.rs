//! What happened in an organisation.

pub(crate) mod follow;
pub(crate) mod list;

use hub_model::{
    Timestamp,
    event::{Actor, Event},
};
use serde::Serialize;
use utoipa::ToSchema;

/// One change of state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Event)]
pub(crate) struct EventView {
    /// Counted from 1 within the organisation, without gaps.
    pub(crate) number: i64,
    pub(crate) at: Timestamp,
    /// `api.registered`, …
    pub(crate) kind: String,
    /// The identifier of what changed.
    pub(crate) subject: String,
    pub(crate) actor: Actor,
    #[schema(value_type = Object)]
    pub(crate) data: serde_json::Value,
}

impl From<Event> for EventView {
    fn from(event: Event) -> Self {
        let Event { number, at, kind, subject, actor, data } = event;
        Self { number, at, kind, subject, actor, data }
    }
}
