//! Methods as REST calls by their `google.api.http` annotations, for those who prefer that (google/api/http.proto, AIP-127).

use std::collections::BTreeMap;

use hub_model::binding::grpc::{Cardinality, FieldKind};
use hub_model::binding::http::{Assembly, Body, BodyField, Encode, Field, Format, Piece, Style};
use hub_model::{Alternative, HttpBinding};
use serde_json::Value;

use super::method::Reader;
use super::options::Http;
use super::registry::{FieldDef, MessageDef};
use super::schema::{Rivals, goes, is_required, well_known};
use crate::api::Input;
use crate::findings::Findings;
use crate::schema::Direction;

/// A variable of a path template.
struct Variable<'t> {
    /// `book.name`
    path: &'t str,
    /// The value has slashes in it that part segments.
    segments: bool,
}

/// The inputs and the request of a method; `None` when the annotation cannot be followed, and the method is called by gRPC.
pub(super) fn read(
    reader: &mut Reader<'_, '_>,
    http: &Http,
    message: &str,
    (upstream, security): (String, Vec<Alternative>),
    findings: &mut Findings,
) -> Option<(Vec<Input>, HttpBinding)> {
    let registry = reader.schemas.registry;
    let definition = registry.messages.get(message).filter(|_| well_known(message).is_none())?;
    let mut rest = Rest { reader, definition, inputs: Vec::new(), query: Vec::new() };
    let target = rest.target(&http.path, findings)?;
    let bound: Vec<String> = rest.inputs.iter().map(|input| input.wire.clone()).collect();
    let free = |field: &&FieldDef| goes(field, Direction::Input) && !bound.contains(&field.wire.name);
    let left: Vec<&FieldDef> = definition.fields.iter().filter(free).collect();
    let mut body = None;
    if http.body == "*" {
        let mut fields = Vec::new();
        for field in &left {
            fields.push(BodyField { slot: rest.input(field, "", "body", findings), name: field.json().to_owned() });
        }
        body = Some(Assembly::Fields { fields, open: false });
    } else {
        for field in &left {
            if !http.body.is_empty() && field.wire.name == http.body {
                body = Some(Assembly::Whole(rest.input(field, "", "body", findings)));
            } else {
                rest.query(field, findings);
            }
        }
    }
    for input in &mut rest.inputs {
        // Names are the document's until here, as the template has them.
        input.wire = json_path(definition, registry, &input.wire);
    }
    let Rest { inputs, query, .. } = rest;
    let body = body.map(|from| Body {
        required: true,
        media_type: "application/json".to_owned(),
        media_type_slot: None,
        encode: Encode::Json(from),
        renamed: BTreeMap::new(),
    });
    let binding = HttpBinding {
        upstream,
        method: http.verb.clone(),
        target,
        query,
        headers: Vec::new(),
        cookies: Vec::new(),
        body,
        accept: "application/json".to_owned(),
        projection: None,
        security,
    };
    Some((inputs, binding))
}

struct Rest<'a, 'r, 'd> {
    reader: &'a mut Reader<'r, 'd>,
    definition: &'r MessageDef,
    inputs: Vec<Input>,
    query: Vec<Field>,
}

