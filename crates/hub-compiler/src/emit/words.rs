//! A document's words as comments: lines of plain text that can neither end the comment nor hide what follows.

use hub_model::Tool;

/// Characters of a comment; what is longer is in the tool's own description.
const LONGEST: usize = 600;
/// Characters of a line above a function.
const WIDTH: usize = 110;

/// The first paragraph, on one line, without what could be markup of any language.
pub(super) fn line(text: &str) -> String {
    let paragraph = text.trim().split("\n\n").next().unwrap_or_default();
    let mut out = String::new();
    for word in paragraph.split_whitespace() {
        let clean: String = word.chars().filter(|letter| is_plain(*letter)).collect();
        // No comment ends here, and no documentation tool takes anything for an instruction of its own.
        let clean = clean.replace("*/", "* /").replace("/*", "/ *").replace('\\', "/").replace(['`', '"'], "'");
        if clean.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&clean);
        if out.chars().count() > LONGEST {
            return out.chars().take(LONGEST).collect::<String>().trim_end().to_owned() + " …";
        }
    }
    out
}

/// What is said above the tools of a group.
pub(super) fn about_group(tag: &str) -> String {
    if tag.is_empty() { "Tools without a group.".to_owned() } else { format!("Tools of the group {}.", line(tag)) }
}

/// What is said above a tool's function, and the operation that it is; nothing where nothing is known.
pub(super) fn about_tool(tool: &Tool) -> Vec<String> {
    let mut lines = wrapped(if tool.description.trim().is_empty() { &tool.title } else { &tool.description }, WIDTH);
    let operation = line(&tool.origin.operation);
    if !operation.is_empty() && lines.concat() != operation {
        lines.extend((!lines.is_empty()).then(String::new));
        lines.extend(wrapped(&operation, WIDTH));
    }
    lines
}

/// The same in lines of at most `width` characters. A word that is longer is broken.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut current = String::new();
    let mut used = 0;
    for word in line(text).split(' ') {
        let letters: Vec<char> = word.chars().collect();
        for piece in letters.chunks(width.max(1)) {
            let need = piece.len() + usize::from(used > 0);
            if used > 0 && used + need > width {
                lines.push(std::mem::take(&mut current));
                used = 0;
            }
            if used > 0 {
                current.push(' ');
                used += 1;
            }
            current.extend(piece);
            used += piece.len();
        }
    }
    if !current.is_empty() {
        lines.push(current);
    }
    lines
}

/// Neither a control character nor one that changes the direction of others, is not seen, or looks like another.
fn is_plain(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stay_comments() {
        assert_eq!(line("a */ b\n // c \"\"\" \u{202e}x`y`\\u000a\n\nsecond"), "a * / b // c ''' x'y'/u000a");
    }

    #[test]
    fn long_words_are_broken() {
        assert_eq!(wrapped("aaaa bb ccccccc", 5), ["aaaa", "bb", "ccccc", "cc"]);
    }
}
