//! `POST /organisations/{organisation}/webhooks`.

use axum::{extract::State, response::Response};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use hub_store::webhooks::{self, Words};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{WebhookView, check};
use crate::{
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::Name,
    },
};

/// A new receiver of events.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWebhook)]
pub(crate) struct Body {
    name: Name,
    #[schema(max_length = 2048, pattern = "^https?://[^\\s]+$")]
    url: String,
    /// Kinds of events, `api.unhealthy`, or families of them, `api.`; all when empty.
    #[serde(default)]
    #[schema(max_items = 50)]
    kinds: Vec<String>,
}

/// A webhook with what its deliveries are signed with.
#[derive(Serialize, ToSchema)]
#[schema(as = WebhookWithSecret)]
pub(crate) struct WithSecret {
    #[serde(flatten)]
    webhook: WebhookView,
    /// Verify deliveries with it (Standard Webhooks, HMAC-SHA256). Shown this once.
    secret: String,
}

/// Make a webhook
///
/// It gets what happens from now on, each event once or more, signed as Standard Webhooks says: `webhook-id`, `webhook-timestamp`
/// and `webhook-signature`.
#[utoipa::path(post, path = "/organisations/{organisation}/webhooks", operation_id = "createWebhook", tag = "webhooks",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body, responses((status = 201, description = "The webhook", body = WithSecret)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::WebhooksManage>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    check(&body.url, &body.kinds)?;
    let id = authorised.id();
    let mut random = [0; 24];
    app.entropy().fill(&mut random);
    let secret = format!("whsec_{}", STANDARD.encode(random));
    let words = Words { name: body.name.0, url: body.url, kinds: body.kinds, is_enabled: true };
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let webhook = webhooks::create(&making.tx, id, &words, &SecretString::from(secret.as_str())).await?;
    let location = format!("/api/v1/organisations/{id}/webhooks/{}", webhook.id);
    let version = webhook.version;
    making.end(Made::created(location, version, WithSecret { webhook: webhook.into(), secret })).await
}
