//! Reads an answer back from its protocol: what a replica's gateway gets.

use std::{fmt, time::Duration};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Answer, Content, Upstream};

/// In `_meta`.
const UPSTREAM: &str = "mcphub/upstream";

/// A result that is no answer of a tool.
#[derive(Debug)]
pub struct Unreadable(String);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ToolResult<'j> {
    // Blocks are told apart by a member of theirs, which raw JSON inside of them would not survive: there is none.
    #[serde(default)]
    content: Vec<Block>,
    #[serde(borrow, default)]
    structured_content: Option<&'j RawValue>,
    #[serde(default)]
    is_error: bool,
    #[serde(default, rename = "_meta")]
    meta: Meta,
}

#[derive(Deserialize, Default)]
struct Meta {
    #[serde(rename = "mcphub/upstream")]
    upstream: Option<Said>,
}

#[derive(Serialize, Deserialize)]
struct Said {
    micros: u64,
    status: Option<u16>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
enum Block {
    Text {
        text: String,
    },
    Image {
        data: String,
        mime_type: String,
    },
    Audio {
        data: String,
        mime_type: String,
    },
    ResourceLink {
        uri: String,
        name: String,
        #[serde(default)]
        mime_type: String,
    },
    Resource {
        resource: Resource,
    },
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Resource {
    uri: String,
    #[serde(default)]
    mime_type: String,
    text: Option<String>,
    blob: Option<String>,
}

impl Answer {
    /// Reads the result of a tools/call, as this runtime writes it.
    ///
    /// # Errors
    /// When it is something else.
    pub fn read(json: &str) -> Result<Self, Unreadable> {
        let read: ToolResult<'_> = serde_json::from_str(json).map_err(|error| Unreadable(error.to_string()))?;
        let upstream =
            read.meta.upstream.map(|said| Upstream { took: Duration::from_micros(said.micros), status: said.status });
        Ok(Self {
            is_error: read.is_error,
            content: read.content.into_iter().map(Block::read).collect::<Result<_, _>>()?,
            structured: read.structured_content.map(|json| Bytes::copy_from_slice(json.get().as_bytes())),
            upstream,
        })
    }
}

impl Block {
    fn read(self) -> Result<Content, Unreadable> {
        Ok(match self {
            Self::Text { text } => Content::Text(text),
            Self::Image { data, mime_type } => Content::Image { data: bytes(&data)?, media_type: mime_type },
            Self::Audio { data, mime_type } => Content::Audio { data: bytes(&data)?, media_type: mime_type },
            Self::ResourceLink { uri, name, mime_type } => Content::Link { uri, name, media_type: mime_type },
            Self::Resource { resource: Resource { uri, mime_type: media_type, text, blob } } => match (text, blob) {
                (Some(text), _) => Content::TextResource { uri, text, media_type },
                (None, Some(blob)) => Content::Blob { uri, data: bytes(&blob)?, media_type },
                (None, None) => return Err(Unreadable("a resource without content".to_owned())),
            },
        })
    }
}

fn bytes(base64: &str) -> Result<Bytes, Unreadable> {
    STANDARD.decode(base64).map(Bytes::from).map_err(|error| Unreadable(error.to_string()))
}

impl Upstream {
    /// As a member of `_meta`.
    pub(crate) fn meta(&self) -> String {
        let micros = u64::try_from(self.took.as_micros()).unwrap_or(u64::MAX);
        let said = serde_json::to_string(&Said { micros, status: self.status }).unwrap_or_default();
        format!("\"{UPSTREAM}\":{said}")
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "this is no result of a tool: {}", self.0)
    }
}

impl std::error::Error for Unreadable {}
