//! `POST /organisations/{organisation}/registries`.

use axum::{extract::State, response::Response};
use hub_store::registries::{self, Words};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{LoginBody, RegistryView, check};
use crate::{
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        problem::Problem,
        text::Name,
    },
};

/// A new registry.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRegistry)]
pub(crate) struct Body {
    name: Name,
    /// Its host, and the path that all repositories begin with: `registry.example:5000/team`.
    #[schema(min_length = 1, max_length = 255)]
    address: String,
    /// Who pushes; nobody in particular when left out.
    #[serde(default)]
    login: Option<LoginBody>,
    /// It may be reached without TLS.
    #[serde(default)]
    is_insecure: bool,
    /// Certificates in PEM that its own may be signed by, beside those that everybody trusts.
    #[serde(default)]
    #[schema(max_length = 65536)]
    authorities: String,
    /// Tags that are kept of each repository, the newest of those that were pushed from here; 0: all.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000)]
    keep: i64,
}

/// Make a registry
///
/// Its address has to be one that the hub may reach. The password is sealed and cannot be read again.
#[utoipa::path(post, path = "/organisations/{organisation}/registries", operation_id = "createRegistry", tag = "registries",
    params(("organisation" = String, Path), IdempotencyKey), request_body = Body, responses((status = 201, description = "The registry", body = RegistryView)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesManage>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    let words = Words {
        name: body.name.0,
        address: body.address,
        is_insecure: body.is_insecure,
        authorities: Some(body.authorities).filter(|pem| !pem.is_empty()),
        keep: Some(body.keep).filter(|keep| *keep != 0),
    };
    check(&words)?;
    let login = body.login.map(LoginBody::checked).transpose()?;
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let made = registries::create(&making.tx, id, &words, login.as_ref()).await?;
    let location = format!("/api/v1/organisations/{id}/registries/{}", made.id);
    making.end(Made::created(location, made.version, RegistryView::from(made))).await
}
