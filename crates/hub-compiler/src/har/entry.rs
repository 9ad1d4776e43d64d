//! One recorded request with its answer, and whether it was a call of an API at all.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use crate::documents::Node;
use crate::sample::{Address, FormPart, Pair, Payload, query_pairs};

/// Bytes of an answer or a body that are still looked into.
const LARGEST: usize = 4 << 20;

/// File names that belong to pages.
const FILES: [&str; 20] = [
    "js", "mjs", "css", "map", "png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico", "woff", "woff2", "ttf",
    "otf", "mp4", "webm", "mp3", "wasm",
];

/// What an entry is.
pub(super) enum Fate {
    Call(Box<Recorded>),
    /// Something that a page is made of.
    Page,
    Preflight,
    Failed,
    Invalid(&'static str),
}

/// A recorded call.
pub(super) struct Recorded {
    pub(super) place: String,
    pub(super) method: String,
    pub(super) address: Address,
    pub(super) query: Vec<Pair>,
    pub(super) headers: Vec<Pair>,
    pub(super) body: Option<Payload>,
    /// The body of a successful JSON answer.
    pub(super) answer: Option<Value>,
}

impl Recorded {
    pub(super) fn host(&self) -> &str {
        self.address.base.split("://").nth(1).unwrap_or(&self.address.base)
    }

    /// What tells calls of one address apart: the name of a GraphQL operation.
    pub(super) fn kind(&self) -> &str {
        match &self.body {
            Some(Payload::GraphQl { operation, query, .. }) if operation.is_empty() => query,
            Some(Payload::GraphQl { operation, .. }) => operation,
            _ => "",
        }
    }
}

/// Reads an entry.
pub(super) fn read(node: &Node<'_>) -> Fate {
    let Some(request) = node.get("request").filter(|request| request.object().is_some()) else {
        return Fate::Invalid("the entry has no request");
    };
    let Some(url) = request.str("url") else { return Fate::Invalid("the request has no address") };
    let method = request.text("method").unwrap_or_else(|| "GET".to_owned()).trim().to_ascii_uppercase();
    let headers = pairs(&request, "headers");
    if method == "OPTIONS" && headers.iter().any(|pair| pair.name.eq_ignore_ascii_case("access-control-request-method"))
    {
        return Fate::Preflight;
    }
    let response = node.get("response");
    let status = response.as_ref().and_then(|response| response.value.get("status")).and_then(Value::as_i64);
    if status.is_some_and(|status| status <= 0) || node.get("_error").is_some() {
        return Fate::Failed;
    }
    let content = response.as_ref().and_then(|response| response.get("content"));
    let media_type =
        content.as_ref().and_then(|content| content.str("mimeType")).unwrap_or_default().to_ascii_lowercase();
    let (address, mut query) = Address::parse(&literal(url));
    if is_of_page(node.str("_resourceType"), &method, &address.path, &media_type) {
        return Fate::Page;
    }
    if query.is_empty() {
        query = pairs(&request, "queryString");
    }
    let success = status.is_some_and(|status| (200..300).contains(&status));
    let answer = content.filter(|_| success).and_then(|content| json(&content));
    let body = request.get("postData").and_then(|data| body(&data));
    Fate::Call(Box::new(Recorded { place: node.place(), method, address, query, headers, body, answer }))
}

/// A recording has no variables: braces in it are braces.
fn literal(text: &str) -> String {
    text.replace("{{", "%7B%7B").replace("}}", "%7D%7D")
}

fn pairs(owner: &Node<'_>, key: &str) -> Vec<Pair> {
    let list = owner.get(key);
    let pair = |item: Node<'_>| {
        let name = item.text("name")?.trim().to_owned();
        Some(Pair { name, value: item.text("value").unwrap_or_default().replace("{{", "{ {"), ..Pair::default() })
    };
    list.iter().flat_map(Node::items).filter_map(pair).collect()
}

