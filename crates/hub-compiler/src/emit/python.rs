//! Python: names, literals, types, and the statements of a tool's function.

mod files;
mod graphql;
mod grpc;
mod http;
mod soap;
mod statements;

use std::collections::BTreeMap;

use hub_model::SchemeKind;
use hub_model::auth::signature::{Encoding, Hmac, HmacHash};
use serde_json::{Value, json};

use super::layout::{Code, Style};
use super::literal::quoted;
use super::plan::{Filling, Parameter, Plan, ToolPlan};
use super::render::render;
use super::runtime::Runtime;
use super::security::Sent;
use super::types::{Kind, Type};
use super::words::{about_tool, line};
use super::{data, example, project};
use files::{FILES, INDEX};

const STYLE: Style = Style { step: 4, tabs: false, trailing: true, prettier: false };

/// Keywords, and the names that a tool's function uses itself.
const RESERVED: [&str; 55] = [
    "false", "none", "true", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del",
    "elif", "else", "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal",
    "not", "or", "pass", "raise", "return", "try", "while", "with", "yield", "match", "case", "type", "self", "call",
    "tool", "request", "auth", "fields", "whole", "template", "given", "others", "answer", "print", "any", "literal",
    "mapping", "part", "shapes",
];

/// All files of the project.
pub(super) fn files(plan: &Plan<'_>) -> Result<BTreeMap<String, String>, minijinja::Error> {
    let package = format!("{}-mcp", plan.slug);
    let module = package.replace('-', "_");
    let folder = format!("src/{module}");
    let uses = |what: &str| plan.uses.has(what);
    // Kinds whose requests are posted to one address, all that travel as plain HTTP, and whether something has to.
    let posted = uses("graphql") || uses("soap");
    let web = uses("http") || posted;
    // Access tokens that are asked for, and requests that are signed.
    let tokens = uses("client_credentials") || uses("refresh");
    let signers = [("aws.Signer", uses("aws")), ("Signer", uses("hmac"))];
    let signers: Vec<&str> = signers.iter().filter(|(_, is_used)| *is_used).map(|(signer, _)| *signer).collect();
    let transport = web || tokens;
    let has = |what: &str| match what {
        "web" => web,
        "transport" => transport,
        "no_transport" => !transport,
        _ => uses(what),
    };
    let kinds = [("Request", uses("http")), ("Post", posted)];
    let sent: Vec<&str> = kinds.iter().filter(|(_, is_used)| *is_used).map(|(kind, _)| *kind).collect();
    let context = json!({
        "package": package, "module": module, "license": plan.license.spdx(),
        "title_words": line(&plan.blueprint.title),
        "description_toml": string(&format!("MCP server for {}", line(&plan.blueprint.title))),
        "upstreams": upstreams(plan), "schemes": schemes(plan), "securities": securities(plan),
        "tokens": tokens, "signs": !signers.is_empty(), "signers": signers.join(" | "), "reasons": project::reasons(), "posted": posted, "web": web, "transport": transport, "sent": sent.join(" | "),
        "uses": plan.uses.names().map(|name| (name, true)).collect::<BTreeMap<_, _>>(),
    });
    let mut files = render(&FILES, &context, has)?;
    files.insert("tests/__init__.py".into(), "\"\"\"Tests of the server.\"\"\"\n".into());
    files.insert("tests/examples.json".into(), example::all(plan));
    files.insert(format!("{folder}/py.typed"), String::new());
    files.extend(data::files(plan, &format!("{folder}/data")));
    for group in &plan.groups {
        files.insert(format!("{folder}/tools/{}.py", group.file), statements::group(group, plan)?);
    }
    let modules: Vec<&str> = plan.groups.iter().map(|group| group.file.as_str()).collect();
    files.insert(format!("{folder}/tools/__init__.py"), super::render::one(INDEX, &json!({ "modules": modules }))?);
    files.extend(project::files(plan, &Runtime::python(&package, &module))?);
    Ok(files)
}

fn upstreams(plan: &Plan<'_>) -> Value {
    let upstreams = plan.environment.upstreams.iter().map(|upstream| {
        let placeholders: Vec<Value> = upstream
            .placeholders
            .iter()
            .map(|one| json!({ "name": string(one.name), "variable": string(&one.variable), "default": string(one.default) }))
            .collect();
        json!({ "key": string(upstream.key), "variable": string(&upstream.variable), "url": string(upstream.url), "placeholders": placeholders })
    });
    Value::Array(upstreams.collect())
}

fn schemes(plan: &Plan<'_>) -> Value {
    let variable = |key: &str| plan.environment.secrets.iter().find(|secret| secret.key == key);
    let schemes = plan.securities.schemes().filter_map(|scheme| {
        let secret = variable(scheme.key)?;
        let Sent { kind, place, name, token_url } = Sent::of(&scheme.scheme.kind);
        let mut parts = vec![string(&secret.variable), string(&secret.wanted), string(kind)];
        let kind = &scheme.scheme.kind;
        let (service, region) = match kind {
            SchemeKind::AwsSigv4 { service, region } => (service.as_str(), region.as_str()),
            _ => ("", ""),
        };
        let refresh_url = kind.refresh().unwrap_or_default();
        let named = [
            ("place", place),
            ("name", name),
            ("token_url", token_url),
            ("refresh_url", refresh_url),
            ("service", service),
            ("region", region),
        ];
        let named = named.into_iter().filter(|(_, value)| !value.is_empty());
        parts.extend(named.map(|(key, value)| format!("{key}={}", string(value))));
        let mut parts: Vec<Code> = parts.into_iter().map(Code::Atom).collect();
        if let SchemeKind::Hmac(hmac) = kind {
            parts.push(Code::named("templates=".to_owned(), templates(hmac)));
        }
        let code = Code::call("Scheme", parts);
        Some(json!({ "code": code.statement(1, &format!("{}: ", string(scheme.key)), ",", STYLE) }))
    });
    Value::Array(schemes.collect())
}

