//! What stands in a message: fields, maps, groups, oneofs and further types.

use super::{Fault, Parser};
use crate::findings::Findings;
use crate::grpc::file::{Field, Holds, Label, Message, Oneof, scalar};
use crate::grpc::lex::{Kind, words};
use crate::grpc::options::Options;

impl Parser<'_> {
    /// A message, after the word `message`.
    pub(super) fn message(&mut self, above: &str, depth: usize, findings: &mut Findings) -> Result<Message, Fault> {
        let mut made = Message { name: self.name()?, docs: words(above), ..Message::default() };
        let depth = depth.checked_sub(1).ok_or("less nesting")?;
        self.block(findings, |parser, findings| parser.member(&mut made, depth, findings))?;
        Ok(made)
    }

    fn member(&mut self, message: &mut Message, depth: usize, findings: &mut Findings) -> Result<(), Fault> {
        let above = self.token.above;
        // Keywords are legal names of types and fields, so that what follows decides.
        match self.token.text {
            "message" => {
                self.advance();
                message.messages.push(self.message(above, depth, findings)?);
                Ok(())
            }
            "enum" => {
                self.advance();
                message.enums.push(self.enumeration(above, findings)?);
                Ok(())
            }
            "export" | "local" => {
                self.advance();
                self.member(message, depth.checked_sub(1).ok_or("less nesting")?, findings)
            }
            "extend" => {
                self.advance();
                self.extend(&mut message.extensions, &mut message.messages, depth, findings)
            }
            "option" => {
                self.advance();
                self.option(&mut message.options)
            }
            "reserved" | "extensions" => self.pass_statement(),
            "oneof" => {
                self.advance();
                let oneof = message.oneofs.len();
                message.oneofs.push(Oneof { name: self.name()? });
                self.block(findings, |parser, findings| {
                    if parser.is("option") {
                        parser.advance();
                        return parser.option(&mut Options::default());
                    }
                    parser.field(message, Some(oneof), depth, findings)
                })
            }
            _ => self.field(message, None, depth, findings),
        }
    }

    /// A field, map or group.
    pub(super) fn field(
        &mut self,
        message: &mut Message,
        oneof: Option<usize>,
        depth: usize,
        findings: &mut Findings,
    ) -> Result<(), Fault> {
        let above = self.token.above;
        let label = match self.token.text {
            "optional" => Label::Optional,
            "required" => Label::Required,
            "repeated" => Label::Repeated,
            _ => Label::Plain,
        };
        if label != Label::Plain {
            self.advance();
        }
        let kind = self.word()?;
        if kind == "group" {
            return self.group(message, (label, oneof, above), depth, findings);
        }
        let holds = match scalar(kind) {
            Some(scalar) => Holds::Scalar(scalar),
            None if kind == "map" && self.is("<") => self.map()?,
            None => Holds::Named(kind.to_owned()),
        };
        let name = self.name()?;
        self.expect("=")?;
        let number = self.number()?;
        let mut options = Options::default();
        self.options(&mut options)?;
        let docs = self.ended(above)?;
        message.fields.push(Field { name, number, label, holds, oneof, options, docs });
        Ok(())
    }

    fn map(&mut self) -> Result<Holds, Fault> {
        self.expect("<")?;
        let key = scalar(self.word()?).ok_or("a scalar type")?;
        self.expect(",")?;
        let value = self.word()?;
        self.expect(">")?;
        let value = scalar(value).map_or_else(|| Holds::Named(value.to_owned()), Holds::Scalar);
        Ok(Holds::Map(key, Box::new(value)))
    }

    /// A group: a field and the message that it holds, in one.
    fn group(
        &mut self,
        message: &mut Message,
        (label, oneof, above): (Label, Option<usize>, &str),
        depth: usize,
        findings: &mut Findings,
    ) -> Result<(), Fault> {
        let name = self.name()?;
        self.expect("=")?;
        let number = self.number()?;
        let mut options = Options::default();
        self.options(&mut options)?;
        let mut made = Message { name: name.clone(), docs: words(above), ..Message::default() };
        let depth = depth.checked_sub(1).ok_or("less nesting")?;
        self.block(findings, |parser, findings| parser.member(&mut made, depth, findings))?;
        message.messages.push(made);
        let field = name.to_ascii_lowercase();
        let docs = words(above);
        message.fields.push(Field { name: field, number, label, holds: Holds::Group(name), oneof, options, docs });
        Ok(())
    }

    fn number(&mut self) -> Result<u32, Fault> {
        let number = u32::try_from(self.integer()?).map_err(|_| "a field number")?;
        if (1..1 << 29).contains(&number) { Ok(number) } else { Err("a field number from 1 to 536870911") }
    }

    pub(super) fn pass_statement(&mut self) -> Result<(), Fault> {
        while !self.is(";") {
            if self.token.kind == Kind::End {
                return Err("`;`");
            }
            self.advance();
        }
        self.advance();
        Ok(())
    }
}
