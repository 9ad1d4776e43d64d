//! What an argument may be, as far as type systems can say it: read out of its JSON Schema.

use serde_json::{Map, Value};

/// References that are followed before a schema counts as any.
const DEEPEST: usize = 8;
/// More values than this are not spelled out.
const MOST_VALUES: usize = 12;

/// The type of an argument.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) kind: Kind,
    /// Null may be given too.
    pub(super) nullable: bool,
}

/// The kinds of values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    /// One of these texts.
    Choice(Vec<String>),
    Integer,
    Number,
    Boolean,
    List(Box<Type>),
    Object,
    Any,
}

impl Type {
    const ANY: Self = Self { kind: Kind::Any, nullable: false };

    /// Reads a property's schema. `root` holds the definitions.
    pub(super) fn of(schema: &Value, root: &Value) -> Self {
        Self::at(schema, root, DEEPEST)
    }

    fn at(schema: &Value, root: &Value, depth: usize) -> Self {
        let (Some(depth), Some(keywords)) = (depth.checked_sub(1), schema.as_object()) else { return Self::ANY };
        if let Some(reference) = keywords.get("$ref").and_then(Value::as_str) {
            let target = reference.strip_prefix('#').and_then(|pointer| root.pointer(pointer));
            return target.map_or(Self::ANY, |target| Self::at(target, root, depth));
        }
        if let Some(union) = keywords.get("anyOf").and_then(Value::as_array) {
            return Self::of_union(union, root, depth);
        }
        if keywords.contains_key("oneOf") || keywords.contains_key("allOf") {
            return Self::ANY;
        }
        let (name, nullable) = match keywords.get("type") {
            Some(Value::String(name)) => (name.as_str(), false),
            Some(Value::Array(names)) => {
                let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
                let nullable = names.contains(&"null");
                let mut others = names.into_iter().filter(|name| *name != "null");
                match (others.next(), others.next()) {
                    (Some(name), None) => (name, nullable),
                    _ => return Self::ANY,
                }
            }
            _ => return Self::ANY,
        };
        let kind = match name {
            "string" => choice(keywords).map_or(Kind::Text, Kind::Choice),
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "array" => {
                let items = keywords.get("items").map_or(Self::ANY, |items| Self::at(items, root, depth));
                Kind::List(Box::new(items))
            }
            "object" => Kind::Object,
            _ => Kind::Any,
        };
        Self { kind, nullable }
    }

    /// Only `something or null` is more than any.
    fn of_union(union: &[Value], root: &Value, depth: usize) -> Self {
        let is_null = |one: &&Value| one.get("type").and_then(Value::as_str) == Some("null");
        let mut others = union.iter().filter(|one| !is_null(one));
        match (others.next(), others.next()) {
            (Some(one), None) => {
                let found = Self::at(one, root, depth);
                Self { nullable: found.nullable || union.len() > 1, kind: found.kind }
            }
            _ => Self::ANY,
        }
    }
}

/// The texts of an enumeration that has nothing else.
fn choice(keywords: &Map<String, Value>) -> Option<Vec<String>> {
    let values = match (keywords.get("enum"), keywords.get("const")) {
        (Some(Value::Array(values)), _) => values.as_slice(),
        (_, Some(value)) => std::slice::from_ref(value),
        _ => return None,
    };
    let texts: Option<Vec<String>> = values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
    texts.filter(|texts| !texts.is_empty() && texts.len() <= MOST_VALUES)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn schemas_become_types() {
        let root = json!({ "$defs": { "A": { "type": "integer" }, "B": { "$ref": "#/$defs/B" } } });
        for (schema, kind, nullable) in [
            (json!({ "type": "string" }), Kind::Text, false),
            (json!({ "type": "string", "enum": ["a", "b"] }), Kind::Choice(vec!["a".into(), "b".into()]), false),
            (json!({ "type": ["null", "number"] }), Kind::Number, true),
            (json!({ "anyOf": [{ "$ref": "#/$defs/A" }, { "type": "null" }] }), Kind::Integer, true),
            (
                json!({ "type": "array", "items": { "type": "boolean" } }),
                Kind::List(Box::new(Type { kind: Kind::Boolean, nullable: false })),
                false,
            ),
            (json!({ "$ref": "#/$defs/B" }), Kind::Any, false),
            (json!({ "type": ["string", "object"] }), Kind::Any, false),
            (json!(true), Kind::Any, false),
        ] {
            assert_eq!(Type::of(&schema, &root), Type { kind, nullable }, "{schema}");
        }
    }
}
