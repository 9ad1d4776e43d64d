//! From a document to a served API and its log, through the hub's tools alone.

use serde_json::json;

use super::{World, document, structured};
use crate::mcp::Mcp;

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_registers_serves_and_watches_an_api() {
    let world = World::new().await;
    let mcp = &world.mcp;
    let card = mcp.ask("server/discover", json!({})).await.result();
    assert!(card["instructions"].as_str().unwrap().contains("1. `register_api`"), "{card}");
    assert_eq!(card["_meta"]["io.modelcontextprotocol/serverInfo"]["title"], "MCP Hub");

    let text = document(&world.hub.upstream.url("")).to_string();
    let source = json!({ "type": "text", "text": text });
    let made = structured(mcp.call("register_api", json!({ "source": source, "name": "Kennel" })).await);
    let ended = structured(mcp.call("wait_for_job", json!({ "job": made["job"] })).await);
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let report = structured(mcp.call("read_report", json!({ "api": "kennel" })).await);
    assert_eq!((&report["operations"], &report["tools"]), (&json!(2), &json!(2)), "{report}");
    let tools = structured(mcp.call("list_api_tools", json!({ "api": "kennel" })).await);
    assert_eq!(tools["items"][0]["name"], "get_pet", "{tools}");
    let tool = structured(mcp.call("get_api_tool", json!({ "api": "kennel", "tool": "get_pet" })).await);
    assert_eq!(tool["input_schema"]["required"], json!(["pet"]), "{tool}");
    let arguments = json!({ "api": "kennel", "tool": "get_pet", "arguments": { "pet": "rex" } });
    let tried = structured(mcp.call("try_tool", arguments).await);
    assert_eq!(tried["exchanges"][0]["url"], world.hub.upstream.url("/pets/rex"), "{tried}");
    assert_eq!(structured(mcp.call("list_credentials", json!({ "api": "kennel" })).await)["schemes"], json!([]));

    let design =
        json!({ "sources": [{ "api": made["id"], "curation": { "picks": [{ "glob": "remove_*", "out": true }] } }] });
    let server = structured(mcp.call("create_server", json!({ "name": "Pets", "design": design })).await);
    assert_eq!(server["slug"], "pets", "{server}");
    let draft = structured(mcp.call("preview_server", json!({ "server": "pets" })).await);
    assert_eq!(draft["tools"].as_array().unwrap().len(), 1, "{draft}");
    assert_eq!(structured(mcp.call("freeze_server", json!({ "server": "pets" })).await)["number"], 1);
    structured(mcp.call("deploy_server", json!({ "server": "pets" })).await);
    let deployment = structured(mcp.call("get_deployment", json!({ "server": "pets" })).await);
    assert_eq!(deployment["state"], "running", "{deployment}");
    let guides = structured(mcp.call("connection_guides", json!({ "server": "pets" })).await);
    assert!(guides.to_string().contains("/mcp/acme/pets"), "{guides}");

    let pets = Mcp::new(world.hub.address, "/mcp/acme/pets", None);
    let pets = pets.with(&super::key(&world.owner.rest, &world.organisation, &json!(["servers:call"])).await);
    pets.call("get_pet", json!({ "pet": "rex" })).await.says(false);
    assert_eq!(pets.call("no_such_tool", json!({})).await.body["error"]["code"], -32602);
    for _ in 0..100 {
        let log = structured(mcp.call("read_logs", json!({ "server": "pets" })).await);
        if log.to_string().contains("no_such_tool") {
            let calls = structured(mcp.call("list_calls", json!({ "server": server["id"] })).await);
            assert_eq!(calls["items"].as_array().unwrap().len(), 2, "{calls}");
            let sums = structured(mcp.call("sum_calls", json!({ "by": "tool" })).await);
            assert!(sums.to_string().contains("get_pet"), "{sums}");
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the log says nothing of the call that failed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_document_waits_for_a_word() {
    let world = World::new().await;
    let source = json!({ "type": "url", "url": world.hub.upstream.url("/document") });
    let made = structured(world.mcp.call("register_api", json!({ "source": source, "name": "Pets" })).await);
    structured(world.mcp.call("wait_for_job", json!({ "job": made["job"] })).await);
    let again = structured(world.mcp.call("refresh_api", json!({ "api": "pets" })).await);
    structured(world.mcp.call("wait_for_job", json!({ "job": again["job"] })).await);
    let changes = world.mcp.call("review_changes", json!({ "api": "pets" })).await.result();
    assert!(changes["content"][0]["text"].as_str().unwrap().contains("get_pet2"), "{changes}");
    structured(world.mcp.call("approve_revision", json!({ "api": "pets" })).await);
    let tools = structured(world.mcp.call("list_api_tools", json!({ "api": "pets" })).await);
    assert_eq!(tools["items"].as_array().unwrap().len(), 2, "{tools}");
}

#[tokio::test(flavor = "multi_thread")]
async fn older_clients_are_served_as_well() {
    let world = World::new().await;
    let mut talk = world.mcp.talk("list_apis", json!({})).await;
    let answer = talk.next().await;
    assert_eq!(answer["result"]["structuredContent"]["items"], json!([]), "{answer}");
    assert_eq!(answer["result"].get("resultType"), None);
}
