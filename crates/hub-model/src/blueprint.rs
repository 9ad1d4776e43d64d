//! A blueprint: everything one MCP server needs except secrets. Versioned, content-addressed, immutable.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::binding::{grpc::Types, soap::XmlTypes};
use crate::{Profile, Scheme, Tool, Upstream};

/// The format that this version reads and writes.
pub const FORMAT: &str = "mcphub-blueprint/1";

/// One MCP server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Blueprint {
    /// [`FORMAT`]; also how a blueprint is told from other JSON.
    pub format: String,
    /// SHA-256 over the blueprint's JSON with this field empty, as `sha256:` and hex.
    #[serde(default)]
    pub digest: String,
    /// Slug of at most 16 characters, `^[a-z][a-z0-9-]*$`: clients put it before tool names.
    pub name: String,
    /// The API's title.
    pub title: String,
    /// The API's own version.
    pub version: String,
    /// The API's description, cleaned and cut.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// A map of the API for the model, sent as the server's instructions.
    pub instructions: String,
    /// The rules that every schema here keeps.
    pub profile: Profile,
    /// In the document's order.
    pub tools: Vec<Tool>,
    /// Documentation that clients can read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// Where calls go, by key.
    pub upstreams: BTreeMap<String, Upstream>,
    /// How upstreams want to be authenticated, by the name of the secret.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub schemes: BTreeMap<String, Scheme>,
    /// The message types of gRPC bindings, by the key that they name; each document's once.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub types: BTreeMap<String, Types>,
    /// The types of SOAP bindings, by the key that they name; each document's once.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub xml: BTreeMap<String, XmlTypes>,
    /// What it was compiled from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceDocument>,
}

/// A document that a blueprint was compiled from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceDocument {
    /// File name or URL without credentials or query.
    pub uri: String,
    /// `openapi`, …
    pub kind: String,
    /// `sha256:` and hex, of the bytes as they came.
    pub digest: String,
}

/// A resource that is served as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resource {
    /// `docs://petstore/tags/pets`.
    pub uri: String,
    /// Short name.
    pub name: String,
    /// For people.
    pub title: String,
    /// For models.
    pub description: String,
    /// Media type of the body.
    pub media_type: String,
    /// The content.
    pub body: ResourceBody,
}

/// A resource's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ResourceBody {
    /// As it stands.
    Text(String),
    /// Gzip, then base64: for documents that are large and rarely read.
    GzipBase64(String),
}
