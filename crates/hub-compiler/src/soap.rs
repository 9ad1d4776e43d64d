//! WSDL 1.1 and XML Schema to operations over SOAP 1.1 and 1.2.

mod components;
mod http;
mod operations;
mod particles;
mod policy;
mod qname;
mod schema;
mod simple;
mod texts;
mod types;
mod wsdl;

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Upstream};

pub(crate) use texts::references;

use crate::api::Api;
use crate::documents::Documents;
use crate::findings::Findings;
use crate::schema::{Dialect, Pool};
use components::Components;
use schema::Schemas;
use texts::{Texts, decoded};
use types::Types;
use wsdl::Wsdl;

/// The key of the table of types.
const TYPES: &str = "api";

/// Reads the root document; `None`, with a finding that says why, when it is no WSDL.
pub(crate) fn read<'d>(documents: &'d Documents, findings: &mut Findings) -> Option<Api<'d>> {
    let decoded = decoded(documents, findings);
    let texts = Texts::parse(documents, &decoded);
    let position = documents.root_index();
    let root = match texts.root(position) {
        Ok(root) if wsdl::is_wsdl_1(root) => root,
        Ok(root) => {
            findings.push(no_wsdl(root.tag_name().name(), root.tag_name().namespace().unwrap_or_default()));
            return None;
        }
        Err(why) if why.contains("DTD") => {
            let message = "the document has a document type (`<!DOCTYPE …>`), whose entities could stand for anything";
            findings.push(Diagnostic::error("unreadable-document", message, "#").help("remove it: no WSDL needs one"));
            return None;
        }
        Err(why) => {
            let message = format!("the document is not valid XML: {why}");
            findings.push(Diagnostic::error("unreadable-document", message, "#").help("correct it at that place"));
            return None;
        }
    };
    let all = Wsdl::gather(&texts, position, root);
    let components = Components::gather(&texts, all.schemas.clone());
    for location in all.missing.iter().chain(&components.missing) {
        let message = format!("`{location}` could not be had; what it defines is missing");
        findings.push(Diagnostic::warning("missing-document", message, "#/import"));
    }
    let mut types = Types::new(&components);
    let mut api = empty(documents, &all);
    let (planned, over_http) = operations::plan(&all, &mut types, &mut api.skipped);
    let mut schemas = Schemas::new(&types);
    let mut addresses: Vec<String> = Vec::new();
    let mut upstream_of = |address: Option<&String>| {
        let address = address.cloned().unwrap_or_default();
        let at = addresses.iter().position(|known| *known == address).unwrap_or_else(|| {
            addresses.push(address);
            addresses.len() - 1
        });
        upstream(at)
    };
    for one in planned {
        let upstream = upstream_of(one.binding.address.as_ref());
        let operation = operations::finish(one, &upstream, &mut schemas, &mut api);
        api.operations.push(operation);
    }
    for one in over_http {
        let upstream = upstream_of(one.binding.address.as_ref());
        let operation = http::finish(one, &upstream, &mut schemas, &mut api);
        api.operations.push(operation);
    }
    for (at, address) in addresses.into_iter().enumerate() {
        let url =
            if address.starts_with("http://") || address.starts_with("https://") { address } else { String::new() };
        api.upstreams.insert(upstream(at), Upstream { url, ..Upstream::default() });
    }
    drop(schemas);
    api.xml.insert(TYPES.to_owned(), types.table);
    Some(api)
}

fn upstream(at: usize) -> String {
    if at == 0 { "api".to_owned() } else { format!("api-{}", at + 1) }
}

fn no_wsdl(name: &str, namespace: &str) -> Diagnostic {
    let (message, help) = match name {
        "description" => ("this is WSDL 2.0, which hardly any service uses", "ask for the service's WSDL 1.1"),
        "schema" => ("this is an XML Schema without a service", "give the WSDL that uses it"),
        _ => ("this is XML, but no WSDL", "give the service's WSDL; its address often ends with ?wsdl"),
    };
    Diagnostic::error("unknown-document", format!("{message} (`{name}` of `{namespace}`)"), "#").help(help)
}

fn empty<'d>(documents: &'d Documents, all: &Wsdl<'_>) -> Api<'d> {
    Api {
        kind: "wsdl",
        format_version: "1.1".to_owned(),
        title: all.name.clone(),
        version: String::new(),
        description: operations::description(all),
        tags: Vec::new(),
        upstreams: BTreeMap::new(),
        schemes: policy::schemes(),
        operations: Vec::new(),
        skipped: Vec::new(),
        pool: Pool::new(documents, Dialect::Standard),
        types: BTreeMap::new(),
        xml: BTreeMap::new(),
    }
}
