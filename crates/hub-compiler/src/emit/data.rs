//! What a server lists, as JSON beside the code: the same in every language, and never code.

use std::collections::BTreeMap;

use hub_model::binding::http::Encode;
use hub_model::{Blueprint, ResourceBody, Tool};
use serde_json::{Map, Value, json};

use super::descriptors;
use super::plan::Plan;

/// All of it, in a folder.
pub(super) fn files(plan: &Plan<'_>, folder: &str) -> BTreeMap<String, String> {
    let (blueprint, has) = (plan.blueprint, |what| plan.uses.has(what));
    let all = [
        ("about", Some(about(blueprint))),
        ("tools", Some(tools(blueprint))),
        ("resources", has("resources").then(|| resources(blueprint))),
        ("shapes", has("xml").then(|| shapes(plan))),
        ("xml_types", has("soap").then(|| pretty(&json!(blueprint.xml)))),
        ("descriptors", has("grpc").then(|| pretty(&descriptors::all(&blueprint.types)))),
    ];
    all.into_iter().filter_map(|(name, text)| Some((format!("{folder}/{name}.json"), text?))).collect()
}

/// `tools.json`: the list of tools as clients get it, with what the server knows of each beside it.
fn tools(blueprint: &Blueprint) -> String {
    pretty(&Value::Array(blueprint.tools.iter().map(listed).collect()))
}

fn listed(tool: &Tool) -> Value {
    let mut out = Map::new();
    out.insert("name".into(), json!(tool.name));
    if !tool.title.is_empty() {
        out.insert("title".into(), json!(tool.title));
    }
    out.insert("description".into(), json!(tool.description));
    out.insert("inputSchema".into(), tool.input_schema.clone());
    if let Some(output) = &tool.output {
        out.insert("outputSchema".into(), output.schema.clone());
    }
    let mut annotations = Map::new();
    if !tool.title.is_empty() {
        annotations.insert("title".into(), json!(tool.title));
    }
    let hints = serde_json::to_value(tool.annotations).unwrap_or_default();
    annotations.extend(hints.as_object().cloned().unwrap_or_default());
    out.insert("annotations".into(), Value::Object(annotations));
    Value::Object(out)
}

/// `about.json`: the server's name, words, and the key under which answers that are no objects are wrapped, by tool.
fn about(blueprint: &Blueprint) -> String {
    let version = if blueprint.version.is_empty() { "0" } else { blueprint.version.as_str() };
    let wraps = blueprint
        .tools
        .iter()
        .filter_map(|tool| Some((tool.name.clone(), json!(tool.output.as_ref()?.wrap.as_ref()?))));
    let wraps: Map<String, Value> = wraps.collect();
    pretty(&json!({
        "name": blueprint.name, "title": blueprint.title, "version": version,
        "instructions": blueprint.instructions, "wraps": wraps,
    }))
}

/// `resources.json`: documentation that clients can read, the long ones packed.
fn resources(blueprint: &Blueprint) -> String {
    let resources = blueprint.resources.iter().map(|resource| {
        let mut out = Map::new();
        out.insert("uri".into(), json!(resource.uri));
        out.insert("name".into(), json!(resource.name));
        for (key, value) in
            [("title", &resource.title), ("description", &resource.description), ("mimeType", &resource.media_type)]
        {
            if !value.is_empty() {
                out.insert(key.into(), json!(value));
            }
        }
        match &resource.body {
            ResourceBody::Text(text) => out.insert("text".into(), json!(text)),
            ResourceBody::GzipBase64(packed) => out.insert("gzip".into(), json!(packed)),
        };
        Value::Object(out)
    });
    pretty(&Value::Array(resources.collect()))
}

/// As formatters of JSON leave it, but for short lists: those are left to them.
pub(super) fn pretty(value: &Value) -> String {
    // Values that came from JSON always become JSON again.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// `shapes.json`: how XML bodies are written, as root and elements, by tool.
fn shapes(plan: &Plan<'_>) -> String {
    let shapes = plan.tools().filter_map(|tool| match &tool.http()?.body.as_ref()?.encode {
        Encode::Xml { root, shapes, .. } => Some((tool.tool.name.clone(), json!([root, shapes]))),
        _ => None,
    });
    pretty(&Value::Object(shapes.collect()))
}
