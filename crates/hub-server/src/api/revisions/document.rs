//! `GET /organisations/{organisation}/apis/{api}/revisions/{revision}/documents/{digest}`.

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use hub_store::apis::{blobs, revisions};

use super::find;
use crate::{
    api::apis,
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// Download a document of a revision
///
/// As it came.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/revisions/{revision}/documents/{digest}", operation_id = "getDocument", tag = "revisions",
    params(("organisation" = String, Path), ("api" = String, Path), ("revision" = String, Path), ("digest" = String, Path)),
    responses((status = 200, description = "The document", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(crate) async fn document(
    State(app): State<App>,
    authorised: Authorised<needs::ApisRead>,
    Path((_, api, revision, digest)): Path<(String, String, String, String)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let revision = find(&app, id, &api, &revision).await?;
    let documents = revisions::documents(app.store(), id, revision.id).await?;
    if !documents.iter().any(|document| document.digest == digest) {
        return Err(Problem::not_found("the document"));
    }
    let mut response = blobs::get(app.store(), id, &digest).await?.into_response();
    // A stranger's document is never shown as a page of ours.
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment"));
    Ok(response)
}
