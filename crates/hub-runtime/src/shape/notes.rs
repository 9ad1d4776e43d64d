//! What an answer's headers tell that its body does not: where something was made, where the next page is.

use http::{HeaderMap, HeaderName, Method, header};

use super::Call;
use crate::send::Received;

/// Worth a line with any answer. Names that are parsed already: these are looked up with every answer.
static TOLD: [HeaderName; 8] = [
    header::LOCATION,
    header::LINK,
    header::RETRY_AFTER,
    HeaderName::from_static("x-next-page"),
    HeaderName::from_static("x-next-cursor"),
    HeaderName::from_static("x-total-count"),
    HeaderName::from_static("x-total-pages"),
    HeaderName::from_static("operation-location"),
];
/// All that an answer to HEAD is about.
static OF_HEAD: [HeaderName; 5] =
    [header::CONTENT_TYPE, header::CONTENT_LENGTH, header::ETAG, header::LAST_MODIFIED, header::ACCEPT_RANGES];
/// Characters of one header.
const LONGEST: usize = 400;

pub(super) fn notes(received: &Received, call: &Call<'_>) -> String {
    let mut lines = Vec::new();
    let head = call.method == Method::HEAD;
    for name in TOLD.iter().chain(OF_HEAD.iter().filter(|_| head)) {
        if name == header::LINK {
            lines.extend(next_page(&received.headers).map(|target| format!("next page: {target}")));
            continue;
        }
        let value = received.headers.get(name).and_then(|value| value.to_str().ok());
        lines.extend(value.map(|value| format!("{name}: {}", value.chars().take(LONGEST).collect::<String>())));
    }
    lines.join("\n")
}

/// The target of `Link: <…>; rel="next"` (RFC 8288).
fn next_page(headers: &HeaderMap) -> Option<String> {
    let values = headers.get_all(header::LINK).iter().filter_map(|value| value.to_str().ok());
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
