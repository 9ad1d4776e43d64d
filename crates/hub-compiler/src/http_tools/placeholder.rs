//! Placeholders: `{name}` in addresses, headers and bodies.

/// A piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part<'t> {
    Text(&'t str),
    Placeholder(&'t str),
}

/// The pieces of a text. Braces around anything but a name are text.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut from = 0;
    let mut search = 0;
    while let Some(open) = text.get(search..).and_then(|rest| rest.find('{')).map(|at| search + at) {
        let inner = text.get(open + 1..).and_then(|rest| rest.split_once('}')).map(|(inner, _)| inner);
        let Some(name) = inner.filter(|name| is_name(name)) else {
            search = open + 1;
            continue;
        };
        if let Some(before) = text.get(from..open).filter(|before| !before.is_empty()) {
            parts.push(Part::Text(before));
        }
        parts.push(Part::Placeholder(name));
        from = open + name.len() + 2;
        search = from;
    }
    if let Some(rest) = text.get(from..).filter(|rest| !rest.is_empty()) {
        parts.push(Part::Text(rest));
    }
    parts
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.len() <= 80 && name.chars().all(|c| c.is_ascii_alphanumeric() || "_-.".contains(c))
}

/// The names of a template, each once.
pub(super) fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in parts(text) {
        if let Part::Placeholder(name) = part
            && !names.iter().any(|known| known == name)
        {
            names.push(name.to_owned());
        }
    }
    names
}

/// What a text is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind<'t> {
    Constant(String),
    Placeholder(&'t str),
    /// Text and placeholders.
    Mixed,
}

/// `{name}` is a placeholder, `{{name}}` the text `{name}`.
pub(super) fn kind(text: &str) -> Kind<'_> {
    if let Some(inner) = text.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}")).filter(|inner| is_name(inner))
    {
        return Kind::Constant(format!("{{{inner}}}"));
    }
    match parts(text).as_slice() {
        [Part::Placeholder(name)] => Kind::Placeholder(name),
        parts if parts.iter().any(|part| matches!(part, Part::Placeholder(_))) => Kind::Mixed,
        _ => Kind::Constant(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, Part, kind, parts};

    #[test]
    fn placeholders_are_names_in_braces() {
        assert_eq!(
            parts("a{b}c{d e}{f}"),
            [Part::Text("a"), Part::Placeholder("b"), Part::Text("c{d e}"), Part::Placeholder("f")]
        );
        assert_eq!(parts("{open"), [Part::Text("{open")]);
        assert_eq!(kind("{a}"), Kind::Placeholder("a"));
        assert_eq!(kind("{{a}}"), Kind::Constant("{a}".to_owned()));
        assert_eq!(kind("x {a}"), Kind::Mixed);
        assert_eq!(kind("{ a: 1 }"), Kind::Constant("{ a: 1 }".to_owned()));
    }
}
