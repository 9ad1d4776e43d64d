//! Calls of the hub's tools are requests of its REST API like any others: counted, written down, and told apart by their identifiers.

use serde_json::json;

use super::{World, structured};
use crate::hub::Hub;

#[tokio::test(flavor = "multi_thread")]
async fn they_are_written_down_with_who_asked_from_where() {
    let world = World::new().await;
    let source = json!({ "type": "text", "text": "type Query { a: Int }" });
    structured(world.mcp.call("register_api", json!({ "source": source, "name": "Kennel" })).await);
    let audit = world.owner.rest.get(&format!("{}/audit?action=api.registered", world.organisation)).await.is(200);
    let line = &audit["items"][0];
    assert_eq!(line["actor"]["type"], "key", "{line}");
    assert_eq!((&line["address"], line["request"].as_str().unwrap().len()), (&json!("127.0.0.1"), 32), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_has_one_identifier_and_one_address_all_the_way() {
    let hub = Hub::with(|settings| settings.listen.trusted_proxies = vec!["127.0.0.1".to_owned()]).await;
    let world = World::of(hub).await;
    let source = json!({ "type": "text", "text": "type Query { a: Int }" });
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "register_api", "arguments": { "source": source, "name": "Kennel" } } });
    let asked = reqwest::Client::new()
        .post(format!("http://{}/mcp", world.hub.address))
        .bearer_auth(super::key(&world.owner.rest, &world.organisation, &super::everything()).await)
        .header("content-type", "application/json")
        .header("mcp-protocol-version", "2025-11-25")
        .header("x-request-id", "an-agent-1")
        .header("x-forwarded-for", "192.0.2.7")
        .header("user-agent", "an-agent/1");
    let answer = asked.body(body.to_string()).send().await.unwrap();
    assert_eq!(answer.headers()["x-request-id"], "an-agent-1");
    assert!(answer.text().await.unwrap().contains("\"isError\":false"));
    let audit = world.owner.rest.get(&format!("{}/audit?action=api.registered", world.organisation)).await.is(200);
    let line = &audit["items"][0];
    let seen = (&line["request"], &line["address"], &line["user_agent"]);
    assert_eq!(seen, (&json!("an-agent-1"), &json!("192.0.2.7"), &json!("an-agent/1")), "{line}");
}

#[tokio::test(flavor = "multi_thread")]
async fn they_are_counted() {
    let world = World::of(Hub::with(|settings| settings.rates.key = 10).await).await;
    let mut said = String::new();
    for _ in 0..10 {
        let answer = world.mcp.call("list_apis", json!({})).await;
        if answer.status == 429 {
            assert!(answer.headers.contains_key("retry-after"));
            return;
        }
        said = answer.result().to_string();
    }
    panic!("any number of requests is answered: {said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_is_said_so_that_an_agent_can_go_on() {
    let world = World::new().await;
    let said =
        world.mcp.call("register_api", json!({ "source": { "type": "url", "url": "ftp://x" } })).await.says(true);
    assert!(said.contains("url"), "{said}");
    let said = world.mcp.call("get_api", json!({ "api": "nothing" })).await.says(true);
    assert!(said.contains("not_found") && said.contains("Next step"), "{said}");
    let said = world.mcp.call("wait_for_job", json!({ "job": "nonsense" })).await.says(true);
    assert!(said.contains("job"), "{said}");
}
