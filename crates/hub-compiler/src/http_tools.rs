//! The front end for tools written by hand in YAML: a method, an address with placeholders, parameters, a body, and which part
//! of the answer is of use. `docs/http-tools.md` describes the format.

mod answer;
mod auth;
mod body;
mod keys;
mod parameter;
mod placeholder;
mod tool;

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Scheme, Skipped, Upstream, Variable};
use serde_json::Value;

use crate::api::Api;
use crate::documents::{Documents, Node};
use crate::findings::Findings;
use crate::passes::words;
use crate::schema::{Dialect, Pool};

/// The first line of such a file is `mcphub: http-tools/1`.
const FORMAT: &str = "http-tools/1";

/// Keys at the top of a file.
const KEYS: [&str; 9] = ["mcphub", "title", "version", "description", "url", "variables", "auth", "headers", "tools"];

/// Whether a document is one of hand-written tools.
pub(crate) fn is_http_tools(value: &Value) -> bool {
    value.get("mcphub").and_then(Value::as_str).is_some_and(|format| format.starts_with("http-tools"))
}

/// What the tools of a file share.
struct Reader<'d> {
    root: Node<'d>,
    pool: Pool<'d>,
    schemes: BTreeMap<String, Scheme>,
    upstreams: Vec<Upstream>,
}

/// Reads a file; `None`, with a finding that says why, when nothing in it can be used.
pub(crate) fn read<'d>(documents: &'d Documents, findings: &mut Findings) -> Option<Api<'d>> {
    let root = documents.root_node()?;
    let format = root.text("mcphub").unwrap_or_default();
    if format != FORMAT {
        let message = format!("`mcphub: {}` is no format that is known", words::clean(&format, 60).text);
        findings
            .push(Diagnostic::error("unknown-document", message, "#/mcphub").help(format!("write `mcphub: {FORMAT}`")));
        return None;
    }
    keys::check(&root, "the file", &KEYS, findings);
    let schemes = auth::schemes(&root, findings);
    let mut reader =
        Reader { pool: Pool::new(documents, Dialect::Standard), schemes, upstreams: Vec::new(), root: root.clone() };
    let (mut operations, mut skipped) = (Vec::new(), Vec::new());
    let Some(tools) = root.get("tools").filter(|tools| tools.object().is_some()) else {
        let message = "the file has no `tools`";
        let help = "write tools by name: `tools: {get_pet: {request: GET /pets/{id}}}`";
        findings.push(Diagnostic::error("unknown-document", message, "#/tools").help(help));
        return None;
    };
    for (name, node) in tools.entries() {
        match tool::read(&mut reader, name, &node, findings) {
            Ok(operation) => operations.push(operation),
            Err((code, reason)) => {
                let (operation, code, place) = (shown(name), code.to_owned(), node.place());
                skipped.push(Skipped { operation, code, reason, place });
            }
        }
    }
    let text = |key: &str| root.text(key).unwrap_or_default();
    let upstreams = reader.upstreams.into_iter().enumerate().map(|(at, upstream)| (key(at), upstream)).collect();
    Some(Api {
        kind: "http-tools",
        format_version: "1".to_owned(),
        title: text("title"),
        version: text("version"),
        description: text("description"),
        tags: Vec::new(),
        upstreams,
        schemes: reader.schemes,
        operations,
        skipped,
        pool: reader.pool,
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
    })
}

fn key(position: usize) -> String {
    if position == 0 { "api".to_owned() } else { format!("api_{}", position + 1) }
}

fn shown(name: &str) -> String {
    name.chars().take(80).collect::<String>().escape_debug().to_string()
}

impl Reader<'_> {
    /// The upstream of a tool: its own address, or the file's.
    fn upstream(&mut self, tool: &Node<'_>, findings: &mut Findings) -> String {
        let owner = if tool.get("url").is_some() { tool } else { &self.root };
        let mut url = owner.text("url").unwrap_or_default().trim().trim_end_matches('/').to_owned();
        let place = format!("{}/url", owner.place());
        let authority = url.split("://").nth(1).unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
        let why = if url.is_empty() {
            Some("is missing")
        } else if authority.contains('@') {
            Some("has a user and a password in it, which belong into `auth`")
        } else if !url.starts_with("https://") && !url.starts_with("http://") && !url.starts_with('{') {
            Some("does not begin with https:// or http://")
        } else if url.contains(char::is_control) || url.contains(' ') {
            Some("has spaces or control characters in it")
        } else {
            None
        };
        if let Some(why) = why {
            let help = "write `url: https://…`, or give the address with --upstream";
            findings.push(Diagnostic::warning("no-server-address", format!("the `url` {why}"), place).help(help));
            url.clear();
        }
        let upstream = Upstream { variables: self.variables(&url, findings), url, ..Upstream::default() };
        let known = self.upstreams.iter().position(|known| *known == upstream);
        key(known.unwrap_or_else(|| {
            self.upstreams.push(upstream);
            self.upstreams.len() - 1
        }))
    }

    fn variables(&self, url: &str, findings: &mut Findings) -> BTreeMap<String, Variable> {
        let declared = self.root.get("variables");
        let mut variables = BTreeMap::new();
        for name in placeholder::names(url) {
            let node = declared.as_ref().and_then(|declared| declared.get(&name));
            let Some(node) = node else {
                let message = format!("the address has `{{{name}}}` in it, which `variables` does not describe");
                findings.push(Diagnostic::warning("server-variable", message, "#/variables"));
                variables.insert(name, Variable::default());
                continue;
            };
            let values = node.value.get("values").and_then(Value::as_array).into_iter().flatten();
            let values = values.filter_map(Value::as_str).map(str::to_owned).collect();
            let default = node.value.as_str().map(str::to_owned).or_else(|| node.text("default")).unwrap_or_default();
            let description = words::clean(&node.text("description").unwrap_or_default(), 200).text;
            variables.insert(name, Variable { default, values, description });
        }
        variables
    }
}
