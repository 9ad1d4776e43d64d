//! Multipart bodies (RFC 7578): one part for each value, with a boundary that is in none of them.

use std::{
    collections::BTreeMap,
    hash::{DefaultHasher, Hasher},
};

use bytes::Bytes;
use http::HeaderValue;
use hub_model::binding::http::Part;
use memchr::memmem;
use url::form_urlencoded;

use super::{
    body::Properties,
    encode::Place,
    file::{self, File, is_media_type, within},
    style::{Pairs, scalar},
};
use crate::{fetch::Fetcher, json::Node, settings::Limits};

/// Writes the body; answers with its bytes and `Content-Type`.
pub(crate) async fn encode(
    media_type: &str,
    properties: &Properties<'_, '_>,
    parts: &BTreeMap<String, Part>,
    fetcher: &Fetcher,
    limits: &Limits,
) -> Result<(Bytes, HeaderValue), String> {
    let plain = Part::default();
    let mut pieces: Vec<(String, Bytes)> = Vec::new();
    for (name, value) in properties {
        let part = parts.get(name.as_ref()).unwrap_or(&plain);
        if let Some(format) = &part.format {
            let mut pairs = Pairs::new(Place::Form);
            pairs.value(name, value, format);
            // The pairs as they were before they were encoded: parts are not.
            let plain = form_urlencoded::parse(pairs.text.as_bytes());
            pieces.extend(plain.map(|(name, value)| (head(&name, None, ""), Bytes::from(value.into_owned()))));
            continue;
        }
        let whole = std::slice::from_ref(value.as_ref());
        let items = match value.as_ref() {
            Node::Array(items) if !part.whole_array => items.as_slice(),
            _ => whole,
        };
        for item in items.iter().filter(|item| !item.is_null()) {
            if part.file {
                let file = file::load(item, name, fetcher, limits).await?;
                pieces.push(file_part(name, part, file));
            } else {
                pieces.push(value_part(name, part, item));
            }
        }
        if pieces.iter().map(|(_, content)| content.len()).sum::<usize>() > limits.request_bytes {
            return Err(format!("the files are larger than {} bytes together; send fewer", limits.request_bytes));
        }
    }
    let boundary = boundary(&pieces);
    let mut out = Vec::with_capacity(pieces.iter().map(|(head, content)| head.len() + content.len() + 80).sum());
    for (head, content) in &pieces {
        out.extend_from_slice(format!("--{boundary}\r\n{head}\r\n").as_bytes());
        out.extend_from_slice(content);
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    let kind = format!("{media_type}; boundary={boundary}");
    let kind = HeaderValue::from_str(&kind)
        .map_err(|_| "the document's multipart media type is no header value".to_owned())?;
    Ok((out.into(), kind))
}

fn head(name: &str, filename: Option<&str>, media_type: &str) -> String {
    let mut head = format!("Content-Disposition: form-data; name=\"{}\"", escape(name));
    if let Some(filename) = filename {
        head.push_str(&format!("; filename=\"{}\"", escape(filename)));
    }
    head.push_str("\r\n");
    if is_media_type(media_type) {
        head.push_str(&format!("Content-Type: {media_type}\r\n"));
    }
    head
}

/// As browsers do it (WHATWG HTML, "multipart/form-data encoding algorithm"); other control characters go too.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '"' => out.push_str("%22"),
            '\r' => out.push_str("%0D"),
            '\n' => out.push_str("%0A"),
            other if other.is_control() => out.push('_'),
            other => out.push(other),
        }
    }
    out
}

fn file_part(name: &str, part: &Part, file: File) -> (String, Bytes) {
    let own = file.media_type.as_deref().filter(|own| part.media_type.is_empty() || within(own, &part.media_type));
    let declared = part.media_type.split(',').map(str::trim).find(|kind| is_media_type(kind) && !kind.contains('*'));
    let media_type = own.or(declared).unwrap_or("application/octet-stream");
    // A last path component only: the name must not place the file anywhere.
    let filename =
        file.filename.as_deref().and_then(|name| name.rsplit(['/', '\\']).next()).filter(|name| !name.is_empty());
    (head(name, Some(filename.unwrap_or("file")), media_type), file.bytes)
}

fn value_part(name: &str, part: &Part, value: &Node<'_>) -> (String, Bytes) {
    let structured = matches!(value, Node::Object(_) | Node::Array(_));
    let declared = part.media_type.split(',').next().unwrap_or_default().trim();
    let media_type = if declared.is_empty() && structured { "application/json" } else { declared };
    let as_json = structured || media_type.ends_with("json");
    let text = if as_json { value.to_json() } else { scalar(value).into_owned() };
    (head(name, None, media_type), text.into())
}

/// Not random but found: whatever the parts contain, the boundary is not in them.
fn boundary(pieces: &[(String, Bytes)]) -> String {
    let mut hasher = DefaultHasher::new();
    pieces.iter().for_each(|(head, content)| {
        hasher.write(head.as_bytes());
        hasher.write_usize(content.len());
    });
    loop {
        let boundary = format!("mcphub-{:016x}", hasher.finish());
        let finder = memmem::Finder::new(boundary.as_bytes());
        if pieces.iter().all(|(head, content)| finder.find(content).is_none() && finder.find(head.as_bytes()).is_none())
        {
            return boundary;
        }
        hasher.write_u8(1);
    }
}
