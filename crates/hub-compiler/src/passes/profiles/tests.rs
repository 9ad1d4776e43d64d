//! Profiles: what lowering makes of a schema, and, over random schemas, that the result keeps the profile's rules and never
//! refuses what the original accepts.

mod random;

use proptest::prelude::*;
use serde_json::json;

use super::*;

const PLENTY: usize = 100_000;

fn lowered(schema: &Value, profile: Profile) -> Value {
    lower(schema, profile, PLENTY).0
}

/// Lowers one property of a root object.
fn property(schema: &Value, profile: Profile) -> Value {
    let whole = lowered(&json!({ "type": "object", "properties": { "p": schema } }), profile);
    whole["properties"]["p"].clone()
}

fn keeps_rules(schema: &Value, profile: Profile) -> Vec<Finding> {
    check(schema, Rules::of(profile), Role::Input)
}

fn accepts(schema: &Value, instance: &Value) -> bool {
    jsonschema::validator_for(schema).unwrap_or_else(|why| panic!("{why}: {schema}")).is_valid(instance)
}

#[test]
fn the_standard_profile() {
    for (schema, expected) in [
        (json!({ "type": ["string", "null"] }), json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] })),
        (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] })),
        (
            json!({ "type": "string", "enum": ["a", "a", null], "description": "x" }),
            json!({ "type": "string", "enum": ["a"], "description": "x" }),
        ),
        (
            json!({ "oneOf": [{ "const": "a", "title": "First" }, { "const": "b" }] }),
            json!({ "type": "string", "enum": ["a", "b"], "description": "a: First" }),
        ),
        (
            json!({ "type": "string", "pattern": "^(?=a)" }),
            json!({ "type": "string", "description": "Pattern: ^(?=a)" }),
        ),
        (
            json!({ "type": "string", "format": "uuid", "examples": ["x"] }),
            json!({ "type": "string", "description": "Format: uuid. Example: x." }),
        ),
        (json!({ "type": "integer", "maximum": 9_223_372_036_854_775_807_u64 }), json!({ "type": "integer" })),
        (
            json!({ "allOf": [
                { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] },
                { "type": "object", "properties": { "b": { "type": "integer", "minimum": 1 } } },
                { "properties": { "b": { "type": "integer", "minimum": 3 } }, "required": ["b"] },
            ] }),
            json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "integer", "minimum": 3 } },
                "required": ["a", "b"] }),
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string" } },
                "anyOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
            json!({ "type": "object", "properties": { "a": { "type": "string" } },
                "description": "Give at least one of: `a`; `b`." }),
        ),
        (
            json!({ "type": "object", "properties": { "a": { "type": "string" } },
                "oneOf": [{ "required": ["a"] }, { "required": ["b"] }] }),
            json!({ "type": "object", "properties": { "a": { "type": "string" } },
                "description": "Give exactly one of: `a`; `b`." }),
        ),
        (
            json!({ "type": "object", "properties": { "k": { "type": "string" } },
                "oneOf": [{ "properties": { "a": { "type": "string" } } }, { "properties": { "b": { "type": "integer" } } }] }),
            json!({ "anyOf": [
                { "type": "object", "properties": { "a": { "type": "string" }, "k": { "type": "string" } } },
                { "type": "object", "properties": { "b": { "type": "integer" }, "k": { "type": "string" } } },
            ] }),
        ),
    ] {
        assert_eq!(property(&schema, Profile::Standard), expected, "{schema}");
    }
}

#[test]
fn the_standard_profile_says_what_clients_do_not_know() {
    for (schema, expected) in [
        (
            json!({ "type": "object", "patternProperties": { "^x-": { "type": "string" } }, "additionalProperties": false }),
            json!({ "type": "object", "additionalProperties": { "type": "string" } }),
        ),
        (
            json!({ "type": "array", "prefixItems": [{ "type": "number" }, { "type": "string" }], "items": false }),
            json!({ "type": "array", "items": { "anyOf": [{ "type": "number" }, { "type": "string" }] },
                "description": "Items in order: number, string." }),
        ),
    ] {
        assert_eq!(property(&schema, Profile::Standard), expected, "{schema}");
    }
}

