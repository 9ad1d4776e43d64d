//! Bodies of written-out requests: what was sent once says which arguments make one.

use std::collections::BTreeMap;

use hub_model::Diagnostic;
use hub_model::binding::http::{Assembly, Body, BodyField, Encode, Part};
use serde_json::{Value, json};

use super::infer::{self, Shape};
use super::request::Slots;
use super::{FormPart, Pair, Payload, Role, secret, text};
use crate::findings::Findings;
use crate::schema::file;

/// More properties than this stay together in one argument.
const MOST_ARGUMENTS: usize = 120;

/// Characters of a text body that are shown.
const LONGEST_EXAMPLE: usize = 600;

/// Writes a body over slots.
pub(super) fn write(payload: Payload, slots: &mut Slots<'_>, place: &str, findings: &mut Findings) -> Body {
    let (media_type, encode) = match payload {
        Payload::Json { media_type, samples } => (media_type, json_body(&samples, slots)),
        Payload::GraphQl { query, operation, variables } => {
            ("application/json".to_owned(), graphql(&query, &operation, &variables, slots))
        }
        Payload::Form(pairs) => ("application/x-www-form-urlencoded".to_owned(), form(&pairs, slots)),
        Payload::Multipart(parts) => ("multipart/form-data".to_owned(), multipart(&parts, slots)),
        Payload::File { media_type } => {
            let slot = slots.push("file", "body", file::schema(), "The request body.", true);
            (media_type, Encode::Binary(slot))
        }
        Payload::Text { media_type, example } => (media_type, plain(&example, slots, place, findings)),
    };
    let media_type = if media_type.contains(char::is_control) || media_type.contains("{{") {
        "application/octet-stream".to_owned()
    } else {
        media_type
    };
    Body { required: true, media_type, media_type_slot: None, encode, renamed: BTreeMap::new() }
}

fn json_body(samples: &[Value], slots: &mut Slots<'_>) -> Encode {
    let shape = Shape::of(samples, slots.variables);
    if !shape.is_object() {
        let slot = slots.push("body", "body", shape.schema(slots.examples), "The request body.", true);
        return Encode::Json(Assembly::Whole(slot));
    }
    let properties = shape.into_properties();
    if properties.len() > MOST_ARGUMENTS {
        let shape = Shape::of(samples, slots.variables);
        let slot = slots.push("body", "body", shape.schema(slots.examples), "The request body.", true);
        return Encode::Json(Assembly::Whole(slot));
    }
    let mut fields = Vec::new();
    for (name, shape, always) in properties {
        let schema = shape.schema(slots.examples && !secret::is_name(&name));
        fields.push(BodyField { slot: slots.push(&name, "body", schema, "", always), name });
    }
    Encode::Json(Assembly::Fields { fields, open: false })
}

/// The operation is part of what the tool is; only its variables are arguments.
fn graphql(query: &str, operation: &str, variables: &[Value], slots: &mut Slots<'_>) -> Encode {
    let mut fields = Vec::new();
    for (name, text) in [("query", query), ("operationName", operation)] {
        if text.is_empty() {
            continue;
        }
        let slot = slots.push(name, "body", json!({ "type": "string" }), "", false);
        if let Some(input) = slots.inputs.get_mut(slot) {
            // A secret written into the operation must not get into the tool: the caller then gives the operation.
            let secret = secret::looks_secret(text);
            input.required = secret;
            input.fixed = (!secret).then(|| json!(text));
        }
        fields.push(BodyField { slot, name: name.to_owned() });
    }
    let shape = Shape::of(variables, slots.variables);
    if !variables.is_empty() {
        let words = "The operation's variables.";
        let slot = slots.push("variables", "body", shape.schema(slots.examples), words, false);
        fields.push(BodyField { slot, name: "variables".to_owned() });
    }
    Encode::Json(Assembly::Fields { fields, open: false })
}

fn form(pairs: &[Pair], slots: &mut Slots<'_>) -> Encode {
    let fields = named(pairs, slots);
    Encode::Form { from: Assembly::Fields { fields, open: false }, formats: BTreeMap::new() }
}

/// Form fields by name; one that is there several times is a list.
fn named(pairs: &[Pair], slots: &mut Slots<'_>) -> Vec<BodyField> {
    let mut fields: Vec<BodyField> = Vec::new();
    for pair in pairs.iter().filter(|pair| !pair.name.is_empty()) {
        if fields.iter().any(|field| field.name == pair.name) {
            continue;
        }
        let same: Vec<&Pair> = pairs.iter().filter(|other| other.name == pair.name).collect();
        let values: Vec<String> = same
            .iter()
            .flat_map(|pair| std::iter::once(&pair.value).chain(&pair.others))
            .map(|value| slots.variables.resolve(value))
            .filter(|value| !value.is_empty() && !text::has_variable(value))
            .collect();
        let mut schema = infer::of_text(&pair.name, values.iter().map(String::as_str));
        let sent = same.iter().filter(|pair| pair.role != Role::Example).count();
        if sent > 1 {
            schema = json!({ "type": "array", "items": schema });
        }
        let required = pair.role == Role::Required;
        let slot = slots.push(&pair.name, "body", schema, &pair.description, required);
        fields.push(BodyField { slot, name: pair.name.clone() });
    }
    fields
}

fn multipart(form: &[FormPart], slots: &mut Slots<'_>) -> Encode {
    let (mut fields, mut parts): (Vec<BodyField>, BTreeMap<String, Part>) = (Vec::new(), BTreeMap::new());
    for part in form.iter().filter(|part| !part.pair.name.is_empty()) {
        let name = &part.pair.name;
        if fields.iter().any(|field| field.name == *name) {
            continue;
        }
        let several =
            form.iter().filter(|other| other.pair.name == *name && other.pair.role != Role::Example).count() > 1;
        if part.file {
            let schema = if several { json!({ "type": "array", "items": file::schema() }) } else { file::schema() };
            let slot = slots.push(name, "body", schema, &part.pair.description, false);
            fields.push(BodyField { slot, name: name.clone() });
        } else if part.media_type.contains("json") {
            // Sent as JSON: the argument is the value and not its text.
            let value = infer::json(&part.pair.value);
            let schema = Shape::of(value.iter(), slots.variables).schema(slots.examples);
            let slot = slots.push(name, "body", schema, &part.pair.description, false);
            fields.push(BodyField { slot, name: name.clone() });
        } else {
            let same: Vec<Pair> =
                form.iter().filter(|other| other.pair.name == *name).map(|other| other.pair.clone()).collect();
            fields.extend(named(&same, slots));
        }
        let media_type = part.media_type.trim();
        let media_type = if media_type.contains(char::is_control) { "" } else { media_type };
        if part.file || !media_type.is_empty() {
            parts.insert(name.clone(), Part { media_type: media_type.to_owned(), file: part.file, ..Part::default() });
        }
    }
    Encode::Multipart { from: Assembly::Fields { fields, open: false }, parts }
}

fn plain(example: &str, slots: &mut Slots<'_>, place: &str, findings: &mut Findings) -> Encode {
    let mut words = "The request body, as text.".to_owned();
    let short = example.trim();
    if secret::mentions(short) {
        findings.push(Diagnostic::info(
            "example-removed",
            "the example body may hold a secret; it is not shown",
            place,
        ));
    } else if !short.is_empty() && short.chars().nth(LONGEST_EXAMPLE).is_none() {
        words = format!("{words} For example: {short}");
    }
    let slot = slots.push("body", "body", json!({ "type": "string" }), &words, true);
    Encode::Text(slot)
}
