//! XML bodies: OpenAPI's `xml` hints as shapes that the runtime follows.

use std::collections::HashMap;

use hub_model::binding::http::XmlShape;
use serde_json::Value;

use crate::documents::Node;
use crate::findings::Findings;

/// References may lead this deep before a shape is left without its properties; the runtime writes those by their names.
const DEEPEST: usize = 100;

/// The shapes of a body and the index of its root.
pub(super) fn shapes(schema: &Node<'_>) -> (usize, Vec<XmlShape>) {
    let mut builder = Builder { shapes: Vec::new(), known: HashMap::new(), unheard: Findings::default() };
    let component = schema.str("$ref").and_then(|reference| reference.rsplit('/').next());
    let root = builder.shape(schema, component.unwrap_or("root"), 0);
    (root, builder.shapes)
}

struct Builder {
    shapes: Vec<XmlShape>,
    known: HashMap<(usize, String, String), usize>,
    /// Dangling references were already reported when the schema itself was read.
    unheard: Findings,
}

impl Builder {
    fn shape(&mut self, node: &Node<'_>, name: &str, depth: usize) -> usize {
        let index = self.shapes.len();
        let Some(node) = node.clone().resolved(&mut self.unheard) else {
            self.shapes.push(XmlShape { name: name.to_owned(), ..XmlShape::default() });
            return index;
        };
        let key = (node.document, node.pointer.clone(), name.to_owned());
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        self.known.insert(key, index);
        let own = hints(&node, name);
        self.shapes.push(own.clone());
        if depth >= DEEPEST {
            return index;
        }
        let items = node
            .get("items")
            .filter(|items| items.value.is_object())
            .map(|items| self.shape(&items, &own.name, depth + 1));
        let mut properties = Vec::new();
        self.properties(&node, depth, &mut properties);
        if let Some(shape) = self.shapes.get_mut(index) {
            shape.items = items;
            shape.properties = properties;
        }
        index
    }

    fn properties(&mut self, node: &Node<'_>, depth: usize, found: &mut Vec<(String, usize)>) {
        if depth >= DEEPEST {
            return;
        }
        for part in node.get("allOf").iter().flat_map(Node::items) {
            if let Some(part) = part.resolved(&mut self.unheard) {
                self.properties(&part, depth + 1, found);
            }
        }
        for (name, property) in node.get("properties").iter().flat_map(Node::entries) {
            let shape = self.shape(&property, name, depth + 1);
            found.retain(|(known, _)| known != name);
            found.push((name.clone(), shape));
        }
    }
}

/// The `xml` object of a schema (OpenAPI 3.2 section 4.25).
fn hints(node: &Node<'_>, name: &str) -> XmlShape {
    let xml = node.get("xml");
    let text = |key: &str| xml.as_ref().and_then(|xml| xml.text(key)).unwrap_or_default();
    let flag = |key: &str| xml.as_ref().and_then(|xml| xml.value.get(key)).and_then(Value::as_bool) == Some(true);
    let node_type = text("nodeType");
    let own = text("name");
    XmlShape {
        name: if own.is_empty() { name.to_owned() } else { own },
        prefix: text("prefix"),
        namespace: text("namespace"),
        attribute: flag("attribute") || node_type == "attribute",
        text: matches!(node_type.as_str(), "text" | "cdata"),
        wrapped: flag("wrapped") || (node_type == "element" && node.get("items").is_some()),
        items: None,
        properties: Vec::new(),
    }
}
