//! Bytes to text: by declared charset, byte order mark, or what the bytes look like.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes that are looked at to tell text from binary content.
const SAMPLE: usize = 4096;

/// The text, or `None` when the bytes are none. `declared_text` is how sure the upstream was.
pub(super) fn text<'b>(bytes: &'b [u8], charset: &str, declared_text: bool) -> Option<Cow<'b, str>> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0);
    }
    if let Some(encoding) = Encoding::for_label(charset.as_bytes()).filter(|encoding| *encoding != UTF_8) {
        return Some(encoding.decode(bytes).0);
    }
    // What is called text and reads as JSON is looked at closely enough by whoever parses it.
    if declared_text
        && looks_like_json(bytes)
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Some(Cow::Borrowed(text));
    }
    let sample = bytes.get(..SAMPLE).unwrap_or(bytes);
    let control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b);
    let controls = sample.iter().filter(control).count();
    let binary = controls > 0 && (!declared_text || controls * 10 > sample.len());
    if binary {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(Cow::Borrowed(text)),
        // Cut in the middle of a character.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(bytes.get(..error.valid_up_to())?).ok().map(Cow::Borrowed)
        }
        // What is no UTF-8 and says nothing is Latin-1 in Microsoft's reading, as for browsers.
        Err(_) if declared_text => Some(WINDOWS_1252.decode(bytes).0),
        Err(_) => None,
    }
}

/// Whether the bytes begin as a JSON object or array, or as any JSON that is short.
pub(super) fn looks_like_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes.iter().find(|byte| !byte.is_ascii_whitespace()) {
        Some(b'{' | b'[' | b'"' | b't' | b'f' | b'n' | b'-' | b'0'..=b'9') => true,
        Some(_) | None => false,
    }
}
