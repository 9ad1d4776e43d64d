//! Whether a schema keeps the rules of a profile. Independent of the code that makes schemas keep them.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::Role;
use super::rules::{Enums, References, Rules, is_plain_pattern};

/// A rule that a schema breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// JSON pointer of the place.
    pub pointer: String,
    /// The rule, stable, kebab-case.
    pub rule: &'static str,
    /// What is wrong. Lowercase, no full stop.
    pub message: String,
}

/// Schemas nested deeper are not looked into.
const DEEPEST: usize = 200;

/// Keywords under which there is a schema, a list of schemas, or schemas by name.
const ONE: [&str; 12] = [
    "items",
    "additionalProperties",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
    "contentSchema",
    "additionalItems",
];
const SEVERAL: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED: [&str; 5] = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"];

/// Keywords that constrain a value; a schema without any says nothing.
const TELLING: [&str; 14] = [
    "type",
    "enum",
    "const",
    "anyOf",
    "oneOf",
    "allOf",
    "not",
    "$ref",
    "properties",
    "items",
    "prefixItems",
    "required",
    "minLength",
    "if",
];

/// The rules that `schema` breaks, in the order in which they are met.
#[must_use]
pub fn check(schema: &Value, rules: &Rules, role: Role) -> Vec<Finding> {
    let mut checker = Checker { rules, role, findings: Vec::new(), totals: Totals::default() };
    checker.root(schema);
    checker.node(schema, &mut String::new(), 0, 0);
    checker.references(schema);
    checker.limits();
    checker.findings
}

#[derive(Default)]
struct Totals {
    properties: usize,
    enum_values: usize,
    characters: usize,
    depth: usize,
}

struct Checker<'r> {
    rules: &'r Rules,
    role: Role,
    findings: Vec<Finding>,
    totals: Totals,
}

