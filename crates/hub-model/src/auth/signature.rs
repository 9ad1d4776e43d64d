//! Requests that are signed with a shared secret: what is signed, how, and which headers carry it.

use serde::{Deserialize, Serialize};

/// A signature over parts of the request. The secret is the key, or `key_id:key` where a template names `{key_id}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hmac {
    /// The hash (RFC 2104).
    pub algorithm: HmacHash,
    /// How the signature is written.
    pub encoding: Encoding,
    /// How the secret's key is written.
    #[serde(default, skip_serializing_if = "Encoding::is_text")]
    pub key: Encoding,
    /// What is signed: text with [`PLACEHOLDERS`] in braces.
    pub message: String,
    /// Headers and what they hold: text with [`PLACEHOLDERS`] in braces, and `{signature}`.
    pub headers: Vec<(String, String)>,
}

impl Hmac {
    /// Whether the secret has the key's name before it.
    #[must_use]
    pub fn names_key(&self) -> bool {
        let headers = self.headers.iter().map(|(_, text)| text);
        headers.chain([&self.message]).any(|text| text.contains("{key_id}"))
    }
}

/// What templates may name. All of them are of the request as it is sent: `target` is path and query, `query` what stands behind the question
/// mark, `timestamp` seconds and `timestamp_ms` milliseconds since 1970, `datetime` RFC 3339, `date` RFC 9110's form, `nonce` 32 hex digits.
pub const PLACEHOLDERS: [&str; 15] = [
    "method",
    "host",
    "target",
    "path",
    "query",
    "body",
    "body_sha256",
    "body_sha256_base64",
    "content_type",
    "timestamp",
    "timestamp_ms",
    "datetime",
    "date",
    "nonce",
    "key_id",
];

/// Hashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "these are the hashes' own names")]
pub enum HmacHash {
    Sha1,
    #[default]
    Sha256,
    Sha384,
    Sha512,
}

/// How bytes are written as text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// As they are: for keys only.
    #[default]
    Text,
    /// Lower-case hexadecimal digits.
    Hex,
    /// RFC 4648 section 4.
    Base64,
}

impl Encoding {
    fn is_text(&self) -> bool {
        *self == Self::Text
    }
}

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// As it stands.
    Text(String),
    /// A placeholder's name.
    Name(String),
}

/// Takes a template apart. `{{` and `}}` are braces.
///
/// # Errors
/// A placeholder that is not known, or a brace that is not closed, in words.
pub fn pieces(template: &str, may_have_signature: bool) -> Result<Vec<Piece>, String> {
    let mut out = Vec::new();
    let mut text = String::new();
    let mut rest = template;
    while let Some(at) = rest.find(['{', '}']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        text.push_str(before);
        if let Some(after) = from.strip_prefix("{{").or_else(|| from.strip_prefix("}}")) {
            text.push_str(from.get(..1).unwrap_or_default());
            rest = after;
            continue;
        }
        let Some((name, after)) = from.strip_prefix('{').and_then(|from| from.split_once('}')) else {
            return Err("has a brace that stands alone; write {{ or }} for a brace".to_owned());
        };
        let is_known = PLACEHOLDERS.contains(&name) || (may_have_signature && name == "signature");
        if !is_known {
            let name: String = name.chars().take(40).collect();
            return Err(format!("names `{{{}}}`; known are {}", name.escape_debug(), PLACEHOLDERS.join(", ")));
        }
        if !text.is_empty() {
            out.push(Piece::Text(std::mem::take(&mut text)));
        }
        out.push(Piece::Name(name.to_owned()));
        rest = after;
    }
    text.push_str(rest);
    if !text.is_empty() {
        out.push(Piece::Text(text));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_text_and_names() {
        let name = |name: &str| Piece::Name(name.to_owned());
        let text = |text: &str| Piece::Text(text.to_owned());
        assert_eq!(pieces("{method}\n{path}", false).unwrap(), [name("method"), text("\n"), name("path")]);
        assert_eq!(pieces("{{x}} {nonce}", false).unwrap(), [text("{x} "), name("nonce")]);
        assert_eq!(pieces("v1={signature}", true).unwrap(), [text("v1="), name("signature")]);
        for wrong in ["{signature}", "{secret}", "{method", "method}", "{}"] {
            assert!(pieces(wrong, false).is_err(), "{wrong}");
        }
    }
}
