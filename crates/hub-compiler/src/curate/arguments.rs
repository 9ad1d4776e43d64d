//! Changes of arguments: the input schema and the tool's `arguments` change together; the binding does not.

use std::collections::BTreeMap;

use hub_model::{
    Tool,
    curation::{ArgumentEdit, Conflict},
};
use serde_json::{Map, Value};

use super::conflict;

/// Applies the changes of a tool's arguments.
pub(super) fn apply(tool: &mut Tool, edits: &BTreeMap<String, ArgumentEdit>, conflicts: &mut Vec<Conflict>) {
    for (name, edit) in edits {
        let Some(slot) = tool.arguments.iter().position(|argument| argument.name == *name) else {
            let message =
                format!("there is no argument `{name}` any more; its changes are kept for when it comes back");
            conflicts.push(conflict(&tool.origin.operation, "argument-gone", message));
            continue;
        };
        if edit.fixed.is_some() || edit.hidden {
            withdraw(tool, slot, name, edit, conflicts);
        } else {
            change(tool, slot, name, edit, conflicts);
        }
    }
}

/// Takes an argument out of what models see.
fn withdraw(tool: &mut Tool, slot: usize, name: &str, edit: &ArgumentEdit, conflicts: &mut Vec<Conflict>) {
    if edit.fixed.is_none() && is_required(&tool.input_schema, name) {
        let message =
            format!("the argument `{name}` is required and cannot be hidden without a value; it is still to be seen");
        conflicts.push(conflict(&tool.origin.operation, "argument-required", message));
        return;
    }
    remove(&mut tool.input_schema, name);
    if let Some(argument) = tool.arguments.get_mut(slot) {
        argument.fixed.clone_from(&edit.fixed);
        argument.default = None;
        // Nothing that a model gives fills it any more.
        argument.name.clear();
    }
}

fn change(tool: &mut Tool, slot: usize, name: &str, edit: &ArgumentEdit, conflicts: &mut Vec<Conflict>) {
    let wanted = edit.name.as_deref().filter(|wanted| *wanted != name);
    let called = match wanted {
        Some(wanted) if !is_argument_name(wanted) => {
            let message =
                format!("`{wanted}` is no name that every client accepts; the argument is still called `{name}`");
            conflicts.push(conflict(&tool.origin.operation, "name-not-allowed", message));
            name
        }
        Some(wanted) if property(&tool.input_schema, wanted).is_some() => {
            let message = format!("another argument is called `{wanted}`; this one is still called `{name}`");
            conflicts.push(conflict(&tool.origin.operation, "name-taken", message));
            name
        }
        Some(wanted) => wanted,
        None => name,
    };
    rename(&mut tool.input_schema, name, called);
    if let Some(schema) = property_mut(&mut tool.input_schema, called) {
        if let Some(description) = &edit.description {
            schema.insert("description".to_owned(), Value::from(description.as_str()));
        }
        if let Some(default) = &edit.default {
            schema.insert("default".to_owned(), default.clone());
        }
    }
    if edit.default.is_some() {
        release(&mut tool.input_schema, called);
    }
    if let Some(argument) = tool.arguments.get_mut(slot) {
        argument.name = called.to_owned();
        argument.default.clone_from(&edit.default);
    }
}

/// As clients accept them: what the compiler itself makes names of.
fn is_argument_name(name: &str) -> bool {
    (1..=64).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
}

fn properties(schema: &mut Value) -> Option<&mut Map<String, Value>> {
    schema.get_mut("properties").and_then(Value::as_object_mut)
}

fn property<'s>(schema: &'s Value, name: &str) -> Option<&'s Value> {
    schema.get("properties").and_then(|properties| properties.get(name))
}

fn property_mut<'s>(schema: &'s mut Value, name: &str) -> Option<&'s mut Map<String, Value>> {
    properties(schema)?.get_mut(name).and_then(Value::as_object_mut)
}

fn required(schema: &Value) -> impl Iterator<Item = &str> {
    schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn is_required(schema: &Value, name: &str) -> bool {
    required(schema).any(|required| required == name)
}

fn remove(schema: &mut Value, name: &str) {
    if let Some(properties) = properties(schema) {
        properties.shift_remove(name);
    }
    release(schema, name);
}

/// It need not be given any more.
fn release(schema: &mut Value, name: &str) {
    if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
        required.retain(|required| required != name);
        if required.is_empty()
            && let Some(schema) = schema.as_object_mut()
        {
            schema.shift_remove("required");
        }
    }
}

/// Gives a property another name in its place.
fn rename(schema: &mut Value, from: &str, to: &str) {
    if from == to {
        return;
    }
    if let Some(properties) = properties(schema) {
        *properties = std::mem::take(properties)
            .into_iter()
            .map(|(name, value)| if name == from { (to.to_owned(), value) } else { (name, value) })
            .collect();
    }
    for required in schema.get_mut("required").and_then(Value::as_array_mut).into_iter().flatten() {
        if required == from {
            *required = Value::from(to);
        }
    }
}
