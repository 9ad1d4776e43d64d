//! The `fields` argument: a selection that a model wrote itself. It may select what it likes below the operation's field, and
//! nothing beside it.

/// Longer selections are no model's.
const LONGEST: usize = 8_000;
/// Levels of braces and brackets.
const DEEPEST: usize = 16;

/// The selection with braces around it.
///
/// # Errors
/// What is wrong with it, for the model.
pub(super) fn checked(text: &str, argument: &str) -> Result<String, String> {
    let wrong = |what: &str| format!("argument `{argument}` {what}; give fields like `id name owner {{ login }}`");
    if text.len() > LONGEST {
        return Err(wrong(&format!("is longer than {LONGEST} characters")));
    }
    let text = text.trim();
    // With braces of its own around it, it is the same; `a{b} c{d}` only looks as if it had some.
    let whole = text.starts_with('{') && closes_at_end(text);
    let mut open = Vec::new();
    let mut inside = None;
    let mut named = false;
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        if let Some(quote) = inside {
            match c {
                '\\' => {
                    characters.next();
                }
                '\n' | '\r' => return Err(wrong("has a line break in a string")),
                _ if c == quote => inside = None,
                _ => {}
            }
            continue;
        }
        match c {
            '{' | '(' | '[' => {
                open.push(c);
                if open.len() > DEEPEST {
                    return Err(wrong(&format!("is nested more than {DEEPEST} levels deep")));
                }
            }
            '}' | ')' | ']' => {
                let fitting = matches!((open.pop(), c), (Some('{'), '}') | (Some('('), ')') | (Some('['), ']'));
                if !fitting {
                    return Err(wrong(&format!("has a `{c}` that closes nothing")));
                }
            }
            '"' if open.contains(&'(') => inside = Some('"'),
            _ if c.is_ascii_alphanumeric() || c == '_' => named = true,
            _ if c.is_ascii_whitespace() || matches!(c, ',' | '.' | ':' | '-' | '+') => {}
            other => return Err(wrong(&format!("has a `{}` in it", other.escape_debug()))),
        }
    }
    if inside.is_some() || !open.is_empty() {
        return Err(wrong("ends before everything in it is closed"));
    }
    if !named {
        return Err(wrong("names no field"));
    }
    Ok(if whole { text.to_owned() } else { format!("{{{text}}}") })
}

/// Whether the brace at the start is closed by the one at the end.
fn closes_at_end(text: &str) -> bool {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return at + 1 == text.len();
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::checked;

    #[test]
    fn selections_are_taken_with_and_without_braces() {
        for (given, sent) in [
            ("id name", "{id name}"),
            ("{ id name }", "{ id name }"),
            ("a {b} c {d}", "{a {b} c {d}}"),
            ("id, owner { login ... on User { email } }", "{id, owner { login ... on User { email } }}"),
            (
                "issues(first: 3, states: [OPEN], by: {q: \"a } b\"}) { n: totalCount }",
                "{issues(first: 3, states: [OPEN], by: {q: \"a } b\"}) { n: totalCount }}",
            ),
        ] {
            assert_eq!(checked(given, "fields").unwrap(), sent);
        }
    }

    #[test]
    fn nothing_leaves_the_selection() {
        for given in [
            "",
            "{}",
            "id } } mutation { deleteAll { id",
            "id }",
            "{ id",
            "id # x",
            "$a",
            "id @skip(if: true)",
            "a \"b\"",
            "a(b: \"c\n\")",
            "a(b: \"c",
            "a(b: [1)]",
            "é",
            "a(b: \"\"\"x",
            "...F}{",
        ] {
            assert!(checked(given, "fields").is_err(), "{given}");
        }
        assert!(checked(&"a{".repeat(100), "fields").is_err());
        assert!(checked(&"a ".repeat(10_000), "fields").is_err());
    }
}
