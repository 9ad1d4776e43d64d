//! A lowered schema and its definitions as a graph: what is reached, where it runs in circles, what is better written out
//! where it is used. Every step is linear in the schema; nothing is expanded twice unless it is tiny.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::portable::{Portable, Schema};
use super::rules::References;

/// Definitions of fewer bytes are written out wherever they are used.
const TINY: usize = 200;

/// Writing out stops where schemas would nest deeper.
const TALLEST: usize = 20;

/// A schema and the definitions that it needs.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph {
    pub(super) root: Schema,
    /// In the order in which they are first needed.
    pub(super) definitions: Vec<(String, Schema)>,
}

/// Calls `visit` with each schema directly below one.
pub(super) fn below<'s>(schema: &'s Schema, visit: &mut impl FnMut(&'s Schema)) {
    for (key, value) in schema {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                properties.values().filter_map(Value::as_object).for_each(&mut *visit);
            }
            ("items" | "additionalProperties", Value::Object(one)) => visit(one),
            ("anyOf", Value::Array(list)) => list.iter().filter_map(Value::as_object).for_each(&mut *visit),
            _ => {}
        }
    }
}

/// Calls `visit` with each schema directly below one, to change it.
pub(super) fn below_mut(schema: &mut Schema, visit: &mut impl FnMut(&mut Schema)) {
    for (key, value) in schema.iter_mut() {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                properties.values_mut().filter_map(Value::as_object_mut).for_each(&mut *visit);
            }
            ("items" | "additionalProperties", Value::Object(one)) => visit(one),
            ("anyOf", Value::Array(list)) => list.iter_mut().filter_map(Value::as_object_mut).for_each(&mut *visit),
            _ => {}
        }
    }
}

/// The definition that a schema is a reference to.
pub(super) fn target(schema: &Schema) -> Option<&str> {
    schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/")
}

/// The definitions that a schema refers to, in order, as often as it does.
pub(super) fn references(schema: &Schema) -> Vec<&str> {
    let mut found = Vec::new();
    collect(schema, &mut found);
    found
}

fn collect<'s>(schema: &'s Schema, found: &mut Vec<&'s str>) {
    found.extend(target(schema));
    below(schema, &mut |child| collect(child, found));
}

fn height(schema: &Schema) -> usize {
    let mut tallest = 0;
    below(schema, &mut |child| tallest = tallest.max(1 + height(child)));
    tallest
}

/// Bytes of a schema as JSON.
pub(super) fn bytes(schema: &Schema) -> usize {
    serde_json::to_string(schema).map_or(0, |text| text.len())
}

