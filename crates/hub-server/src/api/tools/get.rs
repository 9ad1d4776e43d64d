//! `GET /organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}`.

use axum::{extract::State, response::Response};
use http::StatusCode;

use super::blueprint;
use crate::{
    api::apis,
    app::App,
    http::{
        body::written,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// See a tool of a revision
///
/// As it stands in the blueprint: words, schemas, hints, and how it calls the API.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/tools/{tool}", operation_id = "getTool", tag = "tools",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path), ("tool" = String, Path)),
    responses((status = 200, description = "The tool", body = Object)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api, revision, tool)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let blueprint = blueprint(&app, id, &api, &revision).await?;
    let tool = blueprint.tools.iter().find(|known| known.name == tool);
    Ok(written(StatusCode::OK, tool.ok_or_else(|| Problem::not_found("the tool"))?))
}
