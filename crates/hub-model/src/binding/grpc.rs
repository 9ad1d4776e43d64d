//! One gRPC call, as a plan over argument slots, and the message types that the calls of a blueprint share.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Slot;
use crate::Alternative;

/// A method of a gRPC service.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GrpcBinding {
    /// Key in [`crate::Blueprint::upstreams`].
    pub upstream: String,
    /// Key in [`crate::Blueprint::types`].
    pub types: String,
    /// `/package.Service/Method`.
    pub path: String,
    /// Full name of the request's message.
    pub input: String,
    /// Full name of the answer's message.
    pub output: String,
    /// What the request is made of.
    pub request: GrpcRequest,
    /// The answer is a stream of messages: a list of them, bounded, is answered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub streams: bool,
    /// Calling twice does no more than calling once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub idempotent: bool,
    /// Nested properties that clients could not take: from the name in the input schema to the one in the message.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
    /// Credentials: any one alternative, all of its requirements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Alternative>,
}

/// What the messages of a request are made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GrpcRequest {
    /// One message: each field by its JSON name, from its slot.
    Fields(Vec<(String, Slot)>),
    /// One message whose JSON is the slot's value (`google.protobuf.StringValue`, `Struct`, …).
    Whole(Slot),
    /// As many messages as the slot's list has.
    Stream(Slot),
}

/// The message types that the methods of one document use: what remains of its descriptors when all that only code
/// generators need is taken away.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Types {
    /// By full name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub messages: BTreeMap<String, MessageType>,
    /// By full name: the values' names with their numbers, the first name of a number being the one that is written.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub enums: BTreeMap<String, Vec<(String, i32)>>,
}

/// The fields of a message, extensions among them.
pub type MessageType = Vec<FieldType>;

/// A field of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldType {
    /// Its number on the wire.
    #[serde(rename = "n")]
    pub number: u32,
    /// Its name in the document; `[full.name]` for an extension.
    pub name: String,
    /// Its name in JSON, where that is another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub json: Option<String>,
    /// What it holds.
    #[serde(rename = "t")]
    pub kind: FieldKind,
    /// Full name of the message or enumeration that it holds; empty for scalars.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub of: String,
    /// How often it occurs.
    #[serde(default, skip_serializing_if = "Cardinality::is_one")]
    pub many: Cardinality,
    /// A value that is the type's default is written too, as one that is there.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub explicit: bool,
    /// A message without it is none (proto2).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Number of the group of fields of which only one may be set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oneof: Option<u32>,
}

/// What a field holds (protobuf's language guide, "Scalar value types").
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "these are protobuf's own names")]
pub enum FieldKind {
    Double,
    Float,
    Int64,
    Uint64,
    #[default]
    Int32,
    Fixed64,
    Fixed32,
    Bool,
    String,
    /// A message between start and end marks.
    Group,
    Message,
    Bytes,
    Uint32,
    Enum,
    Sfixed32,
    Sfixed64,
    Sint32,
    Sint64,
}

/// How often a field occurs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cardinality {
    /// At most once.
    #[default]
    One,
    /// Any number of times.
    Repeated,
    /// Any number of times, all in one piece on the wire.
    Packed,
    /// A map; the keys are of this kind, the values of the field's.
    Map(FieldKind),
}

impl Cardinality {
    fn is_one(&self) -> bool {
        *self == Self::One
    }
}

/// What `Any` holds is only known when it is called, so that all types are kept for it.
pub const ANY: &str = "google.protobuf.Any";

/// What failed calls say more of is in messages of this package.
pub const DETAILS: &str = "google.rpc.";

impl Types {
    /// Leaves out what cannot be reached from `roots`.
    pub fn keep_reachable<'a>(&mut self, roots: impl IntoIterator<Item = &'a str>) {
        let mut reached = self.reachable(roots);
        if reached.contains(ANY) {
            return;
        }
        reached.extend(self.details());
        self.messages.retain(|name, _| reached.contains(name));
        self.enums.retain(|name, _| reached.contains(name));
    }

    /// The names of the types that the details of failures are of, and of what these refer to.
    #[must_use]
    pub fn details(&self) -> BTreeSet<String> {
        self.reachable(self.messages.keys().map(String::as_str).filter(|name| name.starts_with(DETAILS)))
    }

    /// The names of all types that can be reached from `roots`.
    pub fn reachable<'a>(&self, roots: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
        let mut todo: Vec<String> = roots.into_iter().map(str::to_owned).collect();
        let mut reached: BTreeSet<String> = BTreeSet::new();
        while let Some(name) = todo.pop() {
            if reached.contains(&name) {
                continue;
            }
            let fields = self.messages.get(&name).into_iter().flatten();
            todo.extend(fields.filter(|field| !field.of.is_empty()).map(|field| field.of.clone()));
            reached.insert(name);
        }
        reached
    }
}
