//! Making the hub fetch what its user could not reach: by address, name, redirect, reference, webhook or call.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use serde_json::{Value, json};
use tokio::{io::AsyncWriteExt as _, net::TcpListener};

use crate::{client::Rest, hub::Hub};

/// Something inside that must not be reached, on an address that no rule allows. It counts who comes.
struct Inside {
    url: String,
    visits: Arc<AtomicUsize>,
}

impl Inside {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.2:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let visits = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&visits);
        tokio::spawn(async move {
            while let Ok((mut socket, _)) = listener.accept().await {
                seen.fetch_add(1, Ordering::SeqCst);
                let body = "type Query { inside: Int }";
                let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
                let _ = socket.write_all(answer.as_bytes()).await;
            }
        });
        Self { url, visits }
    }
}

struct World {
    hub: Hub,
    who: Rest,
    at: String,
    inside: Inside,
}

impl World {
    /// The upstream at 127.0.0.1 may be reached, and nothing else that is private.
    async fn new() -> Self {
        let hub = Hub::with(|settings| {
            settings.egress.allow_private = false;
            settings.jobs.at_once = 32;
            settings.egress.allow = vec!["127.0.0.1".to_owned()];
        })
        .await;
        let owner = hub.person("owner").await;
        let at = hub.organisation(&owner, "acme").await;
        Self { hub, who: owner.rest, at, inside: Inside::start().await }
    }

    /// Registers from a URL: refused at once, or by the job.
    async fn is_refused(&self, url: &str) {
        let body = json!({ "source": { "type": "url", "url": url } });
        let answer = self.who.post(&format!("{}/apis", self.at), body).await;
        if matches!(answer.status, 400 | 422) {
            return;
        }
        let made = answer.is(202);
        let ended = self.hub.ended(&self.who, &self.at, &made["job"]).await;
        assert_eq!(ended["state"], "failed", "{url}: {ended}");
    }

    fn is_untouched(&self) {
        assert_eq!(self.inside.visits.load(Ordering::SeqCst), 0, "the inside was reached");
    }
}

#[tokio::test]
async fn private_addresses_are_not_fetched_however_they_are_written() {
    let world = World::new().await;
    let port = world.inside.url.rsplit(':').next().unwrap().to_owned();
    let written = [
        "127.0.0.2",
        "127.2",
        "0x7f000002",
        "2130706434",
        "0177.0.0.2",
        "[::ffff:127.0.0.2]",
        "[::ffff:7f00:2]",
        "[64:ff9b::7f00:2]",
    ];
    let urls = [
        "http://169.254.169.254/latest/meta-data/",
        "http://[fd00:ec2::254]/latest/",
        "http://metadata.google.internal/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[::]/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://172.16.0.1/",
        "http://100.64.0.1/",
        "http://localhost:1/",
        "http://user:password@127.0.0.2/",
        "file:///etc/passwd",
        "gopher://127.0.0.2/",
        "ftp://127.0.0.2/a",
        "grpc://127.0.0.2:50051",
        "http://127.0.0.1@127.0.0.2/",
        "//127.0.0.2/",
    ];
    let written = written.map(|host| format!("http://{host}:{port}/schema.graphql"));
    let all = written.iter().map(String::as_str).chain(urls);
    // Together: some of them are tried again, because a name that is not known now may be known soon.
    futures_util::future::join_all(all.map(|url| world.is_refused(url))).await;
    world.is_untouched();
}

#[tokio::test]
async fn a_redirect_does_not_lead_inside() {
    let world = World::new().await;
    for place in [world.inside.url.clone(), "http://169.254.169.254/".to_owned(), "file:///etc/passwd".to_owned()] {
        world.hub.upstream.lead_to(&place);
        world.is_refused(&world.hub.upstream.url("/away")).await;
    }
    world.is_untouched();
}

#[tokio::test]
async fn a_reference_does_not_lead_inside() {
    let world = World::new().await;
    let refers = |place: &str| {
        json!({
            "openapi": "3.1.0",
            "info": { "title": "t", "version": "1" },
            "servers": [{ "url": world.hub.upstream.url("") }],
            "paths": {
                "/fine": { "get": { "responses": { "200": { "description": "d" } } } },
                "/a": { "get": { "parameters": [{ "$ref": place }], "responses": { "200": { "description": "d" } } } },
            },
        })
    };
    for place in [
        format!("{}/a.json#/b", world.inside.url),
        "http://169.254.169.254/a.json".to_owned(),
        "file:///etc/passwd".to_owned(),
        "../../../../etc/passwd".to_owned(),
    ] {
        let source = json!({ "type": "text", "text": refers(&place).to_string() });
        let (api, ended) = world.hub.register(&world.who, &world.at, source).await;
        // The operation that needs nothing from there is served; the other one is accounted for.
        assert_eq!(ended["state"], "succeeded", "{ended}");
        let report = world.who.get(&format!("{}/apis/{api}/revisions/current/report", world.at)).await.is(200);
        let shown = report.to_string();
        assert!(!shown.contains("root:"), "{shown}");
    }
    world.is_untouched();
}

