//! What an answer's headers tell that its body does not: where something was made, where the next page is.

use http::{HeaderMap, Method};

use super::Call;
use crate::send::Received;

/// Worth a line with any answer.
const TOLD: [&str; 8] = [
    "location",
    "link",
    "retry-after",
    "x-next-page",
    "x-next-cursor",
    "x-total-count",
    "x-total-pages",
    "operation-location",
];
/// All that an answer to HEAD is about.
const OF_HEAD: [&str; 5] = ["content-type", "content-length", "etag", "last-modified", "accept-ranges"];
/// Characters of one header.
const LONGEST: usize = 400;

pub(super) fn notes(received: &Received, call: &Call<'_>) -> String {
    let mut lines = Vec::new();
    let head = call.method == Method::HEAD;
    for name in TOLD.iter().chain(OF_HEAD.iter().filter(|_| head)) {
        if *name == "link" {
            lines.extend(next_page(&received.headers).map(|target| format!("next page: {target}")));
            continue;
        }
        let value = received.headers.get(*name).and_then(|value| value.to_str().ok());
        lines.extend(value.map(|value| format!("{name}: {}", value.chars().take(LONGEST).collect::<String>())));
    }
    lines.join("\n")
}

/// The target of `Link: <…>; rel="next"` (RFC 8288).
fn next_page(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all("link").iter().filter_map(|value| value.to_str().ok());
    let is_next = |parameter: &str| {
        let (name, value) = parameter.split_once('=').unwrap_or((parameter, ""));
        name.trim().eq_ignore_ascii_case("rel")
            && value.trim().trim_matches('"').split(' ').any(|rel| rel.eq_ignore_ascii_case("next"))
    };
    for value in values {
        for link in value.split('<').skip(1) {
            let Some((target, parameters)) = link.split_once('>') else { continue };
            if parameters.split([';', ',']).any(is_next) {
                return Some(target.chars().take(LONGEST).collect());
            }
        }
    }
    None
}
