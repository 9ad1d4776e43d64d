//! The four tools themselves, as they are listed.

use hub_model::Profile;
use serde_json::{Value, json};

pub(super) const SEARCH: &str = "search_tools";
pub(super) const DESCRIBE: &str = "describe_tools";
pub(super) const CALL_READ: &str = "call_read_tool";
pub(super) const CALL_WRITE: &str = "call_write_tool";

/// Tools that one search may give, and that it gives when nothing is said.
pub(super) const MOST_FOUND: usize = 25;
pub(super) const USUALLY_FOUND: usize = 8;
/// Tools that are described at once.
pub(super) const MOST_DESCRIBED: usize = 10;

/// Name and input schema of each, in the words of the profile.
pub(super) fn schemas(profile: Profile) -> [(&'static str, Value); 4] {
    // The strict profile knows no free-form objects, and wants every property required.
    let strict = profile == Profile::OpenaiStrict;
    let arguments = if strict {
        json!({ "type": "string", "description": "The tool's arguments: a JSON object, as JSON text." })
    } else {
        json!({ "type": "object", "description": "The tool's arguments, as its input schema says." })
    };
    let limit = json!({ "type": "integer", "description": format!("How many, at most {MOST_FOUND}; usually {USUALLY_FOUND}.") });
    let limit = if strict { json!({ "anyOf": [limit, { "type": "null" }] }) } else { limit };
    let call = object(
        &json!({
            "name": { "type": "string", "description": "The tool, as search_tools names it." },
            "arguments": arguments,
        }),
        &["name", "arguments"],
    );
    let search = object(
        &json!({
            "query": { "type": "string", "description": "What you want to do, in a few words: `close an issue`." },
            "limit": limit,
        }),
        if strict { &["query", "limit"] } else { &["query"] },
    );
    let describe = object(
        &json!({
            "names": {
                "type": "array",
                "items": { "type": "string" },
                "description": format!("Names of tools, at most {MOST_DESCRIBED}."),
            },
        }),
        &["names"],
    );
    [(SEARCH, search), (DESCRIBE, describe), (CALL_READ, call.clone()), (CALL_WRITE, call)]
}

fn object(properties: &Value, required: &[&str]) -> Value {
    json!({ "type": "object", "properties": properties, "required": required, "additionalProperties": false })
}

/// The list. `title` is the API's, `tools` how many there are.
pub(super) fn list(profile: Profile, title: &str, tools: usize) -> Vec<Value> {
    schemas(profile).into_iter().map(|(name, schema)| listed(name, &schema, title, tools)).collect()
}

fn listed(name: &str, schema: &Value, title: &str, tools: usize) -> Value {
    let (shown, description, reads) = match name {
        SEARCH => (
            "Search tools",
            format!(
                "Finds tools of {title} by what they do; there are {tools}. Gives their names, what they do and which of the two call tools calls them."
            ),
            true,
        ),
        DESCRIBE => (
            "Describe tools",
            "Gives the full description and the input schema of tools. Use it before the first call of a tool."
                .to_owned(),
            true,
        ),
        CALL_READ => ("Call a reading tool", "Calls a tool that only reads.".to_owned(), true),
        _ => ("Call a writing tool", "Calls a tool that creates, changes or deletes something.".to_owned(), false),
    };
    let world = matches!(name, CALL_READ | CALL_WRITE);
    json!({
        "name": name,
        "title": shown,
        "description": description,
        "inputSchema": schema,
        "annotations": {
            "title": shown,
            "readOnlyHint": reads,
            "destructiveHint": !reads,
            "idempotentHint": reads,
            "openWorldHint": world,
        },
    })
}

/// What the instructions begin with.
pub(super) fn instructions(tools: usize) -> String {
    format!(
        "The {tools} tools of this server are not listed: find them with {SEARCH}, read about them with {DESCRIBE}, and call them \
         with {CALL_READ} or {CALL_WRITE}. Tools named below are called in that way.\n\n"
    )
}
