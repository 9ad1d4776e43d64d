//! The selection that a tool makes unless it is told another: what an answer needs, within a budget.
//!
//! Fields without fields of their own come first, then what lies below, level by level. What needs arguments, what is deprecated
//! and what would lead back to a type that is selected already is left out. Connections are looked through: their nodes
//! count as if they were a plain list.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::model::{Field, Kind, Schema, Type, TypeRef};
use super::scalars;

/// Levels of objects below the operation's field.
const DEEPEST: usize = 3;
/// Fields without fields of their own that are selected of one object, by level.
const LEAVES: [usize; 4] = [40, 12, 5, 3];
/// Objects that are looked into below one object, by level.
const OBJECTS: [usize; 4] = [12, 4, 1, 0];
/// Fields of a whole selection.
const BUDGET: usize = 120;
/// Types of a union or interface that get a fragment.
const MOST_FRAGMENTS: usize = 12;
/// What tells one object from another, the most telling first.
const TELLING: [&str; 24] = [
    "id",
    "name",
    "title",
    "fullName",
    "displayName",
    "nameWithOwner",
    "login",
    "username",
    "number",
    "key",
    "slug",
    "code",
    "state",
    "status",
    "type",
    "kind",
    "url",
    "email",
    "message",
    "description",
    "summary",
    "value",
    "createdAt",
    "updatedAt",
];
/// Fields of a type that are looked at.
const MOST_LOOKED_AT: usize = 2_000;

/// A selection, and the schema of what it gives.
pub(super) struct Selected {
    /// With braces; empty for scalars and enums.
    pub(super) text: String,
    /// Canonical.
    pub(super) output: Value,
}

/// The selection for a field's type.
pub(super) fn of(schema: &Schema, ty: &TypeRef) -> Selected {
    let mut selector = Selector { schema, budget: BUDGET, path: Vec::new() };
    let selected = selector.of_type(ty.name(), 0);
    Selected { output: shaped(ty, selected.output), text: selected.text }
}

struct Selector<'s> {
    schema: &'s Schema,
    budget: usize,
    /// Types that are being selected from.
    path: Vec<&'s str>,
}

/// What is selected of one object so far.
#[derive(Default)]
struct Parts<'s> {
    text: String,
    properties: Map<String, Value>,
    /// What each name in the answer stands for: the same name must not mean two things (section 5.3.2).
    meanings: HashMap<&'s str, String>,
}

impl Parts<'_> {
    fn add(&mut self, written: &str, name: &str, output: Value) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        self.text.push_str(written);
        self.properties.insert(name.to_owned(), output);
    }
}

impl<'s> Selector<'s> {
    fn of_type(&mut self, name: &str, depth: usize) -> Selected {
        let Some((name, ty)) = self.schema.types.get_key_value(name).filter(|_| !self.schema.is_leaf(name)) else {
            return Selected { text: String::new(), output: leaf(self.schema, name) };
        };
        self.path.push(name);
        let mut parts = Parts::default();
        if ty.kind != Kind::Object {
            parts.add("__typename", "__typename", json!({ "type": "string" }));
            parts.meanings.insert("__typename", "String!".to_owned());
        }
        match connection(self.schema, ty) {
            Some(connection) => self.connection(ty, &connection, depth, &mut parts),
            None => self.object(ty, depth, &[], &mut parts),
        }
        if ty.kind != Kind::Object {
            self.fragments(ty, depth, &mut parts);
        }
        if parts.text.is_empty() {
            parts.add("__typename", "__typename", json!({ "type": "string" }));
        }
        self.path.pop();
        Selected {
            text: format!("{{ {} }}", parts.text),
            output: json!({ "type": "object", "properties": parts.properties }),
        }
    }

