//! `DELETE /organisations/{organisation}/webhooks/{webhook}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::WebhookId;
use hub_store::webhooks;

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Delete a webhook
#[utoipa::path(delete, path = "/organisations/{organisation}/webhooks/{webhook}", operation_id = "deleteWebhook", tag = "webhooks",
    params(("organisation" = String, Path), ("webhook" = WebhookId, Path)), responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::WebhooksManage>,
    Path((_, webhook)): Path<(String, WebhookId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    webhooks::delete(&tx, id, webhook).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
