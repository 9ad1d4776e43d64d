//! Tools of the group import.

use serde::Deserialize;
use serde_json::Number;

use crate::auth;
use crate::cannot::CannotCall;
use crate::post::Post;
use crate::registry::{Tool, tool};
use crate::soap::{Envelope, Part, Version};
use crate::values::Object;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![tool("class", class), tool("fn_x_y", fn_x_y)]
}

/// Arguments of class.
#[derive(Debug, Deserialize)]
pub struct ClassArguments {
    #[serde(rename = "header.class")]
    pub header_class: Option<String>,
    /// Give exactly one of: 'self'; 'Self'. '''; import os; os.system('x') # /
    #[serde(rename = "yield")]
    pub yield_: Object,
    #[serde(rename = "None")]
    pub none: Option<Vec<Number>>,
}

/// '); panic(1); // ${x} 'y' {{z}}
///
/// import.class
pub fn class(given: &ClassArguments) -> Result<Post, CannotCall> {
    let mut envelope = Envelope::new("api", Version::V11, "urn:a\"b'c/{{d}}", "api");
    envelope.secured(auth::BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST);
    envelope.answered_by("return", 10);
    envelope.rename("import", "@import");
    envelope.rename("type", "@type");
    envelope.rename("uenicoede", "ünïcödé");
    let mut part = Part::new("header.class", "urn:a\"b'c{{d}}${e}", 1);
    part.whole(&given.header_class);
    envelope.header(part);
    let mut part = Part::new("await", "urn:a\"b'c{{d}}${e}", 2);
    part.add("yield", &given.yield_);
    part.add("None", &given.none);
    envelope.body(part);
    envelope.post()
}

/// Arguments of fn_x_y.
#[derive(Debug, Deserialize)]
pub struct FnXYArguments {
    /// Give exactly one of: 'self'; 'Self'. '''; import os; os.system('x') # /
    #[serde(rename = "yield")]
    pub yield_: Object,
    #[serde(rename = "None")]
    pub none: Option<Vec<Number>>,
}

/// import.fn.x-y
pub fn fn_x_y(given: &FnXYArguments) -> Result<Post, CannotCall> {
    let mut envelope = Envelope::new("api", Version::V11, "", "api");
    envelope.secured(auth::BASIC_OR_WS_SECURITY_OR_WS_SECURITY_DIGEST);
    envelope.one_way();
    envelope.rename("import", "@import");
    envelope.rename("type", "@type");
    envelope.rename("uenicoede", "ünïcödé");
    let mut part = Part::new("await", "urn:a\"b'c{{d}}${e}", 2);
    part.add("yield", &given.yield_);
    part.add("None", &given.none);
    envelope.body(part);
    envelope.post()
}
