//! The OpenAPI document as one HTML page.

use std::fmt::Write as _;

use serde_json::{Map, Value};

const STYLE: &str = "\
:root{color-scheme:light dark;--line:#8884;--soft:#8882;--accent:#2563eb}\
body{font:16px/1.55 system-ui,sans-serif;margin:0;display:grid;grid-template-columns:18rem minmax(0,1fr)}\
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1.5rem 1rem;border-right:1px solid var(--line);font-size:.9rem}\
nav ul{list-style:none;padding:0;margin:.25rem 0 1rem}nav a{display:block;padding:.1rem .4rem;border-radius:.3rem}\
a{color:inherit;text-decoration:none}a:hover{background:var(--soft)}main{padding:2rem 2.5rem;max-width:60rem}\
h2{margin-top:3rem;border-bottom:1px solid var(--line);padding-bottom:.3rem;text-transform:capitalize}\
article{margin:2rem 0;padding-bottom:1rem}h3{margin:0 0 .3rem}code{font:.875em ui-monospace,monospace;overflow-wrap:anywhere}\
.route{display:flex;gap:.6rem;align-items:baseline;padding:.4rem .6rem;background:var(--soft);border-radius:.4rem}\
.method{font-weight:700;color:var(--accent);min-width:3.6rem}table{border-collapse:collapse;width:100%;margin:.6rem 0;font-size:.92rem}\
td,th{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;border-bottom:1px solid var(--line)}\
@media(max-width:50rem){body{display:block}nav{position:static;height:auto;border:0}main{padding:1rem}}";

/// Methods in the order of their use.
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

/// One endpoint.
struct Endpoint<'d> {
    method: &'d str,
    path: &'d str,
    operation: &'d Value,
}

/// The page.
pub(super) fn html(document: &Value) -> String {
    let mut page = String::from(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>",
    );
    let title = text(document.pointer("/info/title"));
    let _ = write!(page, "<title>{title} API</title><style>{STYLE}</style><nav><strong>{title}</strong>");
    let tags = document.get("tags").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let endpoints = endpoints(document);
    for tag in tags {
        let name = text(tag.get("name"));
        let _ = write!(page, "<ul><li><strong>{name}</strong>");
        for endpoint in of_tag(&endpoints, &name) {
            let (id, summary) = (text(endpoint.operation.get("operationId")), text(endpoint.operation.get("summary")));
            let _ = write!(page, "<li><a href='#{id}'>{summary}</a>");
        }
        page.push_str("</ul>");
    }
    let words = text(document.pointer("/info/description"));
    let _ = write!(page, "</nav><main><h1>{title} API</h1><p>{}", marked(&words));
    page.push_str("<p><a href='/api/openapi.json'><code>/api/openapi.json</code></a>");
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object).cloned().unwrap_or_default();
    for tag in tags {
        let name = text(tag.get("name"));
        let _ = write!(page, "<section><h2>{name}</h2><p>{}", text(tag.get("description")));
        for endpoint in of_tag(&endpoints, &name) {
            article(&mut page, endpoint, &schemas);
        }
        page.push_str("</section>");
    }
    page.push_str("</main>");
    page
}

fn endpoints(document: &Value) -> Vec<Endpoint<'_>> {
    let paths = document.get("paths").and_then(Value::as_object);
    let mut found = Vec::new();
    for (path, item) in paths.into_iter().flatten() {
        for method in METHODS {
            if let Some(operation) = item.get(method) {
                found.push(Endpoint { method, path, operation });
            }
        }
    }
    found
}

fn of_tag<'e, 'd>(endpoints: &'e [Endpoint<'d>], tag: &'e str) -> impl Iterator<Item = &'e Endpoint<'d>> {
    endpoints.iter().filter(move |endpoint| endpoint.operation.pointer("/tags/0").and_then(Value::as_str) == Some(tag))
}

