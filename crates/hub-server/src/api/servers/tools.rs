//! `GET /organisations/{organisation}/servers/{server}/tools`: what the next version would be.

use axum::extract::State;
use hub_model::{curation::Conflict, id::ApiId, server::FrozenSource};
use serde::Serialize;
use utoipa::ToSchema;

use super::find;
use crate::{
    api::tools::list::{Summary, summary},
    app::App,
    design::draft,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// What a server's design comes to at this moment.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerDraft)]
pub(crate) struct DraftView {
    /// The digest that the next version's blueprint would have.
    digest: String,
    /// For models.
    instructions: String,
    tools: Vec<Summary>,
    /// Tokens that all definitions cost in a list of tools, estimated.
    tokens: usize,
    /// The revisions that it is made of.
    sources: Vec<FrozenSource>,
    /// Changes that do not fit the revisions any more.
    conflicts: Vec<ConflictView>,
}

/// A change that does not fit.
#[derive(Serialize, ToSchema)]
#[schema(as = DesignConflict)]
pub(crate) struct ConflictView {
    /// In which API's part.
    api: Option<ApiId>,
    #[serde(flatten)]
    conflict: Conflict,
}

/// See what a server's design comes to
///
/// Its tools as the next version would have them, and what of the design does not fit.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/tools", operation_id = "getServerDraft", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), responses((status = 200, description = "The draft", body = DraftView)))]
pub(crate) async fn tools(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
) -> Result<Json<DraftView>, Problem> {
    let id = authorised.id();
    let server = find(&app, id, &server).await?;
    let draft = draft(&app, id, &server).await?;
    let tools: Vec<Summary> = draft.composed.blueprint.tools.iter().map(summary).collect();
    let conflict = |(number, conflict): (usize, Conflict)| ConflictView {
        api: draft.sources.get(number).map(|source| source.api),
        conflict,
    };
    Ok(Json(DraftView {
        digest: draft.composed.blueprint.digest,
        instructions: draft.composed.blueprint.instructions,
        tokens: tools.iter().map(Summary::tokens).sum(),
        tools,
        conflicts: draft.composed.conflicts.into_iter().map(conflict).collect(),
        sources: draft.sources,
    }))
}
