//! `PATCH /organisations/{organisation}`: another name.

use axum::extract::State;
use hub_store::organisations;
use serde::Deserialize;
use utoipa::ToSchema;

use super::OrganisationView;
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        problem::Problem,
        text::{Name, Slug},
    },
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganisationChange)]
pub(crate) struct Body {
    #[serde(default)]
    slug: Option<Slug>,
    #[serde(default)]
    name: Option<Name>,
}

/// Change an organisation
#[utoipa::path(patch, path = "/organisations/{organisation}", operation_id = "updateOrganisation", tag = "organisations",
    params(("organisation" = String, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The organisation as it is now", body = OrganisationView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::OrganisationUpdate>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<OrganisationView>, Problem> {
    let id = authorised.id();
    let tx = app.store().begin(authorised.caller.origin).await?;
    let (name, slug) = (body.name.map(|name| name.0), body.slug.map(|slug| slug.0));
    let changed = organisations::rename(&tx, id, version, name.as_deref(), slug.as_deref()).await?;
    tx.commit().await?;
    Ok(Versioned::ok(changed.version, changed.into()))
}
