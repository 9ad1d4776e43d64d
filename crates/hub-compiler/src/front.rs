//! Which front end reads a document.

use hub_model::Diagnostic;

use crate::api::Api;
use crate::documents::{Documents, Format};
use crate::findings::Findings;
use crate::{Options, curl, graphql, grpc, har, http_tools, openapi, postman, soap};

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
    if let Some(version) = openapi::version(root.value) {
        return Some(openapi::read(documents, &root, version, findings));
    }
    if let Some(schema) = graphql::introspection(root.value) {
        return Some(graphql::read_introspection(documents, schema));
    }
    if postman::is_postman(root.value) {
        return postman::read(documents, findings);
    }
    if http_tools::is_http_tools(root.value) {
        return http_tools::read(documents, findings);
    }
    if har::is_har(root.value) {
        return har::read(documents, findings);
    }
    if root.value.is_object() || root.value.is_array() {
        let message = "this is no OpenAPI document: there is no `openapi` or `swagger` line";
        findings.push(
            Diagnostic::error("unknown-document", message, "#")
                .help("check that this is the API's description and not one of its answers"),
        );
        return None;
    }
    if !root.value.is_null() || !findings.any_error() {
        return unknown("this is text, not an API description", findings);
    }
    None
}

fn unknown<'d>(message: &str, findings: &mut Findings) -> Option<Api<'d>> {
    findings.push(Diagnostic::error("unknown-document", message, "#").help("give an OpenAPI document in JSON or YAML"));
    None
}
