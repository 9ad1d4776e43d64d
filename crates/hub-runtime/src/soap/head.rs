//! Blocks of an envelope's header: addressing, and room for what authorisation puts there.

use bytes::Bytes;

/// WS-Addressing 1.0 - SOAP Binding: what is meant, for whom, and which message it is. Answers come back on the same connection.
pub(super) fn addressing(out: &mut String, action: &str, endpoint: &str) -> Result<(), String> {
    const NAMESPACE: &str = "http://www.w3.org/2005/08/addressing";
    let mut id = [0_u8; 16];
    aws_lc_rs::rand::fill(&mut id).map_err(|_| "the machine has no randomness for a message id".to_owned())?;
    // Version 4 (RFC 9562 section 5.4): random but for six bits.
    let id = (u128::from_be_bytes(id) & !(0xf << 76) & !(0x3 << 62)) | (0x4 << 76) | (0x2 << 62);
    let hex = format!("{id:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    let uuid = [part(0, 8), part(8, 12), part(12, 16), part(16, 20), part(20, 32)].join("-");
    out.push_str(&format!("<a:Action xmlns:a=\"{NAMESPACE}\">"));
    escape(out, action, false);
    out.push_str(&format!(
        "</a:Action><a:MessageID xmlns:a=\"{NAMESPACE}\">urn:uuid:{uuid}</a:MessageID><a:ReplyTo xmlns:a=\"{NAMESPACE}\">\
         <a:Address>{NAMESPACE}/anonymous</a:Address></a:ReplyTo><a:To xmlns:a=\"{NAMESPACE}\">"
    ));
    escape(out, endpoint, false);
    out.push_str("</a:To>");
    Ok(())
}

/// An envelope of [`envelope`]'s with one more block in its header.
pub(crate) fn put_in_header(envelope: &[u8], block: &str) -> Bytes {
    let header = b"<s:Header>".as_slice();
    // What follows the first tag, and nowhere else: an argument that is XML may hold elements of these names, and a
    // password among the data could be read back.
    let start = memchr::memmem::find(envelope, b"<s:Envelope").unwrap_or_default();
    let end =
        envelope.get(start..).and_then(|rest| memchr::memchr(b'>', rest)).map_or(envelope.len(), |end| start + end + 1);
    let has_header = envelope.get(end..).is_some_and(|rest| rest.starts_with(header));
    let at = if has_header { end + header.len() } else { end };
    let (before, after) = envelope.split_at_checked(at).unwrap_or((envelope, &[]));
    let (open, close) = if has_header { ("", "") } else { ("<s:Header>", "</s:Header>") };
    let mut out = Vec::with_capacity(envelope.len() + block.len() + 24);
    for part in [before, open.as_bytes(), block.as_bytes(), close.as_bytes(), after] {
        out.extend_from_slice(part);
    }
    Bytes::from(out)
}

/// Writes text so that it stays text. Characters that XML cannot carry (section 2.2) are left out.
pub(crate) fn escape(out: &mut String, text: &str, attribute: bool) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if attribute => out.push_str(if c == '\n' { "&#10;" } else { "&#9;" }),
            '\n' | '\t' => out.push(c),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
