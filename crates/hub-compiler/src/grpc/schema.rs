//! Messages to JSON Schema, as protobuf's JSON mapping has them.

use std::collections::HashMap;

use hub_model::binding::grpc::{ANY, Cardinality, FieldKind};
use serde_json::{Map, Value, json};

use super::registry::{EnumDef, FieldDef, MessageDef, Registry};
use crate::findings::Findings;
use crate::passes::words;
use crate::schema::{Direction, Pool};
use crate::words::report_flags;

/// Characters kept of the words about a property.
const WORDS: usize = 400;
/// Characters of the words about the values of an enumeration.
const VALUE_WORDS: usize = 80;

/// Makes schemas, each message's once.
pub(super) struct Schemas<'r, 'd> {
    pub(super) registry: &'r Registry,
    pub(super) pool: Pool<'d>,
    pending: Vec<(String, Direction)>,
}

impl<'r, 'd> Schemas<'r, 'd> {
    pub(super) fn new(registry: &'r Registry, pool: Pool<'d>) -> Self {
        Self { registry, pool, pending: Vec::new() }
    }

    /// The schema of a message, by reference where it has fields.
    pub(super) fn message(&mut self, name: &str, direction: Direction, findings: &mut Findings) -> Value {
        let schema = self.reference(name, direction);
        self.finish(findings);
        schema
    }

    /// The schema of a field's value, with the words about it.
    pub(super) fn field(&mut self, field: &FieldDef, direction: Direction, findings: &mut Findings) -> Value {
        let schema = self.value(field, direction);
        self.finish(findings);
        schema
    }

    fn finish(&mut self, findings: &mut Findings) {
        while let Some((name, direction)) = self.pending.pop() {
            let registry = self.registry;
            let schema = match (registry.messages.get(&name), registry.enums.get(&name)) {
                (Some(message), _) => self.object(&name, message, direction, findings),
                (None, Some(one)) => enumeration(&name, one, findings),
                (None, None) => json!({}),
            };
            self.pool.define(&name, direction, schema);
        }
    }

    fn reference(&mut self, name: &str, direction: Direction) -> Value {
        if let Some(known) = well_known(name) {
            return known;
        }
        let short = name.rsplit('.').next().unwrap_or(name);
        let (reference, new) = self.pool.own(name, short, direction);
        if new {
            self.pending.push((name.to_owned(), direction));
        }
        json!({ "$ref": reference })
    }

    fn object(&mut self, name: &str, message: &MessageDef, direction: Direction, findings: &mut Findings) -> Value {
        let place = format!("#/{name}");
        let (mut properties, mut required) = (Map::new(), Vec::new());
        let rivals = Rivals::of(message);
        for field in message.fields.iter().filter(|field| goes(field, direction)) {
            let mut schema = self.value(field, direction);
            let cleaned = words::clean(&rivals.said(field), WORDS);
            report_flags(&cleaned, &place, findings);
            if let Some(map) = schema.as_object_mut() {
                if !cleaned.text.is_empty() {
                    map.insert("description".to_owned(), Value::String(cleaned.text));
                }
                if field.options.deprecated {
                    map.insert("deprecated".to_owned(), json!(true));
                }
            }
            if is_required(field) && direction == Direction::Input {
                required.push(json!(field.json()));
            }
            properties.insert(field.json().to_owned(), schema);
        }
        let mut out = Map::new();
        out.insert("type".to_owned(), json!("object"));
        let cleaned = words::clean(&message.docs, WORDS);
        report_flags(&cleaned, &place, findings);
        if !cleaned.text.is_empty() {
            out.insert("description".to_owned(), Value::String(cleaned.text));
        }
        out.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() {
            out.insert("required".to_owned(), Value::Array(required));
        }
        if direction == Direction::Input {
            out.insert("additionalProperties".to_owned(), json!(false));
        }
        Value::Object(out)
    }

    fn value(&mut self, field: &FieldDef, direction: Direction) -> Value {
        let one = match field.wire.kind {
            FieldKind::Message | FieldKind::Group | FieldKind::Enum => self.reference(&field.wire.of, direction),
            kind => scalar(kind),
        };
        match field.wire.many {
            Cardinality::One => one,
            Cardinality::Repeated | Cardinality::Packed => json!({ "type": "array", "items": one }),
            Cardinality::Map(_) => json!({ "type": "object", "additionalProperties": one }),
        }
    }
}

/// Whether a field travels this way.
pub(super) fn goes(field: &FieldDef, direction: Direction) -> bool {
    match direction {
        Direction::Input => !field.options.output_only,
        Direction::Output => !field.options.input_only,
    }
}

/// Whether a request must have the field.
pub(super) fn is_required(field: &FieldDef) -> bool {
    field.wire.required || field.options.required
}

/// Fields of which at most one may be given, by the number of their group.
pub(super) struct Rivals<'m>(HashMap<u32, Vec<&'m str>>, &'m [String]);

