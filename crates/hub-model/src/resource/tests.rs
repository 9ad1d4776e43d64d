//! Specifications and what REST calls the same.

use serde_json::json;

use super::{ApiSettingsSpec, CurationSpec, DeploymentSpec, McpApiSpec, McpServerSpec, Metadata, ServerSettingsSpec};
use crate::{api::ApiSettings, curation::Curation, server::ServerSettings};

#[test]
fn what_is_usual_is_not_written_and_means_the_same() {
    assert_eq!(serde_json::to_value(ApiSettingsSpec::default()).unwrap(), json!({}));
    assert_eq!(serde_json::to_value(ServerSettingsSpec::default()).unwrap(), json!({}));
    assert_eq!(ApiSettings::from(ApiSettingsSpec::default()), ApiSettings::default());
    assert_eq!(ServerSettings::from(ServerSettingsSpec::default()), ServerSettings::default());
    let spec: McpApiSpec = serde_json::from_value(json!({ "source": { "url": "https://a.example" } })).unwrap();
    assert_eq!(serde_json::to_value(&spec).unwrap(), json!({ "source": { "url": "https://a.example" } }));
    let deployment: DeploymentSpec = serde_json::from_value(json!({ "replicas": 2 })).unwrap();
    assert_eq!(deployment, DeploymentSpec { replicas: 2, ..DeploymentSpec::default() });
}

#[test]
fn settings_go_there_and_back() {
    let settings: ApiSettings = serde_json::from_value(json!({
        "kind": "openapi", "validation": "strict", "upstream": "https://b.example", "only": ["list_*"], "refresh_every": 3600,
        "auto_approve": true, "probe_every": null, "probe": "/health", "document_credential": "key",
    }))
    .unwrap();
    let spec = ApiSettingsSpec::from(settings.clone());
    assert_eq!(serde_json::to_value(&spec).unwrap()["probeEvery"], 0, "never is written as 0: Kubernetes drops null");
    assert_eq!(ApiSettings::from(spec), settings);
    let settings: ServerSettings = serde_json::from_value(json!({
        "access": "open", "ask": "destructive", "calls_per_minute": 9, "caller_calls_per_minute": 8, "concurrent_calls": 7,
        "call_seconds": 6, "answer_chars": 5000, "tools": { "buy": { "calls_per_minute": 4 } }, "capture": true, "retention_days": 3,
    }))
    .unwrap();
    assert_eq!(ServerSettings::from(ServerSettingsSpec::from(settings.clone())), settings);
}

#[test]
fn curations_go_there_and_back() {
    let curation: Curation = serde_json::from_value(json!({
        "picks": [{ "glob": "list_*" }, { "tag": "x", "out": true }, { "read-only": true }, { "deprecated": false }],
        "tools": { "GET /pets": { "name": "pets", "title": "Pets", "description": "d", "read_only": true, "destructive": false,
            "idempotent": true, "arguments": { "limit": { "name": "n", "description": "d", "fixed": 1.5, "hidden": true },
            "page": { "default": { "a": [1] } } } } },
        "instructions": "be kind",
    }))
    .unwrap();
    let spec = CurationSpec::from(curation.clone());
    let written = serde_json::to_value(&spec).unwrap();
    assert_eq!(written["picks"][2], json!({ "readOnly": true }));
    assert_eq!(serde_json::from_value::<CurationSpec>(written).unwrap(), spec);
    assert_eq!(Curation::from(spec), curation);
}

#[test]
fn what_says_the_same_has_one_form() {
    let server = |spec: serde_json::Value| serde_json::from_value::<McpServerSpec>(spec).unwrap().tidy("shop");
    let long = server(json!({
        "displayName": "shop", "settings": { "callSeconds": 60, "concurrentCalls": 100 },
        "design": { "sources": [{ "api": "a", "curation": { "tools": { "GET /": { "arguments": { "x": {} } } } } }] },
    }));
    assert_eq!(long, server(json!({ "design": { "sources": [{ "api": "a" }] } })));
    let api = |spec: serde_json::Value| serde_json::from_value::<McpApiSpec>(spec).unwrap().tidy("shop");
    let scaled = |scaling: serde_json::Value| {
        server(json!({ "design": { "sources": [] }, "deployment": { "target": "process", "scaling": scaling } }))
    };
    let usual = scaled(json!({ "min": 0, "max": 3, "calls": 10, "quietSeconds": 120 }));
    assert_eq!(usual, scaled(json!({ "min": 0, "max": 3 })));
    let long = api(json!({ "source": { "url": "u" }, "displayName": "shop", "settings": { "probeEvery": 300 } }));
    assert_eq!(long, api(json!({ "source": { "url": "u" } })));
}

#[test]
fn what_cannot_be_followed_says_where() {
    let api = |spec: serde_json::Value| serde_json::from_value::<McpApiSpec>(spec).unwrap().check();
    for (spec, place) in [
        (json!({ "source": {} }), "spec.source"),
        (json!({ "source": { "url": "u", "file": "f" } }), "spec.source"),
        (json!({ "source": { "url": "u", "documents": { "a": "b" } } }), "spec.source"),
        (json!({ "source": { "url": "u", "files": ["a"] } }), "spec.source"),
        (
            json!({ "source": { "url": "u" }, "credentials": [{ "scheme": "k", "valueFrom": {} }] }),
            "spec.credentials[0].valueFrom",
        ),
        (
            json!({ "source": { "url": "u" }, "credentials": [{ "scheme": "k", "valueFrom": { "env": "A" } }, { "scheme": "k", "valueFrom": { "env": "A" } }] }),
            "spec.credentials[1]",
        ),
    ] {
        assert_eq!(api(spec.clone()).unwrap_err().place, place, "{spec}");
    }
    let server = |spec: serde_json::Value| serde_json::from_value::<McpServerSpec>(spec).unwrap().check();
    for (spec, place) in [
        (json!({ "design": { "sources": [] } }), "spec.design.sources"),
        (
            json!({ "design": { "sources": [{ "api": "a", "curation": { "picks": [{ "out": true }] } }] } }),
            "spec.design.sources[0].curation.picks[0]",
        ),
        (json!({ "design": { "sources": [{ "api": "a", "revision": 0 }] } }), "spec.design.sources[0].revision"),
        (
            json!({ "design": { "sources": [{ "api": "a" }] }, "deployment": { "replicas": 0 } }),
            "spec.deployment.replicas",
        ),
    ] {
        assert_eq!(server(spec.clone()).unwrap_err().place, place, "{spec}");
    }
    for name in ["", "a", "A-b", "1ab", "ab-", "a_b"] {
        assert!(Metadata { name: name.to_owned(), organisation: None }.check().is_err(), "{name}");
    }
    assert!(Metadata { name: "my-api2".to_owned(), organisation: None }.check().is_ok());
}
