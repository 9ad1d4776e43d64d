//! One look at an upstream: a tool that changes nothing and needs no arguments, or else whether anything answers at all.

use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use hub_model::{
    Binding, Blueprint, Tool,
    api::{Api, Probe},
    id::OrganisationId,
};
use hub_runtime::{
    call::{Context, Trace},
    fetch::{FetchError, FetchLimits, Fetched, Fetcher},
};
use serde_json::value::RawValue;
use url::Url;

use crate::{app::App, calls, http::problem::Problem, sources::shown};

/// Bytes of an answer that are read.
const ANSWER: usize = 1 << 20;

/// Probes an API's upstream.
pub(crate) async fn probe(app: &App, organisation: OrganisationId, api: &Api) -> Result<Probe, Problem> {
    let revision = api.current.ok_or_else(|| Problem::conflict("the API has no usable revision yet"))?;
    let blueprint = app.blueprints().get(app.store(), organisation, revision).await?;
    let blueprint = blueprint.ok_or_else(|| Problem::conflict("the API has no tools"))?;
    let (at, began) = (app.now(), app.clock().now());
    let timeout = Duration::from_secs(app.settings().monitoring.timeout_seconds);
    let looking = Looking { fetcher: fetcher(app, timeout)? };
    let found = match (&api.settings.probe, harmless(&blueprint)) {
        (Some(wanted), _) => looking.get(&address(api, &blueprint, wanted)?).await,
        (None, Some(tool)) => call(app, organisation, api, &blueprint, &tool.name, timeout).await?,
        (None, None) => looking.at_all(&address(api, &blueprint, "")?, blueprint.tools.first()).await,
    };
    let took = app.clock().now().saturating_duration_since(began);
    let (ok, message) = match found {
        Ok(message) => (true, message),
        Err(message) => (false, message),
    };
    let message = message.chars().take(300).collect();
    Ok(Probe { at, ok, latency_ms: i64::try_from(took.as_millis()).unwrap_or(i64::MAX), message })
}

/// A tool that reads over HTTP and needs neither arguments nor much of the upstream.
fn harmless(blueprint: &Blueprint) -> Option<&Tool> {
    let is_plain = |tool: &&Tool| {
        let required = tool.input_schema.get("required").and_then(serde_json::Value::as_array);
        let is_quiet = match &tool.binding {
            Binding::Http(http) => http.method.eq_ignore_ascii_case("GET"),
            // These have better ways to ask, see `Looking::at_all`.
            Binding::GraphQl(_) | Binding::Grpc(_) | Binding::Soap(_) => false,
        };
        is_quiet && tool.annotations.read_only_hint && required.is_none_or(Vec::is_empty)
    };
    // One without credentials says more about the upstream than about them.
    let mut plain = blueprint.tools.iter().filter(is_plain);
    let open = plain.clone().find(|tool| tool.binding.security().is_empty());
    open.or_else(|| plain.next())
}

async fn call(
    app: &App,
    organisation: OrganisationId,
    api: &Api,
    blueprint: &Blueprint,
    tool: &str,
    timeout: Duration,
) -> Result<Result<String, String>, Problem> {
    let alone = calls::only(blueprint, tool).ok_or_else(|| Problem::not_found("the tool"))?;
    let secrets = calls::secrets(app, organisation, api, &alone, None).await?;
    let executor = calls::executor(app, alone, api, &secrets, timeout).await?;
    let trace = Arc::new(Trace::default());
    let context = Context { trace: Some(Arc::clone(&trace)), ..Context::default() };
    let nothing = RawValue::from_string("{}".to_owned()).map_err(Problem::internal)?;
    executor.call(tool, Some(&nothing), &context).await.map_err(|_| Problem::not_found("the tool"))?;
    Ok(match trace.exchanges().pop().map(|exchange| exchange.outcome) {
        // That it wants credentials, or something else, shows that it is there.
        Some(Ok(response)) if response.status < 500 => Ok(format!("{tool} answered {}", response.status)),
        Some(Ok(response)) => Err(format!("{tool} answered {}", response.status)),
        Some(Err(why)) => Err(why),
        None => Err(format!("{tool} could not be called")),
    })
}

/// Where to look: a path of the upstream, or an address.
fn address(api: &Api, blueprint: &Blueprint, wanted: &str) -> Result<String, Problem> {
    if wanted.contains("://") {
        return Ok(wanted.to_owned());
    }
    let base = match &api.settings.upstream {
        Some(upstream) => upstream.clone(),
        None => blueprint
            .upstreams
            .values()
            .map(hub_model::Upstream::resolved)
            .find(|url| !url.is_empty())
            .unwrap_or_default(),
    };
    let base = Url::parse(&base)
        .map_err(|_| Problem::conflict("the document does not say where the API is; set its upstream"))?;
    if wanted.is_empty() {
        return Ok(base.into());
    }
    base.join(wanted).map(String::from).map_err(|_| Problem::conflict("the path to probe makes no address"))
}

fn fetcher(app: &App, timeout: Duration) -> Result<Fetcher, Problem> {
    let limits = FetchLimits { connect_timeout: timeout, timeout, idle: None, bytes: ANSWER, redirects: 3 };
    Fetcher::new(&calls::policy(app), limits, Arc::clone(app.clock())).map_err(Problem::internal)
}

/// Looks at an upstream without calling a tool of it.
struct Looking {
    fetcher: Fetcher,
}

impl Looking {
    /// Whether anything answers, asked in the way of the upstream's kind.
    async fn at_all(&self, address: &str, tool: Option<&Tool>) -> Result<String, String> {
        match tool.map(|tool| &tool.binding) {
            Some(Binding::Grpc(_)) => self.fetcher.grpc_health(address).await.map_err(|error| error.to_string()),
            // The smallest question that every endpoint can answer.
            Some(Binding::GraphQl(_)) => {
                let question = Bytes::from_static(br#"{"query":"{ __typename }"}"#);
                said("POST", address, self.fetcher.post_json(address, question).await)
            }
            // Most answer a plain GET with a failure, and this with their description.
            Some(Binding::Soap(_)) => self.get(&format!("{}?wsdl", address.trim_end_matches('?'))).await,
            Some(Binding::Http(_)) | None => self.get(address).await,
        }
    }

    async fn get(&self, address: &str) -> Result<String, String> {
        said("GET", address, self.fetcher.look(address).await)
    }
}

/// That something wants credentials, or something else, shows that it is there.
fn said(method: &str, address: &str, answer: Result<Fetched, FetchError>) -> Result<String, String> {
    let answer = answer.map_err(|error| error.to_string())?;
    let said = format!("{method} {} answered {}", shown(address), answer.status);
    if answer.status.as_u16() < 500 { Ok(said) } else { Err(said) }
}
