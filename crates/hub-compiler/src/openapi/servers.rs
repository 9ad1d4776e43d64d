//! Servers: base URLs of the document, of path items and of operations, each distinct set one upstream.

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Upstream, Variable};
use serde_json::Value;

use super::Version;
use crate::documents::{Node, join};
use crate::findings::Findings;
use crate::passes::words;

/// The upstreams found so far.
pub(super) struct Servers {
    known: Vec<Upstream>,
    /// Where each of them was first named.
    places: Vec<String>,
    document: String,
}

impl Servers {
    /// The document's own servers become the upstream `api`.
    pub(super) fn of_document(root: &Node<'_>, version: Version, findings: &mut Findings) -> Self {
        let document = root.documents.root().map(|loaded| loaded.uri.clone()).unwrap_or_default();
        let mut servers = Self { known: Vec::new(), places: vec!["#/servers".to_owned()], document };
        let first = match version {
            Version::V2 => servers.by_host(root, findings),
            _ => servers.by_list(root, findings),
        };
        // OpenAPI 3: no servers means the document's own host.
        servers.known.push(first.unwrap_or_else(|| Upstream { url: servers.absolute("/"), ..Upstream::default() }));
        servers
    }

    /// The key of the upstream for an operation: its own servers, its path item's, or the document's.
    pub(super) fn of_operation(&mut self, item: &Node<'_>, operation: &Node<'_>, findings: &mut Findings) -> String {
        let owners = [operation, item];
        let found = owners
            .iter()
            .find_map(|owner| Some((self.by_list(owner, findings)?, format!("{}/servers", owner.place()))));
        let position = match found {
            None => 0,
            Some((own, place)) => match self.known.iter().position(|known| *known == own) {
                Some(position) => position,
                None => {
                    self.known.push(own);
                    self.places.push(place);
                    self.known.len() - 1
                }
            },
        };
        key(position)
    }

    /// The upstreams by key.
    pub(super) fn finish(self, findings: &mut Findings) -> BTreeMap<String, Upstream> {
        for (upstream, place) in self.known.iter().zip(&self.places) {
            if !upstream.resolved().starts_with("http") {
                let message = match upstream.url.as_str() {
                    "" => "the document names no server".to_owned(),
                    url => format!("the server `{url}` has no host"),
                };
                let help = "give the API's address with --upstream https://…";
                findings.push(Diagnostic::warning("no-server-address", message, place).help(help));
            }
        }
        self.known.into_iter().enumerate().map(|(position, upstream)| (key(position), upstream)).collect()
    }

    /// Swagger 2.0: `schemes`, `host`, `basePath`; TLS is preferred.
    fn by_host(&self, root: &Node<'_>, findings: &mut Findings) -> Option<Upstream> {
        let base = root.text("basePath").unwrap_or_default();
        let base = base.trim_end_matches('/');
        let base = if base.is_empty() || base.starts_with('/') { base.to_owned() } else { format!("/{base}") };
        let Some(host) = root.text("host").filter(|host| !host.trim().is_empty()) else {
            let url = checked(self.absolute(&base), root, findings);
            return Some(Upstream { url, ..Upstream::default() });
        };
        let host =
            host.trim().trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned();
        let schemes: Vec<&str> = root
            .value
            .get("schemes")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let scheme = if schemes.is_empty() || schemes.contains(&"https") { "https" } else { "http" };
        let url = checked(format!("{scheme}://{host}{base}"), root, findings);
        Some(Upstream { url, ..Upstream::default() })
    }

    /// The first server of a `servers` list, with the others as alternatives.
    fn by_list(&self, owner: &Node<'_>, findings: &mut Findings) -> Option<Upstream> {
        let list = owner.get("servers")?;
        let mut urls = list.items().filter(|server| server.str("url").is_some());
        let first = urls.next()?;
        let mut upstream = Upstream {
            url: self.usable(&first, findings),
            variables: BTreeMap::new(),
            description: words::clean(&first.text("description").unwrap_or_default(), 200).text,
            alternatives: urls
                .take(50)
                .map(|server| self.usable(&server, findings))
                .filter(|url| !url.is_empty())
                .collect(),
        };
        let declared = first.get("variables");
        for name in variable_names(&upstream.url) {
            let node = declared.as_ref().and_then(|declared| declared.get(&name));
            let values = |node: &Node<'_>| {
                let list = node.value.get("enum").and_then(Value::as_array);
                list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
            };
            let values = node.as_ref().map(values).unwrap_or_default();
            let default = node.as_ref().and_then(|node| node.text("default")).or_else(|| values.first().cloned());
            if default.is_none() {
                let message = format!("server variable `{name}` has no default");
                let help = "give the whole address with --upstream https://…";
                findings.push(Diagnostic::warning("server-variable", message, first.place()).help(help));
            }
            let description = node.and_then(|node| node.text("description")).unwrap_or_default();
            let description = words::clean(&description, 200).text;
            upstream.variables.insert(name, Variable { default: default.unwrap_or_default(), values, description });
        }
        Some(upstream)
    }

    /// The URL of a server object; empty, which asks for one to be configured, when no call may go there.
    fn usable(&self, server: &Node<'_>, findings: &mut Findings) -> String {
        checked(self.absolute(server.str("url").unwrap_or_default().trim()), server, findings)
    }

    /// A server URL, resolved against the document's address where that is a URL.
    fn absolute(&self, url: &str) -> String {
        let has_scheme = url.contains("://") || url.starts_with('{');
        if has_scheme || !self.document.contains("://") {
            return url.trim_end_matches('/').to_owned();
        }
        // Braces survive: `Url` would percent-encode the variables of a relative template.
        join(&self.document, url).replace("%7B", "{").replace("%7D", "}").trim_end_matches('/').to_owned()
    }
}

/// The URL, or nothing, and a finding that says why, when no call may go there.
fn checked(url: String, server: &Node<'_>, findings: &mut Findings) -> String {
    let authority = url.split("://").nth(1).unwrap_or_default().split(['/', '?', '#']).next().unwrap_or_default();
    let why = if url.contains(char::is_control) {
        "has line breaks or control characters in it"
    } else if authority.contains('@') {
        "has credentials in it"
    } else if is_foreign(&url) {
        "is neither http nor https"
    } else {
        return url;
    };
    let message = format!("the server's URL {why}; it is left out");
    findings.push(Diagnostic::warning("unusable-server", message, server.place()));
    String::new()
}

/// Whether a URL has a scheme of its own that is not HTTP's; `host:8080` and `{scheme}://host` have none.
fn is_foreign(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let named = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-'));
    named
        && !rest.starts_with(|c: char| c.is_ascii_digit() || c == '{')
        && !scheme.eq_ignore_ascii_case("http")
        && !scheme.eq_ignore_ascii_case("https")
}

fn key(position: usize) -> String {
    if position == 0 { "api".to_owned() } else { format!("api_{}", position + 1) }
}

fn variable_names(url: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut rest = url;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        if !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
        rest = after;
    }
    names
}
