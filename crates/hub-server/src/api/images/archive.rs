//! `GET /organisations/{organisation}/servers/{server}/images/{image}/archive`: the image as a file.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use hub_model::id::ImageId;
use hub_store::servers::images;

use super::find;
use crate::{
    api::servers,
    app::App,
    http::{
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
        rates,
    },
};

/// Get an image as a file
///
/// An OCI layout in a tar archive, which engines load (`docker load`) and other tools push. There is one where the image was pushed
/// nowhere; those of the last few are kept.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/images/{image}/archive", operation_id = "getServerImageArchive", tag = "images",
    params(("organisation" = String, Path), ("server" = String, Path), ("image" = ImageId, Path)),
    responses((status = 200, description = "The archive", body = Vec<u8>, content_type = "application/x-tar")))]
pub(crate) async fn archive(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server, image)): Path<(String, String, ImageId)>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let server = servers::find(&app, id, &server).await?;
    let image = find(&app, id, server.id, image).await?;
    let bytes = images::archive(app.store(), id, server.id, image.id).await?;
    let bytes = bytes.ok_or_else(|| Problem::not_found("the image's archive"))?;
    let file = format!("attachment; filename=\"{}-{}.tar\"", server.slug, image.tag);
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-tar"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&file).map_err(Problem::internal)?);
    Ok(response)
}
