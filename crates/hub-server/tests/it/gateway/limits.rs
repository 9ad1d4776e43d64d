//! How much: of a server, of a caller, of a tool, of a day; and what comes of too much.

use serde_json::json;

use super::Acme;

/// Calls until one is refused: how many were answered, and what was said.
async fn until_refused(acme: &Acme, server: &str) -> (usize, String) {
    let mcp = acme.mcp(server);
    for count in 0..20 {
        let result = mcp.call("get_pet1", json!({})).await.result();
        if result["isError"] == true {
            return (count, result["content"][0]["text"].as_str().unwrap().to_owned());
        }
    }
    panic!("any number of calls is answered")
}

#[tokio::test(flavor = "multi_thread")]
async fn each_limit_holds_and_says_so() {
    let acme = Acme::new().await;
    for (name, settings, said) in [
        ("whole", json!({ "calls_per_minute": 3 }), "this server is called too often"),
        ("caller", json!({ "caller_calls_per_minute": 3 }), "you call this server too often"),
        ("tool", json!({ "tools": { "get_pet1": { "calls_per_minute": 3 } } }), "this tool is called too often"),
    ] {
        let (server, _) = acme.deployed(name, json!({ "settings": settings })).await;
        let (answered, why) = until_refused(&acme, name).await;
        assert!(answered == 3 && why.contains(said), "{name}: {answered}: {why}");
        // Calls of the same millisecond are in any order.
        let calls = acme.calls(&server, 4).await;
        let refused: Vec<_> = calls.iter().filter(|call| call["outcome"] == "limited").collect();
        assert!(refused.len() == 1 && refused[0]["upstream_status"].is_null(), "{calls:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_organisation_has_so_many_calls_a_day() {
    let acme = Acme::new().await;
    let quotas = format!("/admin{}/quotas", acme.organisation);
    acme.hub.root.put(&quotas, json!({ "calls_per_day": 4 })).await.is(200);
    acme.deployed("one", json!({})).await;
    acme.deployed("two", json!({})).await;
    acme.mcp("one").call("get_pet1", json!({})).await.says(false);
    acme.mcp("one").call("get_pet1", json!({})).await.says(false);
    let (answered, why) = until_refused(&acme, "two").await;
    assert!(answered == 2 && why.contains("calls of today are used up"), "{answered}: {why}");
    // What is recorded meanwhile does not make room.
    let server = acme.owner.rest.get(&format!("{}/servers?search=two", acme.organisation)).await.is(200);
    acme.calls(server["items"][0]["id"].as_str().unwrap(), 3).await;
    assert_eq!(until_refused(&acme, "one").await.0, 0);
    acme.hub.root.put(&quotas, json!({ "calls_per_day": 1000 })).await.is(200);
    for _ in 0..100 {
        if acme.mcp("one").call("get_pet1", json!({})).await.result()["isError"] != true {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    panic!("a larger quota is not heard of")
}
