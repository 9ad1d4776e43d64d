//! `GET /organisations/{organisation}/api-keys`.

use axum::extract::State;
use hub_model::{
    account::{KeyOwner, Permission},
    id::ServiceAccountId,
};
use hub_store::organisations::keys;
use serde::Deserialize;
use utoipa::IntoParams;

use super::KeyView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::{List, PageQuery},
        path::Query,
        problem::Problem,
    },
};

/// Which keys.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// Only those of this service account.
    service_account: Option<ServiceAccountId>,
    /// Only one's own; always so without the permission `keys:read`.
    #[serde(default)]
    mine: bool,
}

/// List API keys
#[utoipa::path(get, path = "/organisations/{organisation}/api-keys", operation_id = "listApiKeys", tag = "keys",
    params(("organisation" = String, Path), Which, PageQuery), responses((status = 200, description = "Newest first", body = List<KeyView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationRead>,
    Query(which): Query<Which>,
    Query(page): Query<PageQuery>,
) -> Result<Json<List<KeyView>>, Problem> {
    let own = authorised.caller.user().map(KeyOwner::User);
    let owner =
        match which.service_account.map(KeyOwner::Service) {
            _ if which.mine || !authorised.permissions.has(Permission::KeysRead) => Some(own.ok_or_else(|| {
                Problem::forbidden("this needs the permission `keys:read`, which you do not have here")
            })?),
            service => service,
        };
    let found = keys::list(app.store(), authorised.id(), keys::Filter { owner }, page.request()?).await?;
    Ok(Json(List::of(found, KeyView::from)))
}
