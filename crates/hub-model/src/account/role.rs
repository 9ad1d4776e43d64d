//! What a member is: one of four roles that every organisation has, or one that it made for itself.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::id::RoleId;

/// A role, by its name or by the identifier of the organisation's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Everything, the organisation's end included.
    Owner,
    /// Everything but the organisation's end and its owners.
    Admin,
    /// Registers, changes and tries APIs.
    Developer,
    /// Sees.
    Viewer,
    /// One that the organisation made for itself.
    Custom(RoleId),
}

crate::schema::text!(Role, pattern: "^(owner|admin|developer|viewer|rol_[0-7][0-9a-hjkmnp-tv-z]{25})$");

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Owner => f.write_str("owner"),
            Self::Admin => f.write_str("admin"),
            Self::Developer => f.write_str("developer"),
            Self::Viewer => f.write_str("viewer"),
            Self::Custom(id) => id.fmt(f),
        }
    }
}

impl FromStr for Role {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "owner" => Ok(Self::Owner),
            "admin" => Ok(Self::Admin),
            "developer" => Ok(Self::Developer),
            "viewer" => Ok(Self::Viewer),
            other => other
                .parse()
                .map(Self::Custom)
                .map_err(|_| "expected owner, admin, developer, viewer or the identifier of a role"),
        }
    }
}

impl Serialize for Role {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Role {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
