//! Which language a document is written in, told from its first words and, where those leave it open, from its name.

/// The languages of API documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    /// JSON or YAML: OpenAPI, introspection results, collections, archives.
    Data,
    /// WSDL or XML Schema.
    Wsdl,
    /// GraphQL's schema definition language, or operations.
    GraphQl,
    /// Protocol buffers' source.
    Proto,
    /// A compiled `FileDescriptorSet`.
    Descriptors,
    /// `curl` commands.
    Curl,
    /// A web page, or other XML.
    Page,
}

/// Bytes at the start of a text in which its first words are looked for: comments may come before them.
const START: usize = 64 << 10;

/// Recognises a document. `text` is what `bytes` decode to.
pub(super) fn of(uri: &str, bytes: &[u8], text: &str) -> Format {
    if is_descriptor_set(bytes) {
        return Format::Descriptors;
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with(['{', '[']) {
        return Format::Data;
    }
    if text.starts_with('<') {
        return if is_wsdl(text) { Format::Wsdl } else { Format::Page };
    }
    if is_curl(text) {
        return Format::Curl;
    }
    let words = Words(text.get(..text.floor_char_boundary(START)).unwrap_or(text));
    let (first, second) = (words.clone().next(), words.clone().nth(1));
    match (first.unwrap_or_default(), second.unwrap_or_default()) {
        ("syntax" | "edition", "=") => Format::Proto,
        // What is imported is a string, which is no word here.
        ("import", ";" | "public" | "weak" | "option") => Format::Proto,
        ("message" | "service" | "package" | "option", second) if !second.starts_with([':', '#']) => Format::Proto,
        (
            "type" | "interface" | "union" | "enum" | "input" | "scalar" | "extend" | "directive" | "fragment"
            | "query" | "mutation" | "subscription" | "schema",
            second,
        ) if second.starts_with(|first: char| first.is_alphabetic() || "_{@(".contains(first)) => Format::GraphQl,
        _ => by_name(uri),
    }
}

/// Whether the first line that is no comment is a command of `curl`, with or without a prompt.
fn is_curl(text: &str) -> bool {
    let text = text.get(..text.floor_char_boundary(START)).unwrap_or(text);
    let first = text.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or_default();
    let mut words = first
        .split_whitespace()
        .filter(|word| !matches!(*word, "$" | ">" | "sudo" | "time"))
        .map(|word| word.trim_end_matches(".exe"));
    words.next() == Some("curl") && words.next().is_none_or(|second| second != ":" && second != "|")
}

fn by_name(uri: &str) -> Format {
    let path = uri.split(['?', '#']).next().unwrap_or_default();
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "graphql" | "graphqls" | "gql" => Format::GraphQl,
        "proto" => Format::Proto,
        _ => Format::Data,
    }
}

/// A `FileDescriptorSet` begins with its first file (field 1), and that with its name (field 1 again).
fn is_descriptor_set(bytes: &[u8]) -> bool {
    let Some((&0x0a, rest)) = bytes.split_first() else { return false };
    let length = rest.iter().take(5).take_while(|byte| **byte & 0x80 != 0).count() + 1;
    let Some([0x0a, size, name @ ..]) = rest.get(length..) else { return false };
    name.get(..usize::from(*size)).is_some_and(|name| name.ends_with(b".proto"))
}

/// Whether the root element is WSDL's or XML Schema's.
fn is_wsdl(text: &str) -> bool {
    let mut rest = text;
    while let Some(after) = rest.trim_start().strip_prefix('<') {
        let end = match after.get(..3) {
            Some("!--") => "-->",
            Some(start) if start.starts_with('?') => "?>",
            // A document type may hold declarations of its own.
            Some(start) if start.starts_with('!') => {
                let inner = after.split('>').next().is_some_and(|head| head.contains('['));
                if inner { "]>" } else { ">" }
            }
            _ => {
                let tag = after.split(['>', '/']).next().unwrap_or_default();
                let name = after.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
                let local = name.rsplit(':').next().unwrap_or_default();
                return match local {
                    "definitions" | "description" => after.contains("/wsdl"),
                    "schema" => tag.contains("XMLSchema") || after.contains("http://www.w3.org/2001/XMLSchema"),
                    _ => false,
                };
            }
        };
        let Some((_, next)) = after.split_once(end) else { return false };
        rest = next;
    }
    false
}

/// The words and marks of a text, without comments (`#`, `//`, `/* */`) and strings.
#[derive(Clone)]
struct Words<'t>(&'t str);

impl<'t> Iterator for Words<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        loop {
            let text = self.0.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            let skip_to = |text: &'t str, start: &str, end: &str| {
                let inside = text.strip_prefix(start)?;
                Some(inside.split_once(end).map_or("", |(_, rest)| rest))
            };
            let skipped = skip_to(text, "\"\"\"", "\"\"\"")
                .or_else(|| skip_to(text, "#", "\n"))
                .or_else(|| skip_to(text, "//", "\n"))
                .or_else(|| skip_to(text, "/*", "*/"))
                .or_else(|| skip_to(text, "\"", "\""));
            if let Some(rest) = skipped {
                self.0 = rest;
                continue;
            }
            let letters = text.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(text.len());
            let length = if letters == 0 { text.chars().next()?.len_utf8() } else { letters };
            let (word, rest) = text.split_at_checked(length)?;
            self.0 = rest;
            return Some(word);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Format, of};

    #[test]
    fn documents_are_told_apart() {
        for (uri, text, expected) in [
            ("a", "{\"openapi\": \"3.0.0\"}", Format::Data),
            ("a", "# an API\nopenapi: 3.1.0", Format::Data),
            ("a", "type: object\nproperties: {}", Format::Data),
            ("a", "schema: x", Format::Data),
            ("a", "service: x\nmessage: y", Format::Data),
            ("a", "\"\"\"\nAn organisation, query { x }\n\"\"\"\ntype Query { a: Int }", Format::GraphQl),
            ("a", "# one\n\nextend schema @link(url: \"https://x.example\")", Format::GraphQl),
            ("a", "schema{query:Q}", Format::GraphQl),
            ("a", "query One($id: ID!) { a(id: $id) }", Format::GraphQl),
            ("a", "// Copyright\n/* more */\nsyntax = \"proto3\";", Format::Proto),
            ("a", "package a.b;\nmessage M {}", Format::Proto),
            ("a", "import \"b.proto\";\nmessage M {}", Format::Proto),
            ("a", "import json\nimport os", Format::Data),
            ("a.graphql", "!!", Format::GraphQl),
            (
                "a",
                "<?xml version=\"1.0\"?>\n<!-- c --><wsdl:definitions xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\">",
                Format::Wsdl,
            ),
            ("a", "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\"/>", Format::Wsdl),
            ("a", "<!DOCTYPE html><html><body>definitions</body></html>", Format::Page),
            ("a", "<feed/>", Format::Page),
            ("a", "# One\n\n$ curl -X POST https://a.example", Format::Curl),
            ("a", "curl: yes\nb: c", Format::Data),
        ] {
            assert_eq!(of(uri, text.as_bytes(), text), expected, "{text}");
        }
        let set = b"\x0a\x0b\x0a\x07a.proto\x12\x00";
        assert_eq!(of("a", set, ""), Format::Descriptors);
    }
}
