//! `POST /organisations/{organisation}/apis/{api}/refreshes`: fetch and compile the document anew.

use axum::{extract::State, response::Response};
use hub_store::apis::schedule;

use super::find;
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

/// Fetch and compile an API's document anew
///
/// What came of it is a new revision where anything changed, and waits for approval unless the API's settings say otherwise.
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/refreshes", operation_id = "refreshApi", tag = "apis",
    params(("organisation" = String, Path), ("api" = String, Path), IdempotencyKey), responses((status = 202, description = "The job", body = JobReference)))]
pub(crate) async fn refresh(
    State(app): State<App>,
    authorised: Authorised<needs::ApisUpdate>,
    Path((_, api)): Path<(String, String)>,
    key: IdempotencyKey,
) -> Result<Response, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let api = find(&app, id, &api).await?;
    let making = match key.begin(&app, &authorised.caller, Some(id), b"").await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let job = schedule::compile(&making.tx, id, api.id, authorised.caller.user()).await?;
    making.tx.audit(Some(id), "api.refresh", api.id, "done", serde_json::json!({ "job": job }));
    making.end(Made::accepted(format!("/api/v1/organisations/{id}/jobs/{job}"), JobReference { job })).await
}
