//! Assistants: Claude, ChatGPT, LibreChat.

use serde_json::json;

use super::{Guide, Told, command, file, json_file, pretty, words};

pub(super) fn guides(told: &Told) -> Vec<Guide> {
    vec![claude(told), chatgpt(told), librechat(told)]
}

fn claude(told: &Told) -> Guide {
    let Told { name, slug, url, organisation, bundle, .. } = told;
    let mut steps = Vec::new();
    if !told.is_closed {
        steps.push(words(format!(
            "In Settings → Connectors, add a custom connector with the name {name} and the URL {url}"
        )));
    }
    // Connectors sign in by OAuth; a key is shown by a program that runs beside Claude Desktop, which the bundle is.
    let asked = match (told.is_closed, &told.key) {
        (false, _) => String::new(),
        (true, Some(key)) => format!("; it asks for the API key, which is {key}"),
        (true, None) => "; it asks for an API key".to_owned(),
    };
    let file = format!("{slug}.mcpb");
    steps.push(words(format!(
        "Get the bundle, at {bundle} or with this command, and open it with Claude Desktop{asked}"
    )));
    steps.push(command(&["mcphub", "servers", "bundle", slug, "--organisation", organisation, "--output", &file]));
    let mut arguments = vec!["-y".to_owned(), "mcp-remote".to_owned(), url.clone()];
    let mut entry = json!({ "command": "npx" });
    if let Some(bearer) = told.bearer() {
        arguments.extend(["--header".to_owned(), "Authorization:${AUTHORIZATION}".to_owned()]);
        entry = json!({ "command": "npx", "env": { "AUTHORIZATION": bearer } });
    }
    if let Some(members) = entry.as_object_mut() {
        members.insert("args".to_owned(), json!(arguments));
    }
    steps.push(words("Without the bundle, with a program that npx gets:"));
    steps.push(json_file("claude_desktop_config.json", "mcpServers", slug, entry));
    Guide { id: "claude", title: "Claude", steps }
}

fn chatgpt(told: &Told) -> Guide {
    let Told { name, url, .. } = told;
    let how = match told.bearer() {
        None => "no authentication".to_owned(),
        Some(bearer) => format!("an access token: {}", bearer.trim_start_matches("Bearer ")),
    };
    let steps = vec![words(format!(
        "In Settings → Apps & Connectors → Advanced, turn on the developer mode; then create a connector with the name {name}, the URL {url}, and {how}"
    ))];
    Guide { id: "chatgpt", title: "ChatGPT", steps }
}

fn librechat(told: &Told) -> Guide {
    let entry =
        told.entry(json!({ "type": "streamable-http", "url": told.url, "serverInstructions": true }), told.bearer());
    // JSON is YAML.
    let steps = vec![file("librechat.yaml", pretty(&json!({ "mcpServers": { &told.slug: entry } })))];
    Guide { id: "librechat", title: "LibreChat", steps }
}
