//! Protocol buffers source to a [`File`]: proto2, proto3 and editions. A statement that is not understood costs only itself.

mod body;
mod constant;

use hub_model::Diagnostic;

use super::file::{Enum, EnumValue, Extension, File, Language, Message, Method, Service};
use super::lex::{Kind, Lexer, Token, unquoted, words};
use super::options::Options;
use crate::findings::Findings;

/// Levels of nesting that are read. Real files have four.
const DEEPEST: usize = 32;
/// Characters of a name, with its package.
const LONGEST_NAME: usize = 512;
/// Statements that are named as not understood.
const MOST_COMPLAINTS: usize = 20;

pub(super) struct Parser<'t> {
    source: &'t str,
    uri: &'t str,
    lexer: Lexer<'t>,
    token: Token<'t>,
    complaints: usize,
    /// Words and marks that are still read.
    room: usize,
}

/// A statement was not understood: what was expected.
pub(super) type Fault = &'static str;

/// Reads a file, as far as there is `room` for its words and marks.
pub(super) fn parse(uri: &str, source: &str, room: &mut usize, findings: &mut Findings) -> File {
    let mut lexer = Lexer::new(source);
    let token = lexer.next();
    let mut parser = Parser { source, uri, lexer, token, complaints: 0, room: *room };
    let mut file = File { docs: words(parser.token.above), ..File::default() };
    while parser.token.kind != Kind::End {
        let start = parser.token.at;
        if let Err(expected) = parser.top(&mut file, findings) {
            parser.complain(start, expected, findings);
            parser.recover(start);
        }
    }
    *room = parser.room;
    file
}

