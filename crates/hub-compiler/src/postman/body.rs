//! Bodies in collections.

use serde_json::Value;

use super::pair;
use crate::documents::Node;
use crate::sample::infer;
use crate::sample::{FormPart, Pair, Payload};

/// Bodies of one request that are compared.
const MOST_SAMPLES: usize = 40;

/// Reads a body; `None` when there is none to send.
pub(super) fn read(body: &Node<'_>, headers: &[Pair]) -> Option<Payload> {
    if body.flag("disabled") == Some(true) {
        return None;
    }
    match body.str("mode")? {
        "raw" => raw(body.str("raw").unwrap_or_default(), language(body), headers),
        "urlencoded" => {
            let fields = body.get("urlencoded")?;
            if let Some(text) = fields.value.as_str() {
                return Some(Payload::Form(crate::sample::query_pairs(text)));
            }
            let pairs: Vec<Pair> = fields.items().filter_map(|field| pair(&field)).collect();
            (!pairs.is_empty()).then_some(Payload::Form(pairs))
        }
        "formdata" => {
            let parts: Vec<FormPart> = body.get("formdata")?.items().filter_map(|field| part(&field)).collect();
            (!parts.is_empty()).then_some(Payload::Multipart(parts))
        }
        "file" => {
            Some(Payload::File { media_type: content_type(headers).unwrap_or("application/octet-stream").to_owned() })
        }
        "graphql" => graphql(body),
        _ => None,
    }
}

fn part(field: &Node<'_>) -> Option<FormPart> {
    let file = field.str("type") == Some("file");
    let mut pair = pair(field)?;
    if file {
        // Paths on the author's machine.
        pair.value.clear();
    }
    Some(FormPart { pair, file, media_type: field.text("contentType").unwrap_or_default() })
}

fn language<'d>(body: &Node<'d>) -> &'d str {
    body.value.pointer("/options/raw/language").and_then(Value::as_str).unwrap_or_default()
}

fn content_type(headers: &[Pair]) -> Option<&str> {
    let found = headers.iter().find(|header| header.name.eq_ignore_ascii_case("content-type"));
    found.map(|header| header.value.trim()).filter(|value| !value.is_empty() && !value.contains("{{"))
}

/// What the headers call it, what the editor called it, and what it looks like, in this order.
fn raw(text: &str, language: &str, headers: &[Pair]) -> Option<Payload> {
    let declared = content_type(headers);
    if text.trim().is_empty() {
        return None;
    }
    let is_json = declared.map_or(matches!(language, "json" | "" | "text"), |declared| declared.contains("json"));
    if is_json
        && let Some(value) =
            infer::json(text).filter(|value| language == "json" || declared.is_some() || !is_plain(value))
    {
        let media_type = declared.unwrap_or("application/json").to_owned();
        return Some(Payload::Json { media_type, samples: vec![value] });
    }
    if declared.is_some_and(|declared| declared.contains("urlencoded")) {
        return Some(Payload::Form(crate::sample::query_pairs(text)));
    }
    let media_type = declared.unwrap_or(match language {
        "xml" => "application/xml",
        "html" => "text/html",
        "javascript" => "application/javascript",
        "json" => "application/json",
        _ => "text/plain",
    });
    Some(Payload::Text { media_type: media_type.to_owned(), example: text.to_owned() })
}

fn is_plain(value: &Value) -> bool {
    !value.is_object() && !value.is_array()
}

fn graphql(body: &Node<'_>) -> Option<Payload> {
    let node = body.get("graphql")?;
    let query = node.str("query").unwrap_or_default().to_owned();
    if query.trim().is_empty() {
        return None;
    }
    let variables = match node.value.get("variables") {
        Some(Value::String(text)) => infer::json(text),
        Some(other) => Some(other.clone()),
        None => None,
    };
    let variables = variables.filter(Value::is_object).into_iter().collect();
    Some(Payload::GraphQl { query, operation: node.str("operationName").unwrap_or_default().to_owned(), variables })
}

/// Adds the body of a saved example to what is known of the request's own.
pub(super) fn widen(own: &mut Option<Payload>, example: Option<&Node<'_>>, headers: &[Pair]) {
    let Some(other) = example.and_then(|body| read(body, headers)) else { return };
    match (own, other) {
        (Some(Payload::Json { samples, .. }), Payload::Json { samples: more, .. }) => {
            for value in more {
                // The example is often a copy of the request itself, which says nothing new.
                if samples.len() < MOST_SAMPLES && !samples.contains(&value) {
                    samples.push(value);
                }
            }
        }
        (Some(Payload::Form(pairs)), Payload::Form(more)) => {
            for pair in more {
                match pairs.iter_mut().find(|known| known.name == pair.name) {
                    Some(known) if known.value != pair.value && known.others.len() < MOST_SAMPLES => {
                        known.others.push(pair.value);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}
