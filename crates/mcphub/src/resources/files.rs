//! From what `-f` names to resources: a file, a folder, or standard input.

use std::{
    collections::BTreeSet,
    io::Read as _,
    path::{Path, PathBuf},
};

use super::read::{Complaint, Resource, Spec, resources};

/// Bytes of a file with resources; documents that they name are apart.
const MOST: u64 = 64 << 20;

/// A file that was read.
struct Loaded {
    path: PathBuf,
    /// It was found in a folder and not named, so that it may be something that a resource names.
    is_found: bool,
    resources: Vec<Result<Resource, Complaint>>,
}

/// All resources of these places; everything that is wrong with them otherwise.
pub(crate) fn files(named: &[String]) -> Result<Vec<Resource>, Vec<Complaint>> {
    let (mut loaded, mut complaints) = (Vec::new(), Vec::new());
    for name in named {
        let mut take = |result: Result<Loaded, Complaint>| match result {
            Ok(file) => loaded.push(file),
            Err(complaint) => complaints.push(complaint),
        };
        let path = Path::new(name);
        if name == "-" {
            take(standard_input());
        } else if path.is_dir() {
            match within(path) {
                Ok(found) => found.into_iter().map(|path| file(path, true)).for_each(take),
                Err(complaint) => take(Err(complaint)),
            }
        } else {
            take(file(path.to_owned(), false));
        }
    }
    let mut seen = BTreeSet::new();
    // What is named itself is no find of a folder's, however often it is come upon.
    loaded.sort_by_key(|file| file.is_found);
    loaded.retain(|file| seen.insert(real(&file.path)));
    let documents = referred(&loaded);
    // A document of an API that lies among the resources is none.
    loaded.retain(|file| !file.is_found || !documents.contains(&real(&file.path)));
    let mut found = Vec::new();
    for resource in loaded.into_iter().flat_map(|file| file.resources) {
        match resource {
            Ok(resource) => found.push(resource),
            Err(complaint) => complaints.push(complaint),
        }
    }
    if !complaints.is_empty() {
        return Err(complaints);
    }
    if found.is_empty() {
        return Err(vec![Complaint::new(
            named.join(", "),
            "there is no resource; nothing would be left of what an apply made before",
        )]);
    }
    Ok(found)
}

/// The files that resources name as their documents.
fn referred(loaded: &[Loaded]) -> BTreeSet<PathBuf> {
    let mut documents = BTreeSet::new();
    for resource in loaded.iter().flat_map(|file| &file.resources).flatten() {
        if let Spec::Api(spec) = &resource.spec {
            let named = spec.source.file.iter().chain(&spec.source.files);
            documents.extend(named.map(|name| real(&resource.folder.join(name))));
        }
    }
    documents
}

fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_owned())
}

fn standard_input() -> Result<Loaded, Complaint> {
    let mut text = String::new();
    let read = std::io::stdin().lock().take(MOST).read_to_string(&mut text);
    read.map_err(|error| Complaint::new("standard input", format!("it cannot be read: {error}")))?;
    let folder = PathBuf::from(".");
    Ok(Loaded { path: PathBuf::from("-"), is_found: false, resources: resources("standard input", &folder, &text) })
}

fn file(path: PathBuf, is_found: bool) -> Result<Loaded, Complaint> {
    let shown = path.display().to_string();
    let unreadable = |error: std::io::Error| Complaint::new(&shown, format!("it cannot be read: {error}"));
    let size = path.metadata().map_err(unreadable)?.len();
    if size > MOST {
        return Err(Complaint::new(shown, format!("it has {size} bytes, too many for a file with resources")));
    }
    let bytes = std::fs::read(&path).map_err(unreadable)?;
    let folder = path.parent().map(Path::to_owned).unwrap_or_default();
    let resources = match String::from_utf8(bytes) {
        Ok(text) => resources(&shown, &folder, &text),
        Err(_) => vec![Err(Complaint::new(&shown, "it is no text"))],
    };
    Ok(Loaded { path, is_found, resources })
}

/// The files of a folder and of those in it that may have resources, in order; hidden ones and links to folders left out.
fn within(folder: &Path) -> Result<Vec<PathBuf>, Complaint> {
    let unreadable =
        |error: std::io::Error| Complaint::new(folder.display().to_string(), format!("it cannot be read: {error}"));
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        entries.push(entry.map_err(unreadable)?.path());
    }
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.')) {
            continue;
        }
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if path.is_dir() {
            if !path.is_symlink() {
                found.extend(within(&path)?);
            }
        } else if matches!(ending.as_str(), "yaml" | "yml" | "json") {
            found.push(path);
        }
    }
    Ok(found)
}
