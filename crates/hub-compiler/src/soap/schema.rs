//! The table of XML types as canonical JSON schemas: elements are properties, attributes are properties after an `@`.

use hub_model::binding::soap::{XmlContent, XmlElement, XmlType};
use serde_json::{Map, Value, json};

use super::types::{Notes, Types, Use};
use crate::passes::words;
use crate::schema::{Direction, Pool};

/// Characters kept of the words about a property.
const WORDS: usize = 300;
/// Parts of other types that an object shows beside its own.
const MOST_BORROWED: usize = 60;

/// Makes schemas, each type's once for each direction.
pub(super) struct Schemas<'t, 'x> {
    pub(super) types: &'t Types<'x>,
    pending: Vec<(usize, Direction)>,
}

impl<'t, 'x> Schemas<'t, 'x> {
    pub(super) fn new(types: &'t Types<'x>) -> Self {
        Self { types, pending: Vec::new() }
    }

    /// The schema of a type.
    pub(super) fn of(&mut self, pool: &mut Pool<'_>, ty: usize, direction: Direction) -> Value {
        let made = self.used(pool, ty, direction);
        self.work(pool);
        made
    }

    /// The schema of an element as an argument.
    pub(super) fn argument(&mut self, pool: &mut Pool<'_>, element: &XmlElement, said: &Use) -> Value {
        let made = self.element(pool, element, said, Direction::Input);
        self.work(pool);
        made
    }

    fn work(&mut self, pool: &mut Pool<'_>) {
        while let Some((ty, direction)) = self.pending.pop() {
            let object = self.object(pool, ty, direction);
            pool.define(&key(ty), direction, object);
        }
    }

    fn parts(&self, ty: usize) -> Option<(&'t XmlType, &'t Notes)> {
        Some((self.types.table.types.get(ty)?, self.types.notes.get(ty)?))
    }

    fn used(&mut self, pool: &mut Pool<'_>, ty: usize, direction: Direction) -> Value {
        let Some((known, notes)) = self.parts(ty) else { return json!({}) };
        let text = || notes.text.clone().unwrap_or_else(|| json!({ "type": "string" }));
        match &known.content {
            XmlContent::Any => {
                json!({ "description": "Anything: text, or an object whose properties become elements." })
            }
            XmlContent::Text(_) if known.attributes.is_empty() => text(),
            XmlContent::List(_) if known.attributes.is_empty() => json!({ "type": "array", "items": text() }),
            _ => {
                let name = known.name.as_ref().map_or(notes.label.as_str(), |(_, name)| name.as_str());
                let (reference, new) = pool.own(&key(ty), name, direction);
                if new {
                    self.pending.push((ty, direction));
                }
                json!({ "$ref": reference })
            }
        }
    }

    fn object(&mut self, pool: &mut Pool<'_>, ty: usize, direction: Direction) -> Value {
        let Some((known, notes)) = self.parts(ty) else { return json!({}) };
        let (mut properties, mut required) = (Map::new(), Vec::new());
        self.add(pool, (known, notes), direction, &mut properties, &mut required);
        // First what has to be kept to: long words are cut.
        let mut words = if direction == Direction::Input { choices(known) } else { Vec::new() };
        words.push(notes.description.clone());
        if !known.derived.is_empty() {
            self.borrow(pool, known, direction, &mut properties);
            if known.is_abstract {
                required.push(json!("@type"));
            }
        }
        let mut object = Map::new();
        object.insert("type".to_owned(), json!("object"));
        let words = words::clean(words.join("\n").trim(), WORDS).text;
        if !words.is_empty() {
            object.insert("description".to_owned(), json!(words));
        }
        object.insert("properties".to_owned(), Value::Object(properties));
        if !required.is_empty() && direction == Direction::Input {
            object.insert("required".to_owned(), Value::Array(required));
        }
        object.insert("additionalProperties".to_owned(), json!(false));
        Value::Object(object)
    }

    /// Attributes, text and elements of a type.
    fn add(
        &mut self,
        pool: &mut Pool<'_>,
        (known, notes): (&'t XmlType, &'t Notes),
        direction: Direction,
        properties: &mut Map<String, Value>,
        required: &mut Vec<Value>,
    ) {
        for (attribute, (words, schema)) in known.attributes.iter().zip(&notes.attributes) {
            if attribute.fixed.is_some() && direction == Direction::Input {
                continue;
            }
            let name = format!("@{}", attribute.name);
            if attribute.required {
                required.push(json!(name));
            }
            properties.insert(name, described(schema.clone(), words));
        }
        match &known.content {
            XmlContent::Any => {}
            XmlContent::Text(_) | XmlContent::List(_) => {
                let text = notes.text.clone().unwrap_or_else(|| json!({ "type": "string" }));
                // Nothing between the tags is a value of plain text only.
                if text.as_object().is_some_and(|text| text.len() > 1 || text.get("type") != Some(&json!("string"))) {
                    required.push(json!("value"));
                }
                let is_list = matches!(known.content, XmlContent::List(_));
                let text = if is_list { json!({ "type": "array", "items": text }) } else { text };
                properties.insert("value".to_owned(), text);
            }
            XmlContent::Elements(elements) => {
                for (at, element) in elements.iter().enumerate() {
                    if direction == Direction::Input && !self.asked_for(element, elements) {
                        continue;
                    }
                    let said = notes.elements.get(at).cloned().unwrap_or_default();
                    let schema = self.element(pool, element, &said, direction);
                    if element.required {
                        required.push(json!(element.key()));
                    }
                    properties.insert(element.key().to_owned(), schema);
                }
            }
        }
    }

