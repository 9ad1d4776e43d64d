//! What people change about the tools of an API: kept apart from its revisions, so that it survives them.
//!
//! Everything refers to operations and to arguments as the compiler named them, never to what they are called after a change.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Which tools of an API there are, and what is changed about them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Curation {
    /// Which tools; all where there are none. The last one that matches a tool decides; a tool that none matches is in when the
    /// first of them takes tools out, and out when it takes tools in.
    pub picks: Vec<Pick>,
    /// Changes, by the key of the operation: `GET /pets/{id}`.
    pub tools: BTreeMap<String, ToolEdit>,
    /// Instead of the instructions that were made.
    pub instructions: Option<String>,
}

/// Takes tools in, or out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Pick {
    /// Out instead of in.
    #[serde(default)]
    pub out: bool,
    /// Which tools.
    #[serde(flatten)]
    pub which: Which,
}

/// Some tools of an API.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Which {
    /// Those whose name or operation matches: `list_*`, `GET /pets/*`.
    Glob(String),
    /// Those that the document gives this tag.
    Tag(String),
    /// Those that change nothing, or those that do.
    ReadOnly(bool),
    /// Those that the document calls deprecated, or those that it does not.
    Deprecated(bool),
}

/// What is changed about a tool; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ToolEdit {
    /// Another name.
    pub name: Option<String>,
    /// Another title.
    pub title: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Changes of arguments, by the names that the compiler gave them.
    pub arguments: BTreeMap<String, ArgumentEdit>,
    /// It changes nothing.
    pub read_only: Option<bool>,
    /// It may destroy something.
    pub destructive: Option<bool>,
    /// Calling twice is the same as calling once.
    pub idempotent: Option<bool>,
}

/// What is changed about an argument; what is absent stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ArgumentEdit {
    /// Another name.
    pub name: Option<String>,
    /// Another description.
    pub description: Option<String>,
    /// Always this value; models do not see the argument.
    pub fixed: Option<Value>,
    /// This value where the model gives none; the argument is then never required.
    pub default: Option<Value>,
    /// Models do not see the argument, and nothing is sent for it.
    pub hidden: bool,
}

/// A change that does not fit the revision that it is applied to. Everything else was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conflict {
    /// The key of the operation.
    pub operation: String,
    /// Stable, kebab-case.
    pub code: String,
    /// What does not fit, and what was done instead. Lowercase, no full stop.
    pub message: String,
}
