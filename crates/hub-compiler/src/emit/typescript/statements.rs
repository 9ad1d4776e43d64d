//! The functions of tools: a request is put together, one statement for each argument, and sent.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::Binding;
use hub_model::binding::http::{Field, Format, HttpBinding, Piece, Style as Written};
use serde_json::json;

use super::super::identifiers::{Case, Names};
use super::super::layout::Code;
use super::super::plan::{Group, Plan, ToolPlan, tidy, word};
use super::super::render::one;
use super::super::words::{about_group, about_tool};
use super::{GROUP, RESERVED, STYLE, annotation, filling, key, string};

/// The requests that are none of plain HTTP, each with a type that its statements name, and their file.
const KINDS: [(&str, &str, &str); 3] = [("GraphQl", "", "graphql"), ("Rpc", "", "grpc"), ("Soap", "Operation", "soap")];

/// A file with the tools of one group.
pub(super) fn group(group: &Group<'_>, plan: &Plan<'_>) -> Result<String, minijinja::Error> {
    let mut functions = Names::new(Case::Camel, &RESERVED);
    let mut interfaces = Names::new(Case::Pascal, &RESERVED);
    let mut used = BTreeSet::new();
    let (mut tools, mut registered) = (Vec::new(), Vec::new());
    for tool in &group.tools {
        let function = functions.take(&tool.tool.name, "tool");
        let interface = interfaces.take(&format!("{} arguments", tool.tool.name), "tool");
        let mut writer = Function { tool, plan, used: &mut used, lines: Vec::new() };
        tools.push(writer.write(&function, &interface));
        let mut parts = vec![Code::Atom(string(&tool.tool.name)), Code::Atom(function)];
        let texts: Vec<Code> = tool.json_texts().map(|name| Code::Atom(string(name))).collect();
        if !texts.is_empty() {
            parts.push(Code::group("[", texts, "]"));
        }
        registered.push(Code::call("tool", parts));
    }
    let registered = Code::group("[", registered, "]").statement(0, "export const TOOLS: Group = ", ";", STYLE);
    let listed = |names: &[&'static str]| {
        names.iter().copied().filter(|name| used.contains(name)).collect::<Vec<_>>().join(", ")
    };
    let kinds = KINDS.into_iter().filter(|(class, ..)| used.contains(class));
    let kinds = kinds.map(|(class, ty, file)| json!({ "class": class, "type": ty, "file": file }));
    let words = about_group(group.tag);
    let imports = json!({
        "bodies": listed(&["fields", "template", "whole"]), "encoding": listed(&["content", "style"]), "multipart": used.contains("part"),
        "part": used.contains("projection"), "rest": used.contains("rest"), "format": used.contains("Format"), "shapes": used.contains("SHAPES"),
        "request": used.contains("Request"), "kinds": kinds.collect::<Vec<_>>(),
    });
    one(GROUP, &json!({ "words": words, "imports": imports, "tools": tools, "registered": registered }))
}

pub(super) struct Function<'f, 'b> {
    pub(super) tool: &'f ToolPlan<'b>,
    plan: &'f Plan<'b>,
    pub(super) used: &'f mut BTreeSet<&'static str>,
    lines: Vec<String>,
}

impl Function<'_, '_> {
    fn write(&mut self, name: &str, interface: &str) -> String {
        let takes = !self.tool.parameters.is_empty() || self.tool.is_open;
        if takes {
            self.interface(interface);
        }
        self.comment();
        let mut parts = vec![Code::atom("call: Call")];
        if takes {
            parts.push(Code::Atom(format!("given: {interface}")));
        }
        self.lines.push(Code::call(&format!("async function {name}"), parts).statement(
            0,
            "",
            ": Promise<Answer> {",
            STYLE,
        ));
        match &self.tool.tool.binding {
            Binding::Http(http) => self.http(http),
            Binding::GraphQl(graphql) => self.graphql(graphql),
            Binding::Soap(soap) => self.soap(soap),
            Binding::Grpc(grpc) => self.grpc(grpc),
        }
        self.send();
        self.lines.push("}".to_owned());
        self.lines.join("\n")
    }

