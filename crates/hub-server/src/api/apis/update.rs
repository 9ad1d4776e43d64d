//! `PATCH /organisations/{organisation}/apis/{api}`.

use axum::extract::State;
use hub_model::{
    api::{ApiSettings, Source},
    id::{UploadId, UserId},
};
use hub_store::{apis, organisations::members};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{ApiView, find};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        object,
        path::Path,
        problem::Problem,
        text::{Description, FileName, Manager, Name, Slug, Tag, is_address},
    },
};

/// Another place that the document comes from.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
#[schema(as = SourceChange)]
pub(crate) enum ChangedSource {
    /// An address.
    Url {
        #[schema(max_length = 2048, pattern = "^(https?|grpcs?)://[^\\s]+$")]
        url: String,
    },
    /// Files that were uploaded before.
    Upload {
        upload: UploadId,
        #[serde(default)]
        #[schema(inline)]
        root: Option<FileName>,
    },
}

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ApiChange)]
pub(crate) struct Body {
    #[serde(default)]
    slug: Option<Slug>,
    #[serde(default)]
    name: Option<Name>,
    #[serde(default)]
    description: Option<Description>,
    #[serde(default)]
    #[schema(max_items = 20)]
    tags: Option<Vec<Tag>>,
    /// Who is responsible for it: a member.
    #[serde(default)]
    owner: Option<UserId>,
    /// It is fetched and compiled when that is asked for, or by its schedule.
    #[serde(default, deserialize_with = "object::read_if_any")]
    source: Option<ChangedSource>,
    /// Replaces all settings.
    #[serde(default, deserialize_with = "object::read_if_any")]
    settings: Option<ApiSettings>,
    /// What makes it as files say it; people do where it is empty.
    #[serde(default)]
    managed_by: Option<Manager>,
}

/// Change an API
#[utoipa::path(patch, path = "/organisations/{organisation}/apis/{api}", operation_id = "updateApi", tag = "apis",
    params(("organisation" = String, Path), ("api" = String, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The API as it is now", body = ApiView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::ApisUpdate>,
    Path((_, api)): Path<(String, String)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<ApiView>, Problem> {
    let id = authorised.id();
    let before = find(&app, id, &api).await?;
    if let Some(owner) = body.owner
        && members::find(app.store(), id, owner).await?.is_none()
    {
        return Err(Problem::invalid("owner", "this is no member of the organisation"));
    }
    let source = body.source.map(|source| match source {
        ChangedSource::Url { url } => Source::Url { url },
        ChangedSource::Upload { upload, root } => Source::Upload { upload, root: root.map(|root| root.0) },
    });
    if let Some(Source::Url { url }) = &source {
        super::create::check_address(url)?;
    }
    if let Some(tags) = &body.tags {
        super::create::check_tags(tags)?;
    }
    if let Some(settings) = &body.settings {
        check_settings(settings)?;
    }
    let change = apis::Change {
        slug: body.slug.map(|slug| slug.0),
        name: body.name.map(|name| name.0),
        description: body.description.map(|description| description.0),
        tags: body.tags.map(|tags| tags.into_iter().map(|tag| tag.0).collect()),
        owner: body.owner,
        source,
        settings: body.settings,
        managed_by: body.managed_by.map(|manager| manager.0),
    };
    let tx = app.store().begin(authorised.caller.origin).await?;
    let api = apis::update(&tx, id, before.id, version, change).await?;
    tx.commit().await?;
    Ok(Versioned::ok(api.version, api.into()))
}

/// What a schema of settings cannot say.
pub(super) fn check_settings(settings: &ApiSettings) -> Result<(), Problem> {
    let wrong = |field: &str, message: &str| Err(Problem::invalid(format!("settings.{field}"), message));
    if settings.kind.as_deref().is_some_and(|kind| super::create::kind(kind).is_none()) {
        return wrong("kind", "choose one of openapi, graphql, wsdl, grpc, postman, har, curl, http");
    }
    if settings.refresh_every.is_some_and(|seconds| !(60..=31_536_000).contains(&seconds)) {
        return wrong("refresh_every", "choose between 60 seconds and a year");
    }
    if settings.probe_every.is_some_and(|seconds| !(10..=86_400).contains(&seconds)) {
        return wrong("probe_every", "choose between 10 seconds and a day");
    }
    if settings.only.len() > 200 || settings.only.iter().any(|glob| glob.len() > 500 || glob.contains('\0')) {
        return wrong("only", "give at most 200 globs of at most 500 characters");
    }
    let is_upstream = |text: &str| is_address(text, &["http", "https", "grpc", "grpcs"]);
    if settings.upstream.as_deref().is_some_and(|upstream| !is_upstream(upstream)) {
        return wrong("upstream", "give an address that begins with https://, http://, grpcs:// or grpc://");
    }
    if settings.probe.as_deref().is_some_and(|probe| {
        !(probe.starts_with('/') || is_upstream(probe)) || probe.len() > 2048 || probe.contains('\0')
    }) {
        return wrong("probe", "give a path that begins with /, or an address");
    }
    if settings.document_credential.as_deref().is_some_and(|scheme| scheme.len() > 200 || scheme.contains('\0')) {
        return wrong("document_credential", "this is no scheme's name");
    }
    Ok(())
}

/// Who is responsible for what a caller makes: they themselves, or an owner of the organisation where a program makes it.
pub(super) async fn responsible<P>(app: &App, authorised: &Authorised<P>) -> Result<UserId, Problem> {
    if let Some(user) = authorised.caller.user() {
        return Ok(user);
    }
    let owner = members::an_owner(app.store(), authorised.id()).await?;
    owner.ok_or_else(|| Problem::conflict("the organisation has no owner"))
}
