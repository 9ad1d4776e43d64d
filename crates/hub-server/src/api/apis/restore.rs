//! `POST /organisations/{organisation}/apis/{api}/restoration`.

use axum::extract::State;
use hub_model::id::ApiId;
use hub_store::apis;

use super::ApiView;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::Versioned,
        path::Path,
        problem::Problem,
    },
};

/// Restore a deleted API
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/restoration", operation_id = "restoreApi", tag = "apis",
    params(("organisation" = String, Path), ("api" = ApiId, Path)), responses((status = 200, description = "The API", body = ApiView)))]
pub(crate) async fn restore(
    State(app): State<App>,
    authorised: Authorised<needs::ApisDelete>,
    Path((_, api)): Path<(String, ApiId)>,
) -> Result<Versioned<ApiView>, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    let api = apis::restore(&tx, id, api).await?;
    tx.commit().await?;
    Ok(Versioned::ok(api.version, api.into()))
}
