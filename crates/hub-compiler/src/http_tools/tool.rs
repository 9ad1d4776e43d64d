//! One hand-written tool: its request line, where its parameters go, and what it does.

use hub_model::binding::http::{Field, Format, HttpBinding, Piece, Style};
use hub_model::{Binding, Origin};
use serde_json::{Value, json};

use super::parameter::Parameters;
use super::placeholder::{Kind, Part, kind, parts};
use super::{Reader, answer, auth, body, keys};
use crate::api::Operation;
use crate::documents::Node;
use crate::findings::Findings;
use crate::sample::{Refusal, is_token};

const KEYS: [&str; 13] = [
    "request",
    "title",
    "description",
    "url",
    "parameters",
    "query",
    "headers",
    "body",
    "answer",
    "auth",
    "effect",
    "tags",
    "deprecated",
];

/// Headers that belong to the connection or to what else the tool says.
const NOT_TO_SET: [&str; 7] =
    ["host", "content-length", "transfer-encoding", "connection", "content-type", "accept", "te"];

/// Reads a tool.
pub(super) fn read<'d>(
    reader: &mut Reader<'d>,
    name: &str,
    node: &Node<'d>,
    findings: &mut Findings,
) -> Result<Operation, Refusal> {
    if node.object().is_none() {
        return Err(("invalid-operation", "a tool is an object with at least a `request`".to_owned()));
    }
    keys::check(node, "a tool", &KEYS, findings);
    let (method, address) = request_line(node)?;
    let mut parameters = Parameters::of(node, findings)?;
    let mut request = Request { reader, parameters: &mut parameters, findings };
    let (path, query_text) = address.split_once('?').unwrap_or((&address, ""));
    let mut target = request.pieces(path, "path")?;
    let mut query = request.query(query_text, &mut target)?;
    query.extend(request.fields(node.get("query").as_ref(), "query")?);
    let root = request.reader.root.clone();
    let mut headers = request.fields(node.get("headers").as_ref(), "header")?;
    for field in request.fields(root.get("headers").as_ref(), "header")? {
        if !headers.iter().any(|own| own.name.eq_ignore_ascii_case(&field.name)) {
            headers.push(field);
        }
    }
    let mut made = body::read(request.reader, node, request.parameters, request.findings)?;
    place_the_rest(&mut request, &method, &mut query, &mut headers, &mut made)?;
    let answer = answer::read(reader, node, findings)?;
    let security = auth::of_tool(reader, node)?;
    let upstream = reader.upstream(node, findings);
    let binding = HttpBinding {
        upstream,
        method: method.clone(),
        target,
        query,
        headers,
        cookies: Vec::new(),
        body: made,
        accept: answer.accept,
        security,
        projection: answer.projection,
    };
    let tags = node.value.get("tags").and_then(Value::as_array).into_iter().flatten();
    Ok(Operation {
        origin: Origin {
            operation: name.to_owned(),
            place: node.place(),
            tags: tags.filter_map(Value::as_str).map(str::to_owned).collect(),
            deprecated: node.flag("deprecated") == Some(true),
        },
        id: Some(name.to_owned()),
        verb: verb(node, &method)?,
        path: path.to_owned(),
        summary: node.text("title").unwrap_or_default(),
        description: node.text("description").unwrap_or_else(|| format!("{method} {path}")),
        notes: Vec::new(),
        inputs: parameters.inputs,
        open: false,
        output: answer.schema,
        binding: Binding::Http(Box::new(binding)),
    })
}

/// `GET /pets/{id}`
fn request_line(node: &Node<'_>) -> Result<(String, String), Refusal> {
    let line =
        node.text("request").ok_or(("no-request", "`request` is missing; write `request: GET /path`".to_owned()))?;
    let (method, address) = line.trim().split_once(char::is_whitespace).unwrap_or((line.trim(), ""));
    let (method, address) = (method.to_ascii_uppercase(), address.trim());
    if !is_token(&method) || !address.starts_with('/') || address.contains(char::is_whitespace) {
        let reason = "`request` must be a method and a path that begins with a slash: `GET /pets/{id}`";
        return Err(("invalid-request", reason.to_owned()));
    }
    Ok((method, address.to_owned()))
}

/// What comes closest to the tool's method for the hints to clients: `effect` where the method does not tell.
fn verb(node: &Node<'_>, method: &str) -> Result<String, Refusal> {
    Ok(match node.str("effect") {
        None if node.get("effect").is_none() => method,
        Some("read") => "GET",
        Some("create") => "POST",
        Some("update") => "PATCH",
        Some("delete") => "DELETE",
        _ => return Err(("invalid-effect", "`effect` must be read, create, update or delete".to_owned())),
    }
    .to_owned())
}

