//! Schemas that clients accept: the rules of each profile as data, a checker of them, and the lowering that keeps them.
//!
//! Lowering only ever weakens: what the original accepts, the result accepts. Two exceptions are the price of a profile:
//! `openai-strict` requires every property (null stands for absent) and takes free-form values as JSON text, and `gemini`
//! cannot say "an array of anything". What a schema cannot say any more is said in its description, and noted.

mod budget;
mod check;
mod faithful;
mod finish;
mod graph;
mod output;
mod portable;
mod root;
mod rules;
mod strict;

#[cfg(test)]
mod tests;

use hub_model::Profile;
use serde_json::{Map, Value};

pub use check::{Finding, check};
pub use output::relax_output;
pub use rules::{Enums, Limits, References, Rules};

use graph::Graph;
use portable::Portable;

/// What a schema describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The arguments of a tool.
    Input,
    /// Its structured answer.
    Output,
}

/// Something that a schema lost on the way to a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// JSON pointer of the place in the original schema.
    pub pointer: String,
    /// What was lost. Lowercase, no full stop.
    pub message: String,
}

/// Lowers a self-contained JSON Schema 2020-12 input schema (shared parts under `$defs`) to what `profile` accepts, in about
/// `budget_bytes` at most; `full` has no budget.
#[must_use]
pub fn lower(schema: &Value, profile: Profile, budget_bytes: usize) -> (Value, Vec<Note>) {
    match profile {
        Profile::Full if root::is_object(schema) => (faithful::full(schema), Vec::new()),
        Profile::Draft07 if root::is_object(schema) => {
            let lowered = faithful::draft_07(&faithful::full(schema));
            if lowered.to_string().len() <= budget_bytes {
                return (lowered, Vec::new());
            }
            let (smaller, notes) = portable(schema, Profile::Claude, budget_bytes);
            (faithful::draft_07(&smaller), notes)
        }
        Profile::Draft07 => {
            let (smaller, notes) = portable(schema, Profile::Claude, budget_bytes);
            (faithful::draft_07(&smaller), notes)
        }
        Profile::Full => portable(schema, Profile::Claude, usize::MAX),
        other => portable(schema, other, budget_bytes),
    }
}

fn portable(schema: &Value, profile: Profile, budget: usize) -> (Value, Vec<Note>) {
    let rules = Rules::of(profile);
    let mut portable = Portable::new(rules, schema.get("$defs").and_then(Value::as_object));
    let lowered = portable.node(schema, "", 0);
    let lowered = root::object(lowered, &mut portable);
    let mut graph = Graph::new(lowered, &mut portable);
    // 120,000 characters of names and values are the most that OpenAI takes; a property costs more bytes than characters.
    let budget = if rules.limits.characters.is_some() { budget.min(90_000) } else { budget };
    graph.simplify(rules.references);
    if rules.references == References::None {
        graph.expand(budget.saturating_mul(2));
    }
    let mut room = budget;
    loop {
        let mut fitted = graph.clone();
        let note = budget::fit(&mut fitted, room);
        finish::complete(&mut fitted, rules);
        if rules.closed {
            strict::close(&mut fitted, &mut portable);
        }
        fitted.prune();
        // What is added at the end may take a schema over its budget again.
        let size = budget::size(&fitted);
        if size > budget && room > 200 {
            room = (room / 4 * 3).min(room.saturating_sub(size - budget)).max(100);
            continue;
        }
        if let Some(note) = note {
            portable.note("", note);
        }
        return (value(fitted), portable.notes);
    }
}

/// The schema with its definitions in it.
fn value(graph: Graph) -> Value {
    let mut root = graph.root;
    if !graph.definitions.is_empty() {
        let definitions: Map<String, Value> =
            graph.definitions.into_iter().map(|(name, body)| (name, Value::Object(body))).collect();
        root.insert("$defs".to_owned(), Value::Object(definitions));
    }
    Value::Object(root)
}
