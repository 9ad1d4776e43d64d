//! A document that is fetched anew and names its operations otherwise: people see what that changes, what they changed themselves stays,
//! and nothing is served of it until it is approved, frozen and deployed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Acme;
use crate::{hub::Hub, mcp::Mcp};

/// An operation with two arguments.
fn operation(id: &str, summary: &str) -> Value {
    let argument = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "string" } });
    json!({
        "operationId": id,
        "summary": summary,
        "parameters": [argument("kind"), argument("tone")],
        "responses": { "200": { "description": "a pet" } },
    })
}

/// Operations of a document, by their paths.
fn before() -> Value {
    json!({
        "/pets": { "get": operation("listPets", "List pets"), "delete": operation("deletePets", "Delete all pets") },
        "/owners": { "get": operation("listOwners", "List owners") },
        "/stats": { "get": operation("readStats", "Read statistics") },
    })
}

/// What people made of them.
fn curation() -> Value {
    json!({
        "picks": [{ "glob": "delete_*", "out": true }],
        "tools": {
            "GET /pets": {
                "name": "find_pets",
                "description": "Finds pets that are for sale.",
                "arguments": { "kind": { "fixed": "dog" }, "tone": { "name": "voice" } },
            },
            "GET /owners": { "description": "Finds people." },
        },
    })
}

/// What agents see of a server, by the names of its tools.
async fn seen(mcp: &Mcp) -> BTreeMap<String, Value> {
    let listed = mcp.ask("tools/list", json!({})).await.result();
    let tools = listed["tools"].as_array().unwrap().iter();
    let seen = tools.map(|tool| {
        let arguments = tool["inputSchema"]["properties"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
        (tool["name"].as_str().unwrap().to_owned(), json!([tool["description"], arguments]))
    });
    seen.collect()
}

impl Acme {
    /// A server of the document above.
    async fn curated() -> (Self, String, Mcp) {
        let hub = Hub::start().await;
        hub.upstream.tell(&before());
        let acme = Self::with_document(hub, "/told").await;
        let design = json!({ "design": { "sources": [{ "api": acme.api, "curation": curation() }] } });
        let (server, mcp) = acme.deployed("pets", design).await;
        (acme, server, mcp)
    }

    /// Fetches the document anew, as it is by now; what is different about it.
    async fn reimported(&self, paths: &Value) -> String {
        self.hub.upstream.tell(paths);
        let api = format!("{}/apis/{}", self.organisation, self.api);
        let made = self.owner.rest.post(&format!("{api}/refreshes"), json!({})).await.is(202);
        let ended = self.hub.ended(&self.owner.rest, &self.organisation, &made["job"]).await;
        assert_eq!(ended["result"]["state"], "pending", "{ended}");
        self.owner.rest.get(&format!("{api}/revisions/pending/changes")).await.is(200).to_string()
    }

    async fn taken_in(&self) {
        let path = format!("{}/apis/{}/revisions/pending/approval", self.organisation, self.api);
        self.owner.rest.post(&path, json!({})).await.is(200);
    }

    /// The draft of a server: its tools by name, and what does not fit any more.
    async fn draft(&self, server: &str) -> (Vec<String>, Value) {
        let draft = self.owner.rest.get(&format!("{server}/tools")).await.is(200);
        let names = draft["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap().to_owned());
        (names.collect(), draft["conflicts"].clone())
    }

    /// Sends a call; where it went.
    async fn sent(&self, mcp: &Mcp, tool: &str, arguments: Value) -> String {
        mcp.call(tool, arguments).await.says(false);
        self.hub.upstream.asked().last().unwrap().0.clone()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn operations_that_are_called_otherwise_stay_what_people_made_of_them() {
    let (acme, server, mcp) = Acme::curated().await;
    let first = seen(&mcp).await;
    assert_eq!(first["find_pets"], json!(["Finds pets that are for sale.", ["voice"]]), "{first:?}");
    assert_eq!(first.keys().collect::<Vec<_>>(), ["find_pets", "list_owners", "read_stats"]);

    let mut paths = before();
    paths["/pets"]["get"] = operation("searchAnimals", "Search animals");
    paths["/pets"]["delete"] = operation("wipeAnimals", "Wipe out all animals");
    paths["/owners"]["get"] = operation("searchHolders", "Search holders");
    paths["/stats"]["get"] = operation("showFigures", "Show figures");
    let changes = acme.reimported(&paths).await;
    for tool in ["list_pets", "delete_pets", "list_owners", "read_stats"] {
        let change = format!(r#""tool":"{tool}""#);
        assert!(changes.contains(&change), "{tool} has other words upstream: {changes}");
    }

    // Nothing of it is anywhere before somebody says so: not served, not in the draft, not in a new version.
    let draft = acme.draft(&server).await;
    assert_eq!(draft, (vec!["find_pets".into(), "list_owners".into(), "read_stats".into()], json!([])));
    acme.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
    acme.deploy(&server, json!({ "version": "2" })).await;
    assert_eq!(seen(&mcp).await, first);

    acme.taken_in().await;
    assert_eq!(acme.draft(&server).await, draft, "names are kept, and what was taken out is not in by another name");
    let frozen = acme.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
    assert_eq!((&frozen["breaking"], &frozen["changes"]), (&json!(0), &json!(1)), "{frozen}");
    assert_eq!(seen(&mcp).await, first, "what is frozen is not served yet");
    acme.deploy(&server, json!({ "version": "3" })).await;
    let last = seen(&mcp).await;
    for kept in ["find_pets", "list_owners"] {
        assert_eq!(last[kept], first[kept], "what people wrote stays");
    }
    assert!(
        last["read_stats"].to_string().contains("Show figures"),
        "what nobody changed is as it is upstream: {last:?}"
    );
    let went = acme.sent(&mcp, "find_pets", json!({ "voice": "low" })).await;
    assert_eq!(went, "/pets?kind=dog&tone=low", "what is fixed is still sent");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_operation_that_moved_is_shown_as_gone_and_new_and_the_rest_is_kept() {
    let (acme, server, mcp) = Acme::curated().await;
    let first = seen(&mcp).await;
    let mut paths = before();
    paths["/people"] = json!({ "get": operation("listPeople", "List people") });
    paths.as_object_mut().unwrap().remove("/owners");
    let changes = acme.reimported(&paths).await;
    assert!(changes.contains(r#""tool":"list_owners""#) && changes.contains("the tool is gone"), "{changes}");
    assert!(changes.contains("a new tool, GET /people"), "{changes}");
    assert_eq!(seen(&mcp).await, first);

    acme.taken_in().await;
    let (names, conflicts) = acme.draft(&server).await;
    assert_eq!(names, ["find_pets", "list_people", "read_stats"]);
    assert_eq!((&conflicts[0]["operation"], &conflicts[1]), (&json!("GET /owners"), &Value::Null), "{conflicts}");
    assert_eq!(seen(&mcp).await, first, "an approved revision is served once a version of it is deployed");
    acme.sent(&mcp, "list_owners", json!({})).await;

    let frozen = acme.owner.rest.post(&format!("{server}/versions"), json!({})).await.is(201);
    assert_eq!(frozen["breaking"], 1, "{frozen}");
    acme.deploy(&server, json!({ "version": "2" })).await;
    let last = seen(&mcp).await;
    assert_eq!(last["find_pets"], first["find_pets"]);
    assert_eq!(last.keys().collect::<Vec<_>>(), ["find_pets", "list_people", "read_stats"]);
}