/// Parameters that no placeholder names: where they say, or else in the query of a method without a body, and in a JSON body
/// of the others.
fn place_the_rest(
    request: &mut Request<'_, '_>,
    method: &str,
    query: &mut Vec<Field>,
    headers: &mut Vec<Field>,
    made: &mut Option<hub_model::binding::http::Body>,
) -> Result<(), Refusal> {
    let bodiless = made.is_some() || matches!(method, "GET" | "HEAD" | "DELETE" | "OPTIONS");
    let mut fields = Vec::new();
    let mut files = Vec::new();
    for (name, place, wire) in request.parameters.unused() {
        match place.as_deref() {
            Some("query") => query.push(request.field(&name, &wire, "query")),
            None if bodiless => query.push(request.field(&name, &wire, "query")),
            Some("header") if is_settable(&wire) => headers.push(request.field(&name, &wire, "header")),
            Some("body") if made.is_some() => {
                let reason = format!("parameter `{name}` is `in: body`, but `body` does not name it as `{{{name}}}`");
                return Err(("invalid-parameters", reason));
            }
            None | Some("body") => {
                if request.parameters.is_file(&name) {
                    files.push(wire.clone());
                }
                fields.push((request.parameters.slot(request.reader, &name, "body", request.findings).0, wire));
            }
            Some(_) => {
                let reason = format!(
                    "parameter `{name}` must be `in: query`, `in: header` or `in: body`, or stand in the path as `{{{name}}}`"
                );
                return Err(("invalid-parameters", reason));
            }
        }
    }
    if !fields.is_empty() {
        let mut body = body::of_parameters(fields, !files.is_empty());
        if let hub_model::binding::http::Encode::Multipart { parts, .. } = &mut body.encode {
            let file = hub_model::binding::http::Part { file: true, ..Default::default() };
            parts.extend(files.into_iter().map(|name| (name, file.clone())));
        }
        *made = Some(body);
    }
    Ok(())
}

fn is_settable(name: &str) -> bool {
    is_token(name) && !NOT_TO_SET.contains(&name.to_ascii_lowercase().as_str())
}

struct Request<'r, 'd> {
    reader: &'r mut Reader<'d>,
    parameters: &'r mut Parameters<'d>,
    findings: &'r mut Findings,
}

impl Request<'_, '_> {
    fn field(&mut self, parameter: &str, wire: &str, place: &'static str) -> Field {
        let (slot, absent) = self.parameters.slot(self.reader, parameter, place, self.findings);
        Field { slot, name: wire.to_owned(), format: format(place), absent }
    }

    /// Text with placeholders anywhere in it.
    fn pieces(&mut self, text: &str, place: &'static str) -> Result<Vec<Piece>, Refusal> {
        let mut pieces = Vec::new();
        for part in parts(text) {
            match part {
                Part::Text(text) if text.contains(['#', '\\']) || !text.is_ascii() => {
                    return Err((
                        "invalid-request",
                        "the address has characters in it that must be percent-encoded".to_owned(),
                    ));
                }
                Part::Text(text) => pieces.push(Piece::Text(text.to_owned())),
                Part::Placeholder(name) => {
                    let mut field = self.field(name, name, place);
                    field.format = format("path");
                    // Without a value there would be a hole in the address.
                    if let Some(input) = self.parameters.inputs.get_mut(field.slot) {
                        input.required |= field.absent.is_none();
                    }
                    pieces.push(Piece::Value(field));
                }
            }
        }
        Ok(pieces)
    }

    /// The query of the request line. A value that mixes text and placeholders becomes part of the target.
    fn query(&mut self, text: &str, target: &mut Vec<Piece>) -> Result<Vec<Field>, Refusal> {
        let mut fields = Vec::new();
        let mut fixed = String::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match kind(value) {
                Kind::Placeholder(parameter) if !name.contains('{') => {
                    let name = percent_encoding::percent_decode_str(name).decode_utf8_lossy().into_owned();
                    fields.push(self.field(parameter, &name, "query"));
                }
                _ => {
                    fixed.push(if fixed.is_empty() { '?' } else { '&' });
                    fixed.push_str(pair);
                }
            }
        }
        target.extend(self.pieces(&fixed, "query")?);
        Ok(fields)
    }

    /// Query parameters or headers by name: each a placeholder or a constant.
    fn fields(&mut self, node: Option<&Node<'_>>, place: &'static str) -> Result<Vec<Field>, Refusal> {
        let mut fields = Vec::new();
        let Some(node) = node else { return Ok(fields) };
        if node.object().is_none() {
            return Err((
                "invalid-request",
                format!("`{}` must be an object of values by name", if place == "query" { "query" } else { "headers" }),
            ));
        }
        for (name, value) in node.entries() {
            if place == "header" && !is_settable(name) {
                return Err(("invalid-header", format!("the header `{}` cannot be set here", super::shown(name))));
            }
            let slot = match value.value {
                Value::String(text) => match kind(text) {
                    Kind::Placeholder(parameter) => {
                        fields.push(self.field(parameter, name, place));
                        continue;
                    }
                    Kind::Constant(text)
                        if place == "header" && crate::sample::secret::is_name(name) && !text.is_empty() =>
                    {
                        return Err((
                            "secret-in-file",
                            format!("the header `{name}` looks like a secret; declare it under `auth`"),
                        ));
                    }
                    Kind::Constant(text) => self.parameters.constant(name, place, json!(text)),
                    Kind::Mixed => {
                        let reason = format!(
                            "`{}` mixes text and a placeholder, which only the request line can",
                            super::shown(name)
                        );
                        return Err(("mixed-placeholder", reason));
                    }
                },
                other => self.parameters.constant(name, place, other.clone()),
            };
            fields.push(Field { slot, name: name.clone(), format: format(place), absent: None });
        }
        Ok(fields)
    }
}

fn format(place: &str) -> Format {
    let style = if place == "query" { Style::Form } else { Style::Simple };
    Format::Style { style, explode: place == "query", reserved: false }
}
