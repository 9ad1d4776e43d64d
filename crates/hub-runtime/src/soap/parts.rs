//! Envelopes that come with attachments: `multipart/related` (RFC 2387), in which XOP puts bytes beside the text (MTOM).

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use memchr::memmem;
use roxmltree::{Document, ParsingOptions};

use super::answer::MOST_NODES;

const XOP: &str = "http://www.w3.org/2004/08/xop/include";
/// Parts that are read.
const MOST_PARTS: usize = 200;

/// A part beside the envelope.
pub(super) struct Part {
    id: String,
    pub(super) media_type: String,
    pub(super) body: Bytes,
}

/// The envelope's bytes with what it includes, and what else came with it. `None` when it is no such message.
pub(super) fn open(content_type: &str, body: &Bytes) -> Option<(Bytes, Vec<Part>)> {
    if !content_type.trim_start().to_ascii_lowercase().starts_with("multipart/") {
        return None;
    }
    let boundary = parameter(content_type, "boundary")?;
    let mut parts = split(body, &boundary);
    let start = parameter(content_type, "start").map(|id| bare(&id));
    let root = start.and_then(|start| parts.iter().position(|part| part.id == start)).unwrap_or(0);
    if root >= parts.len() {
        return None;
    }
    let envelope = parts.remove(root).body;
    Some(match included(&envelope, &mut parts) {
        Some(whole) => (Bytes::from(whole), parts),
        None => (envelope, parts),
    })
}

/// The envelope with the bytes of parts, in base64, in the place of the references to them. Those parts are taken out.
fn included(envelope: &Bytes, parts: &mut Vec<Part>) -> Option<String> {
    let text = std::str::from_utf8(envelope).ok()?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text.trim_start(), options).ok()?;
    let text = document.input_text();
    // A part may be named more than once, but a small message must not become a large one by that.
    let largest = 2 * (text.len() + parts.iter().map(|part| part.body.len()).sum::<usize>());
    let (mut out, mut done, mut used) = (String::with_capacity(text.len()), 0, Vec::new());
    for node in document.descendants().filter(|node| node.has_tag_name((XOP, "Include"))) {
        let id = node.attribute("href").and_then(|href| href.strip_prefix("cid:"));
        let id = id.map(|id| percent_encoding::percent_decode_str(id).decode_utf8_lossy());
        let Some(at) = id.and_then(|id| parts.iter().position(|part| part.id == id)) else { continue };
        let part = parts.get(at)?;
        if out.len() + part.body.len() / 3 * 4 > largest {
            return None;
        }
        out.push_str(text.get(done..node.range().start)?);
        STANDARD.encode_string(&part.body, &mut out);
        done = node.range().end;
        used.push(at);
    }
    out.push_str(text.get(done..)?);
    let mut at = 0;
    parts.retain(|_| {
        at += 1;
        !used.contains(&(at - 1))
    });
    Some(out)
}

fn split(body: &Bytes, boundary: &str) -> Vec<Part> {
    let mark = format!("--{boundary}");
    let marks: Vec<usize> = memmem::find_iter(body, mark.as_bytes())
        .filter(|at| *at == 0 || body.get(at - 1) == Some(&b'\n'))
        // Another line may begin as the boundary does.
        .filter(|at| body.get(at + mark.len()).is_none_or(|next| b" \t\r\n-".contains(next)))
        .take(MOST_PARTS + 1)
        .collect();
    let ends = marks.iter().skip(1).copied().chain([body.len()]);
    marks
        .iter()
        .zip(ends)
        .filter_map(|(start, end)| part(&body.slice(start + mark.len()..end.max(start + mark.len()))))
        .collect()
}

/// A part without the line break that belongs to the boundary after it. `None` after the last boundary.
fn part(bytes: &Bytes) -> Option<Part> {
    if bytes.starts_with(b"--") {
        return None;
    }
    let blank = memmem::find(bytes, b"\r\n\r\n").map(|at| (at, 4)).or_else(|| Some((memmem::find(bytes, b"\n\n")?, 2)));
    let (head, gap) = blank?;
    let headers = String::from_utf8_lossy(bytes.get(..head)?);
    let header = |name: &str| {
        let lines = headers.lines().filter_map(|line| line.split_once(':'));
        lines.clone().find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim().to_owned())
    };
    let body = bytes.slice(head + gap..);
    let body = ["\r\n", "\n"].iter().find_map(|end| body.strip_suffix(end.as_bytes())).map_or(body.len(), <[u8]>::len);
    let raw = bytes.slice(head + gap..head + gap + body);
    let encoding = header("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    let decoded = match encoding.as_str() {
        "base64" => {
            let text: Vec<u8> = raw.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
            STANDARD.decode(text).map_or(raw, Bytes::from)
        }
        _ => raw,
    };
    Some(Part {
        id: bare(&header("content-id").unwrap_or_default()),
        media_type: header("content-type").unwrap_or_else(|| "application/octet-stream".to_owned()),
        body: decoded,
    })
}

/// A content id without its brackets.
fn bare(id: &str) -> String {
    id.trim().trim_start_matches('<').trim_end_matches('>').to_owned()
}

/// A parameter of a media type.
fn parameter(value: &str, wanted: &str) -> Option<String> {
    let mut rest = value.split_once(';')?.1;
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let (found, left): (Cow<'_, str>, &str) = match after.strip_prefix('"') {
            Some(quoted) => {
                let (inner, left) = quoted.split_once('"')?;
                (inner.into(), left)
            }
            None => {
                let end = after.find(';').unwrap_or(after.len());
                let (plain, left) = after.split_at_checked(end)?;
                (plain.trim().into(), left)
            }
        };
        if name.trim().trim_start_matches(';').trim().eq_ignore_ascii_case(wanted) {
            return Some(found.into_owned());
        }
        rest = left.trim_start().trim_start_matches(';');
    }
    None
}
