//! The words of a document as a model should read them: plain, short, without hidden characters, and looked through for
//! sentences that are meant to steer the model instead of telling it what an operation does.

mod flags;
mod markup;

#[cfg(test)]
mod tests;

use flags::Hidden;
pub use flags::{Flag, FlagKind};

/// Longer texts are cut before anything is done with them.
const LONGEST: usize = 400_000;

/// Characters of a title.
const LONGEST_TITLE: usize = 80;

/// Cleaned text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words {
    /// Cut to the limit, at a sentence or a word, with an ellipsis.
    pub text: String,
    /// The whole cleaned text, where `text` had to be cut.
    pub full: Option<String>,
    /// What reads like an instruction to a model, or was hidden.
    pub flags: Vec<Flag>,
}

/// Cleans a text and cuts it to `limit_chars` characters. HTML becomes plain text and Markdown stays; control, zero-width
/// and bidirectional characters go; comments go; white space is folded. Takes time linear in the text.
#[must_use]
pub fn clean(text: &str, limit_chars: usize) -> Words {
    let (whole, flags) = plain(text);
    if whole.chars().nth(limit_chars).is_none() {
        return Words { text: whole, full: None, flags };
    }
    Words { text: cut(&whole, limit_chars), full: Some(whole), flags }
}

/// A title for people: the summary as one short line, or the name in words.
#[must_use]
pub fn title(summary: &str, name: &str) -> String {
    let line = one_line(&plain(summary).0);
    let line = line.trim_end_matches(['.', ':', ';']).trim();
    if !line.is_empty() {
        return cut(line, LONGEST_TITLE);
    }
    let spoken = name.replace(['_', '-', '.'], " ");
    let mut letters = spoken.trim().chars();
    match letters.next() {
        Some(first) => cut(&first.to_uppercase().chain(letters).collect::<String>(), LONGEST_TITLE),
        None => String::new(),
    }
}

/// A tool's description: the summary, the description where it adds something, and then the lines of `extras`, for which
/// room is kept.
#[must_use]
pub fn tool_description(summary: &str, description: &str, extras: &[String], limit_chars: usize) -> Words {
    let (summary, mut flags) = plain(summary);
    let summary = one_line(&summary);
    let (description, more) = plain(description);
    flags.extend(more.into_iter().filter(|flag| !flags.contains(flag)).collect::<Vec<_>>());
    let lead = match (essence(&summary), essence(&description)) {
        (short, long) if short.is_empty() || long.starts_with(&short) => description,
        (_, long) if long.is_empty() => summary,
        (short, long) if short.ends_with(&long) => summary,
        _ => format!("{}\n\n{description}", ended(&summary)),
    };
    let tail =
        extras.iter().map(|extra| plain(extra).0).filter(|extra| !extra.is_empty()).collect::<Vec<_>>().join("\n");
    let tail = cut(&tail, limit_chars / 2);
    let room = limit_chars.saturating_sub(tail.chars().count() + 2);
    let whole = joined(&lead, &tail);
    if lead.chars().nth(room).is_none() {
        return Words { text: whole, full: None, flags };
    }
    Words { text: joined(&cut(&lead, room), &tail), full: Some(whole), flags }
}

fn joined(lead: &str, tail: &str) -> String {
    match (lead.is_empty(), tail.is_empty()) {
        (false, false) => format!("{lead}\n\n{tail}"),
        (true, _) => tail.to_owned(),
        (_, true) => lead.to_owned(),
    }
}

/// The whole text, cleaned, and what was noticed.
fn plain(text: &str) -> (String, Vec<Flag>) {
    let mut hidden = Hidden::default();
    let shown: String = text.chars().take(LONGEST).filter_map(|character| visible(character, &mut hidden)).collect();
    let stripped = if shown.contains(['<', '&']) {
        // Entities can spell what was just taken out.
        let text = markup::strip(&shown, &mut hidden);
        text.chars().filter_map(|character| visible(character, &mut hidden)).collect()
    } else {
        shown
    };
    let folded = fold(&stripped);
    let flags = flags::find(&folded, &hidden);
    (folded, flags)
}

/// The character as it is shown; `None` for what is not.
fn visible(character: char, hidden: &mut Hidden) -> Option<char> {
    match character {
        '\n' | ' '..='~' => Some(character),
        '\t' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => Some(' '),
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{e0000}'..='\u{e007f}' => {
            hidden.tag(character);
            None
        }
        '\u{e0100}'..='\u{e01ef}' => {
            hidden.tag('?');
            None
        }
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            hidden.bidi += 1;
            None
        }
        '\u{200b}'..='\u{200f}'
        | '\u{2060}'..='\u{2065}'
        | '\u{feff}'
        | '\u{180e}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{206a}'..='\u{206f}'
        | '\u{fff9}'..='\u{fffb}' => {
            hidden.zero_width += 1;
            None
        }
        '\u{ad}' | '\u{fe00}'..='\u{fe0f}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

/// Folds white space: one space within a line, at most one empty line between two; fenced code keeps its indentation.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut empty_lines = 0;
    let mut fenced = false;
    for line in text.split('\n') {
        let fence = line.trim_start().starts_with("```");
        if line.trim().is_empty() {
            empty_lines += 1;
            continue;
        }
        if !out.is_empty() {
            out.push_str(if empty_lines > 0 { "\n\n" } else { "\n" });
        }
        empty_lines = 0;
        if fenced && !fence {
            out.push_str(line.trim_end());
        } else {
            fold_line(line, &mut out);
        }
        fenced ^= fence;
    }
    out
}

fn fold_line(line: &str, out: &mut String) {
    // The indentation of a nested list is part of its meaning.
    let indent = line.len() - line.trim_start_matches(' ').len();
    let nested = line.trim_start().starts_with(['-', '*', '+']) && indent >= 2;
    if nested {
        out.push_str(if indent >= 4 { "    " } else { "  " });
    }
    let mut first = true;
    for word in line.split_whitespace() {
        if !first {
            out.push(' ');
        }
        first = false;
        out.push_str(word);
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and digits alone, lowercase: what two texts are compared by.
fn essence(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn ended(sentence: &str) -> String {
    if sentence.ends_with(['.', '!', '?', ':', '。']) { sentence.to_owned() } else { format!("{sentence}.") }
}

/// At most `limit` characters, ending at a sentence if one ends in the second half, or else at a word.
fn cut(text: &str, limit: usize) -> String {
    if text.chars().nth(limit).is_none() {
        return text.to_owned();
    }
    let room = limit.saturating_sub(2);
    let (mut sentence, mut word, mut end) = (0, 0, 0);
    let mut before = ' ';
    for (position, (offset, character)) in text.char_indices().take(room + 1).enumerate() {
        if character.is_whitespace() {
            word = offset;
            if (matches!(before, '.' | '!' | '?') || character == '\n') && position * 2 > room {
                sentence = offset;
            }
        }
        if before == '。' && position * 2 > room {
            sentence = offset;
        }
        before = character;
        end = offset;
    }
    let (at, ellipsis) = match (sentence, word) {
        (0, 0) => (end, "…"),
        (0, word) => (word, "…"),
        (sentence, _) => (sentence, " …"),
    };
    let kept = text.get(..at).unwrap_or_default().trim_end();
    let mut out = format!("{kept}{ellipsis}");
    if limit < 2 {
        out = out.chars().take(limit).collect();
    }
    out
}
