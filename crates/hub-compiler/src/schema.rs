//! The schemas of a document in one canonical form (JSON Schema 2020-12), each shared one processed once.
//!
//! A canonical schema refers to shared ones as `#/$defs/Name`. [`Pool::self_contained`] puts the ones that a schema needs
//! into its own `$defs`.

mod canonical;
mod children;
mod dialect;
pub(crate) mod file;
mod object;
mod scalar;

use std::collections::HashMap;

use serde_json::{Map, Value};

pub(crate) use dialect::Dialect;

use crate::documents::{Documents, Node};
use crate::findings::Findings;
use children::Children;

/// Which way the data goes: read-only properties are no input, write-only ones no output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    Input,
    Output,
}

/// How a shared schema is meant where it is referred to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Variant {
    /// As it stands; for the parent of a discriminated family, any of its children too.
    Family,
    /// The parent of a discriminated family by itself, as its children build on it.
    Alone,
}

type Target = (usize, String, Direction, Variant);

/// The shared schemas.
pub(crate) struct Pool<'d> {
    documents: &'d Documents,
    dialect: Dialect,
    definitions: Vec<Definition>,
    by_target: HashMap<Target, usize>,
    by_name: HashMap<String, usize>,
    /// By a name that was taken, the number that is tried next.
    next_number: HashMap<String, usize>,
    pending: Vec<(usize, Node<'d>, Variant, Direction)>,
    children: Option<Children>,
}

/// Bytes of shared schemas that may be put into the schemas of tools, each with its own copy.
#[derive(Debug)]
pub(crate) struct Room {
    each: usize,
    rest: usize,
    least: usize,
}

impl Room {
    /// At most `each` for one tool, and no more than `least` once all of them together have taken `all`.
    pub(crate) fn new(each: usize, least: usize, all: usize) -> Self {
        Self { each, rest: all, least }
    }

    fn for_next(&self) -> usize {
        self.rest.clamp(self.least, self.each)
    }
}

struct Definition {
    name: String,
    schema: Value,
    /// The definitions that `schema` refers to, in order, each once.
    uses: Vec<usize>,
    /// Bytes of `schema` as JSON.
    size: usize,
}

impl<'d> Pool<'d> {
    pub(crate) fn new(documents: &'d Documents, dialect: Dialect) -> Self {
        Self {
            documents,
            dialect,
            definitions: Vec::new(),
            by_target: HashMap::new(),
            by_name: HashMap::new(),
            next_number: HashMap::new(),
            pending: Vec::new(),
            children: None,
        }
    }

    /// The canonical form of a schema in a document.
    pub(crate) fn canonical(&mut self, node: &Node<'d>, direction: Direction, findings: &mut Findings) -> Value {
        let schema = canonical::schema(self, node, direction, None, findings);
        self.process_pending(findings);
        schema
    }

    /// A reference to a shared schema that a front end makes itself, under a key and a name of its own; true when it is still
    /// to be given by [`Self::define`].
    pub(crate) fn own(&mut self, key: &str, name: &str, direction: Direction) -> (String, bool) {
        let target = (usize::MAX, key.to_owned(), direction, Variant::Family);
        let (position, new) = match self.by_target.get(&target) {
            Some(&known) => (known, false),
            None => {
                let position = self.definitions.len();
                let name = self.free_name(name, Variant::Family);
                self.by_name.insert(name.clone(), position);
                self.by_target.insert(target, position);
                self.definitions.push(Definition { name, schema: Value::Null, uses: Vec::new(), size: 0 });
                (position, true)
            }
        };
        let name = self.definitions.get(position).map_or("", |definition| definition.name.as_str());
        (format!("#/$defs/{name}"), new)
    }

    /// Gives the schema of [`Self::own`]. What it refers to must have been asked for.
    pub(crate) fn define(&mut self, key: &str, direction: Direction, schema: Value) {
        let target = (usize::MAX, key.to_owned(), direction, Variant::Family);
        let uses = self.names_used(&schema);
        let position = self.by_target.get(&target).copied();
        if let Some(definition) = position.and_then(|position| self.definitions.get_mut(position)) {
            definition.size = schema.to_string().len();
            definition.schema = schema;
            definition.uses = uses;
        }
    }

    fn process_pending(&mut self, findings: &mut Findings) {
        while let Some((position, node, variant, direction)) = self.pending.pop() {
            let schema = match variant {
                Variant::Family if self.is_family(&node, direction) => {
                    canonical::family(self, &node, direction, findings)
                }
                _ => canonical::schema(self, &node, direction, Some(&node), findings),
            };
            let uses = self.names_used(&schema);
            if let Some(definition) = self.definitions.get_mut(position) {
                definition.size = schema.to_string().len();
                definition.schema = schema;
                definition.uses = uses;
            }
        }
    }

