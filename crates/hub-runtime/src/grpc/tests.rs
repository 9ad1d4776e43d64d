//! What holds for whatever a model sends or an upstream answers.

use hub_model::binding::grpc::Types;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{decode, encode, frame, table::Table};
use crate::json::Node;

fn table() -> Table {
    let mut fields = Vec::new();
    let kinds = [
        "double", "float", "int64", "uint64", "int32", "fixed64", "fixed32", "bool", "string", "bytes", "uint32",
        "sfixed32", "sfixed64", "sint32", "sint64",
    ];
    for (at, kind) in kinds.iter().enumerate() {
        fields.push(json!({ "n": at + 1, "name": kind, "t": kind }));
        fields.push(json!({ "n": at + 101, "name": format!("{kind}_list"), "t": kind, "many": if matches!(*kind, "string" | "bytes") { "repeated" } else { "packed" } }));
        fields.push(json!({ "n": at + 201, "name": format!("maybe_{kind}"), "t": kind, "explicit": true }));
    }
    for (number, name, kind, of, many) in [
        (301, "self", "message", "x.M", json!("one")),
        (302, "group", "group", "x.M", json!("repeated")),
        (303, "map", "message", "x.M", json!({ "map": "int32" })),
        (304, "colour", "enum", "x.E", json!("packed")),
        (305, "any", "message", "google.protobuf.Any", json!("one")),
        (306, "struct", "message", "google.protobuf.Struct", json!("one")),
        (307, "value", "message", "google.protobuf.Value", json!("one")),
        (308, "when", "message", "google.protobuf.Timestamp", json!("one")),
        (309, "long", "message", "google.protobuf.Duration", json!("one")),
        (310, "mask", "message", "google.protobuf.FieldMask", json!("one")),
        (311, "wrapped", "message", "google.protobuf.Int64Value", json!("one")),
    ] {
        fields.push(json!({ "n": number, "name": name, "t": kind, "of": of, "many": many }));
    }
    let names = ["Any", "Struct", "Value", "ListValue", "Timestamp", "Duration", "FieldMask", "Int64Value"];
    let mut messages: serde_json::Map<String, Value> =
        names.iter().map(|name| (format!("google.protobuf.{name}"), json!([]))).collect();
    messages.insert("x.M".to_owned(), Value::Array(fields));
    let types: Types =
        serde_json::from_value(json!({ "messages": messages, "enums": { "x.E": [["A", 0], ["B", -1]] } })).unwrap();
    Table::new(&types)
}

fn there_and_back(table: &Table, value: &Value) -> Result<Value, String> {
    let text = value.to_string();
    let node = Node::parse(&text).unwrap();
    let of = table.position("x.M").unwrap();
    let bytes = encode::root(table, of, &node).map_err(|fault| fault.text())?;
    let mut out = String::new();
    decode::message(table, of, &bytes, &mut out, decode::DEEPEST).map_err(|_| "malformed".to_owned())?;
    Ok(serde_json::from_str(&out).unwrap())
}

