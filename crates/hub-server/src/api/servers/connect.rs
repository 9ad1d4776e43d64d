//! `GET /organisations/{organisation}/servers/{server}/connection-guides`: how clients are told about a server.

use axum::extract::State;
use hub_model::server::{Access, Server};

use super::find;
use crate::{
    app::App,
    guides::{self, Guide, Told},
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        path::Path,
        problem::Problem,
    },
};

/// See how clients are told about a server
///
/// For each client that is known: commands, parts of files, links. A key has to be put where `YOUR_KEY` stands.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/connection-guides", operation_id = "listConnectionGuides", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path)), responses((status = 200, description = "The guides", body = List<Guide>)))]
pub(crate) async fn connect(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
) -> Result<Json<List<Guide>>, Problem> {
    let server = find(&app, authorised.id(), &server).await?;
    let told = told(&app, &authorised.organisation.slug, server, None);
    Ok(Json(List::whole(guides::all(&told))))
}

/// A server as clients are told of it. `slug` is the organisation's.
pub(super) fn told(app: &App, slug: &str, server: Server, key: Option<String>) -> Told {
    let is_open = server.settings.access == Access::Open && app.settings().gateway.allow_open;
    let hub = app.public_url();
    Told {
        url: format!("{hub}/mcp/{slug}/{}", server.slug),
        bundle: format!("{hub}/api/v1/organisations/{slug}/servers/{}/bundle.mcpb", server.slug),
        organisation: slug.to_owned(),
        slug: server.slug,
        name: server.name,
        description: server.description,
        is_closed: !is_open,
        key,
    }
}