impl<'t> Parser<'t> {
    fn advance(&mut self) -> Token<'t> {
        self.room = self.room.saturating_sub(1);
        let next = if self.room == 0 { Token::default() } else { self.lexer.next() };
        std::mem::replace(&mut self.token, next)
    }

    fn is(&self, text: &str) -> bool {
        self.token.text == text && self.token.kind != Kind::Text
    }

    /// Passes over a word or mark if it is there.
    fn skip(&mut self, text: &str) -> bool {
        let there = self.is(text);
        if there {
            self.advance();
        }
        there
    }

    fn expect(&mut self, text: &'static str) -> Result<(), Fault> {
        if self.skip(text) { Ok(()) } else { Err(text) }
    }

    fn word(&mut self) -> Result<&'t str, Fault> {
        match self.token.kind {
            Kind::Word if self.token.text.len() > LONGEST_NAME => Err("a shorter name"),
            Kind::Word => Ok(self.advance().text),
            _ => Err("a name"),
        }
    }

    /// A simple name.
    fn name(&mut self) -> Result<String, Fault> {
        if self.token.text.contains('.') { Err("a name without dots") } else { self.word().map(str::to_owned) }
    }

    /// One or more quoted texts.
    fn text(&mut self) -> Result<String, Fault> {
        let mut out = String::new();
        if self.token.kind != Kind::Text {
            return Err("a text in quotation marks");
        }
        while self.token.kind == Kind::Text {
            out.push_str(&unquoted(self.advance().text));
        }
        Ok(out)
    }

    fn integer(&mut self) -> Result<i64, Fault> {
        let negative = self.skip("-");
        if self.token.kind != Kind::Number {
            return Err("a number");
        }
        let text = self.advance().text;
        let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
        let number = match digits {
            Some(digits) => i64::from_str_radix(digits, 16),
            None if text.len() > 1 && text.starts_with('0') => i64::from_str_radix(text, 8),
            None => text.parse(),
        };
        let number = number.map_err(|_| "a whole number")?;
        Ok(if negative { number.saturating_neg() } else { number })
    }

    /// The documentation of a statement that ends here: what stood above it, or else at the end of its line.
    fn ended(&mut self, above: &str) -> Result<String, Fault> {
        self.expect(";")?;
        Ok(words(if above.is_empty() { self.token.beside_last } else { above }))
    }

    fn complain(&mut self, at: usize, expected: Fault, findings: &mut Findings) {
        self.complaints += 1;
        if self.complaints > MOST_COMPLAINTS {
            return;
        }
        let line = self.source.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let found: String = self.token.text.chars().take(40).collect();
        let found = if found.is_empty() { "the end of the file".to_owned() } else { format!("`{found}`") };
        let message = format!("the statement at line {line} is not understood: {expected} was expected before {found}");
        findings.push(
            Diagnostic::warning("invalid-proto", message, format!("{}#", self.uri))
                .help("correct the file: a protocol buffers compiler refuses it"),
        );
    }

    /// Passes over the rest of a statement: to its semicolon, or past the braces that it opens. Always passes over something.
    fn recover(&mut self, start: usize) {
        if self.token.at == start && !self.is("}") {
            self.advance();
        } else if self.token.at == start {
            self.advance();
            return;
        }
        let mut depth = 0_usize;
        while self.token.kind != Kind::End {
            if self.is("{") {
                depth += 1;
            } else if self.is("}") {
                if depth == 0 {
                    return;
                }
                depth -= 1;
                if depth == 0 {
                    self.advance();
                    self.skip(";");
                    return;
                }
            } else if self.is(";") && depth == 0 {
                self.advance();
                return;
            }
            self.advance();
        }
    }

    /// A statement outside of all braces.
    fn top(&mut self, file: &mut File, findings: &mut Findings) -> Result<(), Fault> {
        let above = self.token.above;
        if self.skip(";") {
            return Ok(());
        }
        let visibility = matches!(self.token.text, "export" | "local");
        if visibility {
            self.advance();
        }
        match self.word()? {
            "syntax" => {
                self.expect("=")?;
                file.language = if self.text()? == "proto3" { Language::Proto3 } else { Language::Proto2 };
                self.expect(";")
            }
            "edition" => {
                self.expect("=")?;
                self.text()?;
                file.language = Language::Editions;
                self.expect(";")
            }
            "package" => {
                file.package = self.word()?.to_owned();
                self.expect(";")
            }
            "import" => {
                let _ = self.skip("public") || self.skip("weak") || self.skip("option");
                file.imports.push(self.text()?);
                self.expect(";")
            }
            "option" => self.option(&mut file.options),
            "message" => {
                file.messages.push(self.message(above, DEEPEST, findings)?);
                Ok(())
            }
            "enum" => {
                file.enums.push(self.enumeration(above, findings)?);
                Ok(())
            }
            "extend" => self.extend(&mut file.extensions, &mut file.messages, DEEPEST, findings),
            "service" => {
                file.services.push(self.service(above, findings)?);
                Ok(())
            }
            _ => Err("`message`, `enum`, `service` or another statement"),
        }
    }

    /// `{ statement … }`
    fn block(
        &mut self,
        findings: &mut Findings,
        mut statement: impl FnMut(&mut Self, &mut Findings) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.expect("{")?;
        loop {
            if self.skip("}") {
                return Ok(());
            }
            if self.token.kind == Kind::End {
                return Err("`}`");
            }
            if self.skip(";") {
                continue;
            }
            let start = self.token.at;
            if let Err(expected) = statement(self, findings) {
                self.complain(start, expected, findings);
                self.recover(start);
            }
        }
    }

    fn enumeration(&mut self, above: &str, findings: &mut Findings) -> Result<Enum, Fault> {
        let mut made = Enum { name: self.name()?, values: Vec::new(), docs: words(above) };
        self.block(findings, |parser, _| {
            let above = parser.token.above;
            let name = parser.name()?;
            if name == "reserved" && !parser.is("=") {
                return parser.pass_statement();
            }
            if name == "option" && !parser.is("=") {
                return parser.option(&mut Options::default());
            }
            parser.expect("=")?;
            let number = i32::try_from(parser.integer()?).map_err(|_| "a number of 32 bits")?;
            parser.options(&mut Options::default())?;
            let docs = parser.ended(above)?;
            made.values.push(EnumValue { name, number, docs });
            Ok(())
        })?;
        Ok(made)
    }

    fn service(&mut self, above: &str, findings: &mut Findings) -> Result<Service, Fault> {
        let mut made = Service { name: self.name()?, docs: words(above), ..Service::default() };
        let (mut methods, mut options) = (Vec::new(), Options::default());
        self.block(findings, |parser, findings| {
            let above = parser.token.above;
            match parser.word()? {
                "rpc" => methods.push(parser.method(above, findings)?),
                "option" => parser.option(&mut options)?,
                "stream" => parser.pass_statement()?,
                _ => return Err("`rpc`"),
            }
            Ok(())
        })?;
        (made.methods, made.options) = (methods, options);
        Ok(made)
    }

    fn method(&mut self, above: &str, findings: &mut Findings) -> Result<Method, Fault> {
        let mut made = Method { name: self.name()?, docs: words(above), ..Method::default() };
        (made.sends, made.input) = self.party()?;
        self.expect("returns")?;
        (made.streams, made.output) = self.party()?;
        if self.is("{") {
            let options = &mut made.options;
            self.block(findings, |parser, _| {
                parser.expect("option")?;
                parser.option(options)
            })?;
            self.skip(";");
        } else {
            made.docs = self.ended(above)?;
        }
        Ok(made)
    }

    /// `(stream Message)`
    fn party(&mut self) -> Result<(bool, String), Fault> {
        self.expect("(")?;
        let first = self.word()?;
        // A message may be called `stream`.
        let (streams, name) = if first == "stream" && !self.is(")") { (true, self.word()?) } else { (false, first) };
        self.expect(")")?;
        Ok((streams, name.to_owned()))
    }

    fn extend(
        &mut self,
        into: &mut Vec<Extension>,
        messages: &mut Vec<Message>,
        depth: usize,
        findings: &mut Findings,
    ) -> Result<(), Fault> {
        let of = self.word()?.to_owned();
        // Fields and groups are read as a message's are.
        let mut holder = Message::default();
        self.block(findings, |parser, findings| parser.field(&mut holder, None, depth, findings))?;
        messages.append(&mut holder.messages);
        into.extend(holder.fields.into_iter().map(|field| Extension { of: of.clone(), field }));
        Ok(())
    }
}
