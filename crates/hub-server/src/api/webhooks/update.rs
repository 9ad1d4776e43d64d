//! `PATCH /organisations/{organisation}/webhooks/{webhook}`.

use axum::extract::State;
use hub_model::id::WebhookId;
use hub_store::webhooks::{self, Words};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{WebhookView, check};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
        text::Name,
    },
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WebhookChange)]
pub(crate) struct Body {
    #[serde(default)]
    name: Option<Name>,
    #[serde(default)]
    #[schema(max_length = 2048, pattern = "^https?://[^\\s]+$")]
    url: Option<String>,
    #[serde(default)]
    #[schema(max_items = 50)]
    kinds: Option<Vec<String>>,
    #[serde(default)]
    is_enabled: Option<bool>,
}

/// Change a webhook
#[utoipa::path(patch, path = "/organisations/{organisation}/webhooks/{webhook}", operation_id = "updateWebhook", tag = "webhooks",
    params(("organisation" = String, Path), ("webhook" = WebhookId, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The webhook as it is now", body = WebhookView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::WebhooksManage>,
    Path((_, webhook)): Path<(String, WebhookId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<WebhookView>, Problem> {
    let id = authorised.id();
    let before = webhooks::find(app.store(), id, webhook).await?.ok_or_else(|| Problem::not_found("the webhook"))?;
    let words = Words {
        name: body.name.map_or(before.name, |name| name.0),
        url: body.url.unwrap_or(before.url),
        kinds: body.kinds.unwrap_or(before.kinds),
        is_enabled: body.is_enabled.unwrap_or(before.is_enabled),
    };
    check(&words.url, &words.kinds)?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    let changed = webhooks::update(&tx, id, webhook, version, &words).await?;
    tx.commit().await?;
    Ok(Versioned::ok(changed.version, changed.into()))
}
