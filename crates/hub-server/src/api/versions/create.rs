//! `POST /organisations/{organisation}/servers/{server}/versions`: freeze the design.

use axum::{extract::State, response::Response};
use hub_compiler::{Change, Impact, compose::fingerprints, diff};
use hub_model::{Blueprint, id::OrganisationId, server::Server};
use hub_store::{
    apis::blobs::Blob,
    servers::versions::{self, New, Part},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::VersionView;
use crate::{
    api::servers,
    app::App,
    design::{Draft, draft},
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        path::Path,
        problem::Problem,
        text::Description,
    },
};

/// A new version.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewServerVersion)]
pub(crate) struct Body {
    /// What there is to say of it.
    #[serde(default)]
    note: Option<Description>,
}

/// Make a version of a server
///
/// Its design is frozen with the revisions that its APIs have now. Nothing that is served changes before it is deployed.
#[utoipa::path(post, path = "/organisations/{organisation}/servers/{server}/versions", operation_id = "createServerVersion", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), request_body = Body,
    responses((status = 201, description = "The version", body = VersionView)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::ServersUpdate>,
    Path((_, server)): Path<(String, String)>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let mut new = frozen(&app, id, &server).await?;
    new.note = body.note.map(|note| note.0).unwrap_or_default();
    new.by = authorised.caller.user();
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let made = versions::create(&making.tx, id, server.latest, new).await?;
    let location = format!("/api/v1/organisations/{id}/servers/{}/versions/{}", server.id, made.id);
    making.end(Made::created(location, 1, VersionView::from(made))).await
}

/// A version of the design as it is now, compared with the newest one.
async fn frozen(app: &App, organisation: OrganisationId, server: &Server) -> Result<New, Problem> {
    let Draft { composed, sources } = draft(app, organisation, server).await?;
    if composed.blueprint.tools.is_empty() {
        return Err(Problem::conflict("the design leaves no tools; change which ones are picked"));
    }
    let before = match server.latest {
        Some(latest) => versions::content(app.store(), organisation, latest, Part::Blueprint).await?,
        None => None,
    };
    let design = serde_json::to_vec(&server.design).map_err(Problem::internal)?;
    let id = server.id;
    let freezing = tokio::task::spawn_blocking(move || {
        let blueprint = composed.blueprint;
        let before: Option<Blueprint> = before.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let changes = before.as_ref().map(|before| diff(before, &blueprint)).unwrap_or_default();
        let count = |changes: &[Change], wanted: fn(&Change) -> bool| {
            i64::try_from(changes.iter().filter(|change| wanted(change)).count()).unwrap_or(i64::MAX)
        };
        let parts = vec![
            (Part::Blueprint, packed(&blueprint)?),
            (Part::Design, Blob::of(&design)?),
            (Part::Hashes, packed(&fingerprints(&blueprint))?),
            (Part::Changes, packed(&changes)?),
            (Part::Conflicts, packed(&composed.conflicts)?),
        ];
        Ok::<New, Problem>(New {
            server: id,
            digest: blueprint.digest.clone(),
            tools: i64::try_from(blueprint.tools.len()).unwrap_or(i64::MAX),
            breaking: count(&changes, |change| change.impact == Impact::Breaking),
            changes: count(&changes, |_| true),
            sources,
            note: String::new(),
            by: None,
            parts,
        })
    });
    freezing.await.map_err(Problem::internal)?
}

fn packed(value: &impl Serialize) -> Result<Blob, Problem> {
    Ok(Blob::of(&serde_json::to_vec(value).map_err(Problem::internal)?)?)
}
