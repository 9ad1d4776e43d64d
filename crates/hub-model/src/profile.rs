//! Which clients the emitted schemas must please.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A set of rules that every schema of a blueprint keeps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Accepted by Claude, OpenAI, Gemini CLI, Cursor and VS Code alike.
    #[default]
    Standard,
    /// The Claude API's rules: recursion and unions below the root stay.
    Claude,
    /// OpenAI's strict function calling: closed objects, every property required.
    OpenaiStrict,
    /// The Gemini API's schema subset: no references, no boolean schemas.
    Gemini,
    /// JSON Schema draft-07, for older VS Code.
    #[serde(rename = "draft-07")]
    Draft07,
    /// JSON Schema 2020-12 as the document says it, self-contained. Also the only profile that can be lowered to another.
    Full,
}

impl Profile {
    /// All profiles, in the order in which they are documented.
    pub const ALL: [Self; 6] =
        [Self::Standard, Self::Claude, Self::OpenaiStrict, Self::Gemini, Self::Draft07, Self::Full];

    /// The name on the command line and in blueprints.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Claude => "claude",
            Self::OpenaiStrict => "openai-strict",
            Self::Gemini => "gemini",
            Self::Draft07 => "draft-07",
            Self::Full => "full",
        }
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|profile| profile.name() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|profile| profile.name()).collect();
            format!("unknown profile `{text}`; known are {}", known.join(", "))
        })
    }
}
