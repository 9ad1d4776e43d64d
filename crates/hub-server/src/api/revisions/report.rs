//! `GET /organisations/{organisation}/apis/{api}/revisions/{revision}/report`.

use axum::{extract::State, response::Response};
use hub_store::apis::revisions::Part;

use super::{find, part};
use crate::{
    api::apis,
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// See what the compiler says of a revision
///
/// Operations in, tools out, a reason and a place for every one left out, and everything else worth saying.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/report", operation_id = "getReport", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path)),
    responses((status = 200, description = "As it was made with the revision", body = Object)))]
pub(crate) async fn report(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api, revision)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let revision = find(&app, id, &api, &revision).await?;
    part(&app, id, &revision, Part::Report).await
}
