//! `PUT /organisations/{organisation}/apis/{api}/credentials/{scheme}`.

use std::time::Duration;

use axum::extract::State;
use hub_model::{
    api::{Api, SecretSource, Tested},
    id::OrganisationId,
};
use hub_store::apis::credentials;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{CredentialView, check, test::Probing};
use crate::{
    api::apis,
    app::App,
    calls,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
    },
};

/// A secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCredential)]
pub(crate) struct Body {
    /// The key, the token, `user:password`, `client_id:client_secret`, or a certificate and its key in PEM, as the scheme asks for. Left
    /// out where `source` says where it is.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 65536)]
    value: Option<SecretString>,
    /// Where its value is, in the place of a value: it is read at once, and again from time to time, so that a value that is changed there
    /// comes into use by itself.
    #[serde(default)]
    source: Option<SecretSource>,
    /// It is one's own, and used for one's own calls only.
    #[serde(default)]
    personal: bool,
    /// Try it before it is kept, and refuse it when the upstream does.
    #[serde(default)]
    test: bool,
}

/// Set a credential
///
/// In the place of the one that there was. It is sealed and cannot be read again, and goes only to where the API is now: when the API
/// moves to another host, it has to be set again.
#[utoipa::path(put, path = "/organisations/{organisation}/apis/{api}/credentials/{scheme}", operation_id = "setCredential", tag = "credentials",
    params(("organisation" = String, Path), ("api" = String, Path), ("scheme" = String, Path)), request_body = Body,
    responses((status = 200, description = "What is kept, without its value", body = CredentialView)))]
pub(crate) async fn set(
    State(app): State<App>,
    authorised: Authorised<needs::CredentialsWrite>,
    Path((_, api, scheme)): Path<(String, String, String)>,
    Json(body): Json<Body>,
) -> Result<Json<CredentialView>, Problem> {
    let id = authorised.id();
    let api = apis::find(&app, id, &api).await?;
    if scheme.is_empty() || scheme.len() > 200 || scheme.contains('\0') {
        return Err(Problem::not_found("the scheme"));
    }
    let by = authorised.caller.user().ok_or_else(|| Problem::forbidden("credentials are set by people"))?;
    let value = value(&app, id, &body).await?;
    let tested: Option<Tested> = if body.test {
        let outcome = Probing { app: &app, organisation: id, api: &api }.try_secret(&scheme, &value).await?;
        if !outcome.accepted {
            return Err(Problem::invalid("value", format!("the upstream refused it: {}", outcome.message)));
        }
        Some(outcome)
    } else {
        None
    };
    let destinations = destinations(&app, id, &api, &scheme).await?;
    let tx = app.store().begin(authorised.caller.origin).await?;
    let user = body.personal.then_some(by);
    let next = app.now().after(Duration::from_secs(app.settings().secrets.refresh_seconds));
    let new = credentials::New {
        api: api.id,
        scheme: &scheme,
        user,
        value: &value,
        destinations: &destinations,
        source: body.source.as_ref().map(|source| (source, next)),
        set_by: by,
        tested,
    };
    let kept = credentials::set(&tx, id, new).await?;
    tx.commit().await?;
    Ok(Json(kept.into()))
}

/// The secret, as it was given, or as it is where it was said to be.
async fn value(app: &App, organisation: OrganisationId, body: &Body) -> Result<SecretString, Problem> {
    match (&body.value, &body.source) {
        (Some(value), None) => {
            check(value)?;
            Ok(value.clone())
        }
        (None, Some(source)) => {
            source.check().map_err(|(member, why)| Problem::invalid(member, why))?;
            app.secrets().read(organisation, source).await.map_err(|why| Problem::invalid("source", why))
        }
        _ => Err(Problem::invalid("value", "give the value, or the `source` where it is: one of them")),
    }
}

/// Where the secret may be sent from now on: where the API is, and where its document comes from.
async fn destinations(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
    scheme: &str,
) -> Result<Vec<String>, Problem> {
    let blueprint = match api.current.or(api.pending) {
        Some(revision) => app.blueprints().get(app.store(), organisation, revision).await?,
        None => None,
    };
    let mut found = blueprint.map(|blueprint| calls::destinations::of(&blueprint, "", api, scheme)).unwrap_or_default();
    found.extend(calls::destinations::of_source(api));
    if found.is_empty() {
        return Err(Problem::conflict(
            "it is not known yet where the API is; wait for its first revision, or set its upstream",
        ));
    }
    Ok(found.into_iter().collect())
}
