//! `POST /organisations/{organisation}/jobs/{job}/retries`.

use axum::{extract::State, response::Response};
use hub_model::id::JobId;
use hub_store::jobs;

use crate::{
    api::organisations::rotate_key::JobReference,
    app::App,
    http::{
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        path::Path,
        problem::Problem,
        rates,
    },
};

/// Have a job done once more
///
/// The one that has ended stays as it is; what is done is a new one, with attempts of its own.
#[utoipa::path(post, path = "/organisations/{organisation}/jobs/{job}/retries", operation_id = "retryJob", tag = "jobs",
    params(("organisation" = String, Path), ("job" = JobId, Path), IdempotencyKey), responses((status = 202, description = "The new job", body = JobReference)))]
pub(crate) async fn retry(
    State(app): State<App>,
    authorised: Authorised<needs::JobsRetry>,
    Path((_, job)): Path<(String, JobId)>,
    key: IdempotencyKey,
) -> Result<Response, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let making = match key.begin(&app, &authorised.caller, Some(id), b"").await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let job = jobs::again(&making.tx, id, job, authorised.caller.user()).await?;
    making.end(Made::accepted(format!("/api/v1/organisations/{id}/jobs/{job}"), JobReference { job })).await
}
