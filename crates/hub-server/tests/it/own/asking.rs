//! What destroys something asks first.

use serde_json::json;

use super::{World, structured};

#[tokio::test(flavor = "multi_thread")]
async fn the_user_is_asked_before_something_is_deleted() {
    let world = World::new().await;
    world.api("Kennel").await;
    let user = world.mcp.with_user();
    let kennel = json!({ "api": "kennel" });
    let asked = user.call("delete_api", kennel.clone()).await.result();
    let message = asked["inputRequests"]["approval"]["params"]["message"].as_str().unwrap();
    assert!(message.contains("Delete an API") && message.contains("api: kennel"), "{message}");
    assert!(user.call_and("decline", "delete_api", kennel.clone()).await.says(true).contains("declined"));
    user.call_and("cancel", "delete_api", kennel.clone()).await.says(true);
    let said = world.mcp.call("delete_api", kennel.clone()).await.says(true);
    assert!(said.contains("cannot ask its user") && said.contains("`confirm`: \"kennel\""), "{said}");
    world.mcp.call("delete_api", json!({ "api": "kennel", "confirm": "all" })).await.says(true);
    structured(world.mcp.call("get_api", kennel.clone()).await);
    user.call_and("accept", "delete_api", kennel.clone()).await.says(false);
    assert!(world.mcp.call("get_api", kennel).await.says(true).contains("404"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_cannot_ask_repeats_the_name() {
    let world = World::new().await;
    world.api("Kennel").await;
    world.mcp.call("delete_api", json!({ "api": "kennel", "confirm": "kennel" })).await.says(false);
    assert!(world.mcp.call("get_api", json!({ "api": "kennel" })).await.says(true).contains("404"));
}

#[tokio::test(flavor = "multi_thread")]
async fn older_clients_are_asked_while_their_call_waits() {
    let world = World::new().await;
    let api = world.api("Kennel").await;
    let design = json!({ "sources": [{ "api": api }] });
    structured(world.mcp.call("create_server", json!({ "name": "Pets", "design": design })).await);
    for (outcome, said) in [
        (json!({ "result": { "action": "decline" } }), "declined"),
        (json!({ "error": { "code": -32601, "message": "Method not found" } }), "`confirm`: \"pets\""),
    ] {
        let mut talk = world.mcp.talk("delete_server", json!({ "server": "pets" })).await;
        let question = talk.next().await;
        assert_eq!(question["method"], "elicitation/create", "{question}");
        world.mcp.tell(&question, outcome).await;
        let answer = talk.next().await;
        assert!(answer["result"]["content"][0]["text"].as_str().unwrap().contains(said), "{answer}");
    }
    let mut talk = world.mcp.talk("delete_server", json!({ "server": "pets" })).await;
    let question = talk.next().await;
    world.mcp.tell(&question, json!({ "result": { "action": "accept", "content": {} } })).await;
    assert_eq!(talk.next().await["result"]["isError"], false);
    assert_eq!(structured(world.mcp.call("list_servers", json!({})).await)["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_of_somebody_else_counts_for_nothing() {
    let world = World::new().await;
    world.api("Kennel").await;
    let asked = world.mcp.with_user().call("delete_api", json!({ "api": "kennel" })).await.result();
    let other = world.with(&["apis:read", "apis:delete"]).await.with_user();
    let answer = other.answer("accept", "delete_api", json!({ "api": "kennel" }), &asked["requestState"]).await;
    assert_eq!(answer.body["error"]["code"], -32602, "{}", answer.body);
    structured(world.mcp.call("get_api", json!({ "api": "kennel" })).await);
}
