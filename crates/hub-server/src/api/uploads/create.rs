//! `POST /organisations/{organisation}/uploads`: a document, several, or a zip archive of them.

use std::time::Duration;

use axum::{
    extract::{FromRequest as _, Multipart, Request, State},
    response::Response,
};
use http::StatusCode;
use hub_model::{id::UploadId, problem::ErrorCode};
use hub_store::apis::{blobs::Blob, uploads};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    app::App,
    http::{
        body::{self, written},
        caller::{Authorised, needs},
        problem::Problem,
        rates,
    },
    sources::uploaded::{File, is_archive, tidy, unpack},
};

/// The most files of an upload.
const MOST_FILES: usize = 4_000;

/// An upload.
#[derive(Serialize, ToSchema)]
#[schema(as = Upload)]
pub(crate) struct UploadView {
    /// For an API's `source`.
    id: UploadId,
    /// Its files; an archive's are unpacked.
    files: Vec<UploadedFile>,
}

/// A file of an upload.
#[derive(Serialize, ToSchema)]
pub(crate) struct UploadedFile {
    name: String,
    /// Bytes.
    size: usize,
}

/// Files as a form sends them.
#[derive(ToSchema)]
#[schema(as = UploadForm)]
#[expect(dead_code, reason = "describes the form in the OpenAPI document; the fields are read one after another")]
pub(crate) struct Form {
    /// Once for each file; its file name is what references call it.
    #[schema(content_media_type = "application/octet-stream")]
    file: Vec<u8>,
}

/// Upload documents
///
/// As a form with a `file` for each document, or as the body itself. A zip archive is unpacked. Files that no API uses go away after
/// a day.
#[utoipa::path(post, path = "/organisations/{organisation}/uploads", operation_id = "upload", tag = "apis",
    params(("organisation" = String, Path)),
    request_body(content((Form = "multipart/form-data"), (Vec<u8> = "application/octet-stream"))),
    responses((status = 201, description = "The upload", body = UploadView)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::ApisCreate>,
    request: Request,
) -> Result<Response, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let given = received(&app, request).await?;
    let packed = tokio::task::spawn_blocking(move || pack(given)).await.map_err(Problem::internal)??;
    let listed = packed.iter().map(|(file, size, _)| UploadedFile { name: file.clone(), size: *size }).collect();
    let files: Vec<(String, Blob)> = packed.into_iter().map(|(name, _, blob)| (name, blob)).collect();
    let tx = app.store().begin(authorised.caller.origin).await?;
    let hours = app.settings().retention.upload_hours;
    let upload = uploads::create(&tx, id, &files, tx.at().after(Duration::from_secs(hours * 3600))).await?;
    tx.commit().await?;
    Ok(written(StatusCode::CREATED, &UploadView { id: upload, files: listed }))
}

/// The files of the request.
async fn received(app: &App, request: Request) -> Result<Vec<File>, Problem> {
    let listen = &app.settings().listen;
    let (most, time) = (listen.upload_bytes, Duration::from_secs(listen.body_seconds.saturating_mul(4)));
    let named =
        request.headers().get(http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !named.starts_with("multipart/form-data") {
        let bytes = body::read(request, most, time).await?;
        return Ok(vec![File { name: "document".to_owned(), bytes: bytes.into() }]);
    }
    let (parts, whole) = request.into_parts();
    let bytes = body::read(Request::from_parts(parts.clone(), whole), most, time).await?;
    let request = Request::from_parts(parts, axum::body::Body::from(bytes));
    let wrong = |error: &dyn std::fmt::Display| {
        Problem::new(ErrorCode::BadRequest, format!("the form cannot be read: {error}"))
    };
    let mut form = Multipart::from_request(request, app).await.map_err(|error| wrong(&error.body_text()))?;
    let mut files = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|error| wrong(&error.body_text()))? {
        let Some(name) = field.file_name().map(str::to_owned) else { continue };
        let name = tidy(&name).map_err(|why| Problem::invalid("file", why))?;
        let bytes = field.bytes().await.map_err(|error| wrong(&error.body_text()))?.to_vec();
        files.push(File { name, bytes });
    }
    Ok(files)
}

/// Files ready to be kept: archives unpacked, each name once.
fn pack(given: Vec<File>) -> Result<Vec<(String, usize, Blob)>, Problem> {
    let mut files: Vec<File> = Vec::new();
    for file in given {
        if is_archive(&file.bytes) {
            files.extend(unpack(&file.bytes).map_err(|why| Problem::invalid("file", why))?);
        } else {
            files.push(file);
        }
    }
    if files.is_empty() || files.iter().all(|file| file.bytes.is_empty()) {
        return Err(Problem::invalid("file", "send at least one file that is not empty"));
    }
    if files.len() > MOST_FILES {
        return Err(Problem::invalid("file", format!("{MOST_FILES} files are the most")));
    }
    let mut packed: Vec<(String, usize, Blob)> = Vec::new();
    for File { name, bytes } in files {
        if packed.iter().any(|(known, ..)| *known == name) {
            return Err(Problem::invalid("file", format!("two files are called `{name}`")));
        }
        let blob = Blob::of(&bytes)?;
        packed.push((name, bytes.len(), blob));
    }
    Ok(packed)
}
