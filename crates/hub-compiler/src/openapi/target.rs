//! Path templates: where parameters stand in the request target, whatever syntax their author used.

use std::collections::{HashMap, HashSet};

use hub_model::Diagnostic;
use hub_model::binding::http::{Field, Format, Piece, Style};

use crate::findings::Findings;

/// A path of the document, cut at its parameters.
pub(super) struct Template {
    parts: Vec<Part>,
}

enum Part {
    Text(String),
    Parameter {
        name: String,
        /// The style that an operator in the braces asks for (RFC 6570 sections 3.2.5 and 3.2.7).
        style: Option<Style>,
    },
}

impl Template {
    /// Cuts a path. `{id}`, `{id*}`, `{+id}`, `{proxy+}` and `{id:pattern}` name a parameter; a brace that is never closed is text.
    /// What follows `#` is dropped: it only tells operations apart in documents that need several on one path (AWS).
    pub(super) fn of(path: &str) -> Self {
        let path = path.split('#').next().unwrap_or_default();
        let mut parts = Vec::new();
        let mut rest = path;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inside, after)) = after.split_once('}') else { break };
            if !before.is_empty() {
                parts.push(Part::Text(before.to_owned()));
            }
            let style = match inside.trim().chars().next() {
                Some('.') => Some(Style::Label),
                Some(';') => Some(Style::Matrix),
                _ => None,
            };
            parts.push(Part::Parameter { name: bare_name(inside).to_owned(), style });
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Part::Text(rest.to_owned()));
        }
        Self { parts }
    }

    /// The parameters, in order, each once.
    pub(super) fn names(&self) -> Vec<&str> {
        let (mut names, mut seen) = (Vec::new(), HashSet::new());
        for part in &self.parts {
            if let Part::Parameter { name, .. } = part
                && seen.insert(name.as_str())
            {
                names.push(name.as_str());
            }
        }
        names
    }

    /// The path without a query, for naming.
    pub(super) fn path_only(&self) -> String {
        let whole: String = self
            .parts
            .iter()
            .map(|part| match part {
                Part::Text(text) => text.clone(),
                Part::Parameter { name, .. } => format!("{{{name}}}"),
            })
            .collect();
        whole.split('?').next().unwrap_or_default().to_owned()
    }

    /// The request target: text, encoded where the author forgot to, and the parameters' fields.
    pub(super) fn pieces(&self, fields: &HashMap<String, Field>, place: &str, findings: &mut Findings) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text(text) => pieces.push(Piece::Text(encode(text))),
                Part::Parameter { name, style: operator } => match fields.get(name) {
                    Some(field) => {
                        let mut field = field.clone();
                        if let (Format::Style { style, .. }, Some(operator)) = (&mut field.format, operator) {
                            *style = *operator;
                        }
                        pieces.push(Piece::Value(field));
                    }
                    None => pieces.push(Piece::Text(encode(&format!("{{{name}}}")))),
                },
            }
        }
        match pieces.first_mut() {
            Some(Piece::Text(text)) if text.starts_with('/') => {}
            Some(_) => {
                findings.push(Diagnostic::warning(
                    "path-without-slash",
                    "a path must begin with a slash; one is added",
                    place,
                ));
                pieces.insert(0, Piece::Text("/".to_owned()));
            }
            None => pieces.push(Piece::Text("/".to_owned())),
        }
        pieces
    }
}

/// The name in a parameter's braces, without operators (RFC 6570), patterns (`{id:[0-9]+}`) and bindings (`{name=projects/*}`).
pub(super) fn bare_name(inside: &str) -> &str {
    let name = inside.trim().trim_start_matches(['+', '*', '/', '?', '&', '.', ';']);
    name.split([':', '=']).next().unwrap_or_default().trim().trim_end_matches(['+', '*', '?'])
}

/// Percent-encodes what may not stand in a request target (RFC 3986 sections 3.3 and 3.4); encoded triples stay.
fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut buffer = [0; 4];
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c) {
            out.push(c);
        } else {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::Template;

    #[test]
    fn parameters_are_found_in_every_syntax() {
        for (path, names, named) in [
            ("/pets/{id}.json", vec!["id"], "/pets/{id}.json"),
            ("/a/{x}-{y}/{x}", vec!["x", "y"], "/a/{x}-{y}/{x}"),
            ("/files/{proxy+}", vec!["proxy"], "/files/{proxy}"),
            ("/v/{name=projects/*}", vec!["name"], "/v/{name}"),
            ("/s(id={id})?q={q}#Action=X", vec!["id", "q"], "/s(id={id})"),
            ("/projects{.format}", vec!["format"], "/projects{format}"),
            ("/open{brace", vec![], "/open{brace"),
        ] {
            let template = Template::of(path);
            assert_eq!(template.names(), names, "{path}");
            assert_eq!(template.path_only(), named, "{path}");
        }
    }
}
