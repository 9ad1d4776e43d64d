//! Operations that somebody has written down: each is a tool, exactly as it is.

use std::collections::{BTreeMap, HashMap, HashSet};

use apollo_parser::SyntaxTree;
use apollo_parser::cst::{self, CstNode as _, Definition};
use hub_model::binding::graphql::{GraphQlBinding, Variable};
use hub_model::{Binding, Origin, Skipped};

use super::inputs::{Inputs, uploads};
use super::model::{InputValue, Schema};
use super::operations::input;
use super::{UPSTREAM, literal, sdl, security};
use crate::api::{Api, Operation};

/// Operations of one document.
const MOST: usize = 20_000;

/// Whether there is an operation in the document.
pub(super) fn has_operations(tree: &SyntaxTree) -> bool {
    tree.document().definitions().any(|definition| matches!(definition, Definition::OperationDefinition(_)))
}

/// Turns every operation into one of `api`, or says why not.
pub(super) fn all(tree: &SyntaxTree, schema: &Schema, api: &mut Api<'_>) {
    let mut fragments: HashMap<String, cst::FragmentDefinition> = HashMap::new();
    for definition in tree.document().definitions() {
        if let Definition::FragmentDefinition(fragment) = definition
            && let Some(name) = sdl::text(fragment.fragment_name().and_then(|name| name.name()))
        {
            fragments.insert(name, fragment);
        }
    }
    let mut inputs = Inputs::new(schema);
    let definitions = tree.document().definitions();
    let operations = definitions.filter_map(|definition| match definition {
        Definition::OperationDefinition(operation) => Some(operation),
        _ => None,
    });
    for operation in operations {
        let kind = kind(&operation);
        let name = sdl::text(operation.name()).unwrap_or_else(|| "operation".to_owned());
        let key = format!("{kind} {name}");
        let skip = |code: &str, reason: &str| Skipped {
            operation: key.clone(),
            code: code.to_owned(),
            reason: reason.to_owned(),
            place: format!("#/{kind}/{name}"),
        };
        if kind == "subscription" {
            let reason = "a subscription sends events for as long as it is open, and a tool answers once";
            api.skipped.push(skip("subscription", reason));
        } else if api.operations.len() >= MOST {
            api.skipped.push(skip("too-many-operations", "the document has too many operations"));
        } else {
            match one(&operation, kind, &name, &fragments, &mut inputs, api) {
                Ok(operation) => api.operations.push(operation),
                Err(reason) => api.skipped.push(skip("unusable-operation", &reason)),
            }
        }
    }
}

fn kind(operation: &cst::OperationDefinition) -> &'static str {
    match operation.operation_type() {
        Some(kind) if kind.mutation_token().is_some() => "mutation",
        Some(kind) if kind.subscription_token().is_some() => "subscription",
        _ => "query",
    }
}

fn one(
    operation: &cst::OperationDefinition,
    kind: &str,
    name: &str,
    fragments: &HashMap<String, cst::FragmentDefinition>,
    inputs: &mut Inputs<'_>,
    api: &mut Api<'_>,
) -> Result<Operation, String> {
    if operation.selection_set().is_none() {
        return Err("it selects nothing".to_owned());
    }
    let (mut slots, mut variables) = (Vec::new(), Vec::new());
    let declared = operation.variable_definitions();
    for variable in declared.into_iter().flat_map(|declared| declared.variable_definitions()) {
        let name = sdl::text(variable.variable().and_then(|variable| variable.name()));
        let ty = variable.ty().and_then(|ty| sdl::type_ref(&ty, 0));
        let (Some(name), Some(ty)) = (name, ty) else { return Err("one of its variables cannot be read".to_owned()) };
        let default = variable.default_value().and_then(|default| default.value());
        let argument = InputValue {
            name,
            description: String::new(),
            ty,
            default: default.and_then(|value| literal::json(&value)),
            deprecated: None,
        };
        let paths = uploads(inputs.schema, &argument.ty);
        variables.push(Variable { slot: slots.len(), name: argument.name.clone(), uploads: paths });
        slots.push(input(&argument, inputs, api));
    }
    let tail = used(operation, fragments)?;
    let binding = GraphQlBinding {
        upstream: UPSTREAM.to_owned(),
        query: kind == "query",
        head: sdl::source(operation),
        selection: String::new(),
        tail,
        fields: None,
        variables,
        field: String::new(),
        security: security(),
        renamed: BTreeMap::new(),
    };
    Ok(Operation {
        origin: Origin {
            operation: format!("{kind} {name}"),
            place: format!("#/{kind}/{name}"),
            tags: vec![if kind == "query" { "queries" } else { "mutations" }.to_owned()],
            deprecated: false,
        },
        id: Some(name.to_owned()),
        verb: kind.to_ascii_uppercase(),
        path: String::new(),
        summary: String::new(),
        description: comment_above(operation),
        notes: Vec::new(),
        inputs: slots,
        open: false,
        output: None,
        binding: Binding::GraphQl(Box::new(binding)),
    })
}

/// The fragments that an operation uses, and those that these use.
fn used(
    operation: &cst::OperationDefinition,
    fragments: &HashMap<String, cst::FragmentDefinition>,
) -> Result<String, String> {
    let (mut text, mut seen) = (String::new(), HashSet::new());
    let mut waiting = spreads(operation);
    while let Some(name) = waiting.pop() {
        if !seen.insert(name.clone()) {
            continue;
        }
        let fragment =
            fragments.get(&name).ok_or_else(|| format!("it uses the fragment `{name}`, which is not defined"))?;
        text.push('\n');
        text.push_str(&sdl::source(fragment));
        waiting.extend(spreads(fragment));
    }
    Ok(text)
}

fn spreads(node: &impl cst::CstNode) -> Vec<String> {
    let spreads = node.syntax().descendants().filter_map(cst::FragmentSpread::cast);
    spreads.filter_map(|spread| sdl::text(spread.fragment_name()?.name())).collect()
}

/// The comment lines right above an operation, which is where people describe it.
fn comment_above(operation: &cst::OperationDefinition) -> String {
    let mut lines = Vec::new();
    let mut here = operation.syntax().prev_sibling_or_token();
    while let Some(element) = here {
        let text = element.to_string();
        if let Some(comment) = text.strip_prefix('#') {
            lines.push(comment.trim().to_owned());
        } else if !text.trim().is_empty() || text.matches('\n').count() > 1 {
            break;
        }
        here = element.prev_sibling_or_token();
    }
    lines.reverse();
    lines.join("\n")
}
