//! How calls are authenticated: exactly the schemes that the API's tools use. Secrets come from the environment and are never shown.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use base64::Engine;
use http::header;
use http::header::HeaderName;

use crate::cannot::SettingsError;
use crate::client::{Client, Failed, Outgoing, value_of};
use crate::digest::Digest;
use crate::encoding::{Place, encode};
use crate::oauth::TokenSource;
use crate::request::add_query;
use crate::settings::Settings;

/// The schemes that must be applied together, with scopes; any one such set is enough. An empty one: none is needed.
pub type Alternatives = &'static [&'static [(&'static str, &'static str)]];

/// A scheme of the API's document.
#[derive(Debug)]
pub struct Scheme {
    pub key: &'static str,
    /// The environment variable of its secret.
    pub variable: &'static str,
    /// What the secret is, in words.
    pub wanted: &'static str,
    pub kind: Kind,
}

/// How a scheme's secret is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Bearer,
    Basic,
    HeaderKey(&'static str),
    QueryKey(&'static str),
    CookieKey(&'static str),
    /// A token from this endpoint, or one that the operator gives.
    ClientCredentials(&'static str),
    Digest,
    /// Another scheme of `Authorization`.
    Other(&'static str),
}

/// The schemes by their names in the document.
pub const SCHEMES: &[Scheme] = &[
    Scheme { key: "basic", variable: "AUTH_BASIC", wanted: "user:password", kind: Kind::Basic },
    Scheme { key: "cookie", variable: "AUTH_COOKIE", wanted: "API key `sid`", kind: Kind::CookieKey("sid") },
    Scheme { key: "digest", variable: "AUTH_DIGEST", wanted: "user:password", kind: Kind::Digest },
    Scheme { key: "k\"ey", variable: "AUTH_K_EY", wanted: "API key `X-Key`", kind: Kind::HeaderKey("X-Key") },
    Scheme {
        key: "oauth",
        variable: "AUTH_OAUTH",
        wanted: "client_id:client_secret or access token",
        kind: Kind::ClientCredentials("/token"),
    },
    Scheme { key: "query", variable: "AUTH_QUERY", wanted: "API key `key[x]`", kind: Kind::QueryKey("key[x]") },
];

pub const NONE: Alternatives = &[];
pub const K_EY: Alternatives = &[&[("k\"ey", "")]];
pub const BASIC_OR_OAUTH: Alternatives = &[&[("basic", "")], &[("oauth", "read:x")]];
pub const DIGEST_AND_K_EY: Alternatives = &[&[("digest", ""), ("k\"ey", "")]];
pub const COOKIE_OR_QUERY: Alternatives = &[&[("cookie", "")], &[("query", "")], &[]];

fn all_sets() -> Vec<Alternatives> {
    vec![K_EY, BASIC_OR_OAUTH, DIGEST_AND_K_EY, COOKIE_OR_QUERY]
}

/// One credential, ready to be put into a request.
enum Credential {
    /// The value of `Authorization`.
    Authorization(String),
    Header(HeaderName, String),
    Query(String),
    Cookie(String),
    Token(TokenSource),
    Digest(Digest),
}

/// The credentials of a call; `missing` says in words what the operator would have to give.
#[derive(Default)]
pub struct Access {
    credentials: Vec<Arc<Credential>>,
    pub missing: String,
}

impl Access {
    /// Puts the credentials into a request.
    pub fn apply(&self, outgoing: &mut Outgoing, token: Option<&str>) {
        for credential in &self.credentials {
            let text = match &**credential {
                Credential::Authorization(text) => text.clone(),
                Credential::Header(name, text) => {
                    insert(outgoing, name.clone(), text);
                    continue;
                }
                Credential::Query(pair) => {
                    add_query(&mut outgoing.target, pair);
                    continue;
                }
                Credential::Cookie(pair) => {
                    let before = outgoing.headers.get(header::COOKIE).and_then(|value| value.to_str().ok());
                    let all = before.map_or_else(|| pair.clone(), |before| format!("{before}; {pair}"));
                    insert(outgoing, header::COOKIE, &all);
                    continue;
                }
                Credential::Token(_) => format!("Bearer {}", token.unwrap_or_default()),
                Credential::Digest(_) => continue,
            };
            insert(outgoing, header::AUTHORIZATION, &text);
        }
    }

    fn source(&self) -> Option<&TokenSource> {
        self.credentials.iter().find_map(|one| match &**one {
            Credential::Token(source) => Some(source),
            _ => None,
        })
    }

    /// A token that is still good, where one is needed.
    ///
    /// # Errors
    /// When none can be had.
    pub async fn token(&self, outgoing: &Outgoing, client: &Client) -> Result<Option<String>, Failed> {
        let Some(source) = self.source() else { return Ok(None) };
        source.token(&outgoing.origin, client).await.map(Some).map_err(Failed::Unauthenticated)
    }

    /// Drops a token that was refused.
    pub async fn forget(&self, refused: &str) {
        if let Some(source) = self.source() {
            source.forget(refused).await;
        }
    }

    /// Who answers challenges.
    pub fn digest(&self) -> Option<&Digest> {
        self.credentials.iter().find_map(|one| match &**one {
            Credential::Digest(user) => Some(user),
            _ => None,
        })
    }
}

fn insert(outgoing: &mut Outgoing, name: header::HeaderName, text: &str) {
    if let Ok(mut value) = value_of(text) {
        value.set_sensitive(true);
        outgoing.headers.insert(name, value);
    }
}

/// Chooses credentials by which secrets there are. What can never work is said when the server starts.
pub struct Authenticator {
    secrets: BTreeMap<&'static str, String>,
    /// By scheme and scopes.
    credentials: BTreeMap<(&'static str, &'static str), Arc<Credential>>,
}

impl Authenticator {
    /// # Errors
    /// When a secret is such that it can never be sent.
    pub fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let (mut secrets, mut credentials) = (BTreeMap::new(), BTreeMap::new());
        for scheme in SCHEMES {
            let Some(secret) = settings.secret(scheme.variable)? else { continue };
            let wanted = all_sets().into_iter().flatten().copied().flatten();
            for (_, scopes) in wanted.filter(|(key, _)| *key == scheme.key) {
                if let Entry::Vacant(place) = credentials.entry((scheme.key, *scopes)) {
                    place.insert(Arc::new(credential(scheme, &secret, scopes)?));
                }
            }
            secrets.insert(scheme.key, secret);
        }
        Ok(Self { secrets, credentials })
    }

    /// All secrets, so that they can be kept out of answers.
    pub fn secrets(&self) -> impl Iterator<Item = &str> {
        self.secrets.values().map(String::as_str)
    }

    /// The first alternative whose secrets are all there. One that needs none is the last resort.
    pub fn access(&self, alternatives: Alternatives) -> Access {
        let mut wanted = alternatives.iter().filter(|all| !all.is_empty());
        if let Some(all) = wanted.clone().find(|all| all.iter().all(|(key, _)| self.secrets.contains_key(key))) {
            let credentials = all.iter().filter_map(|one| self.credentials.get(one).cloned()).collect();
            return Access { credentials, missing: String::new() };
        }
        let described = |all: &[(&str, &str)]| {
            all.iter().map(|(key, _)| described(key)).collect::<Vec<_>>().join(" together with ")
        };
        let missing = wanted.by_ref().take(4).map(|all| described(all)).collect::<Vec<_>>().join(", or ");
        Access { credentials: Vec::new(), missing }
    }
}

fn described(key: &str) -> String {
    let wanted = SCHEMES.iter().find(|scheme| scheme.key == key).map(|scheme| scheme.wanted);
    format!("`{key}` ({})", wanted.unwrap_or("not declared by the document"))
}

fn credential(scheme: &Scheme, secret: &str, scopes: &'static str) -> Result<Credential, SettingsError> {
    let made = match scheme.kind {
        Kind::Basic => {
            // RFC 7617. A secret without a colon is a user without a password.
            let pair = if secret.contains(':') { secret.to_owned() } else { format!("{secret}:") };
            Credential::Authorization(format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(pair)))
        }
        Kind::HeaderKey(name) => {
            let wrong = |_| SettingsError(format!("`{name}` is no name of a header"));
            Credential::Header(HeaderName::try_from(name).map_err(wrong)?, sendable(secret, scheme)?)
        }
        Kind::QueryKey(name) => Credential::Query(format!("{}={}", percent(name), percent(secret))),
        Kind::CookieKey(name) => Credential::Cookie(format!("{}={}", percent(name), percent(secret))),
        Kind::ClientCredentials(url) if secret.contains(':') => {
            Credential::Token(TokenSource::new(scheme.key, url, secret, scopes))
        }
        // Who gives the whole header has answered a challenge already.
        Kind::Digest if !secret.contains("response=") => Credential::Digest(Digest::new(secret)),
        Kind::Digest => Credential::Authorization(sendable(&format!("Digest {secret}"), scheme)?),
        Kind::Other(name) => Credential::Authorization(sendable(&format!("{name} {secret}"), scheme)?),
        Kind::Bearer | Kind::ClientCredentials(_) => bearer(secret, scheme)?,
    };
    Ok(made)
}

fn bearer(secret: &str, scheme: &Scheme) -> Result<Credential, SettingsError> {
    let word = secret.get(..7).filter(|word| word.eq_ignore_ascii_case("bearer "));
    let token = secret.get(word.map_or(0, str::len)..).unwrap_or_default().trim();
    Ok(Credential::Authorization(sendable(&format!("Bearer {token}"), scheme)?))
}

fn sendable(text: &str, scheme: &Scheme) -> Result<String, SettingsError> {
    let wrong = |_| SettingsError(format!("{} has characters in it that no header can carry", scheme.variable));
    value_of(text).map_err(wrong)?;
    Ok(text.to_owned())
}

/// Everything but unreserved characters (RFC 3986 section 2.3).
fn percent(text: &str) -> String {
    let mut out = String::new();
    encode(&mut out, text, Place::Query, false);
    out
}
