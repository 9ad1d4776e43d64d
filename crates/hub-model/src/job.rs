//! Work that is done apart from the request that asked for it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    closed::closed,
    id::{ApiId, JobId, OrganisationId, RegistryId, ServerId, UserId, VersionId, WebhookId},
    server::Platform,
    timestamp::Timestamp,
};

/// A piece of work. Doing it twice does no harm: its effects are committed together with its end.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Identifier.
    pub id: JobId,
    /// For whom; the hub's own work has nobody.
    pub organisation: Option<OrganisationId>,
    /// What is to be done.
    pub task: Task,
    /// Where it stands.
    pub state: JobState,
    /// How far it is.
    pub progress: Progress,
    /// Attempts that were begun.
    pub attempts: i64,
    /// Attempts that may be begun.
    pub attempts_allowed: i64,
    /// What it came to, where it came to something.
    pub result: Option<Value>,
    /// Why the last attempt failed.
    pub error: Option<String>,
    /// Somebody asked for its end.
    pub is_cancelling: bool,
    /// Who asked for it.
    pub created_by: Option<UserId>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Not before.
    pub due_at: Timestamp,
    /// When its last attempt began.
    pub started_at: Option<Timestamp>,
    /// When it ended, one way or another.
    pub finished_at: Option<Timestamp>,
}

closed! {
    /// Where a job stands.
    JobState {
        /// It waits for a worker, or for its time.
        Queued = "queued",
        /// A worker has it.
        Running = "running",
        /// It is done.
        Succeeded = "succeeded",
        /// It will not be tried again.
        Failed = "failed",
        /// It was called off.
        Cancelled = "cancelled",
    }
}

impl JobState {
    /// Nothing more will happen.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Self::Succeeded | Self::Failed | Self::Cancelled)
    }
}

/// What a job does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Task {
    /// Get an API's documents, compile them, and keep what came of it as a revision.
    CompileApi {
        /// Which.
        api: ApiId,
    },
    /// Tell a webhook of an event.
    DeliverWebhook {
        /// Whom.
        webhook: WebhookId,
        /// The event's number in its organisation.
        event: i64,
    },
    /// Make an image of a version of a server, and push it or keep it for download.
    BuildImage(ImageOrder),
    /// Seal secrets with the newest key.
    Reseal {
        /// Whose; the hub's own when absent.
        organisation: Option<OrganisationId>,
    },
    /// Remove an organisation with everything in it.
    PurgeOrganisation {
        /// Which.
        organisation: OrganisationId,
    },
}

/// Which image is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImageOrder {
    /// Of which server.
    pub server: ServerId,
    /// Of which version.
    pub version: VersionId,
    /// Where it is pushed; its archive is kept when absent.
    pub registry: Option<RegistryId>,
    /// What it is called there, below the registry's own path.
    pub repository: String,
    /// Its tag.
    pub tag: String,
    /// For which machines; all that there is a runtime for when empty.
    pub platforms: Vec<Platform>,
}

impl Task {
    /// The name of its kind.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::CompileApi { .. } => "compile-api",
            Self::DeliverWebhook { .. } => "deliver-webhook",
            Self::BuildImage(_) => "build-image",
            Self::Reseal { .. } => "reseal",
            Self::PurgeOrganisation { .. } => "purge-organisation",
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Progress {
    /// What is being done, in a few words.
    pub message: String,
    /// Steps done.
    pub done: i64,
    /// Steps in all; unknown when 0.
    pub total: i64,
}
