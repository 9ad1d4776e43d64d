//! Editors and desktop programs: Cursor, VS Code, Windsurf, Zed, LM Studio, Kiro.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use super::{Guide, Told, command, component, file, json_file, link, pretty};

pub(super) fn guides(told: &Told) -> Vec<Guide> {
    vec![cursor(told), vs_code(told), windsurf(told), zed(told), lm_studio(told), kiro(told)]
}

/// An entry with an address and headers, which most of them understand.
fn plain(told: &Told) -> Value {
    told.entry(json!({ "url": told.url }), told.bearer())
}

fn cursor(told: &Told) -> Guide {
    let config = component(&STANDARD.encode(plain(told).to_string()));
    let install = format!("cursor://anysphere.cursor-deeplink/mcp/install?name={}&config={config}", told.slug);
    let steps = vec![link(install), json_file(".cursor/mcp.json", "mcpServers", &told.slug, plain(told))];
    Guide { id: "cursor", title: "Cursor", steps }
}

fn vs_code(told: &Told) -> Guide {
    let Told { slug, name, url, .. } = told;
    let asked = told.entry(json!({ "type": "http", "url": url }), told.bearer_of("${input:key}"));
    let mut shared = json!({ "servers": { slug: asked } });
    if let Some(shared) = shared.as_object_mut().filter(|_| told.is_closed) {
        let words = format!("Key for {name}");
        let input = json!({ "type": "promptString", "id": "key", "description": words, "password": true });
        shared.insert("inputs".to_owned(), json!([input]));
    }
    let mut whole = told.entry(json!({ "type": "http", "url": url }), told.bearer());
    if let Some(members) = whole.as_object_mut() {
        members.shift_insert(0, "name".to_owned(), Value::from(slug.as_str()));
    }
    let whole = whole.to_string();
    let steps = vec![
        link(format!("vscode:mcp/install?{}", component(&whole))),
        command(&["code", "--add-mcp", &whole]),
        file(".vscode/mcp.json", pretty(&shared)),
    ];
    Guide { id: "vscode", title: "VS Code", steps }
}

fn windsurf(told: &Told) -> Guide {
    let entry = told.entry(json!({ "serverUrl": told.url }), told.bearer());
    let steps = vec![json_file("~/.codeium/windsurf/mcp_config.json", "mcpServers", &told.slug, entry)];
    Guide { id: "windsurf", title: "Windsurf", steps }
}

fn zed(told: &Told) -> Guide {
    let steps = vec![json_file("~/.config/zed/settings.json", "context_servers", &told.slug, plain(told))];
    Guide { id: "zed", title: "Zed", steps }
}

fn lm_studio(told: &Told) -> Guide {
    let config = component(&STANDARD.encode(plain(told).to_string()));
    let steps = vec![
        link(format!("lmstudio://add_mcp?name={}&config={config}", told.slug)),
        json_file("~/.lmstudio/mcp.json", "mcpServers", &told.slug, plain(told)),
    ];
    Guide { id: "lm-studio", title: "LM Studio", steps }
}

fn kiro(told: &Told) -> Guide {
    let config = component(&plain(told).to_string());
    let steps = vec![
        link(format!("https://kiro.dev/launch/mcp/add?name={}&config={config}", told.slug)),
        json_file(".kiro/settings/mcp.json", "mcpServers", &told.slug, plain(told)),
    ];
    Guide { id: "kiro", title: "Kiro", steps }
}
