//! `GET /organisations/{organisation}/servers/{server}/versions/{version}/project`: a server of one's own.

use axum::{
    extract::State,
    response::{IntoResponse as _, Response},
};
use http::{HeaderValue, header};
use hub_compiler::emit::{self, Project};
use hub_model::{Blueprint, problem::ErrorCode};
use hub_store::servers::versions::{self, Part};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::find;
use crate::{
    api::servers,
    app::App,
    archive::{self, Format},
    http::{
        caller::{Authorised, needs},
        path::{Path, Query},
        problem::Problem,
        rates,
    },
};

/// What the project is written in.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Language {
    Python,
    TypeScript,
    Go,
    Rust,
}

impl From<Language> for emit::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::Python => Self::Python,
            Language::TypeScript => Self::TypeScript,
            Language::Go => Self::Go,
            Language::Rust => Self::Rust,
        }
    }
}

/// What the project is licensed under.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
pub(crate) enum License {
    #[default]
    #[serde(rename = "apache-2.0")]
    Apache2,
    #[serde(rename = "mit")]
    Mit,
    #[serde(rename = "bsd-3-clause")]
    Bsd3Clause,
    #[serde(rename = "proprietary")]
    Proprietary,
}

impl From<License> for emit::License {
    fn from(license: License) -> Self {
        match license {
            License::Apache2 => Self::Apache2,
            License::Mit => Self::Mit,
            License::Bsd3Clause => Self::Bsd3Clause,
            License::Proprietary => Self::Proprietary,
        }
    }
}

/// Which project.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// What it is written in.
    #[param(inline)]
    language: Language,
    /// What it is licensed under. The text names no holder.
    #[serde(default)]
    #[param(inline)]
    license: License,
    /// What its files are packed in.
    #[serde(default)]
    #[param(inline)]
    archive: Format,
}

/// Get a version of a server as a source project
///
/// A complete project with the same tools, which sends the same requests and belongs to whoever takes it. There is no secret in it: it
/// takes credentials from its environment. The same version gives the same bytes.
#[utoipa::path(get, path = "/organisations/{organisation}/servers/{server}/versions/{version}/project", operation_id = "getServerProject", tag = "servers",
    params(("organisation" = String, Path), ("server" = String, Path), ("version" = String, Path), Which),
    responses((status = 200, description = "An archive of one folder", content(
        (Vec<u8> = "application/zip"), (Vec<u8> = "application/gzip")))))]
pub(crate) async fn project(
    State(app): State<App>,
    authorised: Authorised<needs::ServersRead>,
    Path((_, server, version)): Path<(String, String, String)>,
    Query(Which { language, license, archive }): Query<Which>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let server = servers::find(&app, id, &server).await?;
    let version = find(&app, id, server.id, &version).await?;
    let blueprint = versions::content(app.store(), id, version.id, Part::Blueprint).await?;
    let blueprint = blueprint.ok_or_else(|| Problem::not_found("the version's blueprint"))?;
    let folder = server.slug.clone();
    // Projects of large APIs take a second or two to be written.
    let writing = tokio::task::spawn_blocking(move || {
        let blueprint: Blueprint = serde_json::from_slice(&blueprint).map_err(Problem::internal)?;
        let Project { files } = emit::emit(&blueprint, language.into(), license.into())
            .map_err(|why| Problem::new(ErrorCode::Conflict, why.to_string()))?;
        archive::pack(archive, &folder, &files).map_err(Problem::internal)
    });
    let bytes = writing.await.map_err(Problem::internal)??;
    let file = format!("attachment; filename=\"{}.{}\"", server.slug, archive.ending());
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(archive.media_type()));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&file).map_err(Problem::internal)?);
    Ok(response)
}
