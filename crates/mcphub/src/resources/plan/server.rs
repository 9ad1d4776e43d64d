//! The step of a server.

use hub_model::{resource::McpServerSpec, server::ServerSettings};
use serde_json::{Value, json};

use super::{Options, ServerWork, Step, Work, mark, step};
use crate::resources::{
    fields::{Difference, differences, touch},
    observe::Server,
};

pub(super) fn server(name: &str, spec: &McpServerSpec, there: Option<&Server>, moves: bool, options: &Options) -> Step {
    let from = there.map_or(Value::Null, |there| server_fields(&there.spec, spec));
    let mut changes = differences(&from, &server_fields(spec, spec));
    let has = |part: &str| touch(&changes, part);
    let mut body = serde_json::Map::new();
    if has("displayName") {
        body.insert("name".to_owned(), json!(spec.display_name.as_deref().unwrap_or(name)));
    }
    if has("description") {
        body.insert("description".to_owned(), json!(spec.description));
    }
    if has("settings") {
        body.insert("settings".to_owned(), json!(ServerSettings::from(spec.settings.clone())));
    }
    let has_new_design = has("design");
    let becomes_other = has_new_design || has("displayName") || has("description");
    let deploys = has("deployment") && spec.deployment.as_ref().is_some_and(|deployment| deployment.wanted);
    let stops = has("deployment") && !deploys && there.is_some_and(|there| there.served.is_some());
    changes.extend(there.and_then(|there| version(there, becomes_other, moves)));
    let is_wanted = spec.deployment.as_ref().is_some_and(|deployment| deployment.wanted);
    let lags = there.is_some_and(|there| is_wanted && lags(there));
    if lags {
        changes.push(Difference::new(
            "deployment.version",
            Some("an older one".to_owned()),
            Some("the newest".to_owned()),
        ));
    }
    if let Some(mark) = mark(there.map(|there| &there.managed_by), options) {
        body.insert("managed_by".to_owned(), json!(options.manager));
        changes.push(mark);
    }
    let id = there.map(|there| there.id.clone());
    let work = ServerWork { id, body, has_new_design, deploys: deploys || lags, stops };
    step(format!("server/{name}"), there.is_none(), changes, Work::Server(work))
}

/// Whether an older version is served than the newest. Where some callers get another one, somebody is trying that out.
fn lags(there: &Server) -> bool {
    let newest = there.latest.as_ref().map(|version| &version.id);
    there.served.is_some() && !there.has_canary && there.served.as_ref() != newest
}

/// The version that a server gets, where it gets one.
fn version(there: &Server, becomes_other: bool, moves: bool) -> Option<Difference> {
    let newest = there.latest.as_ref();
    let is_known_to_differ = there.draft.is_some() && there.draft.as_ref() != newest.map(|version| &version.digest);
    let from = newest.map(|version| version.number.to_string());
    let next = newest.map_or(1, |version| version.number + 1);
    match (becomes_other || is_known_to_differ || newest.is_none(), moves) {
        (true, _) => Some(Difference::new("version", from, Some(next.to_string()))),
        (false, true) => {
            Some(Difference::new("version", from, Some(format!("{next}, if the new revision changes its tools"))))
        }
        (false, false) => None,
    }
}

/// A server as it is compared with what is wanted: how it is served only where that is said.
fn server_fields(spec: &McpServerSpec, wanted: &McpServerSpec) -> Value {
    let mut fields = json!(spec);
    if let Some(fields) = fields.as_object_mut() {
        let deployment = match (&wanted.deployment, &spec.deployment) {
            (None, _) => Value::Null,
            (Some(_), None) => json!({ "wanted": false }),
            (Some(wanted), Some(_)) if !wanted.wanted => {
                json!({ "wanted": spec.deployment.as_ref().is_some_and(|it| it.wanted) })
            }
            (Some(_), Some(there)) => json!(there),
        };
        fields.insert("deployment".to_owned(), deployment);
    }
    fields
}
