//! The lists of a blueprint's server, written once.

use std::{collections::HashMap, ops::Range};

use hub_model::{Blueprint, Resource, Tool};
use serde::Serialize;
use serde_json::{Value, json, value::RawValue};

use super::documentation;
use crate::{
    discovery::{Catalogue, Discovery},
    mcp::{HeaderParameter, Manifest},
};

/// Everything that is listed.
pub(super) struct Listing {
    pub(super) manifest: Manifest,
    /// Where each tool is in the list of all tools, in the blueprint's order: it is kept as text only.
    pub(super) ranges: Vec<Range<usize>>,
    /// Present when the list of all tools is not what is listed.
    pub(super) catalogue: Option<Catalogue>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedTool<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    description: &'a str,
    input_schema: &'a Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_schema: Option<&'a Value>,
    annotations: ListedAnnotations<'a>,
}

/// With the title once more: clients of 2025-03-26 look for it here.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedAnnotations<'a> {
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    read_only_hint: bool,
    destructive_hint: bool,
    idempotent_hint: bool,
    open_world_hint: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ListedResource<'a> {
    uri: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    mime_type: &'a str,
}

/// Writes the lists. Prompts are an empty list: clients that ask for them should not see an error.
pub(super) fn prepare(blueprint: &Blueprint, discovery: Discovery) -> Result<Listing, serde_json::Error> {
    let (tools, ranges) = tools(&blueprint.tools)?;
    let catalogue = (discovery == Discovery::Search).then(|| Catalogue::new(blueprint, tools.get(), &ranges));
    let resources: Vec<_> = blueprint.resources.iter().map(resource).collect();
    let version = if blueprint.version.is_empty() { "0" } else { blueprint.version.as_str() };
    let info = json!({ "name": blueprint.name, "title": blueprint.title, "version": version });
    let manifest = match &catalogue {
        Some(catalogue) => Manifest::new(&info, catalogue.instructions())?.with_tools(&catalogue.listed())?,
        None => Manifest::new(&info, blueprint.instructions.as_str())?.with_tools(&tools)?,
    };
    let manifest = manifest
        .with_resources(&resources, &json!([documentation::template(&blueprint.name)]))?
        .with_prompts(&json!([]))?
        .with_completions();
    Ok(Listing { manifest, ranges, catalogue })
}

fn tools(tools: &[Tool]) -> Result<(Box<RawValue>, Vec<Range<usize>>), serde_json::Error> {
    let mut json = String::from("[");
    let mut ranges = Vec::with_capacity(tools.len());
    for tool in tools {
        if json.len() > 1 {
            json.push(',');
        }
        let start = json.len();
        json.push_str(&serde_json::to_string(&listed(tool))?);
        ranges.push(start..json.len());
    }
    json.push(']');
    Ok((RawValue::from_string(json)?, ranges))
}

fn listed(tool: &Tool) -> ListedTool<'_> {
    ListedTool {
        name: &tool.name,
        title: &tool.title,
        description: &tool.description,
        input_schema: &tool.input_schema,
        output_schema: tool.output.as_ref().map(|output| &output.schema),
        annotations: ListedAnnotations {
            title: &tool.title,
            read_only_hint: tool.annotations.read_only_hint,
            destructive_hint: tool.annotations.destructive_hint,
            idempotent_hint: tool.annotations.idempotent_hint,
            open_world_hint: tool.annotations.open_world_hint,
        },
    }
}

fn resource(resource: &Resource) -> ListedResource<'_> {
    ListedResource {
        uri: &resource.uri,
        name: &resource.name,
        title: &resource.title,
        description: &resource.description,
        mime_type: &resource.media_type,
    }
}

/// The arguments that clients repeat in headers, by tool. Few tools have any.
pub(super) fn header_parameters(blueprint: &Blueprint) -> HashMap<String, Vec<HeaderParameter>> {
    let annotated = |tool: &Tool| -> Vec<HeaderParameter> {
        let properties = tool.input_schema.get("properties").and_then(Value::as_object);
        let header = |schema: &Value| schema.get("x-mcp-header").and_then(Value::as_str).map(str::to_owned);
        let parameter = |(name, schema): (&String, &Value)| {
            header(schema).map(|header| HeaderParameter { argument: name.clone(), header })
        };
        properties.into_iter().flatten().filter_map(parameter).collect()
    };
    let tools = blueprint.tools.iter().map(|tool| (tool.name.clone(), annotated(tool)));
    tools.filter(|(_, parameters)| !parameters.is_empty()).collect()
}
