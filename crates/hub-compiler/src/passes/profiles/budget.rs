//! Schemas that are too large: words go first, then the deepest optional parts become open. Required parts stay the longest.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::graph::{Graph, below, below_mut, bytes, target};
use super::portable::Schema;

/// No schema is nested deeper than this once it was written out.
const LEVELS: usize = 12;

/// Characters of a description below the arguments themselves, in two steps.
const SHORTER: [usize; 2] = [120, 60];

/// Makes a schema fit into `budget` bytes; says what it took.
pub(super) fn fit(graph: &mut Graph, budget: usize) -> Option<&'static str> {
    if size(graph) <= budget {
        return None;
    }
    for limit in SHORTER {
        below_mut(&mut graph.root, &mut |argument| below_mut(argument, &mut |schema| shorten(schema, limit)));
        graph.definitions.iter_mut().for_each(|(_, body)| shorten(body, limit));
        if size(graph) <= budget {
            return Some("the schema is large: descriptions below the arguments were shortened");
        }
    }
    for keep_required in [true, false] {
        // Deepest first; the search is over whole levels, so a few passes over the schema are enough.
        let (mut low, mut high) = (0, LEVELS);
        while low < high {
            let middle = (low + high).div_ceil(2);
            let fits = size(&truncated(graph, middle, keep_required)) <= budget;
            (low, high) = if fits { (middle, high) } else { (low, middle - 1) };
        }
        let candidate = truncated(graph, low, keep_required);
        if size(&candidate) <= budget || !keep_required {
            *graph = candidate;
            return Some("the schema is too large: its deepest optional parts accept anything");
        }
    }
    None
}

pub(super) fn size(graph: &Graph) -> usize {
    let definitions: usize = graph.definitions.iter().map(|(name, body)| bytes(body) + name.len() + 4).sum();
    bytes(&graph.root) + definitions
}

fn shorten(schema: &mut Schema, limit: usize) {
    if let Some(Value::String(text)) = schema.get_mut("description")
        && let Some((offset, _)) = text.char_indices().nth(limit)
    {
        let kept = text.get(..offset).unwrap_or_default();
        let end = kept.rfind(". ").map(|stop| stop + 1).or_else(|| kept.rfind(' ')).unwrap_or(offset);
        *text = format!("{}…", kept.get(..end).unwrap_or(kept));
    }
    below_mut(schema, &mut |child| shorten(child, limit));
}

/// Where definitions are first used: how deep, and whether everything on the way is required.
type Uses = HashMap<String, (usize, bool)>;

/// What is cut.
struct Cut<'g> {
    /// Levels of properties and items that stay.
    levels: usize,
    /// What is required all the way from the root stays even below.
    keep_required: bool,
    /// Types of the definitions.
    kinds: HashMap<&'g str, &'g str>,
}

impl Cut<'_> {
    fn goes(&self, schema: &Schema, depth: usize, required: bool) -> bool {
        depth > self.levels && !(self.keep_required && required) && is_structured(schema)
    }

    /// What is left of a schema that goes: its type and its words.
    fn opened(&self, schema: &Schema) -> Schema {
        let mut out = Schema::new();
        let name = target(schema);
        let kind = schema.get("type").and_then(Value::as_str).or_else(|| self.kinds.get(name?).copied());
        if let Some(kind) = kind {
            out.insert("type".to_owned(), json!(kind));
        }
        if kind == Some("array") {
            // A list of objects must not be taken for a list of texts.
            let mut items = schema.get("items").and_then(Value::as_object).map(|items| self.opened(items));
            if let Some(items) = &mut items {
                items.remove("description");
            }
            out.insert("items".to_owned(), items.map_or_else(|| json!({}), Value::Object));
        }
        let own =
            schema.get("description").and_then(Value::as_str).map(|text| text.chars().take(60).collect::<String>());
        if let Some(words) = own.or_else(|| name.map(|name| format!("a {name}"))) {
            out.insert("description".to_owned(), json!(words));
        }
        out
    }
}

