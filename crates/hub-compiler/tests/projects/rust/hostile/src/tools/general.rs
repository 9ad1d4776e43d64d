//! Tools without a group.

use serde::Deserialize;

use crate::auth;
use crate::cannot::CannotCall;
use crate::registry::{Tool, tool};
use crate::request::Request;
use crate::sources::Source;
use crate::values::{Nullable, Object, present};

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![tool("text", text), tool("bin", bin), tool("lines", lines), tool("json", json), tool("whole", whole)]
}

/// Arguments of text.
#[derive(Debug, Deserialize)]
pub struct TextArguments {
    /// The text to send.
    pub body: Option<String>,
}

/// POST /text
pub fn text(given: &TextArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "text/plain, */*;q=0.1");
    request.secured(auth::DIGEST_AND_K_EY);
    request.text("/text");
    let body = &mut request.body;
    body.text(&given.body)?;
    Ok(request)
}

/// Arguments of bin.
#[derive(Debug, Deserialize)]
pub struct BinArguments {
    /// A file.
    pub file: Option<Object>,
    /// Media type of the content that is sent. Example: image/png.
    pub content_type: Option<String>,
}

/// POST /bin
pub fn bin(given: &BinArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "application/json, */*;q=0.5");
    request.secured(auth::COOKIE_OR_QUERY);
    request.text("/bin");
    let body = &mut request.body;
    body.named_type(&given.content_type, "content_type")?;
    body.media_type("application/octet-stream");
    body.binary(&given.file, "file")?;
    Ok(request)
}

/// Arguments of lines.
#[derive(Debug, Deserialize)]
pub struct LinesArguments {
    pub body: Option<Vec<Object>>,
}

/// POST /lines
pub fn lines(given: &LinesArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "application/json, */*;q=0.5");
    request.secured(auth::K_EY);
    request.text("/lines");
    let body = &mut request.body;
    body.json_lines(&given.body)?;
    Ok(request)
}

/// Arguments of json.
#[derive(Debug, Deserialize)]
pub struct JsonArguments {
    pub name: String,
    pub a_b_c: Option<Object>,
    #[serde(default, deserialize_with = "present")]
    pub nul: Option<Nullable<String>>,
    /// What the API's document does not name.
    #[serde(flatten)]
    pub others: Object,
}

/// PATCH /json
pub fn json(given: &JsonArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("PATCH", "api", "application/json, */*;q=0.1");
    request.secured(auth::K_EY);
    request.text("/json");
    let body = &mut request.body;
    body.required();
    body.rename("we_ird", "we ird/$");
    body.media_type("application/merge-patch+json");
    let mut source = Source::fields();
    source.add("name", &given.name);
    source.add("a b$c", &given.a_b_c);
    source.add("nul", &given.nul);
    source.rest(&given.others);
    body.json(source)?;
    Ok(request)
}

/// Arguments of whole.
#[derive(Debug, Deserialize)]
pub struct WholeArguments {
    pub body: Option<Vec<String>>,
}

/// POST /whole
pub fn whole(given: &WholeArguments) -> Result<Request, CannotCall> {
    let mut request = Request::new("POST", "api", "application/json, */*;q=0.1");
    request.secured(auth::K_EY);
    request.text("/whole");
    let body = &mut request.body;
    let source = Source::whole(&given.body);
    body.json(source)?;
    Ok(request)
}
