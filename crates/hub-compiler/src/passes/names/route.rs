//! Verb and noun from a method and a path: `GET /pets/{id}` is `get_pet`.

use super::pieces::{Pieces, is_version};

/// Last words of a path that say what a POST does.
const ACTIONS: [&str; 40] = [
    "search",
    "query",
    "find",
    "cancel",
    "approve",
    "reject",
    "start",
    "stop",
    "restart",
    "pause",
    "resume",
    "send",
    "publish",
    "unpublish",
    "archive",
    "unarchive",
    "restore",
    "copy",
    "clone",
    "move",
    "merge",
    "upload",
    "download",
    "import",
    "export",
    "validate",
    "verify",
    "refresh",
    "sync",
    "reset",
    "revoke",
    "enable",
    "disable",
    "activate",
    "deactivate",
    "lock",
    "unlock",
    "close",
    "login",
    "logout",
];

/// Deeper paths are cut: no name needs more.
const DEEPEST: usize = 60;

enum Segment {
    Word(Vec<String>),
    Parameter(Vec<String>),
}

/// The words of a tool's name.
pub(super) fn pieces(verb: &str, path: &str) -> Pieces {
    let (segments, lossy) = segments(path);
    let method = verb.to_ascii_uppercase();
    let ends_with_word = matches!(segments.last(), Some(Segment::Word(_)));
    let mut nouns: Vec<Vec<String>> = Vec::new();
    let mut by: Vec<String> = Vec::new();
    for (position, segment) in segments.iter().enumerate() {
        match segment {
            Segment::Word(words) => {
                by.clear();
                let one_of_many = matches!(segments.get(position + 1), Some(Segment::Parameter(_)));
                nouns.push(if one_of_many { singular_phrase(words) } else { words.clone() });
            }
            Segment::Parameter(words) => {
                let noun = nouns.last().map_or(&[][..], Vec::as_slice);
                by.extend(words.iter().filter(|word| !names_the_thing(word, noun)).cloned());
            }
        }
    }
    let last_plural = ends_with_word && nouns.last().and_then(|noun| noun.last()).is_some_and(|word| is_plural(word));
    let action = nouns.last().filter(|last| ends_with_word && nouns.len() > 1 && is_action(last)).cloned();
    let mut words = Vec::new();
    match method.as_str() {
        "GET" if last_plural => words.push("list".to_owned()),
        "POST" if action.is_some() => words.extend(action.into_iter().flatten()),
        "POST" => words.push("create".to_owned()),
        "PUT" => words.push("replace".to_owned()),
        "PATCH" => words.push("update".to_owned()),
        "HEAD" => words.push("check".to_owned()),
        other => words.extend(Pieces::of(other).words),
    }
    if method == "POST" && words.first().is_some_and(|first| first != "create") {
        nouns.pop();
    } else if method == "POST" && last_plural {
        nouns = nouns.split_last().map_or(Vec::new(), |(last, rest)| [rest, &[singular_phrase(last)]].concat());
    }
    if nouns.is_empty() && by.is_empty() {
        nouns.push(vec!["root".to_owned()]);
    }
    words.extend(nouns.into_iter().flatten());
    if !by.is_empty() {
        words.push("by".to_owned());
        words.extend(by);
    }
    Pieces { words, lossy }
}

fn segments(path: &str) -> (Vec<Segment>, bool) {
    let mut found = Vec::new();
    let mut lossy = false;
    for part in path.split(['/', ':', '?', '#']).filter(|part| !part.is_empty()).take(DEEPEST) {
        let mut rest = part;
        while !rest.is_empty() {
            let (text, after) = rest.split_once('{').unwrap_or((rest, ""));
            let text =
                ["json", "xml"].iter().find_map(|kind| text.strip_suffix(kind)?.strip_suffix('.')).unwrap_or(text);
            let pieces = Pieces::of(text);
            lossy |= pieces.lossy;
            let leads = found.is_empty() && says_nothing(&pieces.words);
            if !leads && !pieces.words.is_empty() {
                found.push(Segment::Word(pieces.words));
            }
            let (name, remainder) = after.split_once('}').unwrap_or((after, ""));
            let pieces = Pieces::of(name);
            lossy |= pieces.lossy;
            if !pieces.words.is_empty() {
                found.push(Segment::Parameter(pieces.words));
            }
            rest = remainder;
        }
    }
    (found, lossy)
}

/// What most paths start with. Later versions stay: `v2` beside `v1` is another tool.
fn says_nothing(words: &[String]) -> bool {
    match words {
        [one] => matches!(one.as_str(), "api" | "rest" | "v1"),
        [version, zero] => version == "v1" && zero == "0" && is_version(version),
        _ => false,
    }
}

/// `{id}`, `{petId}`, `{pet}` after `pets`.
fn names_the_thing(word: &str, noun: &[String]) -> bool {
    matches!(word, "id" | "uuid" | "guid" | "key") || noun.iter().any(|part| part == word || singular(part) == word)
}

fn is_action(words: &[String]) -> bool {
    words.first().is_some_and(|first| ACTIONS.contains(&first.as_str()))
}

fn singular_phrase(words: &[String]) -> Vec<String> {
    match words.split_last() {
        Some((last, rest)) => rest.iter().cloned().chain([singular(last)]).collect(),
        None => Vec::new(),
    }
}

fn is_plural(word: &str) -> bool {
    singular(word) != word
}

/// English, roughly; a word that is not understood stays.
fn singular(word: &str) -> String {
    if word.len() < 4 || matches!(word, "news" | "series" | "species" | "status" | "analytics" | "metrics" | "settings")
    {
        return word.to_owned();
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    for ending in ["sses", "xes", "ches", "shes", "tuses", "zzes"] {
        if word.ends_with(ending) {
            return word.strip_suffix("es").unwrap_or(word).to_owned();
        }
    }
    if ["ss", "us", "is"].iter().any(|ending| word.ends_with(ending)) {
        return word.to_owned();
    }
    word.strip_suffix('s').unwrap_or(word).to_owned()
}
