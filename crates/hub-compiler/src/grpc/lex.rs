//! The words and marks of protocol buffers source, with the comments that belong to them.

/// A word or mark.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind,
    /// As it stands in the source.
    pub(super) text: &'t str,
    /// Where it starts, in bytes.
    pub(super) at: usize,
    /// The comments right above it.
    pub(super) above: &'t str,
    /// The comment that ends the line of the word before it.
    pub(super) beside_last: &'t str,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Kind {
    #[default]
    End,
    /// A name, with dots in it or before it.
    Word,
    Number,
    /// With its quotation marks.
    Text,
    Mark,
}

/// Reads one token after another.
#[derive(Debug)]
pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    /// The next token; at the end, again and again [`Kind::End`].
    pub(super) fn next(&mut self) -> Token<'t> {
        let (above, beside_last) = self.comments();
        let at = self.at;
        let rest = self.rest();
        let Some(first) = rest.chars().next() else {
            return Token { kind: Kind::End, text: "", at, above, beside_last };
        };
        let (kind, length) = match first {
            '"' | '\'' => (Kind::Text, text_length(rest, first)),
            c if c.is_ascii_digit() => (Kind::Number, number_length(rest)),
            '.' if rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) => (Kind::Number, number_length(rest)),
            c if is_word(c) || c == '.' => (Kind::Word, rest.find(|c| !is_word(c) && c != '.').unwrap_or(rest.len())),
            other => (Kind::Mark, other.len_utf8()),
        };
        self.at += length;
        Token { kind, text: rest.get(..length).unwrap_or_default(), at, above, beside_last }
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Passes over white space and comments. Comments that a blank line parts from what follows belong to nothing.
    fn comments(&mut self) -> (&'t str, &'t str) {
        let (mut above, mut beside): (Option<(usize, usize)>, &str) = (None, "");
        let mut lines = usize::from(self.at == 0);
        loop {
            let rest = self.rest();
            let space = rest.find(|c: char| !c.is_whitespace() && c != '\u{feff}').unwrap_or(rest.len());
            let breaks = rest.get(..space).unwrap_or_default().matches('\n').count();
            lines += breaks;
            if breaks > 1 {
                above = None;
            }
            self.at += space;
            let rest = self.rest();
            let start = self.at;
            let length = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                break;
            };
            self.at += length;
            if lines == 0 {
                beside = rest.get(..length).unwrap_or_default();
            } else {
                above = Some((above.map_or(start, |(start, _)| start), self.at));
            }
        }
        let above = above.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default();
        (above, beside)
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn text_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            // A text that is never closed ends with its line.
            '\n' => return at,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

fn number_length(text: &str) -> usize {
    let mut last = ' ';
    let hexadecimal = text.starts_with("0x") || text.starts_with("0X");
    for (at, c) in text.char_indices() {
        let exponent = matches!(c, '+' | '-') && matches!(last, 'e' | 'E') && !hexadecimal;
        if !(c.is_ascii_alphanumeric() || c == '.' || exponent) {
            return at;
        }
        last = c;
    }
    text.len()
}

/// The words of comments, without their marks.
pub(super) fn words(comments: &str) -> String {
    let mut out: Vec<&str> = Vec::new();
    for line in comments.lines() {
        let line = line.trim();
        let line = line.trim_start_matches('/').trim_start_matches("**").trim_start_matches('*');
        let line = line.strip_suffix("*/").unwrap_or(line);
        out.push(line.strip_prefix(' ').unwrap_or(line).trim_end());
    }
    out.join("\n").trim().to_owned()
}

/// What a quoted text says (protobuf's language specification, "String literals"). Bytes that are no UTF-8 are replaced.
pub(super) fn unquoted(text: &str) -> String {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    if !inner.contains('\\') {
        return inner.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            bytes.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        match rest.next() {
            Some('n') => bytes.push(b'\n'),
            Some('r') => bytes.push(b'\r'),
            Some('t') => bytes.push(b'\t'),
            Some('a') => bytes.push(7),
            Some('b') => bytes.push(8),
            Some('v') => bytes.push(11),
            Some('f') => bytes.push(12),
            Some(kind @ ('u' | 'U')) => {
                let most = if kind == 'u' { 4 } else { 8 };
                let digits: String = rest.clone().take(most).take_while(char::is_ascii_hexdigit).collect();
                rest.by_ref().take(digits.len()).for_each(drop);
                let found = u32::from_str_radix(&digits, 16).ok().and_then(char::from_u32).unwrap_or('?');
                bytes.extend_from_slice(found.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Some('x' | 'X') => {
                let digits: String = rest.clone().take(2).take_while(char::is_ascii_hexdigit).collect();
                rest.by_ref().take(digits.len()).for_each(drop);
                bytes.push(u8::from_str_radix(&digits, 16).unwrap_or(b'?'));
            }
            Some(digit @ '0'..='7') => {
                let more: String = rest.clone().take(2).take_while(|c| matches!(c, '0'..='7')).collect();
                rest.by_ref().take(more.len()).for_each(drop);
                let code = u16::from_str_radix(&format!("{digit}{more}"), 8).unwrap_or_default();
                bytes.push(u8::try_from(code).unwrap_or(b'?'));
            }
            Some(other) => bytes.extend_from_slice(other.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
