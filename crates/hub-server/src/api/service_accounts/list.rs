//! `GET /organisations/{organisation}/service-accounts`.

use axum::extract::State;
use hub_store::organisations::service_accounts;

use super::ServiceAccountView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        page::List,
        problem::Problem,
    },
};

/// List service accounts
#[utoipa::path(get, path = "/organisations/{organisation}/service-accounts", operation_id = "listServiceAccounts", tag = "keys",
    params(("organisation" = String, Path)), responses((status = 200, description = "By name", body = List<ServiceAccountView>)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::KeysRead>,
) -> Result<Json<List<ServiceAccountView>>, Problem> {
    let accounts = service_accounts::list(app.store(), authorised.id()).await?;
    Ok(Json(List::whole(accounts.into_iter().map(ServiceAccountView::from))))
}