impl Graph {
    /// The graph of `root`, with every definition that it reaches lowered.
    pub(super) fn new(root: Schema, portable: &mut Portable<'_>) -> Self {
        let mut definitions: Vec<(String, Schema)> = Vec::new();
        let mut seen: HashSet<String> = HashSet::new();
        let mut waiting: std::collections::VecDeque<String> =
            references(&root).into_iter().map(str::to_owned).collect();
        while let Some(name) = waiting.pop_front() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let body = portable.definition(&name).unwrap_or_default();
            waiting.extend(references(&body).into_iter().filter(|name| !seen.contains(*name)).map(str::to_owned));
            definitions.push((name, body));
        }
        Self { root, definitions }
    }

    /// Writes out what the rules want written out, and cuts what runs in circles where they want that.
    pub(super) fn simplify(&mut self, references: References) {
        let order = self.circles(references != References::Any);
        self.inline(&order, usize::MAX, |size, _| size < TINY);
        let order = self.circles(false);
        let mut uses: HashMap<String, usize> = HashMap::new();
        for name in self.all_references() {
            *uses.entry(name).or_default() += 1;
        }
        self.inline(&order, usize::MAX, |_, name| uses.get(name).is_none_or(|count| *count < 2));
        self.prune();
    }

    /// Writes everything out, as long as it does not make any definition larger than `most` bytes.
    pub(super) fn expand(&mut self, most: usize) {
        let order = self.circles(true);
        self.inline(&order, most, |_, _| true);
        replace(&mut self.root, &mut |schema| {
            let name = target(schema)?.to_owned();
            Some(stub(&name, schema, &Schema::new()))
        });
        self.definitions.clear();
    }

    fn all_references(&self) -> Vec<String> {
        let bodies = self.definitions.iter().map(|(_, body)| body);
        std::iter::once(&self.root).chain(bodies).flat_map(references).map(str::to_owned).collect()
    }

    fn positions(&self) -> HashMap<String, usize> {
        self.definitions.iter().enumerate().map(|(position, (name, _))| (name.clone(), position)).collect()
    }

    /// The definitions, each after those that it refers to. With `cut`, references that lead back into a definition that is
    /// being followed are replaced by an open object; without, such definitions are left out of the order.
    fn circles(&mut self, cut: bool) -> Vec<usize> {
        let positions = self.positions();
        let edges: Vec<Vec<usize>> = self
            .definitions
            .iter()
            .map(|(_, body)| references(body).into_iter().filter_map(|name| positions.get(name).copied()).collect())
            .collect();
        let (mut order, mut back): (Vec<usize>, HashSet<(usize, usize)>) = (Vec::new(), HashSet::new());
        let mut state = vec![0_u8; edges.len()];
        for start in 0..edges.len() {
            let mut stack = vec![(start, 0)];
            while let Some((here, next)) = stack.pop() {
                if next == 0 {
                    if state.get(here) != Some(&0) {
                        continue;
                    }
                    set(&mut state, here, 1);
                }
                match edges.get(here).and_then(|targets| targets.get(next)) {
                    Some(&there) => {
                        stack.push((here, next + 1));
                        match state.get(there) {
                            Some(0) => stack.push((there, 0)),
                            Some(1) => {
                                back.insert((here, there));
                            }
                            _ => {}
                        }
                    }
                    None => {
                        set(&mut state, here, 2);
                        order.push(here);
                    }
                }
            }
        }
        if !cut {
            let circular = in_circles(&edges);
            order.retain(|position| !circular.get(*position).copied().unwrap_or(true));
            return order;
        }
        let shapes: Vec<Schema> = back.iter().map(|(_, to)| *to).collect::<HashSet<_>>().into_iter().fold(
            vec![Schema::new(); self.definitions.len()],
            |mut shapes, position| {
                if let (Some(slot), Some((_, body))) = (shapes.get_mut(position), self.definitions.get(position)) {
                    *slot =
                        body.iter().filter(|(key, _)| *key == "type").map(|(k, v)| (k.clone(), v.clone())).collect();
                }
                shapes
            },
        );
        for (from, (_, body)) in self.definitions.iter_mut().enumerate() {
            replace(body, &mut |schema| {
                let name = target(schema)?;
                let to = *positions.get(name)?;
                back.contains(&(from, to)).then(|| stub(name, schema, shapes.get(to).unwrap_or(&Schema::new())))
            });
        }
        order
    }

    /// Replaces references by what they refer to, where `wanted(bytes, name)` says so and the result stays below `most`
    /// bytes. `order` must name definitions before those that refer to them.
    fn inline(&mut self, order: &[usize], most: usize, wanted: impl Fn(usize, &str) -> bool) {
        let mut ready: HashMap<String, (Schema, usize, usize)> = HashMap::new();
        for &position in order {
            let Some((name, body)) = self.definitions.get_mut(position) else { continue };
            let size = substitute(body, &ready, most);
            if wanted(size, name) {
                ready.insert(name.clone(), (body.clone(), height(body), size));
            }
        }
        let ordered: HashSet<usize> = order.iter().copied().collect();
        for (position, (_, body)) in self.definitions.iter_mut().enumerate() {
            if !ordered.contains(&position) {
                substitute(body, &ready, most);
            }
        }
        substitute(&mut self.root, &ready, most);
    }

    /// Leaves out definitions that nothing refers to any more.
    pub(super) fn prune(&mut self) {
        let mut bodies: HashMap<String, Schema> = std::mem::take(&mut self.definitions).into_iter().collect();
        let mut waiting: std::collections::VecDeque<String> =
            references(&self.root).into_iter().map(str::to_owned).collect();
        while let Some(name) = waiting.pop_front() {
            if let Some(body) = bodies.remove(&name) {
                waiting.extend(references(&body).into_iter().map(str::to_owned));
                self.definitions.push((name, body));
            }
        }
    }
}

