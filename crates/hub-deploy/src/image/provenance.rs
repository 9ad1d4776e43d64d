//! How an image was made (SLSA provenance 1.0 in an in-toto statement): of which documents, by which program.

use hub_model::Blueprint;
use serde_json::{Value, json};

use super::{
    Blob, Runtime,
    blob::{hex, sha256},
};

pub(super) const MEDIA_TYPE: &str = "application/vnd.in-toto+json";

/// The statement. It says nothing of when and where: whoever repeats the making gets the same statement.
pub(super) fn of(blueprint: &Blueprint, runtime: &Runtime, manifest: &Blob) -> Value {
    let mut materials = vec![json!({ "name": "mcphub-runtime", "digest": { "sha256": hex(&runtime.digest) } })];
    for source in &blueprint.sources {
        // Documents are named by what they are, not by where they came from: addresses may hold credentials.
        materials.push(json!({ "name": source.kind, "digest": digest(&source.digest) }));
    }
    let written = serde_json::to_vec(blueprint).map(|bytes| sha256(&bytes)).unwrap_or_default();
    json!({
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{ "name": blueprint.name, "digest": { "sha256": hex(&manifest.digest) } }],
        "predicateType": "https://slsa.dev/provenance/v1",
        "predicate": {
            "buildDefinition": {
                "buildType": "mcphub:image/1",
                "externalParameters": { "blueprint": { "digest": { "sha256": hex(&written) } } },
                "internalParameters": { "architecture": runtime.architecture.name() },
                "resolvedDependencies": materials,
            },
            "runDetails": { "builder": { "id": "mcphub:image", "version": { "mcphub": env!("CARGO_PKG_VERSION") } } },
        },
    })
}

fn digest(text: &str) -> Value {
    match text.split_once(':') {
        Some((algorithm, digits)) => json!({ algorithm: digits }),
        None => json!({ "sha256": text }),
    }
}
