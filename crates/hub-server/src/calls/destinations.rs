//! Where a secret would be sent, and whether it may be: a credential is bound to the origins that its API had when it was set. A
//! document that is changed, or an upstream that is set, to lead elsewhere does not take it along.

use std::collections::BTreeSet;

use hub_model::{
    Blueprint, SchemeKind,
    api::{Api, Source},
};
use hub_store::apis::credentials::Opened;
use url::Url;

use super::Named;
use crate::http::problem::Problem;

/// The origins that the secret of a scheme is sent to by the tools of a blueprint: upstreams, and where tokens are had. In a blueprint of
/// several APIs, `space` is the name space of this one.
pub(crate) fn of(blueprint: &Blueprint, space: &str, api: &Api, scheme: &str) -> BTreeSet<String> {
    let is_own = |key: &str| space.is_empty() || key.strip_prefix(space).is_some_and(|rest| rest.starts_with('/'));
    let upstreams: Vec<String> = match &api.settings.upstream {
        Some(upstream) => vec![upstream.clone()],
        None => {
            let own = blueprint.upstreams.iter().filter(|(key, _)| is_own(key));
            own.map(|(_, upstream)| upstream.resolved()).collect()
        }
    };
    let tokens = match blueprint.schemes.get(&within(space, scheme)).map(|scheme| &scheme.kind) {
        Some(SchemeKind::Oauth2 { flows }) => {
            flows.iter().flat_map(|flow| [flow.token_url.clone(), flow.refresh_url.clone()]).collect()
        }
        Some(SchemeKind::OpenIdConnect { url }) => vec![url.clone()],
        _ => Vec::new(),
    };
    upstreams.iter().chain(&tokens).filter_map(|url| origin(url)).collect()
}

/// What a scheme is called in a blueprint of several APIs.
fn within(space: &str, scheme: &str) -> String {
    if space.is_empty() { scheme.to_owned() } else { format!("{space}.{scheme}") }
}

/// The origin of the address that an API's document is fetched from.
pub(crate) fn of_source(api: &Api) -> Option<String> {
    match &api.source {
        Source::Url { url } => origin(url),
        Source::Upload { .. } => None,
    }
}

/// Scheme, host and port.
fn origin(url: &str) -> Option<String> {
    let url = Url::parse(url).ok()?;
    let port = url.port_or_known_default().map(|port| format!(":{port}")).unwrap_or_default();
    Some(format!("{}://{}{port}", url.scheme(), url.host_str()?))
}

/// What the scheme of a secret is called in a blueprint; nothing where its tools do not use it.
///
/// # Errors
/// When the tools would send it elsewhere than it was set for.
pub(crate) fn may_go(opened: &Opened, blueprint: &Blueprint, space: &str, api: &Api) -> Result<Option<String>, String> {
    let Opened { scheme, destinations, .. } = opened;
    let name = within(space, scheme);
    if !blueprint.schemes.contains_key(&name) {
        return Ok(None);
    }
    let elsewhere = of(blueprint, space, api, scheme).into_iter().find(|origin| !destinations.contains(origin));
    match elsewhere {
        None => Ok(Some(name)),
        Some(elsewhere) => Err(format!(
            "the credential `{scheme}` was set for {} and would now go to {elsewhere}; set it again if that is right",
            destinations.join(", ")
        )),
    }
}

/// The secrets that may be sent where these tools send them; the first that may not is a problem.
pub(crate) fn allowed(opened: Vec<Opened>, blueprint: &Blueprint, api: &Api) -> Result<Named, Problem> {
    let mut named = Named::new();
    for opened in opened {
        if let Some(name) = may_go(&opened, blueprint, "", api).map_err(Problem::conflict)? {
            named.push((name, opened.value));
        }
    }
    Ok(named)
}
