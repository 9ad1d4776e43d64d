//! The functions of tools: a request is put together, one statement for each argument.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::Binding;
use hub_model::binding::http::{Field, Format, HttpBinding, Piece, Style as Written};
use serde_json::json;

use super::super::identifiers::{Case, Names};
use super::super::layout::{Code, WIDTH};
use super::super::plan::{Group, Plan, ToolPlan, tidy};
use super::super::render::one;
use super::super::words::{about_group, about_tool};
use super::arguments::{fields, takes};
use super::imports::imports;
use super::{FUNCTIONS, GROUP, KEYWORDS, STYLE, assigned, filling, string};

/// Names of types that a file of tools uses itself.
const TYPES: [&str; 17] = [
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
    "Source",
    "Projection",
    "Deserialize",
];
/// Characters of a line of words.
pub(super) const WORDS: usize = 110;

/// A file with the tools of one group.
pub(super) fn group(group: &Group<'_>, plan: &Plan<'_>) -> Result<String, minijinja::Error> {
    let reserved: Vec<&str> = KEYWORDS.iter().chain(&FUNCTIONS).copied().collect();
    let mut functions = Names::new(Case::Snake, &reserved);
    let mut structs = Names::new(Case::Pascal, &TYPES);
    let mut used = BTreeSet::from(["CannotCall", "Tool"]);
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

/// A function in the making.
pub(super) struct Function<'f, 'b> {
    pub(super) tool: &'f ToolPlan<'b>,
    pub(super) plan: &'f Plan<'b>,
    /// The names that the file uses.
    pub(super) used: &'f mut BTreeSet<&'static str>,
    /// Of the arguments, in the order of the parameters.
    pub(super) fields: Vec<String>,
    pub(super) lines: Vec<String>,
}

impl Function<'_, '_> {
    fn write(&mut self, name: &str, arguments: &str) -> String {
        if takes(self.tool) {
            self.arguments(arguments);
        }
        self.words(0, &about_tool(self.tool.tool));
        let given = if takes(self.tool) { format!("given: &{arguments}") } else { String::new() };
        let made = if self.tool.http().is_some() { "Request" } else { "Post" };
        self.used.insert(made);
        let head = format!("pub fn {name}({given}) -> Result<{made}, CannotCall> {{");
        if head.chars().count() > WIDTH {
            self.lines.push(format!("pub fn {name}(\n    {given},\n) -> Result<{made}, CannotCall> {{"));
        } else {
            self.lines.push(head);
        }
        match &self.tool.tool.binding {
            Binding::Http(http) => self.http(http),
            Binding::GraphQl(graphql) => self.graphql(graphql),
            Binding::Soap(soap) => self.soap(soap),
            Binding::Grpc(grpc) => self.grpc(grpc),
        }
        self.lines.push("}".to_owned());
        self.lines.join("\n")
    }

    fn http(&mut self, http: &HttpBinding) {
        let made = [&http.method, &http.upstream, &http.accept].map(|text| Code::Atom(string(text)));
        let made = Code::call("Request::new", made.into());
        let begin = self.lines.len();
        self.lines.push(String::new());
        self.request(http);
        if self.lines.len() == begin + 1 {
            self.lines.pop();
            let made = match made {
                Code::Group { open, parts, .. } => Code::group(&format!("Ok({open}"), parts, "))"),
                other => Code::call("Ok", vec![other]),
            };
            self.line("", &made, "");
        } else {
            if let Some(place) = self.lines.get_mut(begin) {
                *place = assigned(1, "let mut request = ", &made);
            }
            self.lines.push("    Ok(request)".to_owned());
        }
    }

    /// A call of another kind: what it is made with, what is said of it, and the request that becomes of it.
    pub(super) fn posted(&mut self, name: &str, made: &Code, say: impl FnOnce(&mut Self)) {
        let begin = self.lines.len();
        self.lines.push(String::new());
        self.secured(name);
        say(self);
        let mutable = if self.lines.len() == begin + 1 { "" } else { "mut " };
        if let Some(place) = self.lines.get_mut(begin) {
            *place = assigned(1, &format!("let {mutable}{name} = "), made);
        }
        self.lines.push(format!("    {name}.post()"));
    }

    /// The credentials that a call goes with.
    fn secured(&mut self, receiver: &str) {
        if let Some(security) = self.tool.security {
            self.used.insert("auth");
            let security = format!("auth::{}", self.plan.securities.constant(security));
            self.call(&format!("{receiver}.secured"), vec![Code::Atom(security)], ";");
        }
    }

    /// Properties whose names clients refuse.
    pub(super) fn renamed(&mut self, receiver: &str, names: &BTreeMap<String, String>) {
        for (from, to) in names {
            self.call(&format!("{receiver}.rename"), vec![Code::Atom(string(from)), Code::Atom(string(to))], ";");
        }
    }

    /// The statements that say what is sent.
    fn request(&mut self, http: &HttpBinding) {
        self.secured("request");
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

    pub(super) fn line(&mut self, before: &str, code: &Code, after: &str) {
        self.lines.push(code.statement(1, before, after, STYLE));
    }

    /// A call of a method. The formatter moves the method to a line of its own where the call fits on two lines, but not on one,
    /// and the receiver is longer than an indent; a question mark costs it two columns more on the first, and one on the second.
    pub(super) fn call(&mut self, function: &str, parts: Vec<Code>, after: &str) {
        let (receiver, method) = function.split_once('.').unwrap_or_default();
        let asks = usize::from(after.starts_with('?'));
        let code = Code::call(function, parts.clone());
        let own = Code::call(&format!(".{method}"), parts).statement(2, "", after, STYLE);
        let is_too_long = code.flat().chars().count() + after.len() + STYLE.step > WIDTH - 2 * asks;
        let fits_own = !own.contains('\n') && own.chars().count() <= WIDTH - asks;
        if receiver.len() > STYLE.step && is_too_long && fits_own {
            return self.lines.push(format!("    {receiver}\n{own}"));
        }
        self.line("", &code, after);
    }

    pub(super) fn words(&mut self, level: usize, words: &[String]) {
        let indent = " ".repeat(level * STYLE.step);
        self.lines.extend(words.iter().map(|words| format!("{indent}/// {words}").trim_end().to_owned()));
    }

    pub(super) fn value(&mut self, slot: usize) -> Code {
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

    pub(super) fn format(&mut self, format: &Format) -> Code {
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
}
