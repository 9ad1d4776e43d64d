//! Scalars between JSON and the wire: whole numbers of 64 bits are texts in JSON, bytes base64, and numbers may be texts.

use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig, general_purpose::STANDARD};
use hub_model::binding::grpc::FieldKind;

use super::wire::{Malformed, Raw, Reader, varint};
use crate::json::{Node, quote};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const PLAIN: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// How values of a kind travel.
pub(super) fn wire_type(kind: FieldKind) -> u8 {
    match kind {
        FieldKind::Double | FieldKind::Fixed64 | FieldKind::Sfixed64 => 1,
        FieldKind::Float | FieldKind::Fixed32 | FieldKind::Sfixed32 => 5,
        FieldKind::String | FieldKind::Bytes | FieldKind::Message => 2,
        FieldKind::Group => 3,
        _ => 0,
    }
}

/// Writes a scalar without its tag; true when it is its type's default.
///
/// # Errors
/// What is wrong with it.
pub(super) fn encode(kind: FieldKind, value: &Node<'_>, out: &mut Vec<u8>) -> Result<bool, String> {
    match (kind, value) {
        (FieldKind::Bool, Node::Bool(flag)) => {
            out.push(u8::from(*flag));
            Ok(!flag)
        }
        (FieldKind::Bool, _) => Err("must be true or false".into()),
        (FieldKind::String, _) => {
            let text = value.as_str().ok_or("must be a text")?;
            varint(out, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
            Ok(text.is_empty())
        }
        (FieldKind::Bytes, _) => {
            let text = value.as_str().ok_or("must be a text in base64")?;
            let bytes = bytes(&text)?;
            varint(out, bytes.len() as u64);
            out.extend_from_slice(&bytes);
            Ok(bytes.is_empty())
        }
        (_, Node::Number(text)) => number(kind, text, out),
        _ => number(kind, &value.as_str().ok_or("must be a number")?, out),
    }
}

/// Writes what a text says.
pub(super) fn encode_text(kind: FieldKind, text: &str, out: &mut Vec<u8>) -> Result<(), String> {
    match (kind, text) {
        (FieldKind::String, _) => {
            varint(out, text.len() as u64);
            out.extend_from_slice(text.as_bytes());
        }
        (FieldKind::Bool, "true") => out.push(1),
        (FieldKind::Bool, "false") => out.push(0),
        (FieldKind::Bool, _) => return Err("must be true or false".into()),
        _ => drop(number(kind, text, out)?),
    }
    Ok(())
}

fn bytes(text: &str) -> Result<Vec<u8>, String> {
    let text: std::borrow::Cow<'_, str> =
        if text.contains(['\n', '\r', ' ']) { text.split_whitespace().collect::<String>().into() } else { text.into() };
    let engine = if text.contains(['-', '_']) { &URL_SAFE } else { &PLAIN };
    engine.decode(text.as_bytes()).map_err(|error| format!("is no base64 ({error})"))
}

fn number(kind: FieldKind, text: &str, out: &mut Vec<u8>) -> Result<bool, String> {
    match kind {
        FieldKind::Double | FieldKind::Float => real(kind, text, out),
        FieldKind::Uint32 | FieldKind::Uint64 | FieldKind::Fixed32 | FieldKind::Fixed64 => positive(kind, text, out),
        FieldKind::Bool | FieldKind::String | FieldKind::Bytes | FieldKind::Message | FieldKind::Group => {
            Err("must be a number".into())
        }
        _ => signed(kind, text, out),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "floats are what the API takes, and checked to be within them")]
fn real(kind: FieldKind, text: &str, out: &mut Vec<u8>) -> Result<bool, String> {
    let wide = float(text)?;
    if kind == FieldKind::Double {
        out.extend_from_slice(&wide.to_le_bytes());
        return Ok(wide.to_bits() == 0);
    }
    let number = wide as f32;
    if number.is_infinite() && wide.is_finite() {
        return Err("is too large for this number".into());
    }
    out.extend_from_slice(&number.to_le_bytes());
    Ok(number.to_bits() == 0)
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be within 32 bits")]
fn positive(kind: FieldKind, text: &str, out: &mut Vec<u8>) -> Result<bool, String> {
    let narrow = matches!(kind, FieldKind::Uint32 | FieldKind::Fixed32);
    let number = unsigned(text, if narrow { u64::from(u32::MAX) } else { u64::MAX })?;
    match kind {
        FieldKind::Fixed32 => out.extend_from_slice(&(number as u32).to_le_bytes()),
        FieldKind::Fixed64 => out.extend_from_slice(&number.to_le_bytes()),
        _ => varint(out, number),
    }
    Ok(number == 0)
}

#[expect(clippy::cast_possible_truncation, reason = "checked to be within 32 bits")]
fn signed(kind: FieldKind, text: &str, out: &mut Vec<u8>) -> Result<bool, String> {
    let wide = matches!(kind, FieldKind::Int64 | FieldKind::Sint64 | FieldKind::Sfixed64);
    let (least, most) = if wide { (i64::MIN, i64::MAX) } else { (i64::from(i32::MIN), i64::from(i32::MAX)) };
    let number = integer(text, least, most)?;
    match kind {
        FieldKind::Sfixed32 => out.extend_from_slice(&(number as i32).to_le_bytes()),
        FieldKind::Sfixed64 => out.extend_from_slice(&number.to_le_bytes()),
        // Zigzag: small numbers stay short, negative ones too.
        FieldKind::Sint32 | FieldKind::Sint64 => varint(out, ((number << 1) ^ (number >> 63)).cast_unsigned()),
        _ => varint(out, number.cast_unsigned()),
    }
    Ok(number == 0)
}

/// A whole number within bounds; `1e3` and `2.0` are whole too.
pub(super) fn integer(text: &str, least: i64, most: i64) -> Result<i64, String> {
    let number = match text.parse::<i64>() {
        Ok(number) => number,
        Err(_) => {
            whole(text).and_then(|number| i64::try_from(number).ok()).ok_or_else(|| not_whole(text, least, most))?
        }
    };
    if (least..=most).contains(&number) { Ok(number) } else { Err(not_whole(text, least, most)) }
}

fn unsigned(text: &str, most: u64) -> Result<u64, String> {
    let number = match text.parse::<u64>() {
        Ok(number) => number,
        Err(_) => whole(text).and_then(|number| u64::try_from(number).ok()).ok_or_else(|| not_whole(text, 0, most))?,
    };
    if number <= most { Ok(number) } else { Err(not_whole(text, 0, most)) }
}

fn not_whole(text: &str, least: impl std::fmt::Display, most: impl std::fmt::Display) -> String {
    let shown: String = text.chars().take(40).collect();
    format!("must be a whole number from {least} to {most}, and `{shown}` is not")
}

/// The whole number that a decimal fraction or an exponent stands for.
#[expect(clippy::cast_possible_truncation, reason = "within the bounds that are checked before")]
fn whole(text: &str) -> Option<i128> {
    let number = text.parse::<f64>().ok()?;
    (number.fract() == 0.0 && number.abs() < 2e19).then_some(number as i128)
}

fn float(text: &str) -> Result<f64, String> {
    match text {
        "NaN" => Ok(f64::NAN),
        "Infinity" => Ok(f64::INFINITY),
        "-Infinity" => Ok(f64::NEG_INFINITY),
        _ => {
            let plain =
                text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E'));
            let number = text.parse::<f64>().ok().filter(|number| plain && number.is_finite());
            number.ok_or_else(|| "must be a number".into())
        }
    }
}

/// A value of a kind from its form on the wire; `None` when it travels in another form.
pub(super) fn matching<'b>(kind: FieldKind, raw: &Raw<'b>) -> bool {
    matches!(
        (wire_type(kind), raw),
        (0, Raw::Varint(_)) | (1, Raw::Fixed64(_)) | (2, Raw::Bytes(_)) | (3, Raw::Group(_)) | (5, Raw::Fixed32(_))
    )
}

/// The values of a packed field, one after another.
pub(super) fn unpacked<'b>(kind: FieldKind, bytes: &'b [u8]) -> Result<Vec<Raw<'b>>, Malformed> {
    let mut reader = Reader::new(bytes);
    let mut found = Vec::new();
    while !reader.is_empty() {
        found.push(match wire_type(kind) {
            0 => Raw::Varint(reader.varint()?),
            1 => Raw::Fixed64(u64::from_le_bytes(reader.array()?)),
            5 => Raw::Fixed32(u32::from_le_bytes(reader.array()?)),
            _ => return Err(Malformed),
        });
    }
    Ok(found)
}

