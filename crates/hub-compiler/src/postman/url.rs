//! Addresses in collections: a text, or an object of parts.

use serde_json::Value;

use super::pair;
use crate::documents::Node;
use crate::sample::{Address, Pair};

/// An address and what stands in it.
#[derive(Default)]
pub(super) struct Found {
    pub(super) address: Address,
    pub(super) query: Vec<Pair>,
    pub(super) variables: Vec<Pair>,
}

pub(super) fn read(url: &Node<'_>) -> Found {
    if let Some(raw) = url.value.as_str() {
        let (address, query) = Address::parse(raw);
        return Found { address, query, variables: Vec::new() };
    }
    let host = joined(url, "host", ".");
    let path = joined(url, "path", "/");
    // Postman itself goes by the parts, and by the text only where there are none.
    let (mut address, mut query) = if host.is_empty() && path.is_empty() {
        Address::parse(url.str("raw").unwrap_or_default())
    } else {
        (Address { base: base(url, &host), path: path_text(&path), had_user: url.get("auth").is_some() }, Vec::new())
    };
    if let Some(list) = url.get("query").filter(|list| list.value.is_array()) {
        // Percent-encoded triples are sent as they are.
        let decoded = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        let pairs = list.items().filter_map(|item| pair(&item));
        query = pairs.map(|pair| Pair { value: decoded(&pair.value), ..pair }).collect();
    } else if let Some(text) = url.str("query") {
        query = crate::sample::query_pairs(text);
    }
    if address.base.ends_with('/') {
        address.base.truncate(address.base.trim_end_matches('/').len());
    }
    Found { address, query, variables: url.get("variable").map(|list| variables(&list)).unwrap_or_default() }
}

fn base(url: &Node<'_>, host: &str) -> String {
    let port = url.text("port").filter(|port| !port.is_empty()).map(|port| format!(":{port}")).unwrap_or_default();
    match url.text("protocol").filter(|protocol| !protocol.is_empty()) {
        Some(protocol) => format!("{}://{host}{port}", protocol.trim_end_matches("://").trim_end_matches(':')),
        None => format!("{host}{port}"),
    }
}

fn path_text(path: &str) -> String {
    if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

/// A text, or a list of texts and of `{value}`.
fn joined(url: &Node<'_>, key: &str, between: &str) -> String {
    let Some(node) = url.get(key) else { return String::new() };
    if let Some(text) = node.value.as_str() {
        return text.to_owned();
    }
    let parts: Vec<String> = node
        .items()
        .filter_map(|part| match part.value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => part.text("value"),
        })
        .collect();
    parts.join(between)
}

/// Path variables: a list, or in old collections an object of values by name.
fn variables(list: &Node<'_>) -> Vec<Pair> {
    if list.value.is_object() {
        let entries = list.entries().filter_map(|(name, value)| Some((name.clone(), value.value.as_str()?.to_owned())));
        return entries.map(|(name, value)| Pair { name, value, ..Pair::default() }).collect();
    }
    let named = |item: Node<'_>| {
        let name = item.text("key").or_else(|| item.text("id"))?;
        let value = item.text("value").unwrap_or_default();
        let description = super::description(&item);
        let description = description.strip_prefix("(Required)").unwrap_or(&description).trim().to_owned();
        Some(Pair { name, value, description, ..Pair::default() })
    };
    list.items().filter_map(named).collect()
}
