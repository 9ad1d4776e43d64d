//! Which front end reads a document.

use hub_model::Diagnostic;
use serde_json::Value;

use crate::api::Api;
use crate::documents::{Documents, Format, Kind, Loaded};
use crate::findings::Findings;
use crate::{Options, curl, graphql, grpc, har, http_tools, openapi, postman, soap};

/// What can be read, in words.
pub const KINDS: &str = "an OpenAPI document, a GraphQL schema, a WSDL, protocol buffers, a Postman collection, a HAR file, cURL commands or HTTP tools";

/// Reads the root document by the front end of its kind; `None`, with a finding that says why, when there is none.
pub(crate) fn read<'d>(documents: &'d Documents, options: &Options, findings: &mut Findings) -> Option<Api<'d>> {
    let root = documents.root()?;
    match root.format {
        Format::Data => data(documents, findings),
        Format::Wsdl => soap::read(documents, findings),
        Format::GraphQl => Some(graphql::read(documents, findings)),
        Format::Curl => curl::read(documents, findings),
        Format::Proto | Format::Descriptors => grpc::read(documents, options.rest, findings),
        // What the parser said of it is all that there is to say.
        Format::Page => None,
    }
}

/// JSON and YAML.
fn data<'d>(documents: &'d Documents, findings: &mut Findings) -> Option<Api<'d>> {
    let root = documents.root_node()?;
    let Some(kind) = documents.kind.or_else(|| kind(root.value)) else {
        if root.value.is_object() || root.value.is_array() {
            let message = format!("this is none of what can be read: {KINDS}");
            findings.push(
                Diagnostic::error("unknown-document", message, "#")
                    .help("check that this is the API's description and not one of its answers; --kind says what it is where that is not recognised"),
            );
        } else if !root.value.is_null() || !findings.any_error() {
            unknown("this is text, not an API description", findings);
        }
        return None;
    };
    match kind {
        Kind::OpenApi => match openapi::version(root.value) {
            Some(version) => Some(openapi::read(documents, &root, version, findings)),
            None => unknown("there is no `openapi` or `swagger` line, as every OpenAPI document has", findings),
        },
        Kind::GraphQl => match graphql::introspection(root.value) {
            Some(schema) => Some(graphql::read_introspection(documents, schema)),
            None => unknown("there is no `__schema`, as every introspection result has", findings),
        },
        Kind::Postman if postman::is_postman(root.value) => postman::read(documents, findings),
        Kind::Postman => unknown("there is no `item` list, as every Postman collection has", findings),
        Kind::Http if http_tools::is_http_tools(root.value) => http_tools::read(documents, findings),
        Kind::Http => {
            unknown("there is no `tools` with methods and URLs, as every document of HTTP tools has", findings)
        }
        Kind::Har if har::is_har(root.value) => har::read(documents, findings),
        Kind::Har => unknown("there are no `log.entries`, as every HAR file has", findings),
        // These are never read as data.
        Kind::Wsdl | Kind::Grpc | Kind::Curl => None,
    }
}

/// What a value is a document of.
fn kind(value: &Value) -> Option<Kind> {
    if openapi::version(value).is_some() {
        return Some(Kind::OpenApi);
    }
    if graphql::introspection(value).is_some() {
        return Some(Kind::GraphQl);
    }
    if postman::is_postman(value) {
        return Some(Kind::Postman);
    }
    if http_tools::is_http_tools(value) {
        return Some(Kind::Http);
    }
    har::is_har(value).then_some(Kind::Har)
}

/// Whether there is a front end for a document.
pub(crate) fn recognises(loaded: &Loaded) -> bool {
    match loaded.format {
        Format::Data => kind(&loaded.value).is_some(),
        Format::Page => false,
        Format::Wsdl | Format::GraphQl | Format::Proto | Format::Descriptors | Format::Curl => true,
    }
}

fn unknown<'d>(message: &str, findings: &mut Findings) -> Option<Api<'d>> {
    findings.push(Diagnostic::error("unknown-document", message, "#").help(format!("give {KINDS}")));
    None
}