    /// The fields of an object or interface, leaves first, without those that are selected for all `known`.
    fn object(&mut self, ty: &'s Type, depth: usize, known: &[&str], parts: &mut Parts<'s>) {
        let looked_at = ty.fields.iter().take(MOST_LOOKED_AT);
        let mut usable: Vec<&Field> =
            looked_at.filter(|field| usable(field) && !known.contains(&field.name.as_str())).collect();
        usable.sort_by_key(|field| rank(&field.name));
        let most = LEAVES.get(depth).copied().unwrap_or_default();
        let leaves = usable.iter().filter(|field| self.schema.is_leaf(field.ty.name()));
        for field in leaves.take(most) {
            if !self.room(1) {
                return;
            }
            let output = shaped(&field.ty, leaf(self.schema, field.ty.name()));
            self.take(field, "", output, parts);
        }
        if depth >= DEEPEST {
            return;
        }
        let most = OBJECTS.get(depth).copied().unwrap_or_default();
        let mut taken = 0;
        for field in usable.iter().filter(|field| !self.schema.is_leaf(field.ty.name())) {
            if taken == most || self.budget < 2 {
                return;
            }
            if !self.worth_entering(field, depth) {
                continue;
            }
            taken += 1;
            self.budget -= 1;
            let below = self.of_type(field.ty.name(), depth + 1);
            self.take(field, &below.text, shaped(&field.ty, below.output), parts);
        }
    }

    /// Lists that take arguments are pages of something large, and many APIs refuse them without a page size.
    fn worth_entering(&self, field: &Field, depth: usize) -> bool {
        let name = field.ty.name();
        let paged = field.arguments.iter().any(|argument| ["first", "last", "limit"].contains(&argument.name.as_str()));
        let is_page = self.schema.types.get(name).is_some_and(|ty| connection(self.schema, ty).is_some());
        let large = paged || is_page && depth > 0;
        self.schema.types.contains_key(name) && !self.path.contains(&name) && !large
    }

    fn room(&mut self, fields: usize) -> bool {
        let room = self.budget >= fields;
        self.budget = self.budget.saturating_sub(fields);
        room
    }

    /// Adds a field, under another name where its own means something else already.
    fn take(&self, field: &'s Field, below: &str, output: Value, parts: &mut Parts<'s>) {
        let meaning = format!("{} {below}", field.ty);
        let space = if below.is_empty() { "" } else { " " };
        match parts.meanings.get(field.name.as_str()) {
            None => {
                parts.add(&format!("{}{space}{below}", field.name), &field.name, output);
                parts.meanings.insert(&field.name, meaning);
            }
            // Another fragment has selected it too.
            Some(same) if *same == meaning => {
                parts.add(&format!("{}{space}{below}", field.name), &field.name, output);
            }
            Some(_) => {
                let owner = self.path.last().copied().unwrap_or_default();
                let alias = format!("{}_{owner}", field.name);
                if !parts.properties.contains_key(&alias) {
                    parts.add(&format!("{alias}: {}{space}{below}", field.name), &alias, output);
                }
            }
        }
    }

    /// What the types of a union or interface have beyond what they share.
    fn fragments(&mut self, ty: &'s Type, depth: usize, parts: &mut Parts<'s>) {
        // What an interface has itself says enough of something that is only mentioned.
        if depth > 0 && !ty.fields.is_empty() {
            return;
        }
        let possible: Vec<&String> = ty.possible.iter().filter(|name| !self.path.contains(&name.as_str())).collect();
        // Each gets its share: the last type must not go without because the first has many fields.
        let mut waiting = possible.len().min(MOST_FRAGMENTS);
        for name in possible.into_iter().take(MOST_FRAGMENTS) {
            let share = self.budget / waiting.max(1);
            waiting -= 1;
            let Some((name, member)) = self.schema.types.get_key_value(name.as_str()) else { continue };
            if member.kind != Kind::Object || share < 2 {
                continue;
            }
            let kept = self.budget - share;
            self.budget = share;
            let before = std::mem::take(&mut parts.text);
            self.path.push(name);
            let known: Vec<&str> = ty.fields.iter().map(|field| field.name.as_str()).collect();
            // Below the top, the types are told apart and no more.
            self.object(member, if depth == 0 { 1 } else { DEEPEST }, &known, parts);
            self.path.pop();
            self.budget += kept;
            let own = std::mem::replace(&mut parts.text, before);
            if !own.is_empty() {
                parts.text.push_str(&format!(" ... on {name} {{ {own} }}"));
            }
        }
    }

