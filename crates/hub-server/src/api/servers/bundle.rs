//! `GET /organisations/{organisation}/servers/{server}/bundle.mcpb`: what Claude Desktop installs.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use hub_model::Blueprint;
use hub_store::servers::versions::{self, Part};

use super::served::served;
use crate::{
    app::App,
    bundle::{self, Bundle},
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
    registry,
};

/// Get a server as a bundle
///
/// An MCP bundle (`.mcpb`) for clients that start servers themselves, Claude Desktop among them: it asks for a key and passes on what
/// the client says to the server here. There is no secret in it.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/bundle.mcpb", operation_id = "getServerBundle", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)),
    responses((status = 200, description = "A zip archive", body = Vec<u8>, content_type = "application/zip")))]
pub(crate) async fn bundle(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let (server, served) = served(&app, &authorised, &server).await?;
    let blueprint = versions::content(app.store(), authorised.id(), served.version, Part::Blueprint).await?;
    let blueprint = blueprint.ok_or_else(|| Problem::not_found("the version's blueprint"))?;
    let (url, is_closed) = (registry::url(&app, &served), registry::is_closed(&app, &served));
    let file = format!("attachment; filename=\"{}.mcpb\"", served.slug);
    // Blueprints of large APIs take a moment to be read.
    let writing = tokio::task::spawn_blocking(move || {
        let blueprint: Blueprint = serde_json::from_slice(&blueprint).map_err(|error| error.to_string())?;
        let is_listed = server.design.discovery.lists(blueprint.tools.len());
        let tools = if is_listed { blueprint.tools } else { Vec::new() };
        bundle::write(&Bundle { served: &served, url: &url, is_closed, tools: &tools })
            .map_err(|error| error.to_string())
    });
    let bytes = writing.await.map_err(Problem::internal)?.map_err(Problem::internal)?;
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/zip"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&file).map_err(Problem::internal)?);
    Ok(response)
}
