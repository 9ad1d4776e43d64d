//! Resources: the API's documentation as a whole and by tag, and the document itself.

use std::io::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hub_model::{Blueprint, Resource, ResourceBody};

use super::instructions::groups;
use crate::api::Api;
use crate::documents::Documents;
use crate::passes::words;

/// A larger document is not carried along; its address and digest still are.
const LARGEST_SOURCE: usize = 32 * 1024 * 1024;

/// Tags that get a page of their own.
const MOST_TAGS: usize = 200;

/// Writes the resources of a blueprint.
pub(super) fn write(
    blueprint: &Blueprint,
    api: &Api<'_>,
    documents: &Documents,
    packed: Option<String>,
) -> Vec<Resource> {
    let mut resources = vec![overview(blueprint, api)];
    for (tag, tools) in groups(blueprint, &api.tags).into_iter().take(MOST_TAGS) {
        resources.push(tag_page(blueprint, api, &tag, &tools));
    }
    // What was recorded or written out for oneself has secrets in it.
    let packed = packed.filter(|_| !matches!(api.kind, "postman" | "har" | "curl" | "http-tools"));
    resources.extend(packed.and_then(|packed| source(blueprint, documents, packed)));
    let mut seen = std::collections::HashSet::new();
    resources.retain(|resource| seen.insert(resource.uri.clone()));
    resources
}

fn overview(blueprint: &Blueprint, api: &Api<'_>) -> Resource {
    let mut text = format!("# {}\n\n", blueprint.title);
    let about = words::clean(&api.description, 100_000);
    if !about.text.is_empty() {
        text.push_str(&format!("{}\n\n", about.text));
    }
    for upstream in blueprint.upstreams.values().filter(|upstream| !upstream.url.is_empty()) {
        text.push_str(&format!("Base URL: {}\n", upstream.resolved()));
    }
    text.push_str(&format!("\n{}.\n", counted(blueprint.tools.len())));
    Resource {
        uri: format!("docs://{}/overview", blueprint.name),
        name: "overview".to_owned(),
        title: format!("{}: overview", blueprint.title),
        description: "What the API is about, in its own words.".to_owned(),
        media_type: "text/markdown".to_owned(),
        body: ResourceBody::Text(text),
    }
}

fn tag_page(blueprint: &Blueprint, api: &Api<'_>, tag: &str, tools: &[&str]) -> Resource {
    let title = words::clean(tag, 80).text;
    let mut text = format!("# {title}\n\n");
    if let Some((_, about)) = api.tags.iter().find(|(name, _)| name == tag) {
        text.push_str(&format!("{}\n\n", words::clean(about, 20_000).text));
    }
    let tools: std::collections::HashSet<&str> = tools.iter().copied().collect();
    for tool in blueprint.tools.iter().filter(|tool| tools.contains(tool.name.as_str())) {
        let first = tool.description.lines().next().unwrap_or_default();
        text.push_str(&format!("- `{}` ({}): {first}\n", tool.name, tool.origin.operation));
    }
    let slug: String = percent_encoding::utf8_percent_encode(tag, percent_encoding::NON_ALPHANUMERIC).to_string();
    Resource {
        uri: format!("docs://{}/tags/{slug}", blueprint.name),
        name: format!("tag: {title}"),
        title: format!("{}: {title}", blueprint.title),
        description: format!("This group has {}.", counted(tools.len())),
        media_type: "text/markdown".to_owned(),
        body: ResourceBody::Text(text),
    }
}

fn counted(tools: usize) -> String {
    if tools == 1 { "1 tool".to_owned() } else { format!("{tools} tools") }
}

/// The root document, compressed: it is large and rarely read. Takes a while for a large one and needs nothing else.
pub(super) fn pack(documents: &Documents) -> Option<String> {
    let root = documents.root().filter(|root| root.bytes.len() <= LARGEST_SOURCE)?;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(&root.bytes).ok()?;
    Some(STANDARD.encode(encoder.finish().ok()?))
}

fn source(blueprint: &Blueprint, documents: &Documents, packed: String) -> Option<Resource> {
    let root = documents.root()?;
    Some(Resource {
        uri: format!("docs://{}/source", blueprint.name),
        name: "source".to_owned(),
        title: format!("{}: source document", blueprint.title),
        description: "The document that these tools were made from.".to_owned(),
        media_type: root.media_type.to_owned(),
        body: ResourceBody::GzipBase64(packed),
    })
}
