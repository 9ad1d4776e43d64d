//! Documents from the disk: the one that was named, and those around it that it refers to.

use std::fs::File;
use std::path::{Component, Path, PathBuf};

use hub_compiler::Documents;

use hub_server::sources::{Budget, is_url};

use super::bounded;
use crate::failure::Failure;

/// How many folders above its own a document may refer to, where no repository says where the project ends.
const FOLDERS_ABOVE: usize = 2;
/// The same for documents that are spread over trees of folders: protocol buffers repeat their packages in them, and schemas of
/// services their versions and parts. They reach further, but only for their like.
const FAR_REACHING: [(usize, &[&str]); 2] = [(10, &["proto"]), (5, &["wsdl", "xsd"])];

/// Reads the file that the user named.
pub(super) fn open(path: &str) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| {
        Failure::unusable(format!("{path} cannot be read: {error}"))
            .help("give a file, a URL, or `-` for standard input")
    };
    if Path::new(path).is_dir() {
        return Err(Failure::unusable(format!("{path} is a folder")).help("name the API document in it"));
    }
    bounded(File::open(path).map_err(unreadable)?, path)
}

/// Adds every local document that is referred to, and refuses those outside the project.
pub(super) fn complete(documents: &mut Documents, root: &str, budget: &mut Budget) {
    let project = project_of(Path::new(root));
    let far = far_reaching(Path::new(root));
    loop {
        let wanted: Vec<String> = documents.missing().into_iter().filter(|address| !is_url(address)).collect();
        if wanted.is_empty() {
            return;
        }
        for address in wanted {
            let stranger = far.filter(|(_, like)| !has_extension(Path::new(&address), like));
            let read = if let Some((_, like)) = stranger {
                Err(format!("it is none of: .{}", like.join(", .")))
            } else {
                referenced(&address, project.as_deref(), budget)
            };
            match read {
                Ok(bytes) => documents.add(&address, bytes),
                Err(reason) => documents.fail(&address, &reason),
            }
        }
    }
}

/// Refuses every local document that is referred to.
pub(super) fn refuse_all(documents: &mut Documents, reason: &str) {
    for address in documents.missing() {
        if !is_url(&address) {
            documents.fail(&address, reason);
        }
    }
}

fn referenced(address: &str, project: Option<&Path>, budget: &mut Budget) -> Result<Vec<u8>, String> {
    let path = match url::Url::parse(address) {
        Ok(url) if url.scheme() == "file" => url.to_file_path().map_err(|()| "no path of this machine".to_owned())?,
        Ok(url) if address.contains("://") => return Err(format!("`{}:` addresses are not read", url.scheme())),
        _ => PathBuf::from(address),
    };
    let found = path.canonicalize().map_err(|error| error.to_string())?;
    let project = project.ok_or("the folder of the document is not known")?;
    let Ok(below) = found.strip_prefix(project) else {
        return Err(format!("it lies outside the project of the document, {}", project.display()));
    };
    if below.components().any(hidden) {
        return Err("hidden files and folders are not read".to_owned());
    }
    if !found.is_file() {
        return Err("it is no file".to_owned());
    }
    let file = File::open(&found).map_err(|error| error.to_string())?;
    let bytes = bounded(file, address).map_err(|failure| failure.to_string())?;
    budget.spend(bytes.len())?;
    Ok(bytes)
}

/// How far a document of this name reaches, and for which others.
fn far_reaching(path: &Path) -> Option<(usize, &'static [&'static str])> {
    FAR_REACHING.into_iter().find(|(_, like)| has_extension(path, like))
}

fn has_extension(path: &Path, wanted: &[&str]) -> bool {
    path.extension()
        .and_then(|own| own.to_str())
        .is_some_and(|own| wanted.iter().any(|one| own.eq_ignore_ascii_case(one)))
}

fn hidden(part: Component<'_>) -> bool {
    part.as_os_str().to_string_lossy().starts_with('.')
}

/// The folder below which a document may refer to others: its repository, or else a few folders above its own. Never a
/// folder that other projects, users or the system share.
fn project_of(root: &Path) -> Option<PathBuf> {
    let folder = root.canonicalize().ok()?.parent()?.to_path_buf();
    let shared = |folder: &Path| {
        folder.components().count() <= 2 || folder.join(".ssh").exists() || folder.join(".config").exists()
    };
    let repository = folder.ancestors().find(|above| above.join(".git").exists() && !shared(above));
    if let Some(repository) = repository {
        return Some(repository.to_path_buf());
    }
    let mut project = folder.clone();
    let levels = far_reaching(root).map_or(FOLDERS_ABOVE, |(levels, _)| levels);
    for above in folder.ancestors().skip(1).take(levels) {
        if shared(above) {
            break;
        }
        project = above.to_path_buf();
    }
    Some(project)
}

#[cfg(test)]
mod tests {
    use hub_compiler::Documents;

    use hub_server::sources::Budget;

    use super::complete;

    fn reasons(tree: &[(&str, &str)], root: &str) -> (Documents, tempfile::TempDir) {
        let place = tempfile::tempdir().unwrap();
        for (name, text) in tree {
            let path = place.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let root = place.path().join(root);
        let mut documents = Documents::new(root.to_str().unwrap(), std::fs::read(&root).unwrap());
        complete(&mut documents, root.to_str().unwrap(), &mut Budget::default());
        (documents, place)
    }

    #[test]
    fn files_around_the_document_are_read_to_the_end() {
        let (documents, _place) = reasons(
            &[
                ("api/v1/root.json", r#"{"openapi": "3.0.0", "x": {"$ref": "../shared/a.json#/x"}}"#),
                ("api/shared/a.json", r#"{"x": {"$ref": "b.json"}}"#),
                ("api/shared/b.json", "{}"),
            ],
            "api/v1/root.json",
        );
        assert!(documents.missing().is_empty());
        assert!(!format!("{documents:?}").contains("outside the project"));
    }

    #[test]
    fn files_elsewhere_and_hidden_files_are_refused() {
        let (documents, _place) = reasons(
            &[
                ("repo/.git/config", "secret"),
                ("repo/.env", "secret"),
                ("other/key.json", "{}"),
                (
                    "repo/root.json",
                    r#"{"openapi": "3.0.0", "a": {"$ref": "../other/key.json"}, "b": {"$ref": ".env"},
                        "c": {"$ref": "/etc/hostname"}, "d": {"$ref": "file:///etc/hostname"}, "e": {"$ref": "/dev/zero"}}"#,
                ),
            ],
            "repo/root.json",
        );
        let shown = format!("{documents:?}");
        assert!(documents.missing().is_empty(), "{:?}", documents.missing());
        assert_eq!(shown.matches("outside the project").count(), 4, "{shown}");
        assert_eq!(shown.matches("hidden files").count(), 1, "{shown}");
    }
}
