//! Parameters: of the path item and of the operation, to inputs and to fields of the request.

use std::collections::{HashMap, HashSet};

use hub_model::Diagnostic;
use hub_model::binding::http::{Field, Format, Style};
use serde_json::{Value, json};

use super::paths::Site;
use super::security::Credential;
use super::target::Template;
use super::{Reader, Version};
use crate::api::Input;
use crate::documents::Node;
use crate::findings::Findings;
use crate::schema::Direction;

/// The fields of a request, over slots.
#[derive(Default)]
pub(super) struct Found<'d> {
    pub(super) path: HashMap<String, Field>,
    pub(super) query: Vec<Field>,
    pub(super) headers: Vec<Field>,
    pub(super) cookies: Vec<Field>,
    /// Parameters that are credentials: never arguments.
    pub(super) credentials: Vec<Credential>,
    /// Swagger 2.0's `in: body` and `in: formData`, for the body to read.
    pub(super) form: Vec<Node<'d>>,
}

/// Headers that the client sets by itself (OpenAPI says to ignore the first two; the others belong to the connection).
const SET_BY_CLIENT: [&str; 11] = [
    "accept",
    "content-type",
    "content-length",
    "host",
    "connection",
    "transfer-encoding",
    "user-agent",
    "accept-encoding",
    "expect",
    "te",
    "upgrade",
];

/// Reads the parameters of an operation into `inputs` and fields.
pub(super) fn read<'d>(
    reader: &mut Reader<'d>,
    site: &Site<'d>,
    operation: &Node<'d>,
    template: &Template,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) -> Found<'d> {
    let mut found = Found::default();
    let names: HashMap<String, &str> =
        template.names().into_iter().rev().map(|name| (name.to_ascii_lowercase(), name)).collect();
    let exact: HashSet<&str> = template.names().into_iter().collect();
    for (parameter, name, place) in declared(site, operation, findings) {
        match place.as_str() {
            "body" | "formData" | "formdata" => found.form.push(parameter),
            "path" => {
                // As it is written in the path, or else whatever its case.
                let bare = super::target::bare_name(&name).to_ascii_lowercase();
                let placed = exact.get(name.as_str()).or_else(|| names.get(&bare)).copied();
                path_parameter(reader, &parameter, &name, placed, &mut found, inputs, findings);
            }
            "header" if !super::operation::is_token(&name) => {
                let message = format!("header parameter `{name}` has a name that no header can have; it is left out");
                findings.push(Diagnostic::warning("invalid-parameter", message, parameter.place()));
            }
            "header" if SET_BY_CLIENT.contains(&name.to_ascii_lowercase().as_str()) => {}
            "query" | "header" | "cookie" | "querystring" => {
                other_parameter(reader, &parameter, &name, &place, &mut found, inputs, findings);
            }
            other => {
                let message = format!("parameter `{name}` is in `{other}`, which is no place; it is left out");
                findings.push(Diagnostic::warning("invalid-parameter", message, parameter.place()));
            }
        }
    }
    undeclared(site, template, &mut found, inputs, findings);
    found
}

