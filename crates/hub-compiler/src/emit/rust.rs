//! Rust: names, literals, types, and the statements of a tool's function.

mod arguments;
mod bodies;
mod descriptors;
mod graphql;
mod grpc;
mod hmac;
mod imports;
mod lock;
mod soap;
mod sources;
mod statements;

use std::collections::BTreeMap;

use hub_model::SchemeKind;
use serde_json::{Value, json};

use super::identifiers::{Case, Names};
use super::layout::{Code, Style, WIDTH};
use super::plan::{Filling, Plan};
use super::render::{one, render};
use super::runtime::Runtime;
use super::security::{NamedScheme, Sent};
use super::types::{Kind, Type};
use super::words::line;
use super::{data, example, project};
use sources::{FILES, SOURCES};

const STYLE: Style = Style { step: 4, tabs: false, trailing: true, prettier: false };

/// Keywords, also those that are only reserved.
const KEYWORDS: [&str; 53] = [
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro", "match", "mod",
    "move", "mut", "override", "priv", "pub", "ref", "return", "self", "static", "struct", "super", "trait", "true",
    "try", "type", "typeof", "union", "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "others",
];

/// Functions that a file of tools uses itself.
const FUNCTIONS: [&str; 13] = [
    "tools",
    "tool",
    "plain",
    "tool_with_json",
    "written",
    "or_text",
    "of_argument",
    "style",
    "reserved",
    "content",
    "or",
    "parsed",
    "present",
];

const GROUP: &str = include_str!("../../templates/rust/group.rs.j2");
const TOOLS: &str = include_str!("../../templates/rust/tools.rs.j2");

/// All files of the project.
pub(super) fn files(plan: &Plan<'_>) -> Result<BTreeMap<String, String>, minijinja::Error> {
    let package = format!("{}-mcp", plan.slug);
    let title = line(&plan.blueprint.title);
    let uses = uses(plan);
    let context = json!({
        "package": package, "module": package.replace('-', "_"), "license": plan.license.spdx(),
        // A basic string of TOML escapes as JSON does.
        "description_toml": json!(format!("MCP server for {title}")).to_string(),
        "upstreams": upstreams(plan), "schemes": schemes(plan), "securities": securities(plan),
        "all_sets": all_sets(plan), "demanding": demanding(plan),
        "made": made(&uses), "variable": if uses.contains_key("mixed") { "call" } else { "post" },
        "uses": uses,
    });
    let mut files = render(&SOURCES, &context, |what| uses.contains_key(what))?;
    files.extend(render(&FILES, &context, |what| uses.contains_key(what))?);
    files.insert("Cargo.lock".into(), lock::file(&context)?);
    files.insert("tests/examples.json".into(), example::all(plan));
    files.extend(data::files(plan, "data"));
    if let Some(sets) = files.get_mut("data/descriptors.json") {
        // What is JSON already always reads.
        let read = serde_json::from_str(sets).unwrap_or_default();
        *sets = data::pretty(&descriptors::accepted(read));
    }
    let mut names = Names::new(Case::Snake, &KEYWORDS);
    let mut modules = Vec::new();
    for group in &plan.groups {
        let module = names.take(&group.file, "general");
        files.insert(format!("src/tools/{module}.rs"), statements::group(group, plan)?);
        modules.push(module);
    }
    let mut sorted = modules.clone();
    sorted.sort();
    files.insert("src/tools.rs".into(), one(TOOLS, &json!({ "sorted": sorted, "modules": modules }))?);
    files.extend(project::files(plan, &Runtime::rust(&package))?);
    Ok(files)
}

/// What is used, with what follows from it: calls that are no plain requests, and both in one project.
fn uses(plan: &Plan<'_>) -> BTreeMap<&'static str, bool> {
    let mut uses: BTreeMap<_, _> = plan.uses.names().map(|name| (name, true)).collect();
    let is_beside_http = ["graphql", "grpc", "soap"].iter().any(|kind| plan.uses.has(kind));
    let is_http1 = ["http", "graphql", "soap", "client_credentials", "refresh"].iter().any(|what| plan.uses.has(what));
    let more = [
        ("beside_http", is_beside_http),
        ("mixed", is_beside_http && plan.uses.has("http")),
        ("http1", is_http1),
        ("http1_and_2", is_http1 && plan.uses.has("grpc")),
        ("tokens", ["client_credentials", "refresh"].iter().any(|grant| plan.uses.has(grant))),
        ("signed", ["aws", "hmac"].iter().any(|kind| plan.uses.has(kind))),
    ];
    for (name, is_used) in more {
        if is_used {
            uses.insert(name, true);
        }
    }
    uses
}

/// The type of what a tool's function makes.
fn made(uses: &BTreeMap<&str, bool>) -> &'static str {
    match (uses.contains_key("beside_http"), uses.contains_key("http")) {
        (true, true) => "Call",
        (true, false) => "Post",
        (false, _) => "Request",
    }
}

