//! Addresses of one kind to one template: `/users/17/pets` and `/users/18/pets` are `/users/{user_id}/pets`.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use super::entry::Recorded;
use crate::sample::{infer, secret};

/// Values of one part of an address from which on it is taken for a variable, where the answers look the same.
const ENOUGH: usize = 3;

/// Calls of one operation.
pub(super) struct Group {
    pub(super) method: String,
    pub(super) base: String,
    /// A text, or the name of a variable.
    pub(super) segments: Vec<Segment>,
    /// At least one.
    pub(super) calls: Vec<Recorded>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Segment {
    Text(String),
    Variable(String),
}

impl Group {
    /// `/users/{user_id}`
    pub(super) fn path(&self) -> String {
        let segments = self.segments.iter().map(|segment| match segment {
            Segment::Text(text) => format!("/{text}"),
            Segment::Variable(name) => format!("/{{{name}}}"),
        });
        segments.collect()
    }

    /// Where the first of the calls stands.
    pub(super) fn place(&self) -> &str {
        self.calls.first().map_or("", |call| &call.place)
    }

    fn text(&self, position: usize) -> Option<&str> {
        match self.segments.get(position) {
            Some(Segment::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The keys that all answers are made of.
    fn answer_keys(&self) -> Option<BTreeSet<&str>> {
        let first = self.calls.iter().find_map(|call| call.answer.as_ref())?;
        let keys: BTreeSet<&str> = first.as_object()?.keys().map(String::as_str).collect();
        (keys.len() > 1).then_some(keys)
    }
}

/// What groups that may be one have in common: method, base, the other segments, the keys of answers, the kind.
type Family = (String, String, Vec<Segment>, Vec<String>, String);

type Identity = (String, String, Vec<Option<String>>, String);

/// Sorts calls into groups, in the order in which they were first made.
pub(super) fn groups(calls: Vec<Recorded>) -> Vec<Group> {
    let mut by_identity: HashMap<Identity, usize> = HashMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for call in calls {
        let path = call.address.path.trim_start_matches('/').to_owned();
        let parts: Vec<Option<String>> =
            path.split('/').map(|part| (!is_variable(part)).then(|| part.to_owned())).collect();
        let identity = (call.method.clone(), call.address.base.clone(), parts.clone(), call.kind().to_owned());
        let position = *by_identity.entry(identity).or_insert_with(|| {
            groups.push(Group {
                method: call.method.clone(),
                base: call.address.base.clone(),
                segments: parts
                    .into_iter()
                    .map(|part| part.map_or_else(|| Segment::Variable(String::new()), Segment::Text))
                    .collect(),
                calls: Vec::new(),
            });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(position) {
            group.calls.push(call);
        }
    }
    let mut groups = merged(groups);
    groups.iter_mut().for_each(|group| name_variables(&mut group.segments));
    groups
}

/// Whether a part of an address is a value rather than a word of the API.
fn is_variable(part: &str) -> bool {
    let digits = part.bytes().filter(u8::is_ascii_digit).count();
    let version = part.len() <= 4 && part.starts_with(['v', 'V']);
    if digits == 0 || version {
        return part.contains('@') || secret::looks_secret(part);
    }
    let hex = part.len() >= 8 && part.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    digits == part.len()
        || hex
        || infer::is_uuid(part)
        || part.contains('@')
        || secret::looks_secret(part)
        || part.len() >= 10 && digits * 3 >= part.len()
        || part.len() >= 16 && digits >= 2 && !part.contains(['.', ' '])
}

/// Groups that differ in one word only, where that word has several values and all answers look the same, are one.
fn merged(mut groups: Vec<Group>) -> Vec<Group> {
    let longest = groups.iter().map(|group| group.segments.len()).max().unwrap_or_default().min(32);
    for position in 1..longest {
        let mut families: HashMap<Family, Vec<usize>> = HashMap::new();
        for (at, group) in groups.iter().enumerate() {
            let (Some(_), Some(keys)) = (group.text(position), group.answer_keys()) else { continue };
            let mut rest = group.segments.clone();
            if let Some(segment) = rest.get_mut(position) {
                *segment = Segment::Variable(String::new());
            }
            let keys = keys.into_iter().map(str::to_owned).collect();
            let kind = group.calls.first().map(|call| call.kind().to_owned()).unwrap_or_default();
            families.entry((group.method.clone(), group.base.clone(), rest, keys, kind)).or_default().push(at);
        }
        let mut into: HashMap<usize, usize> = HashMap::new();
        for members in families.values().filter(|members| members.len() >= ENOUGH) {
            if let Some((first, others)) = members.split_first() {
                others.iter().for_each(|other| {
                    into.insert(*other, *first);
                });
                into.insert(*first, *first);
            }
        }
        if into.is_empty() {
            continue;
        }
        let mut kept: Vec<Group> = Vec::new();
        let mut places: HashMap<usize, usize> = HashMap::new();
        for (at, mut group) in std::mem::take(&mut groups).into_iter().enumerate() {
            let Some(first) = into.get(&at) else {
                kept.push(group);
                continue;
            };
            match places.get(first).and_then(|&place| kept.get_mut(place)) {
                Some(family) => family.calls.append(&mut group.calls),
                None => {
                    if let Some(segment) = group.segments.get_mut(position) {
                        *segment = Segment::Variable(String::new());
                    }
                    places.insert(*first, kept.len());
                    kept.push(group);
                }
            }
        }
        groups = kept;
    }
    groups
}

/// Each variable is called after the word before it: `users/{user_id}`.
fn name_variables(segments: &mut [Segment]) {
    let mut before = String::new();
    let mut taken: Vec<String> = Vec::new();
    for segment in segments {
        match segment {
            Segment::Text(text) => before.clone_from(text),
            Segment::Variable(name) => {
                let word: String =
                    before.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).take(30).collect();
                let word = word.trim_matches('_').to_ascii_lowercase();
                let one = word.strip_suffix("ies").map(|stem| format!("{stem}y"));
                let one = one.or_else(|| {
                    word.strip_suffix('s').filter(|stem| stem.len() > 1 && !stem.ends_with('s')).map(str::to_owned)
                });
                let wanted = match one.unwrap_or(word) {
                    word if word.is_empty() => "id".to_owned(),
                    word => format!("{word}_id"),
                };
                let mut candidate = wanted.clone();
                let mut number = 2;
                while taken.contains(&candidate) {
                    candidate = format!("{wanted}_{number}");
                    number += 1;
                }
                taken.push(candidate.clone());
                *name = candidate;
            }
        }
    }
}

/// The values that a variable had.
pub(super) fn values(group: &Group, position: usize) -> impl Iterator<Item = &str> {
    group.calls.iter().filter_map(move |call| call.address.path.trim_start_matches('/').split('/').nth(position))
}

/// The bodies of answers, of at most so many calls.
pub(super) fn answers(group: &mut Group, most: usize) -> Vec<Value> {
    group.calls.iter_mut().filter_map(|call| call.answer.take()).take(most).collect()
}
