//! Methods that are answered from what was prepared: cards, lists, completions.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{CompletionRequest, Manifest, Params, Revision, RpcError, Service, write::ResultWriter};

/// MCP's own limit.
const MOST_COMPLETIONS: usize = 100;

/// Answers `method`, when it is one of these.
pub(super) fn answer<S: Service>(
    service: &S,
    id: &str,
    method: &str,
    params: &Params<'_>,
    revision: Revision,
) -> Option<Result<Vec<u8>, RpcError>> {
    let manifest = service.manifest();
    let mut writer = ResultWriter::new(id, manifest, revision, 0);
    match method {
        "initialize" if !revision.is_modern() => manifest.write_initialize(&mut writer, negotiated(params)),
        "ping" if !revision.is_modern() => {}
        "server/discover" if revision.is_modern() => manifest.write_discover(&mut writer),
        "tools/list" => return list("tools", manifest.tools.as_deref()?, id, manifest, params, revision),
        "resources/list" => return list("resources", manifest.resources.as_deref()?, id, manifest, params, revision),
        "resources/templates/list" => {
            return list("resourceTemplates", manifest.templates.as_deref()?, id, manifest, params, revision);
        }
        "prompts/list" => return list("prompts", manifest.prompts.as_deref()?, id, manifest, params, revision),
        "completion/complete" if manifest.completions => {
            return Some(completion(params).and_then(|request| complete(service, request, writer)));
        }
        _ => return None,
    }
    Some(Ok(writer.finish()))
}

/// The version in which a legacy client is served: the one it asks for, or else the newest of its era.
pub(crate) fn negotiated(params: &Params<'_>) -> Revision {
    let asked = params.protocol_version.as_deref().and_then(Revision::parse);
    asked.filter(|revision| !revision.is_modern()).unwrap_or(Revision::LATEST_LEGACY)
}

/// Lists come in one page: a cursor can only be made up.
fn list(
    key: &str,
    items: &str,
    id: &str,
    manifest: &Manifest,
    params: &Params<'_>,
    revision: Revision,
) -> Option<Result<Vec<u8>, RpcError>> {
    if params.cursor.is_some() {
        return Some(Err(RpcError::invalid_params("`cursor` is not one of this server's: the list comes in one page")));
    }
    let mut writer = ResultWriter::new(id, manifest, revision, items.len());
    writer.field(key, items.as_bytes());
    if revision.is_modern() {
        manifest.write_caching(&mut writer);
    }
    Some(Ok(writer.finish()))
}

fn completion(params: &Params<'_>) -> Result<CompletionRequest, RpcError> {
    #[derive(Deserialize)]
    struct Argument {
        name: String,
        value: String,
    }
    let missing = || RpcError::invalid_params("`ref` and `argument` with `name` and `value` are needed");
    let reference: Map<String, Value> =
        params.reference.and_then(|raw| serde_json::from_str(raw.get()).ok()).ok_or_else(missing)?;
    let argument: Argument =
        params.argument.and_then(|raw| serde_json::from_str(raw.get()).ok()).ok_or_else(missing)?;
    Ok(CompletionRequest { reference, argument: argument.name, value: argument.value })
}

fn complete<S: Service>(
    service: &S,
    request: CompletionRequest,
    mut writer: ResultWriter<'_>,
) -> Result<Vec<u8>, RpcError> {
    let completion = service.complete(request)?;
    let shown = completion.values.get(..MOST_COMPLETIONS).unwrap_or(&completion.values);
    let total = completion.total.unwrap_or(completion.values.len());
    let body = json!({ "values": shown, "total": total, "hasMore": total > shown.len() });
    writer.field("completion", body.to_string().as_bytes());
    Ok(writer.finish())
}
