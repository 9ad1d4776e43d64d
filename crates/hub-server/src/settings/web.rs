//! The console.

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Invalid, require};

/// The console.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Web {
    /// A folder with a built console, instead of the one in the binary.
    pub folder: Option<PathBuf>,
    /// Where browsers fetch the console's scripts, styles and fonts instead of here: `https://cdn.example.com/mcphub`. What is
    /// fetched there under `/_next/static/` has to be what the hub has there.
    pub asset_prefix: Option<String>,
}

impl Web {
    pub(super) fn check(&self, wrong: &mut Vec<Invalid>) {
        let is_web = |url: &url::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        // It goes into a header, where these mean something else.
        let is_plain = |text: &String| !text.contains([';', ',', '\'', '"', ' ', '?', '#']);
        let prefix = self.asset_prefix.as_ref();
        let is_right = prefix.is_none_or(|text| is_plain(text) && url::Url::parse(text).is_ok_and(|url| is_web(&url)));
        let message = "it is no http or https URL; write one like https://cdn.example.com/mcphub";
        require(wrong, "web.asset_prefix", is_right, message);
    }

    /// The origin of the assets, where it is another one.
    #[must_use]
    pub fn asset_origin(&self) -> Option<String> {
        let url = url::Url::parse(self.asset_prefix.as_deref()?).ok()?;
        Some(url.origin().ascii_serialization())
    }
}
