//! What clients are told about a server works: with the key that was made for them, and for this server alone.

use serde_json::{Value, json};

use super::Acme;
use crate::mcp::Mcp;

/// What a client is told, in all its steps.
fn told<'g>(guides: &'g Value, client: &str) -> Vec<&'g str> {
    let guide = guides.as_array().unwrap().iter().find(|guide| guide["id"] == client).unwrap();
    guide["steps"].as_array().unwrap().iter().map(|step| step["text"].as_str().unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_is_told_what_it_needs() {
    let acme = Acme::new().await;
    let (server, _) = acme.deployed("pets", json!({})).await;
    let (_, other) = acme.deployed("other", json!({})).await;
    let guides = acme.owner.rest.get(&format!("{server}/connection-guides")).await.is(200);
    let url = format!("http://{}/mcp/acme/pets", acme.hub.address);
    let expected = format!("claude mcp add --transport http pets {url} --header 'Authorization: Bearer YOUR_KEY'");
    assert_eq!(told(&guides["items"], "claude-code")[0], expected);

    let made =
        acme.owner.rest.post(&format!("{server}/connection-guides"), json!({ "name": "my editor" })).await.is(201);
    let entry: Value = serde_json::from_str(told(&made["guides"], "zed")[0]).unwrap();
    let entry = &entry["context_servers"]["pets"];
    let key = entry["headers"]["Authorization"].as_str().unwrap().strip_prefix("Bearer ").unwrap();
    assert_eq!((key, entry["url"].as_str().unwrap()), (made["key"]["key"].as_str().unwrap(), url.as_str()));
    let mcp = Mcp::new(acme.hub.address, "/mcp/acme/pets", Some(key));
    assert_eq!(mcp.tools().await, ["get_pet1"]);
    other.with(key).ask("tools/list", json!({})).await.refused(403, "forbidden");
    let rest = acme.hub.rest.with(key);
    rest.get(&format!("{}/servers", acme.organisation)).await.problem(403, "forbidden");
}
