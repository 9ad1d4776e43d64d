//! `POST /organisations/{organisation}/apis/{api}/revisions/{revision}/approval`.

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

/// Make a revision current
///
/// The one that waits, or an older one to go back to.
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/approval", operation_id = "approveRevision", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path)),
    responses((status = 200, description = "The revision as it is now", body = RevisionView)))]
pub(crate) async fn approve(
    State(app): State<App>,
    authorised: Authorised<needs::ApisUpdate>,
    Path((_, api, revision)): Path<(String, String, String)>,
) -> Result<Json<RevisionView>, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let revision = find(&app, id, &api, &revision).await?;
    let user = authorised.caller.user();
    let tx = app.store().begin(authorised.caller.origin).await?;
    let decided = revisions::approve(&tx, id, api.id, revision.id, user).await?;
    tx.commit().await?;
    Ok(Json(decided.into()))
}
