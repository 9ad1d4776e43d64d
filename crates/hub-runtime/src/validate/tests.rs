//! What is healed, what is refused, and in which words.

use serde_json::json;

use super::*;

fn pets() -> Schema {
    Schema::new(&json!({
        "type": "object",
        "properties": {
            "petId": {"type": "integer"},
            "limit": {"type": "number", "minimum": 1},
            "active": {"type": "boolean"},
            "status": {"type": "string", "enum": ["available", "in_stock", "sold"]},
            "tags": {"type": "array", "items": {"type": "string"}},
            "owner": {"$ref": "#/$defs/Owner"},
            "note": {"type": "string"},
            "either": {"anyOf": [{"type": "integer"}, {"type": "object", "properties": {"n": {"type": "integer"}}}]},
            "code": {"type": "string", "pattern": "^(?=x)x+$"},
            "when": {"type": "string", "format": "date-time"}
        },
        "required": ["petId"],
        "additionalProperties": false,
        "$defs": {"Owner": {
            "type": "object",
            "properties": {"firstName": {"type": "string"}, "age": {"type": "integer"}},
            "additionalProperties": false
        }}
    }))
}

fn healed(given: &serde_json::Value) -> serde_json::Value {
    let text = given.to_string();
    serde_json::from_str(&arguments("get_pet", &pets(), Some(&text)).unwrap()).unwrap()
}

fn refused(given: &serde_json::Value) -> String {
    arguments("get_pet", &pets(), Some(&given.to_string())).unwrap_err()
}

#[test]
fn valid_arguments_are_not_touched() {
    let text = r#" {"petId": 12345678901234567890123, "when": "no date", "code": "unchecked"} "#;
    assert!(matches!(arguments("get_pet", &pets(), Some(text)), Ok(Cow::Borrowed(same)) if same == text));
}

#[test]
fn common_mistakes_are_healed() {
    let table = [
        (json!({"petId": "7"}), json!({"petId": 7})),
        (json!({"petId": 7, "limit": "2.5", "active": "True"}), json!({"petId": 7, "limit": 2.5, "active": true})),
        (json!({"petId": 7, "note": null, "owner": null}), json!({"petId": 7})),
        (json!({"petId": 7, "unknown": null}), json!({"petId": 7})),
        (json!({"petId": 7, "note": 5}), json!({"petId": 7, "note": "5"})),
        (json!({"petId": 7, "tags": "a"}), json!({"petId": 7, "tags": ["a"]})),
        (json!({"petId": 7, "tags": "[\"a\",\"b\"]"}), json!({"petId": 7, "tags": ["a", "b"]})),
        (json!({"petId": 7, "tags": 5}), json!({"petId": 7, "tags": ["5"]})),
        (
            json!({"petId": 7, "owner": "{\"firstName\":\"x\",\"age\":\"3\"}"}),
            json!({"petId": 7, "owner": {"firstName": "x", "age": 3}}),
        ),
        (json!({"petId": 7, "status": "In Stock"}), json!({"petId": 7, "status": "in_stock"})),
        (json!({"petId": [7]}), json!({"petId": 7})),
        (json!({"pet_id": 7}), json!({"petId": 7})),
        (json!({"PETID": "7"}), json!({"petId": 7})),
        (json!({"petId": 7, "owner": {"first_name": "x"}}), json!({"petId": 7, "owner": {"firstName": "x"}})),
        (json!({"body": {"petId": 7, "note": "x"}}), json!({"petId": 7, "note": "x"})),
        (json!({"petId": 7, "firstName": "x", "age": "4"}), json!({"petId": 7, "owner": {"firstName": "x", "age": 4}})),
        (json!({"petId": 7, "either": "9"}), json!({"petId": 7, "either": 9})),
        (json!({"petId": 7, "either": {"n": "9"}}), json!({"petId": 7, "either": {"n": 9}})),
        (json!("{\"petId\":7}"), json!({"petId": 7})),
    ];
    for (given, expected) in table {
        assert_eq!(healed(&given), expected, "{given}");
    }
}

