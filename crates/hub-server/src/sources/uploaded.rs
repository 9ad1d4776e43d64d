//! Uploads: a document, several, or a zip archive of them. References are resolved among them, and on the network.

use std::io::{Cursor, Read as _};

use hub_compiler::{Documents, Kind};
use zip::ZipArchive;

use super::{Budget, Cause, LARGEST_DOCUMENT, Unobtainable, Web, is_url};

/// The most files in an archive.
const MOST_FILES: usize = 4_000;
/// The most that an archive may unpack to.
const MOST_UNPACKED: u64 = 192 << 20;

/// A file of an upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path: relative, with `/`, without `..`.
    pub name: String,
    /// Its content.
    pub bytes: Vec<u8>,
}

/// Whether bytes are a zip archive.
#[must_use]
pub fn is_archive(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// A path as it is kept; the reason when it cannot be kept.
///
/// # Errors
/// When it leads out of the upload, or is no path.
pub fn tidy(name: &str) -> Result<String, String> {
    let name = name.replace('\\', "/");
    let refused =
        |why: &str| Err(format!("`{}` {why}", name.chars().filter(|c| !c.is_control()).take(100).collect::<String>()));
    if name.len() > 512 || name.chars().any(char::is_control) {
        return refused("is no file name");
    }
    let mut parts = Vec::new();
    for part in name.split('/') {
        match part {
            "" | "." => {}
            ".." => return refused("leads out of the archive"),
            part => parts.push(part),
        }
    }
    if name.starts_with('/') || parts.first().is_some_and(|first| first.ends_with(':')) {
        return refused("is an absolute path");
    }
    if parts.is_empty() {
        return refused("is no file name");
    }
    Ok(parts.join("/"))
}

/// Unpacks a zip archive. Folders, links and hidden files are left out.
///
/// # Errors
/// When it is damaged, too large, or has paths that lead out of it; says what is wrong.
pub fn unpack(bytes: &[u8]) -> Result<Vec<File>, String> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| format!("the archive cannot be read: {error}"))?;
    if archive.len() > MOST_FILES {
        return Err(format!("the archive has more than {MOST_FILES} files"));
    }
    let (mut files, mut unpacked) = (Vec::new(), 0);
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).map_err(|error| format!("the archive cannot be read: {error}"))?;
        let name = entry.name().map_err(|error| format!("the archive cannot be read: {error}"))?.replace('\\', "/");
        if entry.is_dir()
            || entry.is_symlink()
            || name.split('/').any(|part| part.starts_with('.') && part != "." && part != "..")
        {
            continue;
        }
        let name = tidy(&name)?;
        let mut content = Vec::new();
        // What the archive says of sizes is not to be believed.
        let read = entry.by_ref().take(LARGEST_DOCUMENT + 1).read_to_end(&mut content);
        read.map_err(|error| format!("`{name}` in the archive cannot be read: {error}"))?;
        unpacked += content.len() as u64;
        if content.len() as u64 > LARGEST_DOCUMENT || unpacked > MOST_UNPACKED {
            return Err(format!("the archive unpacks to more than {} MiB", MOST_UNPACKED >> 20));
        }
        files.push(File { name, bytes: content });
    }
    Ok(files)
}

/// The documents of an upload, complete as far as they can be. `root` names the one that the others belong to.
///
/// # Errors
/// When no file is a document, or none is called `root`.
pub async fn documents(
    files: &[File],
    root: Option<&str>,
    kind: Option<Kind>,
    web: &Web,
) -> Result<Documents, Unobtainable> {
    let failed = |message: String| Unobtainable { message, cause: Cause::Address };
    let chosen = match root {
        Some(root) => files
            .iter()
            .find(|file| file.name == root)
            .ok_or_else(|| failed(format!("the upload has no file `{root}`; it has {}", names(files))))?,
        None => find_root(files).ok_or_else(|| failed("the upload has no file".to_owned()))?,
    };
    let mut documents = match kind {
        Some(kind) => Documents::of_kind(kind, &chosen.name, chosen.bytes.clone()),
        None => Documents::new(&chosen.name, chosen.bytes.clone()),
    };
    let mut budget = Budget::default();
    loop {
        let wanted: Vec<String> = documents.missing().into_iter().filter(|address| !is_url(address)).collect();
        if wanted.is_empty() {
            break;
        }
        for address in wanted {
            match find(files, &address) {
                Some(file) => match budget.spend(file.bytes.len()) {
                    Ok(()) => documents.add(&address, file.bytes.clone()),
                    Err(reason) => documents.fail(&address, &reason),
                },
                None => documents.fail(&address, "no file of that name was uploaded"),
            }
        }
    }
    web.complete(&mut documents, &mut budget).await;
    Ok(documents)
}

/// The file that a path means: `.proto` imports are relative to a folder that nobody names.
fn find<'f>(files: &'f [File], path: &str) -> Option<&'f File> {
    let path = path.trim_start_matches('/');
    files.iter().find(|file| file.name == path).or_else(|| {
        let mut alike =
            files.iter().filter(|file| path.ends_with(".proto") && file.name.ends_with(&format!("/{path}")));
        alike.next().filter(|_| alike.next().is_none())
    })
}

/// The file that the others belong to: one that is a document of some kind and that no other one refers to.
fn find_root(files: &[File]) -> Option<&File> {
    let candidates: Vec<(&File, Documents)> = files
        .iter()
        .map(|file| (file, Documents::new(&file.name, file.bytes.clone())))
        .filter(|(_, documents)| documents.is_recognised())
        .collect();
    let referred: Vec<String> = candidates.iter().flat_map(|(_, documents)| documents.missing()).collect();
    let is_referred = |file: &File| referred.contains(&file.name);
    // The shallowest wins, as the main document stands above its parts.
    let free = candidates.iter().filter(|(file, _)| !is_referred(file));
    let root = free.min_by_key(|(file, _)| (file.name.matches('/').count(), file.name.as_str()));
    root.or(candidates.first()).map(|(file, _)| *file).or(files.first())
}

fn names(files: &[File]) -> String {
    let mut names: Vec<&str> = files.iter().take(5).map(|file| file.name.as_str()).collect();
    if files.len() > names.len() {
        names.push("…");
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::tidy;

    #[test]
    fn paths_stay_inside() {
        assert_eq!(tidy("./a//b/c.yaml").as_deref(), Ok("a/b/c.yaml"));
        assert_eq!(tidy(r"a\b.yaml").as_deref(), Ok("a/b.yaml"));
        for wrong in ["../a", "a/../../b", "/etc/passwd", r"C:\a", "C:/a", "", ".", "a\0b", r"..\a"] {
            assert!(tidy(wrong).is_err(), "{wrong}");
        }
    }
}
