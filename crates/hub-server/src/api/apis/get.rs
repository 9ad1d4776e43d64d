//! `GET /organisations/{organisation}/apis/{api}`.

use axum::extract::State;

use super::{ApiView, find};
use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::Versioned,
        path::Path,
        problem::Problem,
    },
};

/// See an API
///
/// `{api}` is an identifier or a slug, here and everywhere.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}", operation_id = "getApi", tag = "apis",
    params(("organisation" = String, Path), ("api" = String, Path)), responses((status = 200, description = "The API", body = ApiView)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api)): Path<(String, String)>,
) -> Result<Versioned<ApiView>, Problem> {
    let api = find(&app, authorised.id(), &api).await?;
    Ok(Versioned::ok(api.version, api.into()))
}
