//! Makes an API of the hub as its object says.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use hub_model::resource::{McpApiSpec, ResourceKind};
use kube::{ResourceExt as _, api::DynamicObject};
use serde_json::Value;

use super::{
    Operator,
    judged::{Again, Judged, Stop},
    secrets::{self, Secrets},
    status::{ApiDetails, Found, Status, Truth, Verdict},
    work::{Wanted, applied, specified},
};
use crate::{
    failure::Failure,
    remote::{Client, at, escaped, token},
    resources::{Credentials, Organisation, Secret, Source, load},
};

const KIND: ResourceKind = ResourceKind::McpApi;

pub(super) async fn judge(
    operator: &Operator,
    object: &DynamicObject,
    before: &Status<ApiDetails>,
) -> Result<Judged<ApiDetails>, Stop> {
    let (name, namespace) = (object.name_any(), object.namespace().unwrap_or_default());
    let spec: McpApiSpec = specified(operator, KIND, object)?;
    spec.check().map_err(|wrong| Stop::invalid(format!("{}: {}", wrong.place, wrong.message)))?;
    let spec = spec.tidy(&name);
    if spec.source.file.is_some() {
        return Err(Stop::invalid(
            "spec.source.file: an operator has no files of yours; name a url, or put the text into document",
        ));
    }
    let source = load(&spec.source, Path::new("")).map_err(Stop::invalid)?;
    let secrets = secrets::read(&operator.kube, &namespace, &spec.credentials).await?;
    let has_changed = secrets.versions != before.details.credentials;
    let options = operator.options(if has_changed { Credentials::Always } else { Credentials::Missing });
    let auto_approve = spec.settings.auto_approve;
    let (mut client, base, there) = operator.observe(KIND, &name).await?;
    let Secrets { values, versions } = secrets;
    let wanted = wanted(&name, spec, source, values);
    let synced = applied(&mut client, &base, &wanted, &there, &options).await?;
    let is_done = synced.truth == Truth::True;
    // What was set is remembered only where all of it was.
    let set = if is_done { versions } else { before.details.credentials.clone() };
    let details = match details(&mut client, &base, &name, set).await {
        Ok(found) => found,
        // It was not even registered.
        Err(failure) if failure.is("not_found") => ApiDetails::default(),
        Err(failure) => return Err(failure.into()),
    };
    let ready = ready(&details, auto_approve, &synced);
    Ok((
        Found { synced, ready: Some(ready), details: Some(details) },
        if is_done { Again::Resync } else { Again::BackOff },
    ))
}

fn wanted(name: &str, spec: McpApiSpec, source: Source, secrets: BTreeMap<String, Secret>) -> Wanted {
    let mut wanted = Wanted::default();
    wanted.desired.apis.insert(name.to_owned(), (spec, source.state()));
    wanted.sources.insert(name.to_owned(), source);
    wanted.secrets = secrets.into_iter().map(|(scheme, value)| ((name.to_owned(), scheme), value)).collect();
    wanted
}

/// What there is of it, of the revision that servers are made of.
async fn details(
    client: &mut Client,
    base: &str,
    name: &str,
    credentials: BTreeMap<String, String>,
) -> Result<ApiDetails, Failure> {
    let path = format!("{base}/apis/{}", escaped(name));
    let seen = client.get(&path).await?;
    let mut numbers = BTreeMap::new();
    let revisions: BTreeSet<&str> =
        ["current_revision", "pending_revision"].into_iter().filter(|which| at(&seen, which).is_string()).collect();
    for which in revisions {
        let id = at(&seen, which).as_str().unwrap_or_default();
        let revision = client.get(&format!("{path}/revisions/{}", escaped(id))).await?;
        numbers.insert(which, (at(&revision, "number").as_i64(), at(&revision, "tools").as_i64()));
    }
    let current = numbers.get("current_revision").copied().unwrap_or_default();
    Ok(ApiDetails {
        id: Some(token(&seen, "id")),
        revision: current.0,
        tools: current.1,
        pending_revision: numbers.get("pending_revision").and_then(|(number, _)| *number),
        credentials,
    })
}

/// An API is ready when servers can be made of it.
fn ready(details: &ApiDetails, auto_approve: bool, synced: &Verdict) -> Verdict {
    match (details.revision, details.pending_revision) {
        (Some(revision), Some(pending)) if !auto_approve => {
            let message = format!("revision {revision} is current; revision {pending} waits for somebody's approval");
            Verdict::new(Truth::True, "ApprovalPending", message)
        }
        (Some(revision), _) => Verdict::new(Truth::True, "Usable", format!("revision {revision} is current")),
        (None, _) if synced.truth == Truth::True => {
            Verdict::new(Truth::False, "NoRevision", "no revision is current yet")
        }
        (None, _) => Verdict { truth: Truth::False, ..synced.clone() },
    }
}

/// Servers of the hub that are made of an API.
pub(super) fn users<'t>(there: &'t Organisation, name: &str) -> Vec<&'t str> {
    let uses = there.servers.iter().filter(|(_, server)| server.apis.contains(name));
    uses.map(|(server, _)| server.as_str()).collect()
}

/// Whether an object was looked at as it is now, and the hub is as it says or never will be.
pub(super) fn is_settled(object: &DynamicObject) -> bool {
    let generation = object.metadata.generation;
    let observed = object.data.pointer("/status/observedGeneration").and_then(Value::as_i64);
    observed.is_some() && observed == generation
}
