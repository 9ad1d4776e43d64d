//! `DELETE /organisations/{organisation}/service-accounts/{account}`.

use axum::extract::State;
use http::StatusCode;
use hub_model::id::ServiceAccountId;
use hub_store::organisations::service_accounts;

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Delete a service account with its keys
#[utoipa::path(delete, path = "/organisations/{organisation}/service-accounts/{account}", operation_id = "deleteServiceAccount", tag = "keys",
    params(("organisation" = String, Path), ("account" = ServiceAccountId, Path)), responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::KeysManage>,
    Path((_, account)): Path<(String, ServiceAccountId)>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    service_accounts::delete(&tx, id, account).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
