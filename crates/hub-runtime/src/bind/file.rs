//! File arguments: `{content, encoding, filename, content_type}` objects, bare strings and `data:` URLs.

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use bytes::Bytes;
use http::HeaderValue;
use percent_encoding::percent_decode_str;

use super::style::scalar;
use crate::{fetch::Fetcher, json::Node, settings::Limits};

/// A file to be sent.
pub(super) struct File {
    pub(super) bytes: Bytes,
    pub(super) filename: Option<String>,
    pub(super) media_type: Option<String>,
}

impl File {
    /// The file's own media type where it fits a range such as `image/*`.
    pub(super) fn content_type_within(&self, range: &str) -> Option<HeaderValue> {
        let own = self.media_type.as_deref().filter(|own| within(own, range));
        HeaderValue::from_str(own.unwrap_or("application/octet-stream")).ok()
    }
}

/// Whether a media type lies in one of the ranges of a comma-separated list.
pub(super) fn within(media_type: &str, ranges: &str) -> bool {
    let kind = media_type.split('/').next().unwrap_or_default();
    ranges.split(',').map(media_type_of).any(|range| {
        range == "*/*"
            || range == media_type_of(media_type)
            || range.strip_suffix("/*").is_some_and(|range| range == kind)
    })
}

/// `type/subtype` in lower case, without parameters.
pub(crate) fn media_type_of(text: &str) -> String {
    text.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether the text is one media type (RFC 9110 section 8.3.1), perhaps with parameters, and safe in a header.
pub(super) fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
    };
    let essence = text.split(';').next().unwrap_or_default().trim_end();
    essence.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype))
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Reads a file argument.
pub(super) async fn load(value: &Node<'_>, argument: &str, fetcher: &Fetcher, limits: &Limits) -> Result<File, String> {
    let text = |name: &str| value.get(name).and_then(Node::as_str).map(std::borrow::Cow::into_owned);
    let Node::Object(_) = value else {
        return inline(&scalar(value), "text", argument, limits);
    };
    let content = value.get("content").map(scalar).unwrap_or_default();
    let encoding = text("encoding").unwrap_or_default();
    let mut file = match encoding.as_str() {
        "url" if !content.starts_with("data:") => {
            // On the heap: every call carries the room for what its future might hold, and few calls fetch files.
            let fetched = Box::pin(fetcher.get_limited(&content, limits.file_bytes)).await;
            let fetched = fetched.map_err(|error| format!("argument `{argument}`: {error}"))?;
            let name = fetched.final_url.split(['?', '#']).next().and_then(|path| path.rsplit('/').next());
            let filename = name.filter(|name| !name.is_empty());
            let filename = filename.map(|name| percent_decode_str(name).decode_utf8_lossy().into_owned());
            File {
                bytes: fetched.bytes,
                filename,
                media_type: Some(fetched.media_type).filter(|kind| is_media_type(kind)),
            }
        }
        "" | "text" | "base64" | "url" => inline(&content, &encoding, argument, limits)?,
        other => {
            return Err(format!(
                "argument `{argument}`: encoding `{}` is unknown; use text, base64 or url",
                other.escape_debug()
            ));
        }
    };
    if let Some(name) = text("filename") {
        file.filename = Some(name);
    }
    if let Some(media_type) = text("content_type").filter(|kind| !kind.is_empty()) {
        if !is_media_type(&media_type) {
            return Err(format!("argument `{argument}`: content_type must be a media type such as `image/png`"));
        }
        file.media_type = Some(media_type);
    }
    Ok(file)
}

fn inline(content: &str, encoding: &str, argument: &str, limits: &Limits) -> Result<File, String> {
    let (bytes, media_type) = if let Some(rest) = content.strip_prefix("data:") {
        let (head, data) =
            rest.split_once(',').ok_or_else(|| format!("argument `{argument}`: the data URL has no comma"))?;
        let (kind, in_base64) = head.strip_suffix(";base64").map_or((head, false), |kind| (kind, true));
        let bytes = percent_decode_str(data).collect::<Vec<u8>>();
        let bytes = if in_base64 { base64(&bytes, argument)? } else { bytes };
        (bytes, Some(kind.to_owned()).filter(|kind| is_media_type(kind)))
    } else if encoding == "base64" {
        (base64(content.as_bytes(), argument)?, None)
    } else {
        (content.as_bytes().to_vec(), None)
    };
    if bytes.len() > limits.file_bytes {
        let (size, limit) = (bytes.len(), limits.file_bytes);
        return Err(format!("argument `{argument}`: the file has {size} bytes and the limit is {limit}"));
    }
    Ok(File { bytes: bytes.into(), filename: None, media_type })
}

/// Models write base64 in both alphabets, with and without padding, and break its lines.
fn base64(text: &[u8], argument: &str) -> Result<Vec<u8>, String> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let url_safe = text.iter().any(|byte| matches!(byte, b'-' | b'_'));
    let lenient = GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true);
    let engine = GeneralPurpose::new(if url_safe { &URL_SAFE } else { &STANDARD }, lenient);
    engine.decode(text).map_err(|_| {
        format!("argument `{argument}`: the content is not base64; encode it, or set encoding to \"text\" or \"url\"")
    })
}
