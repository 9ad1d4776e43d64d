//! What a call does, as hints for clients: they ask before what destroys and run what only reads (mcp.md section 5).

use hub_model::Annotations;

use super::names::NameHints;

/// Methods that RFC 9110 and the QUERY draft call safe.
const SAFE: [&str; 7] = ["GET", "HEAD", "OPTIONS", "QUERY", "TRACE", "PROPFIND", "SEARCH"];

/// A POST that bears one of these words only reads. The list is short on purpose: a hint that says too little costs one
/// confirmation, one that says too much lets an agent change things unasked. `query`, `export`, `lookup` and `run` are not
/// in it, since they start jobs or write in too many APIs.
const READING: [&str; 2] = ["search", "find"];

/// Words of a POST that takes something away.
const DESTROYING: [&str; 16] = [
    "delete",
    "remove",
    "destroy",
    "purge",
    "wipe",
    "erase",
    "truncate",
    "drop",
    "revoke",
    "terminate",
    "cancel",
    "reset",
    "overwrite",
    "uninstall",
    "unpublish",
    "deactivate",
];

/// The hints for an operation. `path` and `id` are its path and its own name; they only matter for POST.
#[must_use]
pub fn annotations(method: &str, path: &str, id: &str) -> Annotations {
    let method = method.to_ascii_uppercase();
    let hints = |read_only_hint, destructive_hint, idempotent_hint| Annotations {
        read_only_hint,
        destructive_hint,
        idempotent_hint,
        // Every API is the world outside.
        open_world_hint: true,
    };
    match method.as_str() {
        safe if SAFE.contains(&safe) => hints(true, false, true),
        // What was there before is overwritten, once or twice alike.
        "PUT" => hints(false, true, true),
        "DELETE" | "PURGE" => hints(false, true, true),
        // A PATCH changes what is there, and adding to a list twice is not adding once.
        "PATCH" => hints(false, true, false),
        "POST" if destroys(path, id) => hints(false, true, false),
        "POST" if reads(path, id) => hints(true, false, true),
        "POST" => hints(false, false, false),
        // Unknown methods: the protocol's defaults, which are the worst case.
        _ => hints(false, true, false),
    }
}

/// The last word of the path must say so, or the first word of the name: `POST /issues/search`, `searchIssues`. A
/// `/search/indexes` that is posted to creates something.
fn reads(path: &str, id: &str) -> bool {
    let last = path.trim_end_matches('/').rsplit(['/', ':']).next().unwrap_or_default();
    let last_reads = first_word(last).is_some_and(|word| READING.contains(&word.as_str()) && !last.contains('{'));
    let name_reads = first_word(id).is_some_and(|word| READING.contains(&word.as_str()));
    // The name alone is not enough where the path says that something is made.
    last_reads && (id.is_empty() || name_reads || !mentions(id, &["create", "save", "add", "update", "index"]))
}

fn destroys(path: &str, id: &str) -> bool {
    let last = path.rsplit(['/', ':']).find(|part| !part.contains('{')).unwrap_or_default();
    mentions(id, &DESTROYING) || mentions(last, &DESTROYING)
}

fn mentions(text: &str, wanted: &[&str]) -> bool {
    words(text).iter().any(|word| wanted.contains(&word.as_str()))
}

fn first_word(text: &str) -> Option<String> {
    words(text).into_iter().next()
}

fn words(text: &str) -> Vec<String> {
    NameHints { key: "", id: Some(text), verb: "", path: "" }.words()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letters(method: &str, path: &str, id: &str) -> String {
        let hints = annotations(method, path, id);
        assert!(hints.open_world_hint);
        let flags = [(hints.read_only_hint, 'r'), (hints.destructive_hint, 'd'), (hints.idempotent_hint, 'i')];
        flags.iter().filter(|(on, _)| *on).map(|(_, letter)| letter).collect()
    }

    #[test]
    fn methods() {
        for (method, expected) in [
            ("GET", "ri"),
            ("head", "ri"),
            ("QUERY", "ri"),
            ("PUT", "di"),
            ("DELETE", "di"),
            ("PATCH", "d"),
            ("POST", ""),
            ("FROB", "d"),
        ] {
            assert_eq!(letters(method, "/pets", ""), expected, "{method}");
        }
    }

    #[test]
    fn posts_that_say_more() {
        for (path, id, expected) in [
            ("/issues/search", "", "ri"),
            ("/issues/search", "searchIssues", "ri"),
            ("/pets/findByStatus", "", "ri"),
            ("/issues/search", "createSearchIndex", ""),
            ("/search/indexes", "", ""),
            ("/search/{id}", "", ""),
            ("/pets", "searchPets", ""),
            ("/users/bulk-delete", "", "d"),
            ("/orders/{id}/cancel", "", "d"),
            ("/orders", "cancelOrder", "d"),
            ("/v1/sinks:purge", "", "d"),
        ] {
            assert_eq!(letters("POST", path, id), expected, "{path} {id}");
        }
    }
}
