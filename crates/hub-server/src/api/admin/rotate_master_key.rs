//! `POST /admin/master-key-rotations`: seal all keys with the master key that is configured now.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{body::Json, caller::Admin, problem::Problem},
};

/// What a rotation came to.
#[derive(Serialize, ToSchema)]
#[schema(as = MasterKeyRotation)]
pub(crate) struct Rotation {
    /// Keys that were sealed anew.
    resealed: usize,
}

/// Rotate the master key
///
/// Configure the new key as `secrets.master_key` and the one before among `secrets.older_master_keys`, restart the hub, call this,
/// and take the old key out.
#[utoipa::path(post, path = "/admin/master-key-rotations", operation_id = "rotateMasterKey", tag = "admin",
    responses((status = 200, description = "What was done", body = Rotation)))]
pub(crate) async fn rotate(State(app): State<App>, admin: Admin) -> Result<Json<Rotation>, Problem> {
    let tx = app.store().begin(admin.caller.origin).await?;
    let resealed = tx.rotate_master_key().await?;
    tx.commit().await?;
    Ok(Json(Rotation { resealed }))
}
