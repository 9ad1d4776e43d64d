//! `PATCH /organisations/{organisation}/registries/{registry}`.

use axum::extract::State;
use hub_model::id::RegistryId;
use hub_store::registries::{self, LoginChange, Registry, Words};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{LoginBody, RegistryView, check, find};
use crate::{
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        etag::{IfMatch, Versioned},
        path::Path,
        problem::Problem,
        text::Name,
    },
    images::host,
};

/// What changes; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegistryChange)]
pub(crate) struct Body {
    #[serde(default)]
    name: Option<Name>,
    #[serde(default)]
    #[schema(min_length = 1, max_length = 255)]
    address: Option<String>,
    /// Another user and password in the place of those that are kept.
    #[serde(default)]
    login: Option<LoginBody>,
    /// Forget the user and the password that are kept.
    #[serde(default)]
    forget_login: bool,
    #[serde(default)]
    is_insecure: Option<bool>,
    /// Certificates in PEM; none when empty.
    #[serde(default)]
    #[schema(max_length = 65536)]
    authorities: Option<String>,
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1000)]
    keep: Option<i64>,
}

/// Change a registry
///
/// A password that is kept does not go to another host, nor to the same one with less protection: give it again, or have it forgotten,
/// where `address`, `is_insecure` or `authorities` change that.
#[utoipa::path(patch, path = "/organisations/{organisation}/registries/{registry}", operation_id = "updateRegistry", tag = "registries",
    params(("organisation" = String, Path), ("registry" = RegistryId, Path), IfMatch), request_body = Body,
    responses((status = 200, description = "The registry as it is now", body = RegistryView)))]
pub(crate) async fn update(
    State(app): State<App>,
    authorised: Authorised<needs::RegistriesManage>,
    Path((_, registry)): Path<(String, RegistryId)>,
    IfMatch(version): IfMatch,
    Json(body): Json<Body>,
) -> Result<Versioned<RegistryView>, Problem> {
    let id = authorised.id();
    let before = find(&app, id, registry).await?;
    let none = |pem: &String| !pem.is_empty();
    let words = Words {
        name: body.name.map_or_else(|| before.name.clone(), |name| name.0),
        address: body.address.unwrap_or_else(|| before.address.clone()),
        is_insecure: body.is_insecure.unwrap_or(before.is_insecure),
        authorities: body.authorities.map_or_else(|| before.authorities.clone(), |pem| Some(pem).filter(none)),
        keep: body.keep.map_or(before.keep, |keep| Some(keep).filter(|keep| *keep != 0)),
    };
    check(&words)?;
    let login = body.login.map(LoginBody::checked).transpose()?;
    let change = match &login {
        Some(login) => LoginChange::Set(login),
        None if body.forget_login => LoginChange::Remove,
        None if before.has_login && leads_elsewhere(&before, &words) => {
            let message =
                "the password that is kept was given for another address; give it again, or set `forget_login`";
            return Err(Problem::invalid("login", message));
        }
        None => LoginChange::Keep,
    };
    let tx = app.store().begin(authorised.caller.origin).await?;
    // Of the very registry that was looked at, so that no password goes elsewhere by two changes at a time.
    let version = version.or(Some(before.version));
    let changed = registries::update(&tx, id, registry, version, &words, change).await?;
    tx.commit().await?;
    Ok(Versioned::ok(changed.version, changed.into()))
}

/// Whether the password would go to somebody else, or be less hidden on its way.
fn leads_elsewhere(before: &Registry, words: &Words) -> bool {
    host(&before.address) != host(&words.address)
        || (words.is_insecure && !before.is_insecure)
        || (words.authorities != before.authorities && words.authorities.is_some())
}
