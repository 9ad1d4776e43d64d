//! Texts as the terms under which they are found.

/// Words that say nothing of what a tool does.
const IDLE: [&str; 38] = [
    "a", "all", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "for", "from", "has", "how", "i", "if",
    "in", "into", "is", "it", "its", "me", "my", "of", "on", "or", "that", "the", "their", "this", "to", "was", "want",
    "what", "which", "with",
];

/// What people call the same thing; the first is what the others are found under.
const SAME: [&[&str]; 13] = [
    &[
        "get",
        "list",
        "fetch",
        "read",
        "retrieve",
        "show",
        "view",
        "see",
        "look",
        "browse",
        "enumerate",
        "detail",
        "info",
        "information",
    ],
    &["search", "find", "query", "lookup"],
    &["create", "add", "new", "make", "post", "insert", "open", "register"],
    &["update", "edit", "change", "modify", "patch", "set", "rename"],
    &["delete", "remove", "destroy", "erase", "drop"],
    &["repo", "repository", "repositories"],
    &["pull", "pr", "prs"],
    &["user", "person", "people", "account", "member"],
    &["send", "deliver", "submit"],
    &["stop", "cancel", "abort", "end"],
    &["start", "run", "trigger", "launch", "dispatch", "execute"],
    &["picture", "image", "photo"],
    &["org", "organization", "organisation"],
];

/// The terms of a text in order: its words without their endings, split also where a name changes its case.
pub(super) fn terms(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        for part in camel(word) {
            let part = part.to_lowercase();
            if !IDLE.contains(&part.as_str()) {
                found.push(stem(&part));
            }
        }
    }
    found
}

/// What a question wants done, told from its verbs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    Read,
    Create,
    Change,
    Delete,
}

/// The deed that the first verb among the terms names.
pub(super) fn deed(terms: &[String]) -> Option<Deed> {
    terms.iter().find_map(|term| {
        let group = SAME.iter().find(|group| group.iter().any(|word| stem(word) == *term))?;
        match group.first().copied() {
            Some("get" | "search") => Some(Deed::Read),
            Some("create") => Some(Deed::Create),
            Some("update") => Some(Deed::Change),
            Some("delete") => Some(Deed::Delete),
            _ => None,
        }
    })
}

/// Terms that mean about the same, without the term itself.
pub(super) fn akin(term: &str) -> impl Iterator<Item = String> + use<'_> {
    let groups = SAME.iter().filter(move |group| group.iter().any(|word| stem(word) == term));
    groups.flat_map(|group| group.iter().map(|word| stem(word))).filter(move |word| word != term)
}

/// The parts of `listPetsById`, and of `HTTPServer`.
fn camel(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let characters: Vec<(usize, char)> = word.char_indices().collect();
    for triple in characters.windows(3) {
        let [(_, before), (at, here), (_, after)] = triple else { continue };
        let begins = here.is_uppercase() && (before.is_lowercase() || after.is_lowercase());
        if begins && *at > start {
            parts.extend(word.get(start..*at));
            start = *at;
        }
    }
    parts.extend(word.get(start..));
    parts
}

/// A word without the endings that English gives it. Not linguistics: the same rule on both sides is what counts.
fn stem(word: &str) -> String {
    let cut = |ending: &str, least: usize| word.strip_suffix(ending).filter(|rest| rest.chars().count() >= least);
    if let Some(rest) = cut("ies", 2) {
        return format!("{rest}y");
    }
    for (ending, least) in [("sses", 1), ("ches", 2), ("shes", 2), ("xes", 2)] {
        if let Some(rest) = cut(ending, least) {
            return format!("{rest}{}", ending.trim_end_matches("es"));
        }
    }
    let word = match cut("s", 3) {
        Some(rest) if !rest.ends_with(['s', 'u', 'i']) => rest,
        _ => word,
    };
    for ending in ["ing", "ed"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            return rest.trim_end_matches('e').to_owned();
        }
    }
    if word.chars().count() > 4 { word.trim_end_matches('e').to_owned() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{akin, terms};

    #[test]
    fn names_and_sentences_come_to_the_same_terms() {
        assert_eq!(terms("listPetsById"), ["list", "pet", "id"]);
        assert_eq!(terms("Lists all of the pets"), ["list", "pet"]);
        assert_eq!(terms("repositories"), terms("repository"));
        assert_eq!(terms("closing issues"), terms("close issue"));
        assert_eq!(terms("GET /v1/HTTPServers/{server_id}"), ["get", "v1", "http", "server", "server", "id"]);
        assert_eq!(terms("address status"), ["address", "status"]);
        assert_eq!(terms("größe ändern"), ["größ", "ändern"]);
        assert!(terms("the of …").is_empty());
    }

    #[test]
    fn words_for_the_same_thing_lead_to_each_other() {
        assert!(akin("delet").any(|word| word == "remov"), "{:?}", akin("delet").collect::<Vec<_>>());
        assert_eq!(akin("zebra").count(), 0);
    }
}
