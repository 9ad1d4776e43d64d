//! `GET /organisations/{organisation}/apis/{api}/revisions/{revision}/blueprint`.

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

/// See a revision's blueprint
///
/// Everything that a server needs except secrets, as `mcphub compile` writes it.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/blueprint", operation_id = "getBlueprint", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path)),
    responses((status = 200, description = "As it was made with the revision", body = Object)))]
pub(crate) async fn blueprint(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api, revision)): Path<(String, String, String)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let revision = find(&app, id, &api, &revision).await?;
    part(&app, id, &revision, Part::Blueprint).await
}
