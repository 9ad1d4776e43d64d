//! Several APIs in one server: each keeps its tools, upstreams and secrets under a name space of its own.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::blueprint::FORMAT;
use hub_model::{Blueprint, Diagnostic, Report, Skipped, Tool};

use crate::Compilation;
use crate::link::{digest, instructions, not_selected, selected};
use crate::passes::names;

/// Bytes of the instructions of one API among others.
const INSTRUCTIONS: usize = 1_500;

/// Merges what several sources became. Each comes with its name space, which may be empty: it is then made from the API's
/// name. Tools are called `space_tool`, upstreams `space/key`, secrets `space.scheme`. `only` are globs as in
/// [`crate::Options::only`], over the new names or the operations; `name` is the server's.
#[must_use]
pub fn merge(name: &str, parts: Vec<(String, Compilation)>, only: &[String]) -> Compilation {
    let mut report = Report { kind: "several".to_owned(), ..Report::default() };
    let mut spaces = BTreeSet::new();
    let (mut titles, mut blueprints) = (Vec::new(), Vec::new());
    for (wanted, part) in parts {
        let made = part.blueprint.as_ref().map_or(part.report.title.as_str(), |blueprint| &blueprint.name);
        let space = free(&slug(if wanted.is_empty() { made } else { &wanted }), &mut spaces);
        titles.push(part.report.title.clone());
        account(&mut report, &space, part.report);
        blueprints.extend(part.blueprint.map(|blueprint| (space, blueprint)));
    }
    report.title = titles.join(", ");
    let slug = if name.is_empty() { names::server_slug(&titles.join(" ")) } else { name.to_owned() };
    let mut merged = empty(slug, &report.title, &blueprints);
    for (space, blueprint) in blueprints {
        report.skipped.extend(add(&mut merged, &space, blueprint, only));
    }
    report.tools = merged.tools.len();
    if merged.tools.is_empty() {
        report.diagnostics.push(Diagnostic::error("no-tools", "none of the sources gives a tool", "#"));
        return Compilation { blueprint: None, report };
    }
    merged.digest = digest(&merged);
    Compilation { blueprint: Some(merged), report }
}

fn empty(name: String, title: &str, parts: &[(String, Blueprint)]) -> Blueprint {
    Blueprint {
        format: FORMAT.to_owned(),
        digest: String::new(),
        name,
        title: title.to_owned(),
        version: String::new(),
        description: String::new(),
        instructions: format!("Tools for {} APIs. A tool's name begins with its API's.\n", parts.len()),
        profile: parts.first().map(|(_, first)| first.profile).unwrap_or_default(),
        tools: Vec::new(),
        resources: Vec::new(),
        upstreams: BTreeMap::new(),
        schemes: BTreeMap::new(),
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
        sources: Vec::new(),
    }
}

/// The name spaces that parts of these names get: each its own.
pub(crate) fn spaces<'a>(names: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut taken = BTreeSet::new();
    names.map(|name| free(&slug(name), &mut taken)).collect()
}

/// A name space from a name: lower-case letters, digits and underscores, short enough to leave room for a tool's name.
fn slug(name: &str) -> String {
    let slug = names::server_slug(name).replace('-', "_");
    slug.get(..12).unwrap_or(&slug).trim_end_matches('_').to_owned()
}

fn free(slug: &str, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|number| format!("{slug}{number}"));
    let free = std::iter::once(slug.to_owned()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

/// Adds one API's account to that of all.
fn account(all: &mut Report, space: &str, part: Report) {
    all.operations += part.operations;
    all.skipped.extend(part.skipped.into_iter().map(|mut skipped| {
        skipped.operation = format!("{space}: {}", skipped.operation);
        skipped
    }));
    all.diagnostics.extend(part.diagnostics.into_iter().map(|mut finding| {
        finding.message = format!("{space}: {}", finding.message);
        finding
    }));
    all.diagnostics.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
}

/// Adds one API to all; gives back the tools that nobody wants.
fn add(merged: &mut Blueprint, space: &str, mut blueprint: Blueprint, only: &[String]) -> Vec<Skipped> {
    let mut skipped = Vec::new();
    for tool in std::mem::take(&mut blueprint.tools) {
        let name = names::in_space(space, &tool.name);
        let wanted = selected(only, &name, &tool.origin.operation);
        let tool = moved(tool, space, name);
        if wanted {
            blueprint.tools.push(tool);
        } else {
            skipped.push(not_selected(&tool.origin));
        }
    }
    let own = format!("docs://{}/", blueprint.name);
    let shared = format!("docs://{}/{space}/", merged.name);
    merged.resources.extend(blueprint.resources.drain(..).map(|mut resource| {
        resource.uri = resource.uri.replacen(&own, &shared, 1);
        resource.name = format!("{space}: {}", resource.name);
        resource
    }));
    // The documentation of a tool is served under the name of the server that it is a tool of.
    blueprint.name.clone_from(&merged.name);
    let text = instructions::write(&blueprint, &[]);
    let text = text.get(..text.floor_char_boundary(INSTRUCTIONS)).unwrap_or_default();
    merged.instructions.push_str(&format!("\n{}\n", text.trim_end()));
    merged.tools.extend(blueprint.tools);
    merged
        .upstreams
        .extend(blueprint.upstreams.into_iter().map(|(key, upstream)| (format!("{space}/{key}"), upstream)));
    merged.schemes.extend(blueprint.schemes.into_iter().map(|(key, scheme)| (format!("{space}.{key}"), scheme)));
    merged.xml.extend(blueprint.xml.into_iter().map(|(key, types)| (format!("{space}/{key}"), types)));
    merged.types.extend(blueprint.types.into_iter().map(|(key, types)| (format!("{space}/{key}"), types)));
    merged.sources.extend(blueprint.sources);
    skipped
}

fn moved(mut tool: Tool, space: &str, name: String) -> Tool {
    tool.name = name;
    tool.origin.operation = format!("{space}: {}", tool.origin.operation);
    tool.binding.relocate(|upstream| format!("{space}/{upstream}"), |scheme| format!("{space}.{scheme}"));
    tool
}
