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

/// The origins that the secret of a scheme is sent to by the tools of a blueprint: upstreams, and where tokens are had.
pub(crate) fn of(blueprint: &Blueprint, api: &Api, scheme: &str) -> BTreeSet<String> {
    let upstreams: Vec<String> = match &api.settings.upstream {
        Some(upstream) => vec![upstream.clone()],
        None => blueprint.upstreams.values().map(hub_model::Upstream::resolved).collect(),
    };
    let tokens = match blueprint.schemes.get(scheme).map(|scheme| &scheme.kind) {
        Some(SchemeKind::Oauth2 { flows }) => {
            flows.iter().flat_map(|flow| [flow.token_url.clone(), flow.refresh_url.clone()]).collect()
        }
        Some(SchemeKind::OpenIdConnect { url }) => vec![url.clone()],
        _ => Vec::new(),
    };
    upstreams.iter().chain(&tokens).filter_map(|url| origin(url)).collect()
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

/// The secrets that may be sent where these tools send them; the first that may not is a problem.
pub(crate) fn allowed(opened: Vec<Opened>, blueprint: &Blueprint, api: &Api) -> Result<Named, Problem> {
    let mut named = Named::new();
    for Opened { scheme, value, destinations } in opened {
        if !blueprint.schemes.contains_key(&scheme) {
            continue;
        }
        let elsewhere = of(blueprint, api, &scheme).into_iter().find(|origin| !destinations.contains(origin));
        if let Some(elsewhere) = elsewhere {
            let before = destinations.join(", ");
            let detail = format!(
                "the credential `{scheme}` was set for {before} and would now go to {elsewhere}; set it again if that is right"
            );
            return Err(Problem::conflict(detail));
        }
        named.push((scheme, value));
    }
    Ok(named)
}
