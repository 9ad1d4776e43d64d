//! WS-Security: a user's name and password in the envelope's header (OASIS Web Services Security UsernameToken Profile 1.1.1),
//! with the time at which it was made.

use std::time::Duration;

use aws_lc_rs::{digest, rand};
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use secrecy::{ExposeSecret, SecretString};
use time::{OffsetDateTime, format_description::well_known::Rfc3339};

use crate::soap::{escape, put_in_header};

pub(super) const SECEXT: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
pub(super) const UTILITY: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const PROFILE: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
pub(super) const MESSAGES: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0";
/// For how long a message is good.
const LIFETIME: Duration = Duration::from_secs(300);

/// A user's name and password.
pub(super) struct User {
    name: String,
    password: SecretString,
    /// The password is not sent, but a digest of it, a nonce and the time.
    digest: bool,
}

impl User {
    /// From `user:password`.
    pub(super) fn new(secret: &str, digest: bool) -> Self {
        let (name, password) = secret.split_once(':').unwrap_or((secret, ""));
        Self { name: name.to_owned(), password: SecretString::from(password), digest }
    }

    /// The envelope with the token in its header.
    ///
    /// # Errors
    /// When the machine has neither a time nor randomness that could be used.
    pub(super) fn sign(&self, envelope: &Bytes, since_epoch: Duration) -> Result<Bytes, String> {
        let (created, timestamp) = (stamp(since_epoch)?, timestamp(since_epoch, "TS")?);
        let mut nonce = [0_u8; 16];
        rand::fill(&mut nonce).map_err(|_| "the machine has no randomness to sign the message with".to_owned())?;
        let mut token = format!(
            "<wsse:Security xmlns:wsse=\"{SECEXT}\" xmlns:wsu=\"{UTILITY}\" s:mustUnderstand=\"1\">\
             {timestamp}<wsse:UsernameToken wsu:Id=\"UT\"><wsse:Username>"
        );
        escape(&mut token, &self.name, false);
        let password = self.password.expose_secret();
        if self.digest {
            let mut made = digest::Context::new(&digest::SHA1_FOR_LEGACY_USE_ONLY);
            [&nonce, created.as_bytes(), password.as_bytes()].iter().for_each(|part| made.update(part));
            let made = STANDARD.encode(made.finish());
            token.push_str(&format!("</wsse:Username><wsse:Password Type=\"{PROFILE}#PasswordDigest\">{made}"));
        } else {
            token.push_str(&format!("</wsse:Username><wsse:Password Type=\"{PROFILE}#PasswordText\">"));
            escape(&mut token, password, false);
        }
        let nonce = STANDARD.encode(nonce);
        token.push_str(&format!(
            "</wsse:Password><wsse:Nonce EncodingType=\"{MESSAGES}#Base64Binary\">{nonce}</wsse:Nonce>\
             <wsu:Created>{created}</wsu:Created></wsse:UsernameToken></wsse:Security>"
        ));
        Ok(put_in_header(envelope, &token))
    }
}

/// When a message was made and until when it is good.
///
/// # Errors
/// When the machine has no time that could be written.
pub(super) fn timestamp(since_epoch: Duration, id: &str) -> Result<String, String> {
    let (created, expires) = (stamp(since_epoch)?, stamp(since_epoch + LIFETIME)?);
    Ok(format!(
        "<wsu:Timestamp wsu:Id=\"{id}\"><wsu:Created>{created}</wsu:Created><wsu:Expires>{expires}</wsu:Expires></wsu:Timestamp>"
    ))
}

/// A time as XML Schema writes it, to the millisecond.
fn stamp(since_epoch: Duration) -> Result<String, String> {
    let milliseconds = i128::try_from(since_epoch.as_millis()).unwrap_or_default();
    let time =
        OffsetDateTime::from_unix_timestamp_nanos(milliseconds * 1_000_000).map_err(|error| error.to_string())?;
    time.format(&Rfc3339).map_err(|error| error.to_string())
}
