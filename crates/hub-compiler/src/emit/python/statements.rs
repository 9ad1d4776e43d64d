//! The functions of tools: a request is put together, one statement for each argument, and sent.

use std::collections::{BTreeMap, BTreeSet};

use hub_model::Binding;
use serde_json::json;

use super::super::identifiers::{Case, Names};
use super::super::layout::Code;
use super::super::plan::{Group, Plan, ToolPlan};
use super::super::types::{Kind, Type};
use super::super::words::about_group;
use super::files::GROUP;
use super::{RESERVED, STYLE, choice, docstring, filling, mapping, parameter, string};

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
        "graphql": used.contains("Operation"), "soap": used.contains("Envelope"), "grpc": used.contains("Invocation"),
        "request": used.contains("Request"),
        "values": listed(&["UNSET", "Unset", "given"]),
    });
    super::super::render::one(GROUP, &json!({ "words": words, "imports": imports, "tools": tools }))
}

/// A function in the making.
pub(super) struct Function<'f, 'b> {
    pub(super) tool: &'f ToolPlan<'b>,
    plan: &'f Plan<'b>,
    /// The parameters' identifiers.
    names: Vec<String>,
    /// Names that the file has to import.
    pub(super) used: &'f mut BTreeSet<&'static str>,
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
        match &self.tool.tool.binding {
            Binding::Http(http) => self.http(http),
            Binding::GraphQl(graphql) => self.graphql(graphql),
            Binding::Soap(soap) => self.soap(soap),
            Binding::Grpc(grpc) => self.grpc(grpc),
        }
        self.lines.join("\n")
    }

    /// A statement.
    pub(super) fn line(&mut self, before: &str, code: &Code) {
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

    /// What fills a slot.
    pub(super) fn value(&mut self, slot: usize) -> Code {
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

    /// Nested properties whose names clients refuse get the names that the API knows.
    pub(super) fn rename(&mut self, renamed: &BTreeMap<String, String>) {
        if !renamed.is_empty() {
            let pairs: Vec<(String, String)> = renamed.iter().map(|(from, to)| (from.clone(), to.clone())).collect();
            self.line("", &Code::call("request.rename", vec![mapping(&pairs)]));
        }
    }

    /// The last statement.
    pub(super) fn send(&mut self) {
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
        let method = if matches!(self.tool.tool.binding, Binding::Grpc(_)) { "call.invoke" } else { "call.send" };
        self.line("return await ", &Code::call(method, parts));
    }
}
