//! Upstream credentials: chosen once from what a tool needs and which secrets there are, and put into every request.

mod aws;
mod canonical_xml;
mod digest;
mod hmac;
mod token;
mod ws_security;
mod x509;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, header};
use hub_model::{Alternative, ApiKeyPlace, Requirement, Scheme, SchemeKind};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    bind::{Bound, append_query},
    egress::Identity,
    secrets::Secrets,
    send::{Network, Outgoing, Reach},
};
use digest::DigestUser;
pub(crate) use token::{Token, TokenSource};

/// How the calls of one tool are authenticated.
#[derive(Default)]
pub(crate) struct Access {
    credentials: Vec<Credential>,
    /// What the operator would have to give, in words; empty when the call has what it needs, or needs nothing.
    pub(crate) missing: String,
}

/// One credential, ready to be put into a request.
enum Credential {
    Header(HeaderName, HeaderValue),
    /// `name=value`, encoded.
    Query(String),
    /// `name=value`, encoded.
    Cookie(String),
    Token(Arc<TokenSource>),
    /// In the envelope, made anew for every call.
    Envelope(ws_security::User),
    /// Signs the envelope.
    Signature(Box<x509::Signer>),
    /// Answers a challenge.
    Digest(DigestUser),
    /// Signs the whole request.
    Aws(Box<aws::Signer>),
    /// Signs what its templates say.
    Hmac(Box<hmac::Signer>),
    /// Shown when the connection is made.
    Certificate(Arc<Identity>),
}

/// What the tools of a server share.
#[derive(Default)]
pub(crate) struct Shared {
    tokens: HashMap<(String, String), Arc<TokenSource>>,
    /// Certificates by their scheme, so that all tools share their connections.
    identities: HashMap<String, Arc<Identity>>,
}

/// Chooses the first alternative whose secrets are all there. One that needs no credentials is the last resort: who gave a
/// secret wants it used.
///
/// # Errors
/// When a secret cannot be sent at all. The text names the scheme and never the value.
pub(crate) fn access(
    security: &[Alternative],
    schemes: &BTreeMap<String, Scheme>,
    secrets: &Secrets,
    base_url: &str,
    shared: &mut Shared,
) -> Result<Access, String> {
    let usable = |requirement: &Requirement| {
        secrets.get(&requirement.scheme).is_some() && schemes.contains_key(&requirement.scheme)
    };
    if let Some(chosen) = security.iter().find(|all| !all.is_empty() && all.iter().all(usable)) {
        let one = |requirement: &Requirement| {
            let (scheme, secret) = (schemes.get(&requirement.scheme)?, secrets.get(&requirement.scheme)?);
            Some(credential(requirement, scheme, secret, base_url, shared))
        };
        let credentials = chosen.iter().filter_map(one).collect::<Result<_, _>>()?;
        return Ok(Access { credentials, missing: String::new() });
    }
    let alternatives: Vec<String> = security
        .iter()
        .filter(|all| !all.is_empty())
        .take(4)
        .map(|all| {
            all.iter().map(|requirement| describe(requirement, schemes)).collect::<Vec<_>>().join(" together with ")
        })
        .collect();
    Ok(Access { credentials: Vec::new(), missing: alternatives.join(", or ") })
}

fn describe(requirement: &Requirement, schemes: &BTreeMap<String, Scheme>) -> String {
    let name = requirement.scheme.escape_debug();
    let scheme = schemes.get(&requirement.scheme);
    let what = scheme.map_or_else(|| "not declared by the document".to_owned(), |scheme| scheme.kind.secret_in_words());
    format!("`{name}` ({what})")
}

