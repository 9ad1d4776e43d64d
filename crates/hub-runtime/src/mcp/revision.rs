//! Revisions of the protocol, oldest first.

/// A revision of MCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Revision {
    /// 2024-11-05
    V2024_11_05,
    /// 2025-03-26: annotations, audio, batches.
    V2025_03_26,
    /// 2025-06-18: structured content, resource links, the version header; no batches any more.
    V2025_06_18,
    /// 2025-11-25: the last one that begins with `initialize`.
    V2025_11_25,
    /// 2026-07-28: stateless.
    V2026_07_28,
}

impl Revision {
    /// Every revision that is served, newest first: what `server/discover` lists.
    pub const SUPPORTED: [Self; 5] =
        [Self::V2026_07_28, Self::V2025_11_25, Self::V2025_06_18, Self::V2025_03_26, Self::V2024_11_05];

    /// What `initialize` is answered with when it asks for a version that is not served.
    pub const LATEST_LEGACY: Self = Self::V2025_11_25;

    /// As it is written on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2024_11_05 => "2024-11-05",
            Self::V2025_03_26 => "2025-03-26",
            Self::V2025_06_18 => "2025-06-18",
            Self::V2025_11_25 => "2025-11-25",
            Self::V2026_07_28 => "2026-07-28",
        }
    }

    /// The revision that is written so, if it is served.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::SUPPORTED.into_iter().find(|revision| revision.as_str() == text)
    }

    /// Whether it belongs to the stateless era.
    #[must_use]
    pub const fn is_modern(self) -> bool {
        matches!(self, Self::V2026_07_28)
    }

    /// JSON-RPC batches were part of the first two revisions only.
    #[must_use]
    pub fn has_batches(self) -> bool {
        self <= Self::V2025_03_26
    }
}
