//! Compiled descriptors (`FileDescriptorSet`) to [`File`]s, read from the wire format directly: what is unknown is passed
//! over, the options of editions and of `google.api` are not.

mod comments;
mod wire;

use std::cell::Cell;

use super::file::{Enum, EnumValue, Extension, Field, File, Holds, Label, Language, Message, Method, Oneof, Service};
use super::options::{Idempotency, Options};
use comments::Comments;
use hub_model::binding::grpc::FieldKind;
use wire::{Value, fields, numbers};

/// Room that a message takes, beside its fields.
const HELD: usize = 20;
/// Levels of nested messages that are read.
const DEEPEST: usize = 32;

/// Reads a set. What is no descriptor in it is left out.
/// `room` is for as many fields as are read.
pub(super) fn read(bytes: &[u8], room: &Cell<usize>) -> Vec<File> {
    let files = fields(bytes).filter(|(number, _)| *number == 1);
    files.filter_map(|(_, value)| value.bytes().filter(|_| room.get() > 0).map(|bytes| file(bytes, room))).collect()
}

/// Reads one `FileDescriptorProto`.
fn file(bytes: &[u8], room: &Cell<usize>) -> File {
    let info = fields(bytes).find(|(number, _)| *number == 9).and_then(|(_, value)| value.bytes());
    let comments = Comments::of(info.unwrap_or_default(), room);
    comments.spend(4 * HELD);
    let mut made = File { docs: comments.at(&[12]), ..File::default() };
    let (mut messages, mut enums, mut services, mut extensions) = (0, 0, 0, 0);
    for (number, value) in comments.fields(bytes) {
        let inner = value.bytes().unwrap_or_default();
        match number {
            1 => made.path = value.text(),
            2 => made.package = value.text(),
            3 => made.imports.push(value.text()),
            4 => made.messages.push(message(inner, &comments, &[4, next(&mut messages)], DEEPEST)),
            5 => made.enums.push(enumeration(inner, &comments, &[5, next(&mut enums)])),
            6 => made.services.push(service(inner, &comments, &[6, next(&mut services)])),
            7 => made.extensions.push(extension(inner, &comments, &[7, next(&mut extensions)])),
            8 => features(&mut made.options, inner, 50),
            12 if value.text() == "proto3" => made.language = Language::Proto3,
            12 if value.text() == "editions" => made.language = Language::Editions,
            14 => made.language = Language::Editions,
            _ => {}
        }
    }
    made
}

/// Counts up; positions in a descriptor are part of its comments' paths.
fn next(count: &mut i32) -> i32 {
    let position = *count;
    *count = count.saturating_add(1);
    position
}

fn message(bytes: &[u8], comments: &Comments<'_>, path: &[i32], depth: usize) -> Message {
    let mut made = Message { docs: comments.at(path), ..Message::default() };
    let Some(depth) = depth.checked_sub(1) else { return made };
    comments.spend(HELD);
    let (mut members, mut nested, mut enums, mut extensions) = (0, 0, 0, 0);
    for (number, value) in comments.fields(bytes) {
        let inner = value.bytes().unwrap_or_default();
        let below = |number: i32, count: &mut i32| {
            let mut path = path.to_vec();
            path.extend([number, next(count)]);
            path
        };
        match number {
            1 => made.name = value.text(),
            2 => made.fields.push(field(inner, comments, &below(2, &mut members)).0),
            3 => {
                let path = below(3, &mut nested);
                made.messages.push(message(inner, comments, &path, depth));
            }
            4 => made.enums.push(enumeration(inner, comments, &below(4, &mut enums))),
            6 => made.extensions.push(extension(inner, comments, &below(6, &mut extensions))),
            7 => made.options.map_entry = fields(inner).any(|(number, value)| number == 7 && value.number() == 1),
            8 => {
                let name = fields(inner).find(|(number, _)| *number == 1).map(|(_, value)| value.text());
                made.oneofs.push(Oneof { name: name.unwrap_or_default() });
            }
            _ => {}
        }
    }
    made
}

