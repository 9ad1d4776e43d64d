//! JSON to protobuf messages (protobuf.dev/programming-guides/json), straight from the arguments' text to the wire.

use hub_model::binding::grpc::{Cardinality, FieldKind};

use super::scalar;
use super::special;
use super::table::{Field, Message, Table};
use super::wire::{nested, tag, varint};
use crate::json::Node;

/// Levels of messages within messages.
const DEEPEST: usize = 100;

/// What is wrong with a value, and where: the names on the way to it, the innermost first.
#[derive(Debug)]
pub(super) struct Fault {
    path: Vec<String>,
    pub(super) what: String,
}

pub(super) fn fault(what: impl Into<String>) -> Fault {
    Fault { path: Vec::new(), what: what.into() }
}

impl Fault {
    pub(super) fn at(mut self, name: &str) -> Self {
        self.path.push(name.to_owned());
        self
    }

    /// In words for the model.
    pub(super) fn text(&self) -> String {
        let mut path = String::new();
        for name in self.path.iter().rev() {
            if !path.is_empty() && !name.starts_with('[') {
                path.push('.');
            }
            path.push_str(name);
        }
        if path.is_empty() { self.what.clone() } else { format!("argument `{path}` {}", self.what) }
    }
}

/// Writes a message from its JSON.
pub(super) fn message(table: &Table, of: usize, node: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Fault> {
    let message = table.message(of).ok_or_else(|| fault("is of a type that is not known"))?;
    if let Some(special) = message.special {
        let depth = depth.checked_sub(1).ok_or_else(|| fault("is nested too deeply"))?;
        return special::encode(table, message, special, node, out, depth);
    }
    let Node::Object(entries) = node else { return Err(fault("must be an object")) };
    object(table, message, entries.iter().map(|(name, value)| (name.as_ref(), value)), out, depth)
}

/// Writes a message from its fields. They go out in the order of their numbers, as other writers do it.
pub(super) fn object<'n, 'a: 'n>(
    table: &Table,
    message: &Message,
    entries: impl Iterator<Item = (&'n str, &'n Node<'a>)>,
    out: &mut Vec<u8>,
    depth: usize,
) -> Result<(), Fault> {
    let depth = depth.checked_sub(1).ok_or_else(|| fault("is nested too deeply"))?;
    let mut given: Vec<(usize, &Field, &Node<'_>)> = Vec::new();
    for (name, value) in entries {
        let Some((position, field)) = message.named(name) else {
            return Err(fault(format!("is no field of `{}`", message.name)).at(name));
        };
        if value.is_null() && !(field.many == Cardinality::One && takes_null(table, field)) {
            continue;
        }
        given.push((position, field, value));
    }
    given.sort_by_key(|(position, ..)| *position);
    for (at, (position, field, _)) in given.iter().enumerate() {
        let before = given.get(..at).unwrap_or_default();
        if before.last().is_some_and(|(last, ..)| last == position) {
            return Err(fault("is given under both of its names").at(&field.name));
        }
        if field.oneof.is_some()
            && let Some((_, rival, _)) = before.iter().find(|(_, rival, _)| rival.oneof == field.oneof)
        {
            return Err(
                fault(format!("cannot be given together with `{}`; give one of them", rival.name)).at(&field.name)
            );
        }
    }
    if message.has_required {
        let missing = message.fields.iter().enumerate();
        let mut missing = missing.filter(|(at, field)| field.required && !given.iter().any(|(given, ..)| given == at));
        if let Some((_, field)) = missing.next() {
            return Err(fault("is required").at(&field.name));
        }
    }
    for (_, field, value) in given {
        write(table, field, value, out, depth).map_err(|fault| fault.at(&field.name))?;
    }
    Ok(())
}

/// Null is a value of `Value` and `NullValue`; everywhere else it means that there is none.
fn takes_null(table: &Table, field: &Field) -> bool {
    match field.kind {
        FieldKind::Enum => table.enumeration(field.of).is_some_and(|one| one.null),
        FieldKind::Message => table.message(field.of).is_some_and(special::takes_null),
        _ => false,
    }
}

fn write(table: &Table, field: &Field, value: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<(), Fault> {
    match field.many {
        Cardinality::One => {
            let before = out.len();
            let default = one(table, field, value, out, depth)?;
            // A default value is not there, where the type cannot tell the two apart.
            if default && !field.explicit && !field.required {
                out.truncate(before);
            }
            Ok(())
        }
        Cardinality::Repeated => {
            for (at, item) in items(value)?.iter().enumerate() {
                one(table, field, item, out, depth).map_err(|fault| fault.at(&format!("[{at}]")))?;
            }
            Ok(())
        }
        Cardinality::Packed => {
            let items = items(value)?;
            if items.is_empty() {
                return Ok(());
            }
            nested(out, field.number, |out| {
                for (at, item) in items.iter().enumerate() {
                    bare(table, field, item, out).map_err(|fault| fault.at(&format!("[{at}]")))?;
                }
                Ok(())
            })
        }
        Cardinality::Map(key) => {
            let Node::Object(entries) = value else { return Err(fault("must be an object")) };
            for (name, value) in entries {
                nested(out, field.number, |out| {
                    map_key(key, name, out)?;
                    one(table, &field.of_entry(), value, out, depth).map(drop)
                })
                .map_err(|fault| fault.at(name))?;
            }
            Ok(())
        }
    }
}

fn items<'n, 'a>(value: &'n Node<'a>) -> Result<&'n [Node<'a>], Fault> {
    match value {
        Node::Array(items) => Ok(items),
        _ => Err(fault("must be a list")),
    }
}

/// Keys are strings in JSON, whatever they are on the wire.
fn map_key(kind: FieldKind, name: &str, out: &mut Vec<u8>) -> Result<(), Fault> {
    tag(out, 1, scalar::wire_type(kind));
    scalar::encode_text(kind, name, out).map_err(|what| fault(format!("is no key of this map: it {what}")))
}

/// Writes one value with its tag; true when it is its type's default.
fn one(table: &Table, field: &Field, value: &Node<'_>, out: &mut Vec<u8>, depth: usize) -> Result<bool, Fault> {
    if value.is_null() && !takes_null(table, field) {
        return Err(fault("must not be null"));
    }
    match field.kind {
        FieldKind::Message => {
            nested(out, field.number, |out| message(table, field.of, value, out, depth)).map(|()| false)
        }
        FieldKind::Group => {
            tag(out, field.number, 3);
            message(table, field.of, value, out, depth)?;
            tag(out, field.number, 4);
            Ok(false)
        }
        kind => {
            tag(out, field.number, scalar::wire_type(kind));
            bare(table, field, value, out)
        }
    }
}

/// Writes a scalar without its tag; true when it is its type's default.
fn bare(table: &Table, field: &Field, value: &Node<'_>, out: &mut Vec<u8>) -> Result<bool, Fault> {
    if field.kind != FieldKind::Enum {
        return scalar::encode(field.kind, value, out).map_err(fault);
    }
    let known = table.enumeration(field.of).ok_or_else(|| fault("is of a type that is not known"))?;
    let number = match value {
        Node::Null if known.null => 0,
        Node::Number(text) => scalar::integer(text, i64::from(i32::MIN), i64::from(i32::MAX)).map_err(fault)?,
        _ => {
            let name = value.as_str().ok_or_else(|| fault("must be one of the names of its enumeration"))?;
            let number = known.numbers.get(name.as_ref()).copied().map(i64::from);
            let number = number.or_else(|| name.parse::<i32>().ok().map(i64::from));
            number.ok_or_else(|| fault(format!("has no value `{}`", name.chars().take(60).collect::<String>())))?
        }
    };
    varint(out, number.cast_unsigned());
    Ok(number == 0)
}

/// Writes the message of a request.
pub(super) fn root(table: &Table, of: usize, node: &Node<'_>) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    message(table, of, node, &mut out, DEEPEST)?;
    Ok(out)
}

/// Writes the message of a request from its fields.
pub(super) fn root_fields<'n, 'a: 'n>(
    table: &Table,
    of: usize,
    entries: impl Iterator<Item = (&'n str, &'n Node<'a>)>,
) -> Result<Vec<u8>, Fault> {
    let message = table.message(of).ok_or_else(|| fault("is of a type that is not known"))?;
    let mut out = Vec::new();
    object(table, message, entries, &mut out, DEEPEST)?;
    Ok(out)
}
