//! Changes that people made, applied to a blueprint: which tools there are, what they and their arguments are called, and what is
//! always sent. What does not fit is told and left as it was; nothing else is lost with it.

mod arguments;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use hub_model::{
    Blueprint, Tool,
    curation::{Conflict, Curation, Pick, ToolEdit, Which},
};

use crate::{
    link::{digest, instructions, keep_types, selected},
    passes::names,
};

/// Characters of a description that somebody wrote.
const DESCRIPTION: usize = 4_000;

/// A blueprint as people want it.
#[derive(Debug, Clone)]
pub struct Curated {
    /// The tools that were picked, changed. There may be none.
    pub blueprint: Blueprint,
    /// What did not fit.
    pub conflicts: Vec<Conflict>,
}

/// Applies a curation to a blueprint.
#[must_use]
pub fn curate(mut blueprint: Blueprint, curation: &Curation) -> Curated {
    let mut conflicts = gone(&blueprint, curation);
    let whole = blueprint.tools.len();
    blueprint.tools.retain(|tool| is_picked(&curation.picks, tool));
    let mut taken: BTreeSet<String> = blueprint.tools.iter().map(|tool| tool.name.clone()).collect();
    for tool in &mut blueprint.tools {
        if let Some(edit) = curation.tools.get(&tool.origin.operation) {
            apply(tool, edit, &mut taken, &mut conflicts);
        }
    }
    keep_types(&mut blueprint);
    match &curation.instructions {
        Some(text) => blueprint.instructions.clone_from(text),
        // They tell how many tools there are, and what of.
        None if whole != blueprint.tools.len() => blueprint.instructions = instructions::write(&blueprint, &[]),
        None => {}
    }
    blueprint.digest.clear();
    blueprint.digest = digest(&blueprint);
    Curated { blueprint, conflicts }
}

/// Changes of operations that there are no more.
fn gone(blueprint: &Blueprint, curation: &Curation) -> Vec<Conflict> {
    let known: BTreeSet<&str> = blueprint.tools.iter().map(|tool| tool.origin.operation.as_str()).collect();
    let gone = curation.tools.keys().filter(|operation| !known.contains(operation.as_str()));
    gone.map(|operation| {
        conflict(
            operation,
            "operation-gone",
            "there is no such operation any more; its changes are kept for when it comes back",
        )
    })
    .collect()
}

fn conflict(operation: &str, code: &str, message: impl Into<String>) -> Conflict {
    Conflict { operation: operation.to_owned(), code: code.to_owned(), message: message.into() }
}

fn is_picked(picks: &[Pick], tool: &Tool) -> bool {
    let last = picks.iter().rev().find(|pick| is_meant(&pick.which, tool));
    match (last, picks.first()) {
        (Some(pick), _) => !pick.out,
        (None, Some(first)) => first.out,
        (None, None) => true,
    }
}

fn is_meant(which: &Which, tool: &Tool) -> bool {
    match which {
        Which::Glob(glob) => selected(std::slice::from_ref(glob), &tool.name, &tool.origin.operation),
        Which::Tag(tag) => tool.origin.tags.iter().any(|own| own == tag),
        Which::ReadOnly(wanted) => tool.annotations.read_only_hint == *wanted,
        Which::Deprecated(wanted) => tool.origin.deprecated == *wanted,
    }
}

fn apply(tool: &mut Tool, edit: &ToolEdit, taken: &mut BTreeSet<String>, conflicts: &mut Vec<Conflict>) {
    let operation = tool.origin.operation.clone();
    if let Some(name) = edit.name.as_ref().filter(|name| **name != tool.name) {
        if !names::is_legal(name) {
            let message = format!("`{name}` is no name that every client accepts; it is still called `{}`", tool.name);
            conflicts.push(conflict(&operation, "name-not-allowed", message));
        } else if taken.contains(name) {
            let message = format!("another tool is called `{name}`; this one is still called `{}`", tool.name);
            conflicts.push(conflict(&operation, "name-taken", message));
        } else {
            taken.remove(&tool.name);
            taken.insert(name.clone());
            tool.name.clone_from(name);
        }
    }
    if let Some(title) = &edit.title {
        tool.title.clone_from(title);
    }
    if let Some(description) = &edit.description {
        tool.description = description.chars().take(DESCRIPTION).collect();
        // What was cut out of the description before belonged to other words.
        tool.documentation = None;
    }
    tool.annotations.read_only_hint = edit.read_only.unwrap_or(tool.annotations.read_only_hint);
    tool.annotations.destructive_hint = edit.destructive.unwrap_or(tool.annotations.destructive_hint);
    tool.annotations.idempotent_hint = edit.idempotent.unwrap_or(tool.annotations.idempotent_hint);
    arguments::apply(tool, &edit.arguments, conflicts);
}