impl Checker<'_> {
    fn add(&mut self, pointer: &str, rule: &'static str, message: impl Into<String>) {
        self.findings.push(Finding { pointer: pointer.to_owned(), rule, message: message.into() });
    }

    fn root(&mut self, schema: &Value) {
        if schema.get("type") != Some(&Value::String("object".to_owned())) {
            self.add("", "root-object", "the root must have the type `object`");
        }
        for key in ["anyOf", "oneOf", "allOf", "$ref", "not"] {
            if schema.get(key).is_some() {
                self.add("", "root-union", format!("no `{key}` at the root"));
            }
        }
    }

    /// Checks a schema and all below. `objects` counts the objects around it.
    fn node(&mut self, schema: &Value, pointer: &mut String, depth: usize, objects: usize) {
        let Some(map) = schema.as_object() else {
            self.add(pointer, "boolean-schema", "a schema must be an object");
            return;
        };
        if depth > DEEPEST {
            self.add(pointer, "too-deep", "nested too deeply to be checked");
            return;
        }
        self.keywords(map, pointer);
        self.values(map, pointer);
        let objects = objects + usize::from(map.contains_key("properties"));
        self.totals.depth = self.totals.depth.max(objects);
        for key in ONE {
            match map.get(key) {
                None => {}
                Some(Value::Bool(_)) if key.starts_with("additional") || key.starts_with("unevaluated") => {}
                Some(Value::Array(list)) if key == "items" && self.rules.tuple_items => {
                    self.list(list, key, pointer, depth, objects);
                }
                Some(part) => self.below(part, &[key], pointer, depth, objects),
            }
        }
        for key in SEVERAL {
            if let Some(list) = map.get(key).and_then(Value::as_array) {
                self.list(list, key, pointer, depth, objects);
            }
        }
        for key in NAMED {
            for (name, part) in map.get(key).and_then(Value::as_object).into_iter().flatten() {
                if key == "properties" {
                    self.property(name, pointer);
                }
                let objects = if key == "$defs" || key == "definitions" { 0 } else { objects };
                self.below(part, &[key, name], pointer, depth, objects);
            }
        }
    }

    fn list(&mut self, list: &[Value], key: &str, pointer: &mut String, depth: usize, objects: usize) {
        for (position, part) in list.iter().enumerate() {
            self.below(part, &[key, &position.to_string()], pointer, depth, objects);
        }
    }

    fn below(&mut self, part: &Value, way: &[&str], pointer: &mut String, depth: usize, objects: usize) {
        let length = pointer.len();
        for step in way {
            pointer.push('/');
            pointer.push_str(&step.replace('~', "~0").replace('/', "~1"));
        }
        self.node(part, pointer, depth + 1, objects);
        pointer.truncate(length);
    }

    fn property(&mut self, name: &str, pointer: &str) {
        self.totals.properties += 1;
        self.totals.characters += name.chars().count();
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        // Claude refuses a whole request for one bad key in an input; nobody reads the keys of an output that way.
        if self.role == Role::Input && !((1..=64).contains(&name.len()) && name.bytes().all(legal)) {
            let shown: String = name.chars().take(80).collect();
            self.add(
                pointer,
                "property-name",
                format!("the property name `{shown}` must match ^[a-zA-Z0-9_.-]{{1,64}}$"),
            );
        }
    }

    fn keywords(&mut self, map: &Map<String, Value>, pointer: &str) {
        for key in map.keys() {
            let dialect = key == "$schema" && pointer.is_empty() && self.rules.dialect_keyword;
            if !self.rules.allows(key) && !dialect {
                self.add(pointer, "keyword", format!("the keyword `{key}` is not allowed"));
            }
        }
        let beside = |main: &str| map.contains_key(main) && map.len() > 1;
        if beside("$ref") && !self.rules.words_beside_reference {
            self.add(pointer, "beside-reference", "nothing may stand beside `$ref`");
        }
        if beside("anyOf") && !self.rules.words_beside_union {
            self.add(pointer, "beside-union", "nothing may stand beside `anyOf`");
        }
        if !self.rules.untyped && !map.keys().any(|key| TELLING.contains(&key.as_str())) {
            self.add(pointer, "untyped-schema", "the schema does not say what the value is");
        }
        if self.rules.closed && map.get("type").is_some_and(|kind| kind == "object") {
            self.closed(map, pointer);
        }
    }

    fn closed(&mut self, map: &Map<String, Value>, pointer: &str) {
        if map.get("additionalProperties") != Some(&Value::Bool(false)) {
            self.add(pointer, "open-object", "every object must have `additionalProperties: false`");
        }
        let required: HashSet<&str> =
            map.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for name in map.get("properties").and_then(Value::as_object).into_iter().flat_map(Map::keys) {
            if !required.contains(name.as_str()) {
                self.add(pointer, "optional-property", format!("the property `{name}` must be required"));
            }
        }
    }

    fn values(&mut self, map: &Map<String, Value>, pointer: &str) {
        if map.get("type").is_some_and(Value::is_array) && !self.rules.type_arrays {
            self.add(pointer, "type-union", "`type` must be one type");
        }
        let is_array = map.get("type").is_some_and(|kind| kind == "array");
        if is_array && self.role == Role::Input && self.rules.items_required && !map.contains_key("items") {
            self.add(pointer, "items", "an array must say what is in it");
        }
        if let Some(format) = map.get("format").and_then(Value::as_str)
            && !self.rules.allows_format(format)
        {
            self.add(pointer, "format", format!("the format `{format}` is not allowed"));
        }
        if let Some(pattern) = map.get("pattern").and_then(Value::as_str)
            && self.rules.plain_patterns
            && !is_plain_pattern(pattern)
        {
            self.add(pointer, "pattern", "the pattern uses what not every engine knows");
        }
        let Some(values) = map.get("enum").and_then(Value::as_array) else { return };
        self.totals.enum_values += values.len();
        self.totals.characters +=
            values.iter().filter_map(Value::as_str).map(|text| text.chars().count()).sum::<usize>();
        let allowed = |value: &Value| match self.rules.enums {
            Enums::Any => true,
            Enums::Scalar => !value.is_object() && !value.is_array(),
            Enums::String => value.is_string(),
        };
        if values.is_empty() || !values.iter().all(allowed) {
            self.add(pointer, "enum", "a value of this kind cannot be enumerated");
        }
        let distinct: HashSet<String> = values.iter().map(Value::to_string).collect();
        if distinct.len() < values.len() {
            self.add(pointer, "enum", "a value is enumerated twice");
        }
    }

    /// References lead to definitions of this schema, which are all used, and lead back only where that is allowed.
    fn references(&mut self, schema: &Value) {
        let shelf = if self.rules.tuple_items { "definitions" } else { "$defs" };
        let prefix = format!("#/{shelf}/");
        let empty = Map::new();
        let definitions = schema.get(shelf).and_then(Value::as_object).unwrap_or(&empty);
        let mut edges: HashMap<&str, Vec<&str>> = HashMap::new();
        for (name, body) in definitions {
            edges.insert(name, targets(body, None));
        }
        let from_root = targets(schema, Some(shelf));
        let mut wrong = Vec::new();
        let mut reached: HashSet<&str> = HashSet::new();
        let mut waiting: Vec<&str> = from_root;
        while let Some(target) = waiting.pop() {
            match target.strip_prefix(prefix.as_str()).filter(|name| definitions.contains_key(*name)) {
                Some(name) if reached.insert(name) => waiting.extend(edges.get(name).into_iter().flatten()),
                Some(_) => {}
                None => wrong.push(target.chars().take(80).collect::<String>()),
            }
        }
        if self.rules.references == References::None && !(reached.is_empty() && wrong.is_empty()) {
            self.add("", "reference", "no references are allowed");
        }
        for target in wrong {
            self.add("", "reference", format!("`{target}` leads to no definition of this schema"));
        }
        for name in definitions.keys().filter(|name| !reached.contains(name.as_str())) {
            self.add("", "unused-definition", format!("nothing refers to `{name}`"));
        }
        if self.rules.references == References::Acyclic && is_cyclic(&edges, &prefix) {
            self.add("", "recursion", "definitions refer to themselves");
        }
    }

    fn limits(&mut self) {
        let limits = self.rules.limits;
        let totals = &self.totals;
        let broken: Vec<String> = [
            ("properties", totals.properties, limits.properties),
            ("levels", totals.depth, limits.depth),
            ("enumerated values", totals.enum_values, limits.enum_values),
            ("characters of names and values", totals.characters, limits.characters),
        ]
        .into_iter()
        .filter_map(|(what, count, limit)| {
            limit.filter(|limit| count > *limit).map(|limit| format!("{count} {what}, {limit} are allowed"))
        })
        .collect();
        for message in broken {
            self.add("", "limit", message);
        }
    }
}

