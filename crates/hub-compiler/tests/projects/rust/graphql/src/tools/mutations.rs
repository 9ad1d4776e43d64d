//! Tools of the group mutations.

use serde::Deserialize;
use serde_json::Value;

use crate::auth;
use crate::cannot::CannotCall;
use crate::graphql::Operation;
use crate::post::Post;
use crate::registry::{Tool, plain, tool};
use crate::values::{Object, present};

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![
        tool("await", await_),
        plain("self", self_),
        plain("self_s38pwh", self_s38pwh),
        plain("self_qv6xe6", self_qv6xe6),
    ]
}

/// Arguments of await.
#[derive(Debug, Deserialize)]
pub struct AwaitArguments {
    #[serde(rename = "yield")]
    pub yield_: Object,
    #[serde(default, deserialize_with = "present")]
    pub go: Option<Value>,
    /// A file.
    #[serde(rename = "match")]
    pub match_: Option<Object>,
    /// Fields of def to give instead of the usual ones, in GraphQL: 'id name owner { login }'.
    pub fields: Option<String>,
}

/// Deletes 'everything'; drop table 'x'; --
///
/// mutation await
pub fn await_(given: &AwaitArguments) -> Result<Post, CannotCall> {
    let mut operation = Operation::new(
        "api",
        [
            "mutation await($yield: lambda!, $go: JSON, $match: Upload) { await(yield: $yield, go: $go, match: $match) ",
            "{ class fn }",
            " }",
        ],
    );
    operation.secured(auth::TOKEN);
    operation.answered_by("await");
    operation.variable("yield", &given.yield_);
    operation.variable("go", &given.go);
    operation.upload("match", &given.match_, &[&[]]);
    operation.select("fields", &given.fields)?;
    operation.post()
}

/// mutation self
pub fn self_() -> Result<Post, CannotCall> {
    let mut operation = Operation::new("api", ["mutation self { self", "", " }"]);
    operation.secured(auth::TOKEN);
    operation.answered_by("self");
    operation.post()
}

/// mutation Self
pub fn self_s38pwh() -> Result<Post, CannotCall> {
    let mut operation = Operation::new("api", ["mutation Self { Self", "", " }"]);
    operation.secured(auth::TOKEN);
    operation.answered_by("Self");
    operation.post()
}

/// mutation SELF
pub fn self_qv6xe6() -> Result<Post, CannotCall> {
    let mut operation = Operation::new("api", ["mutation SELF { SELF", "", " }"]);
    operation.secured(auth::TOKEN);
    operation.answered_by("SELF");
    operation.post()
}
