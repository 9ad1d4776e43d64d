//! JSON as people break it: missing and doubled commas, comments, raw line breaks in strings, brackets left open.
//!
//! Only asked when a strict parser has refused a document. Every repair is counted and named with its line, so that the
//! author can mend the document; text that needs too many is not JSON.

use serde_json::{Map, Number, Value};

/// A document that needs more repairs than this is something else.
const MOST_REPAIRS: usize = 100;

const SPACE: &str = "an invisible character that JSON does not allow is ignored";

/// A repaired document and what was repaired.
pub(super) struct Repaired {
    pub(super) value: Value,
    /// ``line 12: a comma is missing``
    pub(super) repairs: Vec<String>,
}

/// Reads an object leniently; `None` when it cannot be made out or is nested deeper than `deepest`.
pub(super) fn parse(text: &str, deepest: usize) -> Option<Repaired> {
    let mut reader = Reader { rest: text.chars().peekable(), line: 1, repairs: Vec::new(), deepest };
    reader.skip_blank();
    let value = reader.value(0)?;
    reader.skip_blank();
    if reader.rest.peek().is_some() {
        reader.repair("text after the end of the document is ignored")?;
    }
    value.is_object().then_some(Repaired { value, repairs: reader.repairs })
}

struct Reader<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    line: usize,
    repairs: Vec<String>,
    deepest: usize,
}

impl Reader<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.rest.next()?;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    /// Notes a repair; `None` when there were too many.
    fn repair(&mut self, what: &str) -> Option<()> {
        self.repairs.push(format!("line {}: {what}", self.line));
        (self.repairs.len() <= MOST_REPAIRS).then_some(())
    }

    /// White space of any kind, and comments.
    fn skip_blank(&mut self) {
        while let Some(&c) = self.rest.peek() {
            let comment = c == '#' || c == '/';
            if !(c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}') || comment) {
                return;
            }
            self.next();
            if !comment && !c.is_ascii_whitespace() && !self.repairs.iter().any(|known| known.ends_with(SPACE)) {
                self.repairs.push(format!("line {}: {SPACE}", self.line));
            }
            if comment {
                let block = c == '/' && self.rest.peek() == Some(&'*');
                let mut last = ' ';
                while let Some(c) = self.next() {
                    if (block && last == '*' && c == '/') || (!block && c == '\n') {
                        break;
                    }
                    last = c;
                }
            }
        }
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        if depth > self.deepest {
            return None;
        }
        match *self.rest.peek()? {
            '{' => self.object(depth),
            '[' => self.array(depth),
            '"' | '\'' => self.string().map(Value::String),
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        self.next();
        let mut map = Map::new();
        loop {
            if self.separator(map.is_empty(), '}')? {
                return Some(Value::Object(map));
            }
            match self.rest.peek() {
                None | Some(']' | '{' | '[') => {
                    self.repair("a `}` is missing")?;
                    return Some(Value::Object(map));
                }
                Some(_) => {}
            }
            let key = match self.rest.peek() {
                Some('"' | '\'') => self.string()?,
                _ => self.bare_key()?,
            };
            self.skip_blank();
            if self.rest.peek() == Some(&':') {
                self.next();
                self.skip_blank();
            } else {
                self.repair("a colon is missing")?;
            }
            let value = self.value(depth + 1)?;
            map.insert(key, value);
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        self.next();
        let mut list = Vec::new();
        loop {
            if self.separator(list.is_empty(), ']')? {
                return Some(Value::Array(list));
            }
            if matches!(self.rest.peek(), None | Some('}')) {
                self.repair("a `]` is missing")?;
                return Some(Value::Array(list));
            }
            list.push(self.value(depth + 1)?);
        }
    }

    /// Passes over commas, as many as there are; true at the end of the object or array.
    fn separator(&mut self, first: bool, end: char) -> Option<bool> {
        self.skip_blank();
        let mut commas = 0;
        while self.rest.peek() == Some(&',') {
            self.next();
            self.skip_blank();
            commas += 1;
        }
        if self.rest.peek() == Some(&end) {
            self.next();
            if commas > 0 {
                self.repair("a comma before the end is ignored")?;
            }
            return Some(true);
        }
        match (first, commas) {
            (true, 0) | (false, 1) => {}
            (false, 0) if matches!(self.rest.peek(), None | Some(']' | '}')) => {}
            (false, 0) => self.repair("a comma is missing")?,
            _ => self.repair("a comma too many is ignored")?,
        }
        Some(false)
    }

    fn string(&mut self) -> Option<String> {
        let quote = self.next()?;
        let mut out = String::new();
        loop {
            match self.next()? {
                c if c == quote => return Some(out),
                '\\' => self.escape(&mut out)?,
                c => out.push(c),
            }
        }
    }

    fn escape(&mut self, out: &mut String) -> Option<()> {
        match self.next()? {
            'n' => out.push('\n'),
            't' => out.push('\t'),
            'r' => out.push('\r'),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'u' => {
                let mut code = 0;
                for _ in 0..4 {
                    code = code * 16 + self.next()?.to_digit(16)?;
                }
                // Halves of surrogate pairs cannot be joined to anything sensible in a document that is broken already.
                out.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            other => out.push(other),
        }
        Some(())
    }

    fn bare_key(&mut self) -> Option<String> {
        let mut key = String::new();
        while let Some(&c) = self.rest.peek()
            && (c.is_alphanumeric() || matches!(c, '_' | '-' | '$' | '.' | '/'))
        {
            key.extend(self.next());
        }
        if key.is_empty() { None } else { self.repair("quotes around a name are missing").map(|()| key) }
    }

    fn word(&mut self) -> Option<Value> {
        let mut word = String::new();
        while let Some(&c) = self.rest.peek()
            && (c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
        {
            word.extend(self.next());
        }
        match word.as_str() {
            "true" | "True" => Some(Value::Bool(true)),
            "false" | "False" => Some(Value::Bool(false)),
            "null" | "None" | "undefined" | "NaN" | "Infinity" => Some(Value::Null),
            "" => None,
            number => number.trim_start_matches('+').parse::<Number>().ok().map(Value::Number),
        }
    }
}
