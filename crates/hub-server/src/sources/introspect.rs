//! A live GraphQL endpoint as a source: it is asked for its schema.

use bytes::Bytes;
use http::StatusCode;
use hub_compiler::{Documents, graphql};
use hub_runtime::fetch::Fetched;
use serde_json::{Value, json};
use url::Url;

use super::{Cause, Unobtainable, Web, shown};

/// Characters of what an endpoint says of itself.
const SAID: usize = 300;

/// Why an endpoint gave no schema.
struct Silence {
    endpoint: Url,
    why: Why,
    said: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Why {
    /// What is there, if anything, does not speak GraphQL.
    NoEndpoint,
    /// It wants to know who asks.
    Denied,
    /// It answers, but not this question.
    Refused,
}

/// Whether an address looks like that of an endpoint.
fn is_likely(root: &Url) -> bool {
    let last = root.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_ascii_lowercase();
    // Some are called like files: `graphql.json`, `graphql.php`.
    let name = last.split('.').next().unwrap_or_default();
    let is_schema = last.ends_with(".graphql") || last.ends_with(".graphqls") || last.ends_with(".gql");
    name == "gql" || name == "graphql" && !is_schema || name.contains("graphql") && !last.contains('.')
}

/// Asks the endpoint at `root`, or those that the answer to GET there names; `None` when nothing speaks for there being one.
/// `looked` is that answer, and `is_said` whether the user says that it is GraphQL.
pub(super) async fn read(
    root: &Url,
    looked: Option<&Fetched>,
    is_said: bool,
    web: &Web,
) -> Result<Option<Documents>, Unobtainable> {
    let named = looked.map(|looked| Documents::new(&looked.final_url, looked.bytes.to_vec()).graphql_endpoints());
    let named: Vec<Url> = named.unwrap_or_default().iter().filter_map(|endpoint| Url::parse(endpoint).ok()).collect();
    let is_found = looked.is_some_and(|looked| looked.status.is_success());
    let is_sure = !named.is_empty() || !is_found && (is_said || is_likely(root));
    let endpoints = match looked {
        _ if !named.is_empty() => named,
        _ if is_said || is_likely(root) => own(root, looked),
        Some(looked) if wants_question(looked.status) => own(root, Some(looked)),
        _ => return Ok(None),
    };
    let mut silent: Option<Silence> = None;
    for endpoint in endpoints {
        match ask(&endpoint, web).await {
            Ok(documents) => return Ok(Some(documents)),
            // What the first says that speaks GraphQL at all.
            Err(silence) if silent.as_ref().is_none_or(|before| !before.speaks() && silence.speaks()) => {
                silent = Some(silence);
            }
            Err(_) => {}
        }
    }
    match silent {
        Some(silence) if is_sure || silence.speaks() => Err(silence.failure()),
        _ => Ok(None),
    }
}

/// The address itself, and where it leads: questions are not led on, or come to be others on the way.
fn own(root: &Url, looked: Option<&Fetched>) -> Vec<Url> {
    let bare = |url: &Url| url.path().trim_end_matches('/').to_owned();
    let led = looked.and_then(|looked| Url::parse(&looked.final_url).ok());
    match led {
        Some(led) if bare(&led) == bare(root) => vec![led],
        Some(led) => vec![root.clone(), led],
        None => vec![root.clone()],
    }
}

/// Whether an answer to GET says that only questions are answered.
fn wants_question(status: StatusCode) -> bool {
    let statuses = [
        StatusCode::BAD_REQUEST,
        StatusCode::METHOD_NOT_ALLOWED,
        StatusCode::NOT_ACCEPTABLE,
        StatusCode::UNSUPPORTED_MEDIA_TYPE,
    ];
    statuses.contains(&status)
}

/// Asks for the schema, in the words of the newest specification that the endpoint knows.
async fn ask(endpoint: &Url, web: &Web) -> Result<Documents, Silence> {
    let silence = |why, said| Silence { endpoint: endpoint.clone(), why, said };
    let mut said = String::new();
    for query in graphql::INTROSPECTION_QUERIES {
        let question = json!({ "query": query, "operationName": "IntrospectionQuery" }).to_string();
        let answer =
            web.post(endpoint, Bytes::from(question)).await.map_err(|reason| silence(Why::NoEndpoint, reason))?;
        let documents = Documents::answered(&answer.final_url, answer.bytes.to_vec());
        if documents.is_recognised() {
            return Ok(documents);
        }
        let value: Value = serde_json::from_slice(&answer.bytes).unwrap_or_default();
        let complaint = complaint(&value);
        said = complaint.unwrap_or_else(|| format!("it answered {}", answer.status));
        if [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status) {
            return Err(silence(Why::Denied, said));
        }
        if !graphql::is_complaint(&value) && value.get("data").is_none() {
            return Err(silence(Why::NoEndpoint, said));
        }
    }
    Err(silence(Why::Refused, said))
}

/// What the endpoint says is wrong.
fn complaint(answer: &Value) -> Option<String> {
    let first = answer.get("errors").and_then(|errors| errors.get(0)).and_then(|first| first.get("message"));
    let said = first.or_else(|| answer.get("message")).or_else(|| answer.get("error")).and_then(Value::as_str)?;
    Some(said.chars().filter(|c| !c.is_control()).take(SAID).collect())
}

impl Silence {
    /// Whether there is an endpoint, or something that does not tell strangers.
    fn speaks(&self) -> bool {
        self.why != Why::NoEndpoint
    }

    /// What to tell the user.
    fn failure(&self) -> Unobtainable {
        let cause = match self.why {
            Why::NoEndpoint => Cause::NoEndpoint,
            Why::Denied => Cause::EndpointDenied,
            Why::Refused => Cause::Reticent,
        };
        let message = format!("{} does not tell its schema: {}", shown(self.endpoint.as_str()), self.said);
        Unobtainable { message, cause }
    }
}
