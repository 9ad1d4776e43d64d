//! Tools of the group import.

use serde::Deserialize;
use serde_json::Number;

use crate::auth;
use crate::cannot::CannotCall;
use crate::encoding::{Style, style};
use crate::registry::{Tool, tool};
use crate::request::{Request, written};
use crate::sources::Source;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![tool("xml_put", xml_put)]
}

/// Arguments of xml_put.
#[derive(Debug, Deserialize)]
pub struct XmlPutArguments {
    pub matrix: Vec<String>,
    pub label: Vec<String>,
    pub id: Option<Number>,
    pub tags: Option<Vec<String>>,
}

/// PUT /xml/{matrix}/{label}
pub fn xml_put(given: &XmlPutArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("PUT", "api", "text/html, */*;q=0.1");
    request.secured(auth::BASIC_OR_OAUTH);
    request.text("/xml/");
    request.path(written("matrix", style(Style::Matrix, true)), &given.matrix);
    request.text("/");
    request.path(written("label", style(Style::Label, false)), &given.label);
    let body = &mut request.body;
    body.required();
    let mut source = Source::fields();
    source.add("id", &given.id);
    source.add("tags", &given.tags);
    body.xml(source, "xml_put")?;
    Ok(request)
}
