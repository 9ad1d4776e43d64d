//! What is said of an image, kept beside it: documents that name it as their subject (OCI image specification 1.1, referrers).

use serde_json::{Value, json};

use super::{Blob, build::MANIFEST};

/// The configuration of manifests that have none.
const EMPTY: &str = "application/vnd.oci.empty.v1+json";

/// A document about a manifest.
#[derive(Debug, Clone)]
pub struct Attached {
    /// The digest of the manifest that it is about.
    pub subject: String,
    /// Media type of the document.
    pub kind: &'static str,
    /// Names the document and its subject.
    pub manifest: Blob,
    /// What the manifest names: its empty configuration, and the document.
    pub blobs: [Blob; 2],
}

impl Attached {
    pub(super) fn new(subject: &Blob, kind: &'static str, document: &Value) -> Self {
        let document = Blob::json(kind, document);
        let empty = Blob::json(EMPTY, &json!({}));
        let manifest = Blob::json(
            MANIFEST,
            &json!({
                "schemaVersion": 2,
                "mediaType": MANIFEST,
                "artifactType": kind,
                "config": empty.descriptor(),
                "layers": [document.descriptor()],
                "subject": subject.descriptor(),
            }),
        );
        Self { subject: subject.digest.clone(), kind, manifest, blobs: [empty, document] }
    }

    /// The reference to it in the list of what is said of its subject.
    pub(super) fn descriptor(&self) -> Value {
        let mut descriptor = self.manifest.descriptor();
        if let Some(members) = descriptor.as_object_mut() {
            members.insert("artifactType".to_owned(), self.kind.into());
        }
        descriptor
    }
}
