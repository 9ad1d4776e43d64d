//! protobuf messages to JSON. What the types do not know is left out; what is malformed is said.

use std::collections::HashMap;

use hub_model::binding::grpc::{Cardinality, FieldKind};

use super::scalar;
use super::special;
use super::table::{Field, Message, Table};
use super::wire::{Malformed, Raw, Reader};
use crate::json::quote;

/// Levels of messages within messages.
pub(super) const DEEPEST: usize = 100;

/// Writes a message as JSON.
pub(super) fn message(table: &Table, of: usize, bytes: &[u8], out: &mut String, depth: usize) -> Result<(), Malformed> {
    let message = table.message(of).ok_or(Malformed)?;
    let depth = depth.checked_sub(1).ok_or(Malformed)?;
    if let Some(special) = message.special {
        return special::decode(table, special, bytes, out, depth);
    }
    out.push('{');
    members(table, message, bytes, out, depth)?;
    out.push('}');
    Ok(())
}

/// Writes the properties of a message, without its braces; true when there are any.
pub(super) fn members(
    table: &Table,
    message: &Message,
    bytes: &[u8],
    out: &mut String,
    depth: usize,
) -> Result<bool, Malformed> {
    let mut found: Vec<(usize, Raw<'_>)> = Vec::new();
    let mut winners: HashMap<u32, usize> = HashMap::new();
    let mut reader = Reader::new(bytes);
    while let Some((number, raw)) = reader.next()? {
        let Some((position, field)) = message.numbered(number) else { continue };
        if let Some(oneof) = field.oneof {
            winners.insert(oneof, position);
        }
        found.push((position, raw));
    }
    // Of a group the last that came wins.
    let rival = |position: &usize| {
        let oneof = message.fields.get(*position).and_then(|field| field.oneof);
        oneof.is_some_and(|oneof| winners.get(&oneof) != Some(position))
    };
    if !winners.is_empty() {
        found.retain(|(position, _)| !rival(position));
    }
    // Fields in the order of their numbers, the occurrences of each in theirs.
    found.sort_by_key(|(position, _)| *position);
    let (mut rest, mut any) = (found.as_slice(), false);
    while let Some((position, _)) = rest.first() {
        let count = rest.iter().take_while(|(other, _)| other == position).count();
        let (own, others) = rest.split_at(count.min(rest.len()));
        rest = others;
        let Some(field) = message.fields.get(*position) else { continue };
        let before = out.len();
        if any {
            out.push(',');
        }
        quote(out, &field.name);
        out.push(':');
        if value(table, field, own, out, depth)? {
            any = true;
        } else {
            out.truncate(before);
        }
    }
    Ok(any)
}

/// Writes a field's value; false when none of its occurrences has the right form.
fn value(
    table: &Table,
    field: &Field,
    occurrences: &[(usize, Raw<'_>)],
    out: &mut String,
    depth: usize,
) -> Result<bool, Malformed> {
    match field.many {
        Cardinality::One => {
            let right = occurrences.iter().map(|(_, raw)| raw).filter(|raw| scalar::matching(field.kind, raw));
            let several: Vec<&Raw<'_>> = right.collect();
            let Some(last) = several.last() else { return Ok(false) };
            if let (FieldKind::Message, true) = (field.kind, several.len() > 1) {
                // Parts of one message, which are put together by appending them.
                let whole: Vec<u8> = several.iter().flat_map(|raw| piece(raw).iter().copied()).collect();
                one(table, field, &Raw::Bytes(&whole), out, depth)?;
            } else {
                one(table, field, last, out, depth)?;
            }
            Ok(true)
        }
        Cardinality::Repeated | Cardinality::Packed => {
            out.push('[');
            let mut first = true;
            for (_, raw) in occurrences {
                let several = match raw {
                    raw if scalar::matching(field.kind, raw) => vec![*raw],
                    Raw::Bytes(bytes) => scalar::unpacked(field.kind, bytes)?,
                    _ => continue,
                };
                for raw in several {
                    if !std::mem::take(&mut first) {
                        out.push(',');
                    }
                    one(table, field, &raw, out, depth)?;
                }
            }
            out.push(']');
            Ok(true)
        }
        Cardinality::Map(key) => {
            out.push('{');
            map(table, field, key, occurrences, out, depth)?;
            out.push('}');
            Ok(true)
        }
    }
}

fn map(
    table: &Table,
    field: &Field,
    key_kind: FieldKind,
    occurrences: &[(usize, Raw<'_>)],
    out: &mut String,
    depth: usize,
) -> Result<(), Malformed> {
    let mut entries: Vec<(String, Option<Raw<'_>>)> = Vec::new();
    for (_, raw) in occurrences {
        let mut reader = Reader::new(piece(raw));
        let (mut key, mut held) = (default_key(key_kind), None);
        while let Some((number, raw)) = reader.next()? {
            match number {
                1 if scalar::matching(key_kind, &raw) => {
                    key.clear();
                    scalar::decode(key_kind, &raw, &mut key);
                }
                2 if scalar::matching(field.kind, &raw) => held = Some(raw),
                _ => {}
            }
        }
        if !key.starts_with('"') {
            key = format!("\"{key}\"");
        }
        entries.push((key, held));
    }
    for (at, (key, held)) in entries.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        out.push_str(key);
        out.push(':');
        match held {
            Some(raw) => one(table, field, raw, out, depth)?,
            None => one(table, field, &default(field.kind), out, depth)?,
        }
    }
    Ok(())
}

fn default_key(kind: FieldKind) -> String {
    let mut key = String::new();
    scalar::decode(kind, &default(kind), &mut key);
    key
}

/// The value that a kind has where nothing is there.
pub(super) fn default(kind: FieldKind) -> Raw<'static> {
    match scalar::wire_type(kind) {
        0 => Raw::Varint(0),
        1 => Raw::Fixed64(0),
        5 => Raw::Fixed32(0),
        3 => Raw::Group(&[]),
        _ => Raw::Bytes(&[]),
    }
}

fn piece<'b>(raw: &Raw<'b>) -> &'b [u8] {
    match raw {
        Raw::Bytes(bytes) | Raw::Group(bytes) => bytes,
        _ => &[],
    }
}

fn one(table: &Table, field: &Field, raw: &Raw<'_>, out: &mut String, depth: usize) -> Result<(), Malformed> {
    match (field.kind, raw) {
        (FieldKind::Message | FieldKind::Group, raw) => message(table, field.of, piece(raw), out, depth),
        (FieldKind::Enum, Raw::Varint(number)) => {
            let known = table.enumeration(field.of);
            #[expect(clippy::cast_possible_truncation, reason = "the upper half only repeats the sign")]
            let name = known.and_then(|known| known.names.get(&(*number as i32)));
            match name {
                _ if known.is_some_and(|known| known.null) => out.push_str("null"),
                Some(name) => quote(out, name),
                None => scalar::decode(FieldKind::Enum, raw, out),
            }
            Ok(())
        }
        (kind, raw) => {
            scalar::decode(kind, raw, out);
            Ok(())
        }
    }
}
