//! The request target: the path template with its values, none of which can leave its place.

use std::borrow::Cow;

use hub_model::binding::http::Piece;
use percent_encoding::percent_decode_str;

use super::{
    Values,
    encode::{Place, push, tidy},
    style::single,
};

/// The template after the base path, with its fixed text made legal and neighbouring texts joined.
pub(super) fn prepare(pieces: &[Piece], base_path: &str, base_query: &str) -> Vec<Piece> {
    let mut prepared = vec![Piece::Text(base_path.to_owned())];
    for piece in pieces {
        match (prepared.last_mut(), piece) {
            (Some(Piece::Text(before)), Piece::Text(text)) => before.push_str(&tidy(text)),
            (_, Piece::Text(text)) => prepared.push(Piece::Text(tidy(text))),
            (_, Piece::Value(field)) => prepared.push(Piece::Value(field.clone())),
        }
    }
    if !base_query.is_empty() {
        let asked = prepared.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains('?')));
        prepared.push(Piece::Text(format!("{}{}", if asked { '&' } else { '?' }, tidy(base_query))));
    }
    prepared
}

/// Writes path and fixed query.
pub(super) fn write(pieces: &[Piece], values: &Values<'_>) -> Result<String, String> {
    let mut out = String::with_capacity(128);
    let mut place = Place::Path;
    let mut written: Vec<(usize, usize, usize)> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Text(text) => {
                if text.contains('?') {
                    place = Place::Query;
                }
                out.push_str(text);
            }
            Piece::Value(field) => {
                let before = out.len();
                match (values.get(field.slot), &field.absent) {
                    (Some(value), _) => single(&mut out, &field.name, value, &field.format, place),
                    (None, Some(absent)) => push(&mut out, absent, place, false),
                    (None, None) => {}
                }
                if place == Place::Path {
                    written.push((before, out.len(), field.slot));
                }
            }
        }
    }
    for (start, end, slot) in written {
        check(&out, start, end, values.name(slot))?;
    }
    if !out.starts_with('/') {
        out.insert(0, '/');
    }
    Ok(out)
}

/// Adds a query to a target.
pub(crate) fn append_query(target: &mut String, query: &str) {
    if !query.is_empty() {
        let bare = target.ends_with('?') || target.ends_with('&');
        if !bare {
            target.push(if target.contains('?') { '&' } else { '?' });
        }
        target.push_str(query);
    }
}

/// A value in a path must be there and must not climb: not as `..`, not encoded once or several times, and not together with
/// the text around it. Slashes are encoded, but somebody on the way may decode them before resolving dots.
fn check(target: &str, start: usize, end: usize, argument: &str) -> Result<(), String> {
    let value = target.get(start..end).unwrap_or_default();
    if value.is_empty() {
        return Err(format!("argument `{argument}` is empty, but it is part of the address; give a value"));
    }
    let path = target.split('?').next().unwrap_or(target);
    let from = target.get(..start).and_then(|before| before.rfind('/')).map_or(0, |at| at + 1);
    let to = path.get(end..).and_then(|after| after.find('/')).map_or(path.len(), |at| end + at);
    let segment = target.get(from..to).unwrap_or_default();
    if segment.contains('.') || segment.contains('%') {
        let mut text = Cow::Borrowed(segment);
        for _ in 0..4 {
            if climbs(&text) {
                return Err(format!(
                    "argument `{argument}` may not be or contain `.` or `..` as a path segment; it would change the address"
                ));
            }
            text = match percent_decode_str(&text).decode_utf8_lossy() {
                Cow::Owned(decoded) if decoded != *text => Cow::Owned(decoded),
                _ => break,
            };
        }
    }
    Ok(())
}

/// `;` parts parameters from a segment in some servers: `..;x` is `..` there.
fn climbs(segment: &str) -> bool {
    matches!(segment, "." | "..")
        || segment
            .split(['/', '\\', ';', '?', '#'])
            .any(|part| matches!(part.trim_matches(['\0', ' ', '\t', '\r', '\n']), ".."))
}
