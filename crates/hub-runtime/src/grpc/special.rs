//! The messages that JSON writes in a way of their own: `Any`, `Struct`, wrappers, times (protobuf's "ProtoJSON format").

use base64::{Engine, engine::general_purpose::STANDARD};
use hub_model::binding::grpc::FieldKind;

use super::decode::{self, default, members};
use super::encode::{self, Fault, fault};
use super::scalar;
use super::table::{Message, Special, Table};
use super::time;
use super::wire::{Malformed, Raw, Reader, nested, piece, tag, varint};
use crate::json::{Node, quote};

/// Where the types of `Any` are said to be; only what follows the last slash counts.
const TYPE: &str = "@type";

/// Whether null is a value of the message.
pub(super) fn takes_null(message: &Message) -> bool {
    message.special == Some(Special::Value)
}

/// Writes a message from its own form of JSON.
pub(super) fn encode(
    table: &Table,
    message: &Message,
    special: Special,
    node: &Node<'_>,
    out: &mut Vec<u8>,
    depth: usize,
) -> Result<(), Fault> {
    match special {
        Special::Any => any(table, node, out, depth),
        Special::Timestamp | Special::Duration => {
            let text = node.as_str().ok_or_else(|| fault("must be a text"))?;
            let read = if special == Special::Timestamp { time::timestamp(&text) } else { time::duration(&text) };
            let (seconds, nanos) = read.map_err(fault)?;
            number(out, 1, seconds);
            number(out, 2, i64::from(nanos));
            Ok(())
        }
        Special::FieldMask => {
            let text = node.as_str().ok_or_else(|| fault("must be a text of paths with commas between them"))?;
            for path in text.split(',').map(str::trim).filter(|path| !path.is_empty()) {
                piece(out, 1, snake_case(path).as_bytes());
            }
            Ok(())
        }
        Special::Struct => structure(node, out, depth),
        Special::Value => value(node, out, depth),
        Special::ListValue => list(node, out, depth),
        Special::Wrapper(kind) => {
            let before = out.len();
            tag(out, 1, scalar::wire_type(kind));
            if scalar::encode(kind, node, out).map_err(|what| fault(format!("{what} (`{}`)", message.name)))? {
                out.truncate(before);
            }
            Ok(())
        }
    }
}

fn number(out: &mut Vec<u8>, field: u32, number: i64) {
    if number != 0 {
        tag(out, field, 0);
        varint(out, number.cast_unsigned());
    }
}

