//! Calls of GraphQL operations: one POST each (GraphQL over HTTP), whose failures are in the body of the answer.

mod answer;
mod fields;
mod uploads;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header};
use hub_model::binding::graphql::{GraphQlBinding, Variable};

pub(crate) use answer::shape;

use crate::{
    bind::{Bound, Values, fixed_headers},
    fetch::Fetcher,
    json::{Node, quote},
    settings::Limits,
};

/// Media types of an answer, the standard's own first.
const ACCEPT: &str = "application/graphql-response+json, application/json;q=0.9";

/// An operation, with everything prepared that does not depend on arguments.
pub(crate) struct Plan {
    pub(crate) query: bool,
    target: String,
    headers: HeaderMap,
    /// Pieces of the request as JSON text: before the selection, the selection, and after it.
    head: String,
    selection: String,
    tail: String,
    fields: Option<usize>,
    variables: Vec<Variable>,
    renamed: std::collections::BTreeMap<String, String>,
    /// The field of `data` that is the answer.
    field: String,
}

impl Plan {
    /// Prepares a binding for the endpoint whose path and query are given.
    pub(crate) fn new(binding: &GraphQlBinding, address: &str) -> Self {
        let mut headers = fixed_headers(HeaderValue::from_static(ACCEPT));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        Self {
            query: binding.query,
            target: address.to_owned(),
            headers,
            head: format!("{{\"query\":\"{}", escaped(&binding.head)),
            selection: escaped(&binding.selection),
            tail: format!("{}\"", escaped(&binding.tail)),
            fields: binding.fields,
            variables: binding.variables.clone(),
            renamed: binding.renamed.clone(),
            field: binding.field.clone(),
        }
    }
}

/// The inside of a JSON string.
fn escaped(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 16);
    quote(&mut quoted, text);
    quoted.get(1..quoted.len() - 1).unwrap_or_default().to_owned()
}

/// Makes the request.
///
/// # Errors
/// What is wrong with an argument, for the model.
pub(crate) async fn bind(
    plan: &Plan,
    values: &Values<'_>,
    fetcher: &Fetcher,
    limits: &Limits,
) -> Result<Bound, String> {
    let given = plan.fields.and_then(|slot| Some((slot, values.get(slot)?.as_str()?)));
    let chosen = match given.filter(|(_, text)| !text.trim().is_empty()) {
        Some((slot, text)) => Some(escaped(&fields::checked(&text, values.name(slot))?)),
        None => None,
    };
    let selection = chosen.as_deref().unwrap_or(&plan.selection);
    let mut body = String::with_capacity(plan.head.len() + selection.len() + plan.tail.len() + 256);
    body.push_str(&plan.head);
    body.push_str(selection);
    body.push_str(&plan.tail);
    let mut files = Vec::new();
    variables(plan, values, &mut body, &mut files);
    body.push('}');
    let (target, cookies) = (plan.target.clone(), String::new());
    let mut headers = plan.headers.clone();
    let body = if files.is_empty() {
        Bytes::from(body)
    } else {
        let (bytes, kind) = uploads::encode(&body, &files, fetcher, limits).await?;
        headers.insert(header::CONTENT_TYPE, kind);
        // Servers refuse uploads that a form of a web page could have sent; this header tells them that none has.
        headers.insert("apollo-require-preflight", HeaderValue::from_static("true"));
        bytes
    };
    if body.len() > limits.request_bytes {
        let (size, limit) = (body.len(), limits.request_bytes);
        return Err(format!("the request body has {size} bytes and the limit is {limit}; send less at once"));
    }
    Ok(Bound { target, headers, cookies, body })
}

/// Writes the variables; those that are not given are left out, so that the API's own defaults hold.
fn variables<'v, 'a>(
    plan: &'v Plan,
    values: &'v Values<'a>,
    body: &mut String,
    files: &mut Vec<(String, std::borrow::Cow<'v, Node<'a>>)>,
) {
    let mut first = true;
    for variable in &plan.variables {
        let Some(value) = values.get(variable.slot) else { continue };
        body.push_str(if first { ",\"variables\":{" } else { "," });
        first = false;
        quote(body, &variable.name);
        body.push(':');
        if variable.uploads.is_empty() && plan.renamed.is_empty() {
            value.write(body);
            continue;
        }
        let value = if plan.renamed.is_empty() { value.clone() } else { value.renamed(&plan.renamed) };
        let place = format!("variables.{}", variable.name);
        uploads::taken_out(value, &variable.uploads, place, files).write(body);
    }
    if !first {
        body.push('}');
    }
}
