//! XML bodies by the document's `xml` hints (OpenAPI 3.2 section 4.25).

use std::borrow::Cow;

use hub_model::binding::http::XmlShape;

use super::style::scalar;
use crate::json::Node;

/// Writes a document.
///
/// # Errors
/// When a value has a character in it that XML cannot carry.
pub(super) fn write(value: &Node<'_>, root: usize, shapes: &[XmlShape]) -> Result<String, String> {
    let mut writer = Writer { out: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), shapes };
    let fallback = XmlShape { name: "root".into(), ..XmlShape::default() };
    let shape = shapes.get(root).unwrap_or(&fallback);
    match value {
        // A document has one root element, so that a root array is wrapped whether or not the hints say so.
        Node::Array(items) => writer.wrapped("root", shape, items)?,
        other => writer.element("root", Some(shape), other)?,
    }
    Ok(writer.out)
}

struct Writer<'s> {
    out: String,
    shapes: &'s [XmlShape],
}

impl<'s> Writer<'s> {
    fn shape(&self, at: Option<usize>) -> Option<&'s XmlShape> {
        self.shapes.get(at?)
    }

    /// `property` names elements whose shape has no name.
    fn element(&mut self, property: &str, shape: Option<&'s XmlShape>, value: &Node<'_>) -> Result<(), String> {
        match value {
            Node::Null => Ok(()),
            Node::Array(items) => match shape {
                Some(shape) if shape.wrapped => self.wrapped(property, shape, items),
                _ => self.items(property, shape, items),
            },
            Node::Object(entries) => self.object(property, shape, entries),
            scalar_value => {
                let name = self.open(property, shape);
                self.out.push('>');
                self.text(&scalar(scalar_value), false)?;
                self.close(&name);
                Ok(())
            }
        }
    }

    fn wrapped(&mut self, property: &str, shape: &'s XmlShape, items: &[Node<'_>]) -> Result<(), String> {
        let name = self.open(property, Some(shape));
        self.out.push('>');
        self.items(property, Some(shape), items)?;
        self.close(&name);
        Ok(())
    }

    /// The items of an array, each an element: by the items' own name, else by the array's.
    fn items(&mut self, property: &str, shape: Option<&'s XmlShape>, items: &[Node<'_>]) -> Result<(), String> {
        let own = shape.filter(|shape| !shape.name.is_empty()).map_or(property, |shape| shape.name.as_str());
        let of_items = shape.and_then(|shape| self.shape(shape.items));
        for item in items {
            match item {
                Node::Array(inner) => {
                    let name = self.open(own, of_items);
                    self.out.push('>');
                    self.items(own, of_items, inner)?;
                    self.close(&name);
                }
                item => self.element(own, of_items, item)?,
            }
        }
        Ok(())
    }

    fn object(
        &mut self,
        property: &str,
        shape: Option<&'s XmlShape>,
        entries: &[(Cow<'_, str>, Node<'_>)],
    ) -> Result<(), String> {
        let name = self.open(property, shape);
        let known = shape.map_or(&[][..], |shape| shape.properties.as_slice());
        let value_of = |key: &str| entries.iter().find(|(name, _)| name == key).map(|(_, value)| value);
        let listed = known.iter().filter_map(|(key, at)| Some((key.as_str(), self.shape(Some(*at)), value_of(key)?)));
        let listed: Vec<_> = listed.collect();
        for (key, shape, value) in listed.iter().filter(|(_, shape, value)| is_attribute(*shape) && !value.is_null()) {
            self.out.push(' ');
            let attribute = qualified(key, *shape);
            self.namespace(*shape);
            self.out.push_str(&attribute);
            self.out.push_str("=\"");
            self.text(&scalar(value), true)?;
            self.out.push('"');
        }
        self.out.push('>');
        for (key, shape, value) in listed.iter().filter(|(_, shape, _)| !is_attribute(*shape)) {
            match shape {
                Some(shape) if shape.text => self.text(&scalar(value), false)?,
                shape => self.element(key, *shape, value)?,
            }
        }
        for (key, value) in entries.iter().filter(|(key, _)| !known.iter().any(|(known, _)| known == key)) {
            self.element(key, None, value)?;
        }
        self.close(&name);
        Ok(())
    }

    /// Writes the start of a start tag, with its namespace, and answers with the element's name.
    fn open(&mut self, property: &str, shape: Option<&'s XmlShape>) -> String {
        let name = qualified(property, shape);
        self.out.push('<');
        self.out.push_str(&name);
        if shape.is_some_and(|shape| !shape.namespace.is_empty()) {
            self.out.push(' ');
            self.namespace(shape);
            // `namespace` parts what it writes from an attribute name that follows.
            self.out.truncate(self.out.trim_end().len());
        }
        name
    }

    fn namespace(&mut self, shape: Option<&'s XmlShape>) {
        let Some(shape) = shape.filter(|shape| !shape.namespace.is_empty()) else { return };
        self.out.push_str("xmlns");
        if !shape.prefix.is_empty() {
            self.out.push(':');
            self.out.push_str(&legal(&shape.prefix));
        }
        self.out.push_str("=\"");
        // Namespaces come from the document; what XML cannot carry is dropped there, not refused at every call.
        let clean: String = shape.namespace.chars().filter(|character| is_char(*character)).collect();
        escape(&mut self.out, &clean, true);
        self.out.push_str("\" ");
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn text(&mut self, text: &str, attribute: bool) -> Result<(), String> {
        if let Some(bad) = text.chars().find(|character| !is_char(*character)) {
            let code = u32::from(bad);
            return Err(format!("the arguments contain the character U+{code:04X}, which XML cannot carry; remove it"));
        }
        escape(&mut self.out, text, attribute);
        Ok(())
    }
}

fn is_attribute(shape: Option<&XmlShape>) -> bool {
    shape.is_some_and(|shape| shape.attribute)
}

fn escape(out: &mut String, text: &str, attribute: bool) {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#9;"),
            '\n' if attribute => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            other => out.push(other),
        }
    }
}

fn qualified(property: &str, shape: Option<&XmlShape>) -> String {
    let name = shape.map(|shape| shape.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(property);
    match shape.map(|shape| shape.prefix.as_str()).filter(|prefix| !prefix.is_empty()) {
        Some(prefix) => format!("{}:{}", legal(prefix), legal(name)),
        None => legal(name),
    }
}

/// A name without what XML names may not have: names come from documents and, in open objects, from arguments.
fn legal(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for character in name.chars() {
        let start = character.is_alphabetic() || character == '_';
        let later = character.is_alphanumeric() || matches!(character, '-' | '.');
        if out.is_empty() && !start {
            out.push('_');
        }
        if start || later {
            out.push(character);
        } else if !out.is_empty() && out != "_" {
            out.push('_');
        }
    }
    if out.is_empty() { "_".into() } else { out }
}

/// XML 1.0 section 2.2.
fn is_char(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
