//! One operation: its parameters, body, answers, servers and security, put together as a binding over slots.

use hub_model::binding::http::{HttpBinding, Piece};
use hub_model::{Binding, Diagnostic, Origin};
use serde_json::Value;

use super::paths::Site;
use super::{Reader, body, parameters, responses, target};
use crate::api::{Input, Operation};
use crate::findings::Findings;

/// Why an operation becomes no tool: code and reason.
pub(super) type Refusal = (&'static str, String);

/// Reads one operation.
pub(super) fn read<'d>(
    reader: &mut Reader<'d>,
    site: &Site<'d>,
    findings: &mut Findings,
) -> Result<Operation, Refusal> {
    let Some(node) = site.node.clone().resolved(findings).filter(|node| node.object().is_some()) else {
        return Err(("invalid-operation", "the operation is not an object".to_owned()));
    };
    if !is_token(&site.method) {
        return Err(("invalid-method", format!("`{}` is not an HTTP method", site.method)));
    }
    let template = target::Template::of(&site.path);
    let mut inputs: Vec<Input> = Vec::new();
    let found = parameters::read(reader, site, &node, &template, &mut inputs, findings);
    let body = body::read(reader, site, &node, &found.form, &mut inputs, findings);
    let answers = responses::read(reader, &node, findings);
    let upstream = reader.servers.of_operation(&site.item, &node, findings);
    let security = reader.security.of_operation(&node, &found.credentials, findings);
    fix_constants(&mut inputs, &reader.pool);
    let text = |key: &str| node.text(key).or_else(|| site.item.text(key)).unwrap_or_default();
    let target = template.pieces(&found.path, &site.node.place(), findings);
    let (open, body) = body.map_or((false, None), |(open, body)| (open, Some(body)));
    let binding = HttpBinding {
        upstream,
        method: site.method.clone(),
        target,
        query: found.query,
        headers: found.headers,
        cookies: found.cookies,
        body,
        accept: answers.accept,
        security,
        projection: None,
    };
    note_unused(&binding, site, findings);
    Ok(Operation {
        origin: Origin {
            operation: site.key(),
            place: site.node.place(),
            tags: tags(&node),
            deprecated: node.flag("deprecated") == Some(true),
        },
        id: node.text("operationId").filter(|id| !id.trim().is_empty()),
        verb: site.method.clone(),
        path: template.path_only(),
        summary: text("summary"),
        description: text("description"),
        notes: answers.notes,
        inputs,
        open,
        output: answers.schema,
        binding: Binding::Http(Box::new(binding)),
    })
}

fn tags(node: &crate::documents::Node<'_>) -> Vec<String> {
    let list = node.value.get("tags").and_then(Value::as_array);
    list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// RFC 9110 section 5.6.2.
pub(super) fn is_token(method: &str) -> bool {
    !method.is_empty() && method.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c))
}

/// A required input that can only have one value is no choice for a model: it is always sent (AWS's `Action` and `Version`).
fn fix_constants(inputs: &mut [Input], pool: &crate::schema::Pool<'_>) {
    for input in inputs.iter_mut().filter(|input| input.required && input.fixed.is_none()) {
        let schema = pool.dereference(&input.schema);
        let only = match schema.get("enum").and_then(Value::as_array).map(Vec::as_slice) {
            Some([only]) => Some(only),
            _ => schema.get("const"),
        };
        if let Some(value) = only.filter(|value| value.is_string() || value.is_number() || value.is_boolean()) {
            input.fixed = Some(value.clone());
        }
    }
}

/// HTTP allows a body on `GET`, but many servers and proxies drop it.
fn note_unused(binding: &HttpBinding, site: &Site<'_>, findings: &mut Findings) {
    if binding.body.is_some() && matches!(binding.method.as_str(), "GET" | "HEAD" | "TRACE") {
        let message = format!("a body on {} is sent as declared, though many servers ignore it", binding.method);
        findings.push(Diagnostic::info("body-on-get", message, site.node.place()));
    }
    if binding.target.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains('#'))) {
        findings.push(Diagnostic::warning("fragment-in-path", "a fragment is never sent", site.node.place()));
    }
}
