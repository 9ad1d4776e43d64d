//! Documents that mean harm: each gives a clear error or a safe blueprint, in bounded time, memory and stack.
//!
//! Sizes are moderate, so that unoptimised builds can run them.

use hub_compiler::{Compilation, Documents};
use hub_model::Profile;
use serde_json::{Map, Value, json};

use crate::sound::compiled;

fn api(paths: Value, components: Value) -> Value {
    json!({ "openapi": "3.1.0", "info": { "title": "Hostile", "version": "1" }, "servers": [{ "url": "https://x.example" }],
            "paths": paths, "components": components })
}

fn operation() -> Value {
    json!({ "responses": { "200": { "description": "ok" } } })
}

fn posting(schema: Value) -> Value {
    json!({ "/a": { "post": {
        "requestBody": { "content": { "application/json": { "schema": schema } } },
        "responses": { "200": { "description": "ok", "content": { "application/json": { "schema": schema } } } } } } })
}

/// A document with one operation whose body is `S0`, for `count` schemas that `schema` makes.
fn chain(count: usize, schema: impl Fn(usize, &str) -> Value) -> Value {
    let schemas: Map<String, Value> = (0..count)
        .map(|i| (format!("S{i}"), schema(i, &format!("#/components/schemas/S{}", i + 1))))
        .chain([(format!("S{count}"), json!({ "type": "object", "properties": { "x": { "type": "string" } } }))])
        .collect();
    api(posting(json!({ "$ref": "#/components/schemas/S0" })), json!({ "schemas": schemas }))
}

fn accepted(document: &Value) -> Compilation {
    let mut last = None;
    for profile in Profile::ALL {
        let compilation = compiled(document.to_string(), profile);
        assert!(compilation.blueprint.is_some(), "{:?}", compilation.report.diagnostics.first());
        last = Some(compilation);
    }
    last.unwrap()
}

fn refused(bytes: impl Into<Vec<u8>>) -> String {
    let compilation = compiled(bytes, Profile::Standard);
    assert!(compilation.blueprint.is_none());
    let words: Vec<String> = compilation.report.diagnostics.iter().map(|finding| finding.message.clone()).collect();
    words.join("; ")
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {/a: {get: {responses: {}}}}\n";

#[test]
fn a_billion_laughs() {
    let mut bomb = String::from("x0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for i in 1..12 {
        bomb.push_str(&format!("x{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 9].join(",")));
    }
    assert!(refused(format!("{bomb}{HEAD}")).contains("not valid YAML"));
}

#[test]
fn ten_thousand_levels() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"allOf\":[", "]}"), ("{\"items\":", "}")] {
        let deep = format!("{}1{}", open.repeat(10_000), close.repeat(10_000));
        let said = refused(format!("{{\"openapi\":\"3.1.0\",\"paths\":{deep}}}"));
        assert!(said.contains("nested more than"), "{said}");
        // Damaged as well, so that the lenient reader has its turn.
        refused(format!("{{\"openapi\":\"3.1.0\",,\"paths\":{deep}"));
    }
    refused(format!("{HEAD}x: {}{}", "[".repeat(10_000), "]".repeat(10_000)));
    refused(format!("{HEAD}x:\n  {}a\n", "- ".repeat(10_000)));
    let stairs: String = (1..1_000).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
    refused(format!("{HEAD}x:\n{stairs}"));
}

#[test]
fn as_deep_as_is_read() {
    let shapes: [(fn(Value) -> Value, usize); 6] = [
        (|inner| json!({ "allOf": [inner] }), 55),
        (|inner| json!({ "oneOf": [inner, { "type": "string" }] }), 55),
        (|inner| json!({ "type": "array", "items": inner }), 110),
        (|inner| json!({ "type": "object", "properties": { "p": inner } }), 55),
        (|inner| json!({ "type": "object", "additionalProperties": inner }), 110),
        (|inner| json!({ "not": inner }), 110),
    ];
    for (shape, levels) in shapes {
        let schema = (0..levels).fold(json!({ "type": "object" }), |inner, _| shape(inner));
        accepted(&api(posting(schema), json!({})));
    }
    for levels in 60..140 {
        let wrapped = format!("{HEAD}x:\n  {}a\n", "- ".repeat(levels));
        let stairs: String = (1..levels).map(|i| format!("{}a:\n", " ".repeat(i))).collect();
        let flow = format!("{HEAD}x: {}1{}\n", "{a: ".repeat(levels), "}".repeat(levels));
        for text in [wrapped, format!("{HEAD}x:\n{stairs}"), flow] {
            compiled(text, Profile::Standard);
        }
    }
}

