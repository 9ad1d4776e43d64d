//! `GET /organisations/{organisation}/servers`.

use std::collections::HashMap;

use axum::extract::State;
use hub_model::id::ApiId;
use hub_store::servers::{self, deployments};
use serde::Deserialize;
use utoipa::IntoParams;

use super::ServerView;
use crate::{
    api::deployments::DeploymentView,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
        text::Search,
    },
};

/// Which servers.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// A part of the name, the slug or the description.
    #[param(inline)]
    search: Option<Search>,
    /// Only those that this API is a part of.
    api: Option<ApiId>,
}

/// List servers
#[utoipa::path(get, path = "/organisations/{organisation}/servers", operation_id = "listServers", tag = "servers",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<ServerView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<ServerView>>, Problem> {
    let id = authorised.id();
    let filter = servers::Filter { search: which.search.map(|search| search.0), api: which.api };
    let found = servers::list(app.store(), id, &filter, page.request()?).await?;
    let wanted: Vec<_> = found.items.iter().map(|server| server.id).collect();
    let deployed = deployments::of(app.store(), id, &wanted).await?;
    let mut deployed: HashMap<_, _> = DeploymentView::all(&app, id, deployed).await?.into_iter().collect();
    let slug = &authorised.organisation.slug;
    Ok(Json(List::of(found, |server| {
        let deployment = deployed.remove(&server.id);
        ServerView::of(&app, slug, server, deployment)
    })))
}