#[test]
fn recursion_is_cut_where_it_leads_back() {
    let node =
        json!({ "type": "object", "properties": { "v": { "type": "string" }, "next": { "$ref": "#/$defs/Node" } } });
    let schema =
        json!({ "type": "object", "properties": { "n": { "$ref": "#/$defs/Node" } }, "$defs": { "Node": node } });
    assert_eq!(
        lowered(&schema, Profile::Standard),
        json!({ "type": "object", "properties": { "n": { "type": "object", "properties": {
            "v": { "type": "string" },
            "next": { "type": "object", "description": "another Node, shaped as above" },
        } } } })
    );
    assert_eq!(
        lowered(&schema, Profile::Claude)["$defs"]["Node"]["properties"]["next"],
        json!({ "$ref": "#/$defs/Node" })
    );
    assert_eq!(lowered(&schema, Profile::Draft07)["properties"]["n"], json!({ "$ref": "#/definitions/Node" }));
    assert!(lowered(&schema, Profile::Gemini).get("$defs").is_none());
}

#[test]
fn openai_gets_closed_objects_and_nulls_for_what_is_optional() {
    let schema = json!({ "type": "object", "required": ["a"], "properties": {
        "a": { "type": "string" }, "b": { "type": "integer" }, "m": { "type": "object", "additionalProperties": { "type": "string" } },
    } });
    assert_eq!(
        lowered(&schema, Profile::OpenaiStrict),
        json!({ "type": "object", "required": ["a", "b", "m"], "additionalProperties": false, "properties": {
            "a": { "type": "string" },
            "b": { "anyOf": [{ "type": "integer" }, { "type": "null" }] },
            "m": { "anyOf": [{ "type": "string", "description": "An object. A JSON object, as JSON text." }, { "type": "null" }] },
        } })
    );
    let nothing = json!({ "type": "object", "additionalProperties": false });
    assert_eq!(keeps_rules(&lowered(&nothing, Profile::OpenaiStrict), Profile::OpenaiStrict), []);
}

#[test]
fn claude_and_draft_07_say_null_in_one_word() {
    assert_eq!(
        property(&json!({ "type": ["string", "null"] }), Profile::Claude),
        json!({ "type": ["string", "null"] })
    );
    let tuple = json!({ "type": "array", "prefixItems": [{ "type": "string" }], "items": { "type": "number" } });
    let older = property(&tuple, Profile::Draft07);
    assert_eq!(
        older,
        json!({ "type": "array", "items": [{ "type": "string" }], "additionalItems": { "type": "number" } })
    );
}

/// Types that all refer to one another would fill any memory if they were written out.
#[test]
fn dense_graphs_stay_small() {
    let count = 150;
    let mut definitions = Map::new();
    for from in 0..count {
        let properties: Map<String, Value> =
            (0..count).map(|to| (format!("p{to}"), json!({ "$ref": format!("#/$defs/T{to}") }))).collect();
        definitions.insert(format!("T{from}"), json!({ "type": "object", "properties": properties }));
    }
    let schema = json!({ "type": "object", "properties": { "r": { "$ref": "#/$defs/T0" } }, "$defs": definitions });
    for profile in [Profile::Standard, Profile::Claude, Profile::OpenaiStrict, Profile::Gemini, Profile::Draft07] {
        let (small, _) = lower(&schema, profile, 20_000);
        assert!(small.to_string().len() <= 20_200, "{profile}: {}", small.to_string().len());
        assert_eq!(keeps_rules(&small, profile), [], "{profile}");
    }
    let (output, _) = relax_output(&schema, Profile::Standard, 6_000);
    assert!(output.to_string().len() <= 6_100, "{}", output.to_string().len());
}

