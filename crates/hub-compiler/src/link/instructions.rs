//! The server's instructions: a map of the API. Clients load it even when they load tools only on demand.

use std::collections::BTreeMap;

use hub_model::Blueprint;

use crate::passes::words;

/// Characters of the whole map.
const BUDGET: usize = 4_000;

/// Tools named for each group; the others are counted.
const NAMED: usize = 12;

/// Writes the instructions of a blueprint.
pub(crate) fn write(blueprint: &Blueprint, tags: &[(String, String)]) -> String {
    let mut text = format!("Tools for {}", blueprint.title);
    if !blueprint.version.is_empty() {
        text.push_str(&format!(" (version {})", blueprint.version));
    }
    text.push_str(".\n");
    let about = words::clean(&blueprint.description, 600).text;
    if !about.is_empty() {
        text.push_str(&format!("{about}\n"));
    }
    let groups = groups(blueprint, tags);
    if groups.len() > 1 || blueprint.tools.len() > NAMED {
        text.push_str("\nWhat there is:\n");
        for (tag, tools) in &groups {
            let line = line(tag, tools, tags);
            if text.len() + line.len() > BUDGET {
                text.push_str("- and more; see the tools' own descriptions\n");
                break;
            }
            text.push_str(&line);
        }
    }
    if blueprint.tools.iter().any(|tool| tool.documentation.is_some()) {
        text.push_str(&format!(
            "\nWhere a description ends in an ellipsis, the whole text is the resource docs://{}/tools/<tool name>.\n",
            blueprint.name
        ));
    }
    text
}

fn line(tag: &str, tools: &[&str], tags: &[(String, String)]) -> String {
    let about = tags.iter().find(|(name, _)| name == tag).map(|(_, words)| words::clean(words, 120).text);
    let about = about.filter(|text| !text.is_empty()).map(|text| format!(" ({text})")).unwrap_or_default();
    let mut named = tools.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    if tools.len() > NAMED {
        named.push_str(&format!(" and {} more", tools.len() - NAMED));
    }
    format!("- {}{about}: {named}\n", words::clean(tag, 60).text)
}

/// Tools by their first tag: the declared tags in their order, then the others by name, then tools without a tag.
pub(super) fn groups<'b>(blueprint: &'b Blueprint, tags: &[(String, String)]) -> Vec<(String, Vec<&'b str>)> {
    let mut by_tag: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for tool in &blueprint.tools {
        let tag = tool.origin.tags.first().cloned().unwrap_or_default();
        by_tag.entry(tag).or_default().push(&tool.name);
    }
    let mut groups = Vec::new();
    for (tag, _) in tags {
        groups.extend(by_tag.remove_entry(tag));
    }
    let untagged = by_tag.remove("");
    groups.extend(by_tag);
    groups.extend(untagged.map(|tools| ("other".to_owned(), tools)));
    groups
}
