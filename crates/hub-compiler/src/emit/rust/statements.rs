//! The functions of tools: a request is put together, one statement for each argument.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::binding::http::{Assembly, Body, Encode, Field, Format, Part, Piece, Style as Written, Template};
use serde_json::{Value, json};

use super::super::identifiers::{Case, Names};
use super::super::layout::{Code, WIDTH};
use super::super::plan::{Group, Parameter, Plan, ToolPlan, tidy};
use super::super::render::one;
use super::super::words::{about_group, about_tool, line, wrapped};
use super::{FUNCTIONS, GROUP, KEYWORDS, STYLE, annotation, assigned, filling, string};

/// Names of types that a file of tools uses itself.
const TYPES: [&str; 14] = [
    "Self",
    "Box",
    "Option",
    "Result",
    "String",
    "Vec",
    "Tool",
    "Request",
    "CannotCall",
    "Number",
    "Object",
    "Value",
    "Nullable",
    "Style",
];
/// Characters of a line of words.
const WORDS: usize = 110;
/// Where the names that a file uses come from: those of one path stand together.
const PATHS: [(&str, &[&str]); 9] = [
    ("serde", &["Deserialize"]),
    ("serde_json", &["Number", "Value", "json"]),
    ("crate", &["auth", "bodies", "multipart"]),
    ("crate::bodies", &["Source"]),
    ("crate::cannot", &["CannotCall"]),
    ("crate::encoding", &["Style", "content", "reserved", "style"]),
    ("crate::projection", &["Projection"]),
    ("crate::registry", &["Tool", "plain", "tool", "tool_with_json"]),
    ("crate::request", &["Request", "of_argument", "or_text", "written"]),
];
const VALUES: (&str, &[&str]) = ("crate::values", &["Nullable", "Object", "or", "parsed", "present"]);

/// A file with the tools of one group.
pub(super) fn group(group: &Group<'_>, plan: &Plan<'_>) -> Result<String, minijinja::Error> {
    let reserved: Vec<&str> = KEYWORDS.iter().chain(&FUNCTIONS).copied().collect();
    let mut functions = Names::new(Case::Snake, &reserved);
    let mut structs = Names::new(Case::Pascal, &TYPES);
    let mut used = BTreeSet::from(["CannotCall", "Request", "Tool"]);
    let (mut tools, mut registered) = (Vec::new(), Vec::new());
    for tool in &group.tools {
        let function = functions.take(&tool.tool.name, "tool");
        let arguments = structs.take(&format!("{} arguments", tool.tool.name), "tool");
        let mut writer = Function { tool, plan, used: &mut used, fields: fields(tool), lines: Vec::new() };
        tools.push(writer.write(&function, &arguments));
        let texts: Vec<Code> = tool.json_texts().map(|name| Code::Atom(string(name))).collect();
        let made = match (takes(tool), texts.is_empty()) {
            (false, _) => "plain",
            (true, true) => "tool",
            (true, false) => "tool_with_json",
        };
        used.insert(made);
        let mut parts = vec![Code::Atom(string(&tool.tool.name)), Code::Atom(function)];
        if made == "tool_with_json" {
            parts.push(Code::group("&[", texts, "]"));
        }
        registered.push(Code::call(made, parts));
    }
    let registered = match (registered.len(), registered.pop()) {
        // A single one shares its lines with the list's brackets.
        (1, Some(Code::Group { open, parts, .. })) => Code::group(&format!("vec![{open}"), parts, ")]"),
        (_, last) => Code::group("vec![", registered.into_iter().chain(last).collect(), "]"),
    };
    let registered = registered.statement(1, "", "", STYLE);
    let context = json!({
        "words": about_group(group.tag), "imports": imports(&used), "tools": tools, "registered": registered,
    });
    one(GROUP, &context)
}

/// The lines that import what is used: of other packages first.
fn imports(used: &BTreeSet<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    for (path, names) in PATHS.iter().chain([&VALUES]) {
        let names: Vec<&str> = names.iter().copied().filter(|name| used.contains(name)).collect();
        if *path == "crate" && !lines.is_empty() {
            lines.push(String::new());
        }
        match names.as_slice() {
            [] => {}
            [one] => lines.push(format!("use {path}::{one};")),
            // What stands in the crate's own root is imported name by name.
            several if *path == "crate" => lines.extend(several.iter().map(|name| format!("use crate::{name};"))),
            several => lines.push(format!("use {path}::{{{}}};", several.join(", "))),
        }
    }
    let (own, others): (Vec<String>, Vec<String>) =
        lines.into_iter().filter(|one| !one.is_empty()).partition(|one| one.starts_with("use crate::"));
    let mut own = own;
    own.sort();
    let gap = (!others.is_empty()).then(String::new);
    others.into_iter().chain(gap).chain(own).collect()
}