fn upstreams(plan: &Plan<'_>) -> String {
    let upstreams = plan.environment.upstreams.iter().map(|upstream| {
        let placeholders = upstream.placeholders.iter().map(|one| {
            let fields = [("name", one.name), ("variable", one.variable.as_str()), ("default", one.default)];
            fields.map(|(name, value)| Code::named(format!("{name}: "), Code::Atom(string(value)))).into()
        });
        vec![
            Code::named("key: ", Code::Atom(string(upstream.key))),
            Code::named("variable: ", Code::Atom(string(&upstream.variable))),
            Code::named("url: ", Code::Atom(string(upstream.url))),
            Code::named("placeholders: ", structs("Placeholder", placeholders.collect())),
        ]
    });
    assigned(0, "pub const UPSTREAMS: &[Upstream] = ", &structs("Upstream", upstreams.collect()))
}

fn schemes(plan: &Plan<'_>) -> String {
    let schemes = plan.securities.schemes().filter_map(|scheme| {
        let secret = plan.environment.secrets.iter().find(|secret| secret.key == scheme.key)?;
        Some(vec![
            Code::named("key: ", Code::Atom(string(scheme.key))),
            Code::named("variable: ", Code::Atom(string(&secret.variable))),
            Code::named("wanted: ", Code::Atom(string(&secret.wanted))),
            Code::named("kind: ", kind(&scheme, plan.uses.has("refresh"))),
        ])
    });
    assigned(0, "pub const SCHEMES: &[Scheme] = ", &structs("Scheme", schemes.collect()))
}

/// A list of structs; a single one shares its lines with the list's brackets.
fn structs(name: &str, mut all: Vec<Vec<Code>>) -> Code {
    if let (1, Some(fields)) = (all.len(), all.first_mut()) {
        return Code::group(&format!("&[{name} {{ "), std::mem::take(fields), " }]");
    }
    let open = format!("{name} {{ ");
    Code::group("&[", all.into_iter().map(|fields| Code::group(&open, fields, " }")).collect(), "]")
}

/// `before` and a value: on a line of its own where that is one line, and `before` takes too much of the first.
fn assigned(level: usize, before: &str, value: &Code) -> String {
    let first = value.statement(level, before, ";", STYLE);
    let own = value.statement(level + 1, "", ";", STYLE);
    if !first.contains('\n') || own.contains('\n') || own.chars().count() > WIDTH {
        return first;
    }
    format!("{}{}\n{own}", " ".repeat(level * STYLE.step), before.trim_end())
}

fn kind(scheme: &NamedScheme<'_>, has_refresh: bool) -> Code {
    if let SchemeKind::AwsSigv4 { service, region } = &scheme.scheme.kind {
        return Code::call("Kind::Aws", [service, region].map(|text| Code::Atom(string(text))).into());
    }
    if let SchemeKind::Hmac(hmac) = &scheme.scheme.kind {
        return hmac::templates(hmac);
    }
    let endpoints = [scheme.scheme.kind.client_credentials(), scheme.scheme.kind.refresh()];
    if has_refresh && endpoints.iter().any(Option::is_some) {
        let url = |url: Option<&str>| match url {
            Some(url) => Code::call("Some", vec![Code::Atom(string(url))]),
            None => Code::atom("None"),
        };
        let [client, refresh] = endpoints.map(url);
        let fields = vec![Code::named("client: ", client), Code::named("refresh: ", refresh)];
        return Code::group("Kind::OAuth { ", fields, " }");
    }
    let Sent { kind, place, name, token_url } = Sent::of(&scheme.scheme.kind);
    let of = |variant: &str, text: &str| Code::call(&format!("Kind::{variant}"), vec![Code::Atom(string(text))]);
    match (kind, place) {
        ("api-key", "header") => of("HeaderKey", name),
        ("api-key", "query") => of("QueryKey", name),
        ("api-key", _) => of("CookieKey", name),
        ("basic", _) => Code::atom("Kind::Basic"),
        ("ws-security", "digest") => Code::atom("Kind::UsernameDigest"),
        ("ws-security", _) => Code::atom("Kind::UsernameToken"),
        ("mutual-tls", _) => Code::atom("Kind::Certificate"),
        ("http", _) if name.eq_ignore_ascii_case("digest") => Code::atom("Kind::Digest"),
        ("http", _) => of("Other", name),
        _ if !token_url.is_empty() => of("ClientCredentials", token_url),
        _ => Code::atom("Kind::Bearer"),
    }
}

