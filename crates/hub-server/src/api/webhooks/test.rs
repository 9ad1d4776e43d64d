//! `POST /organisations/{organisation}/webhooks/{webhook}/tests`: send it something now.

use axum::extract::State;
use hub_model::{
    Timestamp,
    event::{Actor, Event},
    id::WebhookId,
};
use hub_store::webhooks;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
        rates,
    },
    worker::deliver_webhook,
};

/// What a test delivery came to.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookTest)]
pub(crate) struct Outcome {
    /// The receiver took it.
    is_delivered: bool,
    /// What the receiver said.
    message: String,
}

/// Test a webhook
///
/// Sends an event of the kind `webhook.test`.
#[utoipa::path(post, path = "/organisations/{organisation}/webhooks/{webhook}/tests", operation_id = "testWebhook", tag = "webhooks",
    params(("organisation" = String, Path), ("webhook" = WebhookId, Path)), responses((status = 200, description = "What it came to", body = Outcome)))]
pub(crate) async fn test(
    State(app): State<App>,
    authorised: Authorised<needs::WebhooksManage>,
    Path((_, webhook)): Path<(String, WebhookId)>,
) -> Result<Json<Outcome>, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let webhook = webhooks::find(app.store(), id, webhook).await?.ok_or_else(|| Problem::not_found("the webhook"))?;
    let event = Event {
        number: 0,
        at: Timestamp::now(app.clock().as_ref()),
        kind: "webhook.test".to_owned(),
        subject: webhook.id.to_string(),
        actor: Actor::System,
        data: serde_json::json!({}),
    };
    let sent = deliver_webhook::send(&app, id, &webhook, &event).await?;
    let (is_delivered, message) = match sent {
        Ok(message) => (true, message),
        Err(message) => (false, message),
    };
    Ok(Json(Outcome { is_delivered, message }))
}
