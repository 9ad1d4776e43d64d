//! `GET /organisations/{organisation}/apis`.

use axum::extract::State;
use hub_model::{api::HealthState, id::UserId};
use hub_store::apis;
use serde::Deserialize;
use utoipa::IntoParams;

use super::ApiView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
        text::{Search, Tag},
    },
};

/// Which APIs.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// A part of the name, the slug or the description.
    #[param(inline)]
    search: Option<Search>,
    /// Only with this tag.
    #[param(inline)]
    tag: Option<Tag>,
    /// Only of this owner.
    owner: Option<UserId>,
    /// Only in this state of health.
    #[param(inline)]
    health: Option<HealthState>,
    /// Only those whose newer revision waits for approval.
    #[serde(default)]
    pending: bool,
    /// Only deleted ones, which are left out otherwise.
    #[serde(default)]
    deleted: bool,
}

/// List APIs
#[utoipa::path(get, path = "/organisations/{organisation}/apis", operation_id = "listApis", tag = "apis",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<ApiView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<ApiView>>, Problem> {
    let filter = apis::Filter {
        search: which.search.map(|search| search.0),
        tag: which.tag.map(|tag| tag.0),
        owner: which.owner,
        health: which.health,
        is_pending: which.pending,
        is_deleted: which.deleted,
    };
    let found = apis::list(app.store(), authorised.id(), &filter, page.request()?).await?;
    Ok(Json(List::of(found, ApiView::from)))
}
