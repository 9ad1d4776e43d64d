//! `POST /organisations/{organisation}/apis`: register one.

use axum::{extract::State, response::Response};
use hub_model::{
    api::{ApiSettings, Source},
    id::{JobId, UploadId},
};
use hub_store::apis::{self, blobs::Blob, schedule, uploads};
use serde::{Deserialize, Serialize};
use std::time::Duration;
use utoipa::ToSchema;

use super::ApiView;
use crate::{
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        object,
        problem::Problem,
        rates,
        text::{Description, FileName, Manager, Name, Slug, Tag, is_address, slug_of},
    },
};

/// Where the document comes from.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
#[schema(as = NewSource)]
pub(crate) enum NewSource {
    /// An address: of a document, of a page that shows one, or of a live endpoint that is asked for its schema (GraphQL by
    /// introspection, `grpc://host:port` by reflection).
    Url {
        #[schema(max_length = 2048, pattern = "^(https?|grpcs?)://[^\\s]+$")]
        url: String,
    },
    /// Files that were uploaded before.
    Upload {
        upload: UploadId,
        /// Which of the files is the document that the others belong to; found out when it is not said.
        #[serde(default)]
        #[schema(inline)]
        root: Option<FileName>,
    },
    /// A document's text.
    Text {
        #[schema(max_length = 8388608)]
        text: String,
    },
}

/// An API that is to be registered.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewApi)]
pub(crate) struct Body {
    #[serde(deserialize_with = "object::read")]
    source: NewSource,
    /// For people; the document's title when left out is not known yet, so the address or file name is taken.
    #[serde(default)]
    name: Option<Name>,
    /// In URLs; made of the name when left out.
    #[serde(default)]
    slug: Option<Slug>,
    #[serde(default)]
    description: Option<Description>,
    #[serde(default)]
    #[schema(max_items = 20)]
    tags: Vec<Tag>,
    #[serde(default, deserialize_with = "object::read")]
    settings: ApiSettings,
    /// What makes it as files say it: a mark by which it is found to be one of them later.
    #[serde(default)]
    managed_by: Option<Manager>,
}

/// An API with the job that fetches and compiles its document.
#[derive(Serialize, ToSchema)]
#[schema(as = RegisteredApi)]
pub(crate) struct Registered {
    #[serde(flatten)]
    api: ApiView,
    /// To be followed at `/jobs/{job}`.
    job: JobId,
}

/// Register an API
///
/// Returns at once; a job fetches the document with all that it refers to, compiles it, and keeps what came of it as the API's
/// first revision.
#[utoipa::path(post, path = "/organisations/{organisation}/apis", operation_id = "registerApi", tag = "apis",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body, responses((status = 202, description = "The API, and the job", body = Registered)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::ApisCreate>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    rates::compile(&app, authorised.id()).await?;
    check(&body.source, &body.settings, &body.tags)?;
    let id = authorised.id();
    let owner = super::update::responsible(&app, &authorised).await?;
    let name = body.name.as_ref().map_or_else(|| named(&body.source), |name| name.0.clone());
    let blob = match &body.source {
        NewSource::Text { text } => Some(Blob::of(text.as_bytes())?),
        _ => None,
    };
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let slug = match body.slug {
        Some(slug) => slug.0,
        None => apis::free_slug(&making.tx, id, &slug_of(&name)).await?,
    };
    let source = match (body.source, blob) {
        (NewSource::Url { url }, _) => Source::Url { url },
        (NewSource::Upload { upload, root }, _) => Source::Upload { upload, root: root.map(|root| root.0) },
        (NewSource::Text { .. }, Some(blob)) => {
            let files = [("document".to_owned(), blob)];
            let upload =
                uploads::create(&making.tx, id, &files, making.tx.at().after(Duration::from_secs(3600))).await?;
            Source::Upload { upload, root: None }
        }
        (NewSource::Text { .. }, None) => return Err(Problem::internal("a text was not kept")),
    };
    let tags = body.tags.into_iter().map(|tag| tag.0).collect();
    let description = body.description.map(|text| text.0).unwrap_or_default();
    let managed_by = body.managed_by.map(|manager| manager.0).filter(|manager| !manager.is_empty());
    let new = apis::New { slug, name, description, tags, owner, source, settings: body.settings, managed_by };
    let api = apis::create(&making.tx, id, new).await?;
    let job = schedule::compile(&making.tx, id, api.id, authorised.caller.user()).await?;
    let location = format!("/api/v1/organisations/{id}/apis/{}", api.id);
    making.end(Made::accepted(location, Registered { api: api.into(), job })).await
}

/// What a schema cannot say.
fn check(source: &NewSource, settings: &ApiSettings, tags: &[Tag]) -> Result<(), Problem> {
    if let NewSource::Url { url } = source {
        check_address(url)?;
    }
    check_tags(tags)?;
    super::update::check_settings(settings)
}

/// An address that documents can come from.
pub(super) fn check_address(url: &str) -> Result<(), Problem> {
    let parsed =
        url::Url::parse(url).map_err(|error| Problem::invalid("source.url", format!("this is no URL: {error}")))?;
    if !is_address(url, &["http", "https", "grpc", "grpcs"]) {
        return Err(Problem::invalid(
            "source.url",
            "give an address that begins with https://, http://, grpcs:// or grpc://",
        ));
    }
    if !parsed.username().is_empty() || parsed.password().is_some() {
        return Err(Problem::invalid(
            "source.url",
            "leave the password out, and set a credential for the document instead",
        ));
    }
    Ok(())
}

/// No more tags than can be looked through.
pub(super) fn check_tags(tags: &[Tag]) -> Result<(), Problem> {
    if tags.len() > 20 {
        return Err(Problem::invalid("tags", "20 tags are the most"));
    }
    Ok(())
}

/// What an API is called until somebody says something better.
fn named(source: &NewSource) -> String {
    let name = match source {
        NewSource::Url { url } => url::Url::parse(url).ok().and_then(|url| url.host_str().map(str::to_owned)),
        NewSource::Upload { root, .. } => root.as_ref().and_then(|root| root.0.rsplit('/').next()).map(str::to_owned),
        NewSource::Text { .. } => None,
    };
    name.filter(|name| !name.is_empty()).map_or_else(|| "API".to_owned(), |name| name.chars().take(100).collect())
}

/// Kinds of documents by their names.
pub(crate) fn kind(name: &str) -> Option<hub_compiler::Kind> {
    use hub_compiler::Kind;
    match name {
        "openapi" => Some(Kind::OpenApi),
        "graphql" => Some(Kind::GraphQl),
        "wsdl" => Some(Kind::Wsdl),
        "grpc" => Some(Kind::Grpc),
        "postman" => Some(Kind::Postman),
        "har" => Some(Kind::Har),
        "curl" => Some(Kind::Curl),
        "http" => Some(Kind::Http),
        _ => None,
    }
}
