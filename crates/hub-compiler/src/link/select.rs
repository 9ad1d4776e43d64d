//! Which tools are wanted: globs over tool names and operation keys.

use hub_model::{Binding, Blueprint, Origin, Skipped};

/// The part of a blueprint whose tools' names or operation keys match one of `globs`; all of it where there are none. Its
/// digest is its own; instructions and resources stay those of the whole.
#[must_use]
pub fn narrow(mut blueprint: Blueprint, globs: &[String]) -> Blueprint {
    if globs.is_empty() {
        return blueprint;
    }
    blueprint.tools.retain(|tool| selected(globs, &tool.name, &tool.origin.operation));
    keep_types(&mut blueprint);
    blueprint.digest.clear();
    blueprint.digest = super::digest(&blueprint);
    blueprint
}

/// Leaves out the message types that no tool uses.
pub(crate) fn keep_types(blueprint: &mut Blueprint) {
    for (key, types) in &mut blueprint.types {
        let used = blueprint.tools.iter().filter_map(|tool| match &tool.binding {
            Binding::Grpc(grpc) if grpc.types == *key => Some([grpc.input.as_str(), grpc.output.as_str()]),
            _ => None,
        });
        types.keep_reachable(used.flatten());
    }
}

/// Whether a tool is selected: no globs select everything.
pub(crate) fn selected(globs: &[String], name: &str, operation: &str) -> bool {
    globs.is_empty() || globs.iter().any(|glob| matches(glob, name) || matches(glob, operation))
}

/// The account of an operation that is not wanted.
pub(crate) fn not_selected(origin: &Origin) -> Skipped {
    Skipped {
        operation: origin.operation.clone(),
        code: "not-selected".to_owned(),
        reason: "the selection of tools leaves it out".to_owned(),
        place: origin.place.clone(),
    }
}

/// `*` stands for any text, `?` for any character. Backtracks to the last `*` only, so hostile patterns cost no more than
/// pattern times text.
fn matches(glob: &str, text: &str) -> bool {
    let (glob, text): (Vec<char>, Vec<char>) = (glob.chars().collect(), text.chars().collect());
    let (mut g, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match glob.get(g) {
            Some('*') => {
                star = Some((g, t));
                g += 1;
            }
            Some(c) if *c == '?' || Some(c) == text.get(t) => {
                g += 1;
                t += 1;
            }
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    g = at + 1;
                    t = from + 1;
                }
                None => return false,
            },
        }
    }
    glob.iter().skip(g).all(|c| *c == '*')
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn globs() {
        for (glob, text, expected) in [
            ("get_*", "get_pet", true),
            ("*pet*", "list_pets", true),
            ("GET /pets/*", "GET /pets/{id}", true),
            ("get_?et", "get_pet", true),
            ("get", "get_pet", false),
            ("*a*b", "xaxxab", true),
            ("", "x", false),
        ] {
            assert_eq!(matches(glob, text), expected, "{glob} {text}");
        }
    }
}
