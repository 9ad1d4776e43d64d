//! Tools of the group queries.

use serde::Deserialize;
use serde_json::Number;

use crate::auth;
use crate::cannot::CannotCall;
use crate::graphql::Operation;
use crate::post::Post;
use crate::registry::{Tool, plain, tool};
use crate::values::Object;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![
        tool("type", type_),
        tool("import", import),
        plain("def", def),
        plain("query_root", query_root),
        tool("query_1", query_1),
        plain("string", string),
    ]
}

/// Arguments of type.
#[derive(Debug, Deserialize)]
pub struct TypeArguments {
    /// '); panic(1); // * /
    pub class: Option<String>,
    #[serde(rename = "self")]
    pub self_: Option<Number>,
    pub func: Option<Vec<String>>,
    #[serde(rename = "None")]
    pub none: Option<Object>,
    #[serde(rename = "__init")]
    pub init: Option<String>,
    /// Fields of def to give instead of the usual ones, in GraphQL: 'id name owner { login }'.
    pub fields: Option<String>,
}

/// '''; import os; os.system('x') #
///
/// query type
pub fn type_(given: &TypeArguments) -> Result<Post, CannotCall> {
    let mut operation = Operation::new(
        "api",
        [
            "query type($class: String, $self: Int, $func: [fn!], $None: true_, $__init: ID) { type(class: $class, self: $self, func: $func, None: $None, __init: $__init) ",
            "{ class fn }",
            " }",
        ],
    );
    operation.secured(auth::TOKEN);
    operation.reads();
    operation.answered_by("type");
    operation.variable("class", &given.class);
    operation.variable("self", &given.self_);
    operation.variable("func", &given.func);
    operation.variable("None", &given.none);
    operation.variable("__init", &given.init);
    operation.select("fields", &given.fields)?;
    operation.post()
}

/// Arguments of import.
#[derive(Debug, Deserialize)]
pub struct ImportArguments {
    pub first: Option<Number>,
    pub after: Option<String>,
    #[serde(rename = "return")]
    pub return_: Option<Vec<Vec<bool>>>,
    /// Fields of class to give instead of the usual ones, in GraphQL: 'id name owner { login }'.
    pub fields: Option<String>,
}

/// 'backticks' ${template}
///
/// query import
pub fn import(given: &ImportArguments) -> Result<Post, CannotCall> {
    let mut operation = Operation::new(
        "api",
        [
            "query import($first: Int, $after: String, $return: [[Boolean!]!]) { import(first: $first, after: $after, return: $return) ",
            "{ _ String type { class fn } _1 { __typename ... on def { class fn } ... on async { self Self SELF } } }",
            " }",
        ],
    );
    operation.secured(auth::TOKEN);
    operation.reads();
    operation.answered_by("import");
    operation.variable("first", &given.first);
    operation.variable("after", &given.after);
    operation.variable("return", &given.return_);
    operation.select("fields", &given.fields)?;
    operation.post()
}

/// query def
pub fn def() -> Result<Post, CannotCall> {
    let mut operation = Operation::new("api", ["query def { def", "", " }"]);
    operation.secured(auth::TOKEN);
    operation.reads();
    operation.answered_by("def");
    operation.post()
}

/// query _
pub fn query_root() -> Result<Post, CannotCall> {
    let mut operation = Operation::new("api", ["query _ { _", "", " }"]);
    operation.secured(auth::TOKEN);
    operation.reads();
    operation.answered_by("_");
    operation.post()
}

/// Arguments of query_1.
#[derive(Debug, Deserialize)]
pub struct Query1Arguments {
    /// Fields of union_ to give instead of the usual ones, in GraphQL: 'id name owner { login }'.
    pub fields: Option<String>,
}

/// query _1
pub fn query_1(given: &Query1Arguments) -> Result<Post, CannotCall> {
    let mut operation = Operation::new(
        "api",
        ["query _1 { _1 ", "{ __typename ... on def { class fn } ... on async { self Self SELF } }", " }"],
    );
    operation.secured(auth::TOKEN);
    operation.reads();
    operation.answered_by("_1");
    operation.select("fields", &given.fields)?;
    operation.post()
}

/// query String
pub fn string() -> Result<Post, CannotCall> {
    let mut operation = Operation::new("api", ["query String { String", "", " }"]);
    operation.secured(auth::TOKEN);
    operation.reads();
    operation.answered_by("String");
    operation.post()
}
