//! Results and errors as JSON text: written straight into the buffer that is sent.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde::Serialize;
use serde_json::{json, value::RawValue};

use super::{Contents, ContentsBody, InputRequired, Manifest, Prompt, Revision, Role, RpcError};
use crate::{
    answer::{Answer, Content},
    json::must_stop,
};

/// Room for what surrounds a result.
const ENVELOPE: usize = 320;

/// Writes the result of one request, field by field.
pub(super) struct ResultWriter<'a> {
    out: Vec<u8>,
    manifest: &'a Manifest,
    revision: Revision,
    first: bool,
}

impl<'a> ResultWriter<'a> {
    /// Begins a complete result. `room` is how many bytes the fields will take, roughly.
    pub(super) fn new(id: &str, manifest: &'a Manifest, revision: Revision, room: usize) -> Self {
        Self::of_type("complete", id, manifest, revision, room)
    }

    fn of_type(kind: &str, id: &str, manifest: &'a Manifest, revision: Revision, room: usize) -> Self {
        let mut out = Vec::with_capacity(room + ENVELOPE + id.len() + manifest.info().len());
        out.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
        out.extend_from_slice(id.as_bytes());
        out.extend_from_slice(br#","result":{"#);
        let mut writer = Self { out, manifest, revision, first: true };
        if revision.is_modern() {
            string(writer.key("resultType"), kind);
        }
        writer
    }

    /// Begins a field: its value is to be appended.
    pub(super) fn key(&mut self, key: &str) -> &mut Vec<u8> {
        if !std::mem::take(&mut self.first) {
            self.out.push(b',');
        }
        string(&mut self.out, key);
        self.out.push(b':');
        &mut self.out
    }

    /// A field whose value is JSON already.
    pub(super) fn field(&mut self, key: &str, json: &[u8]) {
        self.key(key).extend_from_slice(json);
    }

    /// Ends the result; in the stateless era every one says who made it.
    pub(super) fn finish(self) -> Vec<u8> {
        self.finish_with(b"")
    }

    /// Ends the result with further fields of `_meta`, as JSON, each with a comma before it.
    fn finish_with(mut self, meta: &[u8]) -> Vec<u8> {
        if self.revision.is_modern() {
            let info = self.manifest.info().as_bytes();
            let out = self.key("_meta");
            out.extend_from_slice(br#"{"io.modelcontextprotocol/serverInfo":"#);
            out.extend_from_slice(info);
            out.extend_from_slice(meta);
            out.push(b'}');
        } else if let Some(meta) = meta.strip_prefix(b",") {
            let out = self.key("_meta");
            out.push(b'{');
            out.extend_from_slice(meta);
            out.push(b'}');
        }
        self.out.extend_from_slice(b"}}");
        self.out
    }
}

/// The result of a tools/call.
pub(super) fn answer(id: &str, answer: &Answer, manifest: &Manifest, revision: Revision) -> Vec<u8> {
    let room =
        answer.content.iter().map(size).sum::<usize>() + answer.structured.as_ref().map_or(0, |json| json.len() + 24);
    let mut writer = ResultWriter::new(id, manifest, revision, room);
    list(writer.key("content"), &answer.content, |out, block| content(out, block, revision));
    if let Some(structured) = &answer.structured {
        writer.field("structuredContent", structured);
    }
    writer.field("isError", if answer.is_error { b"true" } else { b"false" });
    match &answer.upstream {
        Some(upstream) => writer.finish_with(format!(",{}", upstream.meta()).as_bytes()),
        None => writer.finish(),
    }
}

/// The result of a resources/read.
pub(super) fn contents(id: &str, parts: &[Contents], manifest: &Manifest, revision: Revision) -> Vec<u8> {
    let mut writer = ResultWriter::new(id, manifest, revision, 0);
    list(writer.key("contents"), parts, |out, part| {
        let (key, text, blob) = match &part.body {
            ContentsBody::Text(text) => ("text", Some(text), None),
            ContentsBody::Blob(blob) => ("blob", None, Some(blob)),
        };
        out.extend_from_slice(b"{\"uri\":");
        string(out, &part.uri);
        media_type(out, &part.media_type);
        out.push(b',');
        string(out, key);
        out.push(b':');
        if let Some(text) = text {
            string(out, text);
        }
        if let Some(blob) = blob {
            base64(out, blob);
        }
        out.push(b'}');
    });
    if revision.is_modern() {
        manifest.write_caching(&mut writer);
    }
    writer.finish()
}

/// The result of a prompts/get.
pub(super) fn prompt(id: &str, prompt: &Prompt, manifest: &Manifest, revision: Revision) -> Vec<u8> {
    let mut writer = ResultWriter::new(id, manifest, revision, 0);
    if !prompt.description.is_empty() {
        string(writer.key("description"), &prompt.description);
    }
    list(writer.key("messages"), &prompt.messages, |out, message| {
        out.extend_from_slice(match message.role {
            Role::User => br#"{"role":"user","content":"#,
            Role::Assistant => br#"{"role":"assistant","content":"#,
        });
        content(out, &message.content, revision);
        out.push(b'}');
    });
    writer.finish()
}

/// Questions to the client instead of a result.
pub(super) fn input_required(id: &str, input: &InputRequired, manifest: &Manifest) -> Vec<u8> {
    let mut writer = ResultWriter::of_type("input_required", id, manifest, Revision::V2026_07_28, 0);
    let out = writer.key("inputRequests");
    out.push(b'{');
    for (position, (key, request)) in input.requests.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        string(out, key);
        out.push(b':');
        out.extend_from_slice(json!({ "method": request.method, "params": request.params }).to_string().as_bytes());
    }
    out.push(b'}');
    if let Some(state) = &input.state {
        string(writer.key("requestState"), state);
    }
    writer.finish()
}

/// The result of a subscription: it is over.
pub(super) fn subscription_ended(id: &str, manifest: &Manifest) -> Vec<u8> {
    let meta = format!(r#","io.modelcontextprotocol/subscriptionId":{id}"#);
    ResultWriter::new(id, manifest, Revision::V2026_07_28, 0).finish_with(meta.as_bytes())
}

/// An error. Where the id of the request could not be read it is `null`, as JSON-RPC wants it.
pub(crate) fn error_response(id: Option<&str>, error: &RpcError) -> Vec<u8> {
    let mut out = Vec::with_capacity(ENVELOPE);
    out.extend_from_slice(br#"{"jsonrpc":"2.0","id":"#);
    out.extend_from_slice(id.unwrap_or("null").as_bytes());
    out.extend_from_slice(br#","error":{"code":"#);
    out.extend_from_slice(error.code.to_string().as_bytes());
    out.extend_from_slice(br#","message":"#);
    string(&mut out, &error.message);
    if let Some(data) = &error.data {
        out.extend_from_slice(br#","data":"#);
        write(&mut out, data);
    }
    out.extend_from_slice(b"}}");
    out
}

/// Takes line breaks out of JSON, for transports where they end a message. Between tokens they mean the same as a space, and
/// inside strings JSON has none.
pub(crate) fn single_line(json: &mut [u8]) {
    let mut from = 0;
    while let Some(rest) = json.get_mut(from..) {
        let Some(at) = memchr::memchr2(b'\n', b'\r', rest) else { return };
        if let Some(byte) = rest.get_mut(at) {
            *byte = b' ';
        }
        from += at + 1;
    }
}

fn content(out: &mut Vec<u8>, block: &Content, revision: Revision) {
    match block {
        Content::Text(text) => {
            out.extend_from_slice(br#"{"type":"text","text":"#);
            string(out, text);
        }
        Content::Image { data, media_type } => media(out, "image", data, media_type),
        Content::Audio { data, media_type } => media(out, "audio", data, media_type),
        Content::Blob { uri, data, media_type } => {
            resource(out, uri, media_type, "blob");
            base64(out, data);
            out.push(b'}');
        }
        Content::TextResource { uri, text, media_type } => {
            resource(out, uri, media_type, "text");
            string(out, text);
            out.push(b'}');
        }
        // Clients of the first two revisions do not know links and would refuse the whole answer.
        Content::Link { uri, name, .. } if revision < Revision::V2025_06_18 => {
            out.extend_from_slice(br#"{"type":"text","text":"#);
            string(out, &format!("{name}: {uri}"));
        }
        Content::Link { uri, name, media_type: kind } => {
            out.extend_from_slice(br#"{"type":"resource_link","uri":"#);
            string(out, uri);
            out.extend_from_slice(br#","name":"#);
            string(out, name);
            media_type(out, kind);
        }
    }
    out.push(b'}');
}

fn media(out: &mut Vec<u8>, kind: &str, data: &[u8], media_type: &str) {
    out.extend_from_slice(br#"{"type":"#);
    string(out, kind);
    out.extend_from_slice(br#","mimeType":"#);
    string(out, media_type);
    out.extend_from_slice(br#","data":"#);
    base64(out, data);
}

fn resource(out: &mut Vec<u8>, uri: &str, kind: &str, body: &str) {
    out.extend_from_slice(br#"{"type":"resource","resource":{"uri":"#);
    string(out, uri);
    media_type(out, kind);
    out.push(b',');
    string(out, body);
    out.push(b':');
}

fn media_type(out: &mut Vec<u8>, media_type: &str) {
    if !media_type.is_empty() {
        out.extend_from_slice(br#","mimeType":"#);
        string(out, media_type);
    }
}

fn list<T>(out: &mut Vec<u8>, items: &[T], mut item: impl FnMut(&mut Vec<u8>, &T)) {
    out.push(b'[');
    for (position, one) in items.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        item(out, one);
    }
    out.push(b']');
}

/// How many bytes a block will take, roughly: escaped text is a little longer than plain.
fn size(block: &Content) -> usize {
    match block {
        Content::Text(text) => text.len() + text.len() / 8 + 32,
        Content::TextResource { text, uri, .. } => text.len() + text.len() / 8 + uri.len() + 96,
        Content::Image { data, .. } | Content::Audio { data, .. } => data.len() / 3 * 4 + 96,
        Content::Blob { data, uri, .. } => data.len() / 3 * 4 + uri.len() + 96,
        Content::Link { uri, name, .. } => uri.len() + name.len() + 96,
    }
}

/// A string as JSON.
///
/// Most texts here are JSON themselves and full of quotation marks, which serde_json copies around one by one. Bytes gather in a
/// block on the stack instead; an index of one byte into a block of 256 needs no check.
pub(super) fn string(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + text.len() / 4 + 2);
    out.push(b'"');
    let mut block = Block { bytes: [0; 256], used: 0 };
    for byte in text.bytes() {
        if !must_stop(byte) {
            block.push(byte);
        } else if byte >= 0x20 {
            block.push(b'\\');
            block.push(byte);
        } else {
            block.flush(out);
            control(out, byte);
        }
        if block.used > 250 {
            block.flush(out);
        }
    }
    block.flush(out);
    out.push(b'"');
}

struct Block {
    bytes: [u8; 256],
    used: u8,
}

impl Block {
    fn push(&mut self, byte: u8) {
        if let Some(room) = self.bytes.get_mut(usize::from(self.used)) {
            *room = byte;
        }
        self.used = self.used.wrapping_add(1);
    }

    fn flush(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.bytes.get(..usize::from(self.used)).unwrap_or_default());
        self.used = 0;
    }
}

/// A control character, which JSON wants escaped (RFC 8259 section 7).
fn control(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\t' => out.extend_from_slice(b"\\t"),
        b'\r' => out.extend_from_slice(b"\\r"),
        other => {
            let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
            out.extend_from_slice(&[b'\\', b'u', b'0', b'0', digit(other >> 4), digit(other & 15)]);
        }
    }
}

/// Any value as JSON.
fn write(out: &mut Vec<u8>, value: &(impl Serialize + ?Sized)) {
    // Text, numbers and `Value` can always be written, and memory takes everything.
    let _ = serde_json::to_writer(out, value);
}

fn base64(out: &mut Vec<u8>, data: &[u8]) {
    out.push(b'"');
    let start = out.len();
    out.resize(start + data.len().div_ceil(3) * 4, 0);
    if let Some(room) = out.get_mut(start..) {
        // The room is exact, so this cannot fail.
        let _ = STANDARD.encode_slice(data, room);
    }
    out.push(b'"');
}

/// JSON text that came from elsewhere, owned.
pub(super) fn owned(raw: Option<&RawValue>) -> Option<Box<RawValue>> {
    raw.map(RawValue::to_owned)
}

#[cfg(test)]
mod tests {
    use super::string;

    #[test]
    fn strings_come_back_as_they_were() {
        let all: String = (0..0x300).filter_map(char::from_u32).chain("\u{2028}\u{1f600}".chars()).collect();
        for text in ["", "plain", "{\"a\":\"b\\\\c\"}", all.as_str()] {
            let mut out = Vec::new();
            string(&mut out, text);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
