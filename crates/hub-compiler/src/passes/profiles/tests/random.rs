//! Random schemas, with definitions that refer to one another, and instances that are likely to be valid.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

const DEFINITIONS: usize = 4;

/// A root object with definitions.
pub(super) fn root() -> impl Strategy<Value = Value> {
    let definitions: Vec<BoxedStrategy<Value>> = (0..DEFINITIONS).map(|n| schema(n + 1)).collect();
    (object(schema(0)), definitions).prop_map(|(mut root, definitions)| {
        let named: Map<String, Value> =
            definitions.into_iter().enumerate().map(|(n, body)| (format!("D{n}"), body)).collect();
        root["$defs"] = Value::Object(named);
        root
    })
}

/// Any schema. Without a property or an item in between, it refers only to definitions from `first` on: otherwise an original
/// could be circular without ever consuming anything, which no validator survives.
fn schema(first: usize) -> BoxedStrategy<Value> {
    let guarded =
        (0..DEFINITIONS).prop_map(|n| json!({ "$ref": format!("#/$defs/D{n}"), "description": "a reference" }));
    let inner = prop_oneof![3 => leaf(), 1 => guarded].boxed();
    let tree =
        inner.prop_recursive(3, 20, 4, |inner| prop_oneof![4 => object(inner.clone()), 2 => array(inner), 1 => leaf()]);
    let direct = if first < DEFINITIONS {
        (first..DEFINITIONS).prop_map(|n| json!({ "$ref": format!("#/$defs/D{n}") })).boxed()
    } else {
        leaf().boxed()
    };
    let single = prop_oneof![5 => tree.boxed(), 1 => leaf(), 1 => direct].boxed();
    let several = proptest::collection::vec(single.clone(), 1..4);
    prop_oneof![
        5 => single.clone(),
        1 => several.clone().prop_map(|list| json!({ "allOf": list })),
        2 => proptest::collection::vec(object(leaf()), 2..4).prop_map(|list| json!({ "allOf": list })),
        1 => several.clone().prop_map(|list| json!({ "anyOf": list, "description": "one of several" })),
        1 => several.prop_map(|list| json!({ "oneOf": list })),
        1 => (single.clone(), single.clone()).prop_map(|(base, extra)| json!({ "allOf": [base], "anyOf": [extra, { "type": "null" }] })),
        1 => (object(leaf().boxed()), single.clone()).prop_map(|(mut base, part)| { base["allOf"] = json!([part]); base }),
        1 => (object(leaf().boxed()), single.clone(), single).prop_map(|(mut base, a, b)| { base["anyOf"] = json!([a, b]); base }),
        1 => object(leaf().boxed()).prop_map(|mut base| { base["anyOf"] = json!([{ "required": ["p0"] }, { "required": ["p9"] }]); base }),
    ]
    .boxed()
}

fn leaf() -> BoxedStrategy<Value> {
    prop_oneof![
        Just(json!({ "type": "string" })),
        Just(json!({ "type": "string", "minLength": 1, "maxLength": 3, "description": "short" })),
        Just(json!({ "type": "string", "pattern": "^a+$" })),
        Just(json!({ "type": "string", "pattern": "^(?!b)" })),
        Just(json!({ "type": "string", "format": "uuid", "examples": ["x"] })),
        Just(json!({ "type": "string", "enum": ["a", "b", "b"] })),
        Just(json!({ "type": ["string", "null"], "enum": ["a", null] })),
        Just(json!({ "enum": ["a", 1, true, null, 2.5] })),
        Just(json!({ "const": 5 })),
        Just(json!({ "const": { "a": 1 } })),
        Just(json!({ "type": "integer", "minimum": 0, "maximum": 5 })),
        Just(json!({ "type": "number", "exclusiveMinimum": 0, "multipleOf": 0.5, "default": 1 })),
        Just(json!({ "type": "boolean", "deprecated": true })),
        Just(json!({ "type": "null" })),
        Just(json!({ "type": ["integer", "string", "array"] })),
        Just(json!({ "type": "object" })),
        Just(json!({ "type": "array" })),
        Just(json!({})),
        Just(json!(true)),
        Just(json!({ "not": { "type": "string" } })),
        Just(json!({ "if": { "type": "string" }, "then": { "minLength": 1 }, "else": { "type": "integer" } })),
    ]
    .boxed()
}

