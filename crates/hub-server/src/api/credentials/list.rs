//! `GET /organisations/{organisation}/apis/{api}/credentials`.

use axum::extract::State;
use hub_model::SchemeKind;
use hub_store::apis::credentials;
use serde::Serialize;
use utoipa::ToSchema;

use super::CredentialView;
use crate::{
    api::apis,
    app::App,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// A security scheme that the document declares.
#[derive(Serialize, ToSchema)]
#[schema(as = SecurityScheme)]
pub(crate) struct SchemeView {
    name: String,
    /// How the secret is sent: `type` is `api-key`, `basic`, `bearer`, `oauth2`, …
    #[schema(value_type = Object)]
    scheme: SchemeKind,
    /// The document's words about it.
    description: String,
}

/// What an API wants to be authenticated with, and what there is.
#[derive(Serialize, ToSchema)]
#[schema(as = Credentials)]
pub(crate) struct CredentialsView {
    /// Of the current revision.
    schemes: Vec<SchemeView>,
    /// Everybody's, and one's own.
    items: Vec<CredentialView>,
    /// Where values may be read that are not given.
    sources: SourcesView,
}

/// The organisation's own places, below which a credential's `source` is.
#[derive(Serialize, ToSchema)]
#[schema(as = SecretSources)]
pub(crate) struct SourcesView {
    /// In Vault, the secrets engine first: `secret/mcphub/org_…`; null where credentials cannot come from Vault.
    vault: Option<String>,
    /// A namespace of Kubernetes; null where credentials cannot come from there.
    kubernetes: Option<String>,
}

/// List credentials
///
/// Everybody's and one's own, with the schemes that the API declares. Never their values.
#[utoipa::path(get, path = "/organisations/{organisation}/apis/{api}/credentials", operation_id = "listCredentials", tag = "credentials",
    params(("organisation" = String, Path), ("api" = String, Path)), responses((status = 200, description = "What there is", body = CredentialsView)))]
pub(crate) async fn list(
    State(app): State<App>,
    authorised: Authorised<needs::CredentialsRead>,
    Path((_, api)): Path<(String, String)>,
) -> Result<Json<CredentialsView>, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    let blueprint = match api.current {
        Some(revision) => app.blueprints().get(app.store(), id, revision).await?,
        None => None,
    };
    let schemes = blueprint.iter().flat_map(|blueprint| &blueprint.schemes).map(|(name, scheme)| SchemeView {
        name: name.clone(),
        scheme: scheme.kind.clone(),
        description: scheme.description.clone(),
    });
    let items = credentials::list(app.store(), id, api.id, authorised.caller.user()).await?;
    Ok(Json(CredentialsView {
        schemes: schemes.collect(),
        items: items.into_iter().map(CredentialView::from).collect(),
        sources: SourcesView { vault: app.secrets().folder(id), kubernetes: app.secrets().namespace(id) },
    }))
}
