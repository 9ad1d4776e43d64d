//! Redirects: which are followed, and what goes along to another host.

use http::{HeaderMap, HeaderName, Method, header};
use url::Url;

use super::{Failure, Outgoing, Received};
use crate::egress::{Origin, Rules, target_of};

/// All that another origin is told. Everything else (credentials, cookies, the operator's headers, header arguments) is the
/// upstream's alone.
const PUBLIC: [HeaderName; 4] = [header::ACCEPT, header::ACCEPT_ENCODING, header::USER_AGENT, header::CONTENT_TYPE];

pub(super) enum Next {
    Follow(Box<Outgoing>),
    /// The redirect itself is the answer.
    Stay,
}

/// The request that a redirect asks for. Its host is checked like every other.
pub(super) fn next(before: Outgoing, received: &Received, rules: &Rules, secret_body: bool) -> Result<Next, Failure> {
    let safe = matches!(before.method, Method::GET | Method::HEAD);
    let as_get = match received.status.as_u16() {
        303 => true,
        301 | 302 if safe => false,
        307 | 308 => false,
        // Browsers would turn these into GET; a POST that silently becomes another request is worse than one not followed.
        _ => return Ok(Next::Stay),
    };
    let location = received.headers.get(header::LOCATION).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let url = Url::parse(&before.url()).ok().zip(location).and_then(|(current, to)| current.join(to.trim()).ok());
    let url = url.ok_or_else(|| Failure::Redirect("the upstream redirected to an address that is no URL".into()))?;
    let origin = Origin::of(&url, rules)
        .map_err(|refused| Failure::Refused(format!("the upstream redirected to another place: {refused}")))?;
    let target = target_of(&url);
    let (mut headers, transport, mut identity) = (before.headers, before.transport, before.identity);
    let extensions = before.extensions;
    if !origin.keeps_credentials_of(&before.origin) {
        if secret_body && !as_get {
            let why =
                "the upstream redirected to another place, and the credentials in the message are not for that one";
            return Err(Failure::Refused(why.to_owned()));
        }
        headers = headers.into_iter().fold((HeaderMap::new(), None), keep_public).0;
        identity = None;
    }
    let (method, body) = if as_get && before.method != Method::HEAD {
        headers.remove(header::CONTENT_TYPE);
        (Method::GET, bytes::Bytes::new())
    } else {
        (before.method, before.body)
    };
    Ok(Next::Follow(Box::new(Outgoing { method, origin, target, headers, body, transport, identity, extensions })))
}

/// A header map's iterator names each header once and then gives its further values without a name.
fn keep_public(
    (mut kept, last): (HeaderMap, Option<HeaderName>),
    (name, value): (Option<HeaderName>, http::HeaderValue),
) -> (HeaderMap, Option<HeaderName>) {
    let name = name.or(last);
    if let Some(name) = name.as_ref().filter(|name| PUBLIC.contains(name)) {
        kept.append(name.clone(), value);
    }
    (kept, name)
}
