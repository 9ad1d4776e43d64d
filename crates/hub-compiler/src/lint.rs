//! What a model or its client would stumble over although the document is valid: too many tools, tools that cannot be told
//! apart, words that are missing, schemas that crowd out everything else.

mod schemas;
mod words;

#[cfg(test)]
mod corpus;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use hub_model::{Blueprint, Diagnostic, Report, Tool};

/// Accuracy falls beyond 30 to 50 tools; Cursor warns at 40 (mcp.md section 5).
const MANY_TOOLS: usize = 40;

/// VS Code sends no more tools than this with one request.
const MOST_TOOLS: usize = 128;

/// Tokens of one tool that deserve a look. A token is taken for four bytes.
const HEAVY_TOOL: usize = 2_000;

/// Tokens of all tools together: a tenth of a context of 200,000.
const HEAVY_SERVER: usize = 20_000;

/// A name this long leaves little of the limit (40) to whoever renames or prefixes it.
const LONG_NAME: usize = 38;

/// Names that are listed in a sentence.
const LISTED: usize = 5;

/// What is worth changing in a blueprint, the server first and then tool by tool. `report` is the account of the compilation
/// that made it (an empty one will do): what it says already is not said again.
#[must_use]
pub fn lint(blueprint: &Blueprint, report: &Report) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    server(blueprint, &mut findings);
    weight(blueprint, &mut findings);
    look_alikes(blueprint, &mut findings);
    for tool in &blueprint.tools {
        words::of_tool(tool, report, &mut findings);
        schemas::of_tool(tool, blueprint.profile, &mut findings);
    }
    findings
}

/// The tokens that a model reads for a tool, roughly.
#[must_use]
pub fn tokens(tool: &Tool) -> usize {
    let schema = tool.input_schema.to_string().len();
    (tool.name.len() + tool.title.len() + tool.description.len() + schema).div_ceil(4)
}

fn server(blueprint: &Blueprint, findings: &mut Vec<Diagnostic>) {
    let count = blueprint.tools.len();
    if count > MANY_TOOLS {
        let message = if count > MOST_TOOLS {
            format!("{count} tools: some clients refuse more than {MOST_TOOLS}, and models choose badly among so many")
        } else {
            format!("{count} tools: models choose worse beyond {MANY_TOOLS}")
        };
        let help = "leave out what agents do not need, or let them search for tools instead of listing all";
        findings.push(Diagnostic::warning("many-tools", message, "#").help(help));
    }
    for (key, upstream) in &blueprint.upstreams {
        if upstream.url.is_empty() {
            let message = format!("nothing says where calls go (`{key}`)");
            findings.push(Diagnostic::warning("missing-server", message, "#/servers").help("give the API's base URL"));
        } else if upstream.url.starts_with("http://") && !is_local(&upstream.url) {
            let message = format!("calls go to {} unencrypted", upstream.url);
            findings.push(Diagnostic::info("plain-http", message, "#/servers").help("use https if the API has it"));
        }
    }
    if blueprint.schemes.is_empty() && count > 0 {
        let message = "the document declares no authentication";
        let help = "if the API wants a key or a token, say so in the document or pass it as a header";
        findings.push(Diagnostic::info("no-authentication", message, "#").help(help));
    }
    let destructive: Vec<&str> = blueprint
        .tools
        .iter()
        .filter(|tool| tool.annotations.destructive_hint)
        .map(|tool| tool.name.as_str())
        .collect();
    if !destructive.is_empty() {
        let message = format!("{} tools may destroy or overwrite: {}", destructive.len(), listed(&destructive));
        let help = "leave out those that agents should never call";
        findings.push(Diagnostic::info("destructive-tools", message, "#").help(help));
    }
}

fn is_local(url: &str) -> bool {
    ["http://localhost", "http://127.", "http://[::1]"].iter().any(|start| url.starts_with(start))
}

fn weight(blueprint: &Blueprint, findings: &mut Vec<Diagnostic>) {
    let mut total = 0;
    for tool in &blueprint.tools {
        let own = tokens(tool);
        total += own;
        if own > HEAVY_TOOL {
            let message = format!("`{}` costs a model about {own} tokens with every request that lists it", tool.name);
            let help = "hide or fix arguments that agents do not need, or choose a smaller budget";
            findings.push(Diagnostic::info("heavy-tool", message, tool.origin.place.as_str()).help(help));
        }
        if tool.name.len() >= LONG_NAME {
            let message = format!("the name `{}` is close to the limit of 40 characters", tool.name);
            findings.push(
                Diagnostic::info("long-name", message, tool.origin.place.as_str()).help("give it a shorter name"),
            );
        }
    }
    if total > HEAVY_SERVER {
        let message = format!("all tools together cost a model about {total} tokens");
        let help = "leave out tools, or let agents search for them";
        findings.push(Diagnostic::warning("heavy-server", message, "#").help(help));
    }
}

/// Tools that a model cannot tell apart by what it reads.
fn look_alikes(blueprint: &Blueprint, findings: &mut Vec<Diagnostic>) {
    let mut same: BTreeMap<String, Vec<&Tool>> = BTreeMap::new();
    for tool in &blueprint.tools {
        let essence: String =
            tool.description.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        if !essence.is_empty() {
            same.entry(essence).or_default().push(tool);
        }
    }
    let mut groups: Vec<&Vec<&Tool>> = same.values().filter(|tools| tools.len() > 1).collect();
    groups.sort_by_key(|tools| tools.first().map(|tool| tool.name.as_str()));
    for tools in groups {
        let names: Vec<&str> = tools.iter().map(|tool| tool.name.as_str()).collect();
        let place = tools.first().map_or("#", |tool| tool.origin.place.as_str());
        let message = format!("tools with the same description cannot be told apart: {}", listed(&names));
        findings.push(Diagnostic::warning("look-alike-tools", message, place).help("say in each what only it does"));
    }
    let mut calls: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for tool in &blueprint.tools {
        // Fixed arguments make different tools of one call.
        if tool.arguments.iter().all(|argument| argument.fixed.is_none()) {
            let call = format!("{:?} {}", tool.binding, tool.input_schema);
            calls.entry(call).or_default().push(&tool.name);
        }
    }
    for names in calls.values().filter(|names| names.len() > 1) {
        let message = format!("tools that do the same: {}", listed(names));
        findings.push(Diagnostic::warning("same-call", message, "#").help("keep one of them"));
    }
}

/// `a`, `b` and 3 more.
fn listed(names: &[&str]) -> String {
    let shown: Vec<String> = names.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
    match names.len().checked_sub(LISTED).filter(|more| *more > 0) {
        Some(more) => format!("{} and {more} more", shown.join(", ")),
        None => shown.join(", "),
    }
}
