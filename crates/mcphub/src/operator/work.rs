//! Looks at an object, and says in its status what came of it.

use std::collections::BTreeMap;

use hub_model::{
    Timestamp,
    clock::SystemClock,
    resource::{Metadata, ResourceKind},
};
use kube::{ResourceExt as _, api::DynamicObject, runtime::controller::Action};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use tokio::time::Instant;

use super::{
    Operator, api,
    cluster::{hold, objects, release, tell},
    judged::{Judged, Stop},
    remove::remove,
    server,
    status::{ApiDetails, ServerDetails, Status, Truth, Verdict, next},
};
use crate::{
    remote::Client,
    resources::{self, Desired, Means, Options, Organisation, Outcome, Secret, Source},
};

/// Makes the hub as an object says, or as if it never was; when it is looked at again.
pub(super) async fn look(
    operator: &Operator,
    kind: ResourceKind,
    object: &DynamicObject,
) -> Result<Action, kube::Error> {
    let id = object.uid().unwrap_or_default();
    let generation = object.metadata.generation;
    if let Some(rest) = operator.backoff.rests(&id, generation, Instant::now()) {
        return Ok(Action::requeue(rest));
    }
    let api = objects(&operator.kube, kind, object.namespace().as_deref());
    if object.metadata.deletion_timestamp.is_some() {
        return match remove(operator, kind, object).await {
            Ok(()) => {
                operator.backoff.forget(&id);
                tracing::info!(%kind, object = %named(object), "removed");
                release(&api, object).await.map(|()| Action::await_change())
            }
            Err(stop) => match kind {
                ResourceKind::McpApi => said(operator, kind, object, &of::<ApiDetails>(object), stop.found()).await,
                ResourceKind::McpServer => {
                    said(operator, kind, object, &of::<ServerDetails>(object), stop.found()).await
                }
            },
        };
    }
    hold(&api, object).await?;
    match kind {
        ResourceKind::McpApi => {
            let before = of(object);
            let judged = api::judge(operator, object, &before).await.unwrap_or_else(Stop::found);
            said(operator, kind, object, &before, judged).await
        }
        ResourceKind::McpServer => {
            let before = of(object);
            let judged = server::judge(operator, object).await.unwrap_or_else(Stop::found);
            said(operator, kind, object, &before, judged).await
        }
    }
}

/// Writes what came of it, where that is something new.
async fn said<D: Clone + PartialEq + Serialize>(
    operator: &Operator,
    kind: ResourceKind,
    object: &DynamicObject,
    before: &Status<D>,
    (found, again): Judged<D>,
) -> Result<Action, kube::Error> {
    let id = object.uid().unwrap_or_default();
    // To the second, as the cluster's own times are.
    let now = Timestamp(Timestamp::now(&SystemClock).0 / 1_000 * 1_000).to_string();
    let (reason, message) = (found.synced.reason, found.synced.message.clone());
    let status = next(before, object.metadata.generation, &now, found);
    if status != *before {
        tracing::info!(%kind, object = %named(object), reason, "{message}");
        let api = objects(&operator.kube, kind, object.namespace().as_deref());
        tell(&api, kind, &object.name_any(), &status).await?;
    }
    let wait = match again.after() {
        Some(wait) => {
            operator.backoff.forget(&id);
            wait
        }
        None => operator.backoff.failed(&id, object.metadata.generation, Instant::now()),
    };
    Ok(Action::requeue(wait))
}

fn named(object: &DynamicObject) -> String {
    format!("{}/{}", object.namespace().unwrap_or_default(), object.name_any())
}

/// The status that an object has; nothing where it has none that is ours.
fn of<D: Default + DeserializeOwned>(object: &DynamicObject) -> Status<D> {
    let status = object.data.get("status").cloned().unwrap_or_default();
    serde_json::from_value(status).unwrap_or_default()
}

/// What is wanted, where nobody else has the name.
pub(super) fn specified<S: DeserializeOwned>(
    operator: &Operator,
    kind: ResourceKind,
    object: &DynamicObject,
) -> Result<S, Stop> {
    let metadata = Metadata { name: object.name_any(), organisation: None };
    metadata.check().map_err(|wrong| Stop::invalid(format!("{}: {}", wrong.place, wrong.message)))?;
    if let Some(namespace) = operator.rival(kind, object) {
        let message = format!(
            "the namespace {namespace} has an older {kind} of this name, and a hub's names are its own; choose another"
        );
        return Err(Stop::waits("NameTaken", message));
    }
    let spec = object.data.get("spec").cloned().unwrap_or(Value::Null);
    serde_json::from_value(spec).map_err(|error| Stop::invalid(format!("spec: {error}")))
}

/// What is wanted of one resource, with what it takes.
#[derive(Default)]
pub(super) struct Wanted {
    pub(super) desired: Desired,
    /// Documents by the names of the APIs.
    pub(super) sources: BTreeMap<String, Source>,
    /// Secrets by the names of the APIs and of the schemes.
    pub(super) secrets: BTreeMap<(String, String), Secret>,
}

/// Makes the hub as it is wanted.
pub(super) async fn applied(
    client: &mut Client,
    base: &str,
    wanted: &Wanted,
    there: &Organisation,
    options: &Options,
) -> Result<Verdict, Stop> {
    let Wanted { desired, sources, secrets } = wanted;
    if let Some(complaint) = resources::check(desired, there, options).into_iter().next() {
        return Err(Stop::failed("Refused", complaint.message));
    }
    let plan = resources::plan(desired, there, options);
    let ids = there.apis.iter().map(|(name, api)| (name.clone(), api.id.clone())).collect();
    let mut means = Means { base, desired, sources, secrets, ids };
    let done = resources::execute(client, &mut means, &plan, |_| {}).await;
    Ok(match done.into_iter().find(|done| done.outcome == Outcome::Failed) {
        Some(failed) => Verdict::new(Truth::False, "Failed", failed.message),
        None => Verdict::new(Truth::True, "Applied", "the hub is as the specification says"),
    })
}
