//! From a file's text to resources, and to complaints that name the place.

use std::{fmt, path::PathBuf};

use hub_model::resource::{API_VERSION, Manifest, McpApiSpec, McpServerSpec, Metadata, ResourceKind, Wrong};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::documents::split;

/// What is wanted of a resource.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Spec {
    Api(McpApiSpec),
    Server(McpServerSpec),
}

/// A resource that was read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Resource {
    pub(crate) metadata: Metadata,
    pub(crate) spec: Spec,
    /// For complaints: `apis.yaml, document 2 (line 14)`.
    pub(crate) place: String,
    /// Where the files are that it names.
    pub(crate) folder: PathBuf,
}

/// Why files cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Complaint {
    pub(crate) place: String,
    pub(crate) message: String,
}

impl Complaint {
    pub(crate) fn new(place: impl Into<String>, message: impl Into<String>) -> Self {
        Self { place: place.into(), message: message.into() }
    }
}

impl fmt::Display for Complaint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

/// The resources of a text, each for itself.
pub(super) fn resources(file: &str, folder: &std::path::Path, text: &str) -> Vec<Result<Resource, Complaint>> {
    let mut found = Vec::new();
    for (number, segment) in split(text).into_iter().enumerate() {
        // Lines before it are kept empty, so that what is said of lines is said of the file.
        let whole = "\n".repeat(segment.line - 1) + &segment.text;
        let place = Place { file, number: number + 1, line: segment.line };
        found.extend(place.resource(folder, &whole).transpose());
    }
    found
}

/// Where a document stands.
struct Place<'f> {
    file: &'f str,
    number: usize,
    line: usize,
}

impl Place<'_> {
    fn at(&self, line: Option<u64>) -> String {
        let line = line.filter(|line| *line > 0).unwrap_or(self.line as u64);
        format!("{}, document {} (line {line})", self.file, self.number)
    }

    fn resource(&self, folder: &std::path::Path, text: &str) -> Result<Option<Resource>, Complaint> {
        let value: Value = self.typed(text)?;
        if value.is_null() {
            return Ok(None);
        }
        let here = |message: String| Complaint::new(self.at(None), message);
        let word = |name: &str| value.get(name).and_then(Value::as_str);
        match word("apiVersion") {
            Some(API_VERSION) => {}
            Some(other) => return Err(here(format!("the apiVersion is {other}; this mcphub reads {API_VERSION}"))),
            None => {
                return Err(here(format!(
                    "this is no resource, it has no apiVersion; begin with `apiVersion: {API_VERSION}`, or leave the file out"
                )));
            }
        }
        let kind = word("kind").and_then(|kind| kind.parse().ok()).ok_or_else(|| {
            let kinds: Vec<&str> = ResourceKind::ALL.iter().map(|kind| kind.as_str()).collect();
            here(format!("the kind is none that is known; choose {}", kinds.join(" or ")))
        })?;
        without_secrets(&value).map_err(|wrong| here(said(&wrong)))?;
        let (metadata, spec, checked) = match kind {
            ResourceKind::McpApi => {
                let read: Manifest<McpApiSpec> = self.typed(text)?;
                let checked = read.spec.check();
                let spec = read.spec.tidy(&read.metadata.name);
                (read.metadata, Spec::Api(spec), checked)
            }
            ResourceKind::McpServer => {
                let read: Manifest<McpServerSpec> = self.typed(text)?;
                let checked = read.spec.check();
                let spec = read.spec.tidy(&read.metadata.name);
                (read.metadata, Spec::Server(spec), checked)
            }
        };
        metadata.check().and(checked).map_err(|wrong| here(said(&wrong)))?;
        Ok(Some(Resource { metadata, spec, place: self.at(None), folder: folder.to_owned() }))
    }

    fn typed<T: DeserializeOwned>(&self, text: &str) -> Result<T, Complaint> {
        let options = serde_saphyr::options! {
            duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::Error,
            // YAML 1.2, as documents are read: `on` and `no` are words, `08` is text.
            strict_booleans: true,
            leading_zero_numbers_as_strings: true,
            underscored_numbers_as_strings: true,
            // A line that is shown may have a secret in it.
            with_snippet: false,
        };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| {
            let line = error.location().map(|location| location.line());
            Complaint::new(self.at(line), brief(&error.to_string()))
        })
    }
}

/// What a parser says, without the place, which is said before.
fn brief(text: &str) -> String {
    let text = text.lines().next().unwrap_or_default();
    let text = text.split_once(" at line ").map_or(text, |(before, _)| before);
    let text = match text.split_once(": ") {
        Some((begin, rest)) if begin.starts_with("error: line ") || begin.starts_with("line ") => rest,
        _ => text,
    };
    text.trim_start_matches("error: ").trim().to_owned()
}

fn said(wrong: &Wrong) -> String {
    format!("{}: {}", wrong.place, wrong.message)
}

/// Refuses values where there should be references. Looked at before anything else that could show them.
fn without_secrets(value: &Value) -> Result<(), Wrong> {
    let credentials = value.pointer("/spec/credentials").and_then(Value::as_array);
    for (number, credential) in credentials.into_iter().flatten().enumerate() {
        let from = credential.get("valueFrom");
        let is_reference = from.is_none_or(|from| {
            from.as_object().is_some_and(|from| from.iter().all(|(name, value)| is_place(name, value)))
        });
        let names = ["scheme", "valueFrom"];
        let is_plain = credential.as_object().is_some_and(|all| all.keys().all(|name| names.contains(&name.as_str())));
        if !is_plain || !is_reference {
            return Err(Wrong {
                place: format!("spec.credentials[{number}]"),
                message: "a secret does not stand in a file: say where it is, by `valueFrom: { env: NAME }` or `valueFrom: { file: PATH }`, beside its `scheme`"
                    .to_owned(),
            });
        }
    }
    Ok(())
}

/// Whether a member of `valueFrom` says where a secret is, as far as that can be told.
fn is_place(name: &str, value: &Value) -> bool {
    match name {
        "env" => value.as_str().is_some_and(is_variable),
        "file" => value.is_string(),
        "secretKeyRef" | "vault" => value.is_object(),
        _ => false,
    }
}

fn is_variable(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

#[cfg(test)]
mod tests;
