//! A live GraphQL endpoint as a source: it is asked for its schema.

use bytes::Bytes;
use hub_compiler::{Documents, graphql::INTROSPECTION_QUERIES};
use serde_json::{Value, json};
use url::Url;

use super::web::{Web, shown};
use crate::failure::Failure;

/// Characters of what an endpoint says of itself.
const SAID: usize = 300;

/// Whether an address looks like that of an endpoint.
pub(super) fn is_likely(root: &Url) -> bool {
    let last = root.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    // Some are called like files: `graphql.json`, `graphql.php`.
    let name = last.split('.').next().unwrap_or_default();
    let is_schema = last.ends_with(".graphql") || last.ends_with(".graphqls") || last.ends_with(".gql");
    name == "gql" || name == "graphql" && !is_schema || name.contains("graphql") && !last.contains('.')
}

/// Asks for the schema, in the words of the newest specification that the endpoint knows.
pub(super) fn read(endpoint: &Url, web: &Web) -> Result<Documents, Failure> {
    let mut said = String::new();
    for query in INTROSPECTION_QUERIES {
        let question = json!({ "query": query, "operationName": "IntrospectionQuery" }).to_string();
        let answer = web.post(endpoint, Bytes::from(question)).map_err(|reason| failed(endpoint, &reason))?;
        let documents = Documents::answered(&answer.final_url, answer.bytes.to_vec());
        if documents.is_recognised() {
            return Ok(documents);
        }
        said = complaint(&answer.bytes).unwrap_or_else(|| format!("it answered {}", answer.status));
    }
    Err(failed(endpoint, &said))
}

/// What the endpoint says is wrong.
fn complaint(answer: &[u8]) -> Option<String> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let first = answer.get("errors").and_then(|errors| errors.get(0)).and_then(|first| first.get("message"));
    let said = first.or_else(|| answer.get("message")).or_else(|| answer.get("error")).and_then(Value::as_str)?;
    Some(said.chars().filter(|c| !c.is_control()).take(SAID).collect())
}

fn failed(endpoint: &Url, why: &str) -> Failure {
    Failure::unusable(format!("{} does not tell its schema: {why}", shown(endpoint.as_str()))).help(
        "give credentials with --document-header 'Authorization: …', or the schema as a file: introspection may be switched off",
    )
}