#[test]
fn a_thousand_schemas_one_below_the_other() {
    accepted(&chain(1_000, |_, next| json!({ "$ref": next })));
    accepted(&chain(
        1_000,
        |_, next| json!({ "allOf": [{ "$ref": next }, { "properties": { "p": { "type": "string" } } }] }),
    ));
    accepted(&chain(1_000, |_, next| json!({ "oneOf": [{ "$ref": next }, { "type": "string" }] })));
    accepted(&chain(1_000, |_, next| json!({ "type": "array", "items": { "$ref": next } })));
    accepted(&chain(1_000, |_, next| json!({ "type": "object", "properties": { "p": { "$ref": next } } })));
}

#[test]
fn two_to_the_thirtieth_paths_through_the_schemas() {
    accepted(&chain(
        30,
        |_, next| json!({ "type": "object", "properties": { "a": { "$ref": next }, "b": { "$ref": next } } }),
    ));
    accepted(&chain(30, |_, next| json!({ "allOf": [{ "$ref": next }, { "$ref": next }] })));
    accepted(&chain(
        30,
        |_, next| json!({ "anyOf": [{ "$ref": next }, { "type": "array", "items": { "$ref": next } }] }),
    ));
    accepted(&chain(
        30,
        |_, next| json!({ "allOf": [{ "oneOf": [{ "$ref": next }, { "$ref": next }] }, { "$ref": next }] }),
    ));
}

#[test]
fn two_to_the_thirtieth_paths_in_other_media_types() {
    for media_type in ["application/xml", "multipart/form-data", "application/x-www-form-urlencoded"] {
        let document = chain(30, |_, next| {
            let part = json!({ "allOf": [{ "$ref": next }, { "$ref": next }] });
            json!({ "type": "object", "properties": { "a": part, "b": part } })
        });
        let text = document.to_string().replace("application/json", media_type);
        accepted(&text.parse().unwrap());
    }
}

#[test]
fn everything_refers_to_itself() {
    let own = |section: &str, name: &str| json!({ "$ref": format!("#/components/{section}/{name}") });
    let schema = own("schemas", "N");
    let document = api(
        json!({
            "/self": { "$ref": "#/paths/~1self" },
            "/to": { "$ref": "#/paths/~1fro" },
            "/fro": { "$ref": "#/paths/~1to" },
            "/a": {
                "parameters": [own("parameters", "P"), own("parameters", "Q")],
                "get": { "parameters": [own("parameters", "P")], "responses": { "200": own("responses", "R") } },
                "post": { "requestBody": own("requestBodies", "B"), "security": [{ "S": [] }], "responses": {} },
            },
            "/b": { "post": { "requestBody": { "content": { "application/json": { "schema": own("schemas", "A") } } }, "responses": {} } },
            "/c": { "post": { "requestBody": { "content": { "application/xml": { "schema": schema } } }, "responses": {} } },
            "/d": { "post": { "requestBody": { "content": { "multipart/form-data": { "schema": own("schemas", "F") } } }, "responses": {} } },
        }),
        json!({
            "parameters": { "P": own("parameters", "P"), "Q": { "name": "q", "in": "query", "schema": own("schemas", "S") } },
            "requestBodies": { "B": own("requestBodies", "B") },
            "responses": { "R": own("responses", "R") },
            "securitySchemes": { "S": own("securitySchemes", "S") },
            "schemas": {
                "S": own("schemas", "S"),
                "A": { "allOf": [own("schemas", "A"), { "type": "object", "properties": { "a": own("schemas", "A") } }] },
                "N": { "not": schema, "anyOf": [schema], "oneOf": [schema], "items": schema, "additionalProperties": schema,
                       "properties": { "n": schema }, "if": schema, "then": schema, "else": schema, "propertyNames": schema },
                "F": { "type": "object", "discriminator": { "propertyName": "k", "mapping": { "a": "#/components/schemas/F" } },
                       "oneOf": [own("schemas", "F"), own("schemas", "G")] },
                "G": { "allOf": [own("schemas", "F"), own("schemas", "G")] },
            },
        }),
    );
    accepted(&document);
}

