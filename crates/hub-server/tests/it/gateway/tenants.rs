//! A server, and all that is kept of it, asked for by those who have no business with it, through the gateway and over REST: one matrix,
//! from one table. The authorization matrix asks the same of every endpoint by roles; here it is by how somebody came to be outside.

mod callers;
mod requests;

use std::time::Duration;

use serde_json::{Value, json};

use self::{callers::Callers, requests::Asked};
use super::{Acme, key, live::Stream};
use crate::{client::Rest, mcp::Mcp};

const TABLE: &str = include_str!("tenants/table.txt");

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_reaches_what_is_not_theirs() {
    let callers = Callers::new().await;
    let asked = Asked::new(&callers.acme).await;
    let before = everything(&callers.acme, &asked).await;
    let mut wrong = Vec::new();
    for line in TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()) {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (how, what, statuses) = (words[0], words[1], &words[2..]);
        assert_eq!(statuses.len(), callers.all.len(), "{line}");
        for (caller, wanted) in callers.all.iter().zip(statuses).filter(|(_, wanted)| **wanted != "-") {
            let (status, body) = asked.send(&callers.acme, how, what, caller.token.as_deref()).await;
            if status.to_string() != *wanted {
                wrong.push(format!("{how} {what}, {}: {status} instead of {wanted}: {body}", caller.name));
            }
        }
    }
    assert!(wrong.is_empty(), "others are answered otherwise than the table says:\n{}", wrong.join("\n"));
    // The owner's own calls are the only ones that went anywhere.
    assert_eq!(everything(&callers.acme, &asked).await, before, "something changed");
    let called = callers.acme.hub.upstream.asked().len();
    assert_eq!(called, 2, "the call that was made beforehand, and the owner's");
}

/// What a member sees of it that others may want to change.
async fn everything(acme: &Acme, asked: &Asked) -> Vec<Value> {
    let Acme { owner, organisation, .. } = acme;
    let server = format!("/servers/{}", asked.server);
    let mut seen = Vec::new();
    for part in ["/api-keys", &server, &format!("{server}/versions"), &format!("{server}/deployment")] {
        let mut found = owner.rest.get(&format!("{organisation}{part}")).await.is(200);
        // Keys are used by those who have them.
        for item in found["items"].as_array_mut().into_iter().flatten() {
            item.as_object_mut().unwrap().remove("last_used_at");
        }
        seen.push(found);
    }
    seen
}