    /// Nodes, and what is needed for the next page.
    fn connection(&mut self, ty: &'s Type, connection: &Connection<'s>, depth: usize, parts: &mut Parts<'s>) {
        let node = self.of_type(connection.node, depth);
        let list = |output: Value| json!({ "type": "array", "items": output });
        match connection.edges {
            None => {
                let written = format!("{} {}", connection.list, node.text);
                parts.add(written.trim_end(), connection.list, list(node.output));
            }
            Some(inner) => {
                let written = format!("{} {{ {inner} {} }}", connection.list, node.text);
                let edge = json!({ "type": "object", "properties": { inner: node.output } });
                parts.add(&written.replace("  ", " "), connection.list, list(edge));
            }
        }
        let find = |name: &str| ty.fields.iter().find(|field| field.name == name && usable(field));
        if let Some(info) = find("pageInfo").and_then(|info| self.schema.types.get(info.ty.name())) {
            let wanted: Vec<&str> = ["hasNextPage", "endCursor", "hasPreviousPage", "startCursor"]
                .into_iter()
                .filter(|name| info.fields.iter().any(|field| field.name == *name))
                .collect();
            if !wanted.is_empty() {
                parts.add(&format!("pageInfo {{ {} }}", wanted.join(" ")), "pageInfo", json!({ "type": "object" }));
            }
        }
        for name in ["totalCount", "count", "total"] {
            if let Some(field) = find(name).filter(|field| self.schema.is_leaf(field.ty.name())) {
                parts.add(name, name, leaf(self.schema, field.ty.name()));
            }
        }
    }
}

/// The lower, the sooner it is selected: what tells objects apart first, what repeats something else last.
fn rank(name: &str) -> usize {
    let repeats = ["HTML", "ResourcePath", "resourcePath", "clientMutationId", "databaseId"];
    if repeats.iter().any(|ending| name.ends_with(ending)) || name.starts_with("viewer") {
        return TELLING.len() + 1;
    }
    TELLING.iter().position(|telling| *telling == name).unwrap_or(TELLING.len())
}

/// A field that can be selected without saying more.
fn usable(field: &Field) -> bool {
    field.deprecated.is_none() && !field.arguments.iter().any(super::model::InputValue::is_required)
}

/// How a connection (Relay's cursor connections) leads to its nodes.
struct Connection<'s> {
    /// `nodes`, or `edges`.
    list: &'s str,
    /// `node`, below `edges`.
    edges: Option<&'s str>,
    /// The type of the nodes.
    node: &'s str,
}

fn connection<'s>(schema: &'s Schema, ty: &'s Type) -> Option<Connection<'s>> {
    let field = |ty: &'s Type, name: &str| ty.fields.iter().find(|field| field.name == name && usable(field));
    field(ty, "pageInfo")?;
    if let Some(nodes) = field(ty, "nodes").filter(|nodes| nodes.ty.is_list()) {
        return Some(Connection { list: &nodes.name, edges: None, node: nodes.ty.name() });
    }
    let edges = field(ty, "edges").filter(|edges| edges.ty.is_list())?;
    let node = field(schema.types.get(edges.ty.name())?, "node")?;
    Some(Connection { list: &edges.name, edges: Some(&node.name), node: node.ty.name() })
}

/// The schema of a scalar or enum in an answer.
fn leaf(schema: &Schema, name: &str) -> Value {
    match schema.types.get(name) {
        Some(ty) if ty.kind == Kind::Enum => json!({ "type": "string" }),
        _ => match scalars::schema(name, "", "") {
            Value::Object(mut map) => {
                map.shift_remove("description");
                Value::Object(map)
            }
            other => other,
        },
    }
}

/// With the lists of a use of a type around it.
fn shaped(ty: &TypeRef, output: Value) -> Value {
    match ty {
        TypeRef::Named(_) => output,
        TypeRef::NonNull(inner) => shaped(inner, output),
        TypeRef::List(inner) => json!({ "type": "array", "items": shaped(inner, output) }),
    }
}
