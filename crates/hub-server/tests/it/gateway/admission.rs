//! Who gets in: keys, tokens, open servers; and that a right that ends is gone at once.

use serde_json::{Value, json};

use super::{Acme, key};
use crate::{hub::Hub, mcp::Mcp};

/// The gateway hears of a change a moment after it was made.
async fn soon(mcp: &Mcp, status: u16) -> Value {
    for _ in 0..100 {
        let answer = mcp.ask("tools/list", json!({})).await;
        if answer.status == status {
            return answer.body;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("the gateway does not come to answer {status}")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_a_key_that_works() {
    let acme = Acme::new().await;
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    let anonymous = Mcp::new(acme.hub.address, "/mcp/acme/pets", None);
    let answer = anonymous.ask("tools/list", json!({})).await;
    assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"), "{:?}", answer.headers);
    answer.refused(401, "unauthenticated");
    for token in ["", "nonsense", "mcphub_key_0000000000000000000000000000000000000000000000000"] {
        mcp.with(token).ask("tools/list", json!({})).await.refused(401, "unauthenticated");
    }
    let scopes = json!({ "scopes": ["apis:read"] });
    let wrong = key(&acme.owner.rest, &acme.organisation, scopes).await;
    soon(&mcp.with(&wrong), 403).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn members_get_in_with_their_tokens_as_far_as_their_roles_go() {
    let acme = Acme::new().await;
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    assert_eq!(mcp.with(acme.owner.rest.token.as_ref().unwrap()).tools().await, ["get_pet1"]);
    let viewer = acme.hub.person("viewer").await;
    acme.hub.join(&acme.owner.rest, &acme.organisation, &viewer, "viewer").await;
    let viewers = mcp.with(viewer.rest.token.as_ref().unwrap());
    soon(&viewers, 403).await;
    let members = format!("{}/members/{}", acme.organisation, viewer.id);
    acme.owner.rest.patch(&members, json!({ "role": "developer" })).await.is(200);
    soon(&viewers, 200).await;
    acme.owner.rest.delete(&members).await.is(204);
    soon(&viewers, 404).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_ends_at_once_when_it_is_revoked_or_its_time_has_come() {
    let acme = Acme::new().await;
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    let keys = format!("{}/api-keys", acme.organisation);
    let ends = (time_in(&acme.hub, 3_600), json!({ "name": "k", "scopes": ["servers:call"] }));
    let mut body = ends.1.clone();
    body["expires_at"] = json!(ends.0);
    let ending = acme.owner.rest.post(&keys, body).await.is(201);
    let revoked = acme.owner.rest.post(&keys, ends.1).await.is(201);
    let (ending, of_revoked) = (mcp.with(ending["key"].as_str().unwrap()), mcp.with(revoked["key"].as_str().unwrap()));
    soon(&of_revoked, 200).await;
    soon(&ending, 200).await;
    acme.owner.rest.delete(&format!("{keys}/{}", revoked["id"].as_str().unwrap())).await.is(204);
    soon(&of_revoked, 401).await;
    acme.hub.clock.by(std::time::Duration::from_secs(3_601));
    ending.ask("tools/list", json!({})).await.refused(401, "unauthenticated");
}

fn time_in(hub: &Hub, seconds: u64) -> String {
    use hub_model::clock::Clock as _;
    let at = hub.clock.since_epoch() + std::time::Duration::from_secs(seconds);
    hub_model::Timestamp(i64::try_from(at.as_millis()).unwrap()).to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_reaches_its_servers_and_tools_and_no_others() {
    let acme = Acme::new().await;
    let (pets, mcp) = acme.deployed("pets", json!({})).await;
    let (_, other) = acme.deployed("other", json!({})).await;
    let id = pets.rsplit('/').next().unwrap();
    let here = key(&acme.owner.rest, &acme.organisation, json!({ "reach": { "servers": [id] } })).await;
    soon(&mcp.with(&here), 200).await;
    other.with(&here).ask("tools/list", json!({})).await.refused(403, "forbidden");
    let nothing = json!({ "reach": { "servers": [id], "tools": ["list_*"] } });
    let nothing = key(&acme.owner.rest, &acme.organisation, nothing).await;
    soon(&mcp.with(&nothing), 200).await;
    assert!(mcp.with(&nothing).tools().await.is_empty());
    let answer = mcp.with(&nothing).call("get_pet1", json!({})).await;
    assert_eq!(answer.body["error"]["code"], -32602, "a tool out of reach is no tool: {}", answer.body);
    let some = json!({ "reach": { "tools": ["get_*"] } });
    let some = key(&acme.owner.rest, &acme.organisation, some).await;
    soon(&mcp.with(&some), 200).await;
    mcp.with(&some).call("get_pet1", json!({})).await.says(false);
    assert!(acme.hub.upstream.asked().len() == 1, "what is refused is not sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn open_servers_are_open_where_the_hub_allows_it() {
    let open = json!({ "settings": { "access": "open" } });
    let acme = Acme::new().await;
    acme.deployed("pets", open.clone()).await;
    let anonymous = Mcp::new(acme.hub.address, "/mcp/acme/pets", None);
    anonymous.ask("tools/list", json!({})).await.refused(401, "unauthenticated");
    let acme = Acme::of(Hub::with(|settings| settings.gateway.allow_open = true).await).await;
    let (server, _) = acme.deployed("pets", open).await;
    let anonymous = Mcp::new(acme.hub.address, "/mcp/acme/pets", None);
    anonymous.call("get_pet1", json!({})).await.says(false);
    assert_eq!(acme.calls(&server, 1).await[0]["actor"]["type"], "anonymous");
    let settings = json!({ "settings": { "access": "organisation" } });
    acme.owner.rest.patch(&server, settings).await.is(200);
    soon(&anonymous, 401).await;
}
