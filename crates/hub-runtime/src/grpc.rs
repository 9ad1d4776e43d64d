//! gRPC calls: arguments to messages, messages to answers.

mod decode;
mod encode;
mod frame;
pub(crate) mod reflection;
mod scalar;
mod special;
mod status;
mod table;
#[cfg(test)]
mod tests;
mod time;
mod wire;

use std::sync::Arc;

use base64::{Engine, engine::general_purpose};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use hub_model::binding::grpc::{GrpcBinding, GrpcRequest};

use crate::{
    answer::{Answer, Content},
    bind::{Bound, Values},
    send::Received,
    settings::Limits,
    shape::{self, Call},
};
pub(crate) use frame::first as first_message;
pub(crate) use status::Code;
pub(crate) use table::Table;

/// Messages of one call that are sent.
const MOST_SENT: usize = 10_000;
/// gRPC's method, whatever the call does.
pub(crate) const METHOD: Method = Method::POST;

/// A binding, with everything prepared that does not depend on arguments.
pub(crate) struct Plan {
    table: Arc<Table>,
    binding: GrpcBinding,
    target: String,
    input: usize,
    output: usize,
    headers: HeaderMap,
}

impl Plan {
    /// Prepares a binding for the base URL whose path is given.
    pub(crate) fn new(binding: &GrpcBinding, table: Arc<Table>, base_path: &str) -> Result<Self, String> {
        let place = |name: &str| {
            table
                .position(name)
                .ok_or_else(|| format!("the blueprint does not say what a `{}` is", name.escape_debug()))
        };
        let (input, output) = (place(&binding.input)?, place(&binding.output)?);
        let target = format!("{base_path}{}", binding.path);
        Ok(Self { table, binding: binding.clone(), target, input, output, headers: headers() })
    }

    /// Sending it twice does no more than sending it once.
    pub(crate) fn idempotent(&self) -> bool {
        self.binding.idempotent
    }

    /// The answer is a stream.
    pub(crate) fn streams(&self) -> bool {
        self.binding.streams
    }

    /// Makes the request.
    ///
    /// # Errors
    /// What is wrong with an argument, for the model.
    pub(crate) fn bind(&self, values: &Values<'_>, limits: &Limits) -> Result<Bound, String> {
        let body = self.body(values)?;
        if body.len() > limits.request_bytes {
            let (size, limit) = (body.len(), limits.request_bytes);
            return Err(format!("the request has {size} bytes and the limit is {limit}; send less at once"));
        }
        Ok(Bound {
            target: self.target.clone(),
            headers: self.headers.clone(),
            cookies: String::new(),
            body: body.into(),
        })
    }

    fn body(&self, values: &Values<'_>) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let table = &self.table;
        let renamed = &self.binding.renamed;
        match &self.binding.request {
            GrpcRequest::Fields(fields) => {
                let given = fields.iter().filter_map(|(name, slot)| Some((name.as_str(), values.get(*slot)?)));
                let message = if renamed.is_empty() {
                    encode::root_fields(table, self.input, given)
                } else {
                    let given: Vec<_> = given.map(|(name, value)| (name, value.renamed(renamed))).collect();
                    encode::root_fields(table, self.input, given.iter().map(|(name, value)| (*name, value)))
                };
                frame::write(&mut out, &message.map_err(|fault| fault.text())?)?;
            }
            GrpcRequest::Whole(slot) => {
                if let Some(value) = values.get(*slot) {
                    let message = encode::root(table, self.input, &value.renamed(renamed));
                    frame::write(&mut out, &message.map_err(|fault| fault.at(values.name(*slot)).text())?)?;
                } else {
                    frame::write(&mut out, &[])?;
                }
            }
            GrpcRequest::Stream(slot) => {
                let messages = match values.get(*slot).map(|value| value.renamed(renamed)) {
                    Some(crate::json::Node::Array(messages)) => messages,
                    _ => return Err(format!("argument `{}` must be a list of messages", values.name(*slot))),
                };
                if messages.len() > MOST_SENT {
                    return Err(format!("argument `{}` has more than {MOST_SENT} messages", values.name(*slot)));
                }
                for (at, node) in messages.iter().enumerate() {
                    let message = encode::root(table, self.input, node);
                    let named = |fault: encode::Fault| fault.at(&format!("[{at}]")).at(values.name(*slot)).text();
                    frame::write(&mut out, &message.map_err(named)?)?;
                }
            }
        }
        Ok(out)
    }

