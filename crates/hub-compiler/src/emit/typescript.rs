//! TypeScript: names, literals, types, and the statements of a tool's function.

mod bodies;
mod files;
mod graphql;
mod grpc;
mod schemes;
mod soap;
mod statements;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::identifiers::{Case, Names};
use super::layout::{Code, Style};
use super::literal::quoted;
use super::plan::{Filling, Plan};
use super::render::{one, render};
use super::runtime::Runtime;
use super::types::{Kind, Type};
use super::words::line;
use super::{data, example, project};

const STYLE: Style = Style { step: 2, tabs: false, trailing: true, prettier: true };

/// Keywords, and the names that a file of tools uses itself, as the words that they are made of.
const RESERVED: [&str; 77] = [
    "arguments",
    "await",
    "break",
    "case",
    "catch",
    "class",
    "const",
    "continue",
    "debugger",
    "default",
    "delete",
    "do",
    "else",
    "enum",
    "eval",
    "export",
    "extends",
    "false",
    "finally",
    "for",
    "function",
    "if",
    "implements",
    "import",
    "in",
    "instanceof",
    "interface",
    "let",
    "new",
    "null",
    "package",
    "private",
    "protected",
    "public",
    "return",
    "static",
    "super",
    "switch",
    "this",
    "throw",
    "true",
    "try",
    "typeof",
    "undefined",
    "var",
    "void",
    "while",
    "with",
    "yield",
    "async",
    "of",
    "call",
    "given",
    "request",
    "auth",
    "fields",
    "whole",
    "template",
    "others",
    "answer",
    "tool",
    "part",
    "style",
    "content",
    "rest",
    "projection",
    "Answer",
    "Call",
    "Group",
    "Request",
    "SHAPES",
    "TOOLS",
    "Promise",
    "Record",
    "Array",
    "Object",
    "process",
];

const GROUP: &str = include_str!("../../templates/typescript/group.ts.j2");
const INDEX: &str = include_str!("../../templates/typescript/index.ts.j2");

/// All files of the project.
pub(super) fn files(plan: &Plan<'_>) -> Result<BTreeMap<String, String>, minijinja::Error> {
    let package = format!("{}-mcp", plan.slug);
    let uses = |what| plan.uses.has(what);
    let posts = uses("graphql") || uses("soap");
    // Only plain requests say by their method whether they may be repeated.
    let marked = posts || uses("grpc");
    let tokens = uses("client_credentials") || uses("refresh");
    let signs = uses("aws") || uses("hmac");
    let plain = uses("http") || posts || tokens;
    let sendable = [("Request", uses("http")), ("Posted", posts), ("Rpc", uses("grpc"))];
    let sendable: Vec<&str> = sendable.into_iter().filter(|(_, used)| *used).map(|(name, _)| name).collect();
    let context = json!({
        "package": package, "license": plan.license.spdx(),
        "description_json": json!(format!("MCP server for {}", line(&plan.blueprint.title))).to_string(),
        "upstreams": upstreams(plan), "schemes": schemes::all(plan), "securities": securities(plan),
        "reasons": project::reasons(),
        "posts": posts, "marked": marked, "tokens": tokens, "signs": signs,
        "plain": plain, "plain_mock": uses("http") || posts, "sendable": sendable.join(" | "),
        "repeatable": if marked { "outgoing.repeatable" } else { "isRepeatable(outgoing.method)" },
        "uses": plan.uses.names().map(|name| (name, true)).collect::<BTreeMap<_, _>>(),
    });
    let mut files = render(&files::SOURCES, &context, |what| plan.uses.has(what))?;
    files.extend(render(&files::FILES, &context, |what| plan.uses.has(what))?);
    files.insert("test/examples.json".into(), example::all(plan));
    files.extend(data::files(plan, "data"));
    let mut names = Names::new(Case::Camel, &RESERVED);
    let mut modules = Vec::new();
    for group in &plan.groups {
        files.insert(format!("src/tools/{}.ts", group.file), statements::group(group, plan)?);
        modules.push(json!({ "name": names.take(&group.file, "tools"), "file": group.file }));
    }
    let all = modules
        .iter()
        .map(|module| Code::atom(module.get("name").and_then(Value::as_str).unwrap_or_default()))
        .collect();
    let groups = Code::group("[", all, "]").statement(0, "export const GROUPS: readonly Group[] = ", ";", STYLE);
    files.insert("src/tools/index.ts".into(), one(INDEX, &json!({ "modules": modules, "groups": groups }))?);
    files.extend(project::files(plan, &Runtime::typescript(&package))?);
    Ok(files)
}

