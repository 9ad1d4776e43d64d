//! What an image consists of (CycloneDX 1.5): the runtime, the crates in it, the blueprint.

use std::collections::BTreeMap;

use auditable_serde::VersionInfo;
use hub_model::Blueprint;
use serde_json::{Value, json};

use super::{Runtime, blob::hex};

pub(super) const MEDIA_TYPE: &str = "application/vnd.cyclonedx+json";

/// The list. Crates are what the program itself carries (`cargo auditable`), not what somebody says that it was built of; where it carries
/// none, the list says that it is incomplete.
pub(super) fn of(blueprint: &Blueprint, runtime: &Runtime) -> Value {
    let crates = runtime.crates();
    let complete = if crates.is_some() { "complete" } else { "incomplete" };
    let mut components = vec![json!({
        "type": "file",
        "bom-ref": "blueprint",
        "name": "blueprint.json",
        "description": blueprint.digest,
    })];
    let mut dependencies = Vec::new();
    if let Some(crates) = &crates {
        list(crates, &mut components, &mut dependencies);
    }
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": {
            "type": "application",
            "bom-ref": "runtime",
            "name": "mcphub-runtime",
            "version": env!("CARGO_PKG_VERSION"),
            "hashes": [{ "alg": "SHA-256", "content": hex(&runtime.digest) }],
        } },
        "components": components,
        "dependencies": dependencies,
        "compositions": [{ "aggregate": complete, "dependencies": ["runtime"] }],
    })
}

/// The crates that are in the program: those that only built it are left out.
fn list(crates: &VersionInfo, components: &mut Vec<Value>, dependencies: &mut Vec<Value>) {
    let name = |at: usize| crates.packages.get(at).map(|package| purl(&package.name, &package.version.to_string()));
    let mut sorted: BTreeMap<String, (Value, Value)> = BTreeMap::new();
    for package in &crates.packages {
        if package.kind != auditable_serde::DependencyKind::Runtime {
            continue;
        }
        let version = package.version.to_string();
        let purl = purl(&package.name, &version);
        let own = if package.root { "runtime".to_owned() } else { purl.clone() };
        let uses: Vec<String> = package.dependencies.iter().filter_map(|at| name(*at)).collect();
        let component =
            json!({ "type": "library", "bom-ref": purl, "name": package.name, "version": version, "purl": purl });
        sorted.insert(own.clone(), (component, json!({ "ref": own, "dependsOn": uses })));
    }
    for (own, (component, uses)) in sorted {
        if own != "runtime" {
            components.push(component);
        }
        dependencies.push(uses);
    }
}

fn purl(name: &str, version: &str) -> String {
    // `+` begins the build metadata of a version, and is a space where addresses are decoded carelessly.
    format!("pkg:cargo/{name}@{}", version.replace('+', "%2B"))
}
