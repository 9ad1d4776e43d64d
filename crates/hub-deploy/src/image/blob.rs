//! Content by its digest: what images are made of.

use std::fmt::Write as _;

use bytes::Bytes;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

/// Bytes with their type and digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// Media type.
    pub media_type: &'static str,
    /// `sha256:` and 64 hexadecimal digits.
    pub digest: String,
    /// The content.
    pub bytes: Bytes,
}

impl Blob {
    /// A blob of these bytes.
    #[must_use]
    pub fn new(media_type: &'static str, bytes: Bytes) -> Self {
        Self { media_type, digest: sha256(&bytes), bytes }
    }

    /// A document. Its members stay in the order in which they are given, which the digest depends on.
    pub(super) fn json(media_type: &'static str, value: &Value) -> Self {
        Self::new(media_type, value.to_string().into_bytes().into())
    }

    /// The reference to it in a manifest (OCI image specification, descriptor.md).
    pub(super) fn descriptor(&self) -> Value {
        json!({ "mediaType": self.media_type, "digest": self.digest, "size": self.bytes.len() })
    }
}

/// `sha256:` and the digest in hexadecimal.
pub(super) fn sha256(bytes: &[u8]) -> String {
    let mut text = String::from("sha256:");
    for byte in Sha256::digest(bytes) {
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// The digits of a digest.
pub(super) fn hex(digest: &str) -> &str {
    digest.strip_prefix("sha256:").unwrap_or(digest)
}
