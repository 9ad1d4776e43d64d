//! A server out of parts of several APIs: each part as people changed it, all of them as one blueprint.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use hub_model::{
    Blueprint, Report, Tool,
    curation::{Conflict, Curation},
};
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{Compilation, curate, link, merge};

/// One API of a server.
#[derive(Debug, Clone)]
pub struct Part {
    /// What the names of its tools begin with, where there are several; made of its name when empty.
    pub space: String,
    /// Its revision.
    pub blueprint: Blueprint,
    /// What people changed about it.
    pub curation: Curation,
}

/// What a server says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Its name, for people.
    pub title: String,
    /// What it is for; the API's own description when empty.
    pub description: String,
    /// For models, instead of what is made.
    pub instructions: Option<String>,
}

/// A server that was composed.
#[derive(Debug, Clone)]
pub struct Composed {
    /// The server. It may have no tools.
    pub blueprint: Blueprint,
    /// The name space that each part got; empty where it is the only one.
    pub spaces: Vec<String>,
    /// What did not fit, with the number of its part.
    pub conflicts: Vec<(usize, Conflict)>,
}

/// Composes a server; nothing when there is no part.
#[must_use]
pub fn compose(words: &Words, parts: Vec<Part>) -> Option<Composed> {
    let (mut curated, mut conflicts) = (Vec::new(), Vec::new());
    for (number, part) in parts.into_iter().enumerate() {
        let made = curate(part.blueprint, &part.curation);
        conflicts.extend(made.conflicts.into_iter().map(|conflict| (number, conflict)));
        curated.push((part.space, made.blueprint));
    }
    let spaces = spaces(&curated);
    let mut blueprint = match curated.len() {
        0 => return None,
        1 => curated.pop()?.1,
        _ => together(&words.title, &spaces, curated)?,
    };
    if !words.title.is_empty() {
        blueprint.title.clone_from(&words.title);
    }
    if !words.description.is_empty() {
        blueprint.description.clone_from(&words.description);
    }
    if let Some(instructions) = &words.instructions {
        blueprint.instructions.clone_from(instructions);
    }
    blueprint.digest.clear();
    blueprint.digest = link::digest(&blueprint);
    Some(Composed { blueprint, spaces, conflicts })
}

/// The name space of each part: nothing where there is one part only.
fn spaces(parts: &[(String, Blueprint)]) -> Vec<String> {
    if parts.len() < 2 {
        return vec![String::new(); parts.len()];
    }
    merge::spaces(parts.iter().map(|(wanted, blueprint)| if wanted.is_empty() { &blueprint.name } else { wanted }))
}

fn together(title: &str, spaces: &[String], parts: Vec<(String, Blueprint)>) -> Option<Blueprint> {
    let compiled = |(space, (_, blueprint)): (&String, (String, Blueprint))| {
        let report = Report { title: blueprint.title.clone(), ..Report::default() };
        (space.clone(), Compilation { blueprint: Some(blueprint), report })
    };
    let parts: Vec<_> = spaces.iter().zip(parts).map(compiled).collect();
    let name = crate::passes::names::server_slug(title);
    let empty = parts.first().and_then(|(_, part)| part.blueprint.clone());
    // Where nothing was picked of any, there is still a server, with no tools.
    merge(&name, parts, &[]).blueprint.or_else(|| empty.map(|first| Blueprint { tools: Vec::new(), ..first }))
}

/// A hash of each tool as clients see it, by its name: whoever approved a tool can tell whether it is still the same.
#[must_use]
pub fn fingerprints(blueprint: &Blueprint) -> BTreeMap<String, String> {
    blueprint.tools.iter().map(|tool| (tool.name.clone(), fingerprint(tool))).collect()
}

fn fingerprint(tool: &Tool) -> String {
    let seen = json!({
        "name": tool.name,
        "title": tool.title,
        "description": tool.description,
        "inputSchema": tool.input_schema,
        "outputSchema": tool.output.as_ref().map(|output| &output.schema),
        "annotations": tool.annotations,
    });
    format!("sha256:{:x}", Sha256::digest(seen.to_string()))
}
