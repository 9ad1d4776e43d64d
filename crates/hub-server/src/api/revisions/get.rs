//! `GET /organisations/{organisation}/apis/{api}/revisions/{revision}`.

use axum::extract::State;
use hub_model::Upstream;
use hub_store::apis::revisions;
use serde::Serialize;
use utoipa::ToSchema;

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

/// A document of a revision.
#[derive(Serialize, ToSchema)]
#[schema(as = RevisionDocument)]
pub(crate) struct DocumentView {
    /// Its address or name.
    name: String,
    /// SHA-256 of its content, in hex.
    digest: String,
}

/// A revision with its documents.
#[derive(Serialize, ToSchema)]
#[schema(as = RevisionDetail)]
pub(crate) struct Detail {
    #[serde(flatten)]
    revision: RevisionView,
    /// The one that the others belong to comes first.
    documents: Vec<DocumentView>,
    /// Base URLs that the document gives, absolute where it says as much. An API's `settings.upstream` stands for all of them.
    upstreams: Vec<String>,
}

/// See a revision
///
/// `{revision}` is an identifier, a number, `current`, `pending` or `last`, here and everywhere.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}", operation_id = "getRevision", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path)),
    responses((status = 200, description = "The revision", body = Detail)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api, revision)): Path<(String, String, String)>,
) -> Result<Json<Detail>, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let revision = find(&app, id, &api, &revision).await?;
    let documents = revisions::documents(app.store(), id, revision.id).await?;
    let view = |document: revisions::Document| DocumentView { name: document.name, digest: document.digest };
    let blueprint = app.blueprints().get(app.store(), id, revision.id).await?;
    let mut upstreams: Vec<String> =
        blueprint.iter().flat_map(|blueprint| blueprint.upstreams.values()).map(Upstream::resolved).collect();
    upstreams.dedup();
    let documents = documents.into_iter().map(view).collect();
    Ok(Json(Detail { revision: revision.into(), documents, upstreams }))
}
