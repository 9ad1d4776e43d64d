//! The functions of tools: a request is put together, one statement for each argument, and sent.

use std::collections::BTreeSet;

use hub_model::binding::http::{Assembly, Body, Encode, Field, Format, Part, Piece, Style as Written, Template};
use serde_json::json;

use super::super::identifiers::{Case, Names};
use super::super::layout::Code;
use super::super::plan::{Group, ToolPlan, tidy, word};
use super::super::render::one;
use super::super::words::{about_group, about_tool};
use super::{GROUP, STYLE, field, filling, string, tag};

/// What the functions of a file have around them.
pub(super) struct Scope<'s> {
    pub(super) module: &'s str,
    /// What the securities are called.
    pub(super) constants: &'s [String],
    /// What the list of the file's tools is called.
    pub(super) list: &'s str,
}

/// A file with the tools of one group.
pub(super) fn group(group: &Group<'_>, scope: &Scope<'_>, names: &mut Names) -> Result<String, minijinja::Error> {
    let mut used = BTreeSet::new();
    let (mut tools, mut registered) = (Vec::new(), Vec::new());
    for tool in &group.tools {
        let function = names.take(&tool.tool.name, "tool");
        let takes = !tool.parameters.is_empty() || tool.is_open;
        let arguments = takes.then(|| names.take(&format!("{} arguments", tool.tool.name), "tool"));
        tools.push(Function::new(tool, scope, &mut used).write(&function, arguments.as_deref()));
        let mut parts = vec![Code::Atom(string(&tool.tool.name)), Code::Atom(function)];
        parts.extend(tool.json_texts().map(|name| Code::Atom(string(name))));
        registered.push(Code::call("registry.New", parts));
    }
    let registered = Code::group("[]registry.Tool{", registered, "}");
    let registered = registered.statement(0, &format!("var {} = ", scope.list), "", STYLE);
    let imports = json!({ "json": used.contains("json."), "value": used.contains("value.") });
    let words = about_group(group.tag);
    one(
        GROUP,
        &json!({ "words": words, "imports": imports, "tools": tools, "registered": registered, "module": scope.module }),
    )
}

struct Function<'f, 'b> {
    tool: &'f ToolPlan<'b>,
    scope: &'f Scope<'f>,
    /// The fields of the arguments' struct.
    fields: Vec<String>,
    /// Packages that only some files need.
    used: &'f mut BTreeSet<&'static str>,
    lines: Vec<String>,
}

impl<'f, 'b> Function<'f, 'b> {
    fn new(tool: &'f ToolPlan<'b>, scope: &'f Scope<'f>, used: &'f mut BTreeSet<&'static str>) -> Self {
        let mut names = Names::new(Case::Exported, &["Others"]);
        let fields = tool.parameters.iter().map(|parameter| names.take(parameter.argument, "value")).collect();
        Self { tool, scope, fields, used, lines: Vec::new() }
    }

    fn write(&mut self, name: &str, arguments: Option<&str>) -> String {
        if let Some(arguments) = arguments {
            self.arguments(arguments);
        }
        self.comment(name);
        let given = arguments.map_or("_ registry.None".to_owned(), |arguments| format!("given {arguments}"));
        let parts = ["ctx context.Context".to_owned(), "call *registry.Call".to_owned(), given];
        let signature = Code::call(&format!("func {name}"), parts.map(Code::Atom).into());
        self.lines.push(signature.statement(0, "", " answer.Answer {", STYLE));
        let Some(http) = self.tool.http() else { return self.lines.join("\n") };
        let made = [string(&http.method), string(&http.upstream), string(&http.accept)];
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
        self.lines.push("}".to_owned());
        self.lines.join("\n")
    }

    fn line(&mut self, before: &str, code: &Code) {
        self.lines.push(code.statement(1, before, "", STYLE));
    }

    fn need(&mut self, code: &str) {
        self.used.extend(["json.", "value."].iter().filter(|package| code.contains(**package)));
    }

    /// The struct, in columns as the formatter has it.
    fn arguments(&mut self, name: &str) {
        let types: Vec<String> =
            self.tool.parameters.iter().map(|parameter| field(&parameter.ty, parameter.is_required)).collect();
        let longest = |all: &[String]| all.iter().map(String::len).max().unwrap_or_default();
        let open = if self.tool.is_open { "Others".len() } else { 0 };
        let (wide, wider) = (longest(&self.fields).max(open), longest(&types));
        self.lines.push(format!("type {name} struct {{"));
        for ((parameter, field), ty) in self.tool.parameters.iter().zip(&self.fields).zip(&types) {
            self.lines.push(format!("\t{field:wide$} {ty:wider$} {}", tag(parameter.argument)));
        }
        if self.tool.is_open {
            self.lines.push(format!("\t{:wide$} *value.Object", "Others"));
            self.used.insert("value.");
        }
        self.lines.push("}\n".to_owned());
        self.need(&types.join(" "));
    }

    /// The words start with the function's name: so no line of a stranger's is a heading, a list or a link to the formatter. Two
    /// apostrophes are one: it would make a quotation mark of them.
    fn comment(&mut self, name: &str) {
        let lines = about_tool(self.tool.tool);
        let text = lines.iter().enumerate().map(|(at, line)| {
            let start = if at == 0 { format!("{name} is a tool: ") } else { String::new() };
            format!("// {start}{}", apostrophes(line)).trim_end().to_owned()
        });
        self.lines.push(text.collect::<Vec<_>>().join("\n"));
    }

    fn value(&mut self, slot: usize) -> Code {
        let filled = self.tool.filling(slot);
        let code = filling(filled, &self.fields);
        // What it says before any text of a document.
        let start = code.flat();
        let start = start.split('"').next().unwrap_or_default().to_owned();
        self.need(&start);
        if let Code::Group { parts, .. } = &code {
            for part in parts {
                let start = part.flat();
                self.need(start.split('"').next().unwrap_or_default());
            }
        }
        code
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
        if !body.renamed.is_empty() {
            let pair = |from: &str, to: &str| Code::Atom(format!("[2]string{{{}, {}}}", string(from), string(to)));
            let pairs = body.renamed.iter().map(|(from, to)| pair(from, to));
            self.line("", &Code::call("made.Rename", pairs.collect()));
        }
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
        let security = self.tool.security.and_then(|at| self.scope.constants.get(at)).map_or("None", String::as_str);
        let mut parts = vec![Code::atom("ctx"), Code::atom("made"), Code::Atom(format!("auth.{security}"))];
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

/// The same words with every run of apostrophes as one.
fn apostrophes(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for letter in line.chars() {
        if letter != '\'' || !out.ends_with('\'') {
            out.push(letter);
        }
    }
    out
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
