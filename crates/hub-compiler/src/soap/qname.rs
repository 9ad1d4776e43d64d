//! Names of XML: a namespace and a local name, and how a document writes them.

use roxmltree::Node;

pub(super) const XSD: &str = "http://www.w3.org/2001/XMLSchema";
pub(super) const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
pub(super) const SOAP_11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
pub(super) const SOAP_12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
pub(super) const HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";
pub(super) const SOAP_ENCODING: &str = "http://schemas.xmlsoap.org/soap/encoding/";
pub(super) const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A namespace (empty for none) and a local name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct QName {
    pub(super) namespace: String,
    pub(super) name: String,
}

impl QName {
    pub(super) fn new(namespace: &str, name: &str) -> Self {
        Self { namespace: namespace.to_owned(), name: name.to_owned() }
    }

    /// What `prefix:name` means at a node. Without a prefix it is of the default namespace, or else of `home`.
    pub(super) fn resolve(node: &Node<'_, '_>, text: &str, home: &str) -> Self {
        let text = text.trim();
        match text.split_once(':') {
            Some((prefix, name)) => Self::new(node.lookup_namespace_uri(Some(prefix)).unwrap_or_default(), name),
            // Nothing that a document names is WSDL's own: a name without a prefix is then meant to be the document's.
            None => Self::new(node.lookup_namespace_uri(None).filter(|default| *default != WSDL).unwrap_or(home), text),
        }
    }

    /// The name that an attribute of a node holds.
    pub(super) fn of_attribute(node: &Node<'_, '_>, attribute: &str, home: &str) -> Option<Self> {
        Some(Self::resolve(node, node.attribute(attribute)?, home))
    }
}

/// The children of a node with a name of XML Schema.
pub(super) fn xsd<'a, 'i>(node: Node<'a, 'i>) -> impl Iterator<Item = Node<'a, 'i>> {
    node.children().filter(|child| child.tag_name().namespace() == Some(XSD))
}

/// The first child with this name of XML Schema.
pub(super) fn xsd_child<'a, 'i>(node: Node<'a, 'i>, name: &str) -> Option<Node<'a, 'i>> {
    xsd(node).find(|child| child.tag_name().name() == name)
}

/// The children of a node with this name of WSDL.
pub(super) fn wsdl<'a, 'i: 'a>(node: Node<'a, 'i>, name: &'a str) -> impl Iterator<Item = Node<'a, 'i>> + 'a {
    node.children().filter(move |child| child.tag_name().namespace() == Some(WSDL) && child.tag_name().name() == name)
}

/// What `documentation` and `annotation` say.
pub(super) fn documentation(node: Node<'_, '_>) -> String {
    let texts = node
        .children()
        .filter(|child| matches!(child.tag_name().name(), "documentation" | "annotation"))
        .flat_map(|child| child.descendants())
        .filter(|inner| inner.is_text() && inner.parent().is_some_and(|parent| parent.tag_name().name() != "appinfo"))
        .filter_map(|inner| inner.text());
    texts.map(reflowed).filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Text without the indentation of the document around it; empty lines still part paragraphs.
fn reflowed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = "";
    for line in text.trim().lines().map(str::trim) {
        if line.is_empty() {
            gap = "\n";
            continue;
        }
        out.push_str(if out.is_empty() { "" } else { gap });
        out.push_str(line);
        gap = " ";
    }
    out
}
