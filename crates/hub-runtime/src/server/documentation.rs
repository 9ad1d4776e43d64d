//! The documentation of single tools, written when it is read: what did not fit into a tool's description is here.

use std::{collections::HashMap, fmt::Write as _, ops::Range};

use hub_model::Tool;
use serde_json::{Value, json};

use crate::mcp::{Completion, CompletionRequest};

pub(super) const MEDIA_TYPE: &str = "text/markdown";

/// Documentation by tool.
pub(super) struct Documentation {
    prefix: String,
    names: Vec<String>,
    pages: HashMap<String, Page>,
}

/// What the list of tools does not say.
struct Page {
    /// Where the tool is in the list.
    listed: Range<usize>,
    /// The whole description, where the listed one is a part of it.
    whole: Option<String>,
    operation: String,
    tags: Vec<String>,
    deprecated: bool,
}

/// The template of the addresses, as it is listed.
pub(super) fn template(server: &str) -> Value {
    json!({
        "uriTemplate": format!("{}{{name}}", prefix(server)),
        "name": "tool-documentation",
        "title": "Documentation of a tool",
        "description": "Everything the API's documentation says about one tool: full description, arguments, answer.",
        "mimeType": MEDIA_TYPE,
    })
}

fn prefix(server: &str) -> String {
    format!("docs://{server}/tools/")
}

impl Documentation {
    pub(super) fn new(server: &str, tools: Vec<Tool>, ranges: Vec<Range<usize>>) -> Self {
        let names = tools.iter().map(|tool| tool.name.clone()).collect();
        let page = |(tool, listed): (Tool, Range<usize>)| {
            let page = Page {
                listed,
                whole: tool.documentation,
                operation: tool.origin.operation,
                tags: tool.origin.tags,
                deprecated: tool.origin.deprecated,
            };
            (tool.name, page)
        };
        Self { prefix: prefix(server), names, pages: tools.into_iter().zip(ranges).map(page).collect() }
    }

    /// The page at `uri`, if it is one of these. `tools` is the list as it is served.
    pub(super) fn of(&self, uri: &str, tools: &str) -> Option<String> {
        let page = self.pages.get(uri.strip_prefix(&self.prefix)?)?;
        let tool: Value = serde_json::from_str(tools.get(page.listed.clone())?).ok()?;
        Some(render(&tool, page))
    }

    /// Names of tools for the template.
    pub(super) fn complete(&self, request: &CompletionRequest) -> Completion {
        let template = format!("{}{{name}}", self.prefix);
        if request.argument != "name" || request.reference.get("uri").and_then(Value::as_str) != Some(&template) {
            return Completion::default();
        }
        let typed = request.value.to_ascii_lowercase();
        let begins = self.names.iter().filter(|name| name.starts_with(&typed));
        let contains = self.names.iter().filter(|name| !name.starts_with(&typed) && name.contains(&typed));
        Completion { values: begins.chain(contains).cloned().collect(), total: None }
    }
}

fn render(tool: &Value, page: &Page) -> String {
    let text = |key: &str| tool.get(key).and_then(Value::as_str).unwrap_or_default();
    let mut out = String::new();
    let name = text("name");
    let title = if text("title").is_empty() { name } else { text("title") };
    // Writing to a string cannot fail.
    let _ = writeln!(out, "# {title}\n\nTool `{name}`, operation `{}`.", page.operation);
    if page.deprecated {
        out.push_str("\nThe API advises against using it.\n");
    }
    if !page.tags.is_empty() {
        let _ = writeln!(out, "\nTags: {}.", page.tags.join(", "));
    }
    let description = page.whole.as_deref().unwrap_or_else(|| text("description"));
    if !description.is_empty() {
        let _ = writeln!(out, "\n{description}");
    }
    arguments(&mut out, tool.get("inputSchema").unwrap_or(&Value::Null));
    if let Some(schema) = tool.get("outputSchema") {
        let _ = writeln!(out, "\n## Answer\n\n```json\n{schema:#}\n```");
    }
    out
}

fn arguments(out: &mut String, schema: &Value) {
    let Some(properties) = schema.get("properties").and_then(Value::as_object).filter(|all| !all.is_empty()) else {
        out.push_str("\nIt takes no arguments.\n");
        return;
    };
    let required: Vec<&str> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    out.push_str("\n## Arguments\n\n");
    for (name, property) in properties {
        let kind = property.get("type").and_then(Value::as_str).unwrap_or("any");
        let need = if required.contains(&name.as_str()) { "required" } else { "optional" };
        let _ = write!(out, "- `{name}` ({kind}, {need})");
        if let Some(description) = property.get("description").and_then(Value::as_str) {
            let _ = write!(out, ": {}", description.replace('\n', " "));
        }
        for (key, label) in [("enum", "one of"), ("default", "default"), ("minimum", "from"), ("maximum", "to")] {
            if let Some(value) = property.get(key) {
                let _ = write!(out, " [{label} {value}]");
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "\nAs JSON Schema:\n\n```json\n{schema:#}\n```");
}