fn set(state: &mut [u8], position: usize, value: u8) {
    if let Some(slot) = state.get_mut(position) {
        *slot = value;
    }
}

/// Which definitions are in a circle or lead into one: those that are left when what refers to nothing is taken away again
/// and again.
fn in_circles(edges: &[Vec<usize>]) -> Vec<bool> {
    let mut left: Vec<usize> = edges.iter().map(Vec::len).collect();
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); edges.len()];
    for (from, targets) in edges.iter().enumerate() {
        for &to in targets {
            if let Some(list) = users.get_mut(to) {
                list.push(from);
            }
        }
    }
    let mut circular = vec![true; edges.len()];
    let mut free: Vec<usize> = left.iter().enumerate().filter(|(_, count)| **count == 0).map(|(at, _)| at).collect();
    while let Some(position) = free.pop() {
        if let Some(flag) = circular.get_mut(position) {
            *flag = false;
        }
        for &user in users.get(position).into_iter().flatten() {
            if let Some(count) = left.get_mut(user) {
                *count = count.saturating_sub(1);
                if *count == 0 {
                    free.push(user);
                }
            }
        }
    }
    circular
}

/// An open stand-in for a definition, in the place of a reference to it.
pub(super) fn stub(name: &str, reference: &Schema, shape: &Schema) -> Schema {
    let mut out = Schema::new();
    match shape.get("type").and_then(Value::as_str) {
        Some("object") => {
            out.insert("type".to_owned(), json!("object"));
        }
        Some("array") => {
            out.insert("type".to_owned(), json!("array"));
            out.insert("items".to_owned(), json!({}));
        }
        _ => {}
    }
    let words = match reference.get("description").and_then(Value::as_str) {
        Some(own) => format!("{own} (another {name}, shaped as above)"),
        None => format!("another {name}, shaped as above"),
    };
    out.insert("description".to_owned(), json!(words));
    out
}

/// Replaces schemas from the top down; what `with` gives is not looked into again.
pub(super) fn replace(schema: &mut Schema, with: &mut impl FnMut(&Schema) -> Option<Schema>) {
    if let Some(new) = with(schema) {
        *schema = new;
        return;
    }
    below_mut(schema, &mut |child| replace(child, with));
}

/// Replaces references by the bodies that are `ready` (body, height, bytes); returns the bytes of the result.
fn substitute(schema: &mut Schema, ready: &HashMap<String, (Schema, usize, usize)>, most: usize) -> usize {
    let mut size = bytes(schema);
    substitute_below(schema, ready, most, 0, &mut size);
    size
}

fn substitute_below(
    schema: &mut Schema,
    ready: &HashMap<String, (Schema, usize, usize)>,
    most: usize,
    depth: usize,
    size: &mut usize,
) {
    if let Some((body, tall, cost)) = target(schema).and_then(|name| ready.get(name)) {
        if depth + tall <= TALLEST && size.saturating_add(*cost) <= most {
            let mut body = body.clone();
            for key in ["description", "default"] {
                if let Some(own) = schema.get(key) {
                    body.insert(key.to_owned(), own.clone());
                }
            }
            *size += cost;
            *schema = body;
        }
        return;
    }
    below_mut(schema, &mut |child| substitute_below(child, ready, most, depth + 1, size));
}
