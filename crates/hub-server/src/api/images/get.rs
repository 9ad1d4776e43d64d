//! `GET /organisations/{organisation}/servers/{server}/images/{image}`: with what was found in it.

use axum::extract::State;
use hub_deploy::image::scan;
use hub_model::id::ImageId;
use hub_store::servers::images;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{ImageView, find};
use crate::{
    api::servers,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// A vulnerability that is known of something in an image.
#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = ImageFinding)]
pub(crate) struct FindingView {
    /// As its database names it: `CVE-…`, `GHSA-…`, `RUSTSEC-…`.
    id: String,
    /// `critical`, `high`, `medium`, `low`, `negligible` or `unknown`.
    #[schema(value_type = String)]
    severity: scan::Severity,
    /// What has it.
    package: String,
    /// The version that is in the image.
    version: String,
    /// The version that no longer has it; empty where there is none.
    fixed: String,
    /// In the scanner's words.
    title: String,
}

/// An image, with what was found in it.
#[derive(Serialize, ToSchema)]
#[schema(as = ServerImageWithFindings)]
pub(crate) struct Seen {
    #[serde(flatten)]
    image: ImageView,
    /// What was found in it, the worst first; of very many the worst alone.
    vulnerabilities: Vec<FindingView>,
}

/// See an image, and what was found in it
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/images/{image}", operation_id = "getServerImage", tag = "images",
    params(("organisation" = String, Path), ("server" = String, Path), ("image" = ImageId, Path)),
    responses((status = 200, description = "The image", body = Seen)))]
pub(crate) async fn get(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server, image)): Path<(String, String, ImageId)>,
) -> Result<Json<Seen>, Problem> {
    let id = authorised.id();
    let server = servers::find(&app, id, &server).await?;
    let image = find(&app, id, server.id, image).await?;
    let found = images::findings(app.store(), id, server.id, image.id).await?.unwrap_or_default();
    let vulnerabilities = serde_json::from_value(found).map_err(Problem::internal)?;
    Ok(Json(Seen { image: image.into(), vulnerabilities }))
}