impl<'m> Rivals<'m> {
    pub(super) fn of(message: &'m MessageDef) -> Self {
        let mut rivals: HashMap<u32, Vec<&str>> = HashMap::new();
        for field in &message.fields {
            if let Some(oneof) = field.wire.oneof {
                rivals.entry(oneof).or_default().push(field.json());
            }
        }
        Self(rivals, &message.oneofs)
    }

    /// The words about a field, with what its type does not say.
    pub(super) fn said(&self, field: &FieldDef) -> String {
        let mut said = field.docs.clone();
        let Some(oneof) = field.wire.oneof else { return said };
        let Some(names) = self.0.get(&oneof).filter(|names| names.len() > 1) else { return said };
        if !said.is_empty() {
            said.push_str(if said.trim_end().ends_with(['.', '!', '?', ':']) { " " } else { ". " });
        }
        if names.len() <= 6 {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            said.push_str(&format!("Give at most one of {}.", names.join(", ")));
        } else {
            let name = usize::try_from(oneof).ok().and_then(|at| self.1.get(at)).map_or("", String::as_str);
            said.push_str(&format!("Give at most one of the fields of `{name}`."));
        }
        said
    }
}

fn scalar(kind: FieldKind) -> Value {
    match kind {
        FieldKind::Double | FieldKind::Float => json!({ "type": "number" }),
        FieldKind::Int32 | FieldKind::Sint32 | FieldKind::Sfixed32 => json!({ "type": "integer", "format": "int32" }),
        FieldKind::Uint32 | FieldKind::Fixed32 => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        FieldKind::Int64 | FieldKind::Sint64 | FieldKind::Sfixed64 => {
            json!({ "type": "string", "pattern": "^-?[0-9]+$" })
        }
        FieldKind::Uint64 | FieldKind::Fixed64 => {
            json!({ "type": "string", "pattern": "^[0-9]+$" })
        }
        FieldKind::Bool => json!({ "type": "boolean" }),
        FieldKind::Bytes => json!({ "type": "string", "contentEncoding": "base64" }),
        FieldKind::String | FieldKind::Enum | FieldKind::Message | FieldKind::Group => json!({ "type": "string" }),
    }
}

fn enumeration(name: &str, one: &EnumDef, findings: &mut Findings) -> Value {
    let names: Vec<&str> = one.values.iter().map(|value| value.name.as_str()).collect();
    let mut about = one.docs.clone();
    for value in one.values.iter().filter(|value| !value.docs.is_empty()) {
        let cleaned = words::clean(&value.docs, VALUE_WORDS);
        if !about.is_empty() {
            about.push('\n');
        }
        about.push_str(&format!("{}: {}", value.name, cleaned.text.replace('\n', " ")));
    }
    let cleaned = words::clean(&about, WORDS);
    report_flags(&cleaned, &format!("#/{name}"), findings);
    let mut schema = json!({ "type": "string", "enum": names });
    if let Some(map) = schema.as_object_mut().filter(|_| !cleaned.text.is_empty()) {
        map.insert("description".to_owned(), Value::String(cleaned.text));
    }
    schema
}

/// Messages that JSON writes in a way of their own (protobuf's "ProtoJSON format").
pub(super) fn well_known(name: &str) -> Option<Value> {
    let wrapper = |kind| Some(scalar(kind));
    match name.strip_prefix("google.protobuf.")? {
        "Timestamp" => Some(json!({ "type": "string", "format": "date-time" })),
        "Duration" => Some(json!({
            "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]{1,9})?s$", "description": "Seconds, as in `3.5s`."
        })),
        "FieldMask" => {
            Some(json!({ "type": "string", "description": "Field paths with commas between them: `a.b,c`." }))
        }
        "Struct" => Some(json!({ "type": "object", "additionalProperties": true })),
        "Value" => Some(json!({ "description": "Any JSON." })),
        "ListValue" => Some(json!({ "type": "array", "items": {} })),
        "NullValue" => Some(json!({ "type": "null" })),
        "Empty" => Some(json!({ "type": "object", "properties": {} })),
        "DoubleValue" => wrapper(FieldKind::Double),
        "FloatValue" => wrapper(FieldKind::Float),
        "Int64Value" => wrapper(FieldKind::Int64),
        "UInt64Value" => wrapper(FieldKind::Uint64),
        "Int32Value" => wrapper(FieldKind::Int32),
        "UInt32Value" => wrapper(FieldKind::Uint32),
        "BoolValue" => wrapper(FieldKind::Bool),
        "StringValue" => wrapper(FieldKind::String),
        "BytesValue" => wrapper(FieldKind::Bytes),
        _ if name == ANY => Some(json!({
            "type": "object",
            "description": "A message of any type.",
            "properties": {
                "typeUrl": { "type": "string", "description": "`type.googleapis.com/full.Name`" },
                "value": { "description": "The message itself." }
            },
            "additionalProperties": true
        })),
        _ => None,
    }
}
