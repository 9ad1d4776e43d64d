//! Documents: those in a file, and those that an API is made of.

use std::{collections::BTreeMap, path::Path};

use hub_model::resource::ApiSource;
use hub_server::sources::uploaded::{is_archive, tidy, unpack};
use serde::de::IgnoredAny;
use sha2::{Digest as _, Sha256};

/// Bytes of a document that is read at most; the hub may take fewer.
const MOST: u64 = 256 << 20;

/// One document of a file.
pub(super) struct Segment {
    /// The line that it begins at, counted from 1.
    pub(super) line: usize,
    pub(super) text: String,
}

/// The documents of a text: JSON after JSON, or YAML with lines of `---` between. Nothing else can be at the beginning of a line
/// there (YAML 1.2 section 9.1.2).
pub(super) fn split(text: &str) -> Vec<Segment> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_start().starts_with('{')
        && let Some(segments) = json(text)
    {
        return segments;
    }
    let (mut segments, mut current, mut begin) = (Vec::new(), String::new(), 1);
    for (number, line) in text.lines().enumerate() {
        let is_marker = |marker: &str| {
            line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
        };
        if is_marker("---") || is_marker("...") {
            segments.push(Segment { line: begin, text: std::mem::take(&mut current) });
            begin = number + 1;
            current.push_str("   ");
            current.push_str(line.get(3..).unwrap_or_default());
        } else {
            current.push_str(line);
        }
        current.push('\n');
    }
    segments.push(Segment { line: begin, text: current });
    segments.retain(|segment| !segment.text.lines().all(is_nothing));
    for segment in &mut segments {
        let empty = segment.text.lines().take_while(|line| is_nothing(line)).count();
        let rest: Vec<&str> = segment.text.lines().skip(empty).collect();
        segment.text = rest.join("\n") + "\n";
        segment.line += empty;
    }
    segments
}

/// A line that says nothing: empty, a comment, or a directive.
fn is_nothing(line: &str) -> bool {
    let line = line.trim();
    line.is_empty() || line.starts_with('#') || line.starts_with('%')
}

/// Several JSON documents one after the other; nothing where it is no JSON.
fn json(text: &str) -> Option<Vec<Segment>> {
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<IgnoredAny>();
    let (mut segments, mut begin) = (Vec::new(), 0);
    while let Some(next) = stream.next() {
        next.ok()?;
        let end = stream.byte_offset();
        let found = text.get(begin..end)?;
        let empty = found.len() - found.trim_start().len();
        let line = text.get(..begin + empty)?.matches('\n').count() + 1;
        segments.push(Segment { line, text: found.trim_start().to_owned() });
        begin = end;
    }
    Some(segments)
}

/// Where a document comes from, as it can be compared: an address, or what files say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    Url(String),
    Files {
        /// The file that the others belong to; whichever it is when nothing says so.
        root: Option<String>,
        /// SHA-256 of each, in hex. Where there is one, its name does not matter.
        digests: BTreeMap<String, String>,
    },
}

impl State {
    /// Files are compared without the folder that all of them are in.
    pub(crate) fn of(root: Option<&str>, digests: &BTreeMap<String, String>) -> Self {
        if let [digest] = digests.values().collect::<Vec<_>>().as_slice() {
            let digests = BTreeMap::from([("document".to_owned(), (*digest).clone())]);
            return Self::Files { root: None, digests };
        }
        let folder = folder_of(digests.keys().map(String::as_str));
        let within = |name: &str| name.get(folder..).unwrap_or(name).to_owned();
        let digests = digests.iter().map(|(name, digest)| (within(name), digest.clone())).collect();
        Self::Files { root: root.map(within), digests }
    }

    /// Whether the same documents are meant.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Files { root, digests }, Self::Files { root: other_root, digests: others }) => {
                digests == others && (root.is_none() || other_root.is_none() || root == other_root)
            }
            _ => self == other,
        }
    }
}

