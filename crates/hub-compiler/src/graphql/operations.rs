//! The fields of the root types as operations: one for each query and mutation.

use std::collections::HashMap;

use hub_model::binding::graphql::{GraphQlBinding, Variable};
use hub_model::{Binding, Origin, Skipped};
use serde_json::{Value, json};

use super::inputs::{Inputs, uploads, words};
use super::model::{Field, InputValue, Schema, TypeRef};
use super::selection::{self, Selected};
use super::{UPSTREAM, security};
use crate::api::{Api, Input, Operation};

/// Operations of one document. The largest published schema has some six hundred.
const MOST: usize = 20_000;

/// Turns every root field into an operation of `api`, or says why not.
pub(super) fn all(schema: &Schema, api: &mut Api<'_>) {
    let mut known: HashMap<String, (String, Value)> = HashMap::new();
    let mut inputs = Inputs::new(schema);
    for (kind, named, usual) in
        [("query", schema.query.as_ref(), "Query"), ("mutation", schema.mutation.as_ref(), "Mutation")]
    {
        let Some(root) = schema.root(named, usual) else { continue };
        for (at, field) in root.fields.iter().enumerate() {
            // A field that is defined twice is one.
            if root.fields.iter().take(at.min(MOST)).any(|before| before.name == field.name) {
                continue;
            }
            if api.operations.len() >= MOST {
                let reason = format!("the document has more than {MOST} operations");
                api.skipped.push(skipped(kind, field, "too-many-operations", &reason));
                continue;
            }
            let selected = known.entry(field.ty.to_string()).or_insert_with(|| {
                let Selected { text, output } = selection::of(schema, &field.ty);
                (text, output)
            });
            let operation = operation(kind, field, selected, &mut inputs, api);
            api.operations.push(operation);
        }
    }
    let root = schema.root(schema.subscription.as_ref(), "Subscription");
    for field in root.into_iter().flat_map(|root| &root.fields) {
        let reason = "a subscription sends events for as long as it is open, and a tool answers once";
        api.skipped.push(skipped("subscription", field, "subscription", reason));
    }
}

fn skipped(kind: &str, field: &Field, code: &str, reason: &str) -> Skipped {
    Skipped {
        operation: format!("{kind} {}", field.name),
        code: code.to_owned(),
        reason: reason.to_owned(),
        place: place(kind, &field.name),
    }
}

fn place(kind: &str, name: &str) -> String {
    format!("#/{kind}/{name}")
}

fn operation(
    kind: &'static str,
    field: &Field,
    (selection, output): &(String, Value),
    inputs: &mut Inputs<'_>,
    api: &mut Api<'_>,
) -> Operation {
    let (mut slots, mut variables, mut declared, mut passed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for argument in &field.arguments {
        let paths = uploads(inputs.schema, &argument.ty);
        variables.push(Variable { slot: slots.len(), name: argument.name.clone(), uploads: paths });
        declared.push(format!("${}: {}", argument.name, declared_type(argument)));
        passed.push(format!("{}: ${}", argument.name, argument.name));
        slots.push(input(argument, inputs, api));
    }
    let fields = (!selection.is_empty()).then_some(slots.len());
    if fields.is_some() {
        slots.push(fields_input(&field.ty));
    }
    let list = |parts: &[String]| if parts.is_empty() { String::new() } else { format!("({})", parts.join(", ")) };
    let space = if selection.is_empty() { "" } else { " " };
    let binding = GraphQlBinding {
        upstream: UPSTREAM.to_owned(),
        query: kind == "query",
        head: format!("{kind} {}{} {{ {}{}{space}", field.name, list(&declared), field.name, list(&passed)),
        selection: selection.clone(),
        tail: " }".to_owned(),
        fields,
        variables,
        field: field.name.clone(),
        security: security(),
        renamed: std::collections::BTreeMap::new(),
    };
    let mut notes = vec![format!("Gives {}{}.", if field.ty.is_list() { "a list of " } else { "" }, field.ty.name())];
    if let Some(why) = field.deprecated.as_ref().filter(|why| !why.is_empty()) {
        notes.push(format!("Why it is deprecated: {why}"));
    }
    Operation {
        origin: Origin {
            operation: format!("{kind} {}", field.name),
            place: place(kind, &field.name),
            tags: vec![if kind == "query" { "queries" } else { "mutations" }.to_owned()],
            deprecated: field.deprecated.is_some(),
        },
        id: Some(field.name.clone()),
        verb: kind.to_ascii_uppercase(),
        path: String::new(),
        summary: String::new(),
        description: field.description.clone(),
        notes,
        inputs: slots,
        open: false,
        output: Some(output.clone()),
        binding: Binding::GraphQl(Box::new(binding)),
    }
}

/// A variable that may stay away must be nullable; where it stands, the argument's own default then holds (section 5.8.5).
fn declared_type(argument: &InputValue) -> &TypeRef {
    match &argument.ty {
        TypeRef::NonNull(inner) if argument.default.is_some() => inner,
        ty => ty,
    }
}

/// What fills a variable.
pub(super) fn input(argument: &InputValue, inputs: &mut Inputs<'_>, api: &mut Api<'_>) -> Input {
    let mut schema = inputs.schema_of(&mut api.pool, &argument.ty);
    let mut description = words(argument);
    if let Some(map) = schema.as_object_mut() {
        // The words about this use would take the place of those about the type.
        if let Some(own) = map.get("description").and_then(Value::as_str).filter(|_| !description.is_empty()) {
            description = format!("{description}\n{own}");
        }
        if let Some(default) = argument.default.as_ref().filter(|default| !default.is_null()) {
            map.insert("default".to_owned(), default.clone());
        }
    }
    let required = argument.is_required();
    Input { wire: argument.name.clone(), place: "body", schema, description, required, fixed: None }
}

/// The argument by which another selection is made.
fn fields_input(ty: &TypeRef) -> Input {
    let name = ty.name();
    Input {
        wire: "fields".to_owned(),
        place: "query",
        schema: json!({ "type": "string" }),
        description: format!(
            "Fields of {name} to give instead of the usual ones, in GraphQL: `id name owner {{ login }}`."
        ),
        required: false,
        fixed: None,
    }
}
