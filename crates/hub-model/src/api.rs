//! A registered API: where its document comes from, the states it had, and how it does.

mod health;
mod secret_source;

pub use health::{Health, HealthState, Probe};
pub use secret_source::{KubernetesKey, SecretSource, VaultKey};

use serde::{Deserialize, Serialize};

use crate::{
    closed::closed,
    id::{ApiId, CredentialId, JobId, RevisionId, UploadId, UserId},
    timestamp::Timestamp,
};

/// An API that an organisation registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Identifier.
    pub id: ApiId,
    /// In URLs; unique in the organisation, `^[a-z][a-z0-9-]{0,62}$`.
    pub slug: String,
    /// For people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Words to find it by.
    pub tags: Vec<String>,
    /// Who is responsible for it.
    pub owner: UserId,
    /// Where its document comes from.
    pub source: Source,
    /// How its document is read and called.
    pub settings: ApiSettings,
    /// The revision that servers are made of.
    pub current: Option<RevisionId>,
    /// A newer revision that waits for approval.
    pub pending: Option<RevisionId>,
    /// How its upstream does.
    pub health: Health,
    /// What makes it as files say it: `apply`, …; people do where it is absent.
    pub managed_by: Option<String>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// When it was deleted; it can be restored for a while.
    pub deleted_at: Option<Timestamp>,
    /// Counts changes.
    pub version: i64,
}

/// Where a document comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
pub enum Source {
    /// An address: of a document, of a page that shows one, or of a live endpoint that is asked for its schema (GraphQL by
    /// introspection, `grpc://host:port` by reflection).
    Url {
        /// `https://api.example.com/openapi.json`
        #[cfg_attr(feature = "openapi", schema(max_length = 2048, pattern = "^(https?|grpcs?)://"))]
        url: String,
    },
    /// Files that were uploaded: one document, several, or a zip archive of them.
    Upload {
        /// What the upload was answered with.
        upload: UploadId,
        /// Which of the files is the document that the others belong to; found out when it is not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "openapi", schema(max_length = 512))]
        root: Option<String>,
    },
}

/// How an API's document is read, watched and called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ApiSettings {
    /// What the document is, instead of recognising it: `openapi`, `graphql`, `wsdl`, `grpc`, `postman`, `har`, `curl` or `http`.
    #[cfg_attr(feature = "openapi", schema(pattern = "^(openapi|graphql|wsdl|grpc|postman|har|curl|http)$"))]
    pub kind: Option<String>,
    /// What a document has to live up to.
    pub validation: Validation,
    /// Base URL instead of the document's.
    #[cfg_attr(feature = "openapi", schema(max_length = 2048, pattern = "^(https?|grpcs?)://"))]
    pub upstream: Option<String>,
    /// Only tools whose name or operation matches one of these globs.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub only: Vec<String>,
    /// Seconds between fetches of the document; never when absent.
    #[cfg_attr(feature = "openapi", schema(minimum = 60, maximum = 31_536_000))]
    pub refresh_every: Option<u32>,
    /// A new revision becomes current without anybody's approval.
    pub auto_approve: bool,
    /// Seconds between probes of the upstream; never when absent.
    #[cfg_attr(feature = "openapi", schema(minimum = 10, maximum = 86_400))]
    pub probe_every: Option<u32>,
    /// A path or URL of the upstream to probe, instead of one that is found in the document.
    #[cfg_attr(feature = "openapi", schema(max_length = 2048))]
    pub probe: Option<String>,
    /// The credential with which the document is fetched, by its scheme's name; none when absent.
    #[cfg_attr(feature = "openapi", schema(max_length = 200))]
    pub document_credential: Option<String>,
}

impl Default for ApiSettings {
    fn default() -> Self {
        Self {
            kind: None,
            validation: Validation::BestEffort,
            upstream: None,
            only: Vec::new(),
            refresh_every: None,
            auto_approve: false,
            probe_every: Some(300),
            probe: None,
            document_credential: None,
        }
    }
}

closed! {
    /// What a document has to live up to before a revision is made of it.
    Validation {
        /// At least one operation becomes a tool.
        BestEffort = "best-effort",
        /// Every operation becomes a tool.
        Complete = "complete",
        /// Every operation becomes a tool, and there is neither error nor warning.
        Strict = "strict",
    }
}

/// One immutable state of an API: its documents, the report on them, and the tools that came of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Identifier.
    pub id: RevisionId,
    /// Of which API.
    pub api: ApiId,
    /// Counted from 1 within the API.
    pub number: i64,
    /// Whether it may be used.
    pub state: RevisionState,
    /// `openapi`, `graphql`, …
    pub kind: String,
    /// The document's title.
    pub title: String,
    /// The API's own version.
    pub api_version: String,
    /// SHA-256 over all documents, in hex.
    pub source_digest: String,
    /// The blueprint's digest; empty where there is none.
    pub blueprint_digest: String,
    /// Operations found.
    pub operations: i64,
    /// Tools made.
    pub tools: i64,
    /// Errors in the report.
    pub errors: i64,
    /// Warnings in the report.
    pub warnings: i64,
    /// Changes against the revision before that break agents.
    pub breaking: i64,
    /// The job that made it.
    pub job: JobId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was approved or rejected, and by whom; nobody when it was done by setting.
    pub decided_at: Option<Timestamp>,
    /// Who approved or rejected it.
    pub decided_by: Option<UserId>,
}

closed! {
    /// Where a revision stands.
    RevisionState {
        /// It waits for approval.
        Pending = "pending",
        /// It is, or was, current.
        Approved = "approved",
        /// Somebody did not want it.
        Rejected = "rejected",
        /// A newer one came before it was decided.
        Superseded = "superseded",
        /// The document gives no tool, or less than the validation asks for.
        Unusable = "unusable",
    }
}

/// A sealed secret for an upstream, without the secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Identifier.
    pub id: CredentialId,
    /// For which API.
    pub api: ApiId,
    /// The security scheme's name in the document.
    pub scheme: String,
    /// Whose own it is; everybody's when absent.
    pub user: Option<UserId>,
    /// The origins that it may be sent to: where the API was when it was set.
    pub destinations: Vec<String>,
    /// Who set it.
    pub set_by: UserId,
    /// When it was first set.
    pub created_at: Timestamp,
    /// When it was last set.
    pub updated_at: Timestamp,
    /// Outcome of the last test.
    pub tested: Option<Tested>,
    /// Where its value is read, where it was not given.
    pub source: Option<SecretSource>,
    /// When it was last read there.
    pub read_at: Option<Timestamp>,
    /// Why it could not be read there the last time. The value from before is still in use.
    pub source_problem: Option<String>,
    /// Counts changes.
    pub version: i64,
}

/// Outcome of a test of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tested {
    /// When.
    pub at: Timestamp,
    /// The upstream took it.
    pub accepted: bool,
    /// What the upstream said.
    pub message: String,
}
