//! The documents of a folder, what is known of them beforehand, and what became of them.

use std::collections::BTreeMap;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A document and what its index says of it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Entry {
    pub(crate) file: String,
    pub(crate) kind: String,
    pub(crate) version: Option<String>,
    pub(crate) operations: Option<usize>,
    valid: BTreeMap<String, Value>,
}

/// What one child process said.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Said {
    pub(crate) kind: String,
    pub(crate) version: String,
    pub(crate) operations: usize,
    pub(crate) tools: usize,
    pub(crate) skipped: BTreeMap<String, usize>,
    /// The first findings that are errors, and the reasons of the first skipped operations.
    pub(crate) reasons: Vec<String>,
    /// Documents that it refers to and that are not in the folder.
    pub(crate) missing: Vec<String>,
    /// Compiling alone, with reading and parsing.
    pub(crate) millis: f64,
    /// The most memory that the process ever held.
    pub(crate) peak_kib: u64,
}

/// What became of a document.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Outcome {
    pub(crate) file: String,
    /// `openapi`, `graphql`, …: what the index says, or else what the compiler recognised.
    #[serde(skip)]
    pub(crate) kind: String,
    /// `2.0`, `3.0`, …, as above.
    #[serde(skip)]
    pub(crate) version: String,
    /// Every validator that had an opinion accepts it.
    pub(crate) accepted: bool,
    pub(crate) expected_operations: Option<usize>,
    /// Why there is no account; empty when there is one.
    pub(crate) broke: String,
    #[serde(flatten)]
    pub(crate) said: Said,
}

impl Entry {
    pub(crate) fn accepted(&self) -> bool {
        let mut verdicts = self.valid.values().filter_map(|verdict| verdict.get("ok")?.as_bool()).peekable();
        verdicts.peek().is_some() && verdicts.all(|ok| ok)
    }
}

/// How documents are called where no index says what there is.
const ENDINGS: [&str; 9] = ["json", "yaml", "yml", "graphql", "graphqls", "wsdl", "proto", "binpb", "har"];

/// The documents in `folder`.
///
/// # Errors
/// When the folder or its index cannot be read.
pub(crate) fn list(folder: &Path) -> Result<Vec<Entry>, String> {
    let index = folder.join("index.json");
    if !index.is_file() {
        let mut found = Vec::new();
        walk(folder, folder, &mut found).map_err(|error| format!("{}: {error}", folder.display()))?;
        found.sort();
        return Ok(found.into_iter().map(|file| Entry { file, ..Entry::default() }).collect());
    }
    let text = std::fs::read(&index).map_err(|error| format!("{}: {error}", index.display()))?;
    serde_json::from_slice(&text).map_err(|error| format!("{}: {error}", index.display()))
}

fn walk(root: &Path, folder: &Path, found: &mut Vec<String>) -> std::io::Result<()> {
    for item in std::fs::read_dir(folder)? {
        let path = item?.path();
        if path.is_dir() {
            walk(root, &path, found)?;
        } else if path.extension().is_some_and(|ending| ENDINGS.iter().any(|known| ending == *known))
            && let Ok(below) = path.strip_prefix(root)
        {
            found.push(below.to_string_lossy().into_owned());
        }
    }
    Ok(())
}