fn securities(plan: &Plan<'_>) -> Value {
    let sets = plan.securities.sets().iter().map(|set| {
        let alternatives = set.alternatives.iter().map(|all| {
            let pairs = all.iter().map(|one| {
                let pair = [one.scheme.as_str(), &one.scopes.join(" ")].map(|text| Code::Atom(string(text)));
                Code::group("(", pair.into(), ")")
            });
            Code::group("&[", pairs.collect(), "]")
        });
        let code = Code::group("&[", alternatives.collect(), "]");
        let code = assigned(0, &format!("pub const {}: Alternatives = ", set.constant), &code);
        json!({ "code": code })
    });
    Value::Array(sets.collect())
}

fn all_sets(plan: &Plan<'_>) -> String {
    let names = plan.securities.sets().iter().map(|set| Code::atom(&set.constant)).collect();
    Code::group("vec![", names, "]").statement(1, "", "", STYLE)
}

/// Patterns of schemes whose secrets are no names and passwords.
fn demanding(plan: &Plan<'_>) -> String {
    let client = if plan.uses.has("refresh") { "OAuth { client: Some(_), .. }" } else { "ClientCredentials(_)" };
    let client = format!("Kind::{client}");
    let kinds =
        [("client_credentials", client.as_str()), ("mutual_tls", "Kind::Certificate"), ("hmac", "Kind::Hmac(_)")];
    let used = kinds.iter().filter(|(what, _)| plan.uses.has(what));
    used.map(|(_, pattern)| *pattern).collect::<Vec<_>>().join(" | ")
}

/// A string literal. What formatters may count as another width than one is escaped.
pub(super) fn string(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            ' '..='~' => out.push(letter),
            // Latin, Greek and Cyrillic letters.
            '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{481}' | '\u{48a}'..='\u{52f}' if letter.is_alphanumeric() => {
                out.push(letter);
            }
            letter => out.push_str(&format!("\\u{{{:x}}}", u32::from(letter))),
        }
    }
    out.push('"');
    out
}

/// A JSON value as an expression.
fn literal(value: &Value) -> Code {
    let number = |suffix: &str| Code::call("json!", vec![Code::Atom(format!("{value}{suffix}"))]);
    match value {
        Value::String(text) => Code::call("json!", vec![Code::Atom(string(text))]),
        Value::Number(written) if written.as_i64().is_some_and(|one| i32::try_from(one).is_ok()) => number(""),
        Value::Number(written) if written.is_i64() => number("_i64"),
        Value::Number(written) if written.is_u64() => number("_u64"),
        Value::Bool(_) | Value::Null => number(""),
        other => Code::call("parsed", vec![Code::Atom(string(&other.to_string()))]),
    }
}

/// A type as it is written.
fn annotation(ty: &Type) -> String {
    let text = match &ty.kind {
        Kind::Text | Kind::Choice(_) => "String".to_owned(),
        Kind::Integer | Kind::Number => "Number".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::List(items) => format!("Vec<{}>", annotation(items)),
        Kind::Object => "Object".to_owned(),
        Kind::Any => return "Value".to_owned(),
    };
    if ty.nullable { format!("Nullable<{text}>") } else { text }
}

/// What fills a slot, as an expression.
fn filling(filling: Filling<'_>, fields: &[String]) -> Code {
    let field =
        |at: usize| fields.get(at).map_or_else(|| Code::atom("&()"), |name| Code::Atom(format!("&given.{name}")));
    match filling {
        Filling::Parameter(at) => field(at),
        Filling::Defaulted(at, value) => Code::call("&or", vec![field(at), literal(value)]),
        Filling::Fixed(value) => Code::named("&", literal(value)),
        Filling::Nothing => Code::atom("&()"),
    }
}