    fn http(&mut self, http: &HttpBinding) {
        self.used.insert("Request");
        let made = [string(&http.method), string(&http.upstream), string(&http.accept)];
        self.line("const request = ", &Code::call("new Request", made.into_iter().map(Code::Atom).collect()));
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
    }

    pub(super) fn line(&mut self, before: &str, code: &Code) {
        self.lines.push(code.statement(1, before, ";", STYLE));
    }

    fn interface(&mut self, name: &str) {
        self.lines.push(format!("interface {name} {{"));
        for parameter in &self.tool.parameters {
            let optional = if parameter.is_required { "" } else { "?" };
            self.lines.push(format!("  {}{optional}: {};", key(parameter.argument), annotation(&parameter.ty)));
        }
        if self.tool.is_open {
            self.lines.push("  [other: string]: unknown;".to_owned());
        }
        self.lines.push("}\n".to_owned());
    }

    fn comment(&mut self) {
        let lines: Vec<String> =
            about_tool(self.tool.tool).iter().map(|text| format!(" * {text}").trim_end().to_owned()).collect();
        self.lines.push(format!("/**\n{}\n */", lines.join("\n")));
    }

    pub(super) fn value(&self, slot: usize) -> Code {
        let names: Vec<&str> = self.tool.parameters.iter().map(|parameter| parameter.argument).collect();
        filling(self.tool.filling(slot), &names)
    }

    fn field(&mut self, method: &str, field: &Field, usual: (Written, bool), names_argument: bool) {
        let argument =
            Some(self.tool.argument(field.slot)).filter(|argument| names_argument && *argument != field.name);
        let format = match &field.format {
            Format::Style { style, explode, reserved: false } if (*style, *explode) == usual => None,
            format => Some(self.format(format)),
        };
        // What follows needs what stands before it.
        let absent = field.absent.as_ref().map(|absent| string(absent));
        let mut optional = [format, absent, argument.map(string)];
        let used = optional.iter().rposition(Option::is_some).map_or(0, |at| at + 1);
        let mut parts = vec![Code::Atom(string(&field.name)), self.value(field.slot)];
        let optional = optional.iter_mut().take(used).map(|part| part.take().unwrap_or_else(|| "undefined".to_owned()));
        parts.extend(optional.map(Code::Atom));
        self.line("", &Code::call(&format!("request.{method}"), parts));
    }

    pub(super) fn format(&mut self, format: &Format) -> String {
        match format {
            Format::Style { style, explode, reserved } => {
                self.used.insert("style");
                let reserved = if *reserved { ", true" } else { "" };
                format!("style({}, {explode}{reserved})", string(word(*style)))
            }
            Format::Content { media_type } => {
                self.used.insert("content");
                format!("content({})", string(media_type))
            }
        }
    }

    /// What nested properties are called on the wire.
    pub(super) fn rename(&mut self, renamed: &BTreeMap<String, String>) {
        if !renamed.is_empty() {
            let pairs = renamed.iter().map(|(from, to)| pair(from, Code::Atom(string(to)))).collect();
            self.line("request.rename(", &Code::group("[", pairs, "])"));
        }
    }

    fn send(&mut self) {
        let security = self.tool.security.map_or("NONE", |security| self.plan.securities.constant(security));
        let mut parts = vec![Code::atom("request"), Code::Atom(format!("auth.{security}"))];
        if let Some(wanted) = self.tool.http().and_then(|http| http.projection.as_ref()) {
            self.used.insert("projection");
            let list =
                |keys: &[String]| Code::group("[", keys.iter().map(|key| Code::Atom(string(key))).collect(), "]");
            let mut of = vec![list(&wanted.select)];
            if !wanted.fields.is_empty() {
                of.push(Code::group("[", wanted.fields.iter().map(|keys| list(keys)).collect(), "]"));
            }
            parts.push(Code::call("projection", of));
        }
        self.line("return call.send", &Code::call("", parts));
    }
}

/// `["name", …]`
pub(super) fn pair(name: &str, code: Code) -> Code {
    Code::group("[", vec![Code::Atom(string(name)), code], "]")
}