/// The references in a schema, except those below `skipped` at its root.
fn targets<'s>(schema: &'s Value, skipped: Option<&str>) -> Vec<&'s str> {
    let mut found = Vec::new();
    let mut waiting = vec![schema];
    while let Some(value) = waiting.pop() {
        let Some(map) = value.as_object() else { continue };
        for (key, part) in map {
            match part {
                Value::String(target) if key == "$ref" => found.push(target.as_str()),
                Value::Object(_) if Some(key.as_str()) == skipped && std::ptr::eq(value, schema) => {}
                Value::Object(named) if NAMED.contains(&key.as_str()) => waiting.extend(named.values()),
                Value::Object(_) if ONE.contains(&key.as_str()) => waiting.push(part),
                Value::Array(list) if SEVERAL.contains(&key.as_str()) || key == "items" => waiting.extend(list),
                _ => {}
            }
        }
    }
    found
}

/// Takes away, again and again, what refers to nothing; what is left goes round in circles.
fn is_cyclic(edges: &HashMap<&str, Vec<&str>>, prefix: &str) -> bool {
    let mut left: HashMap<&str, usize> = HashMap::new();
    let mut users: HashMap<&str, Vec<&str>> = HashMap::new();
    for (name, targets) in edges {
        let distinct: HashSet<&str> = targets
            .iter()
            .filter_map(|target| target.strip_prefix(prefix))
            .filter(|target| edges.contains_key(target))
            .collect();
        left.insert(name, distinct.len());
        for target in distinct {
            users.entry(target).or_default().push(name);
        }
    }
    let mut free: Vec<&str> = left.iter().filter(|(_, count)| **count == 0).map(|(name, _)| *name).collect();
    let mut removed = 0;
    while let Some(name) = free.pop() {
        removed += 1;
        for user in users.get(name).into_iter().flatten() {
            if let Some(count) = left.get_mut(user) {
                *count -= 1;
                if *count == 0 {
                    free.push(user);
                }
            }
        }
    }
    removed < left.len()
}
