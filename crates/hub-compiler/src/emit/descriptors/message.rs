//! Messages, fields and enumerations as descriptors (google/protobuf/descriptor.proto).

use hub_model::binding::grpc::{Cardinality, FieldKind, FieldType};
use serde_json::{Map, Value, json};

use super::{Extension, Scope};

/// A message with all that is nested in it.
pub(super) fn message(scope: &Scope<'_>, name: &str, is_proto2: bool) -> Value {
    let all = scope.types.messages.get(name).map_or(&[][..], Vec::as_slice);
    let own: Vec<&FieldType> = all.iter().filter(|field| !field.name.starts_with('[')).collect();
    let mut oneofs: Vec<u32> = Vec::new();
    for number in own.iter().filter_map(|field| field.oneof) {
        if !oneofs.contains(&number) {
            oneofs.push(number);
        }
    }
    let mut declared: Vec<Value> = oneofs.iter().map(|number| json!({ "name": format!("oneof_{number}") })).collect();
    let (mut fields, mut nested, mut enums) = (Vec::new(), Vec::new(), Vec::new());
    for inner in scope.nested.get(name).into_iter().flatten() {
        match scope.types.enums.get(*inner) {
            Some(values) => enums.push(enumeration(inner, values)),
            None => nested.push(message(scope, inner, is_proto2)),
        }
    }
    for one in own {
        let mut made = field(one, is_proto2);
        if let Cardinality::Map(key) = one.many {
            let entry = entry_name(&one.name);
            nested.push(map_entry(&entry, key, one));
            made.insert("type".into(), json!("TYPE_MESSAGE"));
            made.insert("typeName".into(), json!(format!(".{name}.{entry}")));
        }
        if let Some(at) = one.oneof.and_then(|number| oneofs.iter().position(|known| *known == number)) {
            made.insert("oneofIndex".into(), json!(at));
        } else if one.explicit && !is_proto2 && one.many == Cardinality::One {
            // The language has a group of one field for it.
            made.insert("oneofIndex".into(), json!(declared.len()));
            made.insert("proto3Optional".into(), json!(true));
            declared.push(json!({ "name": format!("_{}", one.name) }));
        }
        fields.push(Value::Object(made));
    }
    let ranges = all.iter().filter(|field| field.name.starts_with('['));
    let ranges = ranges.map(|field| json!({ "start": field.number, "end": field.number.saturating_add(1) }));
    let extensions = scope.extensions.iter().filter(|one| scope.parent(one.name) == Some(name)).map(extension);
    let parts = [
        ("field", fields),
        ("nestedType", nested),
        ("enumType", enums),
        ("oneofDecl", declared),
        ("extensionRange", ranges.collect()),
        ("extension", extensions.collect()),
    ];
    let mut made = Map::from_iter([("name".to_owned(), json!(last(name)))]);
    made.extend(parts.into_iter().filter(|(_, all)| !all.is_empty()).map(|(key, all)| (key.to_owned(), all.into())));
    Value::Object(made)
}

/// An extension, where it is declared.
pub(super) fn extension(extension: &Extension<'_>) -> Value {
    let mut made = field(extension.field, true);
    made.insert("name".into(), json!(last(extension.name)));
    made.insert("extendee".into(), json!(format!(".{}", extension.extendee)));
    made.remove("jsonName");
    Value::Object(made)
}

/// An enumeration; several names of one number have to be allowed.
pub(super) fn enumeration(name: &str, values: &[(String, i32)]) -> Value {
    let all: Vec<Value> = values.iter().map(|(name, number)| json!({ "name": name, "number": number })).collect();
    let has_aliases =
        values.iter().enumerate().any(|(at, (_, number))| values.iter().take(at).any(|(_, other)| other == number));
    let mut made = json!({ "name": last(name), "value": all });
    if let Some(made) = made.as_object_mut().filter(|_| has_aliases) {
        made.insert("options".into(), json!({ "allowAlias": true }));
    }
    made
}

fn field(field: &FieldType, is_proto2: bool) -> Map<String, Value> {
    let label = match field.many {
        Cardinality::One if field.required => "LABEL_REQUIRED",
        Cardinality::One => "LABEL_OPTIONAL",
        Cardinality::Repeated | Cardinality::Packed | Cardinality::Map(_) => "LABEL_REPEATED",
    };
    let mut made = Map::new();
    made.insert("name".into(), json!(field.name));
    made.insert("number".into(), json!(field.number));
    made.insert("label".into(), json!(label));
    made.insert("type".into(), json!(word(field.kind)));
    if !field.of.is_empty() {
        made.insert("typeName".into(), json!(format!(".{}", field.of)));
    }
    // Also where it is the field's own: libraries would make another of it.
    made.insert("jsonName".into(), json!(field.json.as_ref().unwrap_or(&field.name)));
    // What the language would do by itself is not said.
    match field.many {
        Cardinality::Packed if is_proto2 => made.insert("options".into(), json!({ "packed": true })),
        Cardinality::Repeated if !is_proto2 && is_packable(field.kind) => {
            made.insert("options".into(), json!({ "packed": false }))
        }
        _ => None,
    };
    made
}

fn map_entry(name: &str, key: FieldKind, value: &FieldType) -> Value {
    let plain = |name: &str, number, kind, of: &str| {
        let field_type = FieldType { number, name: name.into(), kind, of: of.into(), ..FieldType::default() };
        field(&field_type, true)
    };
    json!({
        "name": name, "options": { "mapEntry": true },
        "field": [plain("key", 1, key, ""), plain("value", 2, value.kind, &value.of)],
    })
}

/// `by_name` → `ByNameEntry`, as protoc has it.
fn entry_name(field: &str) -> String {
    let parts = field.split('_').map(|part| {
        let mut letters = part.chars();
        letters.next().map_or(String::new(), |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    });
    parts.collect::<String>() + "Entry"
}

fn last(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(_, last)| last)
}

fn is_packable(kind: FieldKind) -> bool {
    !matches!(kind, FieldKind::String | FieldKind::Bytes | FieldKind::Message | FieldKind::Group)
}

fn word(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Double => "TYPE_DOUBLE",
        FieldKind::Float => "TYPE_FLOAT",
        FieldKind::Int64 => "TYPE_INT64",
        FieldKind::Uint64 => "TYPE_UINT64",
        FieldKind::Int32 => "TYPE_INT32",
        FieldKind::Fixed64 => "TYPE_FIXED64",
        FieldKind::Fixed32 => "TYPE_FIXED32",
        FieldKind::Bool => "TYPE_BOOL",
        FieldKind::String => "TYPE_STRING",
        FieldKind::Group => "TYPE_GROUP",
        FieldKind::Message => "TYPE_MESSAGE",
        FieldKind::Bytes => "TYPE_BYTES",
        FieldKind::Uint32 => "TYPE_UINT32",
        FieldKind::Enum => "TYPE_ENUM",
        FieldKind::Sfixed32 => "TYPE_SFIXED32",
        FieldKind::Sfixed64 => "TYPE_SFIXED64",
        FieldKind::Sint32 => "TYPE_SINT32",
        FieldKind::Sint64 => "TYPE_SINT64",
    }
}
