//! Parameters of a hand-written tool: what fills the placeholders.

use std::collections::HashMap;

use hub_model::Slot;
use serde_json::{Value, json};

use super::{Reader, keys};
use crate::api::Input;
use crate::documents::Node;
use crate::findings::Findings;
use crate::sample::Refusal;
use crate::schema::Direction;
use crate::schema::file;

/// Words that say more about a parameter than its schema does.
const KEYS: [&str; 29] = [
    "in",
    "name",
    "required",
    "schema",
    "type",
    "description",
    "default",
    "example",
    "examples",
    "enum",
    "const",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "items",
    "minItems",
    "maxItems",
    "uniqueItems",
    "properties",
    "additionalProperties",
    "oneOf",
    "anyOf",
    "allOf",
];

/// The parameters of one tool, and the slots of those that were used so far.
pub(super) struct Parameters<'d> {
    declared: Vec<(String, Node<'d>)>,
    slots: HashMap<String, Slot>,
    pub(super) inputs: Vec<Input>,
}

impl<'d> Parameters<'d> {
    pub(super) fn of(tool: &Node<'d>, findings: &mut Findings) -> Result<Self, Refusal> {
        let mut declared = Vec::new();
        if let Some(list) = tool.get("parameters") {
            if list.object().is_none() {
                return Err(("invalid-parameters", "`parameters` must be an object of parameters by name".to_owned()));
            }
            for (name, node) in list.entries() {
                if node.object().is_some() {
                    keys::check(&node, "a parameter", &KEYS, findings);
                } else if !node.value.is_string() && !node.value.is_null() {
                    let reason = format!("parameter `{}` must be a type or an object", super::shown(name));
                    return Err(("invalid-parameters", reason));
                }
                declared.push((name.clone(), node));
            }
        }
        Ok(Self { declared, slots: HashMap::new(), inputs: Vec::new() })
    }

    fn node(&self, name: &str) -> Option<&Node<'d>> {
        self.declared.iter().find(|(known, _)| known == name).map(|(_, node)| node)
    }

    /// Whether a parameter takes a file.
    pub(super) fn is_file(&self, name: &str) -> bool {
        self.node(name).is_some_and(|node| node.value == "file" || node.str("type") == Some("file"))
    }

    /// The slot of a placeholder, and what is sent when it is not given. A parameter that several placeholders name is one
    /// argument.
    pub(super) fn slot(
        &mut self,
        reader: &mut Reader<'d>,
        name: &str,
        place: &'static str,
        findings: &mut Findings,
    ) -> (Slot, Option<String>) {
        let node = self.node(name).cloned();
        let default = node
            .as_ref()
            .and_then(|node| node.value.get("default").or_else(|| node.value.get("schema")?.get("default")));
        let default = default.and_then(|value| match value {
            Value::String(text) if !text.is_empty() && !text.contains(char::is_control) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            _ => None,
        });
        if let Some(&slot) = self.slots.get(name) {
            return (slot, default);
        }
        let declared = node.as_ref().and_then(|node| node.flag("required"));
        let required = declared.unwrap_or(place == "path" && default.is_none());
        let schema = node.as_ref().map_or_else(|| json!({ "type": "string" }), |node| schema(reader, node, findings));
        let description = node.as_ref().and_then(|node| node.text("description")).unwrap_or_default();
        let slot = self.inputs.len();
        self.inputs.push(Input { wire: name.to_owned(), place, schema, description, required, fixed: None });
        self.slots.insert(name.to_owned(), slot);
        (slot, default)
    }

    /// A slot that always has this value.
    pub(super) fn constant(&mut self, wire: &str, place: &'static str, value: Value) -> Slot {
        let wire = if wire.is_empty() { "constant" } else { wire }.to_owned();
        let schema = json!({ "type": "string" });
        self.inputs.push(Input {
            wire,
            place,
            schema,
            description: String::new(),
            required: false,
            fixed: Some(value),
        });
        self.inputs.len() - 1
    }

    /// The parameters that no placeholder names, with the place and the name that each says it has.
    pub(super) fn unused(&self) -> Vec<(String, Option<String>, String)> {
        let unused = self.declared.iter().filter(|(name, _)| !self.slots.contains_key(name));
        unused
            .map(|(name, node)| {
                let wire = node.text("name").filter(|_| node.object().is_some()).unwrap_or_else(|| name.clone());
                (name.clone(), node.text("in"), wire)
            })
            .collect()
    }
}

/// `name: integer`, `name: {type: integer, …}` or `name: {schema: {…}}`.
fn schema<'d>(reader: &mut Reader<'d>, node: &Node<'d>, findings: &mut Findings) -> Value {
    let kind = node.value.as_str().or_else(|| node.str("type"));
    match (kind, node.get("schema")) {
        (Some("file"), _) => file::schema(),
        (_, Some(schema)) => reader.pool.canonical(&schema, Direction::Input, findings),
        (Some(kind), _) if node.value.is_string() => json!({ "type": if is_type(kind) { kind } else { "string" } }),
        _ if node.object().is_some() => {
            let mut schema = reader.pool.canonical(node, Direction::Input, findings);
            let open = ["type", "enum", "const", "oneOf", "anyOf", "allOf", "properties"];
            if let Some(map) = schema.as_object_mut()
                && !open.iter().any(|key| map.contains_key(*key))
            {
                map.insert("type".to_owned(), json!("string"));
            }
            schema
        }
        _ => json!({ "type": "string" }),
    }
}

fn is_type(kind: &str) -> bool {
    ["string", "integer", "number", "boolean", "array", "object"].contains(&kind)
}
