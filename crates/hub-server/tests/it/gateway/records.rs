//! What stays of a call: who, what, how long, and its content only where the owner wants it.

use serde_json::json;

use super::Acme;

#[tokio::test(flavor = "multi_thread")]
async fn contents_are_kept_only_where_they_are_wanted_and_without_secrets() {
    let acme = Acme::new().await;
    let (plain, mcp) = acme.deployed("plain", json!({})).await;
    mcp.call("get_pet1", json!({ "x_note": "Bearer abcdefghijklmnopqrstuvwxyz" })).await.says(false);
    let call = acme.calls(&plain, 1).await[0]["id"].as_str().unwrap().to_owned();
    let seen = acme.owner.rest.get(&format!("{}/calls/{call}", acme.organisation)).await.is(200);
    assert_eq!((&seen["arguments"], &seen["result"]), (&json!(null), &json!(null)));
    let (kept, mcp) = acme.deployed("kept", json!({ "settings": { "capture": true } })).await;
    mcp.call("get_pet1", json!({ "x_note": "Bearer abcdefghijklmnopqrstuvwxyz" })).await.says(false);
    let call = acme.calls(&kept, 1).await[0]["id"].as_str().unwrap().to_owned();
    let seen = acme.owner.rest.get(&format!("{}/calls/{call}", acme.organisation)).await.is(200);
    assert_eq!(seen["arguments"], json!({ "x_note": "Bearer [redacted]" }), "{seen}");
    assert_eq!(seen["result"]["content"][0]["text"], r#"{"name":"Rex"}"#);
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_found_and_added_up() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    for _ in 0..3 {
        mcp.call("get_pet1", json!({})).await.says(false);
    }
    mcp.call("get_pet1", json!({ "x_note": "fail" })).await.says(true);
    assert_eq!(mcp.call("no_such_tool", json!({})).await.body["error"]["code"], -32602);
    acme.calls(&server, 5).await;
    let at = &acme.organisation;
    let of = |query: &str| {
        let (rest, path) = (acme.owner.rest.clone(), format!("{at}/calls?{query}"));
        async move { rest.get(&path).await.is(200)["items"].as_array().unwrap().len() }
    };
    assert_eq!(of("tool=get_pet1").await, 4);
    assert_eq!(of("outcome=ok").await, 3);
    assert_eq!(of("outcome=tool-error").await, 1);
    assert_eq!(of("outcome=invalid").await, 1);
    let sums = acme.owner.rest.get(&format!("{at}/calls/hours?by=tool")).await.is(200);
    let pet = sums["items"].as_array().unwrap().iter().find(|sum| sum["of"] == "get_pet1").unwrap();
    assert_eq!((&pet["calls"], &pet["failures"], &pet["refused"]), (&json!(4), &json!(1), &json!(0)));
    assert!(pet["p99_millis"].as_i64().unwrap() >= pet["p50_millis"].as_i64().unwrap(), "{pet}");
    let keys = acme.owner.rest.get(&format!("{at}/api-keys")).await.is(200);
    assert!(keys["items"][0]["last_used_at"].is_string(), "{keys}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_answered_when_the_hub_ends_is_recorded() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    for _ in 0..5 {
        mcp.call("get_pet1", json!({})).await.says(false);
    }
    // Within the window of a batch: nothing is written yet, and all of it is before the hub is gone.
    let app = acme.hub.app.clone();
    let organisation = acme.organisation.rsplit('/').next().unwrap().parse().unwrap();
    let _folder = acme.hub.end().await;
    let filter = hub_store::servers::calls::Filter::default();
    let page = hub_store::PageRequest { after: None, limit: 50 };
    let kept = hub_store::servers::calls::list(app.store(), organisation, &filter, page).await.unwrap();
    assert_eq!(kept.items.len(), 5, "{server}");
}