    /// What types have that may stand in the place of this one: all of it optional, and `@type` says which it is.
    fn borrow(
        &mut self,
        pool: &mut Pool<'_>,
        known: &'t XmlType,
        direction: Direction,
        properties: &mut Map<String, Value>,
    ) {
        let mut names: Vec<Value> = Vec::new();
        if !known.is_abstract {
            names.extend(known.name.iter().map(|(_, name)| json!(name)));
        }
        let mut borrowed = 0;
        for &other in &known.derived {
            let Some((other, notes)) = self.parts(other) else { continue };
            names.extend(other.name.iter().filter(|_| !other.is_abstract).map(|(_, name)| json!(name)));
            let mut theirs = Map::new();
            self.add(pool, (other, notes), direction, &mut theirs, &mut Vec::new());
            for (name, schema) in theirs {
                if borrowed < MOST_BORROWED && !properties.contains_key(&name) {
                    borrowed += 1;
                    properties.insert(name, schema);
                }
            }
        }
        if !names.is_empty() {
            let words = "Which of these it is; each has some of the properties only.";
            properties.insert("@type".to_owned(), json!({ "type": "string", "enum": names, "description": words }));
        }
    }

    /// The schema of an element, with the words about this use of it.
    fn element(&mut self, pool: &mut Pool<'_>, element: &XmlElement, said: &Use, direction: Direction) -> Value {
        let one = if element.name.is_empty() {
            json!({ "type": "string", "description": "An element, as XML: `<name xmlns=\"urn:…\">…</name>`." })
        } else {
            self.used(pool, element.ty, direction)
        };
        let schema = if element.many {
            let mut list = json!({ "type": "array", "items": one });
            if let Some(list) = list.as_object_mut().filter(|_| direction == Direction::Input) {
                // An optional list may be left out, and is then no list of none.
                let least = said.least.unwrap_or(1);
                if element.required && element.group.is_none() && least > 0 {
                    list.insert("minItems".to_owned(), json!(least));
                }
                if let Some(most) = said.most.filter(|most| *most > 1) {
                    list.insert("maxItems".to_owned(), json!(most));
                }
            }
            list
        } else if element.nillable && element.required {
            json!({ "anyOf": [one, { "type": "null" }] })
        } else {
            one
        };
        if said.words.is_empty() || direction == Direction::Output {
            return described(schema, &said.words);
        }
        // The words of a use stand in the place of its type's, rules and all.
        let mut words = self.types.table.types.get(element.ty).map(choices).unwrap_or_default();
        words.push(said.words.clone());
        described(schema, &words.join("\n"))
    }

    /// Whether an argument is made of an element: what has only one value needs none, and a place for extensions is nothing
    /// that a caller would know how to fill.
    pub(super) fn asked_for(&self, element: &XmlElement, all: &[XmlElement]) -> bool {
        if element.name.is_empty() {
            return all.len() == 1;
        }
        let only_extends = |ty: &XmlType| match &ty.content {
            XmlContent::Elements(inner) => {
                ty.attributes.is_empty()
                    && !inner.is_empty()
                    && inner.iter().all(|one| one.name.is_empty() && !one.required)
            }
            _ => false,
        };
        let place = !element.required && self.types.table.types.get(element.ty).is_some_and(only_extends);
        element.fixed.is_none() && !place
    }
}

/// Which elements of a type exclude each other, in words.
pub(super) fn choices(ty: &XmlType) -> Vec<String> {
    let XmlContent::Elements(elements) = &ty.content else { return Vec::new() };
    ty.choices.iter().map(|choice| format!("Give {}.", choice.words(elements))).collect()
}

/// A schema with the words about this use of it before those about what it is.
fn described(mut schema: Value, said: &str) -> Value {
    let said = words::clean(said, WORDS).text;
    if let Some(map) = schema.as_object_mut()
        && !said.is_empty()
    {
        let own = map.get("description").and_then(Value::as_str).filter(|own| !own.is_empty() && !said.contains(*own));
        let words = own.map_or_else(|| said.clone(), |own| format!("{said}\n{own}"));
        map.insert("description".to_owned(), json!(words));
    }
    schema
}

fn key(ty: usize) -> String {
    format!("xml:{ty}")
}
