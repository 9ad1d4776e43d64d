//! Bundles: what is in them, and that the same server gives the same bytes. `judge/hub/bundle.mjs` runs them.

use std::{
    collections::BTreeMap,
    io::{Cursor, Read as _},
};

use serde_json::{Value, json};

use super::Acme;
use crate::{client::Rest, hub::Hub};

/// The files of a bundle.
async fn files(who: &Rest, server: &str) -> (BTreeMap<String, String>, Vec<u8>) {
    let answer = who.bytes(&format!("{server}/bundle.mcpb")).await;
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.clone())).unwrap();
    let mut files = BTreeMap::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let (name, mut text) = (file.name().unwrap().into_owned(), String::new());
        file.read_to_string(&mut text).unwrap();
        files.insert(name, text);
    }
    (files, answer)
}

fn manifest(files: &BTreeMap<String, String>) -> Value {
    serde_json::from_str(&files["manifest.json"]).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_has_what_a_client_needs_and_no_key() {
    let acme = Acme::of(Hub::with(|settings| settings.gateway.allow_open = true).await).await;
    let owner = &acme.owner.rest;
    let words = json!({ "description": "Pets and ${user_config.api_key}\nin two lines" });
    let (server, _) = acme.deployed("pets", words).await;
    let (found, bytes) = files(owner, &server).await;
    assert_eq!(found.keys().collect::<Vec<_>>(), ["README.md", "manifest.json", "server/index.js"]);
    let told = manifest(&found);
    let url = format!("http://{}/mcp/acme/pets", acme.hub.address);
    let run = json!({ "command": "node", "args": ["${__dirname}/server/index.js"], "env": { "MCP_URL": url, "MCP_KEY": "${user_config.api_key}" } });
    assert_eq!(told["server"], json!({ "type": "node", "entry_point": "server/index.js", "mcp_config": run }));
    assert_eq!(
        (&told["manifest_version"], &told["name"], &told["version"]),
        (&json!("0.3"), &json!("acme-pets"), &json!("1.0.0"))
    );
    assert_eq!(told["description"], "Pets and ${user_config.api_key} in two lines");
    let asked = &told["user_config"]["api_key"];
    assert_eq!((&asked["required"], &asked["sensitive"]), (&json!(true), &json!(true)));
    assert_eq!(told["tools"][0]["name"], "get_pet1");
    assert_eq!(told["tools_generated"], true);
    assert!(found["README.md"].contains(&url));

    // A moment later it is the same, byte for byte; with another version it is not.
    acme.hub.clock.by(std::time::Duration::from_secs(60));
    assert_eq!(files(owner, &server).await.1, bytes);
    owner.post(&format!("{server}/versions"), json!({})).await.is(201);
    acme.deploy(&server, json!({ "version": "2" })).await;
    assert_eq!(manifest(&files(owner, &server).await.0)["version"], "2.0.0");

    // An open server wants no key, and one whose tools are searched for lists none.
    let settings = json!({ "settings": { "access": "open" } });
    owner.patch(&server, settings).await.is(200);
    let design = json!({ "design": { "sources": [{ "api": acme.api }], "discovery": "search" } });
    owner.patch(&server, design).await.is(200);
    let told = manifest(&files(owner, &server).await.0);
    assert_eq!((&told["user_config"], told.get("tools")), (&json!({}), None));
    assert_eq!(told["server"]["mcp_config"]["env"], json!({ "MCP_URL": url }));

    owner.delete(&format!("{server}/deployment")).await.is(202);
    owner.get(&format!("{server}/bundle.mcpb")).await.problem(409, "conflict");
}
