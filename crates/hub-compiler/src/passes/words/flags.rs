//! Sentences in a document that address the model instead of describing an operation (tool poisoning), and text that people
//! do not see. Only noticed, never acted on: a person decides.

use std::sync::OnceLock;

use regex::{Regex, RegexBuilder};

/// Characters shown of what was noticed.
const EXCERPT: usize = 160;

/// Texts longer than this are looked through up to here.
const LONGEST: usize = 200_000;

/// Something that a person should read before a model does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// What kind.
    pub kind: FlagKind,
    /// The place in the text, shortened.
    pub excerpt: String,
}

/// The kinds of text that are noticed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FlagKind {
    /// Tells the model to forget what it was told.
    Override,
    /// Tells the model what it has to do before, after or instead of a call.
    Command,
    /// Tells the model to keep something from its user.
    Secrecy,
    /// Names files or variables that hold secrets.
    Secrets,
    /// Asks for data to be sent or put somewhere.
    Exfiltration,
    /// Was there but could not be seen.
    Hidden,
}

/// What could not be seen in a text.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    /// Zero-width characters.
    pub(super) zero_width: usize,
    /// Characters that reverse the direction of the text.
    pub(super) bidi: usize,
    /// ASCII spelled in Unicode tag characters.
    tags: String,
    /// Comments and invisible elements.
    pub(super) markup: Vec<String>,
}

impl Hidden {
    pub(super) fn tag(&mut self, character: char) {
        if self.tags.len() < EXCERPT {
            let plain =
                u32::from(character).checked_sub(0xe_0000).and_then(char::from_u32).filter(char::is_ascii_graphic);
            self.tags.push(plain.unwrap_or(' '));
        }
    }
}

/// Each pattern with its kind. All run in linear time.
const PATTERNS: [(FlagKind, &str); 12] = [
    (
        FlagKind::Override,
        r"\b(ignore|disregard|forget|override|bypass)\b[^.\n]{0,40}\b(previous|prior|above|earlier|all other|system|your)\b[^.\n]{0,20}\b(instructions?|prompts?|rules|messages?|guidelines|directives?)\b",
    ),
    (FlagKind::Override, r"\b(new|updated|real|actual) (system )?(instructions?|prompt) ?(:|are|is|for (the|you))"),
    (
        FlagKind::Override,
        r"<\s*/?\s*(important|system|instructions?|assistant|human|tool_?call)\s*>|\[/?(system|inst)\]",
    ),
    (
        FlagKind::Override,
        r"\byou are (now )?(an?|the) [^.\n]{0,30}\b(assistant|agent|ai|model)\b|\bact as (an?|the) [^.\n]{0,30}\b(assistant|agent|ai)\b",
    ),
    (
        FlagKind::Command,
        // To people, documents say `you must pass …`; only of tools and of assistants they have nothing to say.
        r"\b(the (assistant|agent|llm|ai)|claude|chatgpt) (must|should|has to|needs to|is required to) (always |first |also |never |immediately )*(call|invoke|use|run|execute|read|send|include|pass|provide|ignore|refuse)\b|\byou (must|should|have to|need to|are required to) (always |first |also |never |immediately )*(call|invoke|use|run|execute)\b[^.\n]{0,30}\b(tool|function)s?\b|\byou (must|should|have to|need to) (always |first |also |never |immediately )*(ignore|refuse)\b",
    ),
    (
        FlagKind::Command,
        r"\b(before|after|prior to|instead of) (calling|using|invoking|running) (this|any|other|the)\b[^.\n]{0,40}\b(tool|function|command)s?\b",
    ),
    (FlagKind::Command, r"\b(always|only|never) (call|use|prefer|invoke) (this|that|the) (tool|function)\b"),
    (
        FlagKind::Secrecy,
        r"\b(do not|don'?t|never|without) (tell|telling|inform|informing|mention|mentioning|reveal|revealing|notify|notifying|alert|alerting|let)\b[^.\n]{0,30}\b(the |any )?users?\b",
    ),
    (FlagKind::Secrecy, r"\b(keep|hide|conceal)\b[^.\n]{0,30}\bfrom (the )?user\b"),
    (
        FlagKind::Secrets,
        r"(~|\$home|%userprofile%|/root|/home/[^/\s]+)?/\.(ssh|aws|gnupg|kube|docker|npmrc|netrc|env|config/gcloud|cursor/mcp)\b|\bid_(rsa|ed25519|ecdsa)\b|/etc/(passwd|shadow)\b|\bclaude_desktop_config|\bmcp\.json\b",
    ),
    (
        FlagKind::Exfiltration,
        r"\b(send|upload|forward|transmit|exfiltrate|leak)\b( me| us| back| along)? ((the|this|your|all|entire|full|whole|of) )*(conversation|chat|chat history|system prompt|environment variables?|private keys?|file contents?|contents? of (the|your|all))\b",
    ),
    (FlagKind::Exfiltration, r"\b(your|the) (system prompt|conversation history|chat history)\b"),
];