    /// What came back as JSON: the message, or the list of them; after a failure what its details say.
    pub(crate) fn opened(&self, mut received: Received, limits: &Limits) -> Received {
        if received.status != StatusCode::OK {
            return received;
        }
        let Some(code) = Code::of(&received.headers) else {
            if received.cut && self.binding.streams {
                return self.answered(received, limits);
            }
            let grpc = received
                .headers
                .get(header::CONTENT_TYPE)
                .is_some_and(|kind| kind.as_bytes().starts_with(b"application/grpc"));
            let why = match (grpc, received.cut) {
                (_, true) => "the answer is larger than the limit",
                (true, _) => "the answer broke off before its status",
                (false, _) => "the upstream answered, but not in gRPC; it may be the address of something else",
            };
            return failed(received, Code::UNKNOWN, why);
        };
        if code == Code::OK {
            return self.answered(received, limits);
        }
        let details = received.headers.get("grpc-status-details-bin").and_then(|value| self.details(value));
        json(&mut received, details.unwrap_or_default());
        received
    }

    fn answered(&self, mut received: Received, limits: &Limits) -> Received {
        let encoding =
            received.headers.get("grpc-encoding").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let body = std::mem::take(&mut received.body);
        let messages = match frame::read(&body, &encoding, limits.response_bytes) {
            Ok(messages) => messages,
            Err(why) => return failed(received, Code::INTERNAL, &why),
        };
        let mut out = String::with_capacity(body.len() * 2);
        let streams = self.binding.streams;
        if streams {
            out.push('[');
        } else if messages.len() != 1 {
            return failed(received, Code::INTERNAL, "the upstream answered with no message, or with several");
        }
        for (at, message) in messages.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            if decode::message(&self.table, self.output, message, &mut out, decode::DEEPEST).is_err() {
                return failed(
                    received,
                    Code::INTERNAL,
                    &format!("the upstream's answer is no `{}`", self.binding.output),
                );
            }
        }
        if streams {
            out.push(']');
        }
        json(&mut received, out);
        received
    }

    /// The details of a failure (google.rpc.Status), without its code and message, which the trailers have as well.
    fn details(&self, value: &HeaderValue) -> Option<String> {
        let text = value.to_str().ok()?.trim_end_matches('=');
        let bytes = general_purpose::STANDARD_NO_PAD.decode(text).ok()?;
        let of = self.table.position("google.rpc.Status")?;
        let mut out = String::new();
        decode::message(&self.table, of, &bytes, &mut out, decode::DEEPEST).ok()?;
        let node = crate::json::Node::parse(&out)?;
        node.get("details").map(crate::json::Node::to_json)
    }
}

/// The headers of every request.
fn headers() -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert(header::TE, HeaderValue::from_static("trailers"));
    headers.insert("grpc-accept-encoding", HeaderValue::from_static("identity,gzip,deflate"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static(concat!("mcphub/", env!("CARGO_PKG_VERSION"))));
    headers
}

/// Puts JSON in the place of messages.
fn json(received: &mut Received, text: String) {
    received.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    received.body = Bytes::from(text);
    received.declared = None;
}

/// An answer that cannot be used, as if the upstream had said so itself.
fn failed(mut received: Received, code: Code, why: &str) -> Received {
    received.headers.insert("grpc-status", HeaderValue::from(code.number()));
    received.headers.remove("grpc-message");
    if let Ok(value) = HeaderValue::from_str(why) {
        received.headers.insert("grpc-message", value);
    }
    json(&mut received, String::new());
    received
}

/// Makes the answer of a call whose messages were opened.
pub(crate) fn shape(received: &Received, call: &Call<'_>, limits: &Limits) -> Answer {
    if received.status != StatusCode::OK {
        return shape::shape(received, call, limits);
    }
    let code = Code::of(&received.headers).unwrap_or(Code::OK);
    if code != Code::OK {
        return failure(received, code, call);
    }
    let whole = Received { cut: false, ..received.clone() };
    let mut answer = shape::shape(&whole, call, limits);
    if received.cut {
        answer.content.push(Content::Text("[the stream was left here: there may be more messages]".into()));
    }
    answer
}

fn failure(received: &Received, code: Code, call: &Call<'_>) -> Answer {
    let mut text = format!("{} failed: {} ({})", call.tool, code.name(), code.number());
    let message = status::message(&received.headers);
    let details = shape::trimmed(&received.body);
    for said in [message.trim(), details.trim()].into_iter().filter(|said| !said.is_empty()) {
        text.push_str("\nThe upstream says: ");
        text.push_str(said);
    }
    text.push_str("\nNext step: ");
    text.push_str(&code.next_step(call));
    Answer::error(text)
}
