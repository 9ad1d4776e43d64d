//! A curation fits its own revision, and later ones as far as it can.

use hub_model::{
    Blueprint,
    curation::{ArgumentEdit, Curation, Pick, ToolEdit, Which},
};
use serde_json::json;

use super::curate;
use crate::{Documents, Options, compile};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: {title: Shop, version: '1'}
servers: [{url: https://shop.example}]
paths:
  /pets:
    get:
      operationId: listPets
      tags: [pets]
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
        - {name: tenant, in: query, required: true, schema: {type: string}}
      responses: {'200': {description: ok}}
    post:
      operationId: createPet
      tags: [pets]
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}, required: [name]}}}}
      responses: {'201': {description: made}}
  /orders:
    get: {operationId: listOrders, tags: [orders], deprecated: true, responses: {'200': {description: ok}}}
";

fn blueprint() -> Blueprint {
    compile(&Documents::new("shop.yaml", DOCUMENT.into()), &Options::default()).blueprint.unwrap()
}

fn names(blueprint: &Blueprint) -> Vec<&str> {
    blueprint.tools.iter().map(|tool| tool.name.as_str()).collect()
}

fn picked(picks: Vec<Pick>) -> Vec<String> {
    let curated = curate(blueprint(), &Curation { picks, ..Curation::default() });
    names(&curated.blueprint).into_iter().map(str::to_owned).collect()
}

fn edited(tool: ToolEdit) -> super::Curated {
    let tools = [("GET /pets".to_owned(), tool)].into_iter().collect();
    curate(blueprint(), &Curation { tools, ..Curation::default() })
}

fn pick(out: bool, which: Which) -> Pick {
    Pick { out, which }
}

#[test]
fn nothing_changed_is_the_same_blueprint() {
    assert_eq!(curate(blueprint(), &Curation::default()).blueprint, blueprint());
}

#[test]
fn the_last_pick_that_matches_decides() {
    assert_eq!(picked(Vec::new()), ["list_pets", "create_pet", "list_orders"]);
    assert_eq!(picked(vec![pick(false, Which::Tag("pets".to_owned()))]), ["list_pets", "create_pet"]);
    assert_eq!(picked(vec![pick(true, Which::Deprecated(true))]), ["list_pets", "create_pet"]);
    assert_eq!(
        picked(vec![pick(false, Which::ReadOnly(true)), pick(true, Which::Glob("*orders".to_owned()))]),
        ["list_pets"]
    );
    let by_operation = pick(false, Which::Glob("POST *".to_owned()));
    assert_eq!(picked(vec![pick(true, Which::Glob("*".to_owned())), by_operation]), ["create_pet"]);
}

#[test]
fn words_and_hints_are_replaced() {
    let curated = edited(ToolEdit {
        name: Some("find_pets".to_owned()),
        title: Some("Find pets".to_owned()),
        description: Some("Finds pets.".to_owned()),
        read_only: Some(false),
        ..ToolEdit::default()
    });
    let tool = &curated.blueprint.tools[0];
    assert_eq!(
        (tool.name.as_str(), tool.title.as_str(), tool.description.as_str()),
        ("find_pets", "Find pets", "Finds pets.")
    );
    assert!(!tool.annotations.read_only_hint && curated.conflicts.is_empty());
    assert_ne!(curated.blueprint.digest, blueprint().digest);
}

#[test]
fn a_name_that_is_taken_or_not_allowed_is_a_conflict_and_nothing_else_is_lost() {
    for (name, code) in [("create_pet", "name-taken"), ("Find Pets!", "name-not-allowed")] {
        let curated =
            edited(ToolEdit { name: Some(name.to_owned()), title: Some("T".to_owned()), ..ToolEdit::default() });
        assert_eq!(curated.conflicts[0].code, code);
        assert_eq!((names(&curated.blueprint)[0], curated.blueprint.tools[0].title.as_str()), ("list_pets", "T"));
    }
}

#[test]
fn arguments_are_renamed_fixed_defaulted_and_hidden() {
    let edit = |name: &str, edit: ArgumentEdit| (name.to_owned(), edit);
    let curated = edited(ToolEdit {
        arguments: [
            edit("tenant", ArgumentEdit { fixed: Some(json!("acme")), ..ArgumentEdit::default() }),
            edit(
                "limit",
                ArgumentEdit {
                    name: Some("most".to_owned()),
                    description: Some("How many.".to_owned()),
                    default: Some(json!(20)),
                    ..ArgumentEdit::default()
                },
            ),
        ]
        .into_iter()
        .collect(),
        ..ToolEdit::default()
    });
    let tool = &curated.blueprint.tools[0];
    assert!(curated.conflicts.is_empty(), "{:?}", curated.conflicts);
    assert_eq!(
        tool.input_schema["properties"],
        json!({ "most": { "type": "integer", "description": "How many.", "default": 20 } })
    );
    assert_eq!(tool.input_schema.get("required"), None);
    let slots: Vec<_> = tool
        .arguments
        .iter()
        .map(|argument| (argument.name.as_str(), argument.fixed.clone(), argument.default.clone()))
        .collect();
    assert_eq!(slots, [("most", None, Some(json!(20))), ("", Some(json!("acme")), None)]);
    // The binding is what it was.
    assert_eq!(tool.binding, blueprint().tools[0].binding);
}

#[test]
fn a_required_argument_is_not_hidden_and_what_is_gone_is_told() {
    let hide = ArgumentEdit { hidden: true, ..ArgumentEdit::default() };
    let arguments =
        [("tenant".to_owned(), hide.clone()), ("limit".to_owned(), hide.clone()), ("colour".to_owned(), hide)];
    let curated = edited(ToolEdit { arguments: arguments.into_iter().collect(), ..ToolEdit::default() });
    let codes: Vec<&str> = curated.conflicts.iter().map(|conflict| conflict.code.as_str()).collect();
    assert_eq!(codes, ["argument-gone", "argument-required"]);
    let properties = curated.blueprint.tools[0].input_schema["properties"].as_object().unwrap();
    assert_eq!(properties.keys().collect::<Vec<_>>(), ["tenant"]);

    let tools = [("GET /cats".to_owned(), ToolEdit::default())].into_iter().collect();
    let curated = curate(blueprint(), &Curation { tools, ..Curation::default() });
    assert_eq!(curated.conflicts[0].code, "operation-gone");
    assert_eq!(curated.blueprint, blueprint());
}