fn any(table: &Table, node: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Fault> {
    let Node::Object(entries) = node else { return Err(fault("must be an object with `typeUrl`")) };
    if entries.is_empty() {
        return Ok(());
    }
    // Clients refuse properties that are called `@type`, so that a schema asks for the parts by other names.
    let told = node.get(TYPE).or_else(|| node.get("typeUrl"));
    let url = told.and_then(Node::as_str).ok_or_else(|| fault("must say its type under `typeUrl`"))?;
    let apart = node.get(TYPE).is_none();
    let name = url.rsplit('/').next().unwrap_or_default();
    let of = table.position(name).ok_or_else(|| fault(format!("names a type that is not known: `{name}`")))?;
    piece(out, 1, url.as_bytes());
    let mut inner = Vec::new();
    match table.message(of) {
        Some(message) if message.special.is_some() || name == "google.protobuf.Empty" => {
            let held = node.get("value");
            if let Some(value) = held.filter(|_| message.special.is_some()) {
                encode::message(table, of, value, &mut inner, depth)?;
            }
        }
        Some(_) if apart => {
            if let Some(value) = node.get("value") {
                encode::message(table, of, value, &mut inner, depth)?;
            }
        }
        Some(message) => {
            let fields = entries.iter().filter(|(name, _)| name != TYPE).map(|(name, value)| (name.as_ref(), value));
            encode::object(table, message, fields, &mut inner, depth)?;
        }
        None => {}
    }
    if !inner.is_empty() {
        piece(out, 2, &inner);
    }
    Ok(())
}

fn structure(node: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Fault> {
    let Node::Object(entries) = node else { return Err(fault("must be an object")) };
    for (name, held) in entries {
        nested(out, 1, |out| {
            piece(out, 1, name.as_bytes());
            nested(out, 2, |out| value(held, out, depth))
        })
        .map_err(|fault: Fault| fault.at(name))?;
    }
    Ok(())
}

fn list(node: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Fault> {
    let Node::Array(items) = node else { return Err(fault("must be a list")) };
    items.iter().try_for_each(|item| nested(out, 1, |out| value(item, out, depth)))
}

fn value(node: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Fault> {
    let depth = depth.checked_sub(1).ok_or_else(|| fault("is nested too deeply"))?;
    match node {
        Node::Null => out.extend_from_slice(&[1 << 3, 0]),
        Node::Number(_) => {
            tag(out, 2, 1);
            scalar::encode(FieldKind::Double, node, out).map_err(fault)?;
        }
        Node::String(_) => {
            let text = node.as_str().ok_or_else(|| fault("must be a text"))?;
            piece(out, 3, text.as_bytes());
        }
        Node::Bool(flag) => out.extend_from_slice(&[4 << 3, u8::from(*flag)]),
        Node::Object(_) => nested(out, 5, |out| structure(node, out, depth))?,
        Node::Array(_) => nested(out, 6, |out| list(node, out, depth))?,
    }
    Ok(())
}

/// Writes a message in its own form of JSON.
pub(super) fn decode(
    table: &Table,
    special: Special,
    bytes: &[u8],
    out: &mut String,
    depth: usize,
) -> Result<(), Malformed> {
    match special {
        Special::Any => decode_any(table, bytes, out, depth),
        Special::Timestamp | Special::Duration => {
            let (mut seconds, mut nanos) = (0_i64, 0_i64);
            let mut reader = Reader::new(bytes);
            while let Some((number, raw)) = reader.next()? {
                match (number, raw) {
                    (1, Raw::Varint(number)) => seconds = number.cast_signed(),
                    (2, Raw::Varint(number)) => nanos = number.cast_signed(),
                    _ => {}
                }
            }
            let write = if special == Special::Timestamp { time::timestamp_text } else { time::duration_text };
            quote(out, &write(seconds, nanos));
            Ok(())
        }
        Special::FieldMask => {
            let mut paths = Vec::new();
            let mut reader = Reader::new(bytes);
            while let Some((number, raw)) = reader.next()? {
                if let (1, Raw::Bytes(path)) = (number, raw) {
                    paths.push(camel_case(&String::from_utf8_lossy(path)));
                }
            }
            quote(out, &paths.join(","));
            Ok(())
        }
        Special::Struct => decode_structure(bytes, out, depth),
        Special::Value => decode_value(bytes, out, depth),
        Special::ListValue => decode_list(bytes, out, depth),
        Special::Wrapper(kind) => {
            let mut held = default(kind);
            let mut reader = Reader::new(bytes);
            while let Some((number, raw)) = reader.next()? {
                if number == 1 && scalar::matching(kind, &raw) {
                    held = raw;
                }
            }
            scalar::decode(kind, &held, out);
            Ok(())
        }
    }
}

fn decode_any(table: &Table, bytes: &[u8], out: &mut String, depth: usize) -> Result<(), Malformed> {
    let (mut url, mut held): (String, &[u8]) = (String::new(), &[]);
    let mut reader = Reader::new(bytes);
    while let Some((number, raw)) = reader.next()? {
        match (number, raw) {
            (1, Raw::Bytes(text)) => url = String::from_utf8_lossy(text).into_owned(),
            (2, Raw::Bytes(bytes)) => held = bytes,
            _ => {}
        }
    }
    out.push('{');
    if url.is_empty() && held.is_empty() {
        out.push('}');
        return Ok(());
    }
    quote(out, TYPE);
    out.push(':');
    quote(out, &url);
    let known = table.position(url.rsplit('/').next().unwrap_or_default());
    match known.and_then(|of| Some((of, table.message(of)?))) {
        Some((of, message)) if message.special.is_some() => {
            out.push_str(",\"value\":");
            decode::message(table, of, held, out, depth)?;
        }
        Some((_, message)) => {
            let mut inner = String::new();
            let depth = depth.checked_sub(1).ok_or(Malformed)?;
            if members(table, message, held, &mut inner, depth)? {
                out.push(',');
                out.push_str(&inner);
            }
        }
        // A type that nobody described is passed on as it is.
        None => {
            out.push_str(",\"value\":\"");
            STANDARD.encode_string(held, out);
            out.push('"');
        }
    }
    out.push('}');
    Ok(())
}

fn decode_structure(bytes: &[u8], out: &mut String, depth: usize) -> Result<(), Malformed> {
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    out.push('{');
    let mut first = true;
    let mut reader = Reader::new(bytes);
    while let Some((number, raw)) = reader.next()? {
        let (1, Raw::Bytes(entry)) = (number, raw) else { continue };
        let (mut key, mut held): (&[u8], &[u8]) = (&[], &[]);
        let mut reader = Reader::new(entry);
        while let Some((number, raw)) = reader.next()? {
            match (number, raw) {
                (1, Raw::Bytes(bytes)) => key = bytes,
                (2, Raw::Bytes(bytes)) => held = bytes,
                _ => {}
            }
        }
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        quote(out, &String::from_utf8_lossy(key));
        out.push(':');
        decode_value(held, out, depth)?;
    }
    out.push('}');
    Ok(())
}

fn decode_list(bytes: &[u8], out: &mut String, depth: usize) -> Result<(), Malformed> {
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    out.push('[');
    let mut first = true;
    let mut reader = Reader::new(bytes);
    while let Some((number, raw)) = reader.next()? {
        let (1, Raw::Bytes(held)) = (number, raw) else { continue };
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        decode_value(held, out, depth)?;
    }
    out.push(']');
    Ok(())
}

fn decode_value(bytes: &[u8], out: &mut String, depth: usize) -> Result<(), Malformed> {
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    let mut last = None;
    let mut reader = Reader::new(bytes);
    while let Some((number, raw)) = reader.next()? {
        if (1..=6).contains(&number) {
            last = Some((number, raw));
        }
    }
    match last {
        Some((2, raw)) => scalar::decode(FieldKind::Double, &raw, out),
        Some((3, raw)) => scalar::decode(FieldKind::String, &raw, out),
        Some((4, raw)) => scalar::decode(FieldKind::Bool, &raw, out),
        Some((5, Raw::Bytes(bytes))) => decode_structure(bytes, out, depth)?,
        Some((6, Raw::Bytes(bytes))) => decode_list(bytes, out, depth)?,
        _ => out.push_str("null"),
    }
    Ok(())
}

fn snake_case(path: &str) -> String {
    let mut out = String::with_capacity(path.len() + 4);
    for c in path.chars() {
        if c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

fn camel_case(path: &str) -> String {
    let (mut out, mut capital) = (String::with_capacity(path.len()), false);
    for c in path.chars() {
        match c {
            '_' => capital = true,
            c => {
                out.push(if std::mem::take(&mut capital) { c.to_ascii_uppercase() } else { c });
            }
        }
    }
    out
}
