//! What is registered.

mod blobs;
mod credentials;
mod lists;
mod probes;
mod revisions;
mod sources;
mod uploads;

use hub_model::id::{ApiId, JobId, UserId};
use hub_store::apis::{
    blobs::Blob,
    credentials::New as NewCredential,
    revisions::{New, Part},
};
use secrecy::SecretString;

/// A usable revision whose documents and blueprint say `content`.
pub fn revision(api: ApiId, content: &str) -> New {
    let blob = |part: &str| Blob::of(format!("{part} {content}").as_bytes()).unwrap();
    New {
        api,
        job: JobId(9),
        kind: "openapi".to_owned(),
        title: "Billing".to_owned(),
        api_version: content.to_owned(),
        source_digest: format!("digest of {content}"),
        blueprint_digest: String::new(),
        operations: 3,
        tools: 2,
        errors: 0,
        warnings: 1,
        breaking: 0,
        is_usable: true,
        parts: vec![
            (Part::Document, "openapi.json".to_owned(), blob("document")),
            (Part::Document, "types.json".to_owned(), blob("shared")),
            (Part::Blueprint, String::new(), blob("blueprint")),
        ],
    }
}

/// A credential of the scheme `bearer`.
pub fn credential<'n>(api: ApiId, user: Option<UserId>, set_by: UserId, value: &'n SecretString) -> NewCredential<'n> {
    NewCredential { api, scheme: "bearer", user, value, destinations: &[], source: None, set_by, tested: None }
}
