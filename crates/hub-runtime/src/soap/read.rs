//! Elements of an answer to JSON, by their types: what may come several times is a list also when it comes once.

use std::collections::HashMap;

use hub_model::binding::soap::{XmlContent, XmlElement, XmlText, XmlType, XmlTypes};
use roxmltree::Node;

use crate::json::quote;

/// Elements within elements.
const DEEPEST: usize = 100;
/// SOAP 1.1 section 5: how values are encoded, which says nothing of what they are.
const ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// Writes the JSON of an element of this type.
pub(super) fn element(out: &mut String, types: &XmlTypes, at: usize, node: Node<'_, '_>, depth: usize) {
    if node.attribute((XSI, "nil")).is_some_and(|nil| matches!(nil, "true" | "1")) || depth > DEEPEST {
        out.push_str("null");
        return;
    }
    let Some(declared) = types.types.get(at) else { return anything(out, node, depth) };
    let (ty, named) = actual(types, declared, node);
    match &ty.content {
        XmlContent::Any => anything(out, node, depth),
        XmlContent::Text(text) if ty.attributes.is_empty() => scalar(out, *text, &content(node)),
        XmlContent::List(text) if ty.attributes.is_empty() => list(out, *text, &content(node)),
        _ => object(out, types, ty, named, node, depth),
    }
}

/// The type that `xsi:type` names, where it is one that may stand here.
fn actual<'t>(types: &'t XmlTypes, declared: &'t XmlType, node: Node<'_, '_>) -> (&'t XmlType, bool) {
    let Some(named) = node.attribute((XSI, "type")) else { return (declared, false) };
    let (prefix, name) = named.split_once(':').map_or((None, named), |(prefix, name)| (Some(prefix), name));
    let namespace = node.lookup_namespace_uri(prefix).unwrap_or_default();
    let derived = declared.derived.iter().filter_map(|at| types.types.get(*at));
    let is = |ty: &&XmlType| {
        ty.name.as_ref().is_some_and(|(known, local)| {
            local == name && types.namespaces.get(*known).is_some_and(|known| known == namespace)
        })
    };
    derived.filter(is).map(|ty| (ty, true)).next().unwrap_or((declared, !declared.derived.is_empty()))
}

fn object(out: &mut String, types: &XmlTypes, ty: &XmlType, named: bool, node: Node<'_, '_>, depth: usize) {
    let mut fields = Fields::begin(out);
    if let Some((_, name)) = ty.name.as_ref().filter(|_| named) {
        quote(fields.key("@type"), name);
    }
    for attribute in &ty.attributes {
        let found = node.attributes().find(|one| one.name() == attribute.name.rsplit(':').next().unwrap_or_default());
        if let Some(found) = found {
            scalar(fields.key(&format!("@{}", attribute.name)), attribute.text, found.value());
        }
    }
    match &ty.content {
        XmlContent::Text(text) => scalar(fields.key("value"), *text, &content(node)),
        XmlContent::List(text) => list(fields.key("value"), *text, &content(node)),
        XmlContent::Elements(elements) => children(&mut fields, types, elements, node, depth),
        XmlContent::Any => {}
    }
    fields.end();
}

fn children(fields: &mut Fields<'_>, types: &XmlTypes, elements: &[XmlElement], node: Node<'_, '_>, depth: usize) {
    let mut left: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let namespace =
        |element: &XmlElement| element.namespace.and_then(|at| types.namespaces.get(at)).map(String::as_str);
    for element in elements.iter().filter(|element| !element.name.is_empty()) {
        // Services mix up qualified and unqualified elements; the local name decides where nothing else is called so.
        let same = |child: &Node<'_, '_>| child.tag_name().name() == element.name;
        let exact = |child: &Node<'_, '_>| same(child) && child.tag_name().namespace() == namespace(element);
        let any_exact = left.iter().any(exact);
        let is = |child: &Node<'_, '_>| if any_exact { exact(child) } else { same(child) };
        let (mine, rest): (Vec<_>, Vec<_>) = left.into_iter().partition(is);
        left = rest;
        if element.many {
            if !mine.is_empty() {
                several(fields.key(element.key()), &mine, |out, child| {
                    self::element(out, types, element.ty, child, depth + 1);
                });
            }
        } else if let Some((first, more)) = mine.split_first() {
            self::element(fields.key(element.key()), types, element.ty, *first, depth + 1);
            left.extend(more);
        }
    }
    if left.is_empty() {
        return;
    }
    let wildcard = elements.iter().find(|element| element.name.is_empty());
    match wildcard {
        Some(wildcard) => several(fields.key(wildcard.key()), &left, |out, child| quote(out, &source(child))),
        None => {
            // What the schema does not know is not lost.
            let known = |name: &str| elements.iter().any(|element| element.key() == name);
            each_name(fields, &left, depth, |name| if known(name) { format!("{name}+") } else { name.to_owned() });
        }
    }
}

