//! One schema of a document to its canonical form.

use std::collections::HashSet;

use hub_model::Diagnostic;
use serde_json::{Map, Value, json};

use super::{Children, Dialect, Direction, Pool, Variant, scalar};
use crate::documents::Node;
use crate::findings::Findings;
use crate::passes::words;

/// Characters kept of the words about a property.
const WORDS: usize = 400;

/// Children of a discriminated parent that are named; a family larger than this is described by its parent alone.
const LARGEST_FAMILY: usize = 40;

/// Keywords that hold one schema.
const ONE: [&str; 9] = [
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
];
/// Keywords that hold a list of schemas.
const SEVERAL: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords that hold schemas by name.
const NAMED: [&str; 2] = ["patternProperties", "dependentSchemas"];

/// The canonical form of `node`. `definition` is the shared schema that this is the body of, if it is one.
pub(super) fn schema<'d>(
    pool: &mut Pool<'d>,
    node: &Node<'d>,
    direction: Direction,
    definition: Option<&Node<'d>>,
    findings: &mut Findings,
) -> Value {
    let Some(source) = node.object() else {
        return match node.value {
            Value::Bool(false) => json!({ "not": {} }),
            Value::Bool(true) => json!({}),
            _ => {
                let message = "a schema must be an object; anything is accepted here";
                findings.push(Diagnostic::warning("invalid-schema", message, node.place()));
                json!({})
            }
        };
    };
    let mut out = Map::new();
    if let Some(Value::String(reference)) = source.get("$ref").or_else(|| source.get("$dynamicRef")) {
        refer(pool, node, reference, direction, definition, &mut out, findings);
        if pool.dialect == Dialect::Extended {
            return nullable(node, describe(node, out, findings));
        }
    }
    let mut types = scalar::types(node);
    if is_nullable(node) && !types.is_empty() && !types.contains(&"null") {
        types.push("null");
    }
    match types.as_slice() {
        [] => {}
        [one] => {
            out.insert("type".to_owned(), json!(one));
        }
        several => {
            out.insert("type".to_owned(), json!(several));
        }
    }
    let mut out = describe(node, out, findings);
    scalar::copy(node, pool.dialect, &types, &mut out);
    array_parts(pool, node, direction, &mut out, findings);
    object_parts(pool, node, direction, &mut out, findings);
    applicators(pool, node, direction, definition, &mut out, findings);
    discriminator(node, &mut out);
    if types.is_empty() { nullable(node, out) } else { Value::Object(out) }
}

/// `$ref`, as a reference to a definition of the pool.
fn refer<'d>(
    pool: &mut Pool<'d>,
    node: &Node<'d>,
    reference: &str,
    direction: Direction,
    definition: Option<&Node<'d>>,
    out: &mut Map<String, Value>,
    findings: &mut Findings,
) {
    match pool.documents.lookup(node.document, reference) {
        Ok(target) => {
            // A child refers to its parent in order to build on it, not to any of its siblings.
            let variant = match definition {
                Some(own) if pool.is_child(own, &target) => Variant::Alone,
                _ => Variant::Family,
            };
            let pointer = pool.reference(target, direction, variant);
            out.insert("$ref".to_owned(), json!(pointer));
        }
        Err(why) => findings.push(crate::documents::dangling(reference, &why, node.place())),
    }
}

/// Words: the description, or the title where there is none.
fn describe(node: &Node<'_>, mut out: Map<String, Value>, findings: &mut Findings) -> Map<String, Value> {
    let own = node.str("description").filter(|text| !text.trim().is_empty()).or_else(|| node.str("title"));
    if let Some(text) = own {
        let cleaned = words::clean(text, WORDS);
        crate::words::report_flags(&cleaned, &node.place(), findings);
        if !cleaned.text.is_empty() {
            out.insert("description".to_owned(), Value::String(cleaned.text));
        }
    }
    out
}

fn is_nullable(node: &Node<'_>) -> bool {
    ["nullable", "x-nullable", "x-isnullable"].iter().any(|key| node.flag(key) == Some(true))
}

