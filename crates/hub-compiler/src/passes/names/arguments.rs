//! Names of arguments and of nested properties. A legal name stays as it is, dots and hyphens included: it is the name that
//! the API's documentation, and so the model, knows. Only what clients refuse is rewritten.

use std::collections::{BTreeMap, HashSet};

use super::pieces::Pieces;
use super::{suffix, with_suffix};

/// Claude refuses a request with a longer property key.
const LONGEST: usize = 64;

/// Who keeps a name that several places use.
const PLACES: [&str; 5] = ["path", "query", "body", "header", "cookie"];

/// One property name for each argument, given its name on the wire and its place (`path`, `query`, …): legal
/// (`^[a-zA-Z0-9_.-]{1,64}$`) and unique. Of several with the same name, one keeps it (path before query, body, header and
/// cookie) and the others say their place: `id_query`.
#[must_use]
pub fn argument_names(wire: &[(String, &str)]) -> Vec<String> {
    let mut order: Vec<usize> = (0..wire.len()).collect();
    let rank = |position: &usize| {
        let (name, place) = wire.get(*position).map_or(("", ""), |(name, place)| (name.as_str(), *place));
        (!is_legal(name), PLACES.iter().position(|known| *known == place).unwrap_or(PLACES.len()))
    };
    order.sort_by_key(rank);
    let mut names = vec![String::new(); wire.len()];
    let mut taken: HashSet<String> = HashSet::new();
    // Legal names first: nobody may lose a name to another that only looks like it after cleaning.
    for position in order {
        let Some((name, place)) = wire.get(position) else { continue };
        let chosen = free(&friendly(name), place, &format!("{place} {name} {position}"), &taken);
        taken.insert(chosen.clone());
        if let Some(slot) = names.get_mut(position) {
            *slot = chosen;
        }
    }
    names
}

/// The nested property names that clients refuse: from the name that replaces each, unique among all, to its wire name.
#[must_use]
pub fn property_renames<'a>(names: impl Iterator<Item = &'a str>) -> BTreeMap<String, String> {
    let mut taken: HashSet<String> = HashSet::new();
    let mut refused: Vec<&str> = Vec::new();
    let mut seen: HashSet<&str> = HashSet::new();
    for name in names.filter(|name| seen.insert(name)) {
        if is_legal(name) {
            taken.insert(name.to_owned());
        } else {
            refused.push(name);
        }
    }
    let mut renames = BTreeMap::new();
    for name in refused {
        let chosen = free(&friendly(name), "", name, &taken);
        taken.insert(chosen.clone());
        renames.insert(chosen, name.to_owned());
    }
    renames
}

/// Whether every client takes a property key as it is.
pub(in crate::passes) fn is_legal(name: &str) -> bool {
    (1..=LONGEST).contains(&name.len())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}

/// `$filter` is `filter`, `page[size]` is `page_size`, `ids[]` is `ids`.
fn friendly(name: &str) -> String {
    if is_legal(name) {
        return name.to_owned();
    }
    let mut out = String::new();
    let mut lossy = false;
    for part in name.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '.' | '-'))) {
        let ascii: String = if part.is_ascii() {
            part.to_owned()
        } else {
            let pieces = Pieces::of(part);
            lossy |= pieces.lossy;
            pieces.words.join("_")
        };
        if !ascii.is_empty() {
            if !out.is_empty() {
                out.push('_');
            }
            out.push_str(&ascii);
        }
    }
    match (out.is_empty(), lossy || out.len() > LONGEST) {
        (true, _) => format!("argument_{}", suffix(name)),
        (false, true) => with_suffix(&out, &suffix(name), LONGEST),
        (false, false) => out,
    }
}

/// `name`, or what is free and closest to it.
fn free(name: &str, place: &str, identity: &str, taken: &HashSet<String>) -> String {
    if !taken.contains(name) {
        return name.to_owned();
    }
    let placed = format!("{name}_{place}");
    if is_legal(place) && is_legal(&placed) && !taken.contains(&placed) {
        return placed;
    }
    let mut attempt = with_suffix(name, &suffix(identity), LONGEST);
    let mut number = 0_usize;
    while taken.contains(&attempt) {
        number += 1;
        attempt = with_suffix(name, &suffix(&format!("{identity} {number}")), LONGEST);
    }
    attempt
}
