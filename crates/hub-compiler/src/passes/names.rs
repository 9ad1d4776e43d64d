//! Names: of tools, of their arguments, of the server. Legal for every client, predictable, and stable across re-imports.
//!
//! A tool's name is made from its own operation alone, so that adding an operation never renames another. Only two
//! operations that would bear the same name touch each other: the first in the document keeps it bare.

pub(in crate::passes) mod arguments;
mod pieces;
mod route;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, HashSet};

use sha2::{Digest, Sha256};

pub use arguments::{argument_names, property_renames};
use pieces::Pieces;

/// Clients put the server's name before a tool's: Cursor drops tools beyond 60 characters together, and a slug takes 16.
pub const LONGEST_TOOL_NAME: usize = 40;

/// `_` and six characters.
const SUFFIX: usize = 7;

/// The longest server name.
const LONGEST_SLUG: usize = 16;

/// Words that go first when a name is too long.
const FILLERS: [&str; 18] = [
    "the",
    "a",
    "an",
    "of",
    "to",
    "and",
    "or",
    "in",
    "on",
    "with",
    "using",
    "for",
    "from",
    "rest",
    "controller",
    "api",
    "resource",
    "namespaced",
];

/// What a tool's name is made of.
#[derive(Debug, Clone, Copy)]
pub struct NameHints<'a> {
    /// The operation's key, `GET /pets/{id}`: what a suffix is made from, and what pinned names go by.
    pub key: &'a str,
    /// The document's own name for it, `operationId`.
    pub id: Option<&'a str>,
    /// The HTTP method, or what comes closest to it.
    pub verb: &'a str,
    /// The path, or what comes closest to it.
    pub path: &'a str,
}

impl NameHints<'_> {
    /// The words of the operation's own name; of its method and path where it has none.
    pub(super) fn words(&self) -> Vec<String> {
        match self.id {
            Some(id) => Pieces::of_id(id, self.verb, self.path).words,
            None => route::pieces(self.verb, self.path).words,
        }
    }
}