fn extension(bytes: &[u8], comments: &Comments<'_>, path: &[i32]) -> Extension {
    let (field, of) = field(bytes, comments, path);
    Extension { of, field }
}

/// A field, and the message that it extends.
fn field(bytes: &[u8], comments: &Comments<'_>, path: &[i32]) -> (Field, String) {
    let (mut kind, mut type_name, mut extends) = (0, String::new(), String::new());
    let mut made = Field {
        name: String::new(),
        number: 0,
        label: Label::Plain,
        holds: Holds::Scalar(FieldKind::Int32),
        oneof: None,
        options: Options::default(),
        docs: comments.at(path),
    };
    let mut proto3_optional = false;
    for (number, value) in comments.fields(bytes) {
        match number {
            1 => made.name = value.text(),
            2 => extends = value.text(),
            3 => made.number = u32::try_from(value.number()).unwrap_or_default(),
            4 if value.number() == 2 => made.label = Label::Required,
            4 if value.number() == 3 => made.label = Label::Repeated,
            5 => kind = value.number(),
            6 => type_name = value.text(),
            8 => field_options(&mut made.options, value.bytes().unwrap_or_default()),
            9 => made.oneof = usize::try_from(value.number()).ok(),
            10 => made.options.json_name = Some(value.text()),
            17 => proto3_optional = value.number() == 1,
            _ => {}
        }
    }
    if proto3_optional {
        // Its oneof is an invention of the compiler for old plug-ins.
        (made.label, made.oneof) = (Label::Optional, None);
    }
    made.holds = match (scalar(kind), kind) {
        (Some(scalar), _) => Holds::Scalar(scalar),
        (None, 10) => Holds::Group(type_name),
        (None, _) => Holds::Named(type_name),
    };
    (made, extends)
}

/// `FieldDescriptorProto.Type`
fn scalar(kind: u64) -> Option<FieldKind> {
    Some(match kind {
        1 => FieldKind::Double,
        2 => FieldKind::Float,
        3 => FieldKind::Int64,
        4 => FieldKind::Uint64,
        5 => FieldKind::Int32,
        6 => FieldKind::Fixed64,
        7 => FieldKind::Fixed32,
        8 => FieldKind::Bool,
        9 => FieldKind::String,
        12 => FieldKind::Bytes,
        13 => FieldKind::Uint32,
        15 => FieldKind::Sfixed32,
        16 => FieldKind::Sfixed64,
        17 => FieldKind::Sint32,
        18 => FieldKind::Sint64,
        _ => return None,
    })
}

fn enumeration(bytes: &[u8], comments: &Comments<'_>, path: &[i32]) -> Enum {
    let mut made = Enum { docs: comments.at(path), ..Enum::default() };
    let mut count = 0;
    for (number, value) in comments.fields(bytes) {
        match number {
            1 => made.name = value.text(),
            2 => {
                let mut path = path.to_vec();
                path.extend([2, next(&mut count)]);
                let mut one = EnumValue { docs: comments.at(&path), ..EnumValue::default() };
                for (number, value) in fields(value.bytes().unwrap_or_default()) {
                    match number {
                        1 => one.name = value.text(),
                        2 => one.number = value.signed(),
                        _ => {}
                    }
                }
                made.values.push(one);
            }
            _ => {}
        }
    }
    made
}

