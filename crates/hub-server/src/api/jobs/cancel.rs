//! `POST /organisations/{organisation}/jobs/{job}/cancellation`.

use axum::extract::State;
use hub_model::id::JobId;
use hub_store::jobs;

use super::JobView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Cancel a job
///
/// At once when it waits, soon when it is being done.
#[utoipa::path(post, path = "/organisations/{organisation}/jobs/{job}/cancellation", operation_id = "cancelJob", tag = "jobs",
    params(("organisation" = String, Path), ("job" = JobId, Path)), responses((status = 200, description = "The job as it is now", body = JobView)))]
pub(crate) async fn cancel(
    State(app): State<App>,
    authorised: Authorised<needs::JobsCancel>,
    Path((_, job)): Path<(String, JobId)>,
) -> Result<Json<JobView>, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    let job = jobs::cancel(&tx, id, job).await?;
    tx.commit().await?;
    Ok(Json(job.into()))
}
