//! Options and their values: `option name = value;`, `[name = value, …]`, and messages in text format.

use super::{Fault, Parser};
use crate::grpc::lex::Kind;
use crate::grpc::options::{Constant, Options};

/// Levels of messages in an option that are read; deeper ones are passed over.
const DEEPEST: usize = 16;

impl Parser<'_> {
    /// After the word `option`.
    pub(super) fn option(&mut self, options: &mut Options) -> Result<(), Fault> {
        self.assignment(options)?;
        self.expect(";")
    }

    /// `[name = value, …]`, where it is there.
    pub(super) fn options(&mut self, options: &mut Options) -> Result<(), Fault> {
        if !self.skip("[") {
            return Ok(());
        }
        loop {
            if self.skip("]") {
                return Ok(());
            }
            self.assignment(options)?;
            if !self.skip(",") && !self.is("]") {
                return Err("`]`");
            }
        }
    }

    fn assignment(&mut self, options: &mut Options) -> Result<(), Fault> {
        let mut name = String::new();
        while !self.is("=") {
            if !matches!(self.token.kind, Kind::Word) && !self.is("(") && !self.is(")") {
                return Err("`=`");
            }
            name.push_str(self.advance().text);
        }
        self.expect("=")?;
        let value = self.constant(DEEPEST)?;
        options.set(&name, &value);
        Ok(())
    }

    fn constant(&mut self, depth: usize) -> Result<Constant, Fault> {
        match self.token.kind {
            Kind::Text => self.text().map(Constant::Text),
            Kind::Word | Kind::Number => Ok(Constant::Word(self.advance().text.to_owned())),
            Kind::Mark => match self.token.text {
                "-" | "+" => {
                    self.advance();
                    Ok(Constant::Word(format!("-{}", self.advance().text)))
                }
                "{" | "<" => self.fields(depth),
                "[" => self.list(depth),
                _ => Err("a value"),
            },
            Kind::End => Err("a value"),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Constant, Fault> {
        let Some(depth) = depth.checked_sub(1) else { return self.pass_over() };
        self.expect("[")?;
        let mut values = Vec::new();
        while !self.skip("]") {
            values.push(self.constant(depth)?);
            if !self.skip(",") && !self.is("]") {
                return Err("`]`");
            }
        }
        Ok(Constant::List(values))
    }

    /// A message in text format: `{ name: value name { … } [extension]: value }`.
    fn fields(&mut self, depth: usize) -> Result<Constant, Fault> {
        let Some(depth) = depth.checked_sub(1) else { return self.pass_over() };
        let end = if self.is("<") { ">" } else { "}" };
        self.advance();
        let mut fields = Vec::new();
        while !self.skip(end) {
            let name = if self.skip("[") {
                let mut name = String::new();
                while !self.skip("]") {
                    if self.token.kind == Kind::End {
                        return Err("`]`");
                    }
                    name.push_str(self.advance().text);
                }
                name
            } else {
                self.word()?.to_owned()
            };
            let told = self.skip(":");
            if !told && !self.is("{") && !self.is("<") {
                return Err("`:`");
            }
            fields.push((name, self.constant(depth)?));
            let _ = self.skip(",") || self.skip(";");
        }
        Ok(Constant::Message(fields))
    }

    /// Passes over what is nested too deeply, without going down into it.
    fn pass_over(&mut self) -> Result<Constant, Fault> {
        let mut open = 0_usize;
        loop {
            match self.token.text {
                "{" | "[" | "<" if self.token.kind == Kind::Mark => open += 1,
                "}" | "]" | ">" if self.token.kind == Kind::Mark => open = open.saturating_sub(1),
                _ if self.token.kind == Kind::End => return Err("a closing brace"),
                _ => {}
            }
            self.advance();
            if open == 0 {
                return Ok(Constant::List(Vec::new()));
            }
        }
    }
}