#[test]
fn ten_megabytes() {
    let words = "a".repeat(10_000_000);
    let mut document = api(json!({ "/a": { "get": operation() } }), json!({}));
    document["info"]["description"] = json!(words);
    let blueprint = compiled(document.to_string(), Profile::Standard).blueprint.unwrap();
    assert!(blueprint.description.len() + blueprint.instructions.len() < 100_000, "words are cut");
    refused(words);
    refused("<a href=x>".repeat(1_000_000));
    refused(vec![0; 10_000_000]);
    refused(format!("{{{}", "\"a\":[],".repeat(1_000_000)));
    refused("{/*".repeat(1_000_000));
    refused(format!("{{{}", "\"".repeat(1_000_001)));
}

#[test]
fn references_to_what_must_not_be_read() {
    let evil =
        ["http://169.254.169.254/latest/meta-data", "file:///etc/passwd", "../../../etc/passwd", "//evil.example/x"];
    let parts: Vec<Value> = evil.iter().map(|evil| json!({ "$ref": evil })).collect();
    let document = api(posting(json!({ "allOf": parts })), json!({}));
    let missing = Documents::new("https://api.example/v1/openapi", document.to_string().into_bytes()).missing();
    assert_eq!(missing.len(), 4, "they are asked for, and nothing else is done about them: {missing:?}");
    assert!(missing.contains(&"http://169.254.169.254/latest/meta-data".to_owned()), "{missing:?}");
    let said = accepted(&document).report.diagnostics;
    assert!(said.iter().filter(|finding| finding.code == "dangling-reference").count() >= 4, "{said:?}");
}

#[test]
fn names_that_break_out() {
    let names = [
        "a\r\nX-Evil: 1",
        "a\"b'c`d",
        "\u{0}\u{1}\u{7f}",
        "\u{202e}gnp.exe",
        "a b",
        "</script>",
        "${x}",
        "{{x}}",
        "%0d%0a",
        "😀",
        "",
    ];
    for evil in names {
        let document = json!({
            "openapi": "3.1.0",
            "info": { "title": evil, "version": evil, "description": evil },
            "servers": [{ "url": format!("https://x.example/{evil}"), "description": evil }, { "url": evil }],
            "tags": [{ "name": evil, "description": evil }],
            "security": [{ evil: [evil] }],
            "paths": {
                format!("/{evil}/{{{evil}}}"): {
                    "post": {
                        "operationId": evil, "summary": evil, "description": evil, "tags": [evil],
                        "parameters": [
                            { "name": evil, "in": "path", "required": true, "schema": { "type": "string" } },
                            { "name": evil, "in": "query", "description": evil },
                            { "name": evil, "in": "header", "schema": { "type": "string", "enum": [evil], "default": evil } },
                            { "name": evil, "in": "cookie", "schema": { "type": "string", "enum": [evil] } },
                            { "name": "c", "in": "query", "content": { evil: { "schema": {} } } },
                        ],
                        "requestBody": { "content": { evil: { "schema": { "$ref": format!("#/components/schemas/{evil}") } } } },
                        "responses": { "200": { "description": evil, "content": { evil: { "schema": { "type": "object", "properties": { evil: {} }, "required": [evil] } } } } },
                    },
                    evil: operation(),
                    "a b": operation(),
                    "get": {
                        "requestBody": { "content": { "application/json": { "schema": { "$ref": format!("#/components/schemas/{evil}") } } } },
                        "responses": {},
                    },
                },
                "/fine": { "get": operation() },
            },
            "components": {
                "securitySchemes": { evil: { "type": "apiKey", "in": "header", "name": evil, "description": evil } },
                "schemas": { evil: { "type": "object", "title": evil, "required": [evil],
                    "discriminator": { "propertyName": evil, "mapping": { evil: evil } }, "oneOf": [{ "title": evil }, { "type": "string" }],
                    "properties": { evil: { "type": "string", "description": evil, "enum": [evil], "pattern": evil } } } },
            },
        });
        for profile in Profile::ALL {
            let compilation = compiled(document.to_string(), profile);
            let blueprint = compilation.blueprint.unwrap();
            assert!(blueprint.tools.iter().any(|tool| tool.origin.operation == "GET /fine"), "{evil:?}");
            assert!(blueprint.schemes.values().all(|scheme| !format!("{:?}", scheme.kind).contains("\\r")), "{evil:?}");
        }
    }
}

