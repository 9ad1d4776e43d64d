//! Images of servers and the registries that they are pushed to: a real registry where there is one, a scanner that finds something.

mod archives;
mod gate;
mod place;
mod pushing;
mod registries;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{gateway::Acme, hub::Hub};

/// An organisation whose hub can make images, with a server of one version.
struct Shipyard {
    acme: Acme,
    /// The path of the server in the REST API.
    server: String,
    folder: TempDir,
}

impl Shipyard {
    async fn new(scanner: Option<&str>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let runtime = runtime(folder.path());
        let scanner = scanner.map(|script| executable(&folder.path().join("trivy"), script));
        let own = folder.path().join("images").display().to_string();
        let hub = Hub::with(|settings| {
            settings.images.runtimes = vec![runtime];
            settings.images.scanner = scanner.map(|path| path.display().to_string());
            settings.images.folder = own;
        })
        .await;
        let acme = Acme::of(hub).await;
        let server = acme.server("pets", json!({})).await;
        Self { acme, server, folder }
    }

    /// Asks for an image of the first version, and waits for what becomes of it.
    async fn built(&self, wanted: Value) -> Value {
        let owner = &self.acme.owner.rest;
        let made = owner.post(&format!("{}/versions/1/images", self.server), wanted).await.is(202);
        self.acme.hub.ended(owner, &self.acme.organisation, &made["job"]).await
    }

    /// Makes a registry; its path in the REST API.
    async fn registry(&self, host: &str, more: Value) -> (String, String) {
        let mut body = json!({ "name": format!("at {host}"), "address": format!("{host}/team") });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let made = self.acme.owner.rest.post(&format!("{}/registries", self.acme.organisation), body).await.is(201);
        let id = made["id"].as_str().unwrap().to_owned();
        (format!("{}/registries/{id}", self.acme.organisation), id)
    }

    async fn images(&self) -> Vec<Value> {
        let listed = self.acme.owner.rest.get(&format!("{}/images", self.server)).await.is(200);
        listed["items"].as_array().unwrap().clone()
    }
}

/// A program that does `script`.
fn executable(path: &Path, script: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::write(path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
    path.to_owned()
}

/// The head of a static program for amd64, which nothing here runs: its path.
pub fn runtime(folder: &Path) -> String {
    let mut bytes = vec![0; 64 + 56];
    bytes[..7].copy_from_slice(&[0x7f, b'E', b'L', b'F', 2, 1, 1]);
    (bytes[16], bytes[18], bytes[32], bytes[52], bytes[54], bytes[56], bytes[64]) = (2, 62, 64, 64, 56, 1, 1);
    let path = folder.join("mcphub-runtime");
    std::fs::write(&path, bytes).unwrap();
    path.display().to_string()
}
