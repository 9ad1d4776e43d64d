//! `PATCH /organisations/{organisation}/servers/{server}`.

use axum::extract::State;
use hub_model::server::{Design, ServerSettings};
use hub_store::servers::{self, deployments};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ServerView, check, find};
use crate::{
    api::deployments::DeploymentView,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
        text::{Description, Manager, Name, Slug},
    },
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ServerChange)]
pub(crate) struct Body {
    /// Clients that know the server by its old address do not find it any more.
    #[serde(default)]
    slug: Option<Slug>,
    #[serde(default)]
    name: Option<Name>,
    #[serde(default)]
    description: Option<Description>,
    /// Replaces the whole design. What is served changes once a version is made of it and deployed.
    #[serde(default)]
    design: Option<Design>,
    /// Replaces all settings, which are in force at once.
    #[serde(default)]
    settings: Option<ServerSettings>,
    /// What makes it as files say it; people do where it is empty.
    #[serde(default)]
    managed_by: Option<Manager>,
}

/// Change a server
#[utoipa::path(patch, path = "/organisations/{organisation}/servers/{server}", operation_id = "updateServer", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), request_body = Body,
    responses((status = 200, description = "The server as it is now", body = ServerView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::ServersUpdate>,
    Path((_, server)): Path<(String, String)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<ServerView>, Problem> {
    let id = authorised.id();
    let before = find(&app, id, &server).await?;
    if let Some(design) = &body.design {
        check::design(design)?;
    }
    if let Some(settings) = &body.settings {
        check::settings(settings)?;
    }
    let change = servers::Change {
        slug: body.slug.map(|slug| slug.0),
        name: body.name.map(|name| name.0),
        description: body.description.map(|description| description.0),
        design: body.design,
        settings: body.settings,
        managed_by: body.managed_by.map(|manager| manager.0),
    };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let server = servers::update(&tx, id, before.id, version, change).await?;
    tx.commit().await?;
    let deployment = match deployments::find(app.store(), id, server.id).await? {
        Some(deployment) => Some(DeploymentView::of(&app, deployment).await?),
        None => None,
    };
    let version = server.version;
    Ok(Versioned::ok(version, ServerView::of(&app, &authorised.organisation.slug, server, deployment)))
}