/// A schema without a type of its own that may also be null.
fn nullable(node: &Node<'_>, mut out: Map<String, Value>) -> Value {
    if !is_nullable(node) || out.is_empty() {
        return Value::Object(out);
    }
    if let Some(Value::Array(values)) = out.get_mut("enum") {
        if !values.contains(&Value::Null) {
            values.push(Value::Null);
        }
        return Value::Object(out);
    }
    let description = out.remove("description");
    let mut union = Map::new();
    if let Some(description) = description {
        union.insert("description".to_owned(), description);
    }
    union.insert("anyOf".to_owned(), json!([out, { "type": "null" }]));
    Value::Object(union)
}

fn array_parts<'d>(
    pool: &mut Pool<'d>,
    node: &Node<'d>,
    direction: Direction,
    out: &mut Map<String, Value>,
    findings: &mut Findings,
) {
    let Some(items) = node.get("items") else {
        if let Some(prefix) = node.get("prefixItems") {
            out.insert("prefixItems".to_owned(), list(pool, &prefix, direction, None, findings));
        }
        return;
    };
    if items.value.is_array() {
        // Tuples, as JSON Schema wrote them before 2020-12.
        out.insert("prefixItems".to_owned(), list(pool, &items, direction, None, findings));
        if let Some(rest) = node.get("additionalItems") {
            out.insert("items".to_owned(), schema(pool, &rest, direction, None, findings));
        }
    } else {
        out.insert("items".to_owned(), schema(pool, &items, direction, None, findings));
        if let Some(prefix) = node.get("prefixItems") {
            out.insert("prefixItems".to_owned(), list(pool, &prefix, direction, None, findings));
        }
    }
}

fn object_parts<'d>(
    pool: &mut Pool<'d>,
    node: &Node<'d>,
    direction: Direction,
    out: &mut Map<String, Value>,
    findings: &mut Findings,
) {
    let mut left_out: HashSet<&str> = HashSet::new();
    if let Some(properties) = node.get("properties") {
        let mut kept = Map::new();
        for (name, property) in properties.entries() {
            if goes_the_other_way(&property, direction) {
                left_out.insert(name);
            } else {
                kept.insert(name.clone(), schema(pool, &property, direction, None, findings));
            }
        }
        if !kept.is_empty() {
            out.insert("properties".to_owned(), Value::Object(kept));
        }
    }
    let mut required: Vec<&str> = Vec::new();
    for name in node.value.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        if left_out.insert(name) {
            required.push(name);
        }
    }
    if !required.is_empty() {
        out.insert("required".to_owned(), json!(required));
    }
    match node.get("additionalProperties") {
        Some(rest) if rest.value.is_boolean() => {
            out.insert("additionalProperties".to_owned(), rest.value.clone());
        }
        Some(rest) if rest.value.is_object() => {
            out.insert("additionalProperties".to_owned(), schema(pool, &rest, direction, None, findings));
        }
        _ => {}
    }
}

/// A read-only property in a request, or a write-only one in an answer; the mark may stand on the property or on the
/// schema that it refers to.
fn goes_the_other_way(property: &Node<'_>, direction: Direction) -> bool {
    let mark = match direction {
        Direction::Input => "readOnly",
        Direction::Output => "writeOnly",
    };
    if property.flag(mark) == Some(true) {
        return true;
    }
    let Some(reference) = property.str("$ref") else { return false };
    property.documents.lookup(property.document, reference).is_ok_and(|target| target.flag(mark) == Some(true))
}

fn applicators<'d>(
    pool: &mut Pool<'d>,
    node: &Node<'d>,
    direction: Direction,
    definition: Option<&Node<'d>>,
    out: &mut Map<String, Value>,
    findings: &mut Findings,
) {
    for key in SEVERAL {
        let Some(parts) = node.get(key).filter(|parts| parts.value.as_array().is_some_and(|list| !list.is_empty()))
        else {
            continue;
        };
        let parts = list(pool, &parts, direction, definition, findings);
        out.insert(key.to_owned(), parts);
    }
    for key in ONE {
        if let Some(part) = node.get(key).filter(|part| part.value.is_object() || part.value.is_boolean()) {
            out.insert(key.to_owned(), schema(pool, &part, direction, None, findings));
        }
    }
    for key in NAMED {
        let Some(parts) = node.get(key) else { continue };
        let mut kept = Map::new();
        for (name, part) in parts.entries() {
            kept.insert(name.clone(), schema(pool, &part, direction, None, findings));
        }
        if !kept.is_empty() {
            out.insert(key.to_owned(), Value::Object(kept));
        }
    }
}

