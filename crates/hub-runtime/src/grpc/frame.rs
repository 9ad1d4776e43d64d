//! The messages in a gRPC body, each after a flag and its length, some of them compressed (gRPC over HTTP2, "Length-Prefixed-Message").

use std::borrow::Cow;
use std::io::Read;

/// Bytes before each message.
const PREFIX: usize = 5;

/// Writes a message with its prefix.
pub(super) fn write(out: &mut Vec<u8>, message: &[u8]) -> Result<(), String> {
    let length = u32::try_from(message.len()).map_err(|_| "the message is larger than 4 GiB".to_owned())?;
    out.push(0);
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(message);
    Ok(())
}

/// The length of the first message with its prefix, where that much is known.
pub(crate) fn first(bytes: &[u8]) -> Option<usize> {
    let length = bytes.get(1..PREFIX)?.try_into().ok()?;
    usize::try_from(u32::from_be_bytes(length)).ok()?.checked_add(PREFIX)
}

/// The messages of a body, in order. What was cut off at the end is left out.
///
/// # Errors
/// Why a message cannot be read.
pub(super) fn read<'b>(mut bytes: &'b [u8], encoding: &str, limit: usize) -> Result<Vec<Cow<'b, [u8]>>, String> {
    let (mut found, mut room) = (Vec::new(), limit);
    while let Some((whole, rest)) = first(bytes).and_then(|length| bytes.split_at_checked(length)) {
        bytes = rest;
        let (Some(flag), Some(message)) = (whole.first(), whole.get(PREFIX..)) else { break };
        let message = match flag {
            0 => Cow::Borrowed(message),
            1 => Cow::Owned(unpack(message, encoding, room)?),
            _ => return Err("the answer is not in gRPC's framing".to_owned()),
        };
        room = room.checked_sub(message.len()).ok_or("the answer is larger than the limit")?;
        found.push(message);
    }
    Ok(found)
}

fn unpack(message: &[u8], encoding: &str, limit: usize) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let room = limit as u64 + 1;
    let read = match encoding {
        "gzip" => flate2::read::MultiGzDecoder::new(message).take(room).read_to_end(&mut out),
        "deflate" => flate2::read::ZlibDecoder::new(message).take(room).read_to_end(&mut out),
        other => {
            return Err(format!(
                "the answer is compressed in a way that was not asked for (`{}`)",
                other.escape_debug()
            ));
        }
    };
    read.map_err(|error| format!("the answer could not be decompressed: {error}"))?;
    if out.len() > limit { Err("the answer is larger than the limit".to_owned()) } else { Ok(out) }
}