#[test]
fn every_form_goes_there_and_back() {
    let table = table();
    let value = json!({
        "double": 0.1, "float": 0.5, "int64": "-9223372036854775808", "uint64": "18446744073709551615", "int32": -1,
        "fixed64": "1", "fixed32": 4_294_967_295_u32, "bool": true, "string": "ä\u{0}\"", "bytes": "AAEC/w==", "uint32": 7,
        "sfixed32": -2, "sfixed64": "-3", "sint32": -2_147_483_648, "sint64": "-5",
        "double_list": [0, 1.5, "NaN", "-Infinity"], "int64_list": ["0", "1"], "bool_list": [false, true],
        "string_list": ["", "x"], "maybe_int32": 0, "maybe_string": "", "maybe_double": 0, "maybe_bool": false,
        "self": { "self": {}, "string": "deep" }, "group": [{}, { "int32": 1 }],
        "map": { "-1": { "string": "v" }, "0": {} }, "colour": ["A", "B", 77],
        "any": { "@type": "type.googleapis.com/x.M", "string": "inner", "self": {} },
        "struct": { "a": [1, "b", null, { "c": false }] }, "value": [{}, []], "when": "2024-02-29T00:00:00.000000001Z",
        "long": "-0.000001s", "mask": "a.bC,d", "wrapped": "0"
    });
    assert_eq!(there_and_back(&table, &value), Ok(value));
    // Other spellings of the same.
    let spelt = json!({ "int64": 5, "int32": "6", "uint32": 1e1, "double": "1e3", "float": "NaN", "bytes": "_-8", "bool_list": null,
        "value": null, "colour": ["-1"], "any": { "@type": "x/google.protobuf.Duration", "value": "1s" } });
    let plain = json!({ "int64": "5", "int32": 6, "uint32": 10, "double": 1000, "float": "NaN", "bytes": "/+8=",
        "value": null, "colour": ["B"], "any": { "@type": "x/google.protobuf.Duration", "value": "1s" } });
    let text = |value: Result<Value, String>| {
        value.map(|value| {
            let mut entries: Vec<_> =
                value.as_object().unwrap().iter().map(|(name, value)| format!("{name}={value}")).collect();
            entries.sort();
            entries
        })
    };
    assert_eq!(text(there_and_back(&table, &spelt)), text(Ok(plain)));
    // Defaults that the type cannot tell from nothing are not sent.
    let defaults =
        json!({ "double": 0, "string": "", "bool": false, "int64": "0", "bytes": "", "int64_list": [], "map": {} });
    assert_eq!(there_and_back(&table, &defaults), Ok(json!({})));
}

#[test]
fn what_is_nested_too_deeply_is_refused() {
    let table = table();
    let mut value = json!({});
    for _ in 0..120 {
        value = json!({ "self": value });
    }
    assert!(there_and_back(&table, &value).unwrap_err().contains("nested too deeply"));
    let mut bytes = Vec::new();
    for _ in 0..10_000 {
        let mut outer = Vec::new();
        super::wire::piece(&mut outer, 301, &bytes);
        bytes = outer;
    }
    let groups = [0xf3, 0x12].repeat(5_000);
    let mut list = Vec::new();
    for _ in 0..5_000 {
        let (mut inner, mut outer) = (Vec::new(), Vec::new());
        super::wire::piece(&mut inner, 1, &list);
        super::wire::piece(&mut outer, 6, &inner);
        list = outer;
    }
    let mut held = Vec::new();
    super::wire::piece(&mut held, 307, &list);
    let of = table.position("x.M").unwrap();
    for bytes in [bytes, groups, held] {
        assert!(decode::message(&table, of, &bytes, &mut String::new(), decode::DEEPEST).is_err());
    }
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "[a-z0-9.:TZs+/=_-]{0,12}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let names = prop_oneof![
        Just("self"),
        Just("map"),
        Just("struct"),
        Just("any"),
        Just("value"),
        Just("@type"),
        Just("group"),
        Just("when"),
        Just("long"),
        Just("mask"),
        Just("int64"),
        Just("double_list"),
        Just("bytes"),
        Just("colour"),
        Just("1"),
        Just("wrapped")
    ];
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..5)
                .prop_map(|entries| entries.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_is_written_or_refused(value in json_value()) {
        // What was written is read, and then written again as the same.
        if let Ok(once) = there_and_back(&table(), &value) {
            prop_assert_eq!(there_and_back(&table(), &once), Ok(once));
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let table = table();
        let of = table.position("x.M").unwrap();
        let mut out = String::new();
        if decode::message(&table, of, &bytes, &mut out, decode::DEEPEST).is_ok() {
            prop_assert!(serde_json::from_str::<Value>(&out).is_ok(), "{}", out);
        }
        for encoding in ["", "gzip", "deflate", "zstd"] {
            let _ = frame::read(&bytes, encoding, 1 << 16);
        }
    }
}