#[test]
fn deep_and_circular_schemas_do_not_overflow() {
    let mut deep = json!({ "type": "string" });
    for _ in 0..100 {
        deep = json!({ "type": "array", "items": deep });
    }
    let mut chain = Map::new();
    for n in 0..3_000 {
        let next = json!({ "$ref": format!("#/$defs/C{}", n + 1) });
        chain.insert(
            format!("C{n}"),
            json!({ "allOf": [next, { "type": "object", "properties": { format!("p{n}"): {} } }] }),
        );
    }
    chain.insert("A".to_owned(), json!({ "$ref": "#/$defs/B" }));
    chain.insert("B".to_owned(), json!({ "anyOf": [{ "$ref": "#/$defs/A" }, { "allOf": [{ "$ref": "#/$defs/B" }] }] }));
    let schema = json!({ "type": "object", "$defs": chain,
        "properties": { "d": deep, "c": { "$ref": "#/$defs/C0" }, "a": { "$ref": "#/$defs/A" } } });
    for profile in Profile::ALL {
        let (lowered, _) = lower(&schema, profile, 30_000);
        assert_eq!(keeps_rules(&lowered, profile), [], "{profile}");
    }
    let circular = json!({ "$ref": "#/$defs/A", "$defs": schema["$defs"] });
    for profile in Profile::ALL {
        assert_eq!(keeps_rules(&lowered(&circular, profile), profile), [], "{profile}");
    }
    let (output, _) = relax_output(&circular, Profile::Standard, 6_000);
    assert_eq!(output["type"], "object");
}

#[test]
fn a_root_union_becomes_one_object() {
    let schema = json!({ "oneOf": [
        { "type": "object", "properties": { "a": { "type": "string" }, "k": { "type": "string" } }, "required": ["k"] },
        { "type": "object", "properties": { "k": { "type": "integer" } }, "required": ["k"] },
    ] });
    for profile in Profile::ALL {
        let lowered = lowered(&schema, profile);
        assert_eq!(keeps_rules(&lowered, profile), [], "{profile}: {lowered}");
        if profile != Profile::OpenaiStrict {
            assert!(accepts(&lowered, &json!({ "k": 1, "a": 5 })), "{profile}: {lowered}");
            assert!(!accepts(&lowered, &json!({ "a": "x" })), "{profile}: {lowered}");
        }
    }
}

#[test]
fn a_budget_opens_the_deepest_optional_parts_first() {
    let leaf =
        json!({ "type": "object", "properties": { "x": { "type": "string", "description": "word ".repeat(80) } } });
    let group = |required: bool| {
        let inner: Map<String, Value> = (0..20).map(|n| (format!("i{n}"), leaf.clone())).collect();
        let names: Vec<&String> = if required { inner.keys().collect() } else { Vec::new() };
        json!({ "type": "object", "required": names, "properties": inner })
    };
    let schema = json!({ "type": "object", "required": ["must"],
        "properties": { "must": group(true), "may": group(false), "name": { "type": "string" } } });
    let (small, notes) = lower(&schema, Profile::Standard, 2_500);
    assert!(small.to_string().len() <= 2_500, "{}", small.to_string().len());
    assert_eq!(small["properties"]["name"], json!({ "type": "string" }));
    assert!(small["properties"]["must"]["properties"]["i3"].is_object(), "{small}");
    assert!(!notes.is_empty());
}

