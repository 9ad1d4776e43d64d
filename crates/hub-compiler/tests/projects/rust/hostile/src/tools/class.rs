//! Tools of the group class.

use serde::Deserialize;
use serde_json::Number;

use crate::auth;
use crate::cannot::CannotCall;
use crate::encoding::{Style, content, reserved, style};
use crate::multipart;
use crate::registry::{Tool, tool};
use crate::request::{Request, written};
use crate::sources::Source;
use crate::values::Object;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![tool("class", class), tool("import", import)]
}

/// Arguments of class.
#[derive(Debug, Deserialize)]
pub struct ClassArguments {
    #[serde(rename = "2fa")]
    pub value_2fa: String,
    pub filter: Option<String>,
    pub q_u_o: Option<Vec<Number>>,
    pub deep: Option<Object>,
    pub obj: Option<Object>,
    #[serde(rename = "X-Trace")]
    pub x_trace: Option<String>,
    pub sess_ion: Option<String>,
    pub import: Option<bool>,
    pub argument_rk9n5d: Option<String>,
    pub res: Option<String>,
    pub fields: Option<String>,
    #[serde(rename = "self")]
    pub self_: Option<Vec<String>>,
}

/// It's ''' a * / test // [= 7*7 =] ${x} 'y' /
///
/// POST /form/{2fa}/x
pub fn class(given: &ClassArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "application/json, */*;q=0.1");
    request.secured(auth::K_EY);
    request.text("/form/");
    request.path("2fa", &given.value_2fa);
    request.text("/x");
    request.query("$filter", &given.filter);
    request.query(written("q'u\"o", style(Style::PipeDelimited, false)), &given.q_u_o);
    request.query(written("deep", style(Style::DeepObject, true)), &given.deep);
    request.query(written("obj", content("application/json")), &given.obj);
    request.query("import", &given.import);
    request.query("\u{65e5}\u{672c}", &given.argument_rk9n5d);
    request.query(written("res", reserved(Style::Form, true)), &given.res);
    request.header("X-Trace", &given.x_trace)?;
    request.cookie("sess ion", &given.sess_ion);
    let body = &mut request.body;
    body.required();
    let mut source = Source::fields();
    source.add("fields", &given.fields);
    source.add("self", &given.self_);
    source.written("self", style(Style::SpaceDelimited, false));
    body.form(source)?;
    Ok(request)
}

/// Arguments of import.
#[derive(Debug, Deserialize)]
pub struct ImportArguments {
    /// A file.
    pub file: Option<Object>,
    pub meta: Option<Object>,
    pub na_me: Option<String>,
}

/// POST /multi
pub fn import(given: &ImportArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "application/json, */*;q=0.5");
    request.secured(auth::K_EY);
    request.text("/multi");
    let body = &mut request.body;
    let mut source = Source::fields();
    source.add("file", &given.file);
    source.add("meta", &given.meta);
    source.add("na\"me", &given.na_me);
    source.part("file", multipart::file(""));
    body.multipart(source)?;
    Ok(request)
}