/// Writes a scalar as JSON.
#[expect(clippy::cast_possible_truncation, reason = "the upper half of a number of 32 bits only repeats its sign")]
pub(super) fn decode(kind: FieldKind, raw: &Raw<'_>, out: &mut String) {
    use std::fmt::Write as _;
    // Writing to a text does not fail.
    let _ = match (kind, raw) {
        (FieldKind::Bool, Raw::Varint(number)) => write!(out, "{}", *number != 0),
        (FieldKind::Int32 | FieldKind::Enum, Raw::Varint(number)) => write!(out, "{}", *number as i32),
        (FieldKind::Uint32, Raw::Varint(number)) => write!(out, "{}", *number as u32),
        (FieldKind::Sint32, Raw::Varint(number)) => write!(out, "{}", unzigzag(*number) as i32),
        (FieldKind::Int64, Raw::Varint(number)) => write!(out, "\"{}\"", number.cast_signed()),
        (FieldKind::Uint64, Raw::Varint(number)) | (FieldKind::Fixed64, Raw::Fixed64(number)) => {
            write!(out, "\"{number}\"")
        }
        (FieldKind::Sint64, Raw::Varint(number)) => write!(out, "\"{}\"", unzigzag(*number)),
        (FieldKind::Sfixed64, Raw::Fixed64(number)) => write!(out, "\"{}\"", number.cast_signed()),
        (FieldKind::Fixed32, Raw::Fixed32(number)) => write!(out, "{number}"),
        (FieldKind::Sfixed32, Raw::Fixed32(number)) => write!(out, "{}", number.cast_signed()),
        (FieldKind::Double, Raw::Fixed64(bits)) => float_text(f64::from_bits(*bits), f64::from_bits(*bits), out),
        (FieldKind::Float, Raw::Fixed32(bits)) => {
            let number = f32::from_bits(*bits);
            float_text(number, f64::from(number), out)
        }
        (FieldKind::String, Raw::Bytes(bytes)) => {
            quote(out, &String::from_utf8_lossy(bytes));
            Ok(())
        }
        (FieldKind::Bytes, Raw::Bytes(bytes)) => {
            out.push('"');
            STANDARD.encode_string(bytes, out);
            out.push('"');
            Ok(())
        }
        _ => write!(out, "null"),
    };
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

/// In the fewest digits that mean the same number of its own width.
fn float_text(number: impl std::fmt::Debug, value: f64, out: &mut String) -> std::fmt::Result {
    use std::fmt::Write as _;
    if value.is_nan() {
        out.write_str("\"NaN\"")
    } else if value.is_infinite() {
        out.write_str(if value > 0.0 { "\"Infinity\"" } else { "\"-Infinity\"" })
    } else if value.fract() == 0.0 && value.abs() < 1e15 {
        write!(out, "{value}")
    } else {
        write!(out, "{number:?}")
    }
}
