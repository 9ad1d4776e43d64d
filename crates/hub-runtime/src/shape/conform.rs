//! Whether an answer fits an output schema, decided on the text's own tokens.
//!
//! The schemas that the compiler emits for answers use few keywords, and each answer is checked, so that building a tree of
//! owned values for a general validator would cost more than all the rest of shaping. Schemas with other keywords are left to it.

use std::{borrow::Cow, collections::HashMap};

use serde_json::{Map, Value};

use crate::json::Node;

/// An output schema with only keywords that are known here.
pub(crate) struct Conformer {
    rules: Vec<Rule>,
}

/// One schema. What is absent asserts nothing.
#[derive(Default)]
struct Rule {
    types: Types,
    /// In the schema's order.
    properties: Vec<Property>,
    /// Positions in `properties`, by name.
    by_name: Vec<usize>,
    /// How many of `properties` must be there.
    wanted: usize,
    /// What must be there without being one of `properties`.
    required: Vec<Box<str>>,
    /// For properties that are not named.
    rest: Option<usize>,
    items: Option<usize>,
    any_of: Vec<usize>,
    same_as: Option<usize>,
    /// Nothing fits (`false`).
    never: bool,
}

struct Property {
    name: Box<str>,
    rule: usize,
    required: bool,
}

impl Rule {
    /// What is said of a property that is the `at`th of its object: APIs answer in the order of their documents, nearly always.
    fn property(&self, key: &str, at: usize) -> Option<&Property> {
        if let Some(property) = self.properties.get(at)
            && *property.name == *key
        {
            return Some(property);
        }
        let name = |position: usize| self.properties.get(position).map_or("", |property| &*property.name);
        let found = self.by_name.binary_search_by(|position| name(*position).cmp(key)).ok()?;
        self.properties.get(*self.by_name.get(found)?)
    }

    /// Marks the properties that must be there, so that they are counted while an object is passed through, not searched in it.
    fn require(&mut self, names: Vec<Box<str>>) {
        for name in names {
            match self.properties.iter_mut().find(|property| property.name == name) {
                Some(property) => property.required = true,
                None => self.required.push(name),
            }
        }
        self.wanted = self.properties.iter().filter(|property| property.required).count();
    }
}

/// A set of types, one bit each; empty means any.
#[derive(Clone, Copy, Default, PartialEq)]
struct Types(u8);

impl Types {
    const NULL: Self = Self(1);
    const BOOLEAN: Self = Self(2);
    const INTEGER: Self = Self(4);
    const NUMBER: Self = Self(8);
    const STRING: Self = Self(16);
    const ARRAY: Self = Self(32);
    const OBJECT: Self = Self(64);

    fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    fn take(self, node: &Node<'_>) -> bool {
        self.0 == 0
            || match node {
                Node::Null => self.has(Self::NULL),
                Node::Bool(_) => self.has(Self::BOOLEAN),
                Node::Number(text) => self.has(Self::NUMBER) || (self.has(Self::INTEGER) && is_whole(text)),
                Node::String(_) => self.has(Self::STRING),
                Node::Array(_) => self.has(Self::ARRAY),
                Node::Object(_) => self.has(Self::OBJECT),
            }
    }
}

/// Keywords that assert nothing.
const WORDS: [&str; 13] = [
    "title",
    "description",
    "default",
    "examples",
    "format",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$defs",
    "$comment",
    "$schema",
    "contentEncoding",
    "contentMediaType",
];

/// References and unions may follow each other this often before an answer counts as unfit.
const DEEPEST: usize = 512;

impl Conformer {
    /// `None` when the schema has a keyword that is not known here.
    pub(crate) fn of(schema: &Value) -> Option<Self> {
        let definitions = schema.get("$defs").and_then(Value::as_object);
        let mut reader = Reader { definitions, named: HashMap::new(), rules: Vec::new() };
        reader.rule(schema)?;
        Some(Self { rules: reader.rules })
    }

    /// Whether a value fits.
    pub(crate) fn fits(&self, node: &Node<'_>) -> bool {
        self.rule_fits(0, node, DEEPEST)
    }

    fn rule_fits(&self, rule: usize, node: &Node<'_>, depth: usize) -> bool {
        let (Some(rule), Some(depth)) = (self.rules.get(rule), depth.checked_sub(1)) else { return false };
        if rule.never || !rule.types.take(node) {
            return false;
        }
        if rule.same_as.is_some_and(|same| !self.rule_fits(same, node, depth)) {
            return false;
        }
        if !(rule.any_of.is_empty() || rule.any_of.iter().any(|one| self.rule_fits(*one, node, depth))) {
            return false;
        }
        match node {
            Node::Array(items) => {
                rule.items.is_none_or(|each| items.iter().all(|item| self.rule_fits(each, item, depth)))
            }
            Node::Object(entries) => self.object_fits(rule, entries, depth),
            _ => true,
        }
    }

    fn object_fits(&self, rule: &Rule, entries: &[(Cow<'_, str>, Node<'_>)], depth: usize) -> bool {
        let mut there = 0;
        for (at, (key, value)) in entries.iter().enumerate() {
            let property = rule.property(key, at);
            there += usize::from(property.is_some_and(|property| property.required));
            let part = property.map(|property| property.rule).or(rule.rest);
            if !part.is_none_or(|part| self.rule_fits(part, value, depth)) {
                return false;
            }
        }
        there == rule.wanted && rule.required.iter().all(|name| entries.iter().any(|(key, _)| *key == **name))
    }
}

/// `1.0` and `1e3` are integers too (JSON Schema 2020-12, section 6.1.1).
fn is_whole(text: &str) -> bool {
    !text.contains(['.', 'e', 'E']) || text.parse::<f64>().is_ok_and(|number| number.fract() == 0.0)
}

