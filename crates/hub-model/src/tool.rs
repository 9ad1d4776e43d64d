//! A tool: what a model sees of an operation, and the binding that executes it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Binding;

/// One MCP tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tool {
    /// `^[a-z][a-z0-9_]{1,39}$`, unique in its blueprint.
    pub name: String,
    /// For people.
    pub title: String,
    /// For models: cleaned and cut to the budget.
    pub description: String,
    /// The document's whole description, cleaned, where `description` had to cut it. Served as a resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub documentation: Option<String>,
    /// The binding's slots, in order: slot `n` of the binding is `arguments[n]`.
    pub arguments: Vec<Argument>,
    /// JSON Schema of the arguments, an object at its root, in the blueprint's profile.
    pub input_schema: Value,
    /// What the answer looks like, where the document says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
    /// Hints about what the call does.
    pub annotations: Annotations,
    /// Where the tool comes from.
    pub origin: Origin,
    /// How it is executed.
    pub binding: Binding,
}

/// What fills one slot of a binding. Curation renames, fixes or hides an argument here and never touches the binding.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Argument {
    /// Name of the property in the input schema; empty where no argument fills the slot.
    pub name: String,
    /// A value that is always sent; the argument is then absent from the input schema.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Value>,
    /// The value that is sent where the call gives none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// The input schema asks for JSON text where the API takes any JSON, because the blueprint's profile knows no free-form
    /// values; the text is read before the value is used.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub json_text: bool,
}

/// The structured answer of a tool.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Output {
    /// JSON Schema with an object at its root, relaxed so that small lies of a real API do not fail a call.
    pub schema: Value,
    /// Where the upstream answers with something that is no object, the key under which `structuredContent` carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrap: Option<String>,
}

/// Tool annotations (MCP 2025-03-26 and later). All are always sent: the protocol's defaults are the worst case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Annotations {
    /// Changes nothing.
    pub read_only_hint: bool,
    /// May destroy or overwrite something.
    pub destructive_hint: bool,
    /// Calling twice is the same as calling once.
    pub idempotent_hint: bool,
    /// Talks to the world outside; always so for an API.
    pub open_world_hint: bool,
}

/// Where a tool comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// The operation's key in its document: `GET /pets/{id}`. Unique in the document and stable across re-imports.
    pub operation: String,
    /// JSON pointer fragment.
    pub place: String,
    /// The document's tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The document advises against it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
}