fn credential(
    requirement: &Requirement,
    scheme: &Scheme,
    secret: &str,
    base_url: &str,
    shared: &mut Shared,
) -> Result<Credential, String> {
    let named = |text: String| {
        let mut value = HeaderValue::from_str(&text).map_err(|_| {
            format!("the secret of `{}` has characters in it that no header can carry", requirement.scheme)
        })?;
        value.set_sensitive(true);
        Ok(value)
    };
    let authorization = |text: String| named(text).map(|value| Credential::Header(header::AUTHORIZATION, value));
    match &scheme.kind {
        SchemeKind::ApiKey { place: ApiKeyPlace::Header, name } => {
            let header = HeaderName::from_bytes(name.as_bytes())
                .map_err(|_| format!("the scheme `{}` names a header that is no header name", requirement.scheme))?;
            named(secret.to_owned()).map(|value| Credential::Header(header, value))
        }
        SchemeKind::ApiKey { place: ApiKeyPlace::Query, name } => Ok(Credential::Query(pair(name, secret))),
        SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name } => Ok(Credential::Cookie(pair(name, secret))),
        SchemeKind::Basic => authorization(format!("Basic {}", basic(secret))),
        SchemeKind::Bearer { .. } | SchemeKind::OpenIdConnect { .. } => authorization(bearer(secret)),
        SchemeKind::Oauth2 { .. } => match token::Grant::of(&scheme.kind, secret) {
            Some(grant) => {
                // What a refresh token stands for was said when it was given.
                let scopes = if grant.refreshes() { String::new() } else { requirement.scopes.join(" ") };
                let key = (requirement.scheme.clone(), scopes.clone());
                if let Some(source) = shared.tokens.get(&key) {
                    return Ok(Credential::Token(Arc::clone(source)));
                }
                let source = Arc::new(TokenSource::new(&requirement.scheme, grant, base_url, scopes));
                shared.tokens.insert(key, Arc::clone(&source));
                Ok(Credential::Token(source))
            }
            None => authorization(bearer(secret)),
        },
        SchemeKind::AwsSigv4 { service, region } => aws::Signer::new(secret, service, region)
            .map(|signer| Credential::Aws(Box::new(signer)))
            .map_err(|why| format!("the secret of `{}` {why}", requirement.scheme)),
        SchemeKind::Hmac(templates) => hmac::Signer::new(templates, secret)
            .map(|signer| Credential::Hmac(Box::new(signer)))
            .map_err(|why| format!("the secret of `{}` {why}", requirement.scheme)),
        SchemeKind::WsSecurity { digest } => Ok(Credential::Envelope(ws_security::User::new(secret, *digest))),
        SchemeKind::WsSignature => x509::Signer::from_pem(secret)
            .map(|signer| Credential::Signature(Box::new(signer)))
            .map_err(|why| format!("the secret of `{}`: {why}", requirement.scheme)),
        // Who gives the whole header has answered a challenge already.
        SchemeKind::Http { scheme } if scheme.eq_ignore_ascii_case("digest") && !secret.contains("response=") => {
            Ok(Credential::Digest(DigestUser::new(secret)))
        }
        SchemeKind::Http { scheme } => authorization(format!("{scheme} {secret}")),
        SchemeKind::MutualTls => match shared.identities.get(&requirement.scheme) {
            Some(known) => Ok(Credential::Certificate(Arc::clone(known))),
            None => {
                let made = Identity::from_pem(secret).map(Arc::new);
                let made = made.map_err(|why| format!("the secret of `{}`: {why}", requirement.scheme))?;
                shared.identities.insert(requirement.scheme.clone(), Arc::clone(&made));
                Ok(Credential::Certificate(made))
            }
        },
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn pair(name: &str, value: &str) -> String {
    format!("{}={}", utf8_percent_encode(name, UNRESERVED), utf8_percent_encode(value, UNRESERVED))
}

/// RFC 3986 section 2.3.
const UNRESERVED: &percent_encoding::AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// RFC 7617. A secret without a colon is a user without a password, as keys used with basic authentication often are.
pub(crate) fn basic(secret: &str) -> String {
    let colon = if secret.contains(':') { "" } else { ":" };
    STANDARD.encode(format!("{secret}{colon}"))
}

fn bearer(secret: &str) -> String {
    let given = secret.split_at_checked(7).filter(|(word, _)| word.eq_ignore_ascii_case("bearer "));
    format!("Bearer {}", given.map_or(secret, |(_, token)| token.trim()))
}

impl Access {
    /// Puts the credentials into a request. Answers with the token that was used, if one was.
    ///
    /// # Errors
    /// When a token could not be had, in words for the model.
    pub(crate) async fn apply(
        &self,
        bound: &mut Bound,
        network: &Network,
        reach: &Reach,
    ) -> Result<Option<Arc<Token>>, String> {
        let mut used = None;
        for credential in &self.credentials {
            match credential {
                Credential::Header(name, value) => {
                    bound.headers.insert(name.clone(), value.clone());
                }
                Credential::Query(pair) => append_query(&mut bound.target, pair),
                Credential::Cookie(pair) => {
                    if !bound.cookies.is_empty() {
                        bound.cookies.push_str("; ");
                    }
                    bound.cookies.push_str(pair);
                }
                Credential::Envelope(user) => bound.body = user.sign(&bound.body, network.clock.since_epoch())?,
                Credential::Signature(signer) => {
                    bound.body = signer.sign(&bound.body, network.clock.since_epoch())?;
                }
                Credential::Digest(_) | Credential::Certificate(_) | Credential::Aws(_) | Credential::Hmac(_) => {}
                Credential::Token(source) => {
                    // On the heap: asking for a token is rare, and every call would carry the room for it.
                    let token = Box::pin(source.token(network, reach)).await?;
                    bound.headers.insert(header::AUTHORIZATION, token.header.clone());
                    used = Some(token);
                }
            }
        }
        Ok(used)
    }

    /// Signs a request that is ready but for that.
    ///
    /// # Errors
    /// Why it cannot be signed, in words for the model.
    pub(crate) fn sign(&self, outgoing: &mut Outgoing, network: &Network) -> Result<(), String> {
        for credential in &self.credentials {
            match credential {
                Credential::Aws(signer) => signer.sign(outgoing, network.clock.since_epoch())?,
                Credential::Hmac(signer) => signer.sign(outgoing, network.clock.since_epoch())?,
                _ => {}
            }
        }
        Ok(())
    }

    /// The message itself carries credentials.
    pub(crate) fn is_in_body(&self) -> bool {
        self.credentials.iter().any(|one| matches!(one, Credential::Envelope(_) | Credential::Signature(_)))
    }

    /// The client certificate to show, where there is one.
    pub(crate) fn identity(&self) -> Option<&Arc<Identity>> {
        self.credentials.iter().find_map(|credential| match credential {
            Credential::Certificate(identity) => Some(identity),
            _ => None,
        })
    }

    /// Who answers challenges, where somebody does.
    pub(crate) fn digest(&self) -> Option<&DigestUser> {
        self.credentials.iter().find_map(|credential| match credential {
            Credential::Digest(user) => Some(user),
            _ => None,
        })
    }

    /// Another token in the place of one that the upstream refused. `None` when the call uses no such token.
    pub(crate) async fn renew(
        &self,
        refused: &Arc<Token>,
        network: &Network,
        reach: &Reach,
    ) -> Option<Result<Arc<Token>, String>> {
        for credential in &self.credentials {
            if let Credential::Token(source) = credential {
                source.forget(refused).await;
                return Some(Box::pin(source.token(network, reach)).await);
            }
        }
        None
    }
}
