//! `GET /organisations/{organisation}/servers/{server}/versions/{version}/{part}`: what belongs to a version, as it is kept.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use hub_store::servers::versions::{self, Part};
use serde::Deserialize;
use utoipa::ToSchema;

use super::find;
use crate::{
    api::servers,
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// What belongs to a version.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum VersionPart {
    /// The blueprint: everything that its server needs, except secrets.
    Blueprint,
    /// What it was made of.
    Design,
    /// A hash of each tool's definition, as clients see it.
    Hashes,
    /// What changed since the version before.
    Changes,
    /// What of the design did not fit.
    Conflicts,
}

/// See what belongs to a version of a server
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/versions/{version}/{part}", operation_id = "getServerVersionPart", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path), ("version" = String, Path), ("part" = inline(VersionPart), Path)),
    responses((status = 200, description = "The part", body = serde_json::Value)))]
pub(crate) async fn part(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server, version, part)): Path<(String, String, String, VersionPart)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let version = find(&app, id, server.id, &version).await?;
    let part = match part {
        VersionPart::Blueprint => Part::Blueprint,
        VersionPart::Design => Part::Design,
        VersionPart::Hashes => Part::Hashes,
        VersionPart::Changes => Part::Changes,
        VersionPart::Conflicts => Part::Conflicts,
    };
    let content = versions::content(app.store(), id, version.id, part).await?;
    let content = content.ok_or_else(|| Problem::not_found("this part of the version"))?;
    let mut response = content.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}
