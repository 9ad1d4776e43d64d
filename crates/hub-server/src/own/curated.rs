//! The hub's own tools: its OpenAPI document, compiled by its own compiler, and changed as `tools.toml` says.

use std::collections::BTreeMap;

use hub_compiler::{Documents, Options, compile, curate};
use hub_model::{
    Blueprint,
    account::{Permission, Permissions},
    curation::{ArgumentEdit, Curation, Pick, ToolEdit, Which},
};
use serde::Deserialize;

/// What is said in `tools.toml`.
const WRITTEN: &str = include_str!("tools.toml");

/// The tools, with what each needs.
pub(super) struct Curated {
    blueprint: Blueprint,
    /// By the key of the operation.
    needs: BTreeMap<String, Permission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    instructions: String,
    /// Changes of arguments that several tools have.
    arguments: BTreeMap<String, ArgumentEdit>,
    /// By the key of the operation.
    tools: BTreeMap<String, Tool>,
}

/// A tool: which permission it needs, and what is changed about it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Tool {
    needs: Permission,
    name: String,
    #[serde(default)]
    title: Option<String>,
    description: String,
    #[serde(default)]
    arguments: BTreeMap<String, ArgumentEdit>,
    #[serde(default)]
    destructive: Option<bool>,
}

impl Curated {
    /// Compiles and changes. Takes a moment.
    ///
    /// # Errors
    /// What does not fit; the tests see to it that everything does.
    pub(super) fn new() -> Result<Self, String> {
        let written: Written = toml::from_str(WRITTEN).map_err(|error| error.to_string())?;
        let compiled = compiled()?;
        let needs = written.tools.iter().map(|(operation, tool)| (operation.clone(), tool.needs)).collect();
        let mut curated = curate(compiled.clone(), &curation(written, &compiled));
        if let Some(conflict) = curated.conflicts.first() {
            return Err(format!("{}: {}", conflict.operation, conflict.message));
        }
        for tool in &mut curated.blueprint.tools {
            // They would be two thirds of the list, and answers that are read say as much.
            tool.output = None;
        }
        Ok(Self { blueprint: curated.blueprint, needs })
    }

    /// The tools of somebody who may do as much.
    pub(super) fn seen_with(&self, permissions: Permissions) -> Blueprint {
        let mut seen = self.blueprint.clone();
        let needed = |operation: &str| self.needs.get(operation).copied();
        seen.tools.retain(|tool| needed(&tool.origin.operation).is_some_and(|needed| permissions.has(needed)));
        seen
    }
}

/// All operations as tools. The hub is its own upstream, and its callers show it their own tokens: there are no secrets.
fn compiled() -> Result<Blueprint, String> {
    let mut document = crate::api::document();
    document.security = None;
    document.servers = None;
    let written = serde_json::to_vec(&document).map_err(|error| error.to_string())?;
    let options = Options { name: "mcphub".to_owned(), ..Options::default() };
    let compilation = compile(&Documents::new("openapi.json", written), &options);
    compilation.blueprint.ok_or_else(|| "the REST API's document gives no tools".to_owned())
}

fn curation(written: Written, compiled: &Blueprint) -> Curation {
    let Written { instructions, arguments: common, tools } = written;
    let pick = |operation: &String| Pick { out: false, which: Which::Glob(operation.clone()) };
    let mut curation =
        Curation { picks: tools.keys().map(pick).collect(), instructions: Some(instructions), ..Curation::default() };
    for (operation, tool) in tools {
        let known = compiled.tools.iter().find(|known| known.origin.operation == operation);
        let own = known.into_iter().flat_map(|known| known.arguments.iter().map(|argument| &argument.name));
        let shared = own.filter_map(|name| Some((name.clone(), common.get(name)?.clone())));
        let mut edit = ToolEdit {
            name: Some(tool.name),
            title: tool.title,
            description: Some(tool.description),
            arguments: shared.collect(),
            destructive: tool.destructive,
            ..ToolEdit::default()
        };
        edit.arguments.extend(tool.arguments);
        curation.tools.insert(operation, edit);
    }
    curation
}

#[cfg(test)]
mod tests {
    use hub_model::account::{Permission, Permissions};

    use super::{Curated, WRITTEN, Written};

    /// Renaming or removing an endpoint, or an argument that is changed here, must not go by unseen.
    #[test]
    fn everything_that_is_written_fits_the_rest_api() {
        let written: Written = toml::from_str(WRITTEN).unwrap();
        let curated = Curated::new().unwrap();
        let tools = curated.seen_with(Permissions::all()).tools;
        assert_eq!(tools.len(), written.tools.len());
        for (operation, wanted) in &written.tools {
            let tool = tools.iter().find(|tool| tool.origin.operation == *operation).unwrap();
            assert_eq!(tool.name, wanted.name);
            assert!(tool.description.len() <= 1_000, "{} says too much", tool.name);
            let properties = tool.input_schema["properties"].as_object().unwrap();
            assert!(properties.values().all(|schema| schema.get("format").is_none_or(|format| format != "password")));
            for (name, schema) in properties {
                assert!(
                    schema["description"].is_string() || schema["enum"].is_array(),
                    "{}: nothing is said of `{name}`",
                    tool.name
                );
            }
        }
    }

    #[test]
    fn nobody_sees_what_they_may_not_use() {
        let curated = Curated::new().unwrap();
        let some: Permissions = [Permission::JobsRead, Permission::UsageRead].into_iter().collect();
        let names: Vec<String> = curated.seen_with(some).tools.into_iter().map(|tool| tool.name).collect();
        assert_eq!(names, ["wait_for_job", "get_usage"]);
        assert!(curated.seen_with(Permissions::NONE).tools.is_empty());
    }
}
