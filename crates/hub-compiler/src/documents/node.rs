//! A value in a document, together with where it is.

use hub_model::Diagnostic;
use serde_json::{Map, Value};

use super::Documents;
use crate::findings::Findings;

/// How many references may lead to references before we call it a circle.
const LONGEST_CHAIN: usize = 32;

/// A value in a document and its place.
#[derive(Clone)]
pub(crate) struct Node<'d> {
    pub(crate) documents: &'d Documents,
    /// Index of the document.
    pub(crate) document: usize,
    /// JSON pointer (RFC 6901) within it.
    pub(crate) pointer: String,
    pub(crate) value: &'d Value,
}

impl<'d> Node<'d> {
    /// The place as diagnostics name it: a fragment, after the document's address when it is not the root document.
    pub(crate) fn place(&self) -> String {
        place(self.documents, self.document, &self.pointer)
    }

    /// A member, as it stands: a reference is not followed.
    pub(crate) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key)?;
        Some(Self { value, pointer: format!("{}/{}", self.pointer, escape(key)), ..self.clone() })
    }

    /// A member, after its references.
    pub(crate) fn follow(&self, key: &str, findings: &mut Findings) -> Option<Self> {
        self.get(key)?.resolved(findings)
    }

    pub(crate) fn str(&self, key: &str) -> Option<&'d str> {
        self.value.get(key)?.as_str()
    }

    /// A string, or what a YAML author most likely meant by an unquoted number or boolean.
    pub(crate) fn text(&self, key: &str) -> Option<String> {
        match self.value.get(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            Value::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    pub(crate) fn flag(&self, key: &str) -> Option<bool> {
        match self.value.get(key)? {
            Value::Bool(flag) => Some(*flag),
            Value::String(text) => text.parse().ok(),
            _ => None,
        }
    }

    pub(crate) fn object(&self) -> Option<&'d Map<String, Value>> {
        self.value.as_object()
    }

    /// The members of an object, as they stand.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (&'d String, Self)> + use<'d, '_> {
        self.value.as_object().into_iter().flatten().map(|(key, value)| {
            (key, Self { value, pointer: format!("{}/{}", self.pointer, escape(key)), ..self.clone() })
        })
    }

    /// The items of an array, as they stand.
    pub(crate) fn items(&self) -> impl Iterator<Item = Self> + use<'d, '_> {
        self.value.as_array().into_iter().flatten().enumerate().map(|(i, value)| Self {
            value,
            pointer: format!("{}/{i}", self.pointer),
            ..self.clone()
        })
    }

    /// The value after following its chain of references; a chain that leads nowhere is reported and gives `None`.
    pub(crate) fn resolved(self, findings: &mut Findings) -> Option<Self> {
        let mut here = self;
        for _ in 0..LONGEST_CHAIN {
            let Some(reference) = here.str("$ref") else { return Some(here) };
            match here.documents.lookup(here.document, reference) {
                Ok(next) => here = next,
                Err(why) => {
                    findings.push(dangling(reference, &why, here.place()));
                    return None;
                }
            }
        }
        findings.push(dangling(here.str("$ref").unwrap_or_default(), "it leads in a circle", here.place()));
        None
    }
}

/// The finding for a reference that names nothing.
pub(crate) fn dangling(reference: &str, why: &str, place: String) -> Diagnostic {
    Diagnostic::warning("dangling-reference", format!("`$ref: {reference}` cannot be resolved: {why}"), place)
        .help("add the missing document or definition, or correct the reference")
}

/// See [`Node::place`].
pub(crate) fn place(documents: &Documents, document: usize, pointer: &str) -> String {
    match documents.loaded().get(document) {
        Some(loaded) if document != documents.root_index() => format!("{}#{pointer}", loaded.uri),
        _ => format!("#{pointer}"),
    }
}

/// One reference token of a JSON pointer (RFC 6901 section 3).
pub(crate) fn escape(key: &str) -> String {
    if key.contains(['~', '/']) { key.replace('~', "~0").replace('/', "~1") } else { key.to_owned() }
}

/// The value at a pointer, and the pointer in its canonical spelling. References in between are not followed.
///
/// Documents in the wild write `#/paths/~1pets` as well as `#/paths//pets`-like accidents; only the first is understood, but
/// a trailing slash is forgiven.
pub(super) fn pointer<'v>(document: &'v Value, pointer: &str) -> Option<(String, &'v Value)> {
    if let Some(found) = document.pointer(pointer) {
        return Some((pointer.to_owned(), found));
    }
    let trimmed = pointer.trim_end_matches('/');
    document.pointer(trimmed).map(|found| (trimmed.to_owned(), found))
}
