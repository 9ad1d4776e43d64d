//! JSON as slices of its text: numbers stay as they were written, however big, and nothing is copied that need not be.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
};

/// Nesting that is still read. serde_json stops at the same depth.
const DEPTH: usize = 128;

/// A JSON value over its text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node<'a> {
    Null,
    Bool(bool),
    /// As written.
    Number(&'a str),
    /// As written, with its quotation marks and escapes.
    String(Cow<'a, str>),
    Array(Vec<Node<'a>>),
    /// Keys unescaped, each once.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads a complete JSON text (RFC 8259). `None` when it is none, is nested too deeply, or has half a surrogate pair in it,
    /// which a receiver might choke on.
    pub(crate) fn parse(text: &'a str) -> Option<Self> {
        Self::parse_noting_space(text).map(|(node, _)| node)
    }

    /// The same, and whether there is white space between tokens.
    pub(crate) fn parse_noting_space(text: &'a str) -> Option<(Self, bool)> {
        let mut reader = Reader { text, bytes: text.as_bytes(), at: 0, spaced: false };
        let node = reader.value(DEPTH)?;
        match reader.peek() {
            None => Some((node, reader.spaced)),
            Some(_) => None,
        }
    }

    /// The last property of this name in an object.
    pub(crate) fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => entries.iter().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The text of a string.
    pub(crate) fn as_str(&self) -> Option<Cow<'a, str>> {
        match self {
            Self::String(Cow::Borrowed(quoted)) => unquote(quoted),
            Self::String(Cow::Owned(quoted)) => unquote(quoted).map(|text| Cow::Owned(text.into_owned())),
            _ => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Without the null properties of objects, at every depth.
    pub(crate) fn without_nulls(self) -> Self {
        match self {
            Self::Array(items) => Self::Array(items.into_iter().map(Self::without_nulls).collect()),
            Self::Object(entries) => {
                let kept = entries.into_iter().filter(|(_, value)| !value.is_null());
                Self::Object(kept.map(|(key, value)| (key, value.without_nulls())).collect())
            }
            other => other,
        }
    }

    /// With the keys of all objects mapped.
    pub(crate) fn renamed(&self, names: &BTreeMap<String, String>) -> Self {
        match self {
            Self::Array(items) => Self::Array(items.iter().map(|item| item.renamed(names)).collect()),
            Self::Object(entries) => {
                let key = |key: &Cow<'a, str>| {
                    names.get(key.as_ref()).map_or_else(|| key.clone(), |name| name.clone().into())
                };
                Self::Object(entries.iter().map(|(name, value)| (key(name), value.renamed(names))).collect())
            }
            other => other.clone(),
        }
    }

    /// Writes compact JSON.
    pub(crate) fn write(&self, out: &mut String) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(true) => out.push_str("true"),
            Self::Bool(false) => out.push_str("false"),
            Self::Number(text) => out.push_str(text),
            Self::String(text) => out.push_str(text),
            Self::Array(items) => {
                out.push('[');
                for (at, item) in items.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    item.write(out);
                }
                out.push(']');
            }
            Self::Object(entries) => {
                out.push('{');
                for (at, (key, value)) in entries.iter().enumerate() {
                    if at > 0 {
                        out.push(',');
                    }
                    quote(out, key);
                    out.push(':');
                    value.write(out);
                }
                out.push('}');
            }
        }
    }

    /// Compact JSON.
    pub(crate) fn to_json(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }
}

/// Writes a JSON string.
pub(crate) fn quote(out: &mut String, text: &str) {
    // A string always serialises; there is no other outcome to handle.
    out.push_str(&serde_json::to_string(text).unwrap_or_default());
}

/// The text of a JSON string, borrowed where it has no escapes.
pub(crate) fn unquote(quoted: &str) -> Option<Cow<'_, str>> {
    let inner = quoted.strip_prefix('"')?.strip_suffix('"')?;
    if inner.contains('\\') { serde_json::from_str(quoted).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
}

