//! A server as an MCP bundle (`.mcpb`, manifest 0.3): a program for Node.js that passes on what a client says to the server here, with
//! the words by which clients install it. The same server gives the same bytes.

mod readme;

use std::io;

use hub_model::Tool;
use hub_store::servers::published::Published;
use serde_json::{Value, json};

use crate::{archive, registry};

/// The program. It needs nothing but Node.js.
const BRIDGE: &str = include_str!("bundle/bridge.js");
/// Characters of what a tool is for: clients show it in a list before the bundle is installed.
const LONGEST: usize = 200;

/// What a bundle is made of.
pub(crate) struct Bundle<'b> {
    pub(crate) served: &'b Published,
    /// Where the server is.
    pub(crate) url: &'b str,
    /// It wants a key.
    pub(crate) is_closed: bool,
    /// Those that it lists.
    pub(crate) tools: &'b [Tool],
}

/// The archive.
pub(crate) fn write(bundle: &Bundle<'_>) -> io::Result<Vec<u8>> {
    let manifest = serde_json::to_string_pretty(&manifest(bundle)).unwrap_or_default() + "\n";
    let readme = readme::text(bundle);
    let files = [("manifest.json", manifest.as_str()), ("README.md", &readme), ("server/index.js", BRIDGE)];
    archive::zipped(files.map(|(name, text)| (name.to_owned(), text)))
}

fn manifest(bundle: &Bundle<'_>) -> Value {
    let Published { organisation_slug, organisation_name, slug, name, description, number, .. } = bundle.served;
    let mut environment = json!({ "MCP_URL": bundle.url });
    let mut asked = json!({});
    if bundle.is_closed {
        environment = json!({ "MCP_URL": bundle.url, "MCP_KEY": "${user_config.api_key}" });
        let words =
            format!("A key that may call this server. Whoever looks after {organisation_name} makes it in the hub.");
        asked = json!({ "api_key": { "type": "string", "title": "API key", "description": words, "required": true, "sensitive": true } });
    }
    let run = json!({ "command": "node", "args": ["${__dirname}/server/index.js"], "env": environment });
    let mut manifest = json!({
        "manifest_version": "0.3",
        "name": format!("{organisation_slug}-{slug}"),
        "display_name": name,
        "version": registry::version(*number),
        "description": registry::short(bundle.served),
        "author": { "name": organisation_name },
        "server": { "type": "node", "entry_point": "server/index.js", "mcp_config": run },
        // The server has the tools that it has when it is asked, whatever they were when this was made.
        "tools_generated": true,
        "user_config": asked,
        "compatibility": { "platforms": ["darwin", "win32", "linux"], "runtimes": { "node": ">=18.0.0" } },
    });
    let tool =
        |tool: &Tool| json!({ "name": tool.name, "description": registry::one_line(&tool.description, LONGEST) });
    if let Some(manifest) = manifest.as_object_mut() {
        if !description.is_empty() {
            manifest.insert("long_description".to_owned(), Value::from(description.as_str()));
        }
        if !bundle.tools.is_empty() {
            manifest.insert("tools".to_owned(), bundle.tools.iter().map(tool).collect());
        }
    }
    manifest
}
