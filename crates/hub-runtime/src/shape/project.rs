//! The part of an answer that a tool asks for: what is beside it never reaches the model.

use std::borrow::Cow;

use hub_model::binding::http::Projection;

use super::{Call, charset, shape};
use crate::{
    answer::{Answer, Content},
    json::Node,
    send::Received,
    settings::Limits,
};

/// Makes the answer of a call, of the part of it that the projection names. Errors and what is no JSON stay whole.
pub(crate) fn projected(
    received: &Received,
    projection: Option<&Projection>,
    call: &Call<'_>,
    limits: &Limits,
) -> Answer {
    let Some(projection) = projection.filter(|_| received.status.is_success() && !received.body.is_empty()) else {
        return shape(received, call, limits);
    };
    match part(received, projection) {
        Part::Found(text) => {
            let part = Received { body: text.into(), declared: None, ..received.clone() };
            shape(&part, call, limits)
        }
        Part::Missing => {
            let mut answer = shape(received, call, limits);
            let path = projection.select.join(".");
            let note = format!("[the answer has no `{path}`, which this tool takes out of it; all of it is shown]");
            answer.content.push(Content::Text(note));
            answer
        }
        Part::NoJson => shape(received, call, limits),
    }
}

enum Part {
    Found(String),
    /// There is nothing under the keys.
    Missing,
    NoJson,
}

fn part(received: &Received, projection: &Projection) -> Part {
    let Some(text) = charset::text(&received.body, "", true) else { return Part::NoJson };
    let Some(whole) = Node::parse(text.trim_start_matches('\u{feff}')) else { return Part::NoJson };
    let Some(selected) = select(&whole, &projection.select) else { return Part::Missing };
    let fields: Vec<&[String]> = projection.fields.iter().map(Vec::as_slice).collect();
    Part::Found(if fields.is_empty() { selected.to_json() } else { kept(&selected, &fields).to_json() })
}

/// What the keys lead to. After a `*` every match counts, and those that lack a key are left out.
fn select<'n>(node: &Node<'n>, keys: &[String]) -> Option<Node<'n>> {
    let Some((key, rest)) = keys.split_first() else { return Some(node.clone()) };
    match node {
        Node::Array(items) if key == "*" => {
            Some(Node::Array(items.iter().filter_map(|item| select(item, rest)).collect()))
        }
        Node::Object(entries) if key == "*" => {
            Some(Node::Array(entries.iter().filter_map(|(_, value)| select(value, rest)).collect()))
        }
        Node::Object(_) => select(node.get(key)?, rest),
        Node::Array(items) => select(items.get(key.parse::<usize>().ok()?)?, rest),
        _ => None,
    }
}

/// Only the named fields of an object, or of each object in an array.
fn kept<'n>(node: &Node<'n>, fields: &[&[String]]) -> Node<'n> {
    match node {
        Node::Array(items) => Node::Array(items.iter().map(|item| kept(item, fields)).collect()),
        Node::Object(entries) => {
            let mut out: Vec<(Cow<'n, str>, Node<'n>)> = Vec::new();
            for (name, value) in entries {
                let below: Vec<&[String]> = fields
                    .iter()
                    .filter_map(|field| field.split_first().filter(|(key, _)| **key == *name).map(|(_, rest)| rest))
                    .collect();
                // A field that ends here takes all that is below it.
                if below.iter().any(|rest| rest.is_empty()) {
                    out.push((name.clone(), value.clone()));
                } else if !below.is_empty() {
                    out.push((name.clone(), kept(value, &below)));
                }
            }
            Node::Object(out)
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use hub_model::binding::http::Projection;

    use super::{kept, select};
    use crate::json::Node;

    fn projected(json: &str, path: &str, fields: &[&str]) -> Option<String> {
        let keys = |path: &str| path.split('.').filter(|key| !key.is_empty()).map(str::to_owned).collect::<Vec<_>>();
        let projection = Projection { select: keys(path), fields: fields.iter().map(|field| keys(field)).collect() };
        let node = Node::parse(json).unwrap();
        let selected = select(&node, &projection.select)?;
        let fields: Vec<&[String]> = projection.fields.iter().map(Vec::as_slice).collect();
        Some(if fields.is_empty() { selected.to_json() } else { kept(&selected, &fields).to_json() })
    }

    #[test]
    fn parts_of_answers() {
        let json = r#"{"data":{"items":[{"id":12345678901234567890,"a":{"b":1,"c":2}},{"a":{"b":3}}],"n":1}}"#;
        for (path, fields, expected) in [
            ("data.n", vec![], Some("1")),
            ("data.items.*.id", vec![], Some("[12345678901234567890]")),
            ("data.items.1.a", vec![], Some(r#"{"b":3}"#)),
            ("data.items", vec!["id", "a.c"], Some(r#"[{"id":12345678901234567890,"a":{"c":2}},{"a":{}}]"#)),
            ("data.items", vec!["a", "a.c"], Some(r#"[{"a":{"b":1,"c":2}},{"a":{"b":3}}]"#)),
            ("data.none", vec![], None),
        ] {
            assert_eq!(projected(json, path, &fields).as_deref(), expected, "{path} {fields:?}");
        }
    }
}
