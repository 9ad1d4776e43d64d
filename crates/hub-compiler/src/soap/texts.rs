//! The documents of a compilation as XML, and which others they refer to.

use std::collections::HashMap;

use roxmltree::{Document, Node, ParsingOptions};

use crate::documents::{Documents, Loaded, join};

/// Nodes of one document. The largest published WSDL has a tenth of it.
const MOST_NODES: u32 = 4_000_000;

/// XML as it was loaded, and what it says when parsed.
pub(super) struct Texts<'x> {
    uris: Vec<&'x str>,
    parsed: Vec<Result<Document<'x>, String>>,
    positions: HashMap<&'x str, usize>,
}

/// The texts of all loaded documents.
pub(super) fn decoded(documents: &Documents) -> Vec<String> {
    documents.loaded().iter().map(Loaded::text).collect()
}

fn parse(text: &str) -> Result<Document<'_>, String> {
    // Entities could make a small document a large one; no WSDL needs a document type.
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| error.to_string())
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
    let Ok(document) = parse(text) else { return Vec::new() };
    let places = ["import", "include", "redefine"];
    let nodes = document.descendants().filter(|node| node.is_element() && places.contains(&node.tag_name().name()));
    let locations = nodes.filter_map(|node| node.attribute("schemaLocation").or_else(|| node.attribute("location")));
    locations.map(|location| location.trim().to_owned()).filter(|location| !location.is_empty()).collect()
}
