//! From a registered API to a call and its record.

use serde_json::json;

use super::Acme;

#[tokio::test(flavor = "multi_thread")]
async fn an_api_becomes_a_server_that_is_called_and_recorded() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    assert_eq!(mcp.tools().await, ["get_pet1"]);
    assert_eq!(mcp.call("get_pet1", json!({ "x_note": "hello" })).await.says(false), r#"{"name":"Rex"}"#);
    let asked = acme.hub.upstream.asked();
    let (path, headers) = asked.last().unwrap();
    assert_eq!((path.as_str(), headers["x-note"].to_str().unwrap()), ("/pets/1", "hello"));
    assert_eq!(headers.get("authorization"), None, "the client's token stays here");
    let calls = acme.calls(&server, 1).await;
    let call = &calls[0];
    assert_eq!(
        (&call["tool"], &call["outcome"], &call["upstream_status"]),
        (&json!("get_pet1"), &json!("ok"), &json!(200))
    );
    assert_eq!(call["client"], "a-test/1");
    assert!(call["millis"].as_f64().unwrap() > 0.0, "{call}");
    assert!(call["upstream_millis"].as_f64().unwrap() <= call["millis"].as_f64().unwrap(), "{call}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stopped_server_is_not_there_and_can_be_deployed_again() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    mcp.tools().await;
    acme.owner.rest.delete(&format!("{server}/deployment")).await.is(202);
    let seen = acme.owner.rest.get(&format!("{server}/deployment?wait=30")).await.is(200);
    assert_eq!(seen["state"], "stopped");
    mcp.ask("tools/list", json!({})).await.refused(404, "not_found");
    acme.deploy(&server, json!({})).await;
    assert_eq!(mcp.tools().await, ["get_pet1"]);
}
