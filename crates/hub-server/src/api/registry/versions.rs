//! `GET /v0.1/servers/{serverName}/versions`.

use axum::extract::State;
use hub_store::servers::published::After;

use super::{ServerList, Sight, missing, named};
use crate::{
    app::App,
    http::{body::Json, caller::Visitor, path::Path, problem::Problem},
};

/// The most versions that are told at once.
const MOST: usize = 1_000;

/// List the versions of a server as a registry does
///
/// The one that is served, and those before it; the newest first.
#[utoipa::path(get, path = "/v0.1/servers/{serverName}/versions", operation_id = "listRegistryVersions", tag = "registry", security((), ("bearer" = [])),
    params(("serverName" = String, Path, description = "The name in the registry, its `/` as `%2F`")),
    responses((status = 200, description = "The versions", body = ServerList)))]
pub(crate) async fn versions(
    State(app): State<App>,
    Visitor(caller): Visitor,
    Path(name): Path<String>,
) -> Result<Json<ServerList>, Problem> {
    let sight = Sight::of(&app, caller).await?;
    let mut found = sight.find(&app, &named(&app, &name)?, After::default(), MOST).await?;
    if found.is_empty() {
        return Err(missing());
    }
    found.reverse();
    Ok(Json(ServerList::of(&app, &found, None)))
}
