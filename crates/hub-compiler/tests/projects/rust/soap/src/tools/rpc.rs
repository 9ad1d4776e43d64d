//! Tools of the group rpc.

use serde::Deserialize;

use crate::auth;
use crate::cannot::CannotCall;
use crate::post::Post;
use crate::registry::{Tool, tool};
use crate::soap::{Envelope, Part, Version};
use crate::values::Object;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![tool("func", func)]
}

/// Arguments of func.
#[derive(Debug, Deserialize)]
pub struct FuncArguments {
    pub class: String,
    /// Give exactly one of: 'self'; 'Self'.
    #[serde(rename = "self")]
    pub self_: Object,
}

/// }} * /
///
/// rpc.func
pub fn func(given: &FuncArguments) -> Result<Post, CannotCall> {
    let mut envelope = Envelope::new("api-2", Version::V11, "func", "api");
    envelope.secured(auth::BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST);
    envelope.answer_wrapped();
    envelope.answered_by("return", 1);
    envelope.answered_by("def", 5);
    envelope.rename("import", "@import");
    envelope.rename("type", "@type");
    envelope.rename("uenicoede", "ünïcödé");
    envelope.wrapped("func", "urn:r\"");
    let mut part = Part::new("class", "", 1);
    part.whole(&given.class);
    part.required();
    envelope.body(part);
    let mut part = Part::new("self", "", 9);
    part.whole(&given.self_);
    part.required();
    envelope.body(part);
    envelope.post()
}