#[test]
fn five_thousand_operations_of_one_name() {
    let same = json!({ "operationId": "same", "responses": {} });
    let paths: Map<String, Value> = (0..5_000).map(|i| (format!("/a{i}"), json!({ "get": same }))).collect();
    let compilation = compiled(api(Value::Object(paths), json!({})).to_string(), Profile::Standard);
    assert_eq!(compilation.report.tools, 5_000);
}

#[test]
fn a_hundred_thousand_values_to_choose_from() {
    let values: Vec<String> = (0..100_000).map(|i| format!("v{i}")).collect();
    let document = api(posting(json!({ "type": "object", "properties": { "e": { "enum": values } } })), json!({}));
    let blueprint = compiled(document.to_string(), Profile::Standard).blueprint.unwrap();
    assert!(blueprint.tools[0].input_schema.to_string().len() < 200_000, "it is cut to the budget");
}

#[test]
fn a_path_with_two_thousand_parameters() {
    let path: String = (0..2_000).map(|i| format!("/{{p{i}}}")).collect();
    let declared: Vec<Value> =
        (0..2_000).map(|i| json!({ "name": format!("p{i}"), "in": "path", "required": true })).collect();
    for parameters in [json!(declared), json!([])] {
        let mut get = operation();
        get["parameters"] = parameters;
        compiled(api(json!({ &path: { "get": get } }), json!({})).to_string(), Profile::Standard);
    }
}

#[test]
fn a_path_that_no_server_takes() {
    let paths = json!({ "/a": { "get": operation() }, "/b".repeat(5_000): { "get": operation() } });
    let report = accepted(&api(paths, json!({}))).report;
    assert_eq!((report.operations, report.tools), (2, 1));
    assert_eq!(report.skipped[0].code, "path-too-long");
}

#[test]
fn descriptions_of_markup() {
    let bits = [
        "<",
        "`",
        "&#",
        "[",
        "![",
        "<!--",
        "_*",
        "[a](",
        "|\n",
        "> ",
        "http://",
        "-\n",
        "\u{202e}",
        "<p>&amp;<script>x</script>",
    ];
    for bit in bits {
        let words = bit.repeat(300_000 / bit.len());
        let mut get = operation();
        get["description"] = json!(words);
        get["parameters"] =
            json!([{ "name": "q", "in": "query", "description": words, "schema": { "description": words } }]);
        compiled(api(json!({ "/a": { "get": get } }), json!({})).to_string(), Profile::Standard);
    }
}

#[test]
fn patterns_that_explode() {
    let patterns = [
        "(a+)+$".to_owned(),
        "(((a{1,1000}){1,1000}){1,1000}){1,1000}".to_owned(),
        format!("{}{}", "(".repeat(5_000), ")".repeat(5_000)),
        "[".repeat(1_000),
        "\\p{L}{1000}{1000}".to_owned(),
        "(?=a)".repeat(5_000),
        "a|".repeat(50_000),
        "(?<n>a)\\k<n>".to_owned(),
    ];
    let properties: Map<String, Value> = patterns
        .into_iter()
        .enumerate()
        .map(|(i, pattern)| (format!("p{i}"), json!({ "type": "string", "pattern": pattern })))
        .collect();
    accepted(&api(posting(json!({ "type": "object", "properties": properties })), json!({})));
}

#[test]
fn everything_refers_to_everything() {
    let all: Vec<Value> = (0..60).map(|i| json!({ "$ref": format!("#/components/schemas/S{i}") })).collect();
    let properties: Map<String, Value> =
        all.iter().enumerate().map(|(i, part)| (format!("p{i}"), part.clone())).collect();
    accepted(&chain(60, |_, _| json!({ "type": "object", "properties": properties })));
    accepted(&chain(60, |_, _| json!({ "allOf": all })));
    accepted(&chain(60, |_, _| json!({ "oneOf": all })));
}