fn patterns() -> &'static [(FlagKind, Regex)] {
    static COMPILED: OnceLock<Vec<(FlagKind, Regex)>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        // A pattern that does not compile is caught by the test that counts them.
        PATTERNS.iter().filter_map(|(kind, pattern)| Some((*kind, compile(pattern)?))).collect()
    })
}

/// Words without one of which no pattern matches: most texts are let through after one look.
fn tells() -> &'static Option<Regex> {
    static COMPILED: OnceLock<Option<Regex>> = OnceLock::new();
    COMPILED.get_or_init(|| {
        let words = r"instruction|prompt|rules|messages?|guideline|directive|assistant|agent|\bai\b|model|\byou\b|llm|tool|function|command|user|/\.|id_(rsa|ed|ec)|/etc/|claude_desktop|mcp\.json|conversation|history|environment|private key|content|\[/?inst|\[/?system|<";
        compile(words)
    })
}

/// Word boundaries are ASCII's: with Unicode's the fast matcher cannot be used.
fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&pattern.replace(r"\b", r"(?-u:\b)")).case_insensitive(true).build().ok()
}

/// What a person should read in a cleaned text, and in what was hidden in it.
pub(super) fn find(text: &str, hidden: &Hidden) -> Vec<Flag> {
    let mut flags = Vec::new();
    matches(text, &mut flags);
    for part in &hidden.markup {
        let mut inside = Vec::new();
        matches(part, &mut inside);
        if !inside.is_empty() {
            flags.push(Flag { kind: FlagKind::Hidden, excerpt: format!("in a hidden part: {}", shorten(part)) });
        }
    }
    if !hidden.tags.trim().is_empty() {
        flags
            .push(Flag { kind: FlagKind::Hidden, excerpt: format!("in invisible characters: {}", hidden.tags.trim()) });
    }
    if hidden.bidi > 0 {
        let excerpt = format!("{} characters that reverse the direction of the text", hidden.bidi);
        flags.push(Flag { kind: FlagKind::Hidden, excerpt });
    }
    // A few are left behind by editors; many carry a message.
    if hidden.zero_width > 16 {
        flags.push(Flag { kind: FlagKind::Hidden, excerpt: format!("{} zero-width characters", hidden.zero_width) });
    }
    flags
}

fn matches(text: &str, flags: &mut Vec<Flag>) {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text.get(..end).unwrap_or_default();
    if tells().as_ref().is_some_and(|tells| !tells.is_match(text)) {
        return;
    }
    for (kind, pattern) in patterns() {
        if let Some(found) = pattern.find(text)
            && !flags.iter().any(|flag| flag.kind == *kind)
        {
            flags.push(Flag { kind: *kind, excerpt: around(text, found.start(), found.end()) });
        }
    }
}

/// The match with the rest of its sentence, as far as there is room.
fn around(text: &str, start: usize, end: usize) -> String {
    let before = text.get(..start).unwrap_or_default();
    let from = before.rfind(['.', '\n']).map_or(0, |stop| stop + 1);
    let line = text.get(from..).unwrap_or_default();
    let line = if end.saturating_sub(from) > EXCERPT { text.get(start..).unwrap_or_default() } else { line };
    let line = line.split('\n').next().unwrap_or_default();
    shorten(line.trim())
}

fn shorten(text: &str) -> String {
    let mut out: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((offset, _)) = out.char_indices().nth(EXCERPT) {
        out.truncate(offset);
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_compiles() {
        assert_eq!(patterns().len(), PATTERNS.len());
        assert!(tells().is_some());
    }
}