/// Somebody with a server of the same name in an organisation of their own.
async fn eve(acme: &Acme) -> (Rest, String, Mcp) {
    let eve = acme.hub.person("eve").await;
    let theirs = acme.hub.organisation(&eve, "theirs").await;
    callers::served(acme, &eve.rest, &theirs).await;
    let mcp = Mcp::new(acme.hub.address, "/mcp/theirs/pets", eve.rest.token.as_deref());
    (eve.rest, theirs, mcp)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn identifiers_of_a_foreign_server_lead_nowhere_in_ones_own_organisation() {
    let acme = Acme::new().await;
    let asked = Asked::new(&acme).await;
    let (eve, theirs, own) = eve(&acme).await;
    let id = &asked.server;
    for path in [
        format!("/calls/{}", asked.call),
        format!("/servers/{id}"),
        format!("/servers/{id}/tools"),
        format!("/servers/{id}/logs"),
        format!("/servers/{id}/connection-guides"),
        format!("/servers/{id}/deployment"),
        format!("/servers/{id}/deployment/replicas"),
        format!("/servers/{id}/versions"),
        format!("/servers/{id}/versions/1/blueprint"),
        format!("/servers/{id}/versions/1/project?language=python"),
        format!("/servers/pets/versions/{}", asked.version),
    ] {
        eve.get(&format!("{theirs}{path}")).await.problem(404, "not_found");
    }
    for list in ["calls", "calls/hours"] {
        assert_eq!(eve.get(&format!("{theirs}/{list}?server={id}")).await.is(200)["items"], json!([]), "{list}");
    }
    let events = eve.get(&format!("{theirs}/events?subject={id}")).await.is(200);
    assert_eq!(events["items"], json!([]));
    let stolen = json!({ "name": "stolen", "design": { "sources": [{ "api": acme.api }] } });
    eve.post(&format!("{theirs}/servers"), stolen).await.problem(404, "not_found");
    let version = json!({ "version": asked.version });
    eve.put(&format!("{theirs}/servers/pets/deployment"), version).await.problem(404, "not_found");
    let reaching = json!({ "name": "k", "scopes": ["servers:call"], "reach": { "servers": [id] } });
    eve.post(&format!("{theirs}/api-keys"), reaching).await.problem(422, "invalid");

    // The live feed tells of what is theirs, and of nothing else.
    let token = eve.token.clone().unwrap();
    let mut all = Stream::of(acme.hub.address, &theirs, "?kind=call", &token).await;
    let mut foreign = Stream::of(acme.hub.address, &theirs, &format!("?server={id}"), &token).await;
    acme.mcp("pets").call("get_pet1", json!({})).await.says(false);
    acme.calls(&format!("/servers/{id}"), 2).await;
    own.call("get_pet1", json!({})).await.says(false);
    let (_, call) = all.next(|item| item["type"] == "call").await;
    assert_ne!(call["data"]["server"], json!(id), "{call}");
    let told = tokio::time::timeout(Duration::from_secs(2), foreign.next(|_| true)).await;
    assert!(told.is_err(), "{told:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_for_one_server_sees_that_one_and_nothing_beside_it() {
    let acme = Acme::new().await;
    let asked = Asked::new(&acme).await;
    let (other, _) = acme.deployed("other", json!({})).await;
    let other = other.rsplit('/').next().unwrap();
    let scopes = json!(["servers:call", "servers:read", "calls:read", "events:read", "apis:read", "keys:read"]);
    let narrow = json!({ "scopes": scopes, "reach": { "servers": [other] } });
    let narrow = key(&acme.owner.rest, &acme.organisation, narrow).await;
    let rest = acme.owner.rest.with(&narrow);
    let get = async |path: &str| rest.get(&format!("{}{path}", acme.organisation)).await.status;
    let (own, pets) = (format!("/servers/{other}"), &asked.server);
    for part in ["", "/tools", "/versions", "/versions/1/blueprint", "/deployment", "/deployment/replicas", "/logs"] {
        assert_eq!(get(&format!("{own}{part}")).await, 200, "{part}");
        assert_eq!(get(&format!("/servers/other{part}")).await, 200, "{part}");
        assert_eq!(get(&format!("/servers/pets{part}")).await, 403, "{part}");
        assert_eq!(get(&format!("/servers/{pets}{part}")).await, 403, "{part}");
    }
    for list in ["/calls", "/calls/hours", "/live"] {
        assert_eq!(get(&format!("{list}?server={other}")).await, 200, "{list}");
        for query in ["", &format!("?server={pets}"), &format!("?server={other}&server={pets}"), "?tool=get_pet1"] {
            assert_eq!(get(&format!("{list}{query}")).await, 403, "{list}{query}");
        }
    }
    for beside in
        ["", "/servers", "/servers/nobody", "/apis", "/api-keys", "/events", &format!("/calls/{}", asked.call)]
    {
        assert_eq!(get(&format!("{beside}?server={other}")).await, 403, "{beside}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_removed_is_told_nothing_more() {
    let acme = Acme::new().await;
    let (_, mcp) = acme.deployed("pets", json!({})).await;
    let ann = acme.hub.person("ann").await;
    acme.hub.join(&acme.owner.rest, &acme.organisation, &ann, "developer").await;
    let token = ann.rest.token.clone().unwrap();
    let mut stream = Stream::of(acme.hub.address, &acme.organisation, "?kind=call", &token).await;
    let mut socket = requests::socket(acme.hub.address, &acme.organisation, Some(&token)).await.unwrap();
    acme.owner.rest.delete(&format!("{}/members/{}", acme.organisation, ann.id)).await.is(204);
    let ended = async {
        stream.ended().await;
        requests::ended(&mut socket).await;
    };
    assert!(tokio::time::timeout(Duration::from_secs(10), ended).await.is_ok(), "they are still told");
    mcp.call("get_pet1", json!({})).await.says(false);
    let again = requests::socket(acme.hub.address, &acme.organisation, Some(&token)).await;
    assert_eq!(again.err(), Some(404));
}
