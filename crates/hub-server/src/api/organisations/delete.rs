//! `DELETE /organisations/{organisation}`: its end. What is in it is removed by a job.

use axum::extract::State;
use http::StatusCode;
use hub_model::job::Task;
use hub_store::{jobs, organisations};

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        etag::IfMatch,
        problem::Problem,
    },
};

/// Delete an organisation
///
/// With everything in it, for good.
#[utoipa::path(delete, path = "/organisations/{organisation}", operation_id = "deleteOrganisation", tag = "organisations",
    params(("organisation" = String, Path), IfMatch), responses((status = 204, description = "It is gone")))]
pub(crate) async fn delete(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationDelete>,
    IfMatch(version): IfMatch,
) -> Result<StatusCode, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin.clone()).await?;
    organisations::delete(&tx, id, version).await?;
    let purge = jobs::New {
        organisation: None,
        task: Task::PurgeOrganisation { organisation: id },
        subject: id.to_string(),
        key: Some(format!("purge/{id}")),
        attempts: 20,
        due_at: tx.at(),
        created_by: authorised.caller.user(),
    };
    jobs::enqueue(&tx, purge).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
