//! Bytes to text: byte order marks, UTF-16, and the old single-byte encodings that some documents still use.

/// Decoded text and what had to be assumed.
pub(super) struct Decoded {
    pub(super) text: String,
    /// The encoding, when it was not UTF-8.
    pub(super) assumed: Option<&'static str>,
}

/// Decodes a document. Never fails: bytes that are no UTF-8 are read as Windows-1252, which has a character for every byte.
pub(super) fn decode(bytes: &[u8]) -> Decoded {
    if let Some((encoding, length)) = encoding_rs::Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(bytes.get(length..).unwrap_or_default());
        let assumed = (encoding != encoding_rs::UTF_8).then(|| encoding.name());
        return Decoded { text: text.into_owned(), assumed };
    }
    // UTF-16 without a mark: JSON and YAML begin with an ASCII character, so one of the first two bytes is zero.
    let utf16 = match bytes {
        [0, second, ..] if *second != 0 => Some(encoding_rs::UTF_16BE),
        [first, 0, ..] if *first != 0 => Some(encoding_rs::UTF_16LE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        return Decoded { text: text.into_owned(), assumed: Some(encoding.name()) };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Decoded { text: text.to_owned(), assumed: None },
        Err(_) => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            Decoded { text: text.into_owned(), assumed: Some("windows-1252") }
        }
    }
}
