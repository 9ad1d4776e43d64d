//! Tools of the group Service.

use serde::Deserialize;
use serde_json::Number;

use crate::auth;
use crate::cannot::CannotCall;
use crate::grpc::Method;
use crate::post::Post;
use crate::registry::{Tool, tool};
use crate::values::Object;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![tool("class", class), tool("func", func), tool("await", await_), tool("import", import), tool("self", self_)]
}

/// Arguments of class.
#[derive(Debug, Deserialize)]
pub struct ClassArguments {
    /// ${def} 'x' /n
    pub a_b_c_d_e_f: Option<String>,
    pub def: Option<String>,
    #[serde(rename = "fn")]
    pub fn_: Option<Object>,
    /// Give at most one of 'self', 'type', 'go'.
    #[serde(rename = "self")]
    pub self_: Option<String>,
    /// Give at most one of 'self', 'type', 'go'. Encoded as base64.
    #[serde(rename = "type")]
    pub type_: Option<String>,
    /// Give at most one of 'self', 'type', 'go'.
    pub go: Option<String>,
    #[serde(rename = "yield")]
    pub yield_: Option<String>,
    pub lambda: Option<Vec<String>>,
    pub argument_pydy9s: Option<Number>,
    pub ue_7j7q3s: Option<String>,
}

/// '''; import os; os.system('x') # /
///
/// self.class.Service/Class
pub fn class(given: &ClassArguments) -> Result<Post, CannotCall> {
    let mut method = Method::new("api", "/self.class.Service/Class", "api", ["self.class.def", "self.class.def"]);
    method.secured(auth::TOKEN);
    method.rename("argument_8exqrv", "'''");
    method.rename("argument_dsec26", "");
    method.field("a\"b'c`d${e}{{f}}", &given.a_b_c_d_e_f);
    method.field("def", &given.def);
    method.field("fn", &given.fn_);
    method.field("self", &given.self_);
    method.field("type", &given.type_);
    method.field("go", &given.go);
    method.field("yield", &given.yield_);
    method.field("lambda", &given.lambda);
    method.field("*/", &given.argument_pydy9s);
    method.field("ü\u{4e2d}", &given.ue_7j7q3s);
    method.post()
}

/// Arguments of func.
#[derive(Debug, Deserialize)]
pub struct FuncArguments {
    #[serde(rename = "Self")]
    pub self_: Option<Object>,
    pub argument_8exqrv: Option<Number>,
    #[serde(rename = "return")]
    pub return_: Option<Number>,
    pub argument_dsec26: Option<String>,
}

/// '); panic(1); // ${x}
///
/// self.class.Service/func
pub fn func(given: &FuncArguments) -> Result<Post, CannotCall> {
    let mut method = Method::new("api", "/self.class.Service/func", "api", ["self.class.Type", "self.class.Type"]);
    method.secured(auth::TOKEN);
    method.streams();
    method.field("Self", &given.self_);
    method.field("'''", &given.argument_8exqrv);
    method.field("return", &given.return_);
    method.field("", &given.argument_dsec26);
    method.post()
}

/// Arguments of await.
#[derive(Debug, Deserialize)]
pub struct AwaitArguments {
    /// The messages that are sent, in order.
    pub messages: Vec<Object>,
}

/// self.class.Service/await
pub fn await_(given: &AwaitArguments) -> Result<Post, CannotCall> {
    let mut method = Method::new("api", "/self.class.Service/await", "api", ["self.class.Type", "self.class.Else"]);
    method.secured(auth::TOKEN);
    method.rename("argument_8exqrv", "'''");
    method.rename("argument_dsec26", "");
    method.each("messages", &given.messages);
    method.post()
}

/// Arguments of import.
#[derive(Debug, Deserialize)]
pub struct ImportArguments {
    pub value: Object,
}

/// self.class.Service/import
pub fn import(given: &ImportArguments) -> Result<Post, CannotCall> {
    let mut method =
        Method::new("api", "/self.class.Service/import", "api", ["google.protobuf.Struct", "google.protobuf.Value"]);
    method.secured(auth::TOKEN);
    method.whole("value", &given.value);
    method.post()
}

/// Arguments of self.
#[derive(Debug, Deserialize)]
pub struct SelfArguments {
    #[serde(rename = "self")]
    pub self_: Option<Object>,
    #[serde(rename = "Self")]
    pub self_2: Option<String>,
    #[serde(rename = "Init")]
    pub init: Option<bool>,
}

/// self.class.Service/Self
pub fn self_(given: &SelfArguments) -> Result<Post, CannotCall> {
    let mut method = Method::new("api", "/self.class.Service/Self", "api", ["self.class.Self", "self.class.Self"]);
    method.secured(auth::TOKEN);
    method.field("self", &given.self_);
    method.field("Self", &given.self_2);
    method.field("Init", &given.init);
    method.post()
}
