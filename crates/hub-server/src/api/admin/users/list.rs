//! `GET /admin/users`.

use axum::extract::State;
use hub_store::accounts::users;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    api::accounts::AccountView,
    app::App,
    http::{
        body::Json,
        caller::Admin,
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
        text::Search,
    },
};

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// A part of the address or the name.
    #[param(inline)]
    search: Option<Search>,
}

/// List accounts
#[utoipa::path(get, path = "/admin/users", operation_id = "listUsers", tag = "admin", params(Which, PageQuery),
    responses((status = 200, description = "Newest first", body = List<AccountView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    _admin: Admin,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<AccountView>>, Problem> {
    let found =
        users::list(app.store(), &users::Filter { search: which.search.map(|search| search.0) }, page.request()?)
            .await?;
    Ok(Json(List::of(found, AccountView::from)))
}
