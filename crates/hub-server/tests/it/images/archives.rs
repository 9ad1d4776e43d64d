//! Images that are pushed nowhere: their archives are downloaded.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Shipyard;
use crate::gateway::Acme;

fn files(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = tar::Archive::new(archive);
    let read = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry = entry.unwrap();
        let (name, mut bytes) = (entry.path().unwrap().to_str().unwrap().to_owned(), Vec::new());
        std::io::Read::read_to_end(&mut entry, &mut bytes).unwrap();
        (name, bytes)
    };
    archive.entries().unwrap().map(read).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_image_is_made_and_downloaded() {
    let yard = Shipyard::new(None).await;
    let owner = &yard.acme.owner.rest;
    let ended = yard.built(json!({})).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let result = &ended["result"];
    assert_eq!((&result["name"], &result["platforms"]), (&json!("pets:1"), &json!(["amd64"])), "{ended}");
    assert!(result["note"].as_str().unwrap().contains("images.scanner"), "{ended}");
    let path = format!("{}/images/{}", yard.server, result["image"].as_str().unwrap());
    let seen = owner.get(&path).await.is(200);
    assert_eq!((&seen["state"], &seen["digest"], &seen["number"]), (&json!("kept"), &result["digest"], &json!(1)));
    assert_eq!((&seen["scanner"], &seen["vulnerabilities"]), (&Value::Null, &json!([])), "{seen}");
    let archive = owner.bytes(&format!("{path}/archive")).await;
    let files = files(&archive);
    let index: Value = serde_json::from_slice(&files["index.json"]).unwrap();
    assert_eq!(index["manifests"][0]["digest"], result["digest"], "{index}");
    let blueprint = owner.get(&format!("{}/versions/1/blueprint", yard.server)).await.is(200).to_string();
    assert!(!blueprint.is_empty() && files.len() > 5, "{:?}", files.keys());
    // The same version gives the same bytes.
    let again = yard.built(json!({ "platforms": ["amd64"] })).await;
    assert_eq!(again["result"]["digest"], result["digest"], "{again}");
    let other = format!("{}/images/{}/archive", yard.server, again["result"]["image"].as_str().unwrap());
    assert_eq!(owner.bytes(&other).await, archive);
    assert_eq!(
        owner.get(&format!("{}/images?version=1", yard.server)).await.is(200)["items"][1]["id"],
        result["image"]
    );
    owner.delete(&path).await.is(204);
    owner.get(&path).await.problem(404, "not_found");
    owner.get(&format!("{path}/archive")).await.problem(404, "not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_that_make_no_sense_are_refused_and_machines_without_a_runtime_named() {
    let yard = Shipyard::new(None).await;
    let owner = &yard.acme.owner.rest;
    let images = format!("{}/versions/1/images", yard.server);
    for wrong in [
        json!({ "tag": "../x" }),
        json!({ "tag": "a b" }),
        json!({ "repository": "UPPER" }),
        json!({ "repository": "../../other" }),
        json!({ "repository": "a".repeat(201) }),
        json!({ "platforms": ["vax"] }),
        json!({ "platforms": ["amd64", "amd64", "arm64"] }),
        json!({ "registry": "reg_00000000000000000000000000" }),
        json!({ "unknown": 1 }),
    ] {
        owner.post(&images, wrong).await.problem(422, "invalid");
    }
    let ended = yard.built(json!({ "platforms": ["arm64"] })).await;
    assert!(ended["error"].as_str().unwrap().contains("no runtime for arm64"), "{ended}");
    // The same key asks once.
    let key = [("idempotency-key", "an-image")];
    let one = owner.send(reqwest::Method::POST, &images, Some(json!({})), &key).await.is(202);
    assert_eq!(owner.send(reqwest::Method::POST, &images, Some(json!({})), &key).await.is(202), one);
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_runtime_the_answer_says_what_to_do() {
    let acme = Acme::new().await;
    let server = acme.server("pets", json!({})).await;
    let made = acme.owner.rest.post(&format!("{server}/versions/1/images"), json!({})).await.is(202);
    let ended = acme.hub.ended(&acme.owner.rest, &acme.organisation, &made["job"]).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    let error = ended["error"].as_str().unwrap();
    assert!(error.contains("make runtime") && error.contains("images.runtimes"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_without_room_is_told_so() {
    let yard = Shipyard::new(None).await;
    let organisation = yard.acme.organisation.rsplit('/').next().unwrap();
    let path = format!("/admin/organisations/{organisation}/quotas");
    yard.acme.hub.root.put(&path, json!({ "stored_bytes": 1 })).await.is(200);
    let ended = yard.built(json!({})).await;
    assert_eq!(ended["state"], "failed", "{ended}");
    assert!(ended["error"].as_str().unwrap().contains("quota"), "{ended}");
}
