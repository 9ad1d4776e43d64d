//! `DELETE /organisations/{organisation}/apis/{api}`.

use axum::extract::State;
use http::StatusCode;
use hub_store::apis;

use super::find;
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::IfMatch,
        path::Path,
        problem::Problem,
    },
};

/// Delete an API
///
/// It can be restored for a while.
#[utoipa::path(delete, path = "/organisations/{organisation}/apis/{api}", operation_id = "deleteApi", tag = "apis",
    params(("organisation" = String, Path), ("api" = String, Path), IfMatch), responses((status = 204, description = "It is deleted")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::ApisDelete>,
    Path((_, api)): Path<(String, String)>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let api = find(&app, id, &api).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    apis::delete(&tx, id, api.id, version).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
