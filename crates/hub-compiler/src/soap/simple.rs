//! Simple types: kinds of text, with their facets as JSON Schema.

use std::collections::HashSet;

use hub_model::binding::soap::XmlText;
use roxmltree::Node;
use serde_json::{Map, Number, Value, json};

use super::components::{Components, Found};
use super::qname::{QName, SOAP_ENCODING, XSD, documentation, xsd, xsd_child};

/// Simple types that restrict one another.
const DEEPEST: usize = 30;
/// Longer patterns say nothing to a model.
const LONGEST_PATTERN: usize = 500;
/// Members of a union that are told apart.
const MOST_MEMBERS: usize = 8;

/// Names, with and without a prefix (Namespaces in XML, section 4), as far as anybody uses them.
const NAME: &str = "^[\\p{L}_][\\p{L}\\p{N}._-]*$";
const PREFIXED: &str = "^([\\p{L}_][\\p{L}\\p{N}._-]*:)?[\\p{L}_][\\p{L}\\p{N}._-]*$";

/// A simple type.
#[derive(Debug, Clone, Default)]
pub(super) struct Simple {
    pub(super) text: XmlText,
    pub(super) list: bool,
    /// Canonical.
    pub(super) schema: Value,
}

/// One of XML Schema's own (part 2, section 3).
pub(super) fn built_in(name: &str) -> Simple {
    let (text, schema) = match name {
        "boolean" => (XmlText::Boolean, json!({ "type": "boolean" })),
        "decimal" | "float" | "double" => (XmlText::Number, json!({ "type": "number" })),
        "integer" | "int" | "long" => (XmlText::Number, json!({ "type": "integer" })),
        "short" => (XmlText::Number, json!({ "type": "integer", "minimum": -32_768, "maximum": 32_767 })),
        "byte" => (XmlText::Number, json!({ "type": "integer", "minimum": -128, "maximum": 127 })),
        "unsignedShort" => (XmlText::Number, json!({ "type": "integer", "minimum": 0, "maximum": 65_535 })),
        "unsignedByte" => (XmlText::Number, json!({ "type": "integer", "minimum": 0, "maximum": 255 })),
        "nonNegativeInteger" | "unsignedLong" | "unsignedInt" => {
            (XmlText::Number, json!({ "type": "integer", "minimum": 0 }))
        }
        "positiveInteger" => (XmlText::Number, json!({ "type": "integer", "minimum": 1 })),
        "nonPositiveInteger" => (XmlText::Number, json!({ "type": "integer", "maximum": 0 })),
        "negativeInteger" => (XmlText::Number, json!({ "type": "integer", "maximum": -1 })),
        "date" => (XmlText::String, json!({ "type": "string", "format": "date" })),
        "dateTime" | "dateTimeStamp" => (XmlText::String, json!({ "type": "string", "format": "date-time" })),
        "time" => (XmlText::String, json!({ "type": "string", "format": "time" })),
        "duration" | "dayTimeDuration" => (XmlText::String, json!({ "type": "string", "format": "duration" })),
        "yearMonthDuration" => (XmlText::String, json!({ "type": "string", "description": "A duration, as P1Y6M." })),
        "gYear" => (XmlText::String, json!({ "type": "string", "description": "A year, as 2026." })),
        "gYearMonth" => (XmlText::String, json!({ "type": "string", "description": "A month, as 2026-02." })),
        "gMonthDay" => (XmlText::String, json!({ "type": "string", "description": "A day of a year, as --02-03." })),
        "gMonth" => (XmlText::String, json!({ "type": "string", "description": "A month of a year, as --02." })),
        "gDay" => (XmlText::String, json!({ "type": "string", "description": "A day of a month, as ---03." })),
        "base64Binary" | "base64" => {
            (XmlText::String, json!({ "type": "string", "format": "byte", "contentEncoding": "base64" }))
        }
        "hexBinary" => (XmlText::String, json!({ "type": "string", "pattern": "^([0-9A-Fa-f]{2})*$" })),
        "language" => (XmlText::String, json!({ "type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$" })),
        "NCName" | "ID" | "IDREF" | "ENTITY" => (XmlText::String, json!({ "type": "string", "pattern": NAME })),
        "QName" | "Name" => (XmlText::String, json!({ "type": "string", "pattern": PREFIXED })),
        "NMTOKEN" => (XmlText::String, json!({ "type": "string", "pattern": "^[\\p{L}\\p{N}._:-]+$" })),
        "anyURI" => (XmlText::String, json!({ "type": "string", "format": "uri-reference" })),
        _ => (XmlText::String, json!({ "type": "string" })),
    };
    Simple { text, list: matches!(name, "NMTOKENS" | "IDREFS" | "ENTITIES"), schema }
}

/// A `simpleType`.
pub(super) fn of(components: &Components<'_>, found: Found<'_>, depth: usize) -> Simple {
    if depth > DEEPEST || !components.step() {
        return built_in("string");
    }
    let Found { node, home } = found;
    let Some(kind) = xsd(node).find(|child| matches!(child.tag_name().name(), "restriction" | "list" | "union")) else {
        return built_in("string");
    };
    let part = |attribute: &str| -> Simple {
        let inline = xsd_child(kind, "simpleType").map(|node| of(components, Found { node, home }, depth + 1));
        let name = QName::of_attribute(&kind, attribute, components.namespace(home));
        inline.or_else(|| name.map(|name| named(components, &name, depth + 1))).unwrap_or_else(|| built_in("string"))
    };
    let mut simple = match kind.tag_name().name() {
        "restriction" => {
            let mut base = part("base");
            restrict(&mut base, kind);
            base
        }
        "list" => Simple { list: true, ..part("itemType") },
        _ => union(components, kind, home, depth),
    };
    let words = documentation(node);
    if let Some(map) = simple.schema.as_object_mut()
        && !words.is_empty()
    {
        map.insert("description".to_owned(), Value::String(words));
    }
    simple
}

