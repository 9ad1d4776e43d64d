//! Addresses of documents: how a reference resolves against the document it stands in.

/// Resolves `reference` (without its fragment) against `base`, both file paths or URLs. A fragment is dropped.
#[must_use]
pub(crate) fn join(base: &str, reference: &str) -> String {
    let reference = reference.split('#').next().unwrap_or_default();
    if is_url(reference) {
        return url::Url::parse(reference).map_or_else(|_| reference.to_owned(), String::from);
    }
    if is_url(base)
        && let Ok(joined) = url::Url::parse(base).and_then(|base| base.join(reference))
    {
        return joined.into();
    }
    join_paths(base, &percent_encoding::percent_decode_str(reference).decode_utf8_lossy())
}

/// Whether an address is a URL rather than a file path.
#[must_use]
fn is_url(address: &str) -> bool {
    address.split_once("://").is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    })
}

fn join_paths(base: &str, reference: &str) -> String {
    let reference = reference.replace('\\', "/");
    if reference.starts_with('/') {
        return tidy(&reference);
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    if folder.is_empty() && !base.starts_with('/') {
        return tidy(&reference);
    }
    tidy(&format!("{folder}/{reference}"))
}

/// Removes `.` and `name/..` segments.
fn tidy(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "." => {}
            ".." if kept.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    kept.join("/")
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn resolves_paths_and_urls() {
        for (base, reference, expected) in [
            ("spec/openapi.yaml", "schemas/pet.yaml#/Pet", "spec/schemas/pet.yaml"),
            ("spec/openapi.yaml", "./a/../b.yaml", "spec/b.yaml"),
            ("openapi.yaml", "../common.yaml", "../common.yaml"),
            ("/a/b/openapi.yaml", "../common.yaml", "/a/common.yaml"),
            ("/a/b/openapi.yaml", "https://x.example/c.json", "https://x.example/c.json"),
            ("https://x.example/v1/openapi.json", "pet.json#/a", "https://x.example/v1/pet.json"),
            ("https://x.example/v1/openapi.json", "/pet.json", "https://x.example/pet.json"),
            ("spec/openapi.yaml", "my%20file.yaml", "spec/my file.yaml"),
        ] {
            assert_eq!(join(base, reference), expected, "{base} + {reference}");
        }
    }
}
