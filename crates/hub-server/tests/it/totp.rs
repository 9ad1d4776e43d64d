//! What an authenticator app shows (RFC 6238, SHA-1, 6 digits, 30 seconds).

use std::time::Duration;

use aws_lc_rs::hmac;

/// The code of a secret as it is shown to people: base32, in groups.
pub fn code(secret: &str, since_epoch: Duration) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &base32(secret));
    let tag = hmac::sign(&key, &(since_epoch.as_secs() / 30).to_be_bytes());
    let bytes = tag.as_ref();
    let offset = usize::from(bytes[19] & 15);
    let number = u32::from_be_bytes(bytes[offset..offset + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

fn base32(text: &str) -> Vec<u8> {
    let mut bits = (0u64, 0);
    let mut bytes = Vec::new();
    for letter in text.bytes().filter(|letter| letter.is_ascii_alphanumeric()) {
        let value = if letter.is_ascii_digit() { letter - b'2' + 26 } else { letter.to_ascii_uppercase() - b'A' };
        bits = (bits.0 << 5 | u64::from(value), bits.1 + 5);
        if bits.1 >= 8 {
            bits.1 -= 8;
            bytes.push(u8::try_from(bits.0 >> bits.1 & 0xff).unwrap());
        }
    }
    bytes
}
