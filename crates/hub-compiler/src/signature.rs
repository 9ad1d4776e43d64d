//! Signed requests as documents declare them: the same keys in a file of HTTP tools, and in an OpenAPI security scheme under `x-mcphub-hmac`.

use hub_model::auth::signature::{Encoding, Hmac, HmacHash, pieces};
use serde_json::{Map, Value};

use crate::sample::is_token;

/// Templates are short.
const LONGEST: usize = 4_000;
const MOST_HEADERS: usize = 20;

/// Reads a signature.
///
/// # Errors
/// What is wrong with it, in words that follow its name.
pub(crate) fn hmac(node: &Map<String, Value>) -> Result<Hmac, String> {
    let word = |key: &str, usual: &str| match node.get(key) {
        None => Ok(usual.to_owned()),
        Some(Value::String(word)) => Ok(word.to_ascii_lowercase()),
        Some(_) => Err(format!("has a `{key}` that is no text")),
    };
    let algorithm = match word("algorithm", "sha256")?.trim_start_matches("hmac-").replace("sha-", "sha").as_str() {
        "sha1" => HmacHash::Sha1,
        "sha256" => HmacHash::Sha256,
        "sha384" => HmacHash::Sha384,
        "sha512" => HmacHash::Sha512,
        _ => return Err("has an `algorithm` that is not sha1, sha256, sha384 or sha512".to_owned()),
    };
    let encoding = match word("encoding", "hex")?.as_str() {
        "hex" => Encoding::Hex,
        "base64" => Encoding::Base64,
        _ => return Err("has an `encoding` that is neither hex nor base64".to_owned()),
    };
    let key = match word("key", "text")?.as_str() {
        "text" => Encoding::Text,
        "hex" => Encoding::Hex,
        "base64" => Encoding::Base64,
        _ => return Err("has a `key` that is not text, hex or base64: how the secret is written".to_owned()),
    };
    let message = node.get("message").and_then(Value::as_str).ok_or("needs a `message`: what is signed")?;
    let declared = node.get("headers").and_then(Value::as_object).filter(|headers| !headers.is_empty());
    let declared = declared.ok_or("needs `headers`, one of them with `{signature}`")?;
    let mut headers = Vec::new();
    for (name, template) in declared.iter().take(MOST_HEADERS) {
        let template = template.as_str().filter(|template| template.len() <= LONGEST);
        let template = template.ok_or("has a header whose template is no text, or too long")?;
        if !is_token(name) {
            return Err("names a header that cannot exist".to_owned());
        }
        pieces(template, true).map_err(|why| format!("has a header that {why}"))?;
        headers.push((name.clone(), template.to_owned()));
    }
    if message.len() > LONGEST || declared.len() > MOST_HEADERS {
        return Err("is too long".to_owned());
    }
    pieces(message, false).map_err(|why| format!("has a `message` that {why}"))?;
    if !headers.iter().any(|(_, template)| template.contains("{signature}")) {
        return Err("has no header with `{signature}`".to_owned());
    }
    Ok(Hmac { algorithm, encoding, key, message: message.to_owned(), headers })
}
