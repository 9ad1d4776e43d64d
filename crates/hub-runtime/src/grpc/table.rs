//! The message types of a blueprint, prepared: what refers to what by position, fields by number and by name.

use std::collections::HashMap;

use hub_model::binding::grpc::{Cardinality, FieldKind, FieldType, Types};

/// All types of one document.
#[derive(Debug, Default)]
pub(crate) struct Table {
    messages: Vec<Message>,
    enums: Vec<Enum>,
    by_name: HashMap<String, usize>,
}

/// A message type.
#[derive(Debug, Default)]
pub(super) struct Message {
    pub(super) name: String,
    /// Written in a way of its own in JSON.
    pub(super) special: Option<Special>,
    /// In the order of their numbers.
    pub(super) fields: Vec<Field>,
    by_number: HashMap<u32, usize>,
    by_name: HashMap<String, usize>,
    pub(super) has_required: bool,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) number: u32,
    /// In JSON.
    pub(super) name: String,
    pub(super) kind: FieldKind,
    /// Position of the message or enumeration.
    pub(super) of: usize,
    pub(super) many: Cardinality,
    pub(super) explicit: bool,
    pub(super) required: bool,
    pub(super) oneof: Option<u32>,
}

/// An enumeration.
#[derive(Debug, Default)]
pub(super) struct Enum {
    pub(super) numbers: HashMap<String, i32>,
    pub(super) names: HashMap<i32, String>,
    /// `google.protobuf.NullValue`, which is null in JSON.
    pub(super) null: bool,
}

/// Messages with a JSON form of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    Any,
    Timestamp,
    Duration,
    FieldMask,
    Struct,
    Value,
    ListValue,
    Wrapper(FieldKind),
}

fn special(name: &str) -> Option<Special> {
    Some(match name.strip_prefix("google.protobuf.")? {
        "Any" => Special::Any,
        "Timestamp" => Special::Timestamp,
        "Duration" => Special::Duration,
        "FieldMask" => Special::FieldMask,
        "Struct" => Special::Struct,
        "Value" => Special::Value,
        "ListValue" => Special::ListValue,
        "DoubleValue" => Special::Wrapper(FieldKind::Double),
        "FloatValue" => Special::Wrapper(FieldKind::Float),
        "Int64Value" => Special::Wrapper(FieldKind::Int64),
        "UInt64Value" => Special::Wrapper(FieldKind::Uint64),
        "Int32Value" => Special::Wrapper(FieldKind::Int32),
        "UInt32Value" => Special::Wrapper(FieldKind::Uint32),
        "BoolValue" => Special::Wrapper(FieldKind::Bool),
        "StringValue" => Special::Wrapper(FieldKind::String),
        "BytesValue" => Special::Wrapper(FieldKind::Bytes),
        _ => return None,
    })
}

impl Table {
    /// Fields whose type is missing are left out.
    pub(crate) fn new(types: &Types) -> Self {
        let mut by_name = HashMap::new();
        by_name.extend(types.messages.keys().enumerate().map(|(at, name)| (name.clone(), at)));
        let enum_places: HashMap<&str, usize> =
            types.enums.keys().enumerate().map(|(at, name)| (name.as_str(), at)).collect();
        let place = |field: &FieldType| match field.kind {
            FieldKind::Message | FieldKind::Group => by_name.get(&field.of).copied(),
            FieldKind::Enum => enum_places.get(field.of.as_str()).copied(),
            _ => Some(0),
        };
        let messages = types.messages.iter().map(|(name, fields)| message(name, fields, &place)).collect();
        let enums = types.enums.iter().map(|(name, values)| {
            let mut made = Enum { null: name == "google.protobuf.NullValue", ..Enum::default() };
            for (name, number) in values {
                made.numbers.insert(name.clone(), *number);
                made.names.entry(*number).or_insert_with(|| name.clone());
            }
            made
        });
        Self { messages, enums: enums.collect(), by_name }
    }

    /// The position of a message.
    pub(super) fn position(&self, name: &str) -> Option<usize> {
        self.by_name.get(name).copied()
    }

    pub(super) fn message(&self, position: usize) -> Option<&Message> {
        self.messages.get(position)
    }

    pub(super) fn enumeration(&self, position: usize) -> Option<&Enum> {
        self.enums.get(position)
    }
}

fn message(name: &str, fields: &[FieldType], place: &impl Fn(&FieldType) -> Option<usize>) -> Message {
    let mut made = Message { name: name.to_owned(), special: special(name), ..Message::default() };
    let mut ordered: Vec<&FieldType> = fields.iter().collect();
    ordered.sort_by_key(|field| field.number);
    for field in ordered {
        let Some(of) = place(field) else { continue };
        let json = field.json.as_ref().unwrap_or(&field.name);
        let position = made.fields.len();
        made.by_number.insert(field.number, position);
        // The JSON name wins where another field is called so in the document.
        made.by_name.entry(field.name.clone()).or_insert(position);
        made.has_required |= field.required;
        made.fields.push(Field {
            number: field.number,
            name: json.clone(),
            kind: field.kind,
            of,
            many: field.many,
            explicit: field.explicit,
            required: field.required,
            oneof: field.oneof,
        });
    }
    for (position, field) in made.fields.iter().enumerate() {
        made.by_name.insert(field.name.clone(), position);
    }
    made
}

impl Field {
    /// The field of a map's entry that holds the value.
    pub(super) fn of_entry(&self) -> Self {
        let (name, many, oneof) = (String::new(), Cardinality::One, None);
        Self { number: 2, name, kind: self.kind, of: self.of, many, explicit: true, required: false, oneof }
    }
}

impl Message {
    /// A field by its number.
    pub(super) fn numbered(&self, number: u32) -> Option<(usize, &Field)> {
        let position = *self.by_number.get(&number)?;
        Some((position, self.fields.get(position)?))
    }

    /// A field by its name in JSON or in the document.
    pub(super) fn named(&self, name: &str) -> Option<(usize, &Field)> {
        let position = *self.by_name.get(name)?;
        Some((position, self.fields.get(position)?))
    }
}
