//! The documents of a compilation as XML, and which others they refer to.

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};

use super::qname::{HTTP, SOAP_11, SOAP_12, SOAP_ENCODING, WSDL, XSD};
use crate::documents::{Documents, join};
use crate::findings::Findings;
use hub_model::Diagnostic;

/// Nodes of one document. The largest published WSDL has a tenth of it.
const MOST_NODES: u32 = 4_000_000;

/// XML as it was loaded, and what it says when parsed.
pub(super) struct Texts<'x> {
    uris: Vec<&'x str>,
    parsed: Vec<Result<Document<'x>, String>>,
    positions: HashMap<&'x str, usize>,
}

/// Prefixes that authors use without declaring them, and what all of them mean.
const USUAL: [(&str, &str); 8] = [
    ("soap", SOAP_11),
    ("soap12", SOAP_12),
    ("wsdl", WSDL),
    ("http", HTTP),
    ("xs", XSD),
    ("xsd", XSD),
    ("s", XSD),
    ("soapenc", SOAP_ENCODING),
];
/// Prefixes of one document that are declared in its author's place.
const MOST_UNDECLARED: usize = 20;

/// The texts of all loaded documents. Prefixes that nobody declares are, as what they usually mean; that is said.
pub(super) fn decoded(documents: &Documents, findings: &mut Findings) -> Vec<String> {
    let mut texts = Vec::new();
    for loaded in documents.loaded() {
        let mut text = loaded.text();
        for (prefix, namespace) in repair(&mut text) {
            let message = format!("the prefix `{prefix}` is not declared; it is taken for `{namespace}`");
            let place = format!("{}#", loaded.uri);
            findings
                .push(Diagnostic::warning("undeclared-prefix", message, place).help("declare it in the root element"));
        }
        texts.push(text);
    }
    texts
}

/// Declares the prefixes that a document uses and does not declare; answers with them and what they are taken for.
fn repair(text: &mut String) -> Vec<(String, String)> {
    let mut declared = Vec::new();
    while declared.len() < MOST_UNDECLARED {
        let Err(roxmltree::Error::UnknownNamespace(prefix, _)) = Document::parse_with_options(text, options()) else {
            break;
        };
        let known = USUAL.iter().find(|(usual, _)| *usual == prefix).map(|(_, namespace)| (*namespace).to_owned());
        let namespace = known.unwrap_or_else(|| format!("urn:undeclared:{prefix}"));
        let Some(better) = declare(text, &prefix, &namespace) else { break };
        *text = better;
        declared.push((prefix, namespace));
    }
    declared
}

/// The text with a namespace declared in its root element.
fn declare(text: &str, prefix: &str, namespace: &str) -> Option<String> {
    let mut at = 0;
    // Past the declaration and comments.
    while let Some(start) = text.get(at..)?.find('<').map(|found| at + found) {
        let rest = text.get(start..)?;
        let end = [("<!--", "-->"), ("<?", "?>")].into_iter().find(|(open, _)| rest.starts_with(open));
        let Some((_, close)) = end else {
            let name = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?;
            let (before, after) = text.split_at_checked(start + name)?;
            return Some(format!("{before} xmlns:{prefix}=\"{namespace}\"{after}"));
        };
        at = start + rest.find(close)? + close.len();
    }
    None
}

fn parse(text: &str) -> Result<Document<'_>, String> {
    Document::parse_with_options(text, options()).map_err(|error| error.to_string())
}

/// Entities could make a small document a large one; no WSDL needs a document type.
fn options<'i>() -> ParsingOptions<'i> {
    ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() }
}

impl<'x> Texts<'x> {
    pub(super) fn parse(documents: &'x Documents, texts: &'x [String]) -> Self {
        let uris: Vec<&str> = documents.loaded().iter().map(|loaded| loaded.uri.as_str()).collect();
        let positions = uris.iter().enumerate().map(|(at, uri)| (*uri, at)).collect();
        Self { positions, parsed: texts.iter().map(|text| parse(text)).collect(), uris }
    }

    /// The root element of a document; why there is none.
    pub(super) fn root(&'x self, position: usize) -> Result<Node<'x, 'x>, &'x str> {
        match self.parsed.get(position) {
            Some(Ok(document)) => Ok(document.root_element()),
            Some(Err(why)) => Err(why),
            None => Err("it was not given"),
        }
    }

    /// The document that one refers to by an address, and its root.
    pub(super) fn referred(&'x self, from: usize, location: &str) -> Option<(usize, Node<'x, 'x>)> {
        let address = join(self.uris.get(from)?, location.trim());
        let position = *self.positions.get(address.as_str())?;
        Some((position, self.root(position).ok()?))
    }
}

/// The addresses that a document refers to: imports and includes of WSDL and of XML Schema.
pub(crate) fn references(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    repair(&mut text);
    let Ok(document) = parse(&text) else { return Vec::new() };
    let places = ["import", "include", "redefine"];
    let nodes = document.descendants().filter(|node| node.is_element() && places.contains(&node.tag_name().name()));
    let locations = nodes.filter_map(|node| node.attribute("schemaLocation").or_else(|| node.attribute("location")));
    locations.map(|location| location.trim().to_owned()).filter(|location| !location.is_empty()).collect()
}
