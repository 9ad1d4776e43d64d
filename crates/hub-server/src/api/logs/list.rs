//! `GET /organisations/{organisation}/servers/{server}/logs`.

use axum::extract::State;
use hub_store::servers::logs;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::LineView;
use crate::{
    api::servers,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::{Path, Query},
        problem::Problem,
        text::Search,
    },
};

/// How much a line matters.
#[derive(Deserialize, ToSchema, Clone, Copy)]
#[serde(rename_all = "lowercase")]
#[schema(as = LogLevel)]
enum Level {
    Error,
    Warn,
    Info,
    Debug,
}

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this level.
    #[param(inline)]
    level: Option<Level>,
    /// Only with this in their message.
    #[param(inline)]
    search: Option<Search>,
}

/// List what a server has to say
///
/// How its deployment does, calls that were not answered well, and what its own processes say. What comes is followed in the live feed.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/logs", operation_id = "listLogs", tag = "logs",
    params(("organisation" = String, Path), ("server" = String, Path), Which, PageQuery),
    responses((status = 200, description = "Newest first", body = List<LineView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::CallsRead>,
    Path((_, server)): Path<(String, String)>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<LineView>>, Problem> {
    let server = servers::find(&app, authorised.id(), &server).await?;
    let level = which.level.map(|level| match level {
        Level::Error => "error",
        Level::Warn => "warn",
        Level::Info => "info",
        Level::Debug => "debug",
    });
    let search = which.search.map(|search| search.0).filter(|search| !search.is_empty());
    let filter = logs::Filter { level: level.map(str::to_owned), search };
    let found = logs::list(app.store(), authorised.id(), server.id, &filter, page.request()?).await?;
    Ok(Json(List::of(found, |line| LineView::of(server.id, line))))
}
