//! `GET /organisations/{organisation}/uploads/{upload}/files/{digest}`.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use hub_model::id::UploadId;
use hub_store::apis::{blobs, uploads};

use crate::{
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Download a file of an upload
///
/// As it came.
#[utoipa::path(get, path = "/organisations/{organisation}/uploads/{upload}/files/{digest}", operation_id = "getUploadedFile", tag = "apis",
    params(("organisation" = String, Path), ("upload" = UploadId, Path), ("digest" = String, Path)),
    responses((status = 200, description = "The file", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn file(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, upload, digest)): Path<(String, UploadId, String)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let files = uploads::files(app.store(), id, upload).await?;
    if !files.iter().any(|file| file.digest == digest) {
        return Err(Problem::not_found("the file"));
    }
    let mut response = blobs::get(app.store(), id, &digest).await?.into_response();
    // A stranger's document is never shown as a page of ours.
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}
