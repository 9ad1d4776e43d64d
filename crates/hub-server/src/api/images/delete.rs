//! `DELETE /organisations/{organisation}/servers/{server}/images/{image}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::ImageId;
use hub_store::servers::images;

use crate::{
    api::servers,
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Forget an image
///
/// Its archive goes with it. What was pushed to a registry stays there.
#[utoipa::path(delete, path = "/organisations/{organisation}/servers/{server}/images/{image}", operation_id = "deleteServerImage", tag = "images",
    params(("organisation" = String, Path), ("server" = String, Path), ("image" = ImageId, Path)), responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDeploy>,
    Path((_, server, image)): Path<(String, String, ImageId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    images::delete(&tx, id, server.id, image).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
