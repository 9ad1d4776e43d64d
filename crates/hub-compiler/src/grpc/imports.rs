//! Where the files are that a source imports: import paths begin at a root that no file names.

use std::collections::HashSet;

use super::builtin;
use super::lex::{Kind, Lexer, unquoted};
use crate::documents::join;

/// Folders above a document that may be the root of its imports.
const MOST_ROOTS: usize = 10;

/// What is known of other documents.
pub(crate) struct Known<'k> {
    pub(crate) loaded: &'k dyn Fn(&str) -> bool,
    pub(crate) failed: &'k dyn Fn(&str) -> bool,
}

/// The next addresses to try for the imports of all `sources` (address and text). The first is the root document.
pub(crate) fn missing(sources: &[(&str, &str)], known: &Known<'_>) -> Vec<String> {
    let imports: Vec<Vec<String>> = sources.iter().map(|(_, text)| of(text)).collect();
    let roots = roots(sources, &imports, known);
    let (mut wanted, mut seen) = (Vec::new(), HashSet::new());
    for path in imports.iter().flatten().filter(|path| !builtin::is_known(path)) {
        if !seen.insert(path) {
            continue;
        }
        let candidates: Vec<String> = roots.iter().map(|root| address(root, path)).collect();
        if candidates.iter().any(|candidate| (known.loaded)(candidate)) {
            continue;
        }
        wanted.extend(candidates.into_iter().find(|candidate| !(known.failed)(candidate)));
    }
    wanted
}

/// The import paths of a source; stops at its first type.
pub(super) fn of(text: &str) -> Vec<String> {
    let mut lexer = Lexer::new(text);
    let mut found = Vec::new();
    let mut last = "";
    loop {
        let token = lexer.next();
        match token.kind {
            Kind::End => return found,
            Kind::Text if matches!(last, "import" | "public" | "weak") => found.push(unquoted(token.text)),
            Kind::Word if matches!(token.text, "message" | "service" | "enum" | "extend") && last == ";" => {
                return found;
            }
            _ => {}
        }
        last = if token.text == "}" { ";" } else { token.text };
    }
}

/// Where imports may begin: first where others were found, then where the root document's package says, then the folders
/// from its own upwards.
fn roots(sources: &[(&str, &str)], imports: &[Vec<String>], known: &Known<'_>) -> Vec<String> {
    let Some((uri, text)) = sources.first() else { return Vec::new() };
    let folder = uri.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut roots: Vec<String> = Vec::new();
    let package = package(text).replace('.', "/");
    if !package.is_empty() && (folder == package || folder.ends_with(&format!("/{package}"))) {
        roots.push(folder.strip_suffix(package.as_str()).unwrap_or_default().trim_end_matches('/').to_owned());
    }
    let mut above = folder.to_owned();
    for _ in 0..MOST_ROOTS {
        if !roots.contains(&above) {
            roots.push(above.clone());
        }
        match above.rsplit_once('/') {
            Some((next, _)) if !next.is_empty() && !next.ends_with(['/', ':']) => above = next.to_owned(),
            _ => break,
        }
    }
    if !uri.starts_with('/') && !uri.contains("://") && !roots.contains(&String::new()) {
        roots.push(String::new());
    }
    let hits = |root: &String| {
        let found = imports.iter().flatten().filter(|path| (known.loaded)(&address(root, path)));
        std::cmp::Reverse(found.count())
    };
    roots.sort_by_cached_key(hits);
    roots
}

fn package(text: &str) -> String {
    let mut lexer = Lexer::new(text);
    let mut last = "";
    for _ in 0..400 {
        let token = lexer.next();
        if last == "package" && token.kind == Kind::Word {
            return token.text.to_owned();
        }
        last = token.text;
    }
    String::new()
}

/// The address of an import under a root.
fn address(root: &str, path: &str) -> String {
    join(&if root.is_empty() { String::new() } else { format!("{root}/") }, path)
}
