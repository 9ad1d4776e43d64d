//! Who calls a registry: basic credentials, or a token from where the registry says (distribution specification, token authentication).

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderMap, HeaderValue, header};
use hub_runtime::fetch::Asked;
use secrecy::ExposeSecret as _;
use serde_json::Value;
use url::Url;

use super::{Login, Registry, is_loopback};
use crate::image::Error;

/// What to show, by the challenge of an answer with 401; nothing where there is nothing to show.
pub(super) async fn authorise(
    registry: &Registry,
    scopes: &[String],
    answer: &HeaderMap,
) -> Result<Option<HeaderValue>, Error> {
    let challenges = answer.get_all(header::WWW_AUTHENTICATE).iter().filter_map(|value| value.to_str().ok());
    for challenge in challenges {
        let (scheme, parameters) = challenge.split_once(' ').unwrap_or((challenge, ""));
        if scheme.eq_ignore_ascii_case("bearer") {
            return token(registry, scopes, parameters).await.map(Some);
        }
        if let Some(login) = registry.login.as_ref().filter(|_| scheme.eq_ignore_ascii_case("basic")) {
            return basic(login).map(Some);
        }
    }
    Ok(None)
}

fn basic(login: &Login) -> Result<HeaderValue, Error> {
    let pair = STANDARD.encode(format!("{}:{}", login.name, login.secret.expose_secret()));
    hidden(&format!("Basic {pair}"))
}

fn hidden(text: &str) -> Result<HeaderValue, Error> {
    let mut value =
        HeaderValue::from_str(text).map_err(|_| Error::new("the registry's token cannot stand in a header"))?;
    value.set_sensitive(true);
    Ok(value)
}

async fn token(registry: &Registry, scopes: &[String], parameters: &str) -> Result<HeaderValue, Error> {
    let host = registry.host();
    let realm = parameter(parameters, "realm").unwrap_or_default();
    let mut url: Url = realm
        .parse()
        .map_err(|_| Error::new(format!("the registry {host} does not say where its tokens are to be had")))?;
    // The password goes there: in the clear only where the registry itself may be reached in the clear.
    let clear = url.scheme() != "https";
    if clear && registry.base.scheme() == "https" && !is_loopback(url.host_str().unwrap_or_default()) {
        return Err(Error::new(format!("the registry {host} wants the password sent in the clear, to {realm}")));
    }
    if let Some(service) = parameter(parameters, "service") {
        url.query_pairs_mut().append_pair("service", &service);
    }
    for scope in scopes {
        url.query_pairs_mut().append_pair("scope", scope);
    }
    let mut asked = Asked { url: url.to_string(), ..Asked::default() };
    if let Some(login) = &registry.login {
        asked.headers.insert(header::AUTHORIZATION, basic(login)?);
    }
    let answer = registry.fetcher.request(asked).await.map_err(|error| Error::new(error.to_string()))?;
    if !answer.status.is_success() {
        return Err(registry.complaint("a token", &answer));
    }
    let said: Value = serde_json::from_slice(&answer.bytes).unwrap_or_default();
    let token = ["token", "access_token"].iter().find_map(|name| said.get(*name).and_then(Value::as_str));
    let token = token.ok_or_else(|| Error::new(format!("the registry {host} gave no token")))?;
    hidden(&format!("Bearer {token}"))
}

/// A parameter of a challenge, `name="value"` (RFC 9110, section 11.6.1).
fn parameter(parameters: &str, name: &str) -> Option<String> {
    let mut rest = parameters;
    while let Some((before, after)) = rest.split_once('=') {
        let key = before.trim().trim_start_matches(',').trim();
        let (value, next) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(',').unwrap_or((after, "")),
        };
        if key.eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = next;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::parameter;

    #[test]
    fn parameters_of_a_challenge_are_found() {
        let given = r#"realm="https://auth.example/token?a=b,c",service=plain, scope="repository:a/b:pull,push""#;
        assert_eq!(parameter(given, "Realm").unwrap(), "https://auth.example/token?a=b,c");
        assert_eq!(parameter(given, "service").unwrap(), "plain");
        assert_eq!(parameter(given, "scope").unwrap(), "repository:a/b:pull,push");
        assert_eq!(parameter(given, "error"), None);
        assert_eq!(parameter("realm=\"", "realm").unwrap(), "");
    }
}