#[test]
fn what_is_wrong_is_said() {
    let text = refused(&json!({"petid": "x", "limit": 0, "status": "gone", "ownr": 1, "tags": [{}, 1]}));
    assert_eq!(
        text,
        "the arguments of `get_pet` do not fit its input schema; correct them and call again:\n\
         - `limit` must have a value of at least 1; given: 0\n\
         - `status` must be one of \"available\", \"in_stock\", \"sold\"; given: \"gone\"\n\
         - `petId` must be an integer, but a string was given: \"x\"\n\
         - `ownr` is unknown; did you mean `owner`?"
    );
    assert!(refused(&json!({})).ends_with("- `petId` is missing (an integer)"), "{}", refused(&json!({})));
    assert!(refused(&json!([1])).contains("must be an object, but an array was given"));
    let nested = refused(&json!({"petId": 1, "owner": {"age": "old", "zzzzzzzzzz": 1}}));
    assert!(
        nested.contains("`owner.age` must be an integer")
            && nested.contains("`owner.zzzzzzzzzz` is unknown; known are `firstName`, `age`"),
        "{nested}"
    );
}

#[test]
fn a_body_may_be_flat() {
    let schema = Schema::new(&json!({
        "type": "object",
        "properties": {"id": {"type": "string"}, "body": {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}},
        "required": ["id", "body"]
    }));
    let text = json!({"id": "1", "name": "x"}).to_string();
    assert_eq!(arguments("t", &schema, Some(&text)).unwrap(), r#"{"id":"1","body":{"name":"x"}}"#);
}

#[test]
fn a_bare_string_is_a_file() {
    let file = json!({"type": "object", "properties": {"content": {"type": "string"}, "encoding": {"type": "string"}}, "required": ["content"]});
    let schema =
        Schema::new(&json!({"type": "object", "properties": {"one": file, "many": {"type": "array", "items": file}}}));
    let text = json!({"one": "a", "many": "b"}).to_string();
    assert_eq!(arguments("t", &schema, Some(&text)).unwrap(), r#"{"one":{"content":"a"},"many":[{"content":"b"}]}"#);
}

#[test]
fn a_schema_that_cannot_be_compiled_lets_everything_through() {
    let schema = Schema::new(&json!({"type": "nonsense"}));
    assert_eq!(arguments("t", &schema, Some("{\"a\":1}")).unwrap(), "{\"a\":1}");
    assert_eq!(arguments("t", &schema, None).unwrap(), "{}");
}

#[test]
fn nesting_is_bounded() {
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(5_000), "]".repeat(5_000));
    assert!(arguments("t", &pets(), Some(&deep)).unwrap_err().contains("cannot be read"));
    let looped = Schema::new(&json!({"$ref": "#"}));
    let _ = arguments("t", &looped, Some("{}"));
}

mod properties {
    use proptest::prelude::*;

    use super::*;

    fn value() -> impl Strategy<Value = Value> {
        let words = ["7", "true", "x", "available", "[1]", "{\"n\":\"1\"}", "null", "", "1.5", "In Stock"];
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            prop::sample::select(words.to_vec()).prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            let names = ["firstName", "first_name", "age", "n", "petId", "body"];
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::btree_map(prop::sample::select(names.to_vec()), inner, 0..3)
                    .prop_map(|map| json!(map)),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_comes_out_is_valid_and_what_was_valid_is_the_same(arguments in prop::collection::btree_map(
            prop::sample::select(vec!["petId", "pet_id", "limit", "active", "status", "tags", "owner", "note", "either", "body", "zzz", "age"]),
            value(),
            0..6,
        )) {
            let schema = pets();
            let validator = schema.validator().unwrap();
            let given = json!(arguments);
            match super::arguments("t", &schema, Some(&given.to_string())) {
                Ok(Cow::Borrowed(_)) => prop_assert!(validator.is_valid(&given)),
                Ok(Cow::Owned(healed)) => {
                    prop_assert!(!validator.is_valid(&given));
                    prop_assert!(validator.is_valid(&serde_json::from_str(&healed).unwrap()), "{given} became {healed}");
                }
                Err(text) => prop_assert!(text.lines().count() > 1 && text.lines().count() <= 7, "{text}"),
            }
        }
    }
}
