//! The statements of a request's body: where its value comes from, and how it is written.

use hub_model::binding::http::{Assembly, Body, Encode, Part, Template};

use super::super::layout::Code;
use super::statements::{Function, pair};
use super::{key, string};

impl Function<'_, '_> {
    pub(super) fn body(&mut self, body: &Body) {
        self.rename(&body.renamed);
        if let Some(slot) = body.media_type_slot {
            let argument = Code::Atom(string(self.tool.argument(slot)));
            self.line("", &Code::call("request.namedType", vec![self.value(slot), argument]));
        }
        let mut listed = None;
        let (method, mut parts, usual) = match &body.encode {
            Encode::Json(from) => ("json", vec![self.source(from)], "application/json"),
            Encode::JsonLines(slot) => ("jsonLines", vec![self.value(*slot)], "application/x-ndjson"),
            Encode::Form { from, formats } => {
                let source = self.source(from);
                let formats = formats.iter().map(|(name, format)| pair(name, Code::Atom(self.format(format))));
                listed = Some(("formats", formats.collect::<Vec<Code>>()));
                ("form", vec![source], "application/x-www-form-urlencoded")
            }
            Encode::Multipart { from, parts } => {
                let source = self.source(from);
                let parts = parts.iter().map(|(name, part)| pair(name, Code::Atom(self.part(part))));
                listed = Some(("parts", parts.collect()));
                ("multipart", vec![source], "multipart/form-data")
            }
            Encode::Text(slot) => ("textBody", vec![self.value(*slot)], "text/plain"),
            Encode::Binary(slot) => {
                ("binary", vec![self.value(*slot), Code::Atom(string(self.tool.argument(*slot)))], "")
            }
            Encode::Xml { from, .. } => {
                self.used.insert("SHAPES");
                let shapes = Code::Atom(format!("SHAPES.get({})", string(&self.tool.tool.name)));
                ("xml", vec![self.source(from), shapes], "application/xml")
            }
        };
        let other = (body.media_type != usual).then(|| Code::Atom(string(&body.media_type)));
        let listed = listed.filter(|(_, listed)| !listed.is_empty() || other.is_some());
        if body.required || other.is_some() || listed.is_some() {
            parts.push(Code::Atom(body.required.to_string()));
        }
        if let Some((name, listed)) = listed {
            self.constant(name, listed);
            parts.push(Code::atom(name));
        }
        parts.extend(other);
        self.line("", &Code::call(&format!("request.{method}"), parts));
    }

    /// A list of pairs under a name of its own: where each has a line depends on how many there are.
    fn constant(&mut self, name: &str, pairs: Vec<Code>) {
        let ty = if name == "parts" { "[string, Part][]" } else { "[string, Format][]" };
        self.used.insert(if name == "parts" { "Part" } else { "Format" });
        self.line(&format!("const {name}: {ty} = "), &Code::group("[", pairs, "]"));
    }

    fn part(&mut self, part: &Part) -> String {
        self.used.insert("part");
        let format = part.format.as_ref().map(|format| self.format(format));
        let mut parts = vec![string(&part.media_type)];
        if part.file || part.whole_array || format.is_some() {
            parts.push(part.file.to_string());
        }
        if part.whole_array || format.is_some() {
            parts.push(part.whole_array.to_string());
        }
        parts.extend(format);
        format!("part({})", parts.join(", "))
    }

    fn source(&mut self, from: &Assembly) -> Code {
        match from {
            Assembly::Whole(slot) => {
                self.used.insert("whole");
                Code::call("whole", vec![self.value(*slot)])
            }
            Assembly::Fields { fields, open } => {
                self.used.insert("fields");
                let entries =
                    fields.iter().map(|field| Code::named(format!("{}: ", key(&field.name)), self.value(field.slot)));
                let mut entries: Vec<Code> = entries.collect();
                if *open {
                    self.used.insert("rest");
                    let known = self.tool.parameters.iter().map(|parameter| Code::Atom(string(parameter.argument)));
                    let known = Code::group("[", known.collect(), "]");
                    self.line("const known = ", &known);
                    entries.push(Code::atom("...rest(given, known)"));
                }
                Code::group("fields({ ", entries, " })")
            }
            Assembly::Template(template) => {
                self.used.insert("template");
                match self.template(template) {
                    Code::Group { open, parts, close } => {
                        Code::Group { open: format!("template({open}"), parts, close: format!("{close})") }
                    }
                    other => Code::call("template", vec![other]),
                }
            }
        }
    }

    fn template(&self, template: &Template) -> Code {
        match template {
            Template::Slot(slot) => self.value(*slot),
            Template::Object(entries) => {
                let entries =
                    entries.iter().map(|(name, part)| Code::named(format!("{}: ", key(name)), self.template(part)));
                Code::group("{ ", entries.collect(), " }")
            }
            Template::Array(items) => Code::group("[", items.iter().map(|item| self.template(item)).collect(), "]"),
        }
    }
}
