//! The functions of tools: a request is put together, one statement for each argument, and sent. What differs by the kind of request is in
//! a room of its own each.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::Binding;
use serde_json::json;

use super::super::identifiers::{Case, Names};
use super::super::layout::Code;
use super::super::plan::{Group, ToolPlan};
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
    let imports = json!({
        "json": used.contains("json."), "value": used.contains("value."),
        "request": used.contains("request."), "rpc": used.contains("rpc."), "soap": used.contains("soap."),
    });
    let words = about_group(group.tag);
    one(
        GROUP,
        &json!({ "words": words, "imports": imports, "tools": tools, "registered": registered, "module": scope.module }),
    )
}

pub(super) struct Function<'f, 'b> {
    pub(super) tool: &'f ToolPlan<'b>,
    scope: &'f Scope<'f>,
    /// The fields of the arguments' struct.
    fields: Vec<String>,
    /// Packages that only some files need.
    pub(super) used: &'f mut BTreeSet<&'static str>,
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
        match &self.tool.tool.binding {
            Binding::Http(http) => self.http(http),
            Binding::GraphQl(graphql) => self.graphql(graphql),
            Binding::Soap(soap) => self.soap(soap),
            Binding::Grpc(grpc) => self.grpc(grpc),
        }
        self.lines.push("}".to_owned());
        self.lines.join("\n")
    }

    pub(super) fn line(&mut self, before: &str, code: &Code) {
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

    pub(super) fn value(&mut self, slot: usize) -> Code {
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

    pub(super) fn renamed(&mut self, names: &BTreeMap<String, String>) {
        if !names.is_empty() {
            let pair = |from: &str, to: &str| Code::Atom(format!("[2]string{{{}, {}}}", string(from), string(to)));
            let pairs = names.iter().map(|(from, to)| pair(from, to));
            self.line("", &Code::call("made.Rename", pairs.collect()));
        }
    }

    /// What every call is sent with: the request, and the credentials that it needs.
    pub(super) fn sent(&self) -> Vec<Code> {
        let security = self.tool.security.and_then(|at| self.scope.constants.get(at)).map_or("None", String::as_str);
        vec![Code::atom("ctx"), Code::atom("made"), Code::Atom(format!("auth.{security}"))]
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