fn service(bytes: &[u8], comments: &Comments<'_>, path: &[i32]) -> Service {
    let mut made = Service { docs: comments.at(path), ..Service::default() };
    let mut count = 0;
    for (number, value) in comments.fields(bytes) {
        match number {
            1 => made.name = value.text(),
            2 => {
                let mut path = path.to_vec();
                path.extend([2, next(&mut count)]);
                made.methods.push(method(value.bytes().unwrap_or_default(), comments.at(&path)));
            }
            3 => {
                for (number, value) in fields(value.bytes().unwrap_or_default()) {
                    match number {
                        33 => made.options.deprecated = value.number() == 1,
                        1049 => made.options.default_host = Some(value.text()),
                        1050 => made.options.oauth_scopes = Some(value.text()),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    made
}

fn method(bytes: &[u8], docs: String) -> Method {
    let mut made = Method { docs, ..Method::default() };
    for (number, value) in fields(bytes) {
        match number {
            1 => made.name = value.text(),
            2 => made.input = value.text(),
            3 => made.output = value.text(),
            4 => method_options(&mut made.options, value.bytes().unwrap_or_default()),
            5 => made.sends = value.number() == 1,
            6 => made.streams = value.number() == 1,
            _ => {}
        }
    }
    made
}

fn method_options(options: &mut Options, bytes: &[u8]) {
    for (number, value) in fields(bytes) {
        match number {
            33 => options.deprecated = value.number() == 1,
            34 => {
                options.idempotency = match value.number() {
                    1 => Some(Idempotency::NoSideEffects),
                    2 => Some(Idempotency::Idempotent),
                    _ => None,
                }
            }
            // `google.api.http`: the methods of a rule are its fields 2 to 6.
            72_295_728 => {
                for (number, value) in fields(value.bytes().unwrap_or_default()) {
                    let verb = match number {
                        2 => "GET",
                        3 => "PUT",
                        4 => "POST",
                        5 => "DELETE",
                        6 => "PATCH",
                        7 => {
                            options.http.get_or_insert_default().body = value.text();
                            continue;
                        }
                        _ => continue,
                    };
                    let http = options.http.get_or_insert_default();
                    (http.verb, http.path) = (verb.to_owned(), value.text());
                }
            }
            _ => {}
        }
    }
}

fn field_options(options: &mut Options, bytes: &[u8]) {
    for (number, value) in fields(bytes) {
        match number {
            2 => options.packed = Some(value.number() == 1),
            3 => options.deprecated = value.number() == 1,
            // `google.api.field_behavior`, packed or not.
            1052 => {
                for behaviour in numbers(&value) {
                    options.behaviour(match behaviour {
                        2 => "REQUIRED",
                        3 => "OUTPUT_ONLY",
                        4 => "INPUT_ONLY",
                        _ => "",
                    });
                }
            }
            // `validate.rules` and `buf.validate.field`, as far as they require the field.
            1071 => options.required |= flag(&value, &[17, 2]),
            1159 => options.required |= flag(&value, &[25]),
            _ => {}
        }
    }
    features(options, bytes, 21);
}

/// A flag in messages within messages, by the numbers on the way to it.
fn flag(value: &Value<'_>, path: &[u32]) -> bool {
    let Some((number, path)) = path.split_first() else { return value.number() == 1 };
    let inner = fields(value.bytes().unwrap_or_default());
    inner.filter(|(field, _)| field == number).any(|(_, value)| flag(&value, path))
}

/// `FeatureSet` in a field of some options.
fn features(options: &mut Options, bytes: &[u8], field: u32) {
    let sets = fields(bytes).filter(|(number, _)| *number == field);
    for (number, value) in sets.flat_map(|(_, value)| fields(value.bytes().unwrap_or_default())) {
        let (name, word) = match (number, value.number()) {
            (1, 1) => ("field_presence", "EXPLICIT"),
            (1, 2) => ("field_presence", "IMPLICIT"),
            (1, 3) => ("field_presence", "LEGACY_REQUIRED"),
            (3, 1) => ("repeated_field_encoding", "PACKED"),
            (3, 2) => ("repeated_field_encoding", "EXPANDED"),
            (5, 1) => ("message_encoding", "LENGTH_PREFIXED"),
            (5, 2) => ("message_encoding", "DELIMITED"),
            _ => continue,
        };
        options.feature(name, word);
    }
}
