//! `POST /organisations/{organisation}/apis/{api}/revisions/{revision}/rejection`.

use axum::extract::State;
use hub_store::apis::revisions;

use super::{RevisionView, find};
use crate::{
    api::apis,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Reject a revision
///
/// It stays where it can be looked at, and does not wait any more.
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/rejection", operation_id = "rejectRevision", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path)),
    responses((status = 200, description = "The revision as it is now", body = RevisionView)))]
pub(crate) async fn reject(
    State(app): State<App>,
    authorised: Authorised<needs::ApisUpdate>,
    Path((_, api, revision)): Path<(String, String, String)>,
) -> Result<Json<RevisionView>, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let revision = find(&app, id, &api, &revision).await?;
    let user = authorised.caller.user();
    let tx = app.store().begin(authorised.caller.origin).await?;
    let decided = revisions::reject(&tx, id, api.id, revision.id, user).await?;
    tx.commit().await?;
    Ok(Json(decided.into()))
}
