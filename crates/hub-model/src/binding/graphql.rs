//! One GraphQL operation: a query or a mutation with a selection that was made beforehand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Slot;
use crate::Alternative;

/// A GraphQL operation over slots. What is sent is `head`, `selection` and `tail`, one after another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GraphQlBinding {
    /// Key in [`crate::Blueprint::upstreams`]; its URL is the endpoint.
    pub upstream: String,
    /// Only reads.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub query: bool,
    /// `query pet($id: ID!) { pet(id: $id)`
    pub head: String,
    /// `{ id name }`; empty where the answer has no fields.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub selection: String,
    /// Closes what `head` opened, and gives the fragments that are used.
    pub tail: String,
    /// The slot whose text is selected instead, where it is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Slot>,
    /// The variables, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<Variable>,
    /// The field of `data` that is the answer; empty when all of them are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    /// Credentials: any one alternative, all of its requirements.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub security: Vec<Alternative>,
    /// Nested properties whose names clients refuse: from the schema's to the wire's.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub renamed: BTreeMap<String, String>,
}

/// A variable of the operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Variable {
    /// What fills it; it is left out when nothing does.
    pub slot: Slot,
    /// Its name without the `$`.
    pub name: String,
    /// Where files are in its value: names of properties, and `*` for each item of a list (graphql-multipart-request-spec). An
    /// empty path is the value itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uploads: Vec<Vec<String>>,
}
