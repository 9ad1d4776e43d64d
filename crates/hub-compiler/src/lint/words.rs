//! Words of a tool: missing ones, and ones that are meant to steer a model.

use hub_model::{Diagnostic, Report, Tool};
use serde_json::Value;

use super::listed;
use crate::passes::words::clean;

/// What is to be said about a tool's words.
pub(super) fn of_tool(tool: &Tool, report: &Report, findings: &mut Vec<Diagnostic>) {
    let place = tool.origin.place.as_str();
    let text = tool.description.trim();
    if text.is_empty() || text == tool.origin.operation {
        let message = format!("`{}` has no description", tool.name);
        let help = "say what it does and when to use it: it is all that a model chooses by";
        findings.push(Diagnostic::warning("undescribed-tool", message, place).help(help));
    }
    arguments(tool, findings);
    let known = report.diagnostics.iter().any(|finding| finding.code == "suspicious-text" && finding.place == place);
    if !known {
        for flag in clean(&tool.description, usize::MAX).flags {
            let message = format!("text that reads like an instruction to a model: {}", flag.excerpt);
            let help = "read it before you let agents see it; rewrite the description if it was not meant for them";
            findings.push(Diagnostic::warning("suspicious-text", message, place).help(help));
        }
    }
}

fn arguments(tool: &Tool, findings: &mut Vec<Diagnostic>) {
    let Some(properties) = tool.input_schema.get("properties").and_then(Value::as_object) else { return };
    let silent: Vec<&str> = properties
        .iter()
        .filter(|(_, schema)| !is_described(&tool.input_schema, schema, 0))
        .map(|(name, _)| name.as_str())
        .collect();
    if !silent.is_empty() {
        let message = format!("arguments of `{}` without a description: {}", tool.name, listed(&silent));
        findings.push(Diagnostic::info("undescribed-arguments", message, tool.origin.place.as_str()));
    }
}

/// Whether a schema, what it refers to, or one of its alternatives has words; enumerated values speak for themselves.
fn is_described(root: &Value, schema: &Value, depth: usize) -> bool {
    if schema.get("description").is_some() || schema.get("enum").is_some() {
        return true;
    }
    if depth > 3 {
        return false;
    }
    let referred =
        schema.get("$ref").and_then(Value::as_str).and_then(|target| root.pointer(target.strip_prefix('#')?));
    let alternatives = schema.get("anyOf").and_then(Value::as_array).into_iter().flatten();
    referred.into_iter().chain(alternatives).any(|part| is_described(root, part, depth + 1))
}