/// The parameters that hold for an operation: its own, then the path item's that it does not override, with name and place.
fn declared<'d>(site: &Site<'d>, operation: &Node<'d>, findings: &mut Findings) -> Vec<(Node<'d>, String, String)> {
    let mut kept: Vec<(Node<'d>, String, String)> = Vec::new();
    let mut overridden: HashSet<(String, &'d str)> = HashSet::new();
    for owner in [operation, &site.item] {
        let Some(list) = owner.get("parameters") else { continue };
        let mut here: Vec<(Node<'d>, String, String)> = Vec::new();
        let mut seen: HashSet<(String, &'d str)> = HashSet::new();
        // Some tools write an object of parameters by name instead of a list.
        let nodes: Vec<Node<'d>> = if list.value.is_object() {
            list.entries().map(|(_, node)| node).collect()
        } else {
            list.items().collect()
        };
        for parameter in nodes {
            let Some(parameter) = parameter.resolved(findings) else { continue };
            let (Some(name), Some(place)) = (parameter.text("name"), parameter.str("in")) else {
                let message = "a parameter needs `name` and `in`; it is left out";
                findings.push(Diagnostic::warning("invalid-parameter", message, parameter.place()));
                continue;
            };
            let identity = (name.clone(), place);
            if seen.contains(&identity) {
                let message = format!("parameter `{name}` in {place} is declared twice; the first counts");
                findings.push(Diagnostic::warning("duplicate-parameter", message, parameter.place()));
            } else if !overridden.contains(&identity) {
                seen.insert(identity);
                here.push((parameter, name, place.to_owned()));
            }
        }
        // Path-level parameters are the more general ones and come first, as in the path.
        here.append(&mut kept);
        kept = here;
        overridden.extend(seen);
    }
    kept
}

fn path_parameter<'d>(
    reader: &mut Reader<'d>,
    parameter: &Node<'d>,
    name: &str,
    placed: Option<&str>,
    found: &mut Found<'d>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) {
    let Some(placed) = placed else {
        let message = format!("path parameter `{name}` does not appear in the path; it is left out");
        findings.push(Diagnostic::warning("parameter-not-in-path", message, parameter.place()));
        return;
    };
    let slot = inputs.len();
    let mut input = input(reader, parameter, name, "path", true, findings);
    never_empty(&mut input.schema);
    inputs.push(input);
    let format = format(reader.version, parameter, "path", findings);
    found.path.insert(placed.to_owned(), Field { slot, name: name.to_owned(), format, absent: None });
}

/// An empty list or object would leave a hole in the path, which is another address.
fn never_empty(schema: &mut Value) {
    let limit = match schema.get("type").and_then(Value::as_str) {
        Some("array") => "minItems",
        Some("object") => "minProperties",
        _ => return,
    };
    if let Some(map) = schema.as_object_mut() {
        map.entry(limit).or_insert(json!(1));
    }
}

fn other_parameter<'d>(
    reader: &mut Reader<'d>,
    parameter: &Node<'d>,
    name: &str,
    place: &str,
    found: &mut Found<'d>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) {
    let required = parameter.flag("required") == Some(true);
    let is_signed = place == "header" && reader.security.signs(name);
    let credential = if is_signed { Some(None) } else { Credential::of_parameter(name, place, required) };
    if let Some(credential) = credential {
        let (code, what) = match &credential {
            Some(_) => ("credential-parameter", "is a credential: it is configured, not an argument"),
            None => ("signature-parameter", "is part of a request's signature, which is no argument"),
        };
        let message = format!("parameter `{name}` in {place} {what}");
        findings.push(Diagnostic::info(code, message, parameter.place()));
        found.credentials.extend(credential);
        return;
    }
    let (kind, fields): (&'static str, &mut Vec<Field>) = match place {
        "header" => ("header", &mut found.headers),
        "cookie" => ("cookie", &mut found.cookies),
        _ => ("query", &mut found.query),
    };
    let slot = inputs.len();
    let mut input = input(reader, parameter, name, kind, required, findings);
    // A required parameter with a default need not be asked for: the default is sent.
    let default = reader.pool.dereference(&input.schema).get("default").cloned();
    let absent = default.filter(|_| required).and_then(|value| match value {
        Value::String(text) if !text.is_empty() => Some(text),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    });
    input.required = required && absent.is_none();
    inputs.push(input);
    fields.push(Field {
        slot,
        name: name.to_owned(),
        format: format(reader.version, parameter, place, findings),
        absent,
    });
}

/// Parameters that the path names and nobody declares.
fn undeclared(
    site: &Site<'_>,
    template: &Template,
    found: &mut Found<'_>,
    inputs: &mut Vec<Input>,
    findings: &mut Findings,
) {
    for name in template.names() {
        if found.path.contains_key(name) || name.is_empty() {
            continue;
        }
        let message = format!("path parameter `{name}` is not declared; a string is assumed");
        findings.push(Diagnostic::warning("undeclared-path-parameter", message, site.node.place()));
        let format = Format::Style { style: Style::Simple, explode: false, reserved: false };
        found.path.insert(name.to_owned(), Field { slot: inputs.len(), name: name.to_owned(), format, absent: None });
        inputs.push(Input {
            wire: name.to_owned(),
            place: "path",
            schema: json!({ "type": "string" }),
            description: String::new(),
            required: true,
            fixed: None,
        });
    }
}

/// What an argument looks like: the `schema`, the schema of its `content`, or in Swagger 2.0 the parameter itself.
fn input<'d>(
    reader: &mut Reader<'d>,
    parameter: &Node<'d>,
    name: &str,
    place: &'static str,
    required: bool,
    findings: &mut Findings,
) -> Input {
    let content = || parameter.get("content")?.entries().next().map(|(_, media)| media)?.get("schema");
    let node = parameter.get("schema").or_else(content);
    let mut schema = match (node, reader.version) {
        (Some(node), _) => reader.pool.canonical(&node, Direction::Input, findings),
        (None, Version::V2) => reader.pool.canonical(parameter, Direction::Input, findings),
        // Documents written by hand sometimes keep Swagger 2.0's habit in 3.x.
        (None, _) if parameter.value.get("type").is_some() => {
            reader.pool.canonical(parameter, Direction::Input, findings)
        }
        (None, _) => json!({ "type": "string" }),
    };
    let example = parameter.value.get("example");
    if let (Some(example @ (Value::String(_) | Value::Number(_))), Some(map)) = (example, schema.as_object_mut())
        && !map.contains_key("examples")
        && !map.contains_key("enum")
        && !map.contains_key("$ref")
        && example.to_string().len() <= 60
    {
        map.insert("examples".to_owned(), json!([example]));
    }
    let mut description = parameter.text("description").unwrap_or_default();
    if parameter.flag("deprecated") == Some(true) {
        description = format!("Deprecated. {description}");
    }
    Input { wire: name.to_owned(), place, schema, description, required, fixed: None }
}

