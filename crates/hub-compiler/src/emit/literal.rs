//! String literals: in the quotation marks that need fewer escapes, as formatters choose. No text can end one.

/// A literal; `code` writes a character that is neither printable ASCII nor a letter or digit of any language.
pub(super) fn quoted(text: &str, code: impl Fn(u32) -> String) -> String {
    let count = |mark: char| text.chars().filter(|letter| *letter == mark).count();
    let mark = if count('"') > count('\'') { '\'' } else { '"' };
    within(text, mark, code)
}

/// A literal in a language that has only one quotation mark.
pub(super) fn within(text: &str, mark: char, code: impl Fn(u32) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push(mark);
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            letter if letter == mark => {
                out.push('\\');
                out.push(letter);
            }
            ' '..='~' => out.push(letter),
            letter if letter.is_alphanumeric() => out.push(letter),
            letter => out.push_str(&code(u32::from(letter))),
        }
    }
    out.push(mark);
    out
}