fn article(page: &mut String, endpoint: &Endpoint<'_>, schemas: &Map<String, Value>) {
    let Endpoint { method, path, operation } = endpoint;
    let id = text(operation.get("operationId"));
    let _ = write!(page, "<article id='{id}'><h3>{}</h3>", text(operation.get("summary")));
    let _ = write!(
        page,
        "<div class=route><span class=method>{}</span><code>/api/v1{}</code></div>",
        method.to_uppercase(),
        escaped(path)
    );
    let words = text(operation.get("description"));
    if !words.is_empty() {
        let _ = write!(page, "<p>{}", marked(&words));
    }
    let parameters = operation.get("parameters").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if !parameters.is_empty() {
        page.push_str("<table><tr><th>Parameter<th>In<th>");
        for parameter in parameters {
            let (name, place) = (text(parameter.get("name")), text(parameter.get("in")));
            let _ = write!(
                page,
                "<tr><td><code>{name}</code><td>{place}<td>{}",
                marked(&text(parameter.get("description")))
            );
        }
        page.push_str("</table>");
    }
    if let Some(body) = operation.pointer("/requestBody/content/application~1json/schema") {
        fields(page, "Body", body, schemas);
    }
    let responses = operation.get("responses").and_then(Value::as_object);
    for (status, response) in responses.into_iter().flatten().filter(|(status, _)| status.starts_with('2')) {
        let _ = write!(page, "<p><strong>{}</strong> {}", escaped(status), text(response.get("description")));
        let content = response.get("content").and_then(Value::as_object).and_then(|content| content.values().next());
        if let Some(schema) = content.and_then(|content| content.get("schema")) {
            fields(page, "Answer", schema, schemas);
        }
    }
    page.push_str("</article>");
}

/// The properties of an object, one row each.
fn fields(page: &mut String, title: &str, schema: &Value, schemas: &Map<String, Value>) {
    let properties = properties(schema, schemas, 0);
    if properties.is_empty() {
        return;
    }
    let _ = write!(page, "<table><tr><th>{title}<th>Type<th>");
    for (name, property, is_required) in properties {
        let mark = if is_required { "" } else { "?" };
        let words = marked(&text(property.get("description")));
        let _ = write!(
            page,
            "<tr><td><code>{}{mark}</code><td><code>{}</code><td>{words}",
            escaped(&name),
            escaped(&kind(&property))
        );
    }
    page.push_str("</table>");
}

fn properties(schema: &Value, schemas: &Map<String, Value>, depth: usize) -> Vec<(String, Value, bool)> {
    if depth > 4 {
        return Vec::new();
    }
    if let Some(found) = named(schema).and_then(|name| schemas.get(name)) {
        return properties(found, schemas, depth + 1);
    }
    let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
    let mut all: Vec<(String, Value, bool)> = parts.flat_map(|part| properties(part, schemas, depth + 1)).collect();
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema.get("properties").and_then(Value::as_object).into_iter().flatten() {
        all.push((name.clone(), property.clone(), required.contains(&name.as_str())));
    }
    all
}

fn named(schema: &Value) -> Option<&str> {
    schema.get("$ref").and_then(Value::as_str)?.strip_prefix("#/components/schemas/")
}

/// A schema's type in a word or two.
fn kind(schema: &Value) -> String {
    if let Some(name) = named(schema) {
        return name.to_owned();
    }
    for union in ["oneOf", "anyOf"] {
        if let Some(choices) = schema.get(union).and_then(Value::as_array) {
            return choices.iter().map(kind).collect::<Vec<_>>().join(" | ");
        }
    }
    match schema.get("type") {
        Some(Value::String(name)) if name == "array" => {
            format!("{}[]", schema.get("items").map(kind).unwrap_or_default())
        }
        Some(Value::String(name)) => name.clone(),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => "any".to_owned(),
    }
}

fn text(value: Option<&Value>) -> String {
    escaped(value.and_then(Value::as_str).unwrap_or_default())
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\'', "&#39;").replace('"', "&quot;")
}

/// What stands between backticks is code.
fn marked(text: &str) -> String {
    let mut out = String::new();
    for (index, part) in text.split('`').enumerate() {
        let _ = if index % 2 == 1 { write!(out, "<code>{part}</code>") } else { write!(out, "{part}") };
    }
    out
}
