//! Media types: what class of body each makes, and which of several is sent.

use hub_model::Slot;
use serde_json::json;

use super::Media;
use crate::api::Input;

/// The kinds of body that are written differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::openapi) enum Class {
    Json,
    JsonLines,
    Form,
    Multipart,
    Xml,
    Text,
    Binary,
}

/// A media type without parameters, in lower case.
pub(in crate::openapi) fn base(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is one of YAML's (RFC 9512).
pub(in crate::openapi) fn is_yaml(media_type: &str) -> bool {
    let base = base(media_type);
    let subtype = base.rsplit('/').next().unwrap_or_default();
    matches!(subtype, "yaml" | "x-yaml" | "vnd.yaml") || subtype.ends_with("+yaml")
}

/// The class of a media type. A range (`*/*`) with a schema is taken for JSON: it describes data.
pub(in crate::openapi) fn class(media_type: &str, has_schema: bool) -> Class {
    let base = base(media_type);
    let subtype = base.rsplit('/').next().unwrap_or_default();
    match base.as_str() {
        "application/x-www-form-urlencoded" => Class::Form,
        "*/*" | "application/*" | "" if has_schema => Class::Json,
        "application/graphql" | "application/sql" | "application/javascript" => Class::Text,
        _ if is_yaml(&base) => Class::Text,
        _ if base.starts_with("multipart/") => Class::Multipart,
        _ if matches!(
            subtype,
            "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "json-seq" | "jsonlines" | "x-jsonlines"
        ) =>
        {
            Class::JsonLines
        }
        // A bare `json` is how people write it who do not know better.
        _ if subtype == "json"
            || subtype.ends_with("+json")
            || subtype.starts_with("json;")
            || base == "json"
            || base == "text/json" =>
        {
            Class::Json
        }
        _ if subtype == "xml" || subtype.ends_with("+xml") && subtype != "svg+xml" => Class::Xml,
        _ if base.starts_with("text/") => Class::Text,
        _ => Class::Binary,
    }
}

/// Lower is better for a model.
pub(super) fn rank(media_type: &str, has_schema: bool) -> u8 {
    let base = base(media_type);
    match class(media_type, has_schema) {
        Class::Json if base == "application/json" => 0,
        Class::Json if base == "application/merge-patch+json" => 1,
        Class::Json if base == "application/json-patch+json" => 4,
        Class::Json if base.ends_with("json") => 2,
        Class::Json => 3,
        Class::Form => 5,
        Class::Multipart => 6,
        Class::JsonLines => 7,
        Class::Xml => 8,
        Class::Text => 9,
        Class::Binary => 10,
    }
}

/// What is sent as `Content-Type`: ranges become the class's own type.
pub(super) fn to_send(media_type: &str, class: Class) -> String {
    let base = base(media_type);
    let concrete = !base.contains('*') && base.contains('/');
    match class {
        _ if concrete => without_boundary(media_type),
        Class::Json => "application/json".to_owned(),
        Class::Text => "text/plain".to_owned(),
        _ => "application/octet-stream".to_owned(),
    }
}

fn without_boundary(media_type: &str) -> String {
    let kept: Vec<&str> = media_type
        .split(';')
        .map(str::trim)
        .filter(|part| !part.to_ascii_lowercase().starts_with("boundary=") && !part.is_empty())
        .collect();
    kept.join("; ")
}

/// An argument for the content type, where bytes or text may be sent as one of several.
pub(super) fn choice_of_type(all: &[Media<'_>], wanted: Class, inputs: &mut Vec<Input>) -> Option<Slot> {
    let names: Vec<String> = all
        .iter()
        .filter(|media| class(&media.name, media.schema.is_some()) == wanted)
        .map(|media| media.name.clone())
        .collect();
    let ranges = names.iter().any(|name| name.contains('*'));
    if names.len() < 2 && !ranges {
        return None;
    }
    let schema = if ranges {
        json!({ "type": "string", "examples": ["image/png"] })
    } else {
        json!({ "type": "string", "enum": names })
    };
    let slot = inputs.len();
    inputs.push(Input {
        wire: "content_type".to_owned(),
        place: "body",
        schema,
        description: "Media type of the content that is sent.".to_owned(),
        required: false,
        fixed: None,
    });
    Some(slot)
}
