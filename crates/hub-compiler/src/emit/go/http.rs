//! Plain requests over HTTP: the address, parameters, and the body.

use hub_model::binding::HttpBinding;
use hub_model::binding::http::{Assembly, Body, Encode, Field, Format, Part, Piece, Style as Written, Template};

use super::super::layout::Code;
use super::super::plan::{tidy, word};
use super::statements::Function;
use super::string;

impl Function<'_, '_> {
    pub(super) fn http(&mut self, http: &HttpBinding) {
        let made = [string(&http.method), string(&http.upstream), string(&http.accept)];
        self.used.insert("request.");
        self.line("made := ", &Code::call("request.New", made.map(Code::Atom).into()));
        for piece in &http.target {
            match piece {
                Piece::Text(text) => self.line("", &Code::call("made.Text", vec![Code::Atom(string(&tidy(text)))])),
                Piece::Value(field) => self.field("Path", field, (Written::Simple, false), true),
            }
        }
        for field in &http.query {
            self.field("Query", field, (Written::Form, true), false);
        }
        for field in &http.headers {
            self.field("Header", field, (Written::Simple, false), true);
        }
        for field in &http.cookies {
            self.field("Cookie", field, (Written::Form, true), false);
        }
        if let Some(body) = &http.body {
            self.body(body);
        }
        self.send();
    }

    fn field(&mut self, method: &str, field: &Field, usual: (Written, bool), names_argument: bool) {
        let mut parts = vec![Code::Atom(string(&field.name)), self.value(field.slot)];
        parts.extend(format(&field.format, usual));
        if let Some(absent) = &field.absent {
            parts.push(Code::Atom(format!("request.Absent({})", string(absent))));
        }
        let argument = self.tool.argument(field.slot);
        if names_argument && argument != field.name {
            parts.push(Code::Atom(format!("request.Argument({})", string(argument))));
        }
        self.line("", &Code::call(&format!("made.{method}"), parts));
    }

    fn body(&mut self, body: &Body) {
        self.renamed(&body.renamed);
        if let Some(slot) = body.media_type_slot {
            let parts = vec![self.value(slot), Code::Atom(string(self.tool.argument(slot)))];
            self.line("", &Code::call("made.NamedType", parts));
        }
        let mut options = Vec::new();
        let (method, mut parts, usual) = match &body.encode {
            Encode::Json(from) => ("JSON", vec![self.source(from)], "application/json"),
            Encode::JsonLines(slot) => ("JSONLines", vec![self.value(*slot)], "application/x-ndjson"),
            Encode::Form { from, formats } => {
                options.extend(formats.iter().map(|(name, written)| {
                    let mut parts = vec![Code::Atom(string(name))];
                    parts.extend(format(written, (Written::Form, true)));
                    Code::call("request.Formatted", parts)
                }));
                ("Form", vec![self.source(from)], "application/x-www-form-urlencoded")
            }
            Encode::Multipart { from, parts } => {
                options.extend(parts.iter().map(|(name, part)| self::part(name, part)));
                ("Multipart", vec![self.source(from)], "multipart/form-data")
            }
            Encode::Text(slot) => ("TextBody", vec![self.value(*slot)], "text/plain"),
            Encode::Binary(slot) => {
                ("Binary", vec![self.value(*slot), Code::Atom(string(self.tool.argument(*slot)))], "")
            }
            Encode::Xml { from, .. } => {
                ("XML", vec![self.source(from), Code::Atom(string(&self.tool.tool.name))], "application/xml")
            }
        };
        parts.extend(body.required.then(|| Code::atom("request.Required")));
        parts.extend(options);
        if body.media_type != usual {
            parts.push(Code::Atom(format!("request.MediaType({})", string(&body.media_type))));
        }
        self.line("", &Code::call(&format!("made.{method}"), parts));
    }

    fn source(&mut self, from: &Assembly) -> Code {
        match from {
            Assembly::Whole(slot) => Code::call("request.Whole", vec![self.value(*slot)]),
            Assembly::Fields { fields, open } => {
                let entries = fields.iter().map(|field| {
                    Code::call("request.Field", vec![Code::Atom(string(&field.name)), self.value(field.slot)])
                });
                let made = Code::call("request.Fields", entries.collect());
                match made {
                    Code::Group { open: start, parts, .. } if *open => {
                        Code::Group { open: start, parts, close: ").And(given.Others)".to_owned() }
                    }
                    made => made,
                }
            }
            Assembly::Template(template) => Code::call("request.Template", vec![self.template(template)]),
        }
    }

    fn template(&mut self, template: &Template) -> Code {
        match template {
            Template::Slot(slot) => self.value(*slot),
            Template::Object(entries) => {
                let entries = entries.iter().map(|(name, part)| {
                    Code::call("request.Named", vec![Code::Atom(string(name)), self.template(part)])
                });
                Code::call("request.Object", entries.collect())
            }
            Template::Array(items) => {
                Code::call("request.List", items.iter().map(|item| self.template(item)).collect())
            }
        }
    }

    fn send(&mut self) {
        let mut parts = self.sent();
        let mut method = "call.Send";
        if let Some(wanted) = self.tool.http().and_then(|http| http.projection.as_ref()) {
            let keys =
                |keys: &[String]| Code::call("answer.Keys", keys.iter().map(|key| Code::Atom(string(key))).collect());
            let all = std::iter::once(&wanted.select).chain(&wanted.fields).map(|one| keys(one));
            parts.push(Code::call("answer.Part", all.collect()));
            method = "call.SendFor";
        }
        self.line("return ", &Code::call(method, parts));
    }
}

/// The options that write a value in another way than usual.
fn format(format: &Format, usual: (Written, bool)) -> Vec<Code> {
    match format {
        Format::Style { style, explode, reserved } => {
            let other = (*style, *explode) != usual;
            let style = other.then(|| Code::Atom(format!("request.Style({}, {explode})", string(word(*style)))));
            style.into_iter().chain(reserved.then(|| Code::atom("request.Reserved"))).collect()
        }
        Format::Content { media_type } => vec![Code::Atom(format!("request.Content({})", string(media_type)))],
    }
}

fn part(name: &str, part: &Part) -> Code {
    let mut parts = vec![Code::Atom(string(name)), Code::Atom(string(&part.media_type))];
    parts.extend(part.file.then(|| Code::atom("request.File")));
    parts.extend(part.whole_array.then(|| Code::atom("request.WholeList")));
    parts.extend(
        part.format.as_ref().map(|written| Code::call("request.Written", format(written, (Written::Form, true)))),
    );
    Code::call("request.Part", parts)
}
