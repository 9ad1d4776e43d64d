//! `GET /organisations/{organisation}/uploads/{upload}`.

use axum::extract::State;
use hub_model::id::UploadId;
use hub_store::apis::uploads;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// An upload with its files.
#[derive(Serialize, ToSchema)]
#[schema(as = UploadDetail)]
pub(crate) struct Detail {
    id: UploadId,
    files: Vec<KeptFile>,
}

/// A file of an upload, as it is kept.
#[derive(Serialize, ToSchema)]
pub(crate) struct KeptFile {
    /// Its path, as references name it.
    name: String,
    /// SHA-256 of its content, in hex.
    digest: String,
}

/// See an upload
///
/// Which files an API's `source` has, also those that nothing refers to.
#[utoipa::path(get, path = "/organisations/{organisation}/uploads/{upload}", operation_id = "getUpload", tag = "apis",
    params(("organisation" = String, Path), ("upload" = UploadId, Path)),
    responses((status = 200, description = "The upload", body = Detail)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, upload)): Path<(String, UploadId)>,
) -> Result<Json<Detail>, Problem> {
    let kept = uploads::files(app.store(), authorised.id(), upload).await?;
    if kept.is_empty() {
        return Err(Problem::not_found("the upload"));
    }
    let files = kept.into_iter().map(|file| KeptFile { name: file.name, digest: file.digest }).collect();
    Ok(Json(Detail { id: upload, files }))
}