/// Bytes of the names of files that are the folder that all of them are in.
fn folder_of<'n>(names: impl Iterator<Item = &'n str>) -> usize {
    let folders: Vec<Vec<&str>> = names
        .map(|name| {
            let mut parts: Vec<&str> = name.split('/').collect();
            parts.pop();
            parts
        })
        .collect();
    let first = folders.first().cloned().unwrap_or_default();
    let shared = |depth: &usize| folders.iter().all(|folder| folder.get(*depth) == first.get(*depth));
    (0..first.len()).take_while(shared).filter_map(|depth| first.get(depth)).map(|part| part.len() + 1).sum()
}

/// Where an API's document comes from, with the files themselves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    Url(String),
    Files {
        /// Nothing where an archive does not say it.
        root: Option<String>,
        files: Vec<(String, Vec<u8>)>,
    },
}

impl Source {
    pub(crate) fn state(&self) -> State {
        match self {
            Self::Url(url) => State::Url(url.clone()),
            Self::Files { root, files } => {
                let digests = files.iter().map(|(name, bytes)| (name.clone(), digest(bytes))).collect();
                State::of(root.as_deref(), &digests)
            }
        }
    }
}

pub(super) fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The documents that a resource means. The error says what is wrong.
pub(crate) fn load(source: &ApiSource, folder: &Path) -> Result<Source, String> {
    if let Some(url) = &source.url {
        return Ok(Source::Url(url.clone()));
    }
    if let Some(text) = &source.document {
        let root = source.root.clone().unwrap_or_else(|| "document".to_owned());
        let others = source.documents.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes()));
        let files = std::iter::once((root.clone(), text.clone().into_bytes())).chain(others).collect();
        return named(Some(root), files);
    }
    let file = source.file.as_deref().ok_or("spec.source: name one of url, document and file")?;
    let bytes = read(folder, file)?;
    if is_archive(&bytes) && source.files.is_empty() {
        let unpacked = unpack(&bytes)?.into_iter().map(|file| (file.name, file.bytes)).collect();
        return named(None, unpacked);
    }
    let mut files = vec![(flat(file), bytes)];
    for name in &source.files {
        files.push((flat(name), read(folder, name)?));
    }
    // The folder that all of them are in is this machine's affair, and may lead out of the one that the resource is in.
    let shared = folder_of(files.iter().map(|(name, _)| name.as_str()));
    let within = |name: &str| name.get(shared..).unwrap_or(name).to_owned();
    let root = within(&flat(file));
    let files = files.into_iter().map(|(name, bytes)| (within(&name), bytes)).collect();
    named(Some(root), files)
}

/// Files with names that a hub keeps, each once.
fn named(root: Option<String>, files: Vec<(String, Vec<u8>)>) -> Result<Source, String> {
    let mut tidied: Vec<(String, Vec<u8>)> = Vec::new();
    for (name, bytes) in files {
        let name = tidy(&name)?;
        if tidied.iter().any(|(known, _)| *known == name) {
            return Err(format!("spec.source: two documents are called `{name}`"));
        }
        tidied.push((name, bytes));
    }
    Ok(Source::Files { root: root.map(|root| tidy(&root)).transpose()?, files: tidied })
}

/// A path with `/`, and without what means nothing.
fn flat(path: &str) -> String {
    let path = path.replace('\\', "/");
    let parts: Vec<&str> = path.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    parts.join("/")
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, String> {
    let path = folder.join(name);
    let unreadable =
        |error: std::io::Error| format!("spec.source: the file {} cannot be read: {error}", path.display());
    let size = path.metadata().map_err(unreadable)?.len();
    if size > MOST {
        return Err(format!("spec.source: the file {} has {size} bytes, more than any hub takes", path.display()));
    }
    std::fs::read(&path).map_err(unreadable)
}

#[cfg(test)]
mod tests;