/// A JSON text without the white space between its tokens. The text must be valid JSON.
pub(crate) fn compact(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['"', ' ', '\n', '\r', '\t']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        if from.starts_with('"') {
            let end = string_end(from).unwrap_or(from.len());
            let (string, after) = from.split_at(end);
            out.push_str(string);
            rest = after;
        } else {
            rest = from.trim_start_matches([' ', '\n', '\r', '\t']);
        }
    }
    out.push_str(rest);
    out
}

/// Where a string that starts here ends, after its closing quotation mark.
fn string_end(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    loop {
        at += memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        match bytes.get(at)? {
            b'"' => return Some(at + 1),
            _ => at += 2,
        }
    }
}

/// The bytes that end a string or that cannot stand in one as they are, looked up rather than compared: every byte of
/// every answer passes here.
#[expect(clippy::indexing_slicing, reason = "worked out at compile time, where a wrong index is an error of the build")]
static STOPS: [bool; 256] = {
    let mut stops = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        stops[control] = true;
        control += 1;
    }
    stops[b'"' as usize] = true;
    stops[b'\\' as usize] = true;
    stops
};

/// Whether a byte cannot stand in a JSON string as it is.
pub(crate) fn must_stop(byte: u8) -> bool {
    STOPS.get(usize::from(byte)).copied().unwrap_or(true)
}

struct Reader<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    spaced: bool,
}

