//! File arguments: what a model fills in to send bytes.

use serde_json::{Value, json};

/// The schema of a file argument, as the runtime understands it (`hub_model::binding::http::Part`).
pub(crate) fn schema() -> Value {
    json!({
        "type": "object",
        "description": "A file.",
        "properties": {
            "content": {
                "type": "string",
                "description": "The content: text, base64 when encoding is base64, or an address to fetch it from when encoding is url."
            },
            "encoding": { "type": "string", "enum": ["text", "base64", "url"], "default": "text" },
            "filename": { "type": "string" },
            "content_type": { "type": "string", "description": "Media type, such as image/png." }
        },
        "required": ["content"],
        "additionalProperties": false
    })
}
