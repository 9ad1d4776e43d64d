//! `POST /organisations/{organisation}/apis/{api}/credentials/{scheme}/tests`: does the upstream take it?

use std::{sync::Arc, time::Duration};

use axum::extract::State;
use hub_model::{
    Blueprint, Tool,
    api::{Api, Tested},
    id::{OrganisationId, UserId},
};
use hub_runtime::call::{Context, Trace};
use hub_store::apis::credentials;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use super::check;
use crate::{
    api::apis,
    app::App,
    calls,
    http::{
        body::Json,
        caller::{Authorised, needs},
        path::Path,
        problem::Problem,
        rates,
    },
};

/// The longest that a test takes.
const TIMEOUT: Duration = Duration::from_secs(20);

/// What to test.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CredentialTest)]
pub(crate) struct Body {
    /// A secret that is not kept; the one that is kept is tested when left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = Password, min_length = 1, max_length = 65536)]
    value: Option<SecretString>,
}

/// Test a credential
///
/// Calls a tool that needs the scheme, changes nothing and needs no arguments, and looks at what the upstream says.
#[utoipa::path(post, path = "/organisations/{organisation}/apis/{api}/credentials/{scheme}/tests", operation_id = "testCredential", tag = "credentials",
    params(("organisation" = String, Path), ("api" = String, Path), ("scheme" = String, Path)), request_body = Body,
    responses((status = 200, description = "What the upstream said", body = Tested)))]
pub(crate) async fn test(
    State(app): State<App>,
    authorised: Authorised<needs::CredentialsWrite>,
    Path((_, api, scheme)): Path<(String, String, String)>,
    Json(body): Json<Body>,
) -> Result<Json<Tested>, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    let api = apis::find(&app, id, &api).await?;
    let user = authorised.caller.user();
    let probing = Probing { app: &app, organisation: id, api: &api };
    let Some(value) = body.value else {
        let value = probing.kept(&scheme, user).await?;
        let tested = probing.try_secret(&scheme, &value).await?;
        let own = credentials::of_scheme(app.store(), id, api.id, &scheme, user).await?;
        let shared = credentials::of_scheme(app.store(), id, api.id, &scheme, None).await?;
        if let Some(credential) = own.or(shared) {
            let tx = app.store().begin(authorised.caller.origin).await?;
            credentials::set_tested(&tx, id, credential.id, &tested).await?;
            tx.commit().await?;
        }
        return Ok(Json(tested));
    };
    check(&value)?;
    Ok(Json(probing.try_secret(&scheme, &value).await?))
}

/// An API whose upstream is asked whether it takes a secret.
pub(super) struct Probing<'p> {
    pub(super) app: &'p App,
    pub(super) organisation: OrganisationId,
    pub(super) api: &'p Api,
}

impl Probing<'_> {
    /// The secret that is kept, where it may be sent to the tools that there are now.
    async fn kept(&self, scheme: &str, user: Option<UserId>) -> Result<SecretString, Problem> {
        let opened = credentials::open(self.app.store(), self.organisation, self.api.id, user).await?;
        let opened = opened.into_iter().filter(|opened| opened.scheme == scheme).collect();
        let allowed = calls::destinations::allowed(opened, self.blueprint().await?.as_ref(), self.api)?;
        allowed.into_iter().next().map(|(_, value)| value).ok_or_else(|| Problem::not_found("the credential"))
    }

    async fn blueprint(&self) -> Result<Arc<Blueprint>, Problem> {
        let Self { app, organisation, api } = *self;
        let revision =
            api.current.or(api.pending).ok_or_else(|| Problem::conflict("the API has no usable revision yet"))?;
        let blueprint = app.blueprints().get(app.store(), organisation, revision).await?;
        blueprint.ok_or_else(|| Problem::conflict("the API has no tools"))
    }

    /// What the upstream says to a secret.
    pub(super) async fn try_secret(&self, scheme: &str, value: &SecretString) -> Result<Tested, Problem> {
        let Self { app, api, .. } = *self;
        let blueprint = self.blueprint().await?;
        if !blueprint.schemes.contains_key(scheme) {
            let known: Vec<&str> = blueprint.schemes.keys().map(String::as_str).collect();
            let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
            return Err(Problem::conflict(format!(
                "the API declares no security scheme `{scheme}`; it declares {known}"
            )));
        }
        let tool = harmless(&blueprint, scheme).ok_or_else(|| {
            Problem::conflict("no tool that needs this credential changes nothing and can be called without arguments; try one out by hand")
        })?;
        let name = tool.name.clone();
        let alone = calls::only(&blueprint, &name).ok_or_else(|| Problem::not_found("the tool"))?;
        let secrets = vec![(scheme.to_owned(), value.clone())];
        let executor = calls::executor(app, alone, api, &secrets, TIMEOUT).await?;
        let trace = Arc::new(Trace::default());
        let context = Context { trace: Some(Arc::clone(&trace)), ..Context::default() };
        let nothing = RawValue::from_string("{}".to_owned()).map_err(Problem::internal)?;
        let answer =
            executor.call(&name, Some(&nothing), &context).await.map_err(|_| Problem::not_found("the tool"))?;
        let last = trace.exchanges().pop().map(|exchange| exchange.outcome);
        let (accepted, message) = match last {
            Some(Ok(response)) if [401, 403].contains(&response.status) => {
                (false, format!("{name} answered {}", response.status))
            }
            Some(Ok(response)) => (true, format!("{name} answered {}", response.status)),
            Some(Err(why)) => (false, why),
            // No request was sent: a token could not be had, say.
            None => (!answer.is_error, text(&answer)),
        };
        Ok(Tested { at: app.now(), accepted, message })
    }
}

fn text(answer: &hub_runtime::answer::Answer) -> String {
    match answer.content.first() {
        Some(hub_runtime::answer::Content::Text(text)) => text.chars().take(500).collect(),
        _ => String::new(),
    }
}

/// A tool that needs the scheme, changes nothing, and can be called without arguments.
fn harmless<'b>(blueprint: &'b Blueprint, scheme: &str) -> Option<&'b Tool> {
    blueprint.tools.iter().find(|tool| {
        let is_needed = tool.binding.security().iter().any(|alternative| {
            alternative.len() == 1 && alternative.iter().any(|requirement| requirement.scheme == scheme)
        });
        let required = tool.input_schema.get("required").and_then(serde_json::Value::as_array);
        is_needed && tool.annotations.read_only_hint && required.is_none_or(Vec::is_empty)
    })
}
