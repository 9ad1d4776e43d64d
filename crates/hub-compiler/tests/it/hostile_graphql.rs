//! GraphQL that means harm: deep, wide, endless, circular or broken, in SDL, in operations and in introspection.

use std::fmt::Write as _;

use hub_compiler::Compilation;
use hub_model::{Binding, Profile};
use serde_json::{Value, json};

use crate::sound::compiled;

fn compile(document: impl Into<Vec<u8>>) -> Compilation {
    compiled(document, Profile::Standard)
}

fn selections(compilation: &Compilation) -> Vec<&str> {
    let tools = &compilation.blueprint.as_ref().unwrap().tools;
    tools
        .iter()
        .filter_map(|tool| match &tool.binding {
            Binding::GraphQl(graphql) => Some(graphql.selection.as_str()),
            _ => None,
        })
        .collect()
}

#[test]
fn nesting_without_end_is_left_out_or_refused() {
    let deep = 20_000;
    for document in [
        format!("type Query {{ a: {}Int{} b: Int }}", "[".repeat(deep), "]".repeat(deep)),
        format!("type Query {{ a(x: Int = {}1{}): Int b: Int }}", "[".repeat(deep), "]".repeat(deep)),
        format!("query Q {{ {}a{} }}", "a { ".repeat(deep), " }".repeat(deep)),
        format!("type Query {{ b: Int }} {}", "{".repeat(deep)),
        format!("type Query {{ b(x: Int = {}): Int }}", "{a:".repeat(deep)),
    ] {
        let compilation = compile(document);
        assert!(compilation.blueprint.is_some() || !compilation.report.diagnostics.is_empty());
    }
}

#[test]
fn broken_documents_are_told_where() {
    for document in [
        "type Query { a: \"",
        "type Query { a: Int",
        "type Query {{{{",
        "query { a(",
        "\"\"\" type Query",
        "type \u{0} {",
    ] {
        let compilation = compile(format!("# GraphQL\nscalar X\n{document}"));
        assert!(!compilation.report.diagnostics.is_empty(), "{document}");
    }
}

#[test]
fn types_that_lead_everywhere_are_selected_within_a_budget() {
    // Every type has a field of every other.
    let mut document = "type Query { start: T0 }\n".to_owned();
    for i in 0..150 {
        let fields: String = (0..150).fold(String::new(), |mut fields, j| {
            write!(fields, "t{j}: T{j} s{j}: String ").unwrap();
            fields
        });
        writeln!(document, "type T{i} {{ {fields} }}").unwrap();
    }
    let compilation = compile(document);
    let selections = selections(&compilation);
    assert!(selections[0].split_whitespace().count() < 600, "{}", selections[0].len());
}

#[test]
fn inputs_and_interfaces_in_circles_end() {
    let mut document = String::from("interface I0 { id: ID } union U = U | V union V = U\n");
    document.push_str("type Query { a(x: N0): U b: V c: I0 d: I1 }\n");
    for i in 0..3_000 {
        writeln!(document, "input N{i} {{ next: N{} all: [N0!]! back: N{i}! }}", (i + 1) % 3_000).unwrap();
    }
    document
        .push_str("interface I1 implements I1 & I0 { id: ID self: I1 } type T implements I1 & I0 { id: ID self: I1 }");
    let compilation = compile(document);
    assert_eq!(compilation.report.tools, 4);
}

#[test]
fn one_name_many_times_is_one() {
    let fields: String = (0..5_000).map(|i| format!("f(a{i}: Int): Int ")).collect();
    let compilation = compile(format!("type Query {{ {fields} }} type Query {{ f: Int g: Int }}"));
    assert_eq!(compilation.report.tools, 2);
}

#[test]
fn a_large_enum_that_is_used_everywhere_is_written_once_for_each_tool_at_most() {
    let values: String = (0..5_000).map(|i| format!("VALUE_{i} ")).collect();
    let arguments: String = (0..200).map(|i| format!("a{i}: E ")).collect();
    let fields: String = (0..50).map(|i| format!("f{i}({arguments}): Int ")).collect();
    let compilation = compile(format!("enum E {{ {values} }} type Query {{ {fields} }}"));
    let size = serde_json::to_string(&compilation.blueprint).unwrap().len();
    assert!(size < 8 << 20, "{size}");
}

#[test]
fn names_of_introspection_cannot_become_graphql() {
    let ty = json!({ "kind": "SCALAR", "name": "Int" });
    let field = |name: &str, ty: &Value| json!({ "name": name, "args": [{ "name": "a) { x } evil(b", "type": ty }], "type": ty });
    let evil = json!({ "kind": "SCALAR", "name": "Int) { deleteAll } query(" });
    let document = json!({ "__schema": { "queryType": { "name": "Q" }, "types": [{ "kind": "OBJECT", "name": "Q", "fields": [
        field("ok", &ty), field("a b", &ty), field("x } mutation { y", &ty), field("typed", &evil) ] }] } });
    let compilation = compile(document.to_string());
    let blueprint = serde_json::to_string(&compilation.blueprint).unwrap();
    assert_eq!(compilation.report.tools, 1);
    assert!(!blueprint.contains("deleteAll") && !blueprint.contains("evil"), "{blueprint}");
}

#[test]
fn introspection_of_the_wrong_shape_is_no_panic() {
    for schema in [
        json!({ "types": [] }),
        json!({ "types": [1, null, {}, { "name": 3 }, { "name": "Query", "kind": "OBJECT", "fields": "x" }] }),
        json!({ "queryType": 5, "types": [{ "name": "Query", "kind": "OBJECT", "fields": [{ "name": "a", "type": { "kind": "LIST" } }] }] }),
    ] {
        assert_eq!(compile(json!({ "__schema": schema }).to_string()).report.tools, 0);
    }
    let mut deep = json!({ "kind": "SCALAR", "name": "Int" });
    for _ in 0..40 {
        deep = json!({ "kind": "LIST", "ofType": deep });
    }
    let query = json!({ "kind": "OBJECT", "name": "Query", "fields": [{ "name": "a", "args": [], "type": deep }] });
    compile(json!({ "__schema": { "types": [query] } }).to_string());
}
