//! `GET /organisations/{organisation}/webhooks`.

use axum::extract::State;
use hub_store::webhooks;

use super::WebhookView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        problem::Problem,
    },
};

/// List webhooks
#[utoipa::path(get, path = "/organisations/{organisation}/webhooks", operation_id = "listWebhooks", tag = "webhooks",
    params(("organisation" = String, Path)), responses((status = 200, description = "Newest first", body = List<WebhookView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::WebhooksRead>,
) -> Result<Json<List<WebhookView>>, Problem> {
    let webhooks = webhooks::list(app.store(), authorised.id()).await?;
    Ok(Json(List::whole(webhooks.into_iter().map(WebhookView::from))))
}
