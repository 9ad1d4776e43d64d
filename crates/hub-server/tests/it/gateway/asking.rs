//! Servers whose tools ask a person before they destroy something.

use serde_json::{Value, json};

use super::{Acme, key};
use crate::mcp::Mcp;

/// An API of a tool that destroys, and one that does not.
fn kennel(url: &str) -> Value {
    let parameter = json!([{ "name": "pet", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let operation = |id: &str| json!({ "operationId": id, "parameters": parameter, "responses": { "200": { "description": "done" } } });
    let document = json!({ "openapi": "3.1.0", "info": { "title": "Kennel", "version": "1" }, "servers": [{ "url": url }],
        "paths": { "/pets/{pet}": { "get": operation("getPet"), "delete": operation("removePet") } } });
    json!({ "type": "text", "text": document.to_string() })
}

/// A deployed server that asks, or not: its path, and a client of it.
async fn deployed(acme: &Acme, settings: Value) -> (String, Mcp) {
    let source = kennel(&acme.hub.upstream.url(""));
    let (api, ended) = acme.hub.register(&acme.owner.rest, &acme.organisation, source).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let design = json!({ "sources": [{ "api": api }] });
    acme.deployed("kennel", json!({ "design": design, "settings": settings })).await
}

fn removed(acme: &Acme) -> usize {
    acme.hub.upstream.asked().iter().filter(|(path, _)| path == "/pets/rex").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_decides_and_everything_is_recorded() {
    let acme = Acme::new().await;
    let (server, mcp) = deployed(&acme, json!({ "ask": "destructive" })).await;
    let rex = json!({ "pet": "rex" });
    let user = mcp.with_user();
    assert!(user.call_and("decline", "remove_pet", rex.clone()).await.says(true).contains("the user declined"));
    assert!(mcp.call("remove_pet", rex.clone()).await.says(true).contains("`confirm`: \"rex\""));
    assert_eq!(removed(&acme), 0);
    user.call_and("accept", "remove_pet", rex.clone()).await.says(false);
    mcp.call("remove_pet", json!({ "pet": "rex", "confirm": "rex" })).await.says(false);
    assert_eq!(removed(&acme), 2);
    user.call("get_pet", rex.clone()).await.says(false);
    let calls = acme.calls(&server, 7).await;
    let outcomes = |wanted: &str| calls.iter().filter(|call| call["outcome"] == wanted).count();
    assert_eq!((outcomes("asked"), outcomes("tool-error"), outcomes("ok")), (2, 2, 3), "{calls:?}");
    let sums = acme.owner.rest.get(&format!("{}/calls/hours?by=server", acme.organisation)).await.is(200);
    assert_eq!(sums["items"][0]["calls"], 5, "a question is no call: {sums}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_is_good_for_the_one_who_gave_it_and_for_one_server() {
    let acme = Acme::new().await;
    let (_, mcp) = deployed(&acme, json!({ "ask": "destructive" })).await;
    let rex = json!({ "pet": "rex" });
    let asked = mcp.with_user().call("remove_pet", rex.clone()).await.result();
    let other = key(&acme.owner.rest, &acme.organisation, json!({})).await;
    let others = mcp.with_user().with(&other);
    others.with_user().call("get_pet", rex.clone()).await.says(false);
    let answer = others.answer("accept", "remove_pet", rex.clone(), &asked["requestState"]).await;
    assert_eq!(answer.body["error"]["code"], -32602, "{}", answer.body);
    acme.hub.clock.by(std::time::Duration::from_secs(601));
    let late = mcp.with_user().answer("accept", "remove_pet", rex, &asked["requestState"]).await.result();
    assert_eq!(late["resultType"], "input_required", "it is asked anew: {late}");
}

#[tokio::test(flavor = "multi_thread")]
async fn older_clients_are_asked_while_their_call_waits_also_when_the_server_changes_meanwhile() {
    let acme = Acme::new().await;
    // One call at a time, and a question takes nobody's place.
    let settings = json!({ "ask": "destructive", "concurrent_calls": 1 });
    let (server, mcp) = deployed(&acme, settings).await;
    let mut talk = mcp.talk("remove_pet", json!({ "pet": "rex" })).await;
    let question = talk.next().await;
    assert_eq!(question["method"], "elicitation/create", "{question}");
    mcp.call("get_pet", json!({ "pet": "max" })).await.says(false);
    let changed = json!({ "settings": { "ask": "destructive", "concurrent_calls": 2 } });
    acme.owner.rest.patch(&server, changed).await.is(200);
    acme.deploy(&server, json!({})).await;
    mcp.call("get_pet", json!({ "pet": "max" })).await.says(false);
    mcp.tell(&question, json!({ "result": { "action": "accept", "content": {} } })).await;
    let done = talk.next().await;
    assert_eq!(done["result"]["isError"], false, "{done}");
    assert_eq!(removed(&acme), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn it_is_a_setting_that_holds_at_once() {
    let acme = Acme::new().await;
    let (server, mcp) = deployed(&acme, json!({})).await;
    mcp.call("remove_pet", json!({ "pet": "rex" })).await.says(false);
    acme.owner.rest.patch(&server, json!({ "settings": { "ask": "destructive" } })).await.is(200);
    for _ in 0..100 {
        let said = mcp.call("remove_pet", json!({ "pet": "rex" })).await.result();
        if said["isError"] == true {
            let said = said["content"][0]["text"].as_str().unwrap();
            assert!(said.contains("cannot ask its user"), "{said}");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("the server does not come to ask");
}
