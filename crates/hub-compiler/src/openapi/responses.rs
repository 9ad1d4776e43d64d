//! Answers: what a successful one looks like, which types to accept, and what is worth telling a model about it.

use serde_json::Value;

use super::body::{Class, media_base, media_class};
use super::{Reader, Version};
use crate::documents::Node;
use crate::findings::Findings;
use crate::passes::words;
use crate::schema::Direction;

/// What an operation answers.
pub(super) struct Answers {
    /// Canonical schema of a successful JSON answer.
    pub(super) schema: Option<Value>,
    /// Value of the `Accept` header.
    pub(super) accept: String,
    /// Lines for the description.
    pub(super) notes: Vec<String>,
}

/// Descriptions that say nothing.
const EMPTY_WORDS: [&str; 16] = [
    "ok",
    "success",
    "successful",
    "successful operation",
    "successful response",
    "default response",
    "created",
    "no content",
    "accepted",
    "response",
    "a successful response",
    "200",
    "200 ok",
    "default",
    "null",
    "expected response to a valid request",
];

/// Reads the answers of an operation.
pub(super) fn read<'d>(reader: &mut Reader<'d>, operation: &Node<'d>, findings: &mut Findings) -> Answers {
    let Some(responses) = operation.follow("responses", findings) else {
        return Answers { schema: None, accept: accept(&[]), notes: Vec::new() };
    };
    let success = successes(&responses, findings);
    let mut types: Vec<String> = Vec::new();
    let mut schema = None;
    for answer in &success {
        for (name, node) in media(reader, operation, answer) {
            if !types.contains(&name) {
                types.push(name.clone());
            }
            if schema.is_none() && media_class(&name, node.is_some()) == Class::Json {
                schema = node;
            }
        }
    }
    let is_file = |node: &Node<'_>| node.str("type") == Some("file") || node.str("format") == Some("binary");
    let schema =
        schema.filter(|node| !is_file(node)).map(|node| reader.pool.canonical(&node, Direction::Output, findings));
    Answers { schema, accept: accept(&types), notes: notes(&success) }
}

/// The successful answers, the most telling first; the default answer where no other is declared.
fn successes<'d>(responses: &Node<'d>, findings: &mut Findings) -> Vec<Node<'d>> {
    let mut found: Vec<(u8, Node<'d>)> = Vec::new();
    for (status, answer) in responses.entries() {
        let rank = match status.trim().to_ascii_uppercase().as_str() {
            "200" => 0,
            "201" => 1,
            "2XX" => 2,
            "DEFAULT" => 9,
            other if other.starts_with('2') => 3,
            _ => continue,
        };
        if let Some(answer) = answer.resolved(findings) {
            found.push((rank, answer));
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    let declared = found.iter().any(|(rank, _)| *rank < 9);
    found.into_iter().filter(|(rank, _)| !declared || *rank < 9).map(|(_, answer)| answer).collect()
}

/// The content types of an answer with their schemas.
fn media<'d>(reader: &Reader<'d>, operation: &Node<'d>, answer: &Node<'d>) -> Vec<(String, Option<Node<'d>>)> {
    if reader.version == Version::V2 {
        let produces = operation.get("produces").or_else(|| reader.root.get("produces"));
        let mut types: Vec<String> =
            produces.iter().flat_map(Node::items).filter_map(|item| item.value.as_str().map(str::to_owned)).collect();
        let schema = answer.get("schema");
        if types.is_empty() && schema.is_some() {
            types.push("application/json".to_owned());
        }
        return types.into_iter().map(|name| (name, schema.clone())).collect();
    }
    let content = answer.get("content");
    let mut unheard = Findings::default();
    content
        .iter()
        .flat_map(Node::entries)
        .map(|(name, node)| (name.trim().to_owned(), node.resolved(&mut unheard).and_then(|node| node.get("schema"))))
        .collect()
}

/// JSON first, then what else is declared, and anything rather than a refusal.
fn accept(types: &[String]) -> String {
    let usable = |name: &&String| name.contains('/') && name.chars().all(|c| c.is_ascii_graphic() || c == ' ');
    let mut kept: Vec<&str> = Vec::new();
    let json = |name: &str| media_class(name, false) == Class::Json;
    for wanted in [true, false] {
        for name in types.iter().filter(usable).filter(|name| json(name) == wanted) {
            if !kept.contains(&name.as_str()) && media_base(name) != "*/*" && kept.len() < 4 {
                kept.push(name);
            }
        }
    }
    if kept.is_empty() {
        return "application/json, */*;q=0.5".to_owned();
    }
    // Types of another class are only asked for when there is no JSON: negotiation should not be left to chance.
    if kept.first().is_some_and(|first| json(first)) {
        kept.retain(|name| json(name));
    }
    format!("{}, */*;q=0.1", kept.join(", "))
}

fn notes(success: &[Node<'_>]) -> Vec<String> {
    let Some(text) = success.first().and_then(|answer| answer.text("description")) else { return Vec::new() };
    let text = words::clean(&text, 200).text;
    let bare = text.trim().trim_end_matches(['.', '!']).to_ascii_lowercase();
    if bare.is_empty() || EMPTY_WORDS.contains(&bare.as_str()) { Vec::new() } else { vec![format!("Returns: {text}")] }
}
