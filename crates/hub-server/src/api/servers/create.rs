//! `POST /organisations/{organisation}/servers`: make one.

use axum::{extract::State, response::Response};
use hub_model::server::{Design, ServerSettings};
use hub_store::servers;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ServerView, check};
use crate::{
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::{Description, Manager, Name, Slug, slug_of},
    },
};

/// A new server.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewServer)]
pub(crate) struct Body {
    name: Name,
    /// In URLs; made of the name when left out.
    #[serde(default)]
    slug: Option<Slug>,
    #[serde(default)]
    description: Option<Description>,
    /// Which tools of which APIs it has.
    design: Design,
    #[serde(default)]
    settings: ServerSettings,
    /// What makes it as files say it: a mark by which it is found to be one of them later.
    #[serde(default)]
    managed_by: Option<Manager>,
}

/// Make a server
///
/// Nothing is served before a version of it is made and deployed.
#[utoipa::path(post, path = "/organisations/{organisation}/servers", operation_id = "createServer", tag = "servers",
    params(("organisation" = String, Path)), request_body = Body, responses((status = 201, description = "The server", body = ServerView)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::ServersCreate>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    check::design(&body.design)?;
    check::settings(&body.settings)?;
    let id = authorised.id();
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let slug = match body.slug {
        Some(slug) => slug.0,
        None => servers::free_slug(&making.tx, id, &slug_of(&body.name.0)).await?,
    };
    let new = servers::New {
        slug,
        name: body.name.0,
        description: body.description.map(|description| description.0).unwrap_or_default(),
        design: body.design,
        settings: body.settings,
        managed_by: body.managed_by.map(|manager| manager.0).filter(|manager| !manager.is_empty()),
    };
    let server = servers::create(&making.tx, id, new).await?;
    let (location, version) = (format!("/api/v1/organisations/{id}/servers/{}", server.id), server.version);
    let view = ServerView::of(&app, &authorised.organisation.slug, server, None);
    making.end(Made::created(location, version, view)).await
}
