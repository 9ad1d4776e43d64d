//! Receivers of events.

pub(crate) mod create;
pub(crate) mod delete;
pub(crate) mod list;
pub(crate) mod test;
pub(crate) mod update;

use hub_model::{Timestamp, id::WebhookId};
use hub_store::webhooks::Webhook;
use serde::Serialize;
use utoipa::ToSchema;

use crate::http::{problem::Problem, text::is_address};

/// A receiver of events.
#[derive(Serialize, ToSchema)]
#[schema(as = Webhook)]
pub(crate) struct WebhookView {
    id: WebhookId,
    name: String,
    /// Where events are sent.
    url: String,
    /// Kinds of events, `api.unhealthy`, or families of them, `api.`; all when empty.
    kinds: Vec<String>,
    is_enabled: bool,
    /// Deliveries in a row that failed.
    failures: i64,
    /// The last delivery.
    last_at: Option<Timestamp>,
    /// Why the last delivery failed.
    last_error: Option<String>,
    created_at: Timestamp,
}

impl From<Webhook> for WebhookView {
    fn from(webhook: Webhook) -> Self {
        let Webhook { id, name, url, kinds, is_enabled, failures, last_at, last_error, created_at, .. } = webhook;
        Self { id, name, url, kinds, is_enabled, failures, last_at, last_error, created_at }
    }
}

/// What a schema cannot say.
fn check(url: &str, kinds: &[String]) -> Result<(), Problem> {
    if !is_address(url, &["http", "https"]) {
        return Err(Problem::invalid("url", "give an address that begins with https:// or http://"));
    }
    let is_kind = |kind: &String| {
        kind.len() <= 60 && kind.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'-' | b'.'))
    };
    if kinds.len() > 50 || !kinds.iter().all(is_kind) {
        return Err(Problem::invalid("kinds", "give at most 50 kinds like `api.unhealthy`, or families like `api.`"));
    }
    Ok(())
}
