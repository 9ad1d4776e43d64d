//! An upstream's answer as a model can use it: readable, within a budget, and honest about what was left out.

mod charset;
mod conform;
mod cut;
mod failure;
mod html;
mod notes;
mod project;
mod structured;

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use http::{HeaderMap, header};

use crate::{
    answer::{Answer, Content},
    bind::media_type_of,
    json::{Node, compact},
    send::Received,
    settings::Limits,
};
pub(crate) use cut::text as cut_text;
pub(crate) use failure::{Call, transport};
pub(crate) use project::projected;
pub(crate) use structured::Output;

/// Makes the answer of a call that reached its upstream.
pub(crate) fn shape(received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    let status = received.status;
    if status.is_client_error() || status.is_server_error() || failure::has_moved(received) {
        return failure::answer(received, call);
    }
    let notes = notes::notes(received, call);
    if received.body.is_empty() {
        let reason = status.canonical_reason().unwrap_or("success");
        let mut text = format!("{} {reason}: the answer has no content", status.as_u16());
        if !notes.is_empty() {
            text.push('\n');
            text.push_str(&notes);
        }
        let structured = call.output.and_then(|output| output.instead("null", "no content"));
        return Answer { content: vec![Content::Text(text)], structured, ..Answer::default() };
    }
    let mut answer = body(received, call, limits);
    if !notes.is_empty() {
        answer.content.push(Content::Text(notes));
    }
    answer
}

fn body(received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    let kind = Kind::of(&received.headers);
    if kind.is_image_or_sound() && !charset::looks_like_json(&received.body) {
        return media(received, &kind, call, limits);
    }
    let Some(text) = charset::text(&received.body, &kind.charset, kind.is_text()) else {
        return media(received, &kind, call, limits);
    };
    if !kind.is_stream()
        && charset::looks_like_json(text.as_bytes())
        && let Some(answer) = json(&text, call, limits)
    {
        return answer;
    }
    let mut note = String::new();
    if received.cut {
        let read = received.body.len();
        note = match received.declared {
            Some(all) => format!("[the answer is cut: its first {read} of {all} bytes were read]"),
            None if kind.is_stream() => format!("[the stream was left after {read} bytes]"),
            None => format!("[the answer is cut: its first {read} bytes were read]"),
        };
    } else if kind.is_json() && !kind.is_stream() {
        note = "[the upstream calls this JSON, but it is not valid JSON]".into();
    }
    let readable =
        if kind.essence == "text/html" && !call.accepts_html { html::readable(&text) } else { text.into_owned() };
    let shown = cut::text(readable, limits.answer_chars);
    let structured = call.output.and_then(|output| output.instead("", "no JSON"));
    let mut content = vec![Content::Text(shown)];
    if !note.is_empty() {
        content.push(Content::Text(note));
    }
    Answer { content, structured, ..Answer::default() }
}

/// Bytes as text, by what the headers, a byte order mark or they themselves say.
pub(crate) fn text<'b>(bytes: &'b [u8], headers: &HeaderMap) -> Cow<'b, str> {
    let kind = Kind::of(headers);
    charset::text(bytes, &kind.charset, true).unwrap_or_else(|| String::from_utf8_lossy(bytes))
}

/// JSON goes out as it came, without white space between tokens: numbers of any size stay whole. `None` when it is no JSON.
pub(crate) fn json(text: &str, call: &Call<'_>, limits: &Limits) -> Option<Answer> {
    let text = text.trim_start_matches('\u{feff}');
    let (node, spaced) = Node::parse_noting_space(text)?;
    let whole = if spaced { compact(text) } else { text.to_owned() };
    let (shown, node, note) = match cut::json(&whole, limits.answer_chars) {
        Some((shorter, note)) => (shorter, None, note),
        None => (whole, Some(node), String::new()),
    };
    let structured = structured::structured(&shown, node, &note, call.output);
    let mut content = vec![Content::Text(shown)];
    if !note.is_empty() {
        content.push(Content::Text(note));
    }
    Some(Answer { content, structured, ..Answer::default() })
}

/// Content that is no text: shown where clients can show it, carried along where it is small, described otherwise.
fn media(received: &Received, kind: &Kind, call: &Call<'_>, limits: &Limits) -> Answer {
    let size = received.body.len();
    let media_type = if kind.essence.is_empty() { "application/octet-stream" } else { &kind.essence }.to_owned();
    let structured = call.output.and_then(|output| output.instead("null", "binary content"));
    // Clients count the base64 against the same limits as text, so that content is left out rather than cut.
    if received.cut || size > limits.answer_bytes {
        let all = received.declared.map_or_else(|| size.to_string(), |all| all.to_string());
        let more = if received.cut && received.declared.is_none() { "more than " } else { "" };
        let text = format!(
            "the answer is {media_type} with {more}{all} bytes, too large to be passed on (the limit is {} bytes)",
            limits.answer_bytes
        );
        return Answer { content: vec![Content::Text(text)], structured, ..Answer::default() };
    }
    let data = received.body.clone();
    let content = match media_type.split('/').next() {
        Some("image") => Content::Image { data, media_type },
        Some("audio") => Content::Audio { data, media_type },
        _ => Content::Blob { uri: uri(&received.body, call), data, media_type },
    };
    Answer { content: vec![content], structured, ..Answer::default() }
}

/// A name for content that has no address of its own: the request's may hold secrets and says nothing to a client.
fn uri(body: &Bytes, call: &Call<'_>) -> String {
    use std::hash::{DefaultHasher, Hasher};
    let mut hasher = DefaultHasher::new();
    hasher.write(body);
    format!(
        "mcphub://answers/{}/{}",
        call.tool,
        STANDARD.encode(hasher.finish().to_be_bytes()).replace(['/', '+', '='], "")
    )
}

/// What an upstream says of a failure, as short as models need it.
pub(crate) fn trimmed(body: &[u8]) -> String {
    cut::text(String::from_utf8_lossy(body).into_owned(), failure::BODY)
}

/// Media types that come one piece after another.
pub(crate) fn is_stream(essence: &str) -> bool {
    let kind = essence.strip_prefix("application/").unwrap_or(essence);
    matches!(kind, "text/event-stream" | "x-ndjson" | "ndjson" | "jsonl" | "x-jsonl" | "jsonlines" | "json-seq")
        || kind.ends_with("+ndjson")
        || kind.ends_with("+jsonl")
}

/// The declared kind of a body.
struct Kind {
    /// `type/subtype`, lower case; empty when there is none.
    essence: String,
    charset: String,
}

impl Kind {
    fn of(headers: &HeaderMap) -> Self {
        let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let charset = value.split(';').skip(1).find_map(|parameter| {
            let (name, value) = parameter.split_once('=')?;
            name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"').to_owned())
        });
        Self { essence: media_type_of(value), charset: charset.unwrap_or_default() }
    }

    fn is_json(&self) -> bool {
        self.essence.ends_with("json")
    }

    fn is_stream(&self) -> bool {
        is_stream(&self.essence)
    }

    fn is_image_or_sound(&self) -> bool {
        (self.essence.starts_with("image/") && self.essence != "image/svg+xml") || self.essence.starts_with("audio/")
    }

    /// Declared as text, so that it is shown as text even where it is not quite.
    fn is_text(&self) -> bool {
        let essence = self.essence.as_str();
        essence.starts_with("text/")
            || self.is_json()
            || self.is_stream()
            || essence.ends_with("xml")
            || essence.ends_with("yaml")
            || matches!(
                essence,
                "application/javascript"
                    | "application/x-www-form-urlencoded"
                    | "application/graphql"
                    | "application/toml"
            )
    }
}
