//! Access tokens: JSON Web Tokens signed with Ed25519 (RFC 7519, RFC 8037), and nothing else that goes by that name.
//!
//! A header has to be exactly the one that is written here. So there is no choice of algorithms to be confused by, no key that a
//! token brings along, and no extension that would have to be understood. Time is handed in.

mod claims;
mod keys;

pub use claims::Claims;
pub use keys::{Keys, SigningKey, UnusableKey};

use std::{fmt, time::Duration};

use hub_model::Timestamp;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, encode, errors::ErrorKind};
use serde_json::{Value, json};

/// Whom access tokens are for: the hub's own REST API.
pub const AUDIENCE: &str = "mcphub-api";
/// What these tokens are (RFC 9068 section 2.1), so that no other token signed with the same key is taken for one.
const TYPE: &str = "at+jwt";
/// Ours have some 500 characters. What is longer is not read.
const LONGEST: usize = 4_096;
/// By how much the clock of the process that issued a token may be ahead.
const AHEAD: Duration = Duration::from_secs(60);

/// Why a token is not accepted. For logs: whoever presented it is told no more than that it is not valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// It is no JSON Web Token, or lacks claims.
    Malformed,
    /// It is not signed with Ed25519.
    Algorithm,
    /// It names no key, or one that is not known, or not any more.
    Key,
    /// Its header says something that the hub's tokens do not say.
    Header,
    /// Somebody else signed it, or changed it.
    Signature,
    /// Another hub issued it.
    Issuer,
    /// It is for somebody else.
    Audience,
    /// It has ended.
    Expired,
    /// It was issued in the future.
    Early,
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "the access token cannot be read; sign in again",
            Self::Algorithm => "the access token is not signed with Ed25519; sign in again",
            Self::Key => "the access token is signed with a key that is not known, or not any more; sign in again",
            Self::Header => "the header of the access token says something unknown; sign in again",
            Self::Signature => "the signature of the access token is wrong; sign in again",
            Self::Issuer => "another hub issued the access token; sign in here",
            Self::Audience => "the access token is for another service; sign in here",
            Self::Expired => "the access token has ended; refresh it",
            Self::Early => "the access token was issued in the future; set the clocks of the hub's machines",
        })
    }
}

impl std::error::Error for Invalid {}

/// Writes and signs a token.
///
/// # Errors
/// [`UnusableKey`] when the key does not sign, which one that could be read does.
pub fn issue(keys: &Keys, claims: &Claims) -> Result<String, UnusableKey> {
    let key = keys.signing();
    encode(&header(key.kid()), claims, key.private()).map_err(|_| UnusableKey)
}

/// Reads a token and says what it claims, once all of it is in order: header, key, signature, issuer, audience, and time.
///
/// # Errors
/// The first thing that is not in order.
pub fn verify(keys: &Keys, token: &str, now: Timestamp, issuer: &str, audience: &str) -> Result<Claims, Invalid> {
    if token.len() > LONGEST {
        return Err(Invalid::Malformed);
    }
    let found = decode_header(token).map_err(|_| Invalid::Malformed)?;
    if found.alg != Algorithm::EdDSA {
        return Err(Invalid::Algorithm);
    }
    let key = found.kid.as_deref().and_then(|kid| keys.accepted(kid)).ok_or(Invalid::Key)?;
    if found != header(&key.kid) {
        return Err(Invalid::Header);
    }
    let claims = decode::<Claims>(token, &key.public, &signature_only()).map_err(|error| match error.kind() {
        ErrorKind::InvalidSignature => Invalid::Signature,
        _ => Invalid::Malformed,
    })?;
    check(claims.claims, now, issuer, audience)
}

/// The keys by which others verify tokens, as a JSON Web Key Set (RFC 7517, RFC 8037 section 2).
#[must_use]
pub fn jwks(keys: &Keys) -> Value {
    let all = keys
        .all()
        .map(|key| json!({ "kty": "OKP", "crv": "Ed25519", "x": key.x, "kid": key.kid, "use": "sig", "alg": "EdDSA" }));
    json!({ "keys": all.collect::<Vec<_>>() })
}

/// The one header that tokens have.
fn header(kid: &str) -> Header {
    Header { typ: Some(TYPE.to_owned()), kid: Some(kid.to_owned()), ..Header::new(Algorithm::EdDSA) }
}

/// Leaves the claims to [`check`]: the library would look at the machine's clock.
fn signature_only() -> Validation {
    let mut validation = Validation::new(Algorithm::EdDSA);
    validation.required_spec_claims.clear();
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation
}

fn check(claims: Claims, now: Timestamp, issuer: &str, audience: &str) -> Result<Claims, Invalid> {
    if claims.iss != issuer {
        return Err(Invalid::Issuer);
    }
    if claims.aud != audience {
        return Err(Invalid::Audience);
    }
    // "on or after" its end it must not be accepted (RFC 7519 section 4.1.4).
    if now >= claims.exp {
        return Err(Invalid::Expired);
    }
    if claims.iat > now.after(AHEAD) {
        return Err(Invalid::Early);
    }
    Ok(claims)
}

#[cfg(test)]
mod tests;
