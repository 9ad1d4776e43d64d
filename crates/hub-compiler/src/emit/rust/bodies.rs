//! The statements of a body: what it is made of, and how it is written.

use std::collections::BTreeMap;

use hub_model::binding::http::{Assembly, Body, Encode, Format, Part, Template};

use super::super::layout::Code;
use super::statements::Function;
use super::{assigned, string};

impl Function<'_, '_> {
    /// The statements.
    pub(super) fn body(&mut self, body: &Body) {
        self.line("", &Code::atom("let body = &mut request.body"), ";");
        if body.required {
            self.call("body.required", Vec::new(), ";");
        }
        self.renamed("body", &body.renamed);
        if let Some(slot) = body.media_type_slot {
            let value = self.value(slot);
            let argument = Code::Atom(string(self.tool.argument(slot)));
            self.call("body.named_type", vec![value, argument], "?;");
        }
        let usual = match &body.encode {
            Encode::Json(_) => "application/json",
            Encode::JsonLines(_) => "application/x-ndjson",
            Encode::Form { .. } => "application/x-www-form-urlencoded",
            Encode::Multipart { .. } => "multipart/form-data",
            Encode::Text(_) => "text/plain",
            Encode::Binary(_) => "",
            Encode::Xml { .. } => "application/xml",
        };
        if body.media_type != usual {
            self.call("body.media_type", vec![Code::Atom(string(&body.media_type))], ";");
        }
        let (none, plain) = (BTreeMap::new(), BTreeMap::new());
        let (method, parts) = match &body.encode {
            Encode::Json(from) => ("json", vec![self.source(from, &none, &plain)]),
            Encode::Form { from, formats } => ("form", vec![self.source(from, formats, &plain)]),
            Encode::Multipart { from, parts } => ("multipart", vec![self.source(from, &none, parts)]),
            Encode::Xml { from, .. } => {
                ("xml", vec![self.source(from, &none, &plain), Code::Atom(string(&self.tool.tool.name))])
            }
            Encode::JsonLines(slot) => ("json_lines", vec![self.value(*slot)]),
            Encode::Text(slot) => ("text", vec![self.value(*slot)]),
            Encode::Binary(slot) => ("binary", vec![self.value(*slot), Code::Atom(string(self.tool.argument(*slot)))]),
        };
        self.call(&format!("body.{method}"), parts, "?;");
    }

    /// Statements that make the source of a body; answers with its name.
    fn source(&mut self, from: &Assembly, formats: &BTreeMap<String, Format>, parts: &BTreeMap<String, Part>) -> Code {
        self.used.insert("Source");
        let is_changed = !formats.is_empty()
            || !parts.is_empty()
            || matches!(from, Assembly::Fields { fields, open } if *open || !fields.is_empty());
        let before = if is_changed { "let mut source = " } else { "let source = " };
        match from {
            Assembly::Whole(slot) => {
                let value = self.value(*slot);
                self.lines.push(assigned(1, before, &Code::call("Source::whole", vec![value])));
            }
            Assembly::Fields { fields, open } => {
                self.lines.push(assigned(1, before, &Code::call("Source::fields", Vec::new())));
                for field in fields {
                    let value = self.value(field.slot);
                    self.call("source.add", vec![Code::Atom(string(&field.name)), value], ";");
                }
                if *open {
                    self.call("source.rest", vec![Code::atom("&given.others")], ";");
                }
            }
            Assembly::Template(template) => {
                self.used.insert("sources");
                let code = match self.template(template) {
                    Code::Group { open, parts, close } => {
                        Code::group(&format!("Source::template({open}"), parts, &format!("{close})"))
                    }
                    other => Code::call("Source::template", vec![other]),
                };
                self.lines.push(assigned(1, before, &code));
            }
        }
        for (name, format) in formats {
            let format = self.format(format);
            self.call("source.written", vec![Code::Atom(string(name)), format], ";");
        }
        for (name, part) in parts {
            self.part(name, part);
        }
        Code::atom("source")
    }

    fn part(&mut self, name: &str, part: &Part) {
        if let Some(format) = &part.format {
            let format = self.format(format);
            return self.call("source.written", vec![Code::Atom(string(name)), format], ";");
        }
        self.used.insert("multipart");
        let function = match part {
            Part { file: true, .. } => "multipart::file",
            Part { whole_array: true, .. } => "multipart::whole_list",
            _ => "multipart::value",
        };
        let made = Code::call(function, vec![Code::Atom(string(&part.media_type))]);
        self.call("source.part", vec![Code::Atom(string(name)), made], ";");
    }

    fn template(&mut self, template: &Template) -> Code {
        match template {
            Template::Slot(slot) => {
                let value = self.value(*slot);
                Code::call("sources::slot", vec![value])
            }
            Template::Object(entries) => {
                let pairs = entries.iter().map(|(name, part)| {
                    let part = self.template(part);
                    Code::group("(", vec![Code::Atom(string(name)), part], ")")
                });
                Code::group("sources::object([", pairs.collect(), "])")
            }
            Template::Array(items) => {
                let items = items.iter().map(|item| self.template(item)).collect();
                Code::group("sources::list([", items, "])")
            }
        }
    }
}
