//! What keys for single servers may ask for over REST: these servers, and nothing beside them. Keys for single tools only call them.

use std::collections::HashMap;

use axum::extract::MatchedPath;
use http::request::Parts;
use hub_model::{account::KeyReach, id::OrganisationId};
use hub_store::servers;

use crate::{app::App, http::problem::Problem};

/// Endpoints that tell of one server where `server` in the query says so.
const FILTERED: [&str; 3] = [
    "/organisations/{organisation}/calls",
    "/organisations/{organisation}/calls/hours",
    "/organisations/{organisation}/live",
];

/// Lets a request of a key pass that is about servers in its reach.
pub(super) async fn within(
    app: &App,
    organisation: OrganisationId,
    reach: &KeyReach,
    path: &HashMap<String, String>,
    parts: &Parts,
) -> Result<(), Problem> {
    let beyond = || Problem::forbidden("this key is for single servers or tools, and this is not about them alone");
    if !reach.tools.is_empty() {
        return Err(beyond());
    }
    let named = match path.get("server") {
        Some(server) => vec![server.clone()],
        None => filtered(parts),
    };
    if named.is_empty() {
        return Err(beyond());
    }
    for server in named {
        // Whether there is such a server at all is not said either.
        let id = match server.parse() {
            Ok(id) => Some(id),
            Err(_) => servers::by_slug(app.store(), organisation, &server).await?.map(|server| server.id),
        };
        if !id.is_some_and(|id| reach.servers.contains(&id)) {
            return Err(beyond());
        }
    }
    Ok(())
}

/// The servers that a list is narrowed to.
fn filtered(parts: &Parts) -> Vec<String> {
    let matched = parts.extensions.get::<MatchedPath>().map_or("", MatchedPath::as_str);
    if !FILTERED.iter().any(|endpoint| matched.ends_with(endpoint)) {
        return Vec::new();
    }
    let query = url::form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    query.filter(|(name, _)| name == "server").map(|(_, server)| server.into_owned()).collect()
}