/// How the value is written, by `content`, by `style` and `explode`, or by Swagger 2.0's `collectionFormat`.
fn format(version: Version, parameter: &Node<'_>, place: &str, findings: &mut Findings) -> Format {
    if let Some((media_type, _)) = parameter.get("content").as_ref().and_then(|content| content.entries().next()) {
        if place == "querystring" && media_type.contains("urlencoded") {
            return Format::Style { style: Style::Form, explode: true, reserved: false };
        }
        return Format::Content { media_type: media_type.clone() };
    }
    let reserved = parameter.flag("allowReserved") == Some(true);
    if version == Version::V2 || (parameter.get("style").is_none() && parameter.get("collectionFormat").is_some()) {
        let (style, explode) = collection_format(parameter.str("collectionFormat"), place);
        return Format::Style { style, explode, reserved };
    }
    let default = if matches!(place, "path" | "header") { Style::Simple } else { Style::Form };
    let style = match parameter.str("style") {
        None => default,
        Some("simple") => Style::Simple,
        Some("label") => Style::Label,
        Some("matrix") => Style::Matrix,
        Some("form" | "cookie") => Style::Form,
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("deepObject") => Style::DeepObject,
        Some(other) => {
            let message = format!("`{other}` is no parameter style; the default is used");
            findings.push(Diagnostic::warning("invalid-style", message, parameter.place()));
            default
        }
    };
    let explode = parameter.flag("explode").unwrap_or(matches!(style, Style::Form | Style::DeepObject));
    Format::Style { style, explode, reserved }
}

fn collection_format(format: Option<&str>, place: &str) -> (Style, bool) {
    let plain = if matches!(place, "path" | "header") { Style::Simple } else { Style::Form };
    match format {
        Some("multi") if plain == Style::Form => (Style::Form, true),
        Some("ssv") => (Style::SpaceDelimited, false),
        Some("tsv") => (Style::Tsv, false),
        Some("pipes") => (Style::PipeDelimited, false),
        _ => (plain, false),
    }
}

/// Swagger 2.0 form fields use the same words.
pub(super) fn form_field_format(parameter: &Node<'_>) -> Format {
    let (style, explode) = collection_format(parameter.str("collectionFormat"), "formData");
    Format::Style { style, explode, reserved: false }
}
