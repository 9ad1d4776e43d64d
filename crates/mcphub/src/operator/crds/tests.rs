//! The definitions are those that were committed (`MCPHUB_BLESS=1` writes them), and such that an API server takes them.

use std::path::Path;

use hub_model::resource::ResourceKind;
use serde_json::Value;

use super::{definition, plural, yaml};

#[test]
fn they_are_those_that_were_blessed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy/helm/mcphub/files/crds");
    let bless = std::env::var_os("MCPHUB_BLESS").is_some();
    for kind in ResourceKind::ALL {
        let (made, file) = (yaml(*kind).unwrap(), folder.join(format!("{}.yaml", plural(*kind))));
        if bless {
            std::fs::create_dir_all(&folder).unwrap();
            std::fs::write(&file, made).unwrap();
            continue;
        }
        let kept = std::fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == made, "{} is stale; MCPHUB_BLESS=1 writes it anew", file.display());
    }
}

#[test]
fn they_are_structural() {
    for kind in ResourceKind::ALL {
        let definition = definition(*kind);
        let schema = definition.pointer("/spec/versions/0/schema/openAPIV3Schema").unwrap();
        for part in ["/properties/spec/properties", "/properties/status/properties/conditions/items/properties"] {
            assert!(schema.pointer(part).is_some_and(Value::is_object), "{kind} has no {part}");
        }
        check(schema, &mut kind.to_string());
    }
}

fn check(schema: &Value, place: &mut String) {
    let all = schema.as_object().unwrap_or_else(|| panic!("{place} is no schema: {schema}"));
    for forbidden in ["$ref", "$defs", "oneOf", "anyOf", "allOf", "const", "default", "$schema"] {
        assert!(!all.contains_key(forbidden), "{place} has {forbidden}: {schema}");
    }
    let is_any = all.contains_key("x-kubernetes-preserve-unknown-fields");
    assert!(all.get("type").is_some_and(Value::is_string) || is_any, "{place} has no type: {schema}");
    let others = all.get("additionalProperties");
    assert!(!(others.is_some() && all.contains_key("properties")), "{place} has properties and others: {schema}");
    for (name, property) in all.get("properties").and_then(Value::as_object).into_iter().flatten() {
        check(property, &mut format!("{place}.{name}"));
    }
    for inner in [all.get("items"), others].into_iter().flatten() {
        check(inner, &mut format!("{place}[]"));
    }
}
