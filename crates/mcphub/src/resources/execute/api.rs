//! Makes an API as it is wanted: registered or changed, compiled, with its credentials.

use http::Method;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::{Means, Secret, ended, post, send, sent};
use crate::{
    failure::Failure,
    remote::{Client, at, escaped, field, token},
    resources::plan::ApiWork,
};

/// What came of it, in a sentence.
pub(super) async fn make(
    client: &mut Client,
    means: &mut Means<'_>,
    name: &str,
    work: &ApiWork,
) -> Result<String, Failure> {
    let base = means.base;
    let (id, mut job) = match &work.id {
        Some(id) => {
            change(client, means, name, work, id).await?;
            (id.clone(), None)
        }
        None => register(client, means, name, work).await?,
    };
    means.ids.insert(name.to_owned(), id.clone());
    let path = format!("{base}/apis/{}", escaped(&id));
    let mut told = Vec::new();
    // With what the document itself is fetched has to be there before it is.
    let for_document = document_credential(means, name).filter(|scheme| work.credentials.contains(scheme));
    if let Some(scheme) = &for_document {
        set(client, means, name, &path, scheme).await?;
    }
    if work.compiles {
        if job.is_none() {
            job = Some(token(&post(client, &format!("{path}/refreshes"), json!({})).await?, "job"));
        }
        let mut seen = ended(client, base, &job.unwrap_or_default()).await?;
        if at(&seen, "state") != "succeeded" && for_document.is_some() {
            let again = post(client, &format!("{path}/refreshes"), json!({})).await?;
            seen = ended(client, base, &token(&again, "job")).await?;
        }
        told.push(compiled(&seen)?);
    }
    if work.approves {
        let approved = post(client, &format!("{path}/revisions/pending/approval"), json!({})).await?;
        told.push(format!("revision {} is current", field("number")(&approved)));
    }
    // Where a credential may be sent is known once there is a revision.
    for scheme in &work.credentials {
        set(client, means, name, &path, scheme).await?;
        told.push(format!("{scheme} is set"));
    }
    Ok(told.join(", "))
}

/// Registers an API; its identifier, and the job that compiles it.
async fn register(
    client: &mut Client,
    means: &Means<'_>,
    name: &str,
    work: &ApiWork,
) -> Result<(String, Option<String>), Failure> {
    let mut body = work.body.clone();
    body.entry("name").or_insert_with(|| json!(name));
    body.insert("slug".to_owned(), json!(name));
    body.insert("source".to_owned(), source(client, means, name).await?);
    // Absent settings are the hub's own defaults, which are the same only in hubs of the same version.
    if let Some((spec, _)) = means.desired.apis.get(name) {
        body.insert("settings".to_owned(), json!(hub_model::api::ApiSettings::from(spec.settings.clone())));
    }
    let made = post(client, &format!("{}/apis", means.base), Value::Object(body)).await?;
    Ok((token(&made, "id"), Some(token(&made, "job"))))
}

/// Changes an API. No job follows by itself.
async fn change(client: &mut Client, means: &Means<'_>, name: &str, work: &ApiWork, id: &str) -> Result<(), Failure> {
    let mut body = work.body.clone();
    if work.has_new_source {
        body.insert("source".to_owned(), source(client, means, name).await?);
    }
    if !body.is_empty() {
        send(client, Method::PATCH, &format!("{}/apis/{}", means.base, escaped(id)), Value::Object(body)).await?;
    }
    Ok(())
}

async fn source(client: &mut Client, means: &Means<'_>, name: &str) -> Result<Value, Failure> {
    match means.sources.get(name) {
        Some(source) => sent(client, means.base, source).await,
        None => Err(Failure::environment("its documents were not read")),
    }
}

fn document_credential(means: &Means<'_>, name: &str) -> Option<String> {
    means.desired.apis.get(name).and_then(|(spec, _)| spec.settings.document_credential.clone())
}

async fn set(client: &mut Client, means: &Means<'_>, name: &str, path: &str, scheme: &str) -> Result<(), Failure> {
    let key = (name.to_owned(), scheme.to_owned());
    let secret =
        means.secrets.get(&key).ok_or_else(|| Failure::environment(format!("the secret of {scheme} was not read")))?;
    let body = match secret {
        Secret::Value(value) => json!({ "value": value.expose_secret() }),
        Secret::Elsewhere(source) => json!({ "source": source }),
    };
    send(client, Method::PUT, &format!("{path}/credentials/{}", escaped(scheme)), body).await.map(drop)
}

/// What a compilation came to.
fn compiled(job: &Value) -> Result<String, Failure> {
    if at(job, "state") != "succeeded" {
        let why = at(job, "error").as_str().unwrap_or("it was cancelled");
        return Err(Failure::unusable(format!("no revision was made: {why}")));
    }
    let (number, tools) = (field("result.number")(job), field("result.tools")(job));
    Ok(match (at(job, "result.changed"), at(job, "result.state").as_str()) {
        (Value::Bool(false), _) => format!("revision {number} is the same as what its documents come to"),
        (_, Some("pending")) => {
            let breaking = field("result.breaking")(job);
            format!(
                "revision {number} with {tools} tools waits for approval, {breaking} breaking changes; servers keep the one before"
            )
        }
        _ => format!("revision {number} with {tools} tools is current"),
    })
}
