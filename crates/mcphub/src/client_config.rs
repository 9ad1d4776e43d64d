//! What clients want to be told about a server: a command line or a piece of configuration for each.

use std::fmt::Write as _;

use clap::ValueEnum;
use serde_json::{Value, json};

/// Clients whose configuration is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Client {
    /// Every one of them.
    All,
    ClaudeCode,
    Cursor,
    #[value(name = "vscode")]
    VsCode,
    Codex,
    GeminiCli,
    Zed,
    Windsurf,
}

/// How a client reaches the server.
#[derive(Debug, Clone)]
pub(crate) enum Reach {
    /// At an address.
    Http {
        /// Where.
        url: String,
        /// What it is sent with every request: `Authorization: Bearer …`.
        header: Option<String>,
    },
    /// By starting it.
    Stdio {
        /// The program.
        command: String,
        /// Its arguments.
        arguments: Vec<String>,
    },
}

const EACH: [Client; 7] = [
    Client::ClaudeCode,
    Client::Cursor,
    Client::VsCode,
    Client::Codex,
    Client::GeminiCli,
    Client::Zed,
    Client::Windsurf,
];

/// The configuration of one client, or of all.
pub(crate) fn text(client: Client, name: &str, reach: &Reach) -> String {
    let mut text = String::new();
    for each in EACH.into_iter().filter(|each| client == Client::All || client == *each) {
        let (title, body) = section(each, name, reach);
        let _ = writeln!(text, "# {title}\n{body}\n");
    }
    text
}

fn section(client: Client, name: &str, reach: &Reach) -> (&'static str, String) {
    let file = |members: Value, key: &str| pretty(&json!({ key: { name: members } }));
    match client {
        Client::All => ("", String::new()),
        Client::ClaudeCode => ("Claude Code (run this)", claude_code(name, reach)),
        Client::Cursor => ("Cursor (.cursor/mcp.json)", file(entry(reach, "url", None), "mcpServers")),
        Client::VsCode => ("VS Code (.vscode/mcp.json)", file(entry(reach, "url", Some("type")), "servers")),
        Client::Codex => ("Codex (~/.codex/config.toml)", codex(name, reach)),
        Client::GeminiCli => {
            ("Gemini CLI (~/.gemini/settings.json)", file(entry(reach, "httpUrl", None), "mcpServers"))
        }
        Client::Zed => ("Zed (settings.json)", file(entry(reach, "url", None), "context_servers")),
        Client::Windsurf => {
            ("Windsurf (~/.codeium/windsurf/mcp_config.json)", file(entry(reach, "serverUrl", None), "mcpServers"))
        }
    }
}

/// One server in a JSON file; clients differ in what they call its address and whether they want to be told the transport.
fn entry(reach: &Reach, address: &str, transport: Option<&str>) -> Value {
    let (mut entry, kind) = match reach {
        Reach::Http { url, header: None } => (json!({ address: url }), "http"),
        Reach::Http { url, header: Some(header) } => {
            let (name, value) = header.split_once(": ").unwrap_or((header, ""));
            (json!({ address: url, "headers": { name: value } }), "http")
        }
        Reach::Stdio { command, arguments } => (json!({ "command": command, "args": arguments }), "stdio"),
    };
    if let (Some(key), Some(members)) = (transport, entry.as_object_mut()) {
        members.shift_insert(0, key.to_owned(), kind.into());
    }
    entry
}

fn claude_code(name: &str, reach: &Reach) -> String {
    match reach {
        Reach::Http { url, header } => {
            let header = header.as_ref().map(|header| format!(" --header {}", quoted(header))).unwrap_or_default();
            format!("claude mcp add --transport http {name} {url}{header}")
        }
        Reach::Stdio { command, arguments } => {
            let words: Vec<String> = std::iter::once(command).chain(arguments).map(|word| quoted(word)).collect();
            format!("claude mcp add {name} -- {}", words.join(" "))
        }
    }
}

fn codex(name: &str, reach: &Reach) -> String {
    // JSON strings and arrays of strings are TOML as well.
    match reach {
        Reach::Http { url, header: None } => format!("[mcp_servers.{name}]\nurl = {}", json!(url)),
        Reach::Http { url, header: Some(header) } => {
            let (header, value) = header.split_once(": ").unwrap_or((header, ""));
            let headers = format!("{{ {} = {} }}", json!(header), json!(value));
            format!("[mcp_servers.{name}]\nurl = {}\nhttp_headers = {headers}", json!(url))
        }
        Reach::Stdio { command, arguments } => {
            format!("[mcp_servers.{name}]\ncommand = {}\nargs = {}", json!(command), json!(arguments))
        }
    }
}

/// A word as a POSIX shell reads it back.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Client, Reach, text};

    #[test]
    fn every_client_is_told_its_own_way() {
        let all = text(Client::All, "pets", &Reach::Http { url: "http://127.0.0.1:8080/mcp".to_owned(), header: None });
        for expected in [
            "claude mcp add --transport http pets http://127.0.0.1:8080/mcp",
            "\"httpUrl\": \"http://127.0.0.1:8080/mcp\"",
            "\"serverUrl\":",
            "\"context_servers\":",
            "[mcp_servers.pets]\nurl = \"http://127.0.0.1:8080/mcp\"",
            "\"type\": \"http\"",
        ] {
            assert!(all.contains(expected), "{expected} in {all}");
        }
    }

    #[test]
    fn a_key_is_told_in_each_clients_way() {
        let header = Some("Authorization: Bearer k".to_owned());
        let all = text(Client::All, "pets", &Reach::Http { url: "http://127.0.0.1:8080/mcp".to_owned(), header });
        for expected in [
            "claude mcp add --transport http pets http://127.0.0.1:8080/mcp --header 'Authorization: Bearer k'",
            "\"headers\": {\n        \"Authorization\": \"Bearer k\"",
            "http_headers = { \"Authorization\" = \"Bearer k\" }",
        ] {
            assert!(all.contains(expected), "{expected} in {all}");
        }
    }

    #[test]
    fn words_with_spaces_survive_the_shell() {
        let reach = Reach::Stdio { command: "/opt/my hub/mcphub".to_owned(), arguments: vec!["it's".to_owned()] };
        assert!(text(Client::ClaudeCode, "pets", &reach).contains(r"-- '/opt/my hub/mcphub' 'it'\''s'"));
    }
}
