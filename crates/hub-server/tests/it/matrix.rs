//! The authorization matrix: every endpoint by every kind of caller, from one table. An endpoint that is not in the table fails the test.

mod requests;
mod world;

use std::collections::BTreeSet;

use self::world::{Kind, World};

/// What each endpoint answers to whom: the statuses, in the order of [`Kind::ALL`].
///
/// `key` is an API key of the owner's that has no scopes. `other` owns another organisation. `root` administers the hub and is no
/// member: they see to who is in an organisation, and not to what it was made for.
const TABLE: &str = include_str!("matrix/table.txt");

struct Row {
    endpoint: String,
    statuses: Vec<u16>,
}

fn rows() -> Vec<Row> {
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let statuses = words[2..].iter().map(|status| status.parse().unwrap()).collect();
        Row { endpoint: format!("{} {}", words[0], words[1]), statuses }
    };
    TABLE.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty()).map(row).collect()
}

/// Every endpoint of the OpenAPI document: `GET /organisations/{organisation}`.
fn documented() -> BTreeSet<String> {
    let document = serde_json::to_value(hub_server::api::document()).unwrap();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        let path = path.strip_prefix("/api/v1").unwrap_or(path);
        for method in ["get", "post", "put", "patch", "delete", "head", "options", "trace"] {
            if item.get(method).is_some() {
                found.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    found
}

#[test]
fn every_endpoint_is_in_the_table() {
    let listed: Vec<String> = rows().into_iter().map(|row| row.endpoint).collect();
    let known: BTreeSet<String> = listed.iter().cloned().collect();
    assert_eq!(known.len(), listed.len(), "an endpoint is listed twice");
    assert_eq!(known, documented());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_may_what_the_table_says() {
    let mut world = World::new().await;
    let mut wrong = Vec::new();
    for row in rows() {
        assert_eq!(row.statuses.len(), Kind::ALL.len(), "{}", row.endpoint);
        let mut found = Vec::new();
        let mut said = Vec::new();
        for (kind, wanted) in Kind::ALL.into_iter().zip(&row.statuses) {
            let answer = world.ask(&row.endpoint, kind).await;
            found.push(answer.status);
            if answer.status != *wanted {
                said.push(format!("  {kind:?}: {} instead of {wanted}: {}", answer.status, answer.body));
            }
        }
        if !said.is_empty() {
            let found: Vec<String> = found.iter().map(ToString::to_string).collect();
            wrong.push(format!("{:<60} {}\n{}", row.endpoint, found.join(" "), said.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "the hub answers otherwise than the table says:\n{}", wrong.join("\n"));
}
