//! `POST /admin/key-rotations`: another key seals the hub's own secrets.

use axum::{extract::State, response::Response};
use hub_store::platform::reseal;

use crate::{
    api::organisations::rotate_key::JobReference,
    app::App,
    http::{
        caller::Admin,
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
    },
};

/// Change the key that seals the hub's own secrets
///
/// Second factors and the keys that sign access tokens. The new key is used from now on; a job seals what there is anew and then
/// forgets the old keys.
#[utoipa::path(post, path = "/admin/key-rotations", operation_id = "rotateHubKey", tag = "admin", params(IdempotencyKey),
    responses((status = 202, description = "The job", body = JobReference)))]
pub(crate) async fn rotate(State(app): State<App>, admin: Admin, key: IdempotencyKey) -> Result<Response, Problem> {
    let making = match key.begin(&app, &admin.caller, None, b"").await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let job = reseal::rotate(&making.tx, None, admin.caller.user()).await?;
    making.end(Made::accepted("/api/v1/admin/jobs".to_owned(), JobReference { job })).await
}
