//! `POST /organisations/{organisation}/servers/{server}/versions/{version}/images`.

use axum::{extract::State, response::Response};
use hub_model::{
    id::RegistryId,
    job::{ImageOrder, Task},
    server::Platform,
};
use hub_store::{jobs, registries};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    api::{organisations::rotate_key::JobReference, servers, versions},
    app::App,
    http::{
        body::JsonBytes,
        caller::{Authorised, needs},
        idempotency::{Begun, IdempotencyKey, Made},
        path::Path,
        problem::Problem,
        rates,
    },
    images::name,
};

/// A worker that dies while it pushes is followed by another; whatever a registry refuses, it refuses the next time.
const ATTEMPTS: i64 = 3;

/// A new image.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewServerImage)]
pub(crate) struct Body {
    /// Where it is pushed; its archive is kept for download when left out.
    #[serde(default)]
    registry: Option<RegistryId>,
    /// What it is called, below the registry's own path; the server's slug when left out.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    repository: Option<String>,
    /// Its tag; the version's number when left out.
    #[serde(default)]
    #[schema(pattern = "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$")]
    tag: Option<String>,
    /// For which machines; all that the hub has a runtime for when empty.
    #[serde(default)]
    #[schema(max_items = 2)]
    platforms: Vec<Platform>,
}

/// Make an image of a version of a server
///
/// A job makes it, has it looked through where the hub has a scanner, and pushes it or keeps its archive. What may not be handed out is
/// kept as `blocked`, with what was found. The same version gives the same image.
#[utoipa::path(post, path = "/organisations/{organisation}/servers/{server}/versions/{version}/images", operation_id = "createServerImage", tag = "images",
    params(("organisation" = String, Path), ("server" = String, Path), ("version" = String, Path), IdempotencyKey), request_body = Body,
    responses((status = 202, description = "The job", body = JobReference)))]
pub(crate) async fn create(
    State(app): State<App>,
    authorised: Authorised<needs::ServersDeploy>,
    Path((_, server, version)): Path<(String, String, String)>,
    key: IdempotencyKey,
    JsonBytes(body, bytes): JsonBytes<Body>,
) -> Result<Response, Problem> {
    let id = authorised.id();
    rates::compile(&app, id).await?;
    if body.platforms.len() > Platform::ALL.len() {
        return Err(Problem::invalid("platforms", format!("{} platforms are the most", Platform::ALL.len())));
    }
    let server = servers::find(&app, id, &server).await?;
    let version = versions::find(&app, id, server.id, &version).await?;
    let registry = match body.registry {
        Some(registry) => {
            let found = registries::find(app.store(), id, registry).await?;
            Some(found.ok_or_else(|| Problem::invalid("registry", "there is no such registry"))?)
        }
        None => None,
    };
    let repository = body.repository.unwrap_or_else(|| server.slug.clone());
    let tag = body.tag.unwrap_or_else(|| version.number.to_string());
    let address = registry.as_ref().map(|registry| registry.address.as_str());
    let named = name(address, &repository, &tag);
    let named = named.map_err(|error| Problem::invalid("repository", error.to_string()))?;
    let mut platforms = body.platforms;
    platforms.sort_unstable();
    platforms.dedup();
    let making = match key.begin(&app, &authorised.caller, Some(id), &bytes).await? {
        Begun::Anew(making) => making,
        Begun::Before(answer) => return Ok(answer),
    };
    let registry = body.registry;
    // What would be pushed under the same name is pushed once, one after the other.
    let key = match registry {
        Some(registry) => format!("image/{registry}/{repository}:{tag}/{}/{platforms:?}", version.id),
        None => format!("image/{}/{repository}:{tag}/{platforms:?}", version.id),
    };
    let order = ImageOrder { server: server.id, version: version.id, registry, repository, tag, platforms };
    let new = jobs::New {
        organisation: Some(id),
        task: Task::BuildImage(order),
        subject: server.id.to_string(),
        key: Some(key),
        attempts: ATTEMPTS,
        due_at: making.tx.at(),
        created_by: authorised.caller.user(),
    };
    let job = jobs::enqueue(&making.tx, new).await?;
    let what = json!({ "job": job, "name": named.to_string(), "number": version.number });
    making.tx.audit(Some(id), "image.build", server.id, "done", what);
    making.end(Made::accepted(format!("/api/v1/organisations/{id}/jobs/{job}"), JobReference { job })).await
}
