//! Who gets in, what they see, and that nothing of others is reached.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Value, json};

use super::{World, key};
use crate::mcp::Mcp;

/// What each tool needs, as it is written beside it.
const WRITTEN: &str = include_str!("../../../src/own/tools.toml");

#[derive(Deserialize)]
struct Written {
    tools: BTreeMap<String, Tool>,
}

#[derive(Deserialize)]
struct Tool {
    name: String,
    needs: String,
}

fn written() -> BTreeMap<String, Tool> {
    toml::from_str::<Written>(WRITTEN).unwrap().tools
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_without_a_token_that_works() {
    let world = World::new().await;
    let nobody = Mcp::new(world.hub.address, "/mcp", None);
    let answer = nobody.ask("tools/list", json!({})).await;
    assert!(answer.headers["www-authenticate"].to_str().unwrap().starts_with("Bearer"), "{:?}", answer.headers);
    answer.refused(401, "unauthenticated");
    for token in ["", "nonsense", "mcphub_key_0000000000000000000000000000000000000000000000000"] {
        nobody.with(token).ask("tools/list", json!({})).await.refused(401, "unauthenticated");
    }
    let get = reqwest::Client::new().get(format!("http://{}/mcp", world.hub.address));
    assert_eq!(get.bearer_auth(world.owner.rest.token.as_ref().unwrap()).send().await.unwrap().status(), 405);
}

/// The permission that is written beside a tool is the one that the REST API asks for, and the only one.
#[tokio::test(flavor = "multi_thread")]
async fn each_tool_needs_what_is_written_beside_it() {
    let world = World::new().await;
    let powerless = world.owner.rest.with(&key(&world.owner.rest, &world.organisation, &json!([])).await);
    for (operation, tool) in written() {
        let (method, path) = operation.split_once(' ').unwrap();
        let mut path = path.replace("/organisations/{organisation}", &world.organisation).replace("{part}", "changes");
        while let Some((before, rest)) = path.split_once('{') {
            path = format!("{before}x{}", rest.split_once('}').unwrap().1);
        }
        let asked = powerless.send(method.parse().unwrap(), &path, None, &[]).await.problem(403, "forbidden");
        let detail = asked["detail"].as_str().unwrap();
        assert!(detail.contains(&format!("`{}`", tool.needs)), "{}: {detail}", tool.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_sees_and_does_what_its_scopes_let_it() {
    let world = World::new().await;
    let written = written();
    let all: BTreeSet<String> = written.values().map(|tool| tool.name.clone()).collect();
    assert_eq!(world.mcp.tools().await.into_iter().collect::<BTreeSet<_>>(), all);
    let needed: BTreeSet<&str> = written.values().map(|tool| tool.needs.as_str()).collect();
    for permission in needed {
        let seen: BTreeSet<String> = world.with(&[permission]).await.tools().await.into_iter().collect();
        let wanted = written.values().filter(|tool| tool.needs == permission).map(|tool| tool.name.clone());
        assert_eq!(seen, wanted.collect(), "{permission}");
    }
    let reader = world.with(&["apis:read"]).await;
    let source = json!({ "type": "text", "text": "type Query { a: Int }" });
    let answer = reader.call("register_api", json!({ "source": source })).await;
    assert_eq!(answer.body["error"]["code"], -32602, "a tool that is not seen is no tool: {}", answer.body);
    assert!(world.with(&[]).await.tools().await.is_empty());
    let listed = reader.ask("tools/list", json!({})).await.result();
    assert_eq!(listed["cacheScope"], "private");
}

#[tokio::test(flavor = "multi_thread")]
async fn members_see_what_their_roles_let_them_and_rights_end_at_once() {
    let world = World::new().await;
    let viewer = world.hub.person("viewer").await;
    world.hub.join(&world.owner.rest, &world.organisation, &viewer, "viewer").await;
    let mcp = world.mcp.with(viewer.rest.token.as_ref().unwrap());
    mcp.call("list_apis", json!({})).await.says(false);
    let source = json!({ "type": "text", "text": "type Query { a: Int }" });
    // In an organisation of their own they may: the tool is there, and REST decides.
    let said = mcp.call("register_api", json!({ "source": source })).await.says(true);
    assert!(said.contains("403") && said.contains("`apis:create`"), "{said}");
    mcp.call("register_api", json!({ "source": source, "organisation": "viewer" })).await.says(false);
    let own = world.mcp.with(&key(&viewer.rest, &world.organisation, &json!(["apis:read", "usage:read"])).await);
    let seen = own.tools().await;
    assert!(seen.contains(&"list_apis".to_owned()) && !seen.contains(&"register_api".to_owned()), "{seen:?}");
    world.owner.rest.delete(&format!("{}/members/{}", world.organisation, viewer.id)).await.is(204);
    own.ask("tools/list", json!({})).await.refused(401, "unauthenticated");
    let said = mcp.call("list_apis", json!({ "organisation": "acme" })).await.says(true);
    assert!(said.contains("404"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn things_of_another_organisation_are_not_there() {
    let world = World::new().await;
    let api = world.api("Kennel").await;
    let eve = world.hub.person("eve").await;
    let theirs = world.hub.organisation(&eve, "theirs").await;
    let tokens = [eve.rest.token.clone().unwrap(), key(&eve.rest, &theirs, &super::everything()).await];
    let id = world.organisation.rsplit('/').next().unwrap();
    for token in tokens {
        let mcp = world.mcp.with(&token);
        for organisation in [json!("acme"), json!(id), Value::Null] {
            let with = |mut arguments: Value| {
                if !organisation.is_null() {
                    arguments["organisation"] = organisation.clone();
                }
                arguments
            };
            for (tool, arguments) in [
                ("get_api", json!({ "api": api })),
                ("read_report", json!({ "api": api })),
                ("try_tool", json!({ "api": api, "tool": "get_pet", "arguments": { "pet": "rex" } })),
                ("delete_api", json!({ "api": api, "confirm": api })),
                ("create_server", json!({ "name": "stolen", "design": { "sources": [{ "api": api }] } })),
            ] {
                let said = mcp.call(tool, with(arguments)).await.says(true);
                assert!(said.contains("404") && said.contains("not_found"), "{tool} {organisation}: {said}");
            }
        }
        assert_eq!(super::structured(mcp.call("list_apis", json!({})).await)["items"], json!([]));
    }
    assert!(world.hub.upstream.asked().is_empty(), "nothing was called");
    super::structured(world.mcp.call("get_api", json!({ "api": api })).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_several_organisations_names_one() {
    let world = World::new().await;
    let owner = world.mcp.with(world.owner.rest.token.as_ref().unwrap());
    owner.call("list_apis", json!({})).await.says(false);
    world.hub.organisation(&world.owner, "second").await;
    let said = owner.call("list_apis", json!({})).await.says(true);
    assert!(said.contains("422") && said.contains("acme") && said.contains("second"), "{said}");
    owner.call("list_apis", json!({ "organisation": "second" })).await.says(false);
    // A key is for one.
    world.mcp.call("list_apis", json!({})).await.says(false);
    // The same in REST; and whoever has none but their personal one means that.
    world.owner.rest.get("/organisations/~/apis").await.problem(422, "invalid");
    let nobody = world.hub.person("nobody").await;
    assert_eq!(nobody.rest.get("/organisations/~").await.is(200)["slug"], "nobody");
}
