//! An image of a version of a server: what was made, where it is, and what a scanner found in it.

use std::collections::BTreeMap;

use crate::{
    closed::closed,
    id::{ImageId, RegistryId, ServerId, UserId, VersionId},
    timestamp::Timestamp,
};

closed! {
    /// Machines that images are made for.
    Platform {
        /// x86-64.
        Amd64 = "amd64",
        /// AArch64.
        Arm64 = "arm64",
    }
}

closed! {
    /// What became of an image.
    ImageState {
        /// It was pushed to a registry.
        Pushed = "pushed",
        /// Its archive is kept here, to be downloaded.
        Kept = "kept",
        /// What a scanner found kept it from being handed out.
        Blocked = "blocked",
        /// Its tag names a newer image.
        Replaced = "replaced",
        /// Its tag, or its archive, was deleted.
        Removed = "removed",
    }
}

/// An image of a version of a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Identifier.
    pub id: ImageId,
    /// Of which server.
    pub server: ServerId,
    /// Of which version.
    pub version: VersionId,
    /// The version's number.
    pub number: i64,
    /// Where it was pushed; nowhere when absent.
    pub registry: Option<RegistryId>,
    /// What it is called, below the registry's own path.
    pub repository: String,
    /// Its tag.
    pub tag: String,
    /// Its whole name: `registry.example/team/pets:1`.
    pub name: String,
    /// What became of it.
    pub state: ImageState,
    /// Digest of its manifest.
    pub digest: String,
    /// Bytes of its layers.
    pub size: i64,
    /// For which machines.
    pub platforms: Vec<Platform>,
    /// It is signed.
    pub is_signed: bool,
    /// Which program scanned it; none when absent.
    pub scanner: Option<String>,
    /// How many findings there are of each severity.
    pub counts: BTreeMap<String, i64>,
    /// Who asked for it.
    pub created_by: Option<UserId>,
    /// When it was made.
    pub created_at: Timestamp,
}