struct Reader<'s> {
    definitions: Option<&'s Map<String, Value>>,
    named: HashMap<&'s str, usize>,
    rules: Vec<Rule>,
}

impl<'s> Reader<'s> {
    fn rule(&mut self, schema: &'s Value) -> Option<usize> {
        let position = self.rules.len();
        self.rules.push(Rule::default());
        let mut rule = Rule::default();
        match schema {
            Value::Bool(always) => rule.never = !always,
            Value::Object(keywords) => {
                for (keyword, value) in keywords {
                    self.keyword(&mut rule, keyword, value)?;
                }
                if let Some(names) = keywords.get("required") {
                    let name = |name: &Value| name.as_str().map(Box::from);
                    rule.require(names.as_array()?.iter().map(name).collect::<Option<_>>()?);
                }
            }
            _ => return None,
        }
        rule.by_name = (0..rule.properties.len()).collect();
        rule.by_name.sort_by_key(|position| rule.properties.get(*position).map(|property| property.name.clone()));
        *self.rules.get_mut(position)? = rule;
        Some(position)
    }

    fn keyword(&mut self, rule: &mut Rule, keyword: &str, value: &'s Value) -> Option<()> {
        match keyword {
            "type" => rule.types = types(value)?,
            "properties" => {
                for (name, part) in value.as_object()? {
                    let property = Property { name: name.as_str().into(), rule: self.rule(part)?, required: false };
                    rule.properties.push(property);
                }
            }
            // Needs all the properties, so that it comes after them.
            "required" => {}
            "additionalProperties" => rule.rest = Some(self.rule(value)?),
            "items" => rule.items = Some(self.rule(value)?),
            "anyOf" => match only_types(value) {
                // `string or null`, the most frequent of all, needs no trying out.
                Some(types) if rule.types == Types::default() => rule.types = types,
                _ => rule.any_of = value.as_array()?.iter().map(|one| self.rule(one)).collect::<Option<_>>()?,
            },
            "$ref" => rule.same_as = Some(self.definition(value.as_str()?.strip_prefix("#/$defs/")?)?),
            word if WORDS.contains(&word) => {}
            _ => return None,
        }
        Some(())
    }

    fn definition(&mut self, name: &'s str) -> Option<usize> {
        if let Some(known) = self.named.get(name) {
            return Some(*known);
        }
        // Known before it is read: definitions may refer to themselves.
        self.named.insert(name, self.rules.len());
        let schema = self.definitions?.get(name)?;
        self.rule(schema)
    }
}

/// The types of a union whose alternatives assert nothing else.
fn only_types(union: &Value) -> Option<Types> {
    let mut all = Types::default();
    for one in union.as_array()? {
        let one = one.as_object()?;
        if one.keys().any(|keyword| keyword != "type" && !WORDS.contains(&keyword.as_str())) {
            return None;
        }
        all = all.or(types(one.get("type")?)?);
    }
    Some(all)
}

fn types(value: &Value) -> Option<Types> {
    let one = |name: &Value| {
        Some(match name.as_str()? {
            "null" => Types::NULL,
            "boolean" => Types::BOOLEAN,
            "integer" => Types::INTEGER,
            "number" => Types::NUMBER,
            "string" => Types::STRING,
            "array" => Types::ARRAY,
            "object" => Types::OBJECT,
            _ => return None,
        })
    };
    match value {
        Value::Array(names) => names.iter().try_fold(Types::default(), |all, name| Some(all.or(one(name)?))),
        name => one(name),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::Conformer;
    use crate::json::Node;

    #[test]
    fn agrees_with_the_general_validator() {
        let schemas = [
            json!({ "type": "object", "properties": { "a": { "type": "integer" }, "b": { "$ref": "#/$defs/B" } },
                    "$defs": { "B": { "anyOf": [{ "type": "null" }, { "type": "object", "properties": { "b": { "$ref": "#/$defs/B" } } }] } } }),
            json!({ "type": "object", "additionalProperties": { "type": "array", "items": { "type": ["string", "null"] } } }),
            json!({ "type": "object", "properties": { "a": { "type": "string", "anyOf": [{ "type": "string" }, { "type": "null" }] } } }),
            json!({ "type": "object", "properties": { "a": { "anyOf": [{ "type": "string", "description": "x" }, { "type": "null" }] } } }),
            json!({ "type": "object", "properties": { "a": {} }, "required": ["a"], "additionalProperties": false }),
            json!({ "type": "object", "required": ["z", "a"], "properties": { "b": {}, "a": {} } }),
            json!(true),
        ];
        let values = [
            "{}",
            "{\"a\":1}",
            "{\"a\":1.0}",
            "{\"a\":1.5}",
            "{\"a\":\"x\"}",
            "{\"b\":null}",
            "{\"b\":{\"b\":{\"b\":3}}}",
            "{\"b\":{\"b\":{}}}",
            "{\"x\":[\"y\",null]}",
            "{\"x\":[1]}",
            "[]",
            "null",
            "{\"a\":null,\"z\":1}",
            "{\"a\":1e400}",
        ];
        for schema in &schemas {
            let validator = jsonschema::validator_for(schema).unwrap();
            let conformer = Conformer::of(schema).unwrap();
            for value in values {
                let Ok(parsed) = serde_json::from_str(value) else { continue };
                let expected = validator.is_valid(&parsed);
                assert_eq!(conformer.fits(&Node::parse(value).unwrap()), expected, "{schema} {value}");
            }
        }
        assert!(Conformer::of(&json!({ "pattern": "x" })).is_none());
        let endless = json!({ "$ref": "#/$defs/A", "$defs": { "A": { "$ref": "#/$defs/A" } } });
        assert!(!Conformer::of(&endless).unwrap().fits(&Node::Null));
    }
}
