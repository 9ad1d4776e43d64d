//! What is served changes when somebody says so, and then at once: versions, canaries, rollbacks, settings, credentials, re-imports.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Acme, key};
use crate::mcp::Mcp;

/// The tools, once there are as many.
async fn tools(mcp: &Mcp, many: usize) -> Vec<String> {
    for _ in 0..100 {
        let tools = mcp.tools().await;
        if tools.len() == many {
            return tools;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("the server does not come to have {many} tools")
}

impl Acme {
    /// Fetches the API's document anew, which has one more operation each time; the revision that came of it.
    async fn refresh(&self) -> Value {
        let made = self.owner.rest.post(&format!("{}/apis/{}/refreshes", self.organisation, self.api), json!({})).await;
        let ended = self.hub.ended(&self.owner.rest, &self.organisation, &made.is(202)["job"]).await;
        assert_eq!(ended["result"]["state"], "pending", "{ended}");
        ended
    }

    async fn approve(&self) {
        let path = format!("{}/apis/{}/revisions/pending/approval", self.organisation, self.api);
        self.owner.rest.post(&path, json!({})).await.is(200);
    }

    /// A second version of a server, with one tool more.
    async fn second(&self, server: &str) {
        self.refresh().await;
        self.approve().await;
        let made = self.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
        assert_eq!((&made["number"], &made["tools"]), (&json!(2), &json!(2)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_document_changes_nothing_until_it_is_approved_frozen_and_deployed() {
    let acme = Acme::new().await;
    let curated = json!({ "tools": { "GET /pets/1": { "name": "fetch_rex", "description": "Fetches Rex." } } });
    let design = json!({ "design": { "sources": [{ "api": acme.api, "curation": curated }] } });
    let (server, mcp) = acme.deployed("pets", design).await;
    assert_eq!(mcp.tools().await, ["fetch_rex"]);
    acme.refresh().await;
    let changes =
        acme.owner.rest.get(&format!("{}/apis/{}/revisions/pending/changes", acme.organisation, acme.api)).await;
    assert!(changes.is(200).to_string().contains("get_pet2"));
    let draft = acme.owner.rest.get(&format!("{server}/tools")).await.is(200);
    assert_eq!(draft["tools"].as_array().unwrap().len(), 1, "what waits for approval is in nothing");
    acme.approve().await;
    let draft = acme.owner.rest.get(&format!("{server}/tools")).await.is(200);
    let names: Vec<&str> =
        draft["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["fetch_rex", "get_pet2"], "what people changed is still changed");
    assert_eq!(mcp.tools().await, ["fetch_rex"], "an approved revision is served once a version of it is deployed");
    let made = acme.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
    assert_eq!((&made["tools"], &made["breaking"]), (&json!(2), &json!(0)), "{made}");
    let changes = acme.owner.rest.get(&format!("{server}/versions/2/changes")).await.is(200).to_string();
    assert!(changes.contains("get_pet2") && !changes.contains("fetch_rex"), "{changes}");
    let hashes =
        async |version: &str| acme.owner.rest.get(&format!("{server}/versions/{version}/hashes")).await.is(200);
    assert_eq!(hashes("1").await["fetch_rex"], hashes("2").await["fetch_rex"], "the tool is the same one");
    acme.deploy(&server, json!({ "version": "2" })).await;
    assert_eq!(tools(&mcp, 2).await, ["fetch_rex", "get_pet2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_longer_fits_is_shown_and_the_rest_is_kept() {
    let acme = Acme::new().await;
    let curated = json!({ "tools": { "GET /gone": { "name": "gone" }, "GET /pets/1": { "name": "fetch_rex" } } });
    let server =
        acme.server("pets", json!({ "design": { "sources": [{ "api": acme.api, "curation": curated }] } })).await;
    let draft = acme.owner.rest.get(&format!("{server}/tools")).await.is(200);
    let conflict = &draft["conflicts"][0];
    assert_eq!((&conflict["operation"], &conflict["api"]), (&json!("GET /gone"), &json!(acme.api)), "{draft}");
    assert_eq!(draft["tools"][0]["name"], "fetch_rex");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_canary_is_for_some_callers_and_a_rollback_for_all() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    acme.second(&server).await;
    acme.deploy(&server, json!({ "canary": { "version": "2", "percent": 50 } })).await;
    let mut seen: BTreeMap<usize, usize> = BTreeMap::new();
    for _ in 0..16 {
        let caller = mcp.with(&key(&acme.owner.rest, &acme.organisation, json!({})).await);
        // A key is known to the gateway a moment after it was made.
        let mut many = Vec::new();
        for _ in 0..100 {
            if caller.ask("tools/list", json!({})).await.status == 200 {
                many.push(caller.tools().await.len());
                many.push(caller.tools().await.len());
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        assert_eq!(many.first(), many.last(), "a caller has the same version each time");
        *seen.entry(many[0]).or_default() += 1;
    }
    assert!(
        seen.contains_key(&1) && seen.contains_key(&2),
        "of sixteen callers some get the one, some the other: {seen:?}"
    );
    let promoted = acme.owner.rest.post(&format!("{server}/deployment/promotion"), json!({})).await.is(202);
    assert_eq!(promoted["canary"], json!(null));
    tools(&mcp, 2).await;
    acme.owner.rest.post(&format!("{server}/deployment/rollback"), json!({})).await.is(202);
    tools(&mcp, 1).await;
    let none = acme.owner.rest.post(&format!("{server}/deployment/rollback"), json!({})).await;
    none.problem(409, "conflict");
}

#[tokio::test(flavor = "multi_thread")]
async fn no_call_is_lost_while_versions_change() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    acme.second(&server).await;
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let callers: Vec<_> = (0..8)
        .map(|_| {
            let (mcp, stopped) = (mcp.clone(), stopped.clone());
            tokio::spawn(async move {
                let mut answered = 0;
                while !*stopped.borrow() {
                    mcp.call("get_pet1", json!({})).await.says(false);
                    answered += 1;
                }
                answered
            })
        })
        .collect();
    for _ in 0..3 {
        acme.deploy(&server, json!({ "version": "1", "canary": { "version": "2", "percent": 50 } })).await;
        for action in ["promotion", "rollback"] {
            acme.owner.rest.post(&format!("{server}/deployment/{action}"), json!({})).await.is(202);
            tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        }
    }
    stop.send(true).unwrap();
    let mut answered = 0;
    for caller in callers {
        answered += caller.await.unwrap();
    }
    assert!(answered > 100, "{answered}");
    acme.calls(&server, 50).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn credentials_are_used_at_once_and_each_users_own_for_them() {
    let acme = Acme::new().await;
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    let ann = acme.hub.person("ann").await;
    acme.hub.join(&acme.owner.rest, &acme.organisation, &ann, "developer").await;
    let credential = format!("{}/apis/{}/credentials/key", acme.organisation, acme.api);
    acme.owner.rest.put(&credential, json!({ "value": "everybodys" })).await.is(200);
    ann.rest.put(&credential, json!({ "value": "anns-own-key", "personal": true })).await.is(200);
    let sent = async |caller: &Mcp, expected: &str| {
        for _ in 0..100 {
            let answer = caller.call("get_pet1", json!({})).await;
            let asked = acme.hub.upstream.asked();
            let sent = asked.last().and_then(|(_, headers)| headers.get("x-key").cloned());
            if answer.status == 200 && sent.is_some_and(|sent| sent == expected) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        }
        panic!("{expected} is not sent")
    };
    sent(&mcp, "everybodys").await;
    sent(&mcp.with(ann.rest.token.as_ref().unwrap()), "anns-own-key").await;
    acme.owner.rest.put(&credential, json!({ "value": "rotated-value" })).await.is(200);
    sent(&mcp, "rotated-value").await;
    sent(&mcp.with(ann.rest.token.as_ref().unwrap()), "anns-own-key").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn tools_of_several_apis_are_one_server() {
    let acme = Acme::new().await;
    let source = json!({ "type": "url", "url": acme.hub.upstream.url("/stable/shop.json") });
    let (other, ended) = acme.hub.register(&acme.owner.rest, &acme.organisation, source).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let sources = json!([{ "api": acme.api, "space": "zoo" }, { "api": other, "space": "shop" }]);
    let (_, mcp) = acme.deployed("both", json!({ "design": { "sources": sources } })).await;
    assert_eq!(mcp.tools().await, ["zoo_get_pet1", "shop_get_pet1"]);
    let credential = format!("{}/apis/{other}/credentials/key", acme.organisation);
    acme.owner.rest.put(&credential, json!({ "value": "of-the-shop" })).await.is(200);
    let mut sent = None;
    for _ in 0..100 {
        mcp.call("shop_get_pet1", json!({})).await.says(false);
        sent = acme.hub.upstream.asked().last().unwrap().1.get("x-key").cloned();
        if sent.is_some() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    assert_eq!(sent.unwrap(), "of-the-shop");
    mcp.call("zoo_get_pet1", json!({})).await.says(false);
    assert_eq!(acme.hub.upstream.asked().last().unwrap().1.get("x-key"), None, "each API has its own credentials");
}