impl<'a> Reader<'a> {
    /// The next byte that is no white space.
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(byte);
            }
            self.spaced = true;
            self.at += 1;
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node<'a>> {
        let depth = depth.checked_sub(1)?;
        match self.peek()? {
            b'"' => self.string().map(|(text, _)| Node::String(text.into())),
            b'[' => self.array(depth),
            b'{' => self.object(depth),
            b't' => self.word("true", Node::Bool(true)),
            b'f' => self.word("false", Node::Bool(false)),
            b'n' => self.word("null", Node::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str, node: Node<'a>) -> Option<Node<'a>> {
        self.bytes.get(self.at..)?.starts_with(word.as_bytes()).then(|| self.at += word.len())?;
        Some(node)
    }

    /// A string with its quotation marks, its escapes checked; and whether it has any.
    fn string(&mut self) -> Option<(&'a str, bool)> {
        let start = self.at;
        let mut escapes = false;
        self.at += 1;
        loop {
            let rest = self.bytes.get(self.at..)?;
            self.at += rest.iter().position(|byte| must_stop(*byte))?;
            match *self.bytes.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escapes = true;
                    self.escape()?;
                }
                _ => return None,
            }
        }
        self.at += 1;
        Some((self.text.get(start..self.at)?, escapes))
    }

    fn escape(&mut self) -> Option<()> {
        let kind = *self.bytes.get(self.at + 1)?;
        self.at += 2;
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => match self.code_unit()? {
                0xDC00..=0xDFFF => None,
                0xD800..=0xDBFF => {
                    self.bytes.get(self.at..)?.starts_with(b"\\u").then(|| self.at += 2)?;
                    matches!(self.code_unit()?, 0xDC00..=0xDFFF).then_some(())
                }
                _ => Some(()),
            },
            _ => None,
        }
    }

    fn code_unit(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        if digits.starts_with('+') { None } else { u16::from_str_radix(digits, 16).ok() }
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<Node<'a>> {
        let start = self.at;
        self.at += usize::from(self.bytes.get(self.at) == Some(&b'-'));
        if self.bytes.get(self.at) == Some(&b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.bytes.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.bytes.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.bytes.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        let number = self.text.get(start..self.at)?;
        // Receivers that know only doubles refuse a whole document for a number beyond them.
        let beyond =
            (number.len() > 300 || number.contains(['e', 'E'])) && !number.parse::<f64>().is_ok_and(f64::is_finite);
        (!beyond).then_some(Node::Number(number))
    }

    /// Passes over a comma, or the end of a list; true at its end.
    fn ends(&mut self, end: u8) -> Option<bool> {
        let byte = self.peek()?;
        self.at += 1;
        if byte == end { Some(true) } else { (byte == b',').then_some(false) }
    }

    fn array(&mut self, depth: usize) -> Option<Node<'a>> {
        self.at += 1;
        let mut items = Vec::new();
        if self.peek()? == b']' {
            self.at += 1;
            return Some(Node::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.ends(b']')? {
                return Some(Node::Array(items));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Node<'a>> {
        self.at += 1;
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(Node::Object(Vec::new()));
        }
        let mut entries = Vec::with_capacity(8);
        loop {
            if self.peek()? != b'"' {
                return None;
            }
            let key = match self.string()? {
                (quoted, true) => unquote(quoted)?,
                (plain, false) => Cow::Borrowed(plain.get(1..plain.len() - 1)?),
            };
            if self.peek()? != b':' {
                return None;
            }
            self.at += 1;
            entries.push((key, self.value(depth)?));
            if self.ends(b'}')? {
                return Some(Node::Object(last_of_each(entries)));
            }
        }
    }
}

/// Of properties with the same name only the last, in the first one's place: what was validated must be what is sent.
fn last_of_each<'a>(entries: Vec<(Cow<'a, str>, Node<'a>)>) -> Vec<(Cow<'a, str>, Node<'a>)> {
    let repeated = |at: usize, key: &str| entries.iter().take(at).any(|(other, _)| other == key);
    if entries.len() <= 16 && !entries.iter().enumerate().any(|(at, (key, _))| repeated(at, key)) {
        return entries;
    }
    let mut places: HashMap<Cow<'a, str>, usize> = HashMap::with_capacity(entries.len());
    let mut kept: Vec<(Cow<'a, str>, Node<'a>)> = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        if let Some(slot) = places.get(&key).and_then(|at| kept.get_mut(*at)) {
            slot.1 = value;
        } else {
            places.insert(key.clone(), kept.len());
            kept.push((key, value));
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_strings_stay_as_written() {
        let text = r#" { "a" : 123456789012345678901234567890 , "b":[1.10, 1e3,"\u0041\"x"], "a\n": {"c":null} } "#;
        let node = Node::parse(text).unwrap();
        assert_eq!(
            node.to_json(),
            r#"{"a":123456789012345678901234567890,"b":[1.10,1e3,"\u0041\"x"],"a\n":{"c":null}}"#
        );
        assert_eq!(compact(text), node.to_json());
        assert_eq!(
            node.get("b"),
            Some(&Node::Array(vec![Node::Number("1.10"), Node::Number("1e3"), Node::String(r#""\u0041\"x""#.into())]))
        );
    }

    #[test]
    fn the_last_of_equal_names_is_kept() {
        assert_eq!(Node::parse(r#"{"a":1,"b":2,"a":3}"#).unwrap().to_json(), r#"{"a":3,"b":2}"#);
    }

    #[test]
    fn what_is_no_json_is_none() {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let texts = [
            "",
            "{",
            "[1,",
            "{\"a\" 1}",
            "nul",
            "\"\\ud800\"",
            "\"\\ud800\\u0041\"",
            "\"\\udc00\"",
            "\"\\x\"",
            "\"\\u+041\"",
            "\"\n\"",
            "1 2",
            "NaN",
            "01",
            "1.",
            ".5",
            "-",
            "1e",
            "+1",
            "[1,]",
            "{\"a\":1,}",
            "{,}",
            "[,]",
            "{a:1}",
            "truex",
            deep.as_str(),
        ];
        for text in texts {
            assert_eq!(Node::parse(text), None, "{text}");
            assert!(serde_json::from_str::<serde_json::Value>(text).is_err(), "{text}");
        }
    }
}
