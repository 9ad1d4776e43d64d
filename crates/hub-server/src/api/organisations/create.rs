//! `POST /organisations`: a new one, whose owner one is.

use axum::{extract::State, response::Response};
use hub_store::organisations;
use serde::Deserialize;
use utoipa::ToSchema;

use super::OrganisationView;
use crate::{
    app::App,
    http::{
        body::JsonBytes,
        caller::Person,
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::{Name, Slug},
    },
};

/// A new organisation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganisation)]
pub(crate) struct Body {
    slug: Slug,
    name: Name,
}

/// Make an organisation
#[utoipa::path(post, path = "/organisations", operation_id = "createOrganisation", tag = "organisations", params(IdempotencyKey), request_body = Body,
    responses((status = 201, description = "It was made", body = OrganisationView)))]
pub(crate) async fn create(
    State(app): State<App>,
    person: Person,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    if !app.settings().accounts.may_create_organisations && !person.caller.is_admin {
        return Err(Problem::forbidden("only administrators of this hub make organisations; ask one"));
    }
    let new = organisations::New { slug: body.slug.0, name: body.name.0, personal_of: None };
    let making = match key.begin(&app, &person.caller, None, &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let most = app.settings().quotas.organisations_per_user.filter(|_| !person.caller.is_admin);
    if let Some(most) = most
        && organisations::count_owned(&making.tx, person.user).await? >= most
    {
        return Err(hub_store::Error::Quota { what: "organisations_per_user", most }.into());
    }
    let made = organisations::create(&making.tx, new, person.user).await?;
    making
        .end(Made::created(format!("/api/v1/organisations/{}", made.id), made.version, OrganisationView::from(made)))
        .await
}
