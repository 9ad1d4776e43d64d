//! Clients of the terminal: Claude Code, Codex, Gemini CLI, Copilot CLI, OpenCode, Goose.

use serde_json::{Value, json};

use super::{Guide, Told, command, component, file, json_file, link, pretty, variable, words};

pub(super) fn guides(told: &Told) -> Vec<Guide> {
    vec![claude_code(told), codex(told), gemini_cli(told), copilot_cli(told), opencode(told), goose(told)]
}

fn claude_code(told: &Told) -> Guide {
    let Told { slug, url, .. } = told;
    let mut add = vec!["claude", "mcp", "add", "--transport", "http", slug, url];
    let header = told.bearer().map(|bearer| format!("Authorization: {bearer}"));
    if let Some(header) = &header {
        add.extend(["--header", header]);
    }
    let entry = told.entry(json!({ "type": "http", "url": url }), told.bearer_of(&format!("${{{}}}", variable(slug))));
    let shared = json_file(".mcp.json", "mcpServers", slug, entry);
    Guide { id: "claude-code", title: "Claude Code", steps: vec![command(&add), shared] }
}

fn codex(told: &Told) -> Guide {
    let Told { slug, url, .. } = told;
    let variable = variable(slug);
    let mut steps = Vec::new();
    // Strings of JSON are strings of TOML as well.
    let mut table = format!("[mcp_servers.{slug}]\nurl = {}\n", json!(url));
    let mut add = vec!["codex", "mcp", "add", slug, "--url", url];
    if told.is_closed {
        steps.push(words(format!(
            "Set {variable} to {} where Codex is started.",
            told.key.as_deref().unwrap_or("a key")
        )));
        table.push_str(&format!("bearer_token_env_var = {}\n", json!(variable)));
        add.extend(["--bearer-token-env-var", &variable]);
    }
    steps.push(command(&add));
    steps.push(file("~/.codex/config.toml", table));
    Guide { id: "codex", title: "Codex", steps }
}

fn gemini_cli(told: &Told) -> Guide {
    let entry = told.entry(json!({ "httpUrl": told.url }), told.bearer());
    let steps = vec![json_file("~/.gemini/settings.json", "mcpServers", &told.slug, entry)];
    Guide { id: "gemini-cli", title: "Gemini CLI", steps }
}

fn copilot_cli(told: &Told) -> Guide {
    let entry = told.entry(json!({ "type": "http", "url": told.url, "tools": ["*"] }), told.bearer());
    let steps = vec![json_file("~/.copilot/mcp-config.json", "mcpServers", &told.slug, entry)];
    Guide { id: "copilot-cli", title: "GitHub Copilot CLI", steps }
}

fn opencode(told: &Told) -> Guide {
    let entry = told.entry(json!({ "type": "remote", "url": told.url, "enabled": true }), told.bearer());
    Guide { id: "opencode", title: "OpenCode", steps: vec![json_file("opencode.json", "mcp", &told.slug, entry)] }
}

fn goose(told: &Told) -> Guide {
    let Told { slug, name, description, url, .. } = told;
    let entry = json!({ "enabled": true, "type": "streamable_http", "name": name, "uri": url, "timeout": 300 });
    let mut entry = told.entry(entry, told.bearer());
    if let Some(members) = entry.as_object_mut() {
        members.insert("description".to_owned(), Value::from(description.as_str()));
    }
    // JSON is YAML.
    let extension = file("~/.config/goose/config.yaml", pretty(&json!({ "extensions": { slug: entry } })));
    let opened = format!(
        "goose://extension?url={}&type=streamable_http&id={slug}&name={}&description={}&timeout=300",
        component(url),
        component(name),
        component(description)
    );
    let mut steps = vec![extension];
    // The link holds no headers: it is of use for servers that want none.
    if !told.is_closed {
        steps.push(link(opened));
    }
    Guide { id: "goose", title: "Goose", steps }
}
