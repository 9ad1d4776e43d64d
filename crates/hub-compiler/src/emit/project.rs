//! What every project has whatever its language: how it is read about, built, tested, deployed and published.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::data;
use super::plan::Plan;
use super::render::{File, render};
use super::runtime::Runtime;
use super::words::{line, wrapped};

/// The version that projects start with.
const VERSION: &str = "0.1.0";

const FILES: [File; 8] = [
    File { path: "README.md", needs: "", text: include_str!("../../templates/shared/README.md.j2") },
    File { path: "compose.yaml", needs: "", text: include_str!("../../templates/shared/compose.yaml.j2") },
    File {
        path: "kubernetes/deployment.yaml",
        needs: "",
        text: include_str!("../../templates/shared/deployment.yaml.j2"),
    },
    File { path: "kubernetes/service.yaml", needs: "", text: include_str!("../../templates/shared/service.yaml.j2") },
    File {
        path: "kubernetes/secret.example.yaml",
        needs: "",
        text: include_str!("../../templates/shared/secret.yaml.j2"),
    },
    File { path: ".env.example", needs: "", text: include_str!("../../templates/shared/env.j2") },
    File { path: ".dockerignore", needs: "", text: include_str!("../../templates/shared/dockerignore.j2") },
    File { path: ".gitignore", needs: "", text: include_str!("../../templates/shared/gitignore.j2") },
];

/// The files.
pub(super) fn files(plan: &Plan<'_>, runtime: &Runtime) -> Result<BTreeMap<String, String>, minijinja::Error> {
    let blueprint = plan.blueprint;
    let title = line(&blueprint.title);
    let mut variables = Vec::new();
    for upstream in &plan.environment.upstreams {
        let default =
            if upstream.url.is_empty() { String::new() } else { format!("`{}` when not set", line(upstream.url)) };
        let words = [upstream.words.as_str(), default.as_str()]
            .iter()
            .filter(|words| !words.is_empty())
            .copied()
            .collect::<Vec<_>>();
        let words = if words.is_empty() { "has to be set".to_owned() } else { words.join("; ") };
        variables.push(
            json!({ "name": upstream.variable, "words": format!("Base URL of the API; {words}"), "secret": false }),
        );
        for one in &upstream.placeholders {
            let words = format!("Part of the base URL; `{}` when not set", line(one.default));
            variables.push(json!({ "name": one.variable, "words": words, "secret": false }));
        }
    }
    for secret in &plan.environment.secrets {
        let words = format!("Secret of the scheme {}: {}", line(secret.key), line(&secret.wanted));
        variables.push(json!({ "name": secret.variable, "words": words, "secret": true }));
    }
    let tools: Vec<Value> = plan
        .tools()
        .map(|tool| {
            let words = line(&tool.tool.title);
            json!({ "name": line(&tool.tool.name), "words": words.replace('|', "/") })
        })
        .collect();
    let command = runtime.command.clone();
    let arguments: Vec<&str> = command.iter().skip(1).map(String::as_str).chain(["--stdio"]).collect();
    let started = json!({ "command": command.first(), "args": arguments, "env": environment(plan) });
    let stdio = json!({ "mcpServers": { plan.slug.clone(): started } });
    let context = json!({
        "title": title, "slug": plan.slug, "package": runtime.package, "language": runtime.language,
        "words": wrapped(&blueprint.description, 100), "license": plan.license.spdx(),
        "install": runtime.install, "command": command.join(" "), "test": runtime.test, "lint": runtime.lint,
        "variables": variables, "tools": tools, "many": tools.len(), "ignored": runtime.ignored,
        "stdio": data::pretty(&stdio), "has_secrets": !plan.environment.secrets.is_empty(),
        "has_default": plan.environment.upstreams.iter().all(|upstream| !upstream.url.is_empty()),
    });
    let mut files = render(&FILES, &context, |_| true)?;
    files.insert("Dockerfile".into(), super::render::one(runtime.docker, &context)?);
    files.insert(".github/workflows/ci.yml".into(), super::render::one(runtime.ci, &context)?);
    files.insert("LICENSE".into(), plan.license.text().to_owned());
    files.insert("server.json".into(), data::pretty(&server(plan, runtime, &title)));
    files.insert("manifest.json".into(), data::pretty(&manifest(plan, runtime, &title)));
    Ok(files)
}

/// The variables that a client hands on, without values.
fn environment(plan: &Plan<'_>) -> Map<String, Value> {
    let secrets = plan.environment.secrets.iter().map(|secret| (secret.variable.clone(), json!("")));
    let open = plan.environment.upstreams.iter().filter(|upstream| upstream.url.is_empty());
    open.map(|upstream| (upstream.variable.clone(), json!("https://…"))).chain(secrets).collect()
}

/// What registries of MCP servers know of it.
fn server(plan: &Plan<'_>, runtime: &Runtime, title: &str) -> Value {
    let cut = |text: &str, most: usize| text.chars().take(most).collect::<String>();
    let is_image = runtime.registry == "oci";
    let identifier =
        if is_image { format!("ghcr.io/your-name/{}:{VERSION}", runtime.package) } else { runtime.package.clone() };
    let mut package = json!({ "registryType": runtime.registry, "identifier": identifier });
    if let Some(package) = package.as_object_mut().filter(|_| !is_image) {
        // An image has its version in its name.
        package.insert("version".into(), json!(VERSION));
    }
    let rest = json!({
        "transport": { "type": "stdio" },
        "packageArguments": [{ "type": "positional", "value": "--stdio" }],
        "environmentVariables": variables(plan),
    });
    if let (Some(package), Value::Object(rest)) = (package.as_object_mut(), rest) {
        package.extend(rest);
    }
    json!({
        "$schema": "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
        "name": format!("io.github.your-name/{}", runtime.package),
        "title": cut(title, 100),
        "description": cut(&format!("MCP server for {title}"), 100),
        "version": VERSION,
        "packages": [package],
    })
}

