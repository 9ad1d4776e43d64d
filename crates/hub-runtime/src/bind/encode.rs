//! Percent-encoding by the place where a text goes.

/// Where a text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// A path segment.
    Path,
    /// A query string.
    Query,
    /// A form-urlencoded body.
    Form,
    /// A header: nothing is encoded; line breaks are refused when the header is made.
    Header,
    /// A cookie.
    Cookie,
}

/// Writes `text` so that it cannot leave its place. With `reserved`, RFC 3986 reserved characters and percent-encoded triples
/// pass too, but for those that end the place: `/?#` in a path, `&#` in a query.
pub(super) fn push(out: &mut String, text: &str, place: Place, reserved: bool) {
    if place == Place::Header {
        out.push_str(text);
        return;
    }
    let bytes = text.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        if passes(byte, place, reserved) || reserved && byte == b'%' && is_triple(bytes, at, place) {
            out.push(char::from(byte));
        } else if byte == b' ' && place == Place::Form {
            out.push('+');
        } else {
            const HEX: &[u8; 16] = b"0123456789ABCDEF";
            out.push('%');
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from(*HEX.get(usize::from(digit)).unwrap_or(&b'0')));
            }
        }
    }
}

fn passes(byte: u8, place: Place, reserved: bool) -> bool {
    match byte {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' => true,
        b'~' => place != Place::Form,
        // RFC 6265 cookie-octet, without the percent sign that every server decodes.
        b'!' | b'#' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b'/' | b':' | b'<' | b'=' | b'>' | b'?'
        | b'@' | b'[' | b']' | b'^' | b'`' | b'{' | b'|' | b'}'
            if place == Place::Cookie =>
        {
            true
        }
        b'*' if place == Place::Form => true,
        b'!' | b'$' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b':' | b'=' | b'@' => reserved,
        b'&' => reserved && place == Place::Path,
        b'/' | b'?' => reserved && place != Place::Path,
        _ => false,
    }
}

/// Whether an encoded triple starts here that may pass as it is. In a path one that stands for a dot, a slash, a backslash or
/// a control character may not: somebody on the way might decode it and climb.
fn is_triple(bytes: &[u8], at: usize, place: Place) -> bool {
    let digit = |offset: usize| bytes.get(at + offset).and_then(|byte| char::from(*byte).to_digit(16));
    let (Some(high), Some(low)) = (digit(1), digit(2)) else { return false };
    place != Place::Path || !matches!(high * 16 + low, 0x2e | 0x2f | 0x5c | 0x25 | 0..0x20 | 0x7f)
}

/// Text of a document that should be encoded already: what no URI may contain is encoded, the rest stays.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '!'..='~' if !matches!(character, '"' | '#' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') => {
                out.push(character);
            }
            _ => push(&mut out, character.encode_utf8(&mut [0; 4]), Place::Path, false),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str, place: Place, reserved: bool) -> String {
        let mut out = String::new();
        push(&mut out, text, place, reserved);
        out
    }

    #[test]
    fn every_place_keeps_its_text_inside() {
        let text = "a b/c?d#e&f=g%2e+ü;";
        assert_eq!(encoded(text, Place::Path, false), "a%20b%2Fc%3Fd%23e%26f%3Dg%252e%2B%C3%BC%3B");
        assert_eq!(encoded(text, Place::Path, true), "a%20b%2Fc%3Fd%23e&f=g%252e+%C3%BC;");
        assert_eq!(encoded(text, Place::Query, false), "a%20b%2Fc%3Fd%23e%26f%3Dg%252e%2B%C3%BC%3B");
        assert_eq!(encoded(text, Place::Query, true), "a%20b/c?d%23e%26f=g%2e+%C3%BC;");
        assert_eq!(encoded(text, Place::Form, false), "a+b%2Fc%3Fd%23e%26f%3Dg%252e%2B%C3%BC%3B");
        assert_eq!(encoded(text, Place::Cookie, false), "a%20b/c?d#e&f=g%252e+%C3%BC%3B");
        assert_eq!(encoded("100%", Place::Query, true), "100%25");
    }

    #[test]
    fn document_text_is_made_legal() {
        assert_eq!(tidy("/a b/{x}/é?q=1%20"), "/a%20b/%7Bx%7D/%C3%A9?q=1%20");
    }
}
