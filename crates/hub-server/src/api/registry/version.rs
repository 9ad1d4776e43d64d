//! `GET /v0.1/servers/{serverName}/versions/{version}`.

use axum::extract::State;
use hub_store::servers::published::{After, Filter, Versions};

use super::{Entry, Sight, missing, named};
use crate::{
    app::App,
    http::{body::Json, caller::Visitor, path::Path, problem::Problem},
    registry::number,
};

/// See a version of a server as a registry tells it
///
/// `latest` is the one that is served.
#[utoipa::path(get, path = "/v0.1/servers/{serverName}/versions/{version}", operation_id = "getRegistryVersion", tag = "registry", security((), ("bearer" = [])),
    params(("serverName" = String, Path, description = "The name in the registry, its `/` as `%2F`"),
           ("version" = String, Path, description = "As the registry writes it: `2.0.0`, or `latest`")),
    responses((status = 200, description = "The version", body = Entry)))]
pub(crate) async fn version(
    State(app): State<App>,
    Visitor(caller): Visitor,
    Path((name, version)): Path<(String, String)>,
) -> Result<Json<Entry>, Problem> {
    let sight = Sight::of(&app, caller).await?;
    let versions = match version.as_str() {
        "latest" => Versions::Served,
        other => Versions::Number(number(other).ok_or_else(missing)?),
    };
    let filter = Filter { versions, ..named(&app, &name)? };
    let found = sight.find(&app, &filter, After::default(), 1).await?;
    let found = found.first().ok_or_else(missing)?;
    Ok(Json(Entry::of(&app, found)))
}