fn variables(plan: &Plan<'_>) -> Vec<Value> {
    let upstreams = plan.environment.upstreams.iter().map(|upstream| {
        json!({ "name": upstream.variable, "description": "Base URL of the API", "isRequired": upstream.url.is_empty(), "isSecret": false })
    });
    let secrets = plan.environment.secrets.iter().map(|secret| {
        json!({ "name": secret.variable, "description": line(&secret.wanted), "isRequired": false, "isSecret": true })
    });
    upstreams.chain(secrets).collect()
}

/// The manifest of an MCP bundle (`.mcpb`).
fn manifest(plan: &Plan<'_>, runtime: &Runtime, title: &str) -> Value {
    let (kind, entry) = &runtime.bundle;
    let arguments = match *kind {
        "python" => json!(["-m", entry.trim_start_matches("src/").trim_end_matches("/__main__.py"), "--stdio"]),
        _ => json!([format!("${{__dirname}}/{entry}"), "--stdio"]),
    };
    let (command, arguments) = match *kind {
        "python" | "node" => ((*kind).to_owned(), arguments),
        _ => (format!("${{__dirname}}/{entry}"), json!(["--stdio"])),
    };
    let mut configuration = Map::new();
    let mut environment = Map::new();
    for upstream in &plan.environment.upstreams {
        let key = upstream.variable.to_ascii_lowercase();
        configuration.insert(key.clone(), json!({
            "type": "string", "title": "Base URL of the API", "description": upstream.words, "required": upstream.url.is_empty(), "default": upstream.url,
        }));
        environment.insert(upstream.variable.clone(), json!(format!("${{user_config.{key}}}")));
    }
    for secret in &plan.environment.secrets {
        let key = secret.variable.to_ascii_lowercase();
        configuration.insert(key.clone(), json!({
            "type": "string", "title": line(secret.key), "description": line(&secret.wanted), "required": false, "sensitive": true, "default": "",
        }));
        environment.insert(secret.variable.clone(), json!(format!("${{user_config.{key}}}")));
    }
    if *kind == "python" {
        environment.insert("PYTHONPATH".into(), json!("${__dirname}/src:${__dirname}/lib"));
    }
    json!({
        "manifest_version": "0.3", "name": runtime.package, "display_name": title, "version": VERSION,
        "description": format!("MCP server for {title}"), "author": { "name": title }, "license": plan.license.spdx(),
        "server": { "type": kind, "entry_point": entry, "mcp_config": { "command": command, "args": arguments, "env": environment } },
        "tools": plan.tools().map(|tool| json!({ "name": tool.tool.name, "description": line(&tool.tool.title) })).collect::<Vec<_>>(),
        "user_config": configuration,
    })
}

/// Statuses and their words, as the hosted server writes them.
pub(super) fn reasons() -> Vec<Value> {
    REASONS.iter().map(|(status, words)| json!({ "status": status, "words": words })).collect()
}

const REASONS: [(u16, &str); 61] = [
    (100, "Continue"),
    (101, "Switching Protocols"),
    (102, "Processing"),
    (200, "OK"),
    (201, "Created"),
    (202, "Accepted"),
    (203, "Non Authoritative Information"),
    (204, "No Content"),
    (205, "Reset Content"),
    (206, "Partial Content"),
    (207, "Multi-Status"),
    (208, "Already Reported"),
    (226, "IM Used"),
    (300, "Multiple Choices"),
    (301, "Moved Permanently"),
    (302, "Found"),
    (303, "See Other"),
    (304, "Not Modified"),
    (305, "Use Proxy"),
    (307, "Temporary Redirect"),
    (308, "Permanent Redirect"),
    (400, "Bad Request"),
    (401, "Unauthorized"),
    (402, "Payment Required"),
    (403, "Forbidden"),
    (404, "Not Found"),
    (405, "Method Not Allowed"),
    (406, "Not Acceptable"),
    (407, "Proxy Authentication Required"),
    (408, "Request Timeout"),
    (409, "Conflict"),
    (410, "Gone"),
    (411, "Length Required"),
    (412, "Precondition Failed"),
    (413, "Payload Too Large"),
    (414, "URI Too Long"),
    (415, "Unsupported Media Type"),
    (416, "Range Not Satisfiable"),
    (417, "Expectation Failed"),
    (418, "I'm a teapot"),
    (421, "Misdirected Request"),
    (422, "Unprocessable Entity"),
    (423, "Locked"),
    (424, "Failed Dependency"),
    (425, "Too Early"),
    (426, "Upgrade Required"),
    (428, "Precondition Required"),
    (429, "Too Many Requests"),
    (431, "Request Header Fields Too Large"),
    (451, "Unavailable For Legal Reasons"),
    (500, "Internal Server Error"),
    (501, "Not Implemented"),
    (502, "Bad Gateway"),
    (503, "Service Unavailable"),
    (504, "Gateway Timeout"),
    (505, "HTTP Version Not Supported"),
    (506, "Variant Also Negotiates"),
    (507, "Insufficient Storage"),
    (508, "Loop Detected"),
    (510, "Not Extended"),
    (511, "Network Authentication Required"),
];
