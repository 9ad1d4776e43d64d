//! Does what a plan says, one resource after the other. What fails costs no other that does not need it.

mod api;
mod server;

pub(super) use server::delete as delete_server;

use std::{collections::BTreeMap, time::Duration};

use hub_model::api::SecretSource;
use indicatif::ProgressBar;
use secrecy::SecretString;
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    Desired, Plan, Step,
    documents::Source,
    plan::{Action, Work},
};
use crate::{
    failure::Failure,
    remote::{Client, at, escaped},
    report,
};

/// How often something is tried again that the hub had no time for, and how long is waited each time.
const TRIES: usize = 20;
const PAUSE: Duration = Duration::from_secs(5);

/// What became of a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Outcome {
    Done,
    Failed,
}

/// A step that was taken.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Done {
    pub(crate) resource: String,
    pub(crate) action: Action,
    pub(crate) outcome: Outcome,
    /// What came of it, or why nothing did.
    pub(crate) message: String,
}

/// A secret that is to be set.
pub(crate) enum Secret {
    /// It was read here, and is given to the hub.
    Value(SecretString),
    /// The hub reads it there.
    Elsewhere(SecretSource),
}

/// What steps need beside the plan.
pub(crate) struct Means<'m> {
    /// The organisation's path.
    pub(crate) base: &'m str,
    pub(crate) desired: &'m Desired,
    /// Documents by the names of the APIs.
    pub(crate) sources: &'m BTreeMap<String, Source>,
    /// Secrets by the names of the APIs and of the schemes.
    pub(crate) secrets: &'m BTreeMap<(String, String), Secret>,
    /// Identifiers of APIs by their names, those that were just made among them.
    pub(crate) ids: BTreeMap<String, String>,
}

/// Takes the steps of a plan; `tell` hears of each.
pub(crate) async fn execute(
    client: &mut Client,
    means: &mut Means<'_>,
    plan: &Plan,
    mut tell: impl FnMut(&Done),
) -> Vec<Done> {
    let mut all = Vec::new();
    for step in plan.steps.iter().filter(|step| step.action != Action::Unchanged) {
        let progress = ProgressBar::new_spinner();
        progress.enable_steady_tick(Duration::from_millis(120));
        progress.set_message(step.resource.clone());
        let taken = take(client, means, step).await;
        progress.finish_and_clear();
        let (outcome, message) = match taken {
            Ok(message) => (Outcome::Done, message),
            Err(failure) => (Outcome::Failed, failure.to_string()),
        };
        let message = report::clean(&message);
        let done = Done { resource: step.resource.clone(), action: step.action, outcome, message };
        tell(&done);
        all.push(done);
    }
    all
}

async fn take(client: &mut Client, means: &mut Means<'_>, step: &Step) -> Result<String, Failure> {
    let name = step.resource.split_once('/').map_or(step.resource.as_str(), |(_, name)| name);
    match &step.work {
        Work::Nothing => Ok(String::new()),
        Work::Api(work) => api::make(client, means, name, work).await,
        Work::Server(work) => server::make(client, means, name, work).await,
        Work::DeleteServer { id, is_served } => server::delete(client, means.base, id, *is_served).await,
        Work::DeleteApi { id } => delete_api(client, means.base, id).await,
    }
}

pub(super) async fn delete_api(client: &mut Client, base: &str, id: &str) -> Result<String, Failure> {
    client.delete(&format!("{base}/apis/{}", escaped(id))).await?;
    Ok("it can be restored for a while, by `mcphub apis restore`".to_owned())
}

/// Sends a request, again where the hub says that there are too many.
async fn send(client: &mut Client, method: http::Method, path: &str, body: Value) -> Result<Value, Failure> {
    let mut tries = 0;
    loop {
        let body = crate::remote::Body::json(&body);
        match client.send(method.clone(), path, body).await {
            Err(failure) if failure.is("rate_limited") && tries < TRIES => {
                tries += 1;
                tokio::time::sleep(PAUSE).await;
            }
            other => return other,
        }
    }
}

async fn post(client: &mut Client, path: &str, body: Value) -> Result<Value, Failure> {
    send(client, http::Method::POST, path, body).await
}

/// The end of a job.
async fn ended(client: &mut Client, base: &str, job: &str) -> Result<Value, Failure> {
    let path = format!("{base}/jobs/{}?wait=20", escaped(job));
    loop {
        let seen = client.get(&path).await?;
        if !matches!(at(&seen, "state").as_str(), Some("queued" | "running")) {
            return Ok(seen);
        }
    }
}

/// A source as REST takes it. Documents are sent first.
async fn sent(client: &mut Client, base: &str, source: &Source) -> Result<Value, Failure> {
    match source {
        Source::Url(url) => Ok(json!({ "type": "url", "url": url })),
        Source::Files { root, files } => {
            let mut tries = 0;
            let upload = loop {
                match client.upload(&format!("{base}/uploads"), files).await {
                    Err(failure) if failure.is("rate_limited") && tries < TRIES => {
                        tries += 1;
                        tokio::time::sleep(PAUSE).await;
                    }
                    other => break other?,
                }
            };
            let mut source = json!({ "type": "upload", "upload": at(&upload, "id") });
            if let (Some(root), Some(source), true) = (root, source.as_object_mut(), files.len() > 1) {
                source.insert("root".to_owned(), json!(root));
            }
            Ok(source)
        }
    }
}