    /// A reference to the shared schema at `node`, which is processed later if it was not yet.
    fn reference(&mut self, node: Node<'d>, direction: Direction, variant: Variant) -> String {
        let variant = if self.is_family(&node, direction) { variant } else { Variant::Family };
        let target = (node.document, node.pointer.clone(), direction, variant);
        let position = match self.by_target.get(&target) {
            Some(&known) => known,
            None => {
                let position = self.definitions.len();
                let name = self.free_name(&self.name_of(&node), variant);
                self.by_name.insert(name.clone(), position);
                self.by_target.insert(target, position);
                self.definitions.push(Definition { name, schema: Value::Null, uses: Vec::new(), size: 0 });
                self.pending.push((position, node, variant, direction));
                position
            }
        };
        let name = self.definitions.get(position).map_or("", |definition| definition.name.as_str());
        format!("#/$defs/{name}")
    }

    /// What a definition is called: the last part of its pointer, or the file's name for a whole document.
    fn name_of(&self, node: &Node<'_>) -> String {
        let last = node.pointer.rsplit('/').next().filter(|last| !last.is_empty()).map(str::to_owned);
        last.unwrap_or_else(|| {
            let uri = self.documents.loaded().get(node.document).map_or("", |loaded| loaded.uri.as_str());
            let file = uri.rsplit('/').next().unwrap_or_default();
            file.split('.').next().unwrap_or_default().to_owned()
        })
    }

    /// A name for a definition that no other has.
    fn free_name(&mut self, wanted: &str, variant: Variant) -> String {
        let mut name: String = wanted
            .replace("~1", "_")
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '_' })
            .take(60)
            .collect();
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            name.insert_str(0, "Schema");
        }
        if variant == Variant::Alone {
            name.push_str("_base");
        }
        if !self.by_name.contains_key(&name) {
            return name;
        }
        // Thousands may have one name: the search goes on where it ended.
        let next = self.next_number.entry(name.clone()).or_insert(2);
        loop {
            let candidate = format!("{name}_{next}");
            *next += 1;
            if !self.by_name.contains_key(&candidate) {
                return candidate;
            }
        }
    }

    fn names_used(&self, schema: &Value) -> Vec<usize> {
        let mut uses = Vec::new();
        for_each_reference(schema, &mut |name| {
            if let Some(&position) = self.by_name.get(name)
                && !uses.contains(&position)
            {
                uses.push(position);
            }
        });
        uses
    }

    /// The schema that a canonical `$ref` names, or the schema itself.
    pub(crate) fn dereference<'s>(&'s self, schema: &'s Value) -> &'s Value {
        let mut here = schema;
        for _ in 0..16 {
            let Some(name) = here.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix("#/$defs/"))
            else {
                return here;
            };
            match self.by_name.get(name).and_then(|&position| self.definitions.get(position)) {
                Some(definition) => here = &definition.schema,
                None => return here,
            }
        }
        here
    }

    /// The schema with the definitions that it needs in its `$defs`, the nearest first. Those that there is no room for stand
    /// there without their parts: in some documents everything refers to everything.
    pub(crate) fn self_contained(&self, mut schema: Value, room: &mut Room) -> Value {
        let mut order = self.names_used(&schema);
        let mut reached = vec![false; self.definitions.len()];
        order.iter().for_each(|&position| mark(&mut reached, position));
        let mut definitions = Map::new();
        let (mut next, mut size) = (0, 0);
        let most = room.for_next();
        while let Some(definition) = order.get(next).and_then(|&position| self.definitions.get(position)) {
            next += 1;
            size += definition.size;
            if size > most {
                definitions.insert(definition.name.clone(), outline(&definition.schema));
                continue;
            }
            definitions.insert(definition.name.clone(), definition.schema.clone());
            for &used in &definition.uses {
                if !reached.get(used).copied().unwrap_or(true) {
                    mark(&mut reached, used);
                    order.push(used);
                }
            }
        }
        room.rest = room.rest.saturating_sub(size.min(most));
        if let Some(map) = schema.as_object_mut()
            && !definitions.is_empty()
        {
            map.insert("$defs".to_owned(), Value::Object(definitions));
        }
        schema
    }
}

/// A schema without its parts: what it is and what it is about.
fn outline(schema: &Value) -> Value {
    let kept = ["type", "description", "enum", "format"];
    let parts = schema.as_object().into_iter().flatten().filter(|(key, _)| kept.contains(&key.as_str()));
    Value::Object(parts.map(|(key, value)| (key.clone(), value.clone())).collect())
}

fn mark(reached: &mut [bool], position: usize) {
    if let Some(flag) = reached.get_mut(position) {
        *flag = true;
    }
}

/// Calls `found` with the name of every definition that a canonical schema refers to.
pub(crate) fn for_each_reference(schema: &Value, found: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if key == "$ref" => {
                        if let Some(name) = text.strip_prefix("#/$defs/") {
                            found(name);
                        }
                    }
                    // Here keys are names, which may be those of keywords.
                    Value::Object(named) if matches!(key.as_str(), "properties" | "patternProperties" | "$defs") => {
                        named.values().for_each(|value| for_each_reference(value, found));
                    }
                    _ if matches!(key.as_str(), "enum" | "const" | "default" | "examples") => {}
                    other => for_each_reference(other, found),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|value| for_each_reference(value, found)),
        _ => {}
    }
}