/// One name for each operation, in order: `^[a-z][a-z0-9_]{1,39}$`, unique whatever the case. `pinned` names (by operation
/// key) are kept as they are; among the others the first in the document keeps a bare name and the rest carry a suffix.
#[must_use]
pub fn assign(hints: &[NameHints<'_>], pinned: &BTreeMap<String, String>) -> Vec<String> {
    let mut names: Vec<Option<String>> = vec![None; hints.len()];
    let mut taken: HashSet<String> = HashSet::new();
    for (hint, name) in hints.iter().zip(&mut names) {
        let wanted = pinned.get(hint.key).filter(|wanted| is_legal(wanted));
        if let Some(wanted) = wanted.filter(|wanted| taken.insert(wanted.to_ascii_lowercase())) {
            *name = Some(wanted.clone());
        }
    }
    let mut occurrences: HashMap<&str, usize> = HashMap::new();
    for (hint, name) in hints.iter().zip(&mut names).filter(|(_, name)| name.is_none()) {
        let bare = candidate(hint);
        if taken.insert(bare.clone()) {
            *name = Some(bare);
            continue;
        }
        let occurrence = occurrences.entry(hint.key).or_default();
        let mut suffixed = bare.clone();
        while taken.contains(&suffixed) {
            *occurrence += 1;
            suffixed = with_suffix(&bare, &suffix(&format!("{}#{occurrence}", hint.key)), LONGEST_TOOL_NAME);
        }
        taken.insert(suffixed.clone());
        *name = Some(suffixed);
    }
    names.into_iter().map(Option::unwrap_or_default).collect()
}

/// The name of a tool of one API in a server of several: `space_name`, cut and with a suffix where that is too long.
#[must_use]
pub fn in_space(space: &str, name: &str) -> String {
    let whole = format!("{space}_{name}");
    if whole.len() <= LONGEST_TOOL_NAME { whole } else { with_suffix(&whole, &suffix(&whole), LONGEST_TOOL_NAME) }
}

/// A server's name from a title: at most 16 characters, `^[a-z][a-z0-9-]*$`.
#[must_use]
pub fn server_slug(title: &str) -> String {
    // Brands are written in camel case; their humps are no words.
    let words = Pieces::of(&title.to_lowercase()).words;
    let telling: Vec<&String> = words
        .iter()
        .filter(|word| !FILLERS.contains(&word.as_str()) && *word != "openapi" && !pieces::is_version(word))
        .collect();
    let mut slug = String::new();
    for word in telling {
        let longer = slug.len() + usize::from(!slug.is_empty()) + word.len();
        if longer > LONGEST_SLUG && !slug.is_empty() {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    slug.truncate(LONGEST_SLUG);
    if slug.is_empty() {
        return if title.trim().is_empty() { "api".to_owned() } else { format!("api-{}", suffix(title)) };
    }
    if slug.starts_with(|c: char| c.is_ascii_digit()) {
        slug.insert_str(0, "api-");
        slug.truncate(LONGEST_SLUG);
    }
    slug.trim_end_matches('-').to_owned()
}

/// Whether a name may stand as it is.
pub(crate) fn is_legal(name: &str) -> bool {
    (2..=LONGEST_TOOL_NAME).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

/// The name that an operation would bear if it were alone.
fn candidate(hint: &NameHints<'_>) -> String {
    let mut pieces = match hint.id.map(|id| Pieces::of_id(id, hint.verb, hint.path)) {
        Some(pieces) if !pieces.words.is_empty() => pieces,
        Some(pieces) => Pieces { lossy: pieces.lossy, ..route::pieces(hint.verb, hint.path) },
        None => route::pieces(hint.verb, hint.path),
    };
    let starts_badly = pieces.words.first().is_none_or(|word| word.starts_with(|c: char| c.is_ascii_digit()));
    let too_short = pieces.words.len() == 1 && pieces.words.first().is_some_and(|word| word.len() < 2);
    if starts_badly || too_short {
        let verb = Pieces::of(hint.verb).words.join("_");
        let verb = if verb.starts_with(|c: char| c.is_ascii_lowercase()) { verb } else { "call".to_owned() };
        pieces.words.insert(0, verb);
    }
    if pieces.words.len() == 1 && pieces.words.first().is_some_and(|word| word.len() < 2) {
        pieces.words.push("call".to_owned());
    }
    shorten(pieces, hint.key)
}

/// Joins words into a name. What does not fit goes, filler words and versions first, and the name then carries a suffix, because another
/// operation may lose its difference in the same way.
fn shorten(pieces: Pieces, key: &str) -> String {
    let Pieces { mut words, lossy } = pieces;
    let whole = words.join("_");
    if !lossy && whole.len() <= LONGEST_TOOL_NAME {
        return whole;
    }
    let room = LONGEST_TOOL_NAME - SUFFIX;
    let mut length = whole.len();
    let is_filler = |word: &String| FILLERS.contains(&word.as_str());
    let is_version = |word: &String| pieces::is_version(word);
    for goes in [&is_filler as &dyn Fn(&String) -> bool, &is_version] {
        let mut position = 1;
        while length > room && position < words.len() {
            if words.get(position).is_some_and(goes) {
                length -= words.remove(position).len() + 1;
            } else {
                position += 1;
            }
        }
    }
    while length > room && words.len() > 1 {
        length -= words.pop().map_or(0, |word| word.len() + 1);
    }
    with_suffix(&words.join("_"), &suffix(key), LONGEST_TOOL_NAME)
}

/// `name_suffix`, with as much of the name as fits.
fn with_suffix(name: &str, suffix: &str, longest: usize) -> String {
    let room = longest.saturating_sub(suffix.len() + 1);
    let kept: String = name.chars().take(room).collect();
    format!("{}_{suffix}", kept.trim_end_matches('_'))
}

/// Six lowercase letters and digits that stand for a text.
fn suffix(text: &str) -> String {
    const DIGITS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let digest = Sha256::digest(text.as_bytes());
    digest
        .iter()
        .take(6)
        .filter_map(|byte| DIGITS.get(usize::from(byte % 32)))
        .map(|&digit| char::from(digit))
        .collect()
}
