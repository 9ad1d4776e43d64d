//! The functions of tools: a request is put together, one statement for each argument, and sent.

use std::collections::BTreeSet;

use hub_model::binding::http::{Assembly, Body, Encode, Field, Format, Part, Piece, Style as Written, Template};
use serde_json::json;

use super::super::identifiers::{Case, Names};
use super::super::layout::Code;
use super::super::plan::{Group, Plan, ToolPlan, tidy, word};
use super::super::types::{Kind, Type};
use super::super::words::about_group;
use super::{GROUP, RESERVED, STYLE, choice, docstring, filling, mapping, parameter, string};

/// A file with the tools of one group.
pub(super) fn group(group: &Group<'_>, plan: &Plan<'_>) -> Result<String, minijinja::Error> {
    let mut functions = Names::new(Case::Snake, &RESERVED);
    let mut used = BTreeSet::new();
    let tools: Vec<String> = group
        .tools
        .iter()
        .map(|tool| {
            let mut function = Function::new(tool, plan, &mut used);
            function.write(&functions.take(&tool.tool.name, "tool"))
        })
        .collect();
    let listed = |names: &[&'static str]| {
        names.iter().copied().filter(|name| used.contains(name)).collect::<Vec<_>>().join(", ")
    };
    let words = about_group(group.tag);
    let imports = json!({
        "typing": listed(&["Any", "Literal"]), "others": used.contains("Mapping"), "auth": used.contains("auth"),
        "bodies": listed(&["fields", "template", "whole"]), "part": used.contains("Part"), "shapes": used.contains("SHAPES"),
        "values": listed(&["UNSET", "Unset", "given"]),
    });
    super::super::render::one(GROUP, &json!({ "words": words, "imports": imports, "tools": tools }))
}

struct Function<'f, 'b> {
    tool: &'f ToolPlan<'b>,
    plan: &'f Plan<'b>,
    /// The parameters' identifiers.
    names: Vec<String>,
    used: &'f mut BTreeSet<&'static str>,
    lines: Vec<String>,
}

impl<'f, 'b> Function<'f, 'b> {
    fn new(tool: &'f ToolPlan<'b>, plan: &'f Plan<'b>, used: &'f mut BTreeSet<&'static str>) -> Self {
        let mut names = Names::new(Case::Snake, &RESERVED);
        let names = tool.parameters.iter().map(|parameter| names.take(parameter.argument, "value")).collect();
        Self { tool, plan, names, used, lines: Vec::new() }
    }

    fn write(&mut self, name: &str) -> String {
        self.decorator();
        self.signature(name);
        self.lines.push(docstring(self.tool));
        let Some(http) = self.tool.http() else { return self.lines.join("\n") };
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
        self.lines.join("\n")
    }

    fn line(&mut self, before: &str, code: &Code) {
        self.lines.push(code.statement(1, before, "", STYLE));
    }

    fn decorator(&mut self) {
        let pairs: Vec<(String, String)> = self
            .tool
            .parameters
            .iter()
            .zip(&self.names)
            .map(|(parameter, name)| (parameter.argument.to_owned(), name.clone()))
            .collect();
        let mut parts = vec![Code::Atom(string(&self.tool.tool.name))];
        if !pairs.is_empty() {
            parts.push(mapping(&pairs));
        }
        if self.tool.is_open {
            parts.push(Code::atom("others=True"));
        }
        let texts: Vec<Code> = self.tool.json_texts().map(|name| Code::Atom(string(name))).collect();
        if !texts.is_empty() {
            parts.push(Code::named("json_texts=", Code::group("[", texts, "]")));
        }
        self.lines.push(Code::call("tool", parts).statement(0, "@", "", STYLE));
    }

    fn signature(&mut self, name: &str) {
        let mut parts = vec![Code::atom("call: Call")];
        if !self.names.is_empty() || self.tool.is_open {
            parts.push(Code::atom("*"));
        }
        let tool = self.tool;
        for (one, name) in tool.parameters.iter().zip(self.names.clone()) {
            self.note(&one.ty);
            if !one.is_required {
                self.used.insert("UNSET");
                if one.ty.kind != Kind::Any {
                    self.used.insert("Unset");
                }
            }
            parts.push(Code::Atom(parameter(one, &name)));
        }
        if self.tool.is_open {
            self.used.extend(["Mapping", "Any"]);
            parts.push(Code::atom("others: Mapping[str, Any]"));
        }
        self.lines.push(Code::call(&format!("async def {name}"), parts).statement(0, "", " -> Answer:", STYLE));
    }

    fn note(&mut self, ty: &Type) {
        match &ty.kind {
            Kind::Any | Kind::Object => drop(self.used.insert("Any")),
            Kind::Choice(values) if choice(values).is_some() => drop(self.used.insert("Literal")),
            Kind::List(items) => self.note(items),
            _ => {}
        }
    }

    fn value(&mut self, slot: usize) -> Code {
        let code = filling(self.tool.filling(slot), &self.names);
        let flat = code.flat();
        if flat == "UNSET" {
            self.used.insert("UNSET");
        }
        if flat.starts_with("given(") {
            self.used.insert("given");
        }
        code
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
        if !body.renamed.is_empty() {
            let pairs: Vec<(String, String)> =
                body.renamed.iter().map(|(from, to)| (from.clone(), to.clone())).collect();
            self.line("", &Code::call("request.rename", vec![mapping(&pairs)]));
        }
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

    fn send(&mut self) {
        let mut parts = vec![Code::atom("request")];
        if let Some(security) = self.tool.security {
            self.used.insert("auth");
            parts.push(Code::Atom(format!("security=auth.{}", self.plan.securities.constant(security))));
        }
        if let Some(projection) = self.tool.http().and_then(|http| http.projection.as_ref()) {
            let list =
                |keys: &[String]| Code::group("[", keys.iter().map(|key| Code::Atom(string(key))).collect(), "]");
            parts.push(Code::named("select=", list(&projection.select)));
            if !projection.fields.is_empty() {
                let kept = projection.fields.iter().map(|keys| list(keys)).collect();
                parts.push(Code::named("kept=", Code::group("[", kept, "]")));
            }
        }
        self.line("return await ", &Code::call("call.send", parts));
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