#[test]
fn outputs_expect_much_and_assert_little() {
    let pet = json!({ "type": "object", "required": ["id"], "additionalProperties": false, "properties": {
        "id": { "type": "integer" }, "kind": { "enum": ["cat", "dog"] }, "born": { "type": "string", "format": "date" },
        "owner": { "$ref": "#/$defs/Owner" }, "tags": { "type": "array", "items": { "type": "string" } },
    } });
    let owner = json!({ "type": "object", "required": ["name"], "properties": { "name": { "type": "string", "maxLength": 3 } } });
    let (schema, wrap) =
        relax_output(&json!({ "type": "array", "items": pet, "$defs": { "Owner": owner } }), Profile::Standard, PLENTY);
    assert_eq!(wrap.as_deref(), Some("items"));
    for lie in [
        json!({ "items": [{ "id": "12", "kind": "ferret", "born": "yesterday", "owner": "own_1", "tags": null, "new": 1 }] }),
        json!({ "items": [{ "id": null, "owner": { "name": "much too long" }, "tags": {} }, null] }),
        json!({ "items": null }),
        json!({ "items": [{ "id": 1.5, "owner": [] }] }),
        json!({}),
    ] {
        assert!(accepts(&schema, &lie), "{lie}: {schema}");
    }
    assert!(!accepts(&schema, &json!({ "items": [{ "tags": 5 }] })));
    assert_eq!(check(&schema, Rules::of(Profile::Standard), Role::Output), []);
    let (object, wrap) = relax_output(&pet, Profile::Standard, PLENTY);
    assert!(wrap.is_none() && object["properties"]["id"].is_object());
    assert_eq!(relax_output(&json!({ "type": "string" }), Profile::Standard, PLENTY).1.as_deref(), Some("value"));
    assert_eq!(relax_output(&json!({}), Profile::Standard, PLENTY).0["type"], "object");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn every_profile_keeps_its_rules(schema in random::root(), budget in prop_oneof![Just(PLENTY), 600_usize..3_000]) {
        for profile in Profile::ALL {
            let (lowered, _) = lower(&schema, profile, budget);
            let findings = keeps_rules(&lowered, profile);
            prop_assert!(findings.is_empty(), "{profile}: {findings:?}\n{schema}\n{lowered}");
            prop_assert!(jsonschema::meta::is_valid(&lowered), "{profile}: {lowered}");
            prop_assert_eq!(&lowered, &lower(&schema, profile, budget).0);
        }
        let (output, _) = relax_output(&schema, Profile::Standard, budget);
        let findings = check(&output, Rules::of(Profile::Standard), Role::Output);
        prop_assert!(findings.is_empty(), "{findings:?}\n{schema}\n{output}");
        prop_assert!(jsonschema::meta::is_valid(&output), "{output}");
    }

    #[test]
    fn lowering_only_weakens(schema in random::root(), seed in any::<u64>(), budget in prop_oneof![Just(PLENTY), 600_usize..3_000]) {
        let original = jsonschema::validator_for(&schema).unwrap();
        let instances: Vec<Value> = (0..30).map(|n| random::instance(&schema, seed.wrapping_add(n))).collect();
        for profile in [Profile::Standard, Profile::Claude, Profile::Draft07, Profile::Full] {
            let (lowered, _) = lower(&schema, profile, budget);
            let validator = jsonschema::validator_for(&lowered).unwrap();
            for instance in instances.iter().filter(|instance| original.is_valid(instance)) {
                prop_assert!(validator.is_valid(instance), "{profile} refuses {instance}\n{schema}\n{lowered}");
            }
        }
        let (output, wrap) = relax_output(&schema, Profile::Standard, budget);
        let validator = jsonschema::validator_for(&output).unwrap();
        for instance in instances.iter().filter(|instance| original.is_valid(instance)) {
            let answer = wrap.as_ref().map_or_else(|| instance.clone(), |key| json!({ key: instance }));
            prop_assert!(validator.is_valid(&answer), "output refuses {answer}\n{schema}\n{output}");
        }
    }
}

/// The weakening test says nothing if its instances are hardly ever valid.
#[test]
fn random_instances_are_often_valid() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut valid, mut all) = (0, 0);
    for _ in 0..100 {
        let schema = random::root().new_tree(&mut runner).unwrap().current();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for seed in 0..10 {
            all += 1;
            valid += usize::from(validator.is_valid(&random::instance(&schema, seed)));
        }
    }
    assert!(valid * 4 > all, "{valid} of {all}");
}
