//! Templates of signatures as Rust writes them.

use hub_model::auth::signature::{Encoding, Hmac, HmacHash, Piece, pieces};

use super::string;
use crate::emit::layout::Code;

/// `Kind::Hmac(&Templates { … })`
pub(super) fn templates(hmac: &Hmac) -> Code {
    let hash = match hmac.algorithm {
        HmacHash::Sha1 => "hash: hmac::Hash::Sha1",
        HmacHash::Sha256 => "hash: hmac::Hash::Sha256",
        HmacHash::Sha384 => "hash: hmac::Hash::Sha384",
        HmacHash::Sha512 => "hash: hmac::Hash::Sha512",
    };
    let header =
        |(name, text): &(String, String)| vec![Code::Atom(string(&name.to_ascii_lowercase())), template(text, true)];
    // A single one shares its lines with the list's brackets.
    let headers = match hmac.headers.as_slice() {
        [one] => Code::group("&[(", header(one), ")]"),
        all => Code::group("&[", all.iter().map(|one| Code::group("(", header(one), ")")).collect(), "]"),
    };
    let fields = vec![
        Code::atom(hash),
        Code::Atom(format!("signature: {}", encoding(hmac.encoding))),
        Code::Atom(format!("key: {}", encoding(hmac.key))),
        Code::named("message: ", template(&hmac.message, false)),
        Code::named("headers: ", headers),
    ];
    Code::group("Kind::Hmac(&Templates { ", fields, " })")
}

fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Text => "hmac::Encoding::Text",
        Encoding::Hex => "hmac::Encoding::Hex",
        Encoding::Base64 => "hmac::Encoding::Base64",
    }
}

/// The pieces of a template, which the compiler has taken apart once already to see whether it is one.
fn template(text: &str, may_have_signature: bool) -> Code {
    let pieces = pieces(text, may_have_signature).unwrap_or_default();
    Code::group("&[", pieces.iter().map(piece).collect(), "]")
}

fn piece(piece: &Piece) -> Code {
    let name = match piece {
        Piece::Text(text) => return Code::call("Piece::Text", vec![Code::Atom(string(text))]),
        Piece::Name(name) => name,
    };
    Code::atom(match name.as_str() {
        "method" => "Piece::Method",
        "host" => "Piece::Host",
        "target" => "Piece::Target",
        "path" => "Piece::Path",
        "query" => "Piece::Query",
        "body" => "Piece::Body",
        "body_sha256" => "Piece::BodySha256",
        "body_sha256_base64" => "Piece::BodySha256Base64",
        "content_type" => "Piece::ContentType",
        "timestamp" => "Piece::Timestamp",
        "timestamp_ms" => "Piece::TimestampMs",
        "datetime" => "Piece::Datetime",
        "date" => "Piece::Date",
        "nonce" => "Piece::Nonce",
        "key_id" => "Piece::KeyId",
        // Templates name nothing else.
        _ => "Piece::Signature",
    })
}
