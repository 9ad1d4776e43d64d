//! Texts with `{{variables}}` in them, and what is known of the variables.

use std::collections::HashMap;

use super::secret;

/// Variables may stand for texts with variables.
const DEEPEST: usize = 8;

/// Bytes that a text may grow to when its variables are replaced.
const LONGEST: usize = 4 << 10;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Part<'t> {
    Text(&'t str),
    Variable(&'t str),
}

/// The pieces of a text. Braces that are never closed are text.
pub(crate) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else { break };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Variable(name.trim()));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

/// The variable that a text consists of.
pub(crate) fn only_variable(text: &str) -> Option<&str> {
    match parts(text.trim()).as_slice() {
        [Part::Variable(name)] => Some(name),
        _ => None,
    }
}

/// Whether there is a variable in a text.
pub(crate) fn has_variable(text: &str) -> bool {
    parts(text).iter().any(|part| matches!(part, Part::Variable(_)))
}

/// What is known of variables. Values that are or may be secrets are not.
#[derive(Debug, Clone, Default)]
pub(crate) struct Variables {
    known: HashMap<String, String>,
    about: HashMap<String, String>,
    /// Names whose values were left out.
    pub(crate) secret: Vec<String>,
}

impl Variables {
    /// Notes a variable. An inner one hides an outer one of the same name.
    pub(crate) fn add(&mut self, name: &str, value: &str, declared_secret: bool, about: &str) {
        if !about.is_empty() {
            self.about.insert(name.to_owned(), about.to_owned());
        }
        self.known.remove(name);
        if value.is_empty() {
            return;
        }
        let reference = has_variable(value);
        if declared_secret || (!reference && (secret::is_name(name) || secret::looks_secret(value))) {
            self.secret.push(name.to_owned());
        } else {
            self.known.insert(name.to_owned(), value.to_owned());
        }
    }

    /// The author's words about a variable.
    pub(crate) fn about(&self, name: &str) -> &str {
        self.about.get(name).map_or("", String::as_str)
    }

    /// The value of a variable, when it is known to the end.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let whole = self.resolve(self.known.get(name)?);
        (!has_variable(&whole)).then_some(whole)
    }

    /// A text with the known variables replaced.
    pub(crate) fn resolve(&self, text: &str) -> String {
        let mut whole = text.to_owned();
        for _ in 0..DEEPEST {
            let mut changed = false;
            let mut next = String::new();
            for part in parts(&whole) {
                match part {
                    Part::Text(text) => next.push_str(text),
                    Part::Variable(name) => match self.known.get(name) {
                        Some(value) => {
                            changed = true;
                            next.push_str(value);
                        }
                        None => next.push_str(&format!("{{{{{name}}}}}")),
                    },
                }
                if next.len() > LONGEST {
                    return text.to_owned();
                }
            }
            whole = next;
            if !changed {
                break;
            }
        }
        whole
    }
}

/// A name that an argument can have, from a variable's: Postman's own begin with `$`.
pub(crate) fn bare(name: &str) -> &str {
    let name = name.trim_start_matches(['$', '#', '/', '!']);
    if name.is_empty() { "value" } else { name }
}

#[cfg(test)]
mod tests {
    use super::{Part, Variables, only_variable, parts};

    #[test]
    fn variables_are_found_and_replaced() {
        assert_eq!(parts("a{{ b }}c"), [Part::Text("a"), Part::Variable("b"), Part::Text("c")]);
        assert_eq!(parts("{{open"), [Part::Text("{{open")]);
        assert_eq!(only_variable(" {{x}} "), Some("x"));
        let mut variables = Variables::default();
        variables.add("host", "{{name}}.example", false, "");
        variables.add("name", "api", false, "");
        variables.add("loop", "{{loop}}x", false, "");
        variables.add("apiKey", "abc", false, "");
        assert_eq!(variables.resolve("https://{{host}}/{{other}}"), "https://api.example/{{other}}");
        assert_eq!(variables.value("loop"), None);
        assert_eq!(variables.value("apiKey"), None);
        assert_eq!(variables.secret, ["apiKey"]);
        for i in 0..40 {
            variables.add(&format!("v{i}"), &format!("{{{{v{}}}}}", i + 1).repeat(10), false, "");
        }
        assert_eq!(variables.value("v0"), None);
    }
}
