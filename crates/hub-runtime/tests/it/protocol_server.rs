//! What the server of a blueprint lists and lets read.

use std::io::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use flate2::{Compression, write::GzEncoder};
use hub_model::{Blueprint, Output, Resource, ResourceBody};
use serde_json::{Value, json};

use crate::{
    protocol::{Running, start, the_server},
    tools::tool,
    upstream::{Upstream, json as reply},
};

fn blueprint(url: &str) -> Blueprint {
    let schema = json!({
        "type": "object",
        "properties": {
            "zulu": { "type": "string", "description": "First\nin order." },
            "alpha": { "type": "integer", "minimum": 1 },
        },
        "required": ["zulu"],
        "additionalProperties": false,
    });
    let mut blueprint = tool("GET", "/x").schema(schema).blueprint(url);
    blueprint.name = "petstore".into();
    blueprint.title = "Pet Store".into();
    blueprint.instructions = "Use it well.".into();
    let first = &mut blueprint.tools[0];
    first.name = "zebra_first".into();
    first.description = "Cut short".into();
    first.documentation = Some("Cut short, but the whole story is here.".into());
    first.origin.operation = "GET /x".into();
    first.origin.deprecated = true;
    first.annotations.read_only_hint = true;
    let mut second = first.clone();
    second.name = "ant_second".into();
    second.documentation = None;
    second.title = String::new();
    second.output = Some(Output { schema: json!({ "type": "object" }), wrap: None });
    blueprint.tools.push(second);
    let resource = |uri: &str, body| Resource {
        uri: uri.into(),
        name: "notes".into(),
        title: String::new(),
        description: "About it".into(),
        media_type: "text/markdown".into(),
        body,
    };
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all("packed text".as_bytes()).unwrap();
    let packed = STANDARD.encode(packed.finish().unwrap());
    blueprint.resources = vec![
        resource("docs://petstore/plain", ResourceBody::Text("plain \"text\"".into())),
        resource("docs://petstore/packed", ResourceBody::GzipBase64(packed)),
        resource("docs://petstore/broken", ResourceBody::GzipBase64("AAAA".into())),
    ];
    blueprint
}

async fn serve() -> (Upstream, Running) {
    let upstream = Upstream::always(reply("{}")).await;
    let server = start(the_server(blueprint(&upstream.url())), Default::default(), Default::default()).await;
    (upstream, server)
}

async fn read(server: &Running, uri: &str) -> Value {
    server.modern("resources/read", json!({ "uri": uri })).await.result()["contents"][0].clone()
}

#[tokio::test]
async fn tools_are_listed_whole_and_in_order() {
    let (_upstream, server) = serve().await;
    let modern = server.modern("tools/list", json!({})).await;
    let legacy = server.legacy("2025-06-18", "tools/list", json!({})).await;
    assert_eq!(modern.result()["tools"], legacy.result()["tools"]);
    let tools = legacy.result()["tools"].clone();
    let names: Vec<_> = tools.as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["zebra_first", "ant_second"], "the blueprint's order");
    let order: Vec<_> = tools[0]["inputSchema"]["properties"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(order, ["zulu", "alpha"], "the document's order");
    assert_eq!(
        tools[0]["annotations"],
        json!({ "title": "The tool", "readOnlyHint": true, "destructiveHint": false, "idempotentHint": false, "openWorldHint": true })
    );
    assert_eq!(tools[0].get("outputSchema"), None);
    assert_eq!(tools[1]["outputSchema"], json!({ "type": "object" }));
    assert_eq!((tools[0]["title"].clone(), tools[1].get("title")), (json!("The tool"), None));
    for secret in ["binding", "documentation", "origin", "arguments"] {
        assert_eq!(tools[0].get(secret), None, "{secret} is nobody's business");
    }
    assert_eq!(modern.body, server.modern("tools/list", json!({})).await.body, "byte for byte the same");
}

#[tokio::test]
async fn the_card_says_who_it_is() {
    let (_upstream, server) = serve().await;
    let result = server.modern("server/discover", json!({})).await.result();
    assert_eq!(result["instructions"], "Use it well.");
    let info = json!({ "name": "petstore", "title": "Pet Store", "version": "1" });
    assert_eq!(result["_meta"]["io.modelcontextprotocol/serverInfo"], info);
    assert_eq!(result["capabilities"], json!({ "tools": {}, "resources": {}, "prompts": {}, "completions": {} }));
    let none = server.modern("subscriptions/listen", json!({ "notifications": {} })).await;
    assert_eq!((none.status, none.error()), (404, -32601), "nothing changes here");
    assert_eq!(server.legacy("", "logging/setLevel", json!({ "level": "info" })).await.error(), -32601);
    assert_eq!(server.legacy("", "prompts/list", json!({})).await.result()["prompts"], json!([]));
}

#[tokio::test]
async fn resources_are_read_however_they_are_kept() {
    let (_upstream, server) = serve().await;
    let listed = server.legacy("", "resources/list", json!({})).await.result()["resources"].clone();
    let expected = json!({ "uri": "docs://petstore/plain", "name": "notes", "description": "About it", "mimeType": "text/markdown" });
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]), (3, &expected));
    assert_eq!(read(&server, "docs://petstore/plain").await["text"], "plain \"text\"");
    let packed = read(&server, "docs://petstore/packed").await;
    assert_eq!((packed["text"].clone(), packed["mimeType"].clone()), (json!("packed text"), json!("text/markdown")));
    let broken = server.modern("resources/read", json!({ "uri": "docs://petstore/broken" })).await;
    assert_eq!(broken.error(), -32603);
    for none in ["docs://petstore", "docs://petstore/tools/", "docs://petstore/tools/none", "file:///etc/passwd", ""] {
        assert_eq!(server.modern("resources/read", json!({ "uri": none })).await.error(), -32602, "{none}");
    }
}

#[tokio::test]
async fn each_tool_has_a_page() {
    let (_upstream, server) = serve().await;
    let template =
        server.legacy("", "resources/templates/list", json!({})).await.result()["resourceTemplates"][0].clone();
    assert_eq!(template["uriTemplate"], "docs://petstore/tools/{name}");
    let page = read(&server, "docs://petstore/tools/zebra_first").await["text"].as_str().unwrap().to_owned();
    for part in [
        "# The tool",
        "operation `GET /x`",
        "advises against",
        "the whole story is here",
        "- `zulu` (string, required): First in order.",
        "- `alpha` (integer, optional) [from 1]",
    ] {
        assert!(page.contains(part), "{part} is missing in:\n{page}");
    }
    let page = read(&server, "docs://petstore/tools/ant_second").await["text"].as_str().unwrap().to_owned();
    assert!(page.contains("# ant_second") && page.contains("Cut short") && page.contains("## Answer"), "{page}");
    let completed = async |value: &str| {
        let reference = json!({ "type": "ref/resource", "uri": "docs://petstore/tools/{name}" });
        let params = json!({ "ref": reference, "argument": { "name": "name", "value": value } });
        server.legacy("", "completion/complete", params).await.result()["completion"]["values"].clone()
    };
    assert_eq!(completed("z").await, json!(["zebra_first"]));
    assert_eq!(completed("SECOND").await, json!(["ant_second"]));
    assert_eq!(completed("").await, json!(["zebra_first", "ant_second"]));
    assert_eq!(server.legacy("", "completion/complete", json!({})).await.error(), -32602);
}
