//! `GET /organisations/{organisation}/servers/{server}/images`.

use axum::extract::State;
use hub_store::servers::images;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ImageView;
use crate::{
    api::{servers, versions},
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::{Path, Query},
        problem::Problem,
    },
};

/// Which images.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only of this version, by its identifier or its number.
    #[param(max_length = 40)]
    version: Option<String>,
}

/// List the images of a server
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/images", operation_id = "listServerImages", tag = "images",
    params(("organisation" = String, Path), ("server" = String, Path), Which, PageQuery),
    responses((status = 200, description = "Newest first", body = List<ImageView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server)): Path<(String, String)>,
    Query(Which { version }): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<ImageView>>, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let version = match version {
        Some(named) => Some(versions::find(&app, id, server.id, &named).await?.id),
        None => None,
    };
    let found = images::list(app.store(), id, server.id, version, page.request()?).await?;
    Ok(Json(List::of(found, ImageView::from)))
}
