//! `POST /organisations/{organisation}/key-rotations`: another key seals the organisation's secrets.

use axum::{extract::State, response::Response};
use hub_model::id::JobId;
use hub_store::platform::reseal;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
    },
};

/// A job that was asked for.
#[derive(Serialize, ToSchema)]
#[schema(as = JobReference)]
pub(crate) struct JobReference {
    /// To be followed at `/jobs/{job}`.
    pub(crate) job: JobId,
}

/// Change the key that seals an organisation's secrets
///
/// The new key is used from now on; a job seals what there is anew and then forgets the old keys.
#[utoipa::path(post, path = "/organisations/{organisation}/key-rotations", operation_id = "rotateDataKey", tag = "organisations",
    params(("organisation" = String, Path), IdempotencyKey), responses((status = 202, description = "The job", body = JobReference)))]
pub(crate) async fn rotate_key(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationUpdate>,
    key: IdempotencyKey,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let making = match key.begin(&app, &authorised.caller, Some(id), b"").await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let job = reseal::rotate(&making.tx, Some(id), authorised.caller.user()).await?;
    making.end(Made::accepted(format!("/api/v1/organisations/{id}/jobs/{job}"), JobReference { job })).await
}
