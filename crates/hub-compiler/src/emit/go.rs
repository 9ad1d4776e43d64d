//! Go: names, literals, types, and the statements of a tool's function.

mod graphql;
mod grpc;
mod http;
mod kinds;
mod names;
mod securities;
mod soap;
mod statements;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::layout::{Code, Style};
use super::literal::within;
use super::plan::{Filling, Plan};
use super::render::{File, one, render};
use super::runtime::Runtime;
use super::types::{Kind, Type};
use super::{data, example, project};

const STYLE: Style = Style { step: 4, tabs: true, trailing: true, prettier: false };

macro_rules! sources {
    ($($path:literal $needs:literal $template:literal,)*) => {
        &[$(File { path: $path, needs: $needs, text: include_str!(concat!("../../templates/go/", $template, ".j2")) }),*]
    };
}

const SOURCES: &[File] = sources! {
    "go.mod" "" "go.mod",
    "go.sum" "" "go.sum",
    "main.go" "" "main.go",
    "health.go" "" "health.go",
    "http.go" "" "http.go",
    "data/data.go" "" "data.go",
    "internal/answer/answer.go" "" "answer.go",
    "internal/answer/budget.go" "" "budget.go",
    "internal/answer/envelope.go" "soap" "envelope.go",
    "internal/answer/failure.go" "" "failure.go",
    "internal/answer/field.go" "graphql" "field.go",
    "internal/answer/pages.go" "" "pages.go",
    "internal/answer/projection.go" "projection" "projection.go",
    "internal/answer/reasons.go" "" "reasons.go",
    "internal/answer/reply.go" "grpc" "reply.go",
    "internal/answer/structured.go" "" "structured.go",
    "internal/answer/text.go" "" "text.go",
    "internal/answer/unusual.go" "posted" "unusual.go",
    "internal/auth/auth.go" "" "auth.go",
    "internal/auth/aws.go" "aws" "aws.go",
    "internal/auth/certificate.go" "mutual_tls" "certificate.go",
    "internal/auth/digest.go" "digest" "digest.go",
    "internal/auth/hmac.go" "hmac" "hmac.go",
    "internal/auth/oauth.go" "tokens" "oauth.go",
    "internal/auth/schemes.go" "" "schemes.go",
    "internal/auth/sign.go" "signs" "sign.go",
    "internal/auth/sign_test.go" "signs" "tests/sign_test.go",
    "internal/auth/ws_security.go" "ws_security" "ws_security.go",
    "internal/cannot/cannot.go" "" "cannot.go",
    "internal/client/attempts.go" "" "attempts.go",
    "internal/client/client.go" "" "client.go",
    "internal/client/connections.go" "grpc" "connections.go",
    "internal/client/exchange.go" "" "exchange.go",
    "internal/client/grpc.go" "grpc" "client_grpc.go",
    "internal/redact/redact.go" "" "redact.go",
    "internal/registry/call.go" "" "call.go",
    "internal/registry/registry.go" "" "registry.go",
    "internal/request/address.go" "http" "address.go",
    "internal/request/bodies.go" "body" "bodies.go",
    "internal/request/encoding.go" "http" "encoding.go",
    "internal/request/files.go" "files" "files.go",
    "internal/request/graphql.go" "graphql" "graphql.go",
    "internal/request/media_types.go" "files|media_type|multipart" "media_types.go",
    "internal/request/messages.go" "grpc" "messages.go",
    "internal/request/multipart.go" "multipart|uploads" "multipart.go",
    "internal/request/options.go" "http" "options.go",
    "internal/request/plain.go" "no_http" "plain.go",
    "internal/request/posted.go" "posted" "posted.go",
    "internal/request/request.go" "" "request.go",
    "internal/request/selection.go" "selected" "selection.go",
    "internal/request/sources.go" "whole|fields|template" "sources.go",
    "internal/request/styles.go" "http" "styles.go",
    "internal/request/uploads.go" "uploads" "uploads.go",
    "internal/request/xml.go" "xml" "xml.go",
    "internal/rpc/call.go" "grpc" "rpc_call.go",
    "internal/rpc/fill.go" "grpc" "rpc_fill.go",
    "internal/rpc/read.go" "grpc" "rpc_read.go",
    "internal/rpc/scalar.go" "grpc" "rpc_scalar.go",
    "internal/rpc/special.go" "grpc" "rpc_special.go",
    "internal/rpc/time.go" "grpc" "rpc_time.go",
    "internal/rpc/types.go" "grpc" "rpc_types.go",
    "internal/server/content.go" "" "content.go",
    "internal/server/resources.go" "resources" "resources.go",
    "internal/server/server.go" "" "server.go",
    "internal/settings/settings.go" "" "settings.go",
    "internal/soap/answer.go" "soap" "soap_answer.go",
    "internal/soap/document.go" "soap" "soap_document.go",
    "internal/soap/elements.go" "soap" "soap_elements.go",
    "internal/soap/envelope.go" "soap" "soap_envelope.go",
    "internal/soap/header.go" "soap" "soap_header.go",
    "internal/soap/parts.go" "soap" "soap_parts.go",
    "internal/soap/read.go" "soap" "soap_read.go",
    "internal/soap/types.go" "soap" "soap_types.go",
    "internal/soap/write.go" "soap" "soap_write.go",
    "internal/validation/lines.go" "" "lines.go",
    "internal/validation/nearest.go" "" "nearest.go",
    "internal/validation/relevant.go" "" "relevant.go",
    "internal/validation/validation.go" "" "validation.go",
    "internal/value/arguments.go" "" "arguments.go",
    "internal/value/object.go" "" "object.go",
    "internal/value/read.go" "" "read.go",
    "internal/value/write.go" "" "write.go",
    "internal/tests/auth_test.go" "conversations" "tests/auth_test.go",
    "internal/tests/mock.go" "" "tests/mock.go",
    "internal/tests/tools_test.go" "" "tests/tools_test.go",
};
const GROUP: &str = include_str!("../../templates/go/group.go.j2");
const TOOLS: &str = include_str!("../../templates/go/tools.go.j2");