/// A copy in which what is deeper than `levels` is open, unless it is required all the way and that is to be kept.
fn truncated(graph: &Graph, levels: usize, keep_required: bool) -> Graph {
    let bodies: HashMap<&str, &Schema> = graph.definitions.iter().map(|(name, body)| (name.as_str(), body)).collect();
    let kinds = bodies.iter().filter_map(|(name, body)| Some((*name, body.get("type")?.as_str()?))).collect();
    let cut = Cut { levels, keep_required, kinds };
    let mut uses: Uses = HashMap::new();
    visit(&graph.root, 0, true, &cut, &mut uses);
    let mut settled: Uses = HashMap::new();
    let mut waiting: Vec<String> = uses.keys().cloned().collect();
    // Depths only ever fall, and there are few: each definition is looked at a handful of times at most.
    while let Some(name) = waiting.pop() {
        let Some(&(depth, required)) = uses.get(&name) else { continue };
        if settled.insert(name.clone(), (depth, required)) == Some((depth, required)) {
            continue;
        }
        let mut found: Uses = HashMap::new();
        if let Some(body) = bodies.get(name.as_str()) {
            visit(body, depth, required, &cut, &mut found);
        }
        for (used, (depth, required)) in found {
            let known = uses.entry(used.clone()).or_insert((usize::MAX, false));
            let better = (known.0.min(depth), known.1 || required);
            if *known != better {
                *known = better;
                waiting.push(used);
            }
        }
    }
    let mut root = graph.root.clone();
    truncate(&mut root, 0, true, &cut);
    let mut definitions = Vec::new();
    for (name, body) in &graph.definitions {
        if let Some(&(depth, required)) = settled.get(name) {
            let mut body = body.clone();
            truncate(&mut body, depth, required, &cut);
            definitions.push((name.clone(), body));
        }
    }
    let mut out = Graph { root, definitions };
    out.prune();
    out
}

/// Notes the definitions that a schema will still refer to.
fn visit(schema: &Schema, depth: usize, required: bool, cut: &Cut<'_>, uses: &mut Uses) {
    if cut.goes(schema, depth, required) {
        return;
    }
    if let Some(name) = target(schema) {
        let known = uses.entry(name.to_owned()).or_insert((usize::MAX, false));
        *known = (known.0.min(depth), known.1 || required);
    }
    let names = required_names(schema);
    for (key, value) in schema {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, part) in properties {
                    if let Value::Object(part) = part {
                        visit(part, depth + 1, required && names.contains(name), cut, uses);
                    }
                }
            }
            ("items" | "additionalProperties", Value::Object(part)) => visit(part, depth + 1, required, cut, uses),
            ("anyOf", Value::Array(list)) => {
                list.iter().filter_map(Value::as_object).for_each(|part| visit(part, depth, required, cut, uses));
            }
            _ => {}
        }
    }
}

fn truncate(schema: &mut Schema, depth: usize, required: bool, cut: &Cut<'_>) {
    if cut.goes(schema, depth, required) {
        *schema = cut.opened(schema);
        return;
    }
    let names = required_names(schema);
    for (key, value) in schema.iter_mut() {
        match (key.as_str(), value) {
            ("properties", Value::Object(properties)) => {
                for (name, part) in properties.iter_mut() {
                    if let Value::Object(part) = part {
                        truncate(part, depth + 1, required && names.contains(name), cut);
                    }
                }
            }
            ("items" | "additionalProperties", Value::Object(part)) => truncate(part, depth + 1, required, cut),
            ("anyOf", Value::Array(list)) => {
                list.iter_mut().filter_map(Value::as_object_mut).for_each(|part| truncate(part, depth, required, cut));
            }
            _ => {}
        }
    }
}

fn required_names(schema: &Schema) -> HashSet<String> {
    let names = schema.get("required").and_then(Value::as_array);
    names.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// Whether there is anything below that could be left out.
fn is_structured(schema: &Schema) -> bool {
    let mut any = target(schema).is_some();
    below(schema, &mut |_| any = true);
    any
}
