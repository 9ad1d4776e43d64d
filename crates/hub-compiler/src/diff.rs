//! Two blueprints side by side: what an agent, or whoever runs it, will notice.

mod arguments;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use hub_model::{Blueprint, Tool};
use serde::Serialize;

/// How much a change matters to those who use the old server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Impact {
    /// What worked may fail: a prompt, a saved call, a permission that names a tool.
    Breaking,
    /// Models read something else than before, and may behave differently.
    Notable,
    /// There is more than before.
    Addition,
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// How much it matters.
    pub impact: Impact,
    /// The tool's old name (its new one where it is new); empty when the server as a whole changed.
    pub tool: String,
    /// What changed, in a sentence. Lowercase, no full stop.
    pub message: String,
}

impl Change {
    fn new(impact: Impact, tool: &str, message: impl Into<String>) -> Self {
        Self { impact, tool: tool.to_owned(), message: message.into() }
    }
}

/// What changed from `old` to `new`, the gravest first, each kind in the order of the tools.
#[must_use]
pub fn diff(old: &Blueprint, new: &Blueprint) -> Vec<Change> {
    let mut changes = Vec::new();
    let successors: BTreeMap<&str, &Tool> =
        new.tools.iter().map(|tool| (tool.origin.operation.as_str(), tool)).collect();
    let named: BTreeMap<&str, &Tool> = new.tools.iter().map(|tool| (tool.name.as_str(), tool)).collect();
    for tool in &old.tools {
        match successors.get(tool.origin.operation.as_str()).or_else(|| named.get(tool.name.as_str())) {
            Some(successor) => compare(tool, successor, &mut changes),
            None => changes.push(Change::new(Impact::Breaking, &tool.name, "the tool is gone")),
        }
    }
    let known = |tool: &Tool| {
        old.tools.iter().any(|before| before.origin.operation == tool.origin.operation || before.name == tool.name)
    };
    for tool in new.tools.iter().filter(|tool| !known(tool)) {
        changes.push(Change::new(Impact::Addition, &tool.name, format!("a new tool, {}", tool.origin.operation)));
    }
    server(old, new, &mut changes);
    changes.sort_by_key(|change| change.impact);
    changes
}

fn compare(old: &Tool, new: &Tool, changes: &mut Vec<Change>) {
    let mut say = |impact, message: String| changes.push(Change::new(impact, &old.name, message));
    if old.name != new.name {
        say(Impact::Breaking, format!("is now called `{}`", new.name));
    }
    if old.origin.operation != new.origin.operation {
        say(Impact::Notable, format!("calls {} instead of {}", new.origin.operation, old.origin.operation));
    }
    if old.description != new.description {
        say(Impact::Notable, "is described in other words".to_owned());
    }
    if new.origin.deprecated && !old.origin.deprecated {
        say(Impact::Notable, "is deprecated now".to_owned());
    }
    if !old.annotations.destructive_hint && new.annotations.destructive_hint {
        say(Impact::Notable, "is marked as destructive now, which clients may ask about".to_owned());
    }
    if old.annotations.read_only_hint && !new.annotations.read_only_hint {
        say(Impact::Notable, "is no longer marked as reading only, so clients may ask before they call it".to_owned());
    }
    match (&old.output, &new.output) {
        (Some(before), Some(after)) if before != after => {
            say(Impact::Notable, "answers with another structure".to_owned());
        }
        (Some(_), None) => say(Impact::Breaking, "no longer has a structured answer".to_owned()),
        (None, Some(_)) => say(Impact::Addition, "has a structured answer now".to_owned()),
        _ => {}
    }
    let (before, after) = (old.binding.security(), new.binding.security());
    if before.is_empty() && !after.is_empty() && !after.iter().any(Vec::is_empty) {
        say(Impact::Breaking, "needs credentials now".to_owned());
    }
    arguments::compare(old, new, changes);
}

fn server(old: &Blueprint, new: &Blueprint, changes: &mut Vec<Change>) {
    let mut say = |impact, message: String| changes.push(Change::new(impact, "", message));
    if old.name != new.name {
        say(
            Impact::Breaking,
            format!(
                "the server is called `{}` instead of `{}`, and clients put it before tool names",
                new.name, old.name
            ),
        );
    }
    for (key, before) in &old.upstreams {
        if let Some(after) = new.upstreams.get(key)
            && after.url != before.url
        {
            say(Impact::Notable, format!("calls go to {} instead of {}", after.url, before.url));
        }
    }
    for (name, scheme) in &new.schemes {
        match old.schemes.get(name) {
            None => say(Impact::Notable, format!("wants a secret `{name}`")),
            Some(before) if before.kind != scheme.kind => {
                say(Impact::Breaking, format!("the secret `{name}` is used in another way"));
            }
            Some(_) => {}
        }
    }
    if old.instructions != new.instructions {
        say(Impact::Notable, "the instructions for models changed".to_owned());
    }
}