#[test]
fn five_hundred_children() {
    let parent = json!({ "$ref": "#/components/schemas/B" });
    let mut schemas: Map<String, Value> = (0..500)
        .map(|i| {
            (format!("C{i}"), json!({ "allOf": [parent, { "type": "object", "properties": { format!("c{i}"): {} } }] }))
        })
        .collect();
    schemas.insert(
        "B".to_owned(),
        json!({ "type": "object", "discriminator": { "propertyName": "k" }, "properties": { "k": {} } }),
    );
    accepted(&api(posting(parent), json!({ "schemas": schemas })));
}

#[test]
fn five_thousand_properties() {
    for odd in ["", "!é"] {
        let properties: Map<String, Value> =
            (0..5_000).map(|i| (format!("p{i}{odd}"), json!({ "type": "string" }))).collect();
        let inner = json!({ "type": "object", "properties": properties });
        for schema in [json!({ "type": "object", "properties": { "x": inner } }), inner.clone()] {
            compiled(api(posting(schema), json!({})).to_string(), Profile::Standard);
        }
    }
}

#[test]
fn names_that_differ_in_nothing_that_counts() {
    let parameters: Vec<Value> = (1..400).map(|i| json!({ "name": "é".repeat(i), "in": "query" })).collect();
    let mut get = operation();
    get["parameters"] = json!(parameters);
    let compilation = accepted(&api(json!({ "/a": { "get": get } }), json!({})));
    assert_eq!(compilation.blueprint.unwrap().tools[0].arguments.len(), 399);
}

#[test]
fn bytes_that_are_no_plain_text() {
    let document =
        api(json!({ "/a\u{0}b": { "get": operation() }, "/b": { "get": operation() } }), json!({})).to_string();
    let utf16: Vec<u8> = std::iter::once(0xfeff).chain(document.encode_utf16()).flat_map(u16::to_be_bytes).collect();
    for bytes in [document.into_bytes(), utf16] {
        assert!(compiled(bytes, Profile::Standard).blueprint.is_some());
    }
    compiled(format!("{HEAD}x: \"\u{0}\"\n"), Profile::Standard);
    compiled([HEAD.as_bytes(), b"x: \xff\xfe\xc0\x80\n"].concat(), Profile::Standard);
}

#[test]
fn keys_that_are_there_twice() {
    let json = r#"{"openapi":"3.1.0","openapi":"3.0.0","paths":{"/x":{"get":{}}},
        "paths":{"/a":{"get":{"operationId":"x"},"get":{"operationId":"y"}},"/a":{"get":{"operationId":"z_one"}}}}"#;
    let blueprint = compiled(json, Profile::Standard).blueprint.unwrap();
    let names: Vec<&str> = blueprint.tools.iter().map(|tool| tool.name.as_str()).collect();
    assert_eq!(names, ["z_one"], "the last one counts");
}

#[test]
fn servers_that_are_none() {
    let urls = [
        "javascript:alert(1)",
        "https://user:secret@x.example/",
        "https://x.example/\r\nHost: y",
        "file:///etc/passwd",
        "//x.example",
        "https://x.example/{v}",
        "\u{0}",
        "https://[::1",
        "data:,x",
        "http://x.example:99999/",
        "https://\u{202e}x/",
    ];
    for url in urls {
        let mut document = api(json!({ "/a": { "get": operation() } }), json!({}));
        document["servers"] =
            json!([{ "url": url }, { "url": url, "variables": { "v": { "default": url, "enum": [url] } } }]);
        let blueprint = compiled(document.to_string(), Profile::Standard).blueprint.unwrap();
        let said = serde_json::to_string(&blueprint.upstreams).unwrap();
        assert!(!said.contains("secret"), "{said}");
        for upstream in blueprint.upstreams.values() {
            let legal = |url: &String| url.is_empty() || url.starts_with("http");
            assert!(legal(&upstream.url) && upstream.alternatives.iter().all(legal), "{said}");
        }
    }
}

#[test]
fn optional_credentials_that_double_the_alternatives() {
    let names = ["x-api-key", "api-key", "apikey", "api_key", "x-apikey", "x_api_key", "x-auth-token", "access_token"];
    let mut parameters = Vec::new();
    for place in ["header", "query", "cookie"] {
        parameters.extend(names.map(|name| json!({ "name": name, "in": place, "schema": { "type": "string" } })));
    }
    let mut get = operation();
    get["parameters"] = json!(parameters);
    accepted(&api(json!({ "/a": { "get": get } }), json!({})));
}
