//! Decompression with a limit on what comes out.

use std::io::Read;

use bytes::Bytes;
use http::header;

use super::Received;

/// Codings that are undone one after another; more than this nobody sends in earnest.
const LAYERS: usize = 3;

/// Undoes `Content-Encoding`. What comes out is cut at `limit` bytes; a body that is not in its declared coding stays as it is.
pub(super) fn decode(received: &mut Received, limit: usize) {
    let Some(codings) = received.headers.get(header::CONTENT_ENCODING).and_then(|value| value.to_str().ok()) else {
        return;
    };
    let codings: Vec<String> = codings.split(',').map(|coding| coding.trim().to_ascii_lowercase()).collect();
    for coding in codings.iter().rev().take(LAYERS) {
        let body = received.body.as_ref();
        let decoded = match coding.as_str() {
            "gzip" | "x-gzip" => read(flate2::read::MultiGzDecoder::new(body), limit),
            "deflate" => {
                // Half of the world sends zlib, as the RFC says, and half bare deflate.
                read(flate2::read::ZlibDecoder::new(body), limit)
                    .or_else(|| read(flate2::read::DeflateDecoder::new(body), limit))
            }
            "br" => read(brotli_decompressor::Decompressor::new(body, 4096), limit),
            "zstd" => zstd(body, limit),
            _ => return,
        };
        let Some((bytes, cut)) = decoded else { return };
        received.body = bytes;
        received.cut |= cut;
        received.declared = None;
    }
}

fn zstd(body: &[u8], limit: usize) -> Option<(Bytes, bool)> {
    let decoder = ruzstd::decoding::StreamingDecoder::new(body).ok()?;
    read(decoder, limit)
}

/// `None` when not a single byte could be decoded.
fn read(decoder: impl Read, limit: usize) -> Option<(Bytes, bool)> {
    let mut out = Vec::new();
    let finished = decoder.take(limit as u64 + 1).read_to_end(&mut out).is_ok();
    if !finished && out.is_empty() {
        return None;
    }
    let cut = out.len() > limit || !finished;
    out.truncate(limit);
    Some((out.into(), cut))
}
