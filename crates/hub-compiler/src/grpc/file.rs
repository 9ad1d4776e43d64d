//! A protocol buffers file as it was read, from source or from a descriptor: names are not yet resolved.

use hub_model::binding::grpc::FieldKind;

use super::options::Options;

/// A file.
#[derive(Debug, Default)]
pub(super) struct File {
    /// As imports name it; empty for a source whose place in its tree is not known.
    pub(super) path: String,
    pub(super) package: String,
    pub(super) language: Language,
    pub(super) imports: Vec<String>,
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    pub(super) extensions: Vec<Extension>,
    pub(super) services: Vec<Service>,
    pub(super) options: Options,
    /// What stands above its first line of code.
    pub(super) docs: String,
}

/// The language's versions, which differ in what a field means that says nothing about it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Language {
    #[default]
    Proto2,
    Proto3,
    Editions,
}

#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) name: String,
    pub(super) fields: Vec<Field>,
    pub(super) oneofs: Vec<Oneof>,
    pub(super) messages: Vec<Message>,
    pub(super) enums: Vec<Enum>,
    pub(super) extensions: Vec<Extension>,
    pub(super) options: Options,
    pub(super) docs: String,
}

#[derive(Debug, Default)]
pub(super) struct Oneof {
    pub(super) name: String,
}

#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: String,
    pub(super) number: u32,
    pub(super) label: Label,
    pub(super) holds: Holds,
    /// Position in the message's oneofs.
    pub(super) oneof: Option<usize>,
    pub(super) options: Options,
    pub(super) docs: String,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Label {
    /// Nothing is said.
    #[default]
    Plain,
    Optional,
    Required,
    Repeated,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    Scalar(FieldKind),
    /// A message or an enumeration, by a name that may be relative.
    Named(String),
    /// A message between start and end marks.
    Group(String),
    /// A map, by the kind of its keys and what its values are.
    Map(FieldKind, Box<Holds>),
}

/// A field that a file adds to a message of another.
#[derive(Debug)]
pub(super) struct Extension {
    /// The message, by a name that may be relative.
    pub(super) of: String,
    pub(super) field: Field,
}

#[derive(Debug, Default)]
pub(super) struct Enum {
    pub(super) name: String,
    pub(super) values: Vec<EnumValue>,
    pub(super) docs: String,
}

#[derive(Debug, Default)]
pub(super) struct EnumValue {
    pub(super) name: String,
    pub(super) number: i32,
    pub(super) docs: String,
}

#[derive(Debug, Default)]
pub(super) struct Service {
    pub(super) name: String,
    pub(super) methods: Vec<Method>,
    pub(super) options: Options,
    pub(super) docs: String,
}

#[derive(Debug, Default)]
pub(super) struct Method {
    pub(super) name: String,
    pub(super) input: String,
    pub(super) output: String,
    /// The caller sends a stream.
    pub(super) sends: bool,
    /// The answer is a stream.
    pub(super) streams: bool,
    pub(super) options: Options,
    pub(super) docs: String,
}

/// The kind that a scalar type's name means.
pub(super) fn scalar(name: &str) -> Option<FieldKind> {
    Some(match name {
        "double" => FieldKind::Double,
        "float" => FieldKind::Float,
        "int64" => FieldKind::Int64,
        "uint64" => FieldKind::Uint64,
        "int32" => FieldKind::Int32,
        "fixed64" => FieldKind::Fixed64,
        "fixed32" => FieldKind::Fixed32,
        "bool" => FieldKind::Bool,
        "string" => FieldKind::String,
        "bytes" => FieldKind::Bytes,
        "uint32" => FieldKind::Uint32,
        "sfixed32" => FieldKind::Sfixed32,
        "sfixed64" => FieldKind::Sfixed64,
        "sint32" => FieldKind::Sint32,
        "sint64" => FieldKind::Sint64,
        _ => return None,
    })
}
