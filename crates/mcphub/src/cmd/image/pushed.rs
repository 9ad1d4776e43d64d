//! Repositories that images were pushed to: their layers need not be sent again to others of the same registry.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Repositories that are remembered of a registry; all of them have the runtime, so a few are enough.
const REMEMBERED: usize = 3;

type Known = BTreeMap<String, Vec<String>>;

/// Those that are known of a registry. Without the file everything is sent, which costs time and nothing else.
pub(super) fn read(folder: &Path, registry: &str) -> Vec<String> {
    known(folder).remove(registry).unwrap_or_default()
}

/// Writes down that one more has them.
pub(super) fn remember(folder: &Path, registry: &str, repository: &str) {
    let mut known = known(folder);
    let of_registry = known.entry(registry.to_owned()).or_default();
    of_registry.retain(|other| other != repository);
    of_registry.insert(0, repository.to_owned());
    of_registry.truncate(REMEMBERED);
    if let Ok(text) = serde_json::to_vec(&known) {
        let _ = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(file(folder), text));
    }
}

fn known(folder: &Path) -> Known {
    std::fs::read(file(folder)).ok().and_then(|text| serde_json::from_slice(&text).ok()).unwrap_or_default()
}

fn file(folder: &Path) -> PathBuf {
    folder.join("pushed.json")
}
