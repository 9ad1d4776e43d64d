//! The answer of a tools/call before it becomes protocol, or after it was: what the call path hands to the protocol engine.

mod read;

use std::time::Duration;

use bytes::Bytes;

pub use read::Unreadable;

/// What a call came to. Upstream failures are answers too (`is_error`), never transport errors.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The tool failed: the content tells the model why and what to do next.
    pub is_error: bool,
    /// In order.
    pub content: Vec<Content>,
    /// `structuredContent`: a complete JSON text with an object at its root, passed through byte for byte so that big numbers
    /// stay whole. `None` on errors and where there is nothing structured.
    pub structured: Option<Bytes>,
    /// What the upstream did, where a gateway in front of this server wants to know.
    pub upstream: Option<Upstream>,
}

/// What the upstream of a call did. Travels in `_meta`, from a replica to its gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Upstream {
    /// How long its answers took together.
    pub took: Duration,
    /// The status of its last answer, where there was one.
    pub status: Option<u16>,
}

/// One content block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Text for the model.
    Text(String),
    /// An image.
    Image {
        /// The bytes, not yet in base64.
        data: Bytes,
        /// `image/png`
        media_type: String,
    },
    /// A sound.
    Audio {
        /// The bytes, not yet in base64.
        data: Bytes,
        /// `audio/mpeg`
        media_type: String,
    },
    /// An embedded resource with binary content.
    Blob {
        /// Where it came from.
        uri: String,
        /// The bytes, not yet in base64.
        data: Bytes,
        /// `application/pdf`
        media_type: String,
    },
    /// An embedded resource with text.
    TextResource {
        /// Where it came from.
        uri: String,
        /// The text.
        text: String,
        /// `text/markdown`
        media_type: String,
    },
    /// A link to something that the client may fetch itself.
    Link {
        /// Address.
        uri: String,
        /// Short name.
        name: String,
        /// Media type; empty when unknown.
        media_type: String,
    },
}

impl Answer {
    /// An error with one text.
    pub fn error(text: impl Into<String>) -> Self {
        Self { is_error: true, content: vec![Content::Text(text.into())], structured: None, upstream: None }
    }

    /// A success with one text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { is_error: false, content: vec![Content::Text(text.into())], structured: None, upstream: None }
    }
}
