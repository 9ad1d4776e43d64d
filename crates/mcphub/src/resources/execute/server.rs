//! Makes a server as it is wanted: designed, frozen where that comes to something else, served.

use http::Method;
use hub_model::{
    curation::Curation,
    resource::{DeploymentSpec, McpServerSpec},
    server::{Scaling, ServerSettings},
};
use serde_json::{Value, json};

use super::{Means, post, send};
use crate::{
    failure::Failure,
    remote::{Client, at, escaped, field, token},
    resources::{
        observe::{draft, newest},
        plan::ServerWork,
    },
};

/// What came of it, in a sentence.
pub(super) async fn make(
    client: &mut Client,
    means: &Means<'_>,
    name: &str,
    work: &ServerWork,
) -> Result<String, Failure> {
    let spec = means.desired.servers.get(name).ok_or_else(|| Failure::environment("it is in no file"))?;
    let base = means.base;
    let mut body = work.body.clone();
    if work.has_new_design || work.id.is_none() {
        body.insert("design".to_owned(), design(client, means, spec).await?);
    }
    let id = match &work.id {
        Some(id) => {
            if !body.is_empty() {
                send(client, Method::PATCH, &format!("{base}/servers/{}", escaped(id)), Value::Object(body)).await?;
            }
            id.clone()
        }
        None => {
            body.entry("name").or_insert_with(|| json!(name));
            body.insert("slug".to_owned(), json!(name));
            body.insert("settings".to_owned(), json!(ServerSettings::from(spec.settings.clone())));
            token(&post(client, &format!("{base}/servers"), Value::Object(body)).await?, "id")
        }
    };
    let mut told = Vec::new();
    let frozen = freeze(client, base, &id).await?;
    if let Some(Frozen { number, words }) = &frozen {
        told.push(format!("version {number} {words}"));
    }
    let path = format!("{base}/servers/{}/deployment", escaped(&id));
    match &spec.deployment {
        Some(wanted) if wanted.wanted && (work.deploys || frozen.is_some()) => {
            told.push(deploy(client, base, &id, wanted, frozen.as_ref()).await?);
        }
        Some(wanted) if !wanted.wanted && work.stops => {
            client.delete(&path).await?;
            told.push("it is not served any more".to_owned());
        }
        None if frozen.is_some() => told.push("it is not deployed: no deployment is in its file".to_owned()),
        _ => {}
    }
    Ok(told.join(", "))
}

/// A design as REST takes it, with identifiers instead of names.
async fn design(client: &mut Client, means: &Means<'_>, spec: &McpServerSpec) -> Result<Value, Failure> {
    let mut sources = Vec::new();
    for source in &spec.design.sources {
        let api = &source.api;
        let id = means.ids.get(api).ok_or_else(|| Failure::environment(format!("its API {api} was not registered")))?;
        let mut written = json!({ "api": id, "curation": Curation::from(source.curation.clone()) });
        let members = written.as_object_mut();
        if let Some(number) = source.revision {
            let seen = client.get(&format!("{}/apis/{}/revisions/{number}", means.base, escaped(id))).await;
            let seen = seen.map_err(|failure| match failure.is("not_found") {
                true => Failure::usage(format!(
                    "its API {api} has no revision {number}; name one that `mcphub apis revisions {api}` lists, or none"
                )),
                false => failure,
            })?;
            if let Some(members) = members {
                members.insert("revision".to_owned(), at(&seen, "id").clone());
            }
        }
        if let (Some(space), Some(members)) = (&source.space, written.as_object_mut()) {
            members.insert("space".to_owned(), json!(space));
        }
        sources.push(written);
    }
    let (discovery, profile) = (spec.design.discovery, spec.design.profile);
    Ok(
        json!({ "sources": sources, "instructions": spec.design.instructions, "discovery": discovery, "profile": profile }),
    )
}

/// A version that was made.
struct Frozen {
    number: i64,
    words: String,
}

/// Makes a version, where the design comes to something else than the newest one.
async fn freeze(client: &mut Client, base: &str, id: &str) -> Result<Option<Frozen>, Failure> {
    let seen = draft(client, base, id).await?;
    let before = newest(client, base, id).await?;
    if before.is_some_and(|before| before.digest == token(&seen, "digest")) {
        return Ok(None);
    }
    let made =
        post(client, &format!("{base}/servers/{}/versions", escaped(id)), json!({ "note": "mcphub apply" })).await?;
    let (tools, breaking) = (field("tools")(&made), field("breaking")(&made));
    let mut words = format!("with {tools} tools, {breaking} breaking changes");
    for conflict in at(&seen, "conflicts").as_array().into_iter().flatten() {
        words.push_str(&format!("; {}: {}", field("operation")(conflict), field("message")(conflict)));
    }
    Ok(Some(Frozen { number: at(&made, "number").as_i64().unwrap_or(0), words }))
}

/// Has the newest version served, and waits until it is.
async fn deploy(
    client: &mut Client,
    base: &str,
    id: &str,
    wanted: &DeploymentSpec,
    frozen: Option<&Frozen>,
) -> Result<String, Failure> {
    let path = format!("{base}/servers/{}/deployment", escaped(id));
    let mut body = match &wanted.scaling {
        Some(scaling) => json!({ "target": wanted.target, "scaling": Scaling::from(scaling.clone()) }),
        None => json!({ "target": wanted.target, "replicas": wanted.replicas }),
    };
    let there = client.get(&path).await.unwrap_or_default();
    // A canary that somebody tries out goes on, unless there is a newer version.
    let keeps = frozen.is_none() && !at(&there, "canary").is_null();
    let number = match frozen {
        Some(frozen) => Some(frozen.number),
        None => newest(client, base, id).await?.map(|version| version.number),
    };
    if let (Some(number), Some(body), false) = (number, body.as_object_mut(), keeps) {
        body.insert("version".to_owned(), json!(number.to_string()));
    }
    send(client, Method::PUT, &path, body).await?;
    let seen = client.get(&format!("{path}?wait=60")).await?;
    match at(&seen, "state").as_str() {
        Some("running") => Ok("it is served".to_owned()),
        state => {
            let (state, why) = (state.unwrap_or("in no known state"), field("message")(&seen));
            Err(Failure::environment(format!("it is deployed and {state}: {why}")))
        }
    }
}

/// Deletes a server; one that is served is stopped first.
pub(in crate::resources) async fn delete(
    client: &mut Client,
    base: &str,
    id: &str,
    is_served: bool,
) -> Result<String, Failure> {
    let path = format!("{base}/servers/{}", escaped(id));
    if is_served {
        client.delete(&format!("{path}/deployment")).await?;
    }
    // Somebody may have stopped it just now.
    match client.get(&format!("{path}/deployment?wait=60")).await {
        Err(failure) if !failure.is("not_found") => return Err(failure),
        _ => {}
    }
    client.delete(&path).await?;
    Ok("with its versions; records of its calls stay until their time has come".to_owned())
}
