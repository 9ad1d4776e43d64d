//! Plain HTTP: a request with one statement for each part of it that an argument fills.

use hub_model::binding::http::{
    Assembly, Body, Encode, Field, Format, HttpBinding, Part, Piece, Style as Written, Template,
};

use super::super::layout::Code;
use super::super::plan::{tidy, word};
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    /// The statements of a request.
    pub(super) fn http(&mut self, http: &HttpBinding) {
        self.used.insert("Request");
        let made = [string(&http.method), string(&http.upstream), format!("accept={}", string(&http.accept))];
        self.line("request = ", &Code::call("Request", made.into_iter().map(Code::Atom).collect()));
        for piece in &http.target {
            match piece {
                Piece::Text(text) => self.line("", &Code::call("request.text", vec![Code::Atom(string(&tidy(text)))])),
                Piece::Value(field) => self.field("path", field, (Written::Simple, false), true),
            }
        }
        for field in &http.query {
            self.field("query", field, (Written::Form, true), false);
        }
        for field in &http.headers {
            self.field("header", field, (Written::Simple, false), true);
        }
        for field in &http.cookies {
            self.field("cookie", field, (Written::Form, true), false);
        }
        if let Some(body) = &http.body {
            self.body(body);
        }
        self.send();
    }

    fn field(&mut self, method: &str, field: &Field, usual: (Written, bool), names_argument: bool) {
        let mut parts = vec![Code::Atom(string(&field.name)), self.value(field.slot)];
        let argument = self.tool.argument(field.slot);
        if names_argument && argument != field.name {
            parts.push(Code::Atom(format!("argument={}", string(argument))));
        }
        match &field.format {
            Format::Style { style, explode, reserved } => {
                if *style != usual.0 {
                    parts.push(Code::Atom(format!("style={}", string(word(*style)))));
                }
                if *explode != usual.1 {
                    parts.push(Code::atom(if *explode { "explode=True" } else { "explode=False" }));
                }
                if *reserved {
                    parts.push(Code::atom("reserved=True"));
                }
            }
            Format::Content { media_type } => parts.push(Code::Atom(format!("content={}", string(media_type)))),
        }
        if let Some(absent) = &field.absent {
            parts.push(Code::Atom(format!("absent={}", string(absent))));
        }
        self.line("", &Code::call(&format!("request.{method}"), parts));
    }

    fn body(&mut self, body: &Body) {
        self.rename(&body.renamed);
        if let Some(slot) = body.media_type_slot {
            let value = self.value(slot);
            let named = Code::Atom(format!("argument={}", string(self.tool.argument(slot))));
            self.line("", &Code::call("request.named_type", vec![value, named]));
        }
        let (method, mut parts, usual) = match &body.encode {
            Encode::Json(from) => ("json", vec![self.source(from)], "application/json"),
            Encode::JsonLines(slot) => ("json_lines", vec![self.value(*slot)], "application/x-ndjson"),
            Encode::Form { from, formats } => {
                let mut parts = vec![self.source(from)];
                let formats =
                    formats.iter().map(|(name, format)| Code::Atom(format!("{}: {}", string(name), tuple(format))));
                let formats: Vec<Code> = formats.collect();
                if !formats.is_empty() {
                    parts.push(Code::named("formats=", Code::group("{", formats, "}")));
                }
                ("form", parts, "application/x-www-form-urlencoded")
            }
            Encode::Multipart { from, parts } => {
                let mut all = vec![self.source(from)];
                let listed: Vec<Code> = parts
                    .iter()
                    .map(|(name, part)| Code::named(format!("{}: ", string(name)), self::part(part)))
                    .collect();
                if !listed.is_empty() {
                    self.used.insert("Part");
                    all.push(Code::named("parts=", Code::group("{", listed, "}")));
                }
                ("multipart", all, "multipart/form-data")
            }
            Encode::Text(slot) => ("text_body", vec![self.value(*slot)], "text/plain"),
            Encode::Binary(slot) => {
                let argument = Code::Atom(format!("argument={}", string(self.tool.argument(*slot))));
                ("binary", vec![self.value(*slot), argument], "")
            }
            Encode::Xml { from, .. } => {
                self.used.insert("SHAPES");
                let shapes = Code::Atom(format!("SHAPES[{}]", string(&self.tool.tool.name)));
                ("xml", vec![self.source(from), shapes], "application/xml")
            }
        };
        if body.required {
            parts.push(Code::atom("required=True"));
        }
        if body.media_type != usual {
            parts.push(Code::Atom(format!("media_type={}", string(&body.media_type))));
        }
        self.line("", &Code::call(&format!("request.{method}"), parts));
    }

    fn source(&mut self, from: &Assembly) -> Code {
        match from {
            Assembly::Whole(slot) => {
                self.used.insert("whole");
                Code::call("whole", vec![self.value(*slot)])
            }
            Assembly::Fields { fields, open } => {
                self.used.insert("fields");
                let entries = fields
                    .iter()
                    .map(|field| Code::named(format!("{}: ", string(&field.name)), self.value(field.slot)));
                let mut parts = vec![Code::group("{", entries.collect(), "}")];
                if *open {
                    parts.push(Code::atom("others"));
                }
                Code::call("fields", parts)
            }
            Assembly::Template(template) => {
                self.used.insert("template");
                Code::call("template", vec![self.template(template)])
            }
        }
    }

    fn template(&mut self, template: &Template) -> Code {
        match template {
            Template::Slot(slot) => self.value(*slot),
            Template::Object(entries) => {
                let entries =
                    entries.iter().map(|(name, part)| Code::named(format!("{}: ", string(name)), self.template(part)));
                Code::group("{", entries.collect(), "}")
            }
            Template::Array(items) => Code::group("[", items.iter().map(|item| self.template(item)).collect(), "]"),
        }
    }
}

/// `("form", True, False, None)`
fn tuple(format: &Format) -> String {
    let flag = |yes: bool| if yes { "True" } else { "False" };
    match format {
        Format::Style { style, explode, reserved } => {
            format!("({}, {}, {}, None)", string(word(*style)), flag(*explode), flag(*reserved))
        }
        Format::Content { media_type } => format!("(\"form\", True, False, {})", string(media_type)),
    }
}

fn part(part: &Part) -> Code {
    let mut parts = Vec::new();
    if !part.media_type.is_empty() {
        parts.push(Code::Atom(format!("media_type={}", string(&part.media_type))));
    }
    if part.file {
        parts.push(Code::atom("file=True"));
    }
    if part.whole_array {
        parts.push(Code::atom("whole_list=True"));
    }
    if let Some(format) = &part.format {
        parts.push(Code::Atom(format!("style={}", tuple(format))));
    }
    Code::call("Part", parts)
}
