//! OAuth 2 client credentials (RFC 6749 section 4.4): one token for all calls, fetched again before it expires.

use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::header::{self, HeaderMap, HeaderValue};
use serde_json::Value;
use tokio::sync::Mutex;
use url::{Url, form_urlencoded};

use crate::client::{Client, Failed, Received, value_of};

/// A token is not used in its last moments: it would expire on the way.
const SKEW: Duration = Duration::from_secs(30);
/// For this long a failure is answered without asking again.
const PAUSE: Duration = Duration::from_secs(2);
/// A token that is said to live longer is fetched again after this time.
const LONGEST: f64 = 1e8;

/// Where the tokens of one scheme and set of scopes come from.
pub struct TokenSource {
    scheme: &'static str,
    /// It may be relative to the API's base URL.
    url: &'static str,
    id: String,
    secret: String,
    scopes: &'static str,
    /// Held while a token is fetched: everybody else waits for that one.
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<(String, Option<Instant>)>,
    failed: Option<(Instant, String)>,
    /// The server takes the client's secret in the body only.
    in_body: bool,
}

impl TokenSource {
    /// `secret` is `id:secret`.
    pub fn new(scheme: &'static str, url: &'static str, secret: &str, scopes: &'static str) -> Self {
        let (id, secret) = secret.split_once(':').unwrap_or((secret, ""));
        Self { scheme, url, id: id.to_owned(), secret: secret.to_owned(), scopes, state: Mutex::default() }
    }

    /// A token that is still good.
    ///
    /// # Errors
    /// Why none could be had, in words.
    pub async fn token(&self, base: &Url, client: &Client) -> Result<String, String> {
        let mut state = self.state.lock().await;
        let now = Instant::now();
        if let Some((token, expires)) = &state.token
            && expires.is_none_or(|expires| now < expires)
        {
            return Ok(token.clone());
        }
        if let Some((at, why)) = &state.failed
            && now.saturating_duration_since(*at) < PAUSE
        {
            return Err(why.clone());
        }
        match self.fetch(base, client, &mut state).await {
            Ok((token, life)) => {
                (state.token, state.failed) = (Some((token.clone(), life.map(|life| now + life))), None);
                Ok(token)
            }
            Err(why) => {
                let why = format!("no access token for `{}`: {why}; the operator has to look into it", self.scheme);
                (state.token, state.failed) = (None, Some((now, why.clone())));
                Err(why)
            }
        }
    }

    /// Drops a token that was refused, unless another call has replaced it already.
    pub async fn forget(&self, refused: &str) {
        let mut state = self.state.lock().await;
        state.token.take_if(|(token, _)| token == refused);
    }

    async fn fetch(
        &self,
        base: &Url,
        client: &Client,
        state: &mut State,
    ) -> Result<(String, Option<Duration>), String> {
        let url = Url::parse(self.url).or_else(|_| base.join(self.url));
        let url = url.map_err(|error| format!("the token endpoint that the document gives is no URL ({error})"))?;
        let mut received = self.ask(&url, client, state).await?;
        // Basic authentication has to be supported, but enough servers take the secret in the body alone.
        if !state.in_body && matches!(received.status.as_u16(), 400 | 401) {
            state.in_body = true;
            let second = self.ask(&url, client, state).await?;
            state.in_body = second.status.is_success();
            if state.in_body {
                received = second;
            }
        }
        read(&received)
    }

    async fn ask(&self, url: &Url, client: &Client, state: &State) -> Result<Received, String> {
        let (headers, body) = self.form(state)?;
        let received = client.post(url, headers, body).await.map_err(|failed| match failed {
            Failed::Timeout => "the token endpoint did not answer in time".to_owned(),
            Failed::Unreachable(why) | Failed::Broken(why) => why,
            Failed::Redirect(why) | Failed::Unauthenticated(why) => why,
        })?;
        if received.status.is_redirection() {
            return Err("the token endpoint redirected, which is not followed".to_owned());
        }
        Ok(received)
    }

    /// The request's headers and body (RFC 6749 section 4.4.2).
    fn form(&self, state: &State) -> Result<(HeaderMap, String), String> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "client_credentials");
        if !self.scopes.is_empty() {
            form.append_pair("scope", self.scopes);
        }
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        if self.secret.is_empty() {
            // A public client has nothing to prove (RFC 6749 section 3.2.1).
            form.append_pair("client_id", &self.id);
        } else if state.in_body {
            form.append_pair("client_id", &self.id).append_pair("client_secret", &self.secret);
        } else {
            let encoded = |text: &str| form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
            let pair = STANDARD.encode(format!("{}:{}", encoded(&self.id), encoded(&self.secret)));
            let value = value_of(&format!("Basic {pair}")).map_err(|_| "its secret cannot be sent".to_owned())?;
            headers.insert(header::AUTHORIZATION, value);
        }
        Ok((headers, form.finish()))
    }
}

/// The token, and how long it is used.
fn read(received: &Received) -> Result<(String, Option<Duration>), String> {
    let said = serde_json::from_slice::<Value>(&received.body);
    if received.status.is_success() && said.is_err() {
        return Err("the token endpoint answered no JSON".to_owned());
    }
    let said = said.unwrap_or_default();
    let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default();
    let token = text("access_token");
    if !received.status.is_success() || token.is_empty() {
        let words: String = [text("error"), text("error_description")].join(" ").chars().take(200).collect();
        let words = format!("the token endpoint answered {} {}", received.status.as_u16(), words.trim());
        return Err(words.trim_end().to_owned());
    }
    value_of(token).map_err(|_| "the token endpoint answered a token that no header can carry".to_owned())?;
    let seconds = said.get("expires_in").and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
    let life = seconds.filter(|seconds| seconds.is_finite()).map(|seconds| seconds.clamp(0.0, LONGEST));
    let life = life.map(Duration::from_secs_f64);
    // Tokens that live shorter than two skews are used for half their life.
    Ok((token.to_owned(), life.map(|life| life.saturating_sub(SKEW).max(life / 2))))
}