/// All files of the project.
pub(super) fn files(plan: &Plan<'_>) -> Result<BTreeMap<String, String>, minijinja::Error> {
    let package = format!("{}-mcp", plan.slug);
    let module = format!("example.com/{package}");
    let constants = constants(plan);
    let mut uses: BTreeMap<_, _> = plan.uses.names().map(|name| (name, true)).collect();
    uses.extend(kinds::of(plan));
    let has_literals = plan.tools().flat_map(|tool| tool.fillings()).any(|filling| match filling {
        Filling::Fixed(value) | Filling::Defaulted(_, value) => value.is_array() || value.is_object(),
        Filling::Parameter(_) | Filling::Nothing => false,
    });
    uses.insert("literals", has_literals);
    let context = json!({
        "package": package, "module": module, "license": plan.license.spdx(),
        "upstreams": upstreams(plan), "schemes": securities::schemes(plan), "templates": securities::templates(plan),
        "securities": securities::sets(plan, &constants),
        "reasons": project::reasons(),
        "uses": uses,
    });
    let mut files = render(SOURCES, &context, |what| uses.get(what).is_some_and(|used| *used))?;
    files.insert("internal/tests/examples.json".into(), example::all(plan));
    files.extend(data::files(plan, "data"));
    // All tools are of one package: their names are told apart over all files.
    let mut names = names::of_tools(if plan.uses.has("grpc") {
        "rpc soap"
    } else if plan.uses.has("soap") {
        "soap"
    } else {
        ""
    });
    let mut groups = Vec::new();
    for group in &plan.groups {
        let name = names.take(&format!("{} tools", group.file), "tools");
        let text = statements::group(
            group,
            &statements::Scope { module: &module, constants: &constants, list: &name },
            &mut names,
        )?;
        files.insert(format!("internal/tools/{}.go", names::file(&group.file)), text);
        groups.push(Code::Atom(name));
    }
    let groups = Code::call("slices.Concat", groups).statement(1, "return ", "", STYLE);
    files.insert("internal/tools/tools.go".into(), one(TOOLS, &json!({ "module": module, "groups": groups }))?);
    files.extend(project::files(plan, &Runtime::go(&package))?);
    Ok(files)
}

/// What the sets of alternatives are called, by their position.
fn constants(plan: &Plan<'_>) -> Vec<String> {
    let mut names = names::of_securities();
    plan.securities.sets().iter().map(|set| names.take(&set.constant, "security")).collect()
}

fn upstreams(plan: &Plan<'_>) -> Value {
    let upstreams = plan.environment.upstreams.iter().map(|upstream| {
        let placeholders = upstream.placeholders.iter().map(|one| {
            json!({ "name": string(one.name), "variable": string(&one.variable), "default": string(one.default) })
        });
        json!({
            "key": string(upstream.key), "variable": string(&upstream.variable), "url": string(upstream.url),
            "placeholders": placeholders.collect::<Vec<_>>(),
        })
    });
    Value::Array(upstreams.collect())
}

/// A string literal.
pub(super) fn string(text: &str) -> String {
    within(text, '"', |code| if code > 0xffff { format!("\\U{code:08x}") } else { format!("\\u{code:04x}") })
}

/// The tag that says which argument a field holds. Backquotes cannot be in a raw literal, and none of Go's escapes ends one.
fn tag(argument: &str) -> String {
    format!("`arg:{}`", string(argument).replace('`', "\\x60"))
}

/// A type as it is written in a struct, where what was not given is nil.
fn field(ty: &Type, is_required: bool) -> String {
    let plain = annotation(&Type { kind: ty.kind.clone(), nullable: false });
    match &ty.kind {
        Kind::Any => plain,
        _ if ty.nullable => format!("*value.Nullable[{plain}]"),
        Kind::List(_) | Kind::Object => plain,
        _ if is_required => plain,
        _ => format!("*{plain}"),
    }
}

/// A type as it is written in another.
fn annotation(ty: &Type) -> String {
    let text = match &ty.kind {
        Kind::Text | Kind::Choice(_) => "string".to_owned(),
        Kind::Integer | Kind::Number => "json.Number".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::List(items) => format!("[]{}", annotation(items)),
        Kind::Object => "*value.Object".to_owned(),
        Kind::Any => return "any".to_owned(),
    };
    if ty.nullable { format!("value.Nullable[{text}]") } else { text }
}

/// A JSON value as an expression.
fn literal(value: &Value) -> Code {
    match value {
        Value::Null => Code::atom("value.Null"),
        Value::Bool(yes) => Code::Atom(yes.to_string()),
        Value::Number(number) => Code::Atom(format!("json.Number({})", string(&number.to_string()))),
        Value::String(text) => Code::Atom(string(text)),
        // A document's own value is JSON in the code too: no expression of Go keeps the order of its members.
        other => Code::Atom(format!("value.FromJSON({})", string(&other.to_string()))),
    }
}

/// What fills a slot, as an expression.
fn filling(filling: Filling<'_>, fields: &[String]) -> Code {
    let of = |at: usize| fields.get(at).map_or("nil".to_owned(), |field| format!("given.{field}"));
    match filling {
        Filling::Parameter(at) => Code::Atom(of(at)),
        Filling::Defaulted(at, value) => Code::call("value.Or", vec![Code::Atom(of(at)), literal(value)]),
        Filling::Fixed(value) => literal(value),
        Filling::Nothing => Code::atom("nil"),
    }
}
