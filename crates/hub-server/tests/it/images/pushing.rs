//! Images as a real registry has them: pushed, listed, kept as many as there should be, deleted.

use serde_json::{Value, json};

use super::{
    Shipyard,
    place::{PASSWORD, Place, USER},
};

fn tags(listed: &Value) -> Vec<&str> {
    listed["items"].as_array().unwrap().iter().map(|tag| tag["tag"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_is_pushed_listed_and_its_tags_kept_as_many_as_there_should_be() {
    let Some(place) = Place::start().await else { return };
    let yard = Shipyard::new(None).await;
    let owner = &yard.acme.owner.rest;
    let login = json!({ "user": USER, "password": PASSWORD });
    let (registry, id) = yard.registry(&place.host, json!({ "login": login, "keep": 2 })).await;
    let tested = owner.post(&format!("{registry}/tests"), json!({})).await.is(200);
    assert_eq!(tested["accepted"], true, "{tested}");
    let mut digests = Vec::new();
    for version in 1..=3 {
        if version > 1 {
            // Another title, another blueprint.
            let design = json!({ "sources": [{ "api": yard.acme.api }], "instructions": format!("number {version}") });
            owner.patch(&yard.server, json!({ "design": design })).await.is(200);
            owner.post(&format!("{}/versions", yard.server), json!({})).await.is(201);
        }
        let path = format!("{}/versions/{version}/images", yard.server);
        let made = owner.post(&path, json!({ "registry": id })).await.is(202);
        let ended = yard.acme.hub.ended(owner, &yard.acme.organisation, &made["job"]).await;
        assert_eq!(ended["state"], "succeeded", "{ended}");
        assert_eq!(ended["progress"]["total"], 5, "{ended}");
        let digest = ended["result"]["digest"].as_str().unwrap().to_owned();
        let there = place.ask(&format!("team/pets/manifests/{version}")).await;
        assert_eq!(there, (200, digest.clone()));
        assert!(ended["result"]["note"].as_str().unwrap().contains("images.scanner"), "{ended}");
        digests.push(digest);
    }
    // Two are kept: the first went with the third push.
    assert_eq!(place.ask("team/pets/manifests/1").await.0, 404);
    let listed = owner.get(&format!("{registry}/tags?repository=pets")).await.is(200);
    assert_eq!((tags(&listed), listed["items"][0]["digest"].as_str()), (vec!["3", "2"], Some(digests[2].as_str())));
    let seen = owner.get(&registry).await.is(200);
    assert_eq!(seen["repositories"], json!(["pets"]));
    let states: Vec<Value> = yard.images().await.iter().map(|image| image["state"].clone()).collect();
    assert_eq!(states, ["pushed", "pushed", "removed"]);
    owner.delete(&format!("{registry}/tags/3?repository=pets")).await.is(204);
    owner.delete(&format!("{registry}/tags/3?repository=pets")).await.problem(404, "not_found");
    assert_eq!(place.ask("team/pets/manifests/3").await.0, 404);
    assert_eq!(place.ask("team/pets/manifests/2").await.0, 200);
    let kinds = owner.get(&format!("{}/events?limit=200", yard.acme.organisation)).await.is(200).to_string();
    for kind in ["registry.created", "registry.tested", "image.built", "registry.tag-deleted"] {
        assert!(kinds.contains(kind), "{kind}: {kinds}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_tag_that_shares_its_image_with_another_stays() {
    let Some(place) = Place::start().await else { return };
    let yard = Shipyard::new(None).await;
    let owner = &yard.acme.owner.rest;
    let login = json!({ "user": USER, "password": PASSWORD });
    let (registry, id) = yard.registry(&place.host, json!({ "login": login, "keep": 1 })).await;
    for tag in ["1.0", "stable"] {
        let ended = yard.built(json!({ "registry": id, "tag": tag, "repository": "shop/pets" })).await;
        assert_eq!((&ended["state"], &ended["result"]["removed"]), (&json!("succeeded"), &json!([])), "{ended}");
    }
    let refused = owner.delete(&format!("{registry}/tags/1.0?repository=shop%2Fpets")).await.problem(409, "conflict");
    assert!(refused["detail"].as_str().unwrap().contains("stable"), "{refused}");
    assert_eq!(place.ask("team/shop/pets/manifests/1.0").await.0, 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_nowhere_to_be_read() {
    let Some(place) = Place::start().await else { return };
    let yard = Shipyard::new(None).await;
    let owner = &yard.acme.owner.rest;
    let planted = "planted-password";
    let (registry, id) =
        yard.registry(&place.host, json!({ "login": { "user": "planted-user", "password": planted } })).await;
    let tested = owner.post(&format!("{registry}/tests"), json!({})).await.is(200);
    assert!(tested["accepted"] == false && tested["message"].as_str().unwrap().contains("401"), "{tested}");
    let ended = yard.built(json!({ "registry": id })).await;
    assert!(ended["state"] == "failed" && ended["error"].as_str().unwrap().contains("401"), "{ended}");
    owner.get(&format!("{registry}/tags?repository=pets")).await.problem(409, "conflict");
    let mut told = format!("{tested}{ended}");
    for path in ["registries", "events?limit=200", "audit?limit=200", "jobs"] {
        told += &owner.get(&format!("{}/{path}", yard.acme.organisation)).await.is(200).to_string();
    }
    told += &owner.get(&registry).await.is(200).to_string();
    assert!(told.contains("registry.created") && !told.contains("planted"), "{told}");
    assert!(yard.images().await.is_empty());
    // Nobody is somebody else: the same registry without a login.
    owner.patch(&registry, json!({ "forget_login": true })).await.is(200);
    let tested = owner.post(&format!("{registry}/tests"), json!({})).await.is(200);
    assert!(tested["message"].as_str().unwrap().contains("give a user"), "{tested}");
}
