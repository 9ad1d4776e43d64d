//! Answers that are too long: lists lose their ends and texts their tails, and the note says so.

use std::borrow::Cow;

use crate::json::{Node, quote};

/// Places that a note names.
const NAMED: usize = 4;
/// No text is cut below this: a list of stumps says less than a shorter list.
const STUMP: usize = 64;

/// A text of at most `budget` characters, with a note at its end if it was longer.
pub(crate) fn text(text: String, budget: usize) -> String {
    if text.len() <= budget {
        return text;
    }
    let all = text.chars().count();
    if all <= budget {
        return text;
    }
    let end = text.char_indices().nth(budget).map_or(text.len(), |(at, _)| at);
    format!("{}\n[cut: the first {budget} of {all} characters]", text.get(..end).unwrap_or_default())
}

/// JSON that fits the budget, and the note that goes with it; `None` when it fits as it is.
pub(super) fn json(json: &str, budget: usize) -> Option<(String, String)> {
    if json.len() <= budget || json.chars().count() <= budget {
        return None;
    }
    let node = Node::parse(json)?;
    let mut cuts = Vec::new();
    let fitted = fit(node, budget, &mut String::new(), &mut cuts);
    let named: Vec<&str> = cuts.iter().take(NAMED).map(String::as_str).collect();
    let more = cuts.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("; and {more} more places") } else { String::new() };
    let note = format!(
        "[cut to fit {budget} characters: {}{more}. Ask for less at once, by filters, fields or page size, to see the rest]",
        named.join("; ")
    );
    Some((fitted.to_json(), note))
}

fn size(node: &Node<'_>) -> usize {
    match node {
        Node::Null | Node::Bool(true) => 4,
        Node::Bool(false) => 5,
        Node::Number(text) => text.len(),
        Node::String(text) => text.len(),
        Node::Array(items) => 2 + items.iter().map(|item| size(item) + 1).sum::<usize>(),
        Node::Object(entries) => 2 + entries.iter().map(|(key, value)| key.len() + 4 + size(value)).sum::<usize>(),
    }
}

fn fit<'a>(node: Node<'a>, budget: usize, path: &mut String, cuts: &mut Vec<String>) -> Node<'a> {
    if size(&node) <= budget {
        return node;
    }
    match node {
        Node::Array(items) => array(items, budget, path, cuts),
        Node::Object(entries) => object(entries, budget, path, cuts),
        Node::String(quoted) => string(quoted, budget, path, cuts),
        other => other,
    }
}

fn named(path: &str) -> String {
    if path.is_empty() { "the list".into() } else { format!("`{path}`") }
}

fn array<'a>(items: Vec<Node<'a>>, budget: usize, path: &mut String, cuts: &mut Vec<String>) -> Node<'a> {
    let all = items.len();
    let mut left = budget.saturating_sub(2);
    let mut kept = Vec::new();
    for item in items {
        let need = size(&item) + 1;
        if need <= left {
            left -= need;
            kept.push(item);
            continue;
        }
        // One item that is too large by itself is shown in part rather than not at all.
        if kept.is_empty() && left > STUMP {
            let before = path.len();
            path.push_str("[0]");
            kept.push(fit(item, left - 1, path, cuts));
            path.truncate(before);
        }
        break;
    }
    if kept.len() < all {
        cuts.insert(0, format!("{} showing {} of {all}", named(path), kept.len()));
    }
    Node::Array(kept)
}

/// Small properties stay whole, large ones share what is left.
fn object<'a>(
    entries: Vec<(Cow<'a, str>, Node<'a>)>,
    budget: usize,
    path: &mut String,
    cuts: &mut Vec<String>,
) -> Node<'a> {
    let all = entries.len();
    let mut kept = Vec::new();
    let mut left = budget.saturating_sub(2);
    for (key, value) in entries {
        let least = key.len() + 4 + size(&value).min(STUMP);
        if least > left {
            break;
        }
        left -= least;
        kept.push((key, value));
    }
    if kept.len() < all {
        cuts.push(format!(
            "{} showing {} of {all} properties",
            if path.is_empty() { "the object".into() } else { named(path) },
            kept.len()
        ));
    }
    let mut sizes: Vec<usize> = kept.iter().map(|(_, value)| size(value)).filter(|size| *size > STUMP).collect();
    sizes.sort_unstable();
    let mut pool = left + sizes.len() * STUMP;
    let mut share = pool;
    for (at, size) in sizes.iter().enumerate() {
        share = pool / (sizes.len() - at);
        if *size > share {
            break;
        }
        pool -= size;
    }
    let fitted = kept.into_iter().map(|(key, value)| {
        let before = path.len();
        if before > 0 {
            path.push('.');
        }
        path.push_str(&key);
        let value = fit(value, share.max(STUMP), path, cuts);
        path.truncate(before);
        (key, value)
    });
    Node::Object(fitted.collect())
}

fn string<'a>(quoted: Cow<'a, str>, budget: usize, path: &str, cuts: &mut Vec<String>) -> Node<'a> {
    let Some(text) = Node::String(quoted.clone()).as_str().map(Cow::into_owned) else { return Node::String(quoted) };
    let all = text.chars().count();
    let room = budget.saturating_sub(4).max(1);
    let mut used = 0;
    // Escapes take up to six characters of JSON for one of text.
    let end = text.char_indices().find(|(_, character)| {
        used += if *character < ' ' { 6 } else { character.len_utf8() + usize::from(matches!(character, '"' | '\\')) };
        used > room
    });
    let end = end.map_or(text.len(), |(at, _)| at);
    let shown = text.get(..end).unwrap_or_default();
    if end < text.len() {
        let place = if path.is_empty() { "the text".into() } else { named(path) };
        cuts.push(format!("{place} showing {} of {all} characters", shown.chars().count()));
    }
    let mut out = String::new();
    quote(&mut out, &format!("{shown}…"));
    Node::String(out.into())
}
