//! Requests signed with a shared secret by templates (RFC 2104): what is signed, and which headers carry what.

use std::time::Duration;

use aws_lc_rs::{digest, hmac, rand};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{HeaderName, HeaderValue, header};
use hub_model::auth::signature::{Encoding, Hmac, HmacHash, Piece, pieces};
use secrecy::{ExposeSecret, SecretSlice};
use time::{
    OffsetDateTime,
    format_description::{BorrowedFormatItem, well_known::Rfc3339},
    macros::format_description,
};

use super::hex;
use crate::send::Outgoing;

/// RFC 9110 section 5.6.7.
const DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// Who signs.
pub(super) struct Signer {
    algorithm: hmac::Algorithm,
    encoding: Encoding,
    key_id: String,
    key: SecretSlice<u8>,
    message: Vec<Piece>,
    headers: Vec<(HeaderName, Vec<Piece>)>,
}

/// What templates are filled from.
struct Filled<'a> {
    outgoing: &'a Outgoing,
    key_id: &'a str,
    now: OffsetDateTime,
    nonce: String,
    signature: String,
}

impl Signer {
    /// Prepares the templates of a scheme for a secret.
    ///
    /// # Errors
    /// What is wrong with the scheme or the secret, without it.
    pub(super) fn new(scheme: &Hmac, secret: &str) -> Result<Self, String> {
        let (key_id, key) = match secret.split_once(':') {
            Some((id, key)) if scheme.names_key() => (id, key),
            None if scheme.names_key() => return Err("is no `key_id:secret`".to_owned()),
            _ => ("", secret),
        };
        let key = match scheme.key {
            Encoding::Text => Some(key.as_bytes().to_vec()),
            Encoding::Base64 => STANDARD.decode(key.trim()).ok(),
            Encoding::Hex => unhex(key.trim()),
        };
        let header = |(name, template): &(String, String)| {
            let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "names a header that cannot exist")?;
            Ok::<_, String>((name, pieces(template, true)?))
        };
        Ok(Self {
            algorithm: match scheme.algorithm {
                HmacHash::Sha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
                HmacHash::Sha256 => hmac::HMAC_SHA256,
                HmacHash::Sha384 => hmac::HMAC_SHA384,
                HmacHash::Sha512 => hmac::HMAC_SHA512,
            },
            encoding: scheme.encoding,
            key_id: key_id.to_owned(),
            key: SecretSlice::from(key.ok_or("is not written as the scheme says")?),
            message: pieces(&scheme.message, false)?,
            headers: scheme.headers.iter().map(header).collect::<Result<_, _>>()?,
        })
    }

    /// Signs a request that is ready but for this.
    ///
    /// # Errors
    /// When a header cannot carry what its template gives, or the machine has no randomness.
    pub(super) fn sign(&self, outgoing: &mut Outgoing, since_epoch: Duration) -> Result<(), String> {
        let mut nonce = [0_u8; 16];
        rand::fill(&mut nonce).map_err(|_| "the machine has no randomness to sign the request with".to_owned())?;
        let now = OffsetDateTime::UNIX_EPOCH + since_epoch;
        let mut filled = Filled { outgoing, key_id: &self.key_id, now, nonce: hex(&nonce), signature: String::new() };
        let key = hmac::Key::new(self.algorithm, self.key.expose_secret());
        let made = hmac::sign(&key, &filled.text(&self.message));
        filled.signature = match self.encoding {
            Encoding::Base64 => STANDARD.encode(made),
            Encoding::Hex | Encoding::Text => hex(made.as_ref()),
        };
        let mut headers = Vec::with_capacity(self.headers.len());
        for (name, template) in &self.headers {
            let mut value = HeaderValue::from_bytes(&filled.text(template))
                .map_err(|_| format!("the header `{name}` cannot carry what its template gives"))?;
            value.set_sensitive(true);
            headers.push((name.clone(), value));
        }
        for (name, value) in headers {
            outgoing.headers.insert(name, value);
        }
        Ok(())
    }
}

impl Filled<'_> {
    fn text(&self, template: &[Piece]) -> Vec<u8> {
        let mut out = Vec::new();
        for piece in template {
            match piece {
                Piece::Text(text) => out.extend_from_slice(text.as_bytes()),
                Piece::Name(name) => self.write(name, &mut out),
            }
        }
        out
    }

    fn write(&self, name: &str, out: &mut Vec<u8>) {
        let Self { outgoing, now, .. } = self;
        let (path, query) = outgoing.target.split_once('?').unwrap_or((&outgoing.target, ""));
        let hashed = || digest::digest(&digest::SHA256, &outgoing.body);
        let text = match name {
            "method" => outgoing.method.to_string(),
            "host" => outgoing.origin.host().to_owned(),
            "target" => outgoing.target.clone(),
            "path" => path.to_owned(),
            "query" => query.to_owned(),
            "body" => return out.extend_from_slice(&outgoing.body),
            "body_sha256" => hex(hashed().as_ref()),
            "body_sha256_base64" => STANDARD.encode(hashed()),
            "content_type" => {
                let kind = outgoing.headers.get(header::CONTENT_TYPE);
                return out.extend_from_slice(kind.map_or(&[], |kind| kind.as_bytes()));
            }
            "timestamp" => now.unix_timestamp().to_string(),
            "timestamp_ms" => (now.unix_timestamp_nanos() / 1_000_000).to_string(),
            "datetime" => now.replace_nanosecond(0).unwrap_or(*now).format(&Rfc3339).unwrap_or_default(),
            "date" => now.format(DATE).unwrap_or_default(),
            "nonce" => self.nonce.clone(),
            "key_id" => self.key_id.to_owned(),
            "signature" => self.signature.clone(),
            // Templates name nothing else.
            _ => String::new(),
        };
        out.extend_from_slice(text.as_bytes());
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    let pairs = bytes.chunks(2).map(|pair| {
        let pair = std::str::from_utf8(pair).ok().filter(|pair| pair.len() == 2)?;
        u8::from_str_radix(pair, 16).ok()
    });
    pairs.collect()
}