#[tokio::test]
async fn calls_and_probes_do_not_lead_inside() {
    let world = World::new().await;
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1" },
        "servers": [{ "url": world.inside.url }],
        "paths": { "/a": { "get": { "operationId": "readThing", "responses": { "200": { "description": "d" } } } } },
    });
    let source = json!({ "type": "text", "text": document.to_string() });
    let (api, ended) = world.hub.register(&world.who, &world.at, source).await;
    assert_eq!(ended["state"], "succeeded", "{ended}");
    let path = format!("{}/apis/{api}", world.at);
    let called = world
        .who
        .post(&format!("{path}/revisions/current/tools/read_thing/calls"), json!({ "arguments": {} }))
        .await
        .is(200);
    assert_eq!(called["result"]["is_error"], true, "{called}");
    let probed = world.who.post(&format!("{path}/probes"), json!({})).await;
    assert!(probed.status != 200 || probed.body["ok"] == false, "{}", probed.body);
    let credential = json!({ "value": "secret", "test": true });
    let tested = world.who.put(&format!("{path}/credentials/key"), credential).await;
    assert!(tested.status >= 400, "{}", tested.body);
    // Nor by another upstream that one sets.
    world.who.patch(&path, json!({ "settings": { "upstream": world.inside.url } })).await;
    let called =
        world.who.post(&format!("{path}/revisions/current/tools/read_thing/calls"), json!({ "arguments": {} })).await;
    assert!(called.status != 200 || called.body["result"]["is_error"] == true, "{}", called.body);
    world.is_untouched();
}

#[tokio::test]
async fn registries_do_not_lead_inside() {
    let world = World::new().await;
    let inside = world.inside.url.trim_start_matches("http://");
    for (number, address) in [inside, "169.254.169.254", "[::1]:5000"].into_iter().enumerate() {
        let body = json!({ "name": format!("r{number}"), "address": address, "is_insecure": true });
        let answer = world.who.post(&format!("{}/registries", world.at), body).await;
        if answer.status != 201 {
            assert_eq!(answer.status, 422, "{}", answer.body);
            continue;
        }
        let path = format!("{}/registries/{}", world.at, answer.body["id"].as_str().unwrap());
        let tested = world.who.post(&format!("{path}/tests"), json!({})).await.is(200);
        assert!(tested["accepted"] == false && tested["message"].as_str().unwrap().contains("refused"), "{tested}");
        for asked in [
            world.who.get(&format!("{path}/tags?repository=a")).await,
            world.who.delete(&format!("{path}/tags/a?repository=a")).await,
        ] {
            assert!(asked.problem(409, "conflict")["detail"].as_str().unwrap().contains("refused"));
        }
    }
    // One that may be reached, and leads on to what may not.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let answer = format!("HTTP/1.1 302 Found\r\nlocation: {}/v2/\r\ncontent-length: 0\r\n\r\n", world.inside.url);
    tokio::spawn(async move {
        while let Ok((mut socket, _)) = listener.accept().await {
            let _ = socket.write_all(answer.as_bytes()).await;
        }
    });
    let body = json!({ "name": "away", "address": host, "is_insecure": true });
    let made = world.who.post(&format!("{}/registries", world.at), body).await.is(201);
    let path = format!("{}/registries/{}/tests", world.at, made["id"].as_str().unwrap());
    assert_eq!(world.who.post(&path, json!({})).await.is(200)["accepted"], false);
    world.is_untouched();
}

#[tokio::test]
async fn webhooks_do_not_lead_inside() {
    let world = World::new().await;
    for url in [world.inside.url.as_str(), "http://169.254.169.254/", "http://[::1]/"] {
        let body = json!({ "name": "h", "url": url });
        let answer = world.who.post(&format!("{}/webhooks", world.at), body).await;
        if answer.status != 201 {
            assert!(matches!(answer.status, 400 | 422), "{}", answer.body);
            continue;
        }
        let path = format!("{}/webhooks/{}/tests", world.at, answer.body["id"].as_str().unwrap());
        let tested = world.who.post(&path, json!({})).await.is(200);
        assert_eq!(tested["is_delivered"], false, "{tested}");
    }
    world.hub.upstream.lead_to(&world.inside.url);
    let body = json!({ "name": "h", "url": world.hub.upstream.url("/away") });
    let made = world.who.post(&format!("{}/webhooks", world.at), body).await.is(201);
    let path = format!("{}/webhooks/{}/tests", world.at, made["id"].as_str().unwrap());
    let tested: Value = world.who.post(&path, json!({})).await.is(200);
    assert_eq!(tested["is_delivered"], false, "{tested}");
    world.is_untouched();
}