impl<'r> Rest<'_, 'r, '_> {
    /// The path: its variables become inputs, each once.
    fn target(&mut self, template: &str, findings: &mut Findings) -> Option<Vec<Piece>> {
        let mut target = Vec::new();
        let mut rest = template;
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}')?;
            target.push(Piece::Text(before.to_owned()));
            let (path, pattern) = inside.split_once('=').unwrap_or((inside, "*"));
            let variable = Variable { path: path.trim(), segments: pattern.contains('/') || pattern.contains("**") };
            target.push(Piece::Value(self.variable(&variable, findings)?));
            rest = after;
        }
        target.push(Piece::Text(rest.to_owned()));
        let plain = |piece: &Piece| !matches!(piece, Piece::Text(text) if text.contains(['*', '}', '?', '#', ' ']));
        (template.starts_with('/') && target.iter().all(plain)).then_some(target)
    }

    fn variable(&mut self, variable: &Variable<'_>, findings: &mut Findings) -> Option<Field> {
        let field = self.find(variable.path)?;
        if field.wire.many != Cardinality::One || matches!(field.wire.kind, FieldKind::Message | FieldKind::Group) {
            return None;
        }
        let parent = variable.path.rsplit_once('.').map_or("", |(parent, _)| parent);
        let slot = self.input(field, parent, "path", findings);
        if let Some(input) = self.inputs.get_mut(slot) {
            input.required = true;
        }
        let style = if variable.segments { Style::Segments } else { Style::Simple };
        Some(self.written(slot, style))
    }

    /// The field at `a.b.c`.
    fn find(&self, path: &str) -> Option<&'r FieldDef> {
        let registry = self.reader.schemas.registry;
        let mut message = self.definition;
        let mut parts = path.split('.').take(8).peekable();
        while let Some(part) = parts.next() {
            let field = message.fields.iter().find(|field| field.wire.name == part)?;
            if parts.peek().is_none() {
                return Some(field);
            }
            message = registry.messages.get(&field.wire.of)?;
        }
        None
    }

    /// A query parameter; those of a message one level below it.
    fn query(&mut self, field: &'r FieldDef, findings: &mut Findings) {
        let of = field.wire.of.as_str();
        let nested = matches!(field.wire.kind, FieldKind::Message | FieldKind::Group) && !is_text(of);
        if matches!(field.wire.many, Cardinality::Map(_)) || nested && field.wire.many != Cardinality::One {
            return;
        }
        if !nested {
            let slot = self.input(field, "", "query", findings);
            return self.add(slot);
        }
        let inner = self.reader.schemas.registry.messages.get(of);
        for inner in inner.into_iter().flat_map(|inner| &inner.fields).filter(|inner| goes(inner, Direction::Input)) {
            let message = matches!(inner.wire.kind, FieldKind::Message | FieldKind::Group);
            if (message && !is_text(&inner.wire.of)) || matches!(inner.wire.many, Cardinality::Map(_)) {
                continue;
            }
            let slot = self.input(inner, &field.wire.name, "query", findings);
            if let Some(input) = self.inputs.get_mut(slot) {
                input.required &= is_required(field);
            }
            self.add(slot);
        }
    }

    fn add(&mut self, slot: usize) {
        let field = self.written(slot, Style::Form);
        self.query.push(field);
    }

    fn written(&self, slot: usize, style: Style) -> Field {
        let name = self.inputs.get(slot).map_or("", |input| input.wire.as_str());
        let name = json_path(self.definition, self.reader.schemas.registry, name);
        Field {
            slot,
            name,
            format: Format::Style { style, explode: style == Style::Form, reserved: false },
            absent: None,
        }
    }

    /// Makes a field an input and gives its slot.
    fn input(&mut self, field: &FieldDef, parent: &str, place: &'static str, findings: &mut Findings) -> usize {
        let wire = if parent.is_empty() { field.wire.name.clone() } else { format!("{parent}.{}", field.wire.name) };
        let schema: Value = self.reader.schemas.field(field, Direction::Input, findings);
        let description = Rivals::of(self.definition).said(field);
        let required = is_required(field);
        self.inputs.push(Input { wire, place, schema, description, required, fixed: None });
        self.inputs.len() - 1
    }
}

/// Messages that are a text or a plain value in JSON, and so can stand in a query.
fn is_text(name: &str) -> bool {
    well_known(name).is_some_and(|schema| {
        schema.get("type").and_then(Value::as_str).is_some_and(|kind| !matches!(kind, "object" | "array" | "null"))
    })
}

/// `book.display_name` as JSON has it.
fn json_path(definition: &MessageDef, registry: &super::registry::Registry, path: &str) -> String {
    let mut message = Some(definition);
    let names = path.split('.').map(|part| {
        let field = message.and_then(|message| message.fields.iter().find(|field| field.wire.name == part));
        message = field.and_then(|field| registry.messages.get(&field.wire.of));
        field.map_or(part, FieldDef::json)
    });
    names.collect::<Vec<_>>().join(".")
}
