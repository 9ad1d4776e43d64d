//! Exclusive XML Canonicalization 1.0, without comments: the one form of an element that its digest is made of.

use std::collections::BTreeMap;

use roxmltree::{Node, NodeType};

const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Namespaces that the output around an element declares, by prefix.
type Declared<'t> = BTreeMap<&'t str, &'t str>;

/// The canonical form of an element of `text`, which its document was parsed from.
pub(super) fn canonical(text: &str, element: Node<'_, '_>) -> String {
    let mut out = String::new();
    write(&mut out, text, element, &Declared::new());
    out
}

/// Envelopes are nested as deep as their writer lets them be, a hundred levels.
fn write(out: &mut String, text: &str, element: Node<'_, '_>, around: &Declared<'_>) {
    let name = qualified(text, element);
    let mut used: Vec<(&str, &str)> = vec![(prefix(name), element.tag_name().namespace().unwrap_or_default())];
    let mut attributes: Vec<(&str, &str, &str, &str)> = Vec::new();
    for attribute in element.attributes() {
        let written = text.get(attribute.range_qname()).unwrap_or_default();
        let namespace = attribute.namespace().unwrap_or_default();
        if !namespace.is_empty() {
            used.push((prefix(written), namespace));
        }
        attributes.push((namespace, attribute.name(), written, attribute.value()));
    }
    used.sort_unstable();
    used.dedup();
    attributes.sort_unstable();
    let mut declared = around.clone();
    out.push('<');
    out.push_str(name);
    for (prefix, namespace) in used {
        let known = declared.get(prefix).copied().unwrap_or_default();
        if namespace == known || namespace == XML {
            continue;
        }
        declared.insert(prefix, namespace);
        out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
        out.push_str(prefix);
        out.push_str("=\"");
        escape(out, namespace, true);
        out.push('"');
    }
    for (_, _, written, value) in attributes {
        out.push(' ');
        out.push_str(written);
        out.push_str("=\"");
        escape(out, value, true);
        out.push('"');
    }
    out.push('>');
    for child in element.children() {
        match child.node_type() {
            NodeType::Element => write(out, text, child, &declared),
            NodeType::Text => escape(out, child.text().unwrap_or_default(), false),
            _ => {}
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// The name of an element with its prefix, as it was written.
fn qualified<'t>(text: &'t str, element: Node<'_, '_>) -> &'t str {
    let tag = text.get(element.range().start + 1..).unwrap_or_default();
    let end = tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// Canonical XML 1.0, section 2.3.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' if !attribute => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\t' if attribute => out.push_str("&#x9;"),
            '\n' if attribute => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::canonical;

    /// The example of the specification's section 2.2, and what it is about.
    #[test]
    fn only_what_is_used_is_declared_where_it_is_used() {
        for (text, name, expected) in [
            (
                "<n0:local xmlns:n0=\"foo:bar\" xmlns:n3=\"ftp://example.org\"><n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"/></n1:elem2></n0:local>",
                "elem2",
                "<n1:elem2 xmlns:n1=\"http://example.net\" xml:lang=\"en\"><n3:stuff xmlns:n3=\"ftp://example.org\"></n3:stuff></n1:elem2>",
            ),
            (
                "<a xmlns='u:1' xmlns:b='u:2'><c z='1' b:y='&quot;&#10;' a=\"'\"><d xmlns=''>&lt;&gt;<!-- x --><![CDATA[&]]></d></c></a>",
                "c",
                "<c xmlns=\"u:1\" xmlns:b=\"u:2\" a=\"'\" z=\"1\" b:y=\"&quot;&#xA;\"><d xmlns=\"\">&lt;&gt;&amp;</d></c>",
            ),
        ] {
            let document = roxmltree::Document::parse(text).unwrap();
            let element = document.descendants().find(|node| node.tag_name().name() == name).unwrap();
            assert_eq!(canonical(text, element), expected);
        }
    }
}
