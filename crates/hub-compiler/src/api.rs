//! What every front end makes of its documents and what `link` turns into a blueprint: operations, whatever their kind.

use std::collections::BTreeMap;

use hub_model::binding::{grpc::Types, soap::XmlTypes};
use hub_model::{Binding, Origin, Scheme, Skipped, Upstream};
use serde_json::Value;

use crate::schema::{Pool, file};

/// An API as a front end read it.
pub(crate) struct Api<'d> {
    /// `openapi`, …
    pub(crate) kind: &'static str,
    /// The version of the document's format.
    pub(crate) format_version: String,
    pub(crate) title: String,
    pub(crate) version: String,
    /// As the document has it; not yet cleaned.
    pub(crate) description: String,
    /// Tags with their descriptions, in the document's order.
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) upstreams: BTreeMap<String, Upstream>,
    pub(crate) schemes: BTreeMap<String, Scheme>,
    pub(crate) operations: Vec<Operation>,
    pub(crate) skipped: Vec<Skipped>,
    /// The schemas that operations share.
    pub(crate) pool: Pool<'d>,
    /// The message types of gRPC bindings.
    pub(crate) types: BTreeMap<String, Types>,
    /// The XML types of SOAP bindings.
    pub(crate) xml: BTreeMap<String, XmlTypes>,
}

/// One operation. Its inputs are the slots of its binding.
pub(crate) struct Operation {
    pub(crate) origin: Origin,
    /// The document's own name for it (`operationId`).
    pub(crate) id: Option<String>,
    /// For naming: the HTTP method, or what comes closest to it.
    pub(crate) verb: String,
    /// For naming: the path, or what comes closest to it.
    pub(crate) path: String,
    pub(crate) summary: String,
    pub(crate) description: String,
    /// Lines for the end of the description: what comes back.
    pub(crate) notes: Vec<String>,
    pub(crate) inputs: Vec<Input>,
    /// Arguments beyond `inputs` are passed on.
    pub(crate) open: bool,
    /// Canonical schema of a successful answer.
    pub(crate) output: Option<Value>,
    pub(crate) binding: Binding,
}

impl Input {
    /// A file argument.
    pub(crate) fn file(name: &str, description: &str, required: bool) -> Self {
        let description = description.to_owned();
        Self { wire: name.to_owned(), place: "body", schema: file::schema(), description, required, fixed: None }
    }
}

/// What one slot of a binding takes.
pub(crate) struct Input {
    /// Name on the wire.
    pub(crate) wire: String,
    /// `path`, `query`, `header`, `cookie` or `body`.
    pub(crate) place: &'static str,
    /// Canonical schema, in terms of the pool.
    pub(crate) schema: Value,
    /// The document's words about this use of the schema; not yet cleaned.
    pub(crate) description: String,
    pub(crate) required: bool,
    /// The only value it can have.
    pub(crate) fixed: Option<Value>,
}
