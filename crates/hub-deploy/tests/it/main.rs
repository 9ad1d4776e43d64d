//! Images, from the outside: what is made, what registries hear, what scanners say. Real engines and registries judge in `judge/images`.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests say what they expect by failing")]

mod image_build;
mod image_registry;
mod image_scan;
mod image_sign;

use bytes::Bytes;
use hub_deploy::image::{Cache, Image, Runtime, build};
use hub_model::Blueprint;
use serde_json::json;

/// A blueprint of this name.
fn blueprint(name: &str) -> Blueprint {
    serde_json::from_value(json!({
        "format": "mcphub-blueprint/1", "digest": "sha256:00", "name": name, "title": "A shop", "version": "1", "instructions": "",
        "profile": "standard", "tools": [], "upstreams": {},
        "sources": [{ "uri": "https://user:hunter2@api.example/openapi.json?key=hunter2", "kind": "openapi", "digest": "sha256:11" }],
    }))
    .unwrap()
}

/// The head of a program for machines of this number (ELF `e_machine`); `interpreter`: which needs libraries.
fn program(machine: u16, interpreter: bool) -> Bytes {
    let mut bytes = vec![0; 64 + 56];
    bytes[..7].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1]);
    bytes[16] = 2;
    bytes[18..20].copy_from_slice(&machine.to_le_bytes());
    bytes[32] = 64;
    bytes[52] = 64;
    bytes[54] = 56;
    bytes[56] = 1;
    bytes[64] = if interpreter { 3 } else { 1 };
    bytes.into()
}

const AMD64: u16 = 62;
const ARM64: u16 = 183;

fn runtime(machine: u16) -> Runtime {
    Runtime::from_bytes(program(machine, false)).unwrap()
}

fn image(name: &str) -> Image {
    let folder = tempfile::tempdir().unwrap();
    build(&blueprint(name), &[runtime(AMD64)], &Cache::new(folder.path().to_owned())).unwrap()
}