fn takes(tool: &ToolPlan<'_>) -> bool {
    !tool.parameters.is_empty() || tool.is_open
}

/// The fields of a tool's arguments, in the order of its parameters.
fn fields(tool: &ToolPlan<'_>) -> Vec<String> {
    let mut names = Names::new(Case::Snake, &KEYWORDS);
    tool.parameters.iter().map(|parameter| names.take(parameter.argument, "value")).collect()
}

struct Function<'f, 'b> {
    tool: &'f ToolPlan<'b>,
    plan: &'f Plan<'b>,
    used: &'f mut BTreeSet<&'static str>,
    fields: Vec<String>,
    lines: Vec<String>,
}

impl Function<'_, '_> {
    fn write(&mut self, name: &str, arguments: &str) -> String {
        if takes(self.tool) {
            self.arguments(arguments);
        }
        self.words(0, &about_tool(self.tool.tool));
        let given = if takes(self.tool) { format!("given: &{arguments}") } else { String::new() };
        let head = format!("pub fn {name}({given}) -> Result<Request, CannotCall> {{");
        if head.chars().count() > WIDTH {
            self.lines.push(format!("pub fn {name}(\n    {given},\n) -> Result<Request, CannotCall> {{"));
        } else {
            self.lines.push(head);
        }
        let http = self.tool.http;
        let made = [&http.method, &http.upstream, &http.accept].map(|text| Code::Atom(string(text)));
        let made = Code::call("Request::new", made.into());
        let begin = self.lines.len();
        self.lines.push(String::new());
        self.request();
        if self.lines.len() == begin + 1 {
            self.lines.pop();
            match made {
                Code::Group { open, parts, .. } => {
                    self.lines.push(Code::group(&format!("Ok({open}"), parts, "))").statement(1, "", "", STYLE))
                }
                other => self.lines.push(other.statement(1, "", "", STYLE)),
            }
        } else {
            if let Some(place) = self.lines.get_mut(begin) {
                *place = assigned(1, "let mut request = ", &made);
            }
            self.lines.push("    Ok(request)".to_owned());
        }
        self.lines.push("}".to_owned());
        self.lines.join("\n")
    }