/// `Templates("sha256", "hex", "text", "{method}", (("X-Sign", "{signature}"),))`
fn templates(hmac: &Hmac) -> Code {
    let encoding = |encoding| match encoding {
        Encoding::Text => "text",
        Encoding::Hex => "hex",
        Encoding::Base64 => "base64",
    };
    let algorithm = match hmac.algorithm {
        HmacHash::Sha1 => "sha1",
        HmacHash::Sha256 => "sha256",
        HmacHash::Sha384 => "sha384",
        HmacHash::Sha512 => "sha512",
    };
    let texts = [algorithm, encoding(hmac.encoding), encoding(hmac.key), &hmac.message];
    let mut parts: Vec<Code> = texts.into_iter().map(|text| Code::Atom(string(text))).collect();
    let header = |(name, text): &(String, String)| Code::Atom(format!("({}, {})", string(name), string(text)));
    parts.push(Code::group("[", hmac.headers.iter().map(header).collect(), "]"));
    Code::call("Templates", parts)
}

fn securities(plan: &Plan<'_>) -> Value {
    let sets = plan.securities.sets().iter().map(|set| {
        let alternatives = set.alternatives.iter().map(|all| {
            let pairs = all
                .iter()
                .map(|one| Code::Atom(format!("({}, {})", string(&one.scheme), string(&one.scopes.join(" ")))));
            Code::group("[", pairs.collect(), "]")
        });
        let code = Code::group("[", alternatives.collect(), "]");
        json!({ "code": code.statement(0, &format!("{}: Alternatives = ", set.constant), "", STYLE) })
    });
    Value::Array(sets.collect())
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    quoted(text, |code| match code {
        0..=0xff => format!("\\x{code:02x}"),
        0x100..=0xffff => format!("\\u{code:04x}"),
        _ => format!("\\U{code:08x}"),
    })
}

/// A JSON value as a literal.
fn literal(value: &Value) -> Code {
    match value {
        Value::Null => Code::atom("None"),
        Value::Bool(true) => Code::atom("True"),
        Value::Bool(false) => Code::atom("False"),
        Value::Number(number) => Code::atom(number.to_string()),
        Value::String(text) => Code::Atom(string(text)),
        Value::Array(items) => Code::group("[", items.iter().map(literal).collect(), "]"),
        Value::Object(entries) => Code::group(
            "{",
            entries.iter().map(|(name, value)| Code::named(format!("{}: ", string(name)), literal(value))).collect(),
            "}",
        ),
    }
}

/// A type as it is written in an annotation.
fn annotation(ty: &Type, may_be_unset: bool) -> String {
    let mut text = match &ty.kind {
        Kind::Text => "str".to_owned(),
        Kind::Choice(values) => choice(values).unwrap_or_else(|| "str".to_owned()),
        Kind::Integer => "int".to_owned(),
        Kind::Number => "float".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::List(items) => format!("list[{}]", annotation(items, false)),
        Kind::Object => "dict[str, Any]".to_owned(),
        Kind::Any => return "Any".to_owned(),
    };
    if may_be_unset {
        text.push_str(" | Unset");
    }
    if ty.nullable {
        text.push_str(" | None");
    }
    text
}

/// `Literal["a", "b"]`; nothing where that would not fit on a line.
fn choice(values: &[String]) -> Option<String> {
    let values: Vec<String> = values.iter().map(|value| string(value)).collect();
    let text = format!("Literal[{}]", values.join(", "));
    (text.chars().count() <= 60).then_some(text)
}

/// What fills a slot, as an expression. `names` are the parameters' identifiers.
fn filling(filling: Filling<'_>, names: &[String]) -> Code {
    let name = |at: usize| names.get(at).cloned().unwrap_or_default();
    match filling {
        Filling::Parameter(at) => Code::Atom(name(at)),
        Filling::Defaulted(at, value) => Code::call("given", vec![Code::Atom(name(at)), literal(value)]),
        Filling::Fixed(value) => literal(value),
        Filling::Nothing => Code::atom("UNSET"),
    }
}

/// The words about a tool, and the operation that it is.
fn docstring(tool: &ToolPlan<'_>) -> String {
    let mut lines = about_tool(tool.tool);
    if lines.is_empty() {
        lines.push(tool.tool.name.chars().filter(char::is_ascii_alphanumeric).collect());
    }
    if lines.len() == 1 {
        return format!("    \"\"\"{}\"\"\"", lines.concat());
    }
    let indented = lines.iter().enumerate().map(|(at, text)| match (at, text.is_empty()) {
        (0, _) | (_, true) => text.clone(),
        _ => format!("    {text}"),
    });
    format!("    \"\"\"{}\n    \"\"\"", indented.collect::<Vec<_>>().join("\n"))
}

/// `pet_id: int` or `limit: int | Unset = UNSET`.
fn parameter(parameter: &Parameter<'_>, name: &str) -> String {
    let ty = annotation(&parameter.ty, !parameter.is_required);
    format!("{name}: {ty}{}", if parameter.is_required { "" } else { " = UNSET" })
}

/// `{"petId": "pet_id"}`
fn mapping(entries: &[(String, String)]) -> Code {
    Code::group(
        "{",
        entries.iter().map(|(key, value)| Code::Atom(format!("{}: {}", string(key), string(value)))).collect(),
        "}",
    )
}