fn list<'d>(
    pool: &mut Pool<'d>,
    node: &Node<'d>,
    direction: Direction,
    definition: Option<&Node<'d>>,
    findings: &mut Findings,
) -> Value {
    let mut parts = Vec::new();
    for part in node.items() {
        parts.push(schema(pool, &part, direction, definition, findings));
    }
    Value::Array(parts)
}

/// A discriminator is a hint for readers: which value stands for which alternative.
fn discriminator(node: &Node<'_>, out: &mut Map<String, Value>) {
    if !out.contains_key("oneOf") && !out.contains_key("anyOf") {
        return;
    }
    let Some(hint) = choices(node, &[]) else { return };
    add_words(out, &hint);
}

/// ``"`petType` chooses: cat = Cat, dog = Dog"``, from the mapping and, where there is none, from the children's names.
fn choices(node: &Node<'_>, children: &[String]) -> Option<String> {
    let declared = node.value.get("discriminator")?;
    let property = declared.as_str().or_else(|| declared.get("propertyName")?.as_str())?;
    let mapping = declared.get("mapping").and_then(Value::as_object);
    let mut pairs: Vec<String> = Vec::new();
    for (value, target) in mapping.into_iter().flatten() {
        let name = target.as_str().and_then(|target| target.rsplit('/').next()).unwrap_or_default();
        pairs.push(if name == value { format!("`{value}`") } else { format!("`{value}` = {name}") });
    }
    if pairs.is_empty() {
        pairs = children.iter().map(|name| format!("`{name}`")).collect();
    }
    pairs.truncate(LARGEST_FAMILY);
    let property = property.chars().take(80).collect::<String>();
    Some(if pairs.is_empty() {
        format!("`{property}` says which alternative it is.")
    } else {
        format!("`{property}` says which alternative it is: {}.", pairs.join(", "))
    })
}

fn add_words(out: &mut Map<String, Value>, hint: &str) {
    let text = match out.get("description").and_then(Value::as_str) {
        Some(own) => format!("{own} {hint}"),
        None => hint.to_owned(),
    };
    out.insert("description".to_owned(), json!(text));
}

/// The parent of a discriminated family: any of its children, or the parent itself.
pub(super) fn family<'d>(pool: &mut Pool<'d>, node: &Node<'d>, direction: Direction, findings: &mut Findings) -> Value {
    let children = pool.children_of(node);
    let mut out = describe(node, Map::new(), findings);
    let names: Vec<String> =
        children.iter().filter_map(|child| Some(child.pointer.rsplit('/').next()?.to_owned())).collect();
    if let Some(hint) = choices(node, &names) {
        add_words(&mut out, &hint);
    }
    let mut alternatives = Vec::new();
    for child in children {
        alternatives.push(json!({ "$ref": pool.reference(child, direction, Variant::Family) }));
    }
    alternatives.push(json!({ "$ref": pool.reference(node.clone(), direction, Variant::Alone) }));
    out.insert("anyOf".to_owned(), Value::Array(alternatives));
    Value::Object(out)
}

impl<'d> Pool<'d> {
    fn children(&mut self) -> &Children {
        let documents = self.documents;
        self.children.get_or_insert_with(|| Children::of(documents))
    }

    fn is_child(&mut self, child: &Node<'_>, parent: &Node<'_>) -> bool {
        self.children().of_parent(parent).contains(&(child.document, child.pointer.clone()))
    }

    fn children_of(&mut self, parent: &Node<'d>) -> Vec<Node<'d>> {
        let documents = self.documents;
        let children = self.children().of_parent(parent).to_vec();
        children.iter().filter_map(|(document, pointer)| documents.at(*document, pointer)).collect()
    }

    /// Whether a shared schema stands for its children too. Answers are not asserted, so only inputs need to know.
    pub(super) fn is_family(&mut self, node: &Node<'d>, direction: Direction) -> bool {
        if direction == Direction::Output || node.value.get("discriminator").is_none() {
            return false;
        }
        if ["oneOf", "anyOf"].iter().any(|key| node.value.get(key).is_some()) {
            return false;
        }
        (1..=LARGEST_FAMILY).contains(&self.children().of_parent(node).len())
    }
}
