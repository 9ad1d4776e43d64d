//! Nothing of another organisation is reached through the gateway, by any kind of caller: one matrix.

use serde_json::json;

use super::{Acme, key};

#[tokio::test(flavor = "multi_thread")]
async fn servers_of_another_organisation_are_not_there() {
    let acme = Acme::new().await;
    let (server, mcp) = acme.deployed("pets", json!({})).await;
    mcp.call("get_pet1", json!({})).await.says(false);
    let call = acme.calls(&server, 1).await[0]["id"].as_str().unwrap().to_owned();

    // Somebody with a server of the same name in an organisation of their own.
    let eve = acme.hub.person("eve").await;
    let theirs = acme.hub.organisation(&eve, "theirs").await;
    let source = json!({ "type": "url", "url": acme.hub.upstream.url("/stable/pets.json") });
    let (api, _) = acme.hub.register(&eve.rest, &theirs, source).await;
    let body = json!({ "name": "pets", "design": { "sources": [{ "api": api }] } });
    let made = eve.rest.post(&format!("{theirs}/servers"), body).await.is(201);
    let their_server = format!("{theirs}/servers/{}", made["id"].as_str().unwrap());
    eve.rest.post(&format!("{their_server}/versions"), json!({})).await.is(201);
    eve.rest.put(&format!("{their_server}/deployment"), json!({})).await.is(202);
    let key_of_eve = key(&eve.rest, &theirs, json!({})).await;
    let service =
        eve.rest.post(&format!("{theirs}/service-accounts"), json!({ "name": "s", "role": "developer" })).await;
    let of_service = json!({ "service_account": service.is(201)["id"] });
    let key_of_service = key(&eve.rest, &theirs, of_service).await;
    let root = acme.hub.root.token.clone().unwrap();

    let callers = [
        ("a token", eve.rest.token.clone().unwrap()),
        ("a key", key_of_eve),
        ("a service", key_of_service),
        ("root", root),
    ];
    for (who, token) in &callers {
        for method in ["tools/list", "tools/call", "server/discover", "resources/list", "ping"] {
            let asked = mcp.with(token).ask(method, json!({ "name": "get_pet1", "arguments": {} })).await;
            assert_eq!(
                (asked.status, &asked.body["code"]),
                (404, &json!("not_found")),
                "{who} {method}: {}",
                asked.body
            );
        }
    }
    assert_eq!(acme.hub.upstream.asked().len(), 1, "nothing was called");

    // And through REST: neither its records, nor what it is made of, nor in an own server.
    let id = server.rsplit('/').next().unwrap();
    for path in [
        format!("{theirs}/calls/{call}"),
        format!("{theirs}/servers/{id}"),
        format!("{theirs}/servers/{id}/deployment"),
    ] {
        eve.rest.get(&path).await.problem(404, "not_found");
    }
    let calls = eve.rest.get(&format!("{theirs}/calls?server={id}")).await.is(200);
    assert_eq!(calls["items"], json!([]));
    assert_eq!(eve.rest.get(&format!("{theirs}/calls/hours?server={id}")).await.is(200)["items"], json!([]));
    let stolen = json!({ "name": "stolen", "design": { "sources": [{ "api": acme.api }] } });
    eve.rest.post(&format!("{theirs}/servers"), stolen).await.problem(404, "not_found");
    let reaching = json!({ "name": "k", "scopes": ["servers:call"], "reach": { "servers": [id] } });
    eve.rest.post(&format!("{theirs}/api-keys"), reaching).await.problem(422, "invalid");
}