    /// The statements that say what is sent.
    fn request(&mut self) {
        let http = self.tool.http;
        if let Some(security) = self.tool.security {
            self.used.insert("auth");
            let security = format!("auth::{}", self.plan.securities.constant(security));
            self.call("request.secured", vec![Code::Atom(security)], ";");
        }
        for piece in &http.target {
            match piece {
                Piece::Text(text) => self.call("request.text", vec![Code::Atom(string(&tidy(text)))], ";"),
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
        if let Some(wanted) = &http.projection {
            self.used.insert("Projection");
            let keys =
                |keys: &[String]| Code::group("&[", keys.iter().map(|key| Code::Atom(string(key))).collect(), "]");
            let mutable = if wanted.fields.is_empty() { "" } else { "mut " };
            let part = Code::call("Projection::new", vec![keys(&wanted.select)]);
            self.lines.push(assigned(1, &format!("let {mutable}part = "), &part));
            for field in &wanted.fields {
                self.call("part.keep", vec![keys(field)], ";");
            }
            self.call("request.only", vec![Code::atom("part")], ";");
        }
    }

    fn line(&mut self, before: &str, code: &Code, after: &str) {
        self.lines.push(code.statement(1, before, after, STYLE));
    }

    fn call(&mut self, function: &str, parts: Vec<Code>, after: &str) {
        self.line("", &Code::call(function, parts), after);
    }

    fn words(&mut self, level: usize, words: &[String]) {
        let indent = " ".repeat(level * STYLE.step);
        self.lines.extend(words.iter().map(|words| format!("{indent}/// {words}").trim_end().to_owned()));
    }

    fn arguments(&mut self, name: &str) {
        self.used.insert("Deserialize");
        self.words(0, &wrapped(&format!("Arguments of {}.", line(&self.tool.tool.name)), WORDS));
        self.lines.push(format!("#[derive(Debug, Deserialize)]\npub struct {name} {{"));
        let fields = self.fields.clone();
        for (parameter, field) in self.tool.parameters.iter().zip(&fields) {
            self.argument(parameter, field);
        }
        if self.tool.is_open {
            self.used.insert("Object");
            self.lines.push(
                "    /// What the API's document does not name.\n    #[serde(flatten)]\n    pub others: Object,"
                    .to_owned(),
            );
        }
        self.lines.push("}\n".to_owned());
    }

    fn argument(&mut self, parameter: &Parameter<'_>, field: &str) {
        let schema = self.tool.tool.input_schema.pointer("/properties").and_then(|all| all.get(parameter.argument));
        let words = schema.and_then(|schema| schema.get("description")).and_then(Value::as_str).unwrap_or_default();
        self.words(1, &wrapped(words, WORDS));
        let ty = annotation(&parameter.ty);
        for (name, used) in [("Number", "Number"), ("Object", "Object"), ("Value", "Value"), ("Nullable", "Nullable")] {
            if ty.contains(name) {
                self.used.insert(used);
            }
        }
        // Nulls stand for what is absent where every property is required.
        let is_optional = !parameter.is_required || self.plan.uses.has("null_is_absent");
        let mut attributes = Vec::new();
        if field != parameter.argument {
            attributes.push(format!("rename = {}", string(parameter.argument)));
        }
        if is_optional && (ty.starts_with("Nullable") || ty == "Value") {
            self.used.insert("present");
            attributes.push("default, deserialize_with = \"present\"".to_owned());
        }
        if !attributes.is_empty() {
            self.lines.push(format!("    #[serde({})]", attributes.join(", ")));
        }
        let ty = if is_optional { format!("Option<{ty}>") } else { ty };
        self.lines.push(format!("    pub {field}: {ty},"));
    }

    fn value(&mut self, slot: usize) -> Code {
        let code = filling(self.tool.filling(slot), &self.fields);
        let text = code.flat();
        for (begins, used) in [("&or(", "or"), ("&json!(", "json"), ("&parsed(", "parsed")] {
            if text.starts_with(begins) {
                self.used.insert(used);
            }
        }
        for (holds, used) in [(", json!(", "json"), (", parsed(", "parsed")] {
            if text.starts_with("&or(") && text.contains(holds) {
                self.used.insert(used);
            }
        }
        code
    }

    fn field(&mut self, method: &str, field: &Field, usual: (Written, bool), names_argument: bool) {
        let mut name = Code::Atom(string(&field.name));
        let format = match &field.format {
            Format::Style { style, explode, reserved: false } if (*style, *explode) == usual => None,
            format => Some(self.format(format)),
        };
        if let Some(format) = format {
            self.used.insert("written");
            name = Code::call("written", vec![name, format]);
        }
        if let Some(absent) = &field.absent {
            self.used.insert("or_text");
            name = Code::call("or_text", vec![name, Code::Atom(string(absent))]);
        }
        let argument = self.tool.argument(field.slot);
        if names_argument && argument != field.name {
            self.used.insert("of_argument");
            name = Code::call("of_argument", vec![name, Code::Atom(string(argument))]);
        }
        let value = self.value(field.slot);
        let after = if method == "header" { "?;" } else { ";" };
        self.call(&format!("request.{method}"), vec![name, value], after);
    }

    fn format(&mut self, format: &Format) -> Code {
        match format {
            Format::Style { style, explode, reserved } => {
                let function = if *reserved { "reserved" } else { "style" };
                self.used.extend(["Style", function]);
                Code::call(function, vec![Code::Atom(format!("Style::{style:?}")), Code::Atom(explode.to_string())])
            }
            Format::Content { media_type } => {
                self.used.insert("content");
                Code::call("content", vec![Code::Atom(string(media_type))])
            }
        }
    }

    fn body(&mut self, body: &Body) {
        self.line("", &Code::atom("let body = &mut request.body"), ";");
        if body.required {
            self.call("body.required", Vec::new(), ";");
        }
        for (from, to) in &body.renamed {
            self.call("body.rename", vec![Code::Atom(string(from)), Code::Atom(string(to))], ";");
        }
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
                self.used.insert("bodies");
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
                Code::call("bodies::slot", vec![value])
            }
            Template::Object(entries) => {
                let pairs = entries.iter().map(|(name, part)| {
                    let part = self.template(part);
                    Code::group("(", vec![Code::Atom(string(name)), part], ")")
                });
                Code::group("bodies::object([", pairs.collect(), "])")
            }
            Template::Array(items) => {
                let items = items.iter().map(|item| self.template(item)).collect();
                Code::group("bodies::list([", items, "])")
            }
        }
    }
}
