//! Keys that nobody knows are typing errors, and a file written by hand has some.

use hub_model::Diagnostic;

use crate::documents::Node;
use crate::findings::Findings;

/// Reports the keys of an object that are not among the known ones.
pub(super) fn check(node: &Node<'_>, what: &str, known: &[&str], findings: &mut Findings) {
    for (key, value) in node.entries().filter(|(key, _)| !known.contains(&key.as_str()) && !key.starts_with("x-")) {
        let shown: String = key.chars().take(60).collect();
        let message = format!("`{}` is no key of {what}; it is ignored", shown.escape_debug());
        let near = known.iter().find(|known| is_near(&key.to_ascii_lowercase(), known));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known keys: {}", known.join(", ")),
        };
        findings.push(Diagnostic::warning("unknown-key", message, value.place()).help(help));
    }
}

/// Whether at most two letters have to be changed, put in or taken out.
fn is_near(text: &str, word: &str) -> bool {
    if text.len() > word.len() + 2 || word.len() > text.len() + 2 {
        return false;
    }
    let word: Vec<char> = word.chars().collect();
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (i, a) in text.chars().enumerate() {
        let mut last = row.first().copied().unwrap_or_default();
        let mut next = vec![i + 1];
        for (j, b) in word.iter().enumerate() {
            let above = row.get(j + 1).copied().unwrap_or_default();
            let left = next.last().copied().unwrap_or_default();
            next.push((last + usize::from(a != *b)).min(above + 1).min(left + 1));
            last = above;
        }
        row = next;
    }
    row.last().is_some_and(|distance| *distance <= 2)
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn typing_errors_are_near() {
        assert!(is_near("querry", "query") && is_near("hedaers", "headers") && is_near("param", "params"));
        assert!(!is_near("parameters", "query") && !is_near("x", "auth"));
    }
}