fn upstreams(plan: &Plan<'_>) -> Value {
    let upstreams = plan.environment.upstreams.iter().map(|upstream| {
        let fields = |one: &super::settings::Placeholder<'_>| {
            [("name", one.name), ("variable", one.variable.as_str()), ("default", one.default)]
                .map(|(name, value)| Code::named(format!("{name}: "), Code::Atom(string(value))))
        };
        let placeholders =
            upstream.placeholders.iter().map(|one| Code::group("{ ", fields(one).into(), " }")).collect();
        let entry = vec![
            Code::named("variable: ", Code::Atom(string(&upstream.variable))),
            Code::named("url: ", Code::Atom(string(upstream.url))),
            Code::named("placeholders: ", Code::group("[", placeholders, "]")),
        ];
        let code = Code::group("[", vec![Code::Atom(string(upstream.key)), Code::group("{ ", entry, " }")], "]");
        json!({ "code": code.statement(1, "", ",", STYLE) })
    });
    Value::Array(upstreams.collect())
}

fn securities(plan: &Plan<'_>) -> Value {
    let sets = plan.securities.sets().iter().map(|set| {
        let alternatives = set.alternatives.iter().map(|all| {
            let pairs = all.iter().map(|one| {
                Code::group("[", vec![Code::Atom(string(&one.scheme)), Code::Atom(string(&one.scopes.join(" ")))], "]")
            });
            Code::group("[", pairs.collect(), "]")
        });
        let code = Code::group("[", alternatives.collect(), "]");
        json!({ "code": code.statement(0, &format!("export const {}: Alternatives = ", set.constant), ";", STYLE) })
    });
    Value::Array(sets.collect())
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    quoted(text, |code| format!("\\u{{{code:x}}}"))
}

/// Whether a name needs no quotation marks as a property.
fn is_plain(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic() || matches!(letter, '_' | '$'))
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '$'))
}

/// A property's name. The one that would be an object's prototype is computed, which makes it a property like all others.
fn key(name: &str) -> String {
    match name {
        "__proto__" => "[\"__proto__\"]".to_owned(),
        name if is_plain(name) => name.to_owned(),
        name => string(name),
    }
}

/// A JSON value as a literal.
fn literal(value: &Value) -> Code {
    match value {
        Value::Array(items) => Code::group("[", items.iter().map(literal).collect(), "]"),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(name, value)| Code::named(format!("{}: ", key(name)), literal(value)));
            Code::group("{ ", entries.collect(), " }")
        }
        Value::String(text) => Code::Atom(string(text)),
        other => Code::Atom(other.to_string()),
    }
}

/// A type as it is written.
fn annotation(ty: &Type) -> String {
    let text = match &ty.kind {
        Kind::Text => "string".to_owned(),
        Kind::Choice(values) => choice(values).unwrap_or_else(|| "string".to_owned()),
        Kind::Integer | Kind::Number => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::List(items) => {
            let items = annotation(items);
            if items.contains('|') { format!("({items})[]") } else { format!("{items}[]") }
        }
        Kind::Object => "Record<string, unknown>".to_owned(),
        Kind::Any => return "unknown".to_owned(),
    };
    if ty.nullable { format!("{text} | null") } else { text }
}

/// `"a" | "b"`; nothing where that would not fit on a line.
fn choice(values: &[String]) -> Option<String> {
    let values: Vec<String> = values.iter().map(|value| string(value)).collect();
    let text = values.join(" | ");
    (text.chars().count() <= 50).then_some(text)
}

/// What fills a slot, as an expression.
fn filling(filling: Filling<'_>, names: &[&str]) -> Code {
    let property = |at: usize| match names.get(at) {
        Some(name) if is_plain(name) => format!("given.{name}"),
        Some(name) => format!("given[{}]", string(name)),
        None => "undefined".to_owned(),
    };
    match filling {
        Filling::Parameter(at) => Code::Atom(property(at)),
        Filling::Defaulted(at, value) => Code::Named(
            format!("{0} === undefined ? ", property(at)),
            Box::new(Code::Named(format!("{} : ", literal(value).flat()), Box::new(Code::Atom(property(at))))),
        ),
        Filling::Fixed(value) => literal(value),
        Filling::Nothing => Code::atom("undefined"),
    }
}
