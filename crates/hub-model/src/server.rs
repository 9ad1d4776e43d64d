//! A server: which tools of which APIs it has, its frozen versions, and how it is deployed.

mod call;
mod deployment;
mod image;

pub use call::{Call, CallOutcome};
pub use deployment::{Canary, Deployment, DeploymentState, Replica, ReplicaState, Scaling, Target};
pub use image::{Image, ImageState, Platform};

use serde::{Deserialize, Serialize};

use crate::{
    closed::closed,
    curation::Curation,
    id::{ApiId, OrganisationId, RevisionId, ServerId, UserId, VersionId},
    profile::Profile,
    timestamp::Timestamp,
};

/// Tools that are listed where the design of a server does not say.
const LISTED: usize = 120;

/// An MCP server that an organisation made of its APIs.
#[derive(Debug, Clone, PartialEq)]
pub struct Server {
    /// Identifier.
    pub id: ServerId,
    /// Whose it is.
    pub organisation: OrganisationId,
    /// In URLs; unique in the organisation, `^[a-z][a-z0-9-]{0,38}[a-z0-9]$`.
    pub slug: String,
    /// For people.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// What the next version is made of.
    pub design: Design,
    /// Who may use it, and how much: in force at once, for all versions.
    pub settings: ServerSettings,
    /// The newest version.
    pub latest: Option<VersionId>,
    /// What makes it as files say it: `apply`, …; people do where it is absent.
    pub managed_by: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Last change.
    pub updated_at: Timestamp,
    /// Counts changes.
    pub version: i64,
}

/// What a version of a server is made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct Design {
    /// APIs, in the order of their tools.
    #[cfg_attr(feature = "openapi", schema(max_items = 50))]
    pub sources: Vec<Source>,
    /// Words for the model about the whole server, instead of those that are made.
    #[cfg_attr(feature = "openapi", schema(max_length = 20_000))]
    pub instructions: Option<String>,
    /// How clients find tools.
    pub discovery: Discovery,
    /// Which clients the schemas must please.
    pub profile: Profile,
}

/// One of the APIs of a server, and what is changed about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = ServerSource))]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Which.
    pub api: ApiId,
    /// What the names of its tools begin with, where the server has several APIs; made of the API's name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[a-z][a-z0-9_]{0,11}$"))]
    pub space: Option<String>,
    /// Always this revision, instead of the one that is current when a version is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<RevisionId>,
    /// Which of its tools, and what is changed about them.
    #[serde(default)]
    pub curation: Curation,
}

closed! {
    /// How clients find the tools of a server.
    Discovery {
        /// Every tool is listed.
        List = "list",
        /// Four tools search, describe and call the rest: for servers with hundreds.
        Search = "search",
        /// Whichever suits the number of tools.
        Auto = "auto",
    }
}

#[expect(clippy::derivable_impls, reason = "`closed!` writes the enum, and takes no attributes")]
impl Default for Discovery {
    fn default() -> Self {
        Self::Auto
    }
}

impl Discovery {
    /// Whether a server of so many tools lists them; others are searched.
    #[must_use]
    pub fn lists(self, tools: usize) -> bool {
        match self {
            Self::List => true,
            Self::Search => false,
            Self::Auto => tools <= LISTED,
        }
    }
}

closed! {
    /// Who may use a server.
    Access {
        /// Members of the organisation and its API keys, as far as they may call servers.
        Organisation = "organisation",
        /// Anybody who has the address, where the hub allows such servers.
        Open = "open",
    }
}

closed! {
    /// Whether a person is asked before tools act.
    Ask {
        /// Tools act at once.
        Never = "never",
        /// Tools that may destroy something (`destructiveHint`) ask first: the client's user or, where a client cannot ask, for the name of what
        /// is destroyed in an argument of its own.
        Destructive = "destructive",
    }
}

#[expect(clippy::derivable_impls, reason = "`closed!` writes the enum, and takes no attributes")]
impl Default for Ask {
    fn default() -> Self {
        Self::Never
    }
}

/// Who may use a server, and how much. In force at once, for all versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ServerSettings {
    /// Who may use it.
    pub access: Access,
    /// Whether a person is asked before its tools act.
    pub ask: Ask,
    /// Calls per minute, of everybody together; any number when absent.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000_000))]
    pub calls_per_minute: Option<u32>,
    /// Calls per minute of one caller; any number when absent.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000_000))]
    pub caller_calls_per_minute: Option<u32>,
    /// Calls at a time, in each process of the gateway. More wait a moment, and are then refused.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000))]
    pub concurrent_calls: u32,
    /// Seconds that a call may take.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 600))]
    pub call_seconds: u32,
    /// Characters of text in an answer; what is longer is cut so that it still can be read.
    #[cfg_attr(feature = "openapi", schema(minimum = 1_000, maximum = 10_000_000))]
    pub answer_chars: u32,
    /// Limits of single tools, by their names.
    pub tools: std::collections::BTreeMap<String, ToolLimits>,
    /// Keep arguments and results of calls, with what looks like a secret taken out.
    pub capture: bool,
    /// Days that calls are kept; the hub's default when absent.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 3_650))]
    pub retention_days: Option<u32>,
}

/// Limits of one tool.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ToolLimits {
    /// Calls per minute, of everybody together; any number when absent.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10_000_000))]
    pub calls_per_minute: Option<u32>,
}

impl Default for ServerSettings {
    fn default() -> Self {
        Self {
            access: Access::Organisation,
            ask: Ask::Never,
            calls_per_minute: None,
            caller_calls_per_minute: None,
            concurrent_calls: 100,
            call_seconds: 60,
            answer_chars: 100_000,
            tools: std::collections::BTreeMap::new(),
            capture: false,
            retention_days: None,
        }
    }
}

/// A server as it was at a moment: it never changes.
#[derive(Debug, Clone, PartialEq)]
pub struct Version {
    /// Identifier.
    pub id: VersionId,
    /// Of which server.
    pub server: ServerId,
    /// Counted from 1 within the server.
    pub number: i64,
    /// The blueprint's digest.
    pub digest: String,
    /// Tools in it.
    pub tools: i64,
    /// Changes against the version before that break agents.
    pub breaking: i64,
    /// All changes against the version before.
    pub changes: i64,
    /// What it was made of.
    pub sources: Vec<FrozenSource>,
    /// What its maker says of it.
    pub note: String,
    /// Who made it.
    pub created_by: Option<UserId>,
    /// When.
    pub created_at: Timestamp,
}

/// A revision of an API in a version of a server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FrozenSource {
    /// The API.
    pub api: ApiId,
    /// Its revision.
    pub revision: RevisionId,
    /// The revision's number.
    pub number: i64,
    /// What the names of its tools and secrets begin with; nothing where it is the only one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub space: String,
}