/// What any of the members is.
fn union(components: &Components<'_>, kind: Node<'_, '_>, home: usize, depth: usize) -> Simple {
    let namespace = components.namespace(home);
    let names = kind.attribute("memberTypes").into_iter().flat_map(str::split_whitespace);
    let named = names.map(|name| named(components, &QName::resolve(&kind, name, namespace), depth + 1));
    let inline = xsd(kind).filter(|child| child.tag_name().name() == "simpleType");
    let inline = inline.map(|node| of(components, Found { node, home }, depth + 1));
    let members: Vec<Simple> = named.chain(inline).collect();
    // Unions of unions are one: nested, each level would hold the one below it several times.
    let mut values: Vec<Value> = Vec::new();
    let mut others: Vec<Value> = Vec::new();
    let parts = members.into_iter().flat_map(|member| match member.schema.get("anyOf").and_then(Value::as_array) {
        Some(inner) => inner.clone(),
        None => vec![member.schema],
    });
    for part in parts {
        match part.get("enum").and_then(Value::as_array) {
            Some(own) => values.extend(own.iter().cloned()),
            None if others.contains(&part) => {}
            None => others.push(part),
        }
    }
    let mut seen = HashSet::new();
    values.retain(|value| seen.insert(value.to_string()));
    if !values.is_empty() {
        others.push(json!({ "type": "string", "enum": values }));
    }
    let schema = match others.as_slice() {
        [] => json!({ "type": "string" }),
        [one] => one.clone(),
        _ if others.len() > MOST_MEMBERS || others.contains(&json!({ "type": "string" })) => {
            json!({ "type": "string" })
        }
        _ => json!({ "anyOf": others }),
    };
    Simple { text: XmlText::String, list: false, schema }
}

fn named(components: &Components<'_>, name: &QName, depth: usize) -> Simple {
    match components.types.get(name) {
        Some(found) if found.node.tag_name().name() == "simpleType" => of(components, *found, depth),
        Some(_) => built_in("string"),
        None if [XSD, SOAP_ENCODING].contains(&name.namespace.as_str()) => built_in(&name.name),
        None => built_in("string"),
    }
}

/// The type of an attribute.
pub(super) fn of_attribute(components: &Components<'_>, found: Found<'_>) -> Simple {
    if let Some(node) = xsd_child(found.node, "simpleType") {
        return of(components, Found { node, home: found.home }, 0);
    }
    let name = QName::of_attribute(&found.node, "type", components.namespace(found.home));
    name.map_or_else(|| built_in("string"), |name| named(components, &name, 0))
}

/// Takes over the facets of a restriction.
pub(super) fn restrict(base: &mut Simple, restriction: Node<'_, '_>) {
    let is_number = base.text == XmlText::Number;
    let Some(schema) = base.schema.as_object_mut() else { return };
    let mut values: Vec<Value> = Vec::new();
    for facet in xsd(restriction) {
        let Some(value) = facet.attribute("value") else { continue };
        match facet.tag_name().name() {
            "enumeration" => {
                let value = as_text(value, is_number);
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            "pattern" => pattern(schema, value, is_number),
            "length" => {
                whole(schema, "minLength", value, is_number);
                whole(schema, "maxLength", value, is_number);
            }
            "minLength" => whole(schema, "minLength", value, is_number),
            "maxLength" => whole(schema, "maxLength", value, is_number),
            "minInclusive" => bound(schema, "minimum", value, is_number),
            "maxInclusive" => bound(schema, "maximum", value, is_number),
            "minExclusive" => bound(schema, "exclusiveMinimum", value, is_number),
            "maxExclusive" => bound(schema, "exclusiveMaximum", value, is_number),
            _ => {}
        }
    }
    if !values.is_empty() {
        schema.insert("enum".to_owned(), Value::Array(values));
    }
}

fn as_text(value: &str, is_number: bool) -> Value {
    let number = value.trim().parse::<Number>().ok().filter(|_| is_number);
    number.map_or_else(|| Value::String(value.to_owned()), Value::Number)
}

/// Lengths of lists, bytes and numbers are other things than the length of a JSON string.
fn whole(schema: &mut Map<String, Value>, key: &str, value: &str, is_number: bool) {
    if let Ok(count) = value.trim().parse::<u64>()
        && !is_number
        && !schema.contains_key("contentEncoding")
    {
        schema.insert(key.to_owned(), json!(count));
    }
}

fn bound(schema: &mut Map<String, Value>, key: &str, value: &str, is_number: bool) {
    if let Ok(number) = value.trim().parse::<Number>()
        && is_number
    {
        schema.insert(key.to_owned(), Value::Number(number));
    }
}

/// XML Schema's patterns match the whole text; some of their classes are known nowhere else. Several of them are alternatives.
fn pattern(schema: &mut Map<String, Value>, pattern: &str, is_number: bool) {
    let foreign = ["\\i", "\\c", "\\I", "\\C", "\\p{Is", "-["];
    if is_number || pattern.len() > LONGEST_PATTERN || foreign.iter().any(|one| pattern.contains(one)) {
        return;
    }
    // `^` and `$` stand for themselves there.
    let pattern = pattern.replace('$', "\\$");
    let before =
        schema.get("pattern").and_then(Value::as_str).and_then(|text| text.strip_prefix("^(?:")?.strip_suffix(")$"));
    let whole = match before {
        Some(before) => format!("^(?:{before}|{pattern})$"),
        None => format!("^(?:{pattern})$"),
    };
    schema.insert("pattern".to_owned(), Value::String(whole));
}