/// By what the browser asked for it as, and otherwise by what came back.
fn is_of_page(resource: Option<&str>, method: &str, path: &str, media_type: &str) -> bool {
    match resource.map(str::to_ascii_lowercase).as_deref() {
        Some("xhr" | "fetch" | "eventsource") => return false,
        Some(
            "document"
            | "stylesheet"
            | "image"
            | "media"
            | "font"
            | "script"
            | "manifest"
            | "ping"
            | "websocket"
            | "preflight"
            | "texttrack"
            | "csp-violation-report"
            | "beacon",
        ) => return true,
        _ => {}
    }
    if path.starts_with("ws:") {
        return true;
    }
    if media_type.contains("json") || method != "GET" && method != "HEAD" {
        return false;
    }
    let file = path.rsplit('/').next().unwrap_or_default();
    let extension = file.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase()).unwrap_or_default();
    let kinds = ["image/", "font/", "video/", "audio/", "text/css", "text/html", "javascript", "wasm", "font-"];
    FILES.contains(&extension.as_str()) || kinds.iter().any(|kind| media_type.contains(kind))
}

fn json(content: &Node<'_>) -> Option<Value> {
    let text = content.str("text").filter(|text| text.len() <= LARGEST)?;
    let value: Value = if content.str("encoding") == Some("base64") {
        serde_json::from_slice(&STANDARD.decode(text).ok()?).ok()?
    } else {
        serde_json::from_str(text).ok()?
    };
    (value.is_object() || value.is_array()).then_some(value)
}

fn body(data: &Node<'_>) -> Option<Payload> {
    let declared = data.str("mimeType").unwrap_or_default().trim();
    let base = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let text = data.str("text").unwrap_or_default();
    let params = pairs(data, "params");
    if base == "application/x-www-form-urlencoded" {
        let fields = if params.is_empty() { query_pairs(&literal(text)) } else { params };
        return (!fields.is_empty()).then_some(Payload::Form(fields));
    }
    if base.starts_with("multipart/") {
        let parts = if params.is_empty() { parts_of(text) } else { declared_parts(data) };
        return (!parts.is_empty()).then_some(Payload::Multipart(parts));
    }
    if text.is_empty() || text.len() > LARGEST {
        return (!text.is_empty()).then(|| Payload::File { media_type: "application/octet-stream".to_owned() });
    }
    if let Ok(value) = serde_json::from_str::<Value>(text)
        && (base.contains("json")
            || matches!(base.as_str(), "" | "text/plain") && (value.is_object() || value.is_array()))
    {
        if let Some(graphql) = graphql(&value) {
            return Some(graphql);
        }
        let media_type = if base.contains("json") { base } else { "application/json".to_owned() };
        return Some(Payload::Json { media_type, samples: vec![value] });
    }
    let media_type = if base.contains('/') { base } else { "text/plain".to_owned() };
    Some(Payload::Text { media_type, example: String::new() })
}

fn graphql(value: &Value) -> Option<Payload> {
    let query = value.get("query")?.as_str()?.trim();
    let starts = ["query", "mutation", "subscription", "fragment", "{", "#"];
    if !starts.iter().any(|start| query.starts_with(start)) || !query.contains('{') {
        return None;
    }
    let variables = value.get("variables").filter(|variables| variables.is_object()).cloned();
    Some(Payload::GraphQl {
        query: query.to_owned(),
        operation: value.get("operationName").and_then(Value::as_str).unwrap_or_default().to_owned(),
        variables: variables.into_iter().collect(),
    })
}

fn declared_parts(data: &Node<'_>) -> Vec<FormPart> {
    let part = |item: Node<'_>| {
        let file = item.get("fileName").is_some();
        let value = if file { String::new() } else { item.text("value").unwrap_or_default() };
        let pair = Pair { name: item.text("name")?, value, ..Pair::default() };
        Some(FormPart { pair, file, media_type: String::new() })
    };
    data.get("params").iter().flat_map(Node::items).filter_map(part).collect()
}

/// The names of the parts in the text of a multipart body.
fn parts_of(text: &str) -> Vec<FormPart> {
    let quoted = |line: &str, key: &str| {
        let (_, after) = line.split_once(&format!("{key}=\""))?;
        after.split('"').next().map(str::to_owned)
    };
    let mut parts = Vec::new();
    for line in text.lines().filter(|line| line.to_ascii_lowercase().starts_with("content-disposition:")).take(200) {
        let Some(name) = quoted(line, " name") else { continue };
        let file = line.contains("filename");
        parts.push(FormPart { pair: Pair { name, ..Pair::default() }, file, media_type: String::new() });
    }
    parts
}
