//! `DELETE /organisations/{organisation}/apis/{api}/credentials/{scheme}`.

use axum::extract::State;
use http::StatusCode;
use hub_store::apis::credentials;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    api::apis,
    app::App,
    http::{
        caller::{Authorised, needs},
        path::{Path, Query},
        problem::Problem,
    },
};

/// Which of them.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// One's own, instead of everybody's.
    #[serde(default)]
    personal: bool,
}

/// Delete a credential
#[utoipa::path(delete, path = "/organisations/{organisation}/apis/{api}/credentials/{scheme}", operation_id = "deleteCredential", tag = "credentials",
    params(("organisation" = String, Path), ("api" = String, Path), ("scheme" = String, Path), Which),
    responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::CredentialsWrite>,
    Path((_, api, scheme)): Path<(String, String, String)>,
    Query(which): Query<Which>,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let user = if which.personal { authorised.caller.user() } else { None };
    let found = credentials::of_scheme(app.store(), id, api.id, &scheme, user).await?;
    let found = found.ok_or_else(|| Problem::not_found("the credential"))?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    credentials::delete(&tx, id, api.id, found.id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
