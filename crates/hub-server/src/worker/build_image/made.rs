//! An image that was made, as it is kept and told.

use hub_deploy::image::{Architecture, Image, Name};
use hub_model::{
    id::{OrganisationId, UserId},
    job::ImageOrder,
    server::{ImageState, Platform, Version},
};
use hub_store::{apis::blobs::Blob, servers::images::New};
use serde_json::{Value, json};

use super::gate::Scan;
use crate::images::UNSCANNED;

/// An image, and what it is of.
pub(super) struct Made {
    pub(super) organisation: OrganisationId,
    pub(super) version: Version,
    pub(super) name: Name,
    pub(super) image: Image,
    pub(super) order: ImageOrder,
    /// Who asked for it.
    pub(super) by: Option<UserId>,
}

impl Made {
    /// As it is kept.
    pub(super) fn kept(&self, state: ImageState, scan: &Scan, archive: Option<Blob>, is_signed: bool) -> New {
        let Self { version, name, image, order, by, .. } = self;
        New {
            server: order.server,
            version: order.version,
            number: version.number,
            registry: order.registry,
            repository: order.repository.clone(),
            tag: order.tag.clone(),
            name: name.to_string(),
            state,
            digest: image.root.digest.clone(),
            size: self.size(),
            platforms: self.platforms(),
            is_signed,
            scanner: scan.scanner.map(str::to_owned),
            counts: scan.counts.clone(),
            findings: serde_json::to_value(&scan.findings).unwrap_or_default(),
            archive,
            by: *by,
        }
    }

    /// What the job tells of it.
    pub(super) fn result(&self, scan: &Scan) -> Value {
        let told = json!({
            "name": self.name.to_string(),
            "digest": self.image.root.digest,
            "size": self.size(),
            "platforms": self.platforms(),
            "scanner": scan.scanner,
            "findings": scan.counts,
        });
        // Nobody should take an image for looked through that is not.
        if scan.scanner.is_none() { with(told, json!({ "note": UNSCANNED })) } else { told }
    }

    fn platforms(&self) -> Vec<Platform> {
        self.image.platforms.iter().map(|platform| machine(platform.architecture)).collect()
    }

    /// Bytes of its layers.
    fn size(&self) -> i64 {
        let layers = self.image.platforms.iter().flat_map(|platform| &platform.layers);
        layers.map(|layer| i64::try_from(layer.blob.bytes.len()).unwrap_or(i64::MAX)).sum()
    }
}

/// What an answer calls the machines that a runtime is for.
pub(super) fn machine(architecture: Architecture) -> Platform {
    match architecture {
        Architecture::Amd64 => Platform::Amd64,
        Architecture::Arm64 => Platform::Arm64,
    }
}

/// Both together.
pub(super) fn with(mut one: Value, other: Value) -> Value {
    if let (Some(members), Value::Object(more)) = (one.as_object_mut(), other) {
        members.extend(more);
    }
    one
}
