//! Tools without a group.

use crate::cannot::CannotCall;
use crate::registry::{Tool, plain};
use crate::request::Request;

/// The functions by the names of their tools.
pub fn tools() -> Vec<Tool> {
    vec![plain("get_health", get_health)]
}

/// Say whether the shop is open
///
/// GET /health
pub fn get_health() -> Result<Request, CannotCall> {
    let mut request = Request::new("GET", "api", "application/json, */*;q=0.1");
    request.text("/health");
    Ok(request)
}