fn object(inner: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let properties = proptest::collection::btree_map("p[0-3]", inner.clone(), 0..4);
    let required = proptest::collection::btree_set("p[0-4]", 0..2);
    let others = proptest::option::of(prop_oneof![Just(json!(false)), Just(json!(true)), inner.clone()]);
    let patterns = proptest::option::weighted(0.2, inner);
    (properties, required, others, patterns)
        .prop_map(|(properties, required, others, patterns)| {
            let mut out = json!({ "type": "object", "properties": properties, "required": required });
            if let Some(others) = others {
                out["additionalProperties"] = others;
            }
            if let Some(pattern) = patterns {
                out["patternProperties"] = json!({ "^x": pattern });
            }
            out
        })
        .boxed()
}

fn array(inner: BoxedStrategy<Value>) -> BoxedStrategy<Value> {
    let places = proptest::collection::vec(inner.clone(), 1..3);
    prop_oneof![
        3 => inner.clone().prop_map(|items| json!({ "type": "array", "items": items, "minItems": 1, "uniqueItems": true })),
        1 => places.clone().prop_map(|places| json!({ "type": "array", "prefixItems": places })),
        1 => (places, inner).prop_map(|(places, items)| json!({ "type": "array", "prefixItems": places, "items": items })),
    ]
    .boxed()
}

/// A value that is made for a schema, though not always right.
pub(super) fn instance(schema: &Value, seed: u64) -> Value {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    value(schema, schema, &mut dice, 0)
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap() % most.max(1)
    }
}

fn value(schema: &Value, root: &Value, dice: &mut Dice, depth: usize) -> Value {
    if depth > 8 {
        return Value::Null;
    }
    if let Some(target) = schema["$ref"].as_str() {
        return value(&root["$defs"][target.trim_start_matches("#/$defs/")], root, dice, depth + 1);
    }
    if let Some(values) = schema["enum"].as_array() {
        return values[dice.below(values.len())].clone();
    }
    if let Some(only) = schema.get("const") {
        return only.clone();
    }
    let mut made = match kind(schema, dice).as_deref() {
        Some("object") => object_value(schema, root, dice, depth),
        Some("array") => array_value(schema, root, dice, depth),
        Some("string") => json!(["a", "aa", "b", "", "2020-01-01"][dice.below(5)]),
        Some("integer") => json!(dice.below(6)),
        Some("number") => [json!(0.5), json!(1), json!(2.5)][dice.below(3)].clone(),
        Some("boolean") => json!(dice.below(2) == 0),
        Some(_) => Value::Null,
        None => anything(dice),
    };
    for key in ["allOf", "anyOf", "oneOf"] {
        let Some(parts) = schema[key].as_array() else { continue };
        let chosen: Vec<&Value> =
            if key == "allOf" { parts.iter().collect() } else { vec![&parts[dice.below(parts.len())]] };
        for part in chosen {
            let other = value(part, root, dice, depth + 1);
            match (&mut made, other) {
                (Value::Object(made), Value::Object(other)) => made.extend(other),
                (made, other) if schema.get("type").is_none() => *made = other,
                _ => {}
            }
        }
    }
    made
}

fn kind(schema: &Value, dice: &mut Dice) -> Option<String> {
    match &schema["type"] {
        Value::String(one) => Some(one.clone()),
        Value::Array(list) => list[dice.below(list.len())].as_str().map(str::to_owned),
        _ => None,
    }
}

fn object_value(schema: &Value, root: &Value, dice: &mut Dice, depth: usize) -> Value {
    let mut out = Map::new();
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        if required.contains(&name.as_str()) || dice.below(2) == 0 {
            out.insert(name.clone(), value(property, root, dice, depth + 1));
        }
    }
    let others = &schema["additionalProperties"];
    for name in required {
        if !out.contains_key(name) {
            out.insert(name.to_owned(), value(others, root, dice, depth + 1));
        }
    }
    if !others.is_boolean() && dice.below(3) == 0 {
        out.insert("zz".to_owned(), value(others, root, dice, depth + 1));
    }
    if dice.below(4) == 0 {
        out.insert("xx".to_owned(), value(&schema["patternProperties"]["^x"], root, dice, depth + 1));
    }
    Value::Object(out)
}

fn array_value(schema: &Value, root: &Value, dice: &mut Dice, depth: usize) -> Value {
    let mut out: Vec<Value> = Vec::new();
    for place in schema["prefixItems"].as_array().into_iter().flatten() {
        out.push(value(place, root, dice, depth + 1));
    }
    for _ in 0..=dice.below(2) {
        out.push(value(&schema["items"], root, dice, depth + 1));
    }
    Value::Array(out)
}

fn anything(dice: &mut Dice) -> Value {
    [json!(1), json!("a"), json!(null), json!([[1]]), json!({ "p0": 1 }), json!(true)][dice.below(6)].clone()
}