fn several(out: &mut String, nodes: &[Node<'_, '_>], mut write: impl FnMut(&mut String, Node<'_, '_>)) {
    out.push('[');
    for (at, node) in nodes.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, *node);
    }
    out.push(']');
}

/// An element that no schema describes: its text, or an object of its attributes and elements.
pub(super) fn anything(out: &mut String, node: Node<'_, '_>, depth: usize) {
    let elements: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
    let attributes: Vec<_> = node.attributes().filter(|one| !matches!(one.namespace(), Some(XSI | ENCODING))).collect();
    if elements.is_empty() && attributes.is_empty() || depth > DEEPEST {
        return quote(out, &content(node));
    }
    let mut fields = Fields::begin(out);
    for attribute in attributes {
        quote(fields.key(&format!("@{}", attribute.name())), attribute.value());
    }
    if elements.is_empty() {
        quote(fields.key("value"), &content(node));
    }
    each_name(&mut fields, &elements, depth, str::to_owned);
    fields.end();
}

/// Goes on with an object that was begun: elements that no schema describes.
pub(super) fn unannounced(out: &mut String, elements: &[Node<'_, '_>]) {
    let first = out.ends_with('{');
    each_name(&mut Fields { out, first }, elements, 0, str::to_owned);
}

/// Elements by their names: one as it is, several as a list.
fn each_name(fields: &mut Fields<'_>, elements: &[Node<'_, '_>], depth: usize, key: impl Fn(&str) -> String) {
    let mut order: Vec<&str> = Vec::new();
    let mut by_name: HashMap<&str, Vec<Node<'_, '_>>> = HashMap::new();
    for child in elements {
        let name = child.tag_name().name();
        let mine = by_name.entry(name).or_default();
        if mine.is_empty() {
            order.push(name);
        }
        mine.push(*child);
    }
    for name in order {
        match by_name.get(name).map(Vec::as_slice) {
            Some([one]) => anything(fields.key(&key(name)), *one, depth + 1),
            Some(all) => several(fields.key(&key(name)), all, |out, child| anything(out, child, depth + 1)),
            None => {}
        }
    }
}

/// All text within an element.
pub(super) fn content(node: Node<'_, '_>) -> String {
    node.descendants().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

/// An element as it was written.
fn source(node: Node<'_, '_>) -> String {
    node.document().input_text().get(node.range()).unwrap_or_default().to_owned()
}

fn list(out: &mut String, text: XmlText, value: &str) {
    out.push('[');
    for (at, item) in value.split_whitespace().enumerate() {
        if at > 0 {
            out.push(',');
        }
        scalar(out, text, item);
    }
    out.push(']');
}

/// Text as its kind, where it is of that kind; numbers stay as they were written.
fn scalar(out: &mut String, text: XmlText, value: &str) {
    let trimmed = value.trim();
    match (text, trimmed) {
        (XmlText::Boolean, "true" | "1") => out.push_str("true"),
        (XmlText::Boolean, "false" | "0") => out.push_str("false"),
        (XmlText::Number, number) if is_number(number) => out.push_str(number),
        _ => quote(out, value),
    }
}

fn is_number(text: &str) -> bool {
    matches!(crate::json::Node::parse(text), Some(crate::json::Node::Number(_)))
}

/// An object in the making.
struct Fields<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Fields<'o> {
    fn begin(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    fn key(&mut self, name: &str) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        quote(self.out, name);
        self.out.push(':');
        self.out
    }

    fn end(self) {
        self.out.push('}');
    }
}
