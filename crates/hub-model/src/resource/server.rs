//! What is wanted of a server.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{CurationSpec, Wrong, is_default};
use crate::{
    profile::Profile,
    server::{Access, Ask, Discovery, Scaling, ServerSettings, Target, ToolLimits},
};

/// What is wanted of a server.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct McpServerSpec {
    /// What people call it; its name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What its versions are made of.
    pub design: DesignSpec,
    /// Who may use it, and how much: in force at once.
    #[serde(default, skip_serializing_if = "is_default")]
    pub settings: ServerSettingsSpec,
    /// How it is served; as it is when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployment: Option<DeploymentSpec>,
}

/// What versions of a server are made of.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DesignSpec {
    /// APIs, in the order of their tools.
    pub sources: Vec<SourceSpec>,
    /// Words for the model about the whole server, instead of those that are made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// How clients find tools.
    #[serde(default, skip_serializing_if = "is_default")]
    pub discovery: Discovery,
    /// Which clients the schemas must please.
    #[serde(default, skip_serializing_if = "is_default")]
    pub profile: Profile,
}

/// One of the APIs of a server, and what is changed about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceSpec {
    /// Which, by its name.
    pub api: String,
    /// What the names of its tools begin with, where the server has several APIs; made of the API's name when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub space: Option<String>,
    /// Always this revision of it, by its number, instead of the one that is current when a version is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<u32>,
    /// Which of its tools, and what is changed about them.
    #[serde(default, skip_serializing_if = "is_default")]
    pub curation: CurationSpec,
}

/// Who may use a server, and how much.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ServerSettingsSpec {
    /// Who may use it.
    #[serde(skip_serializing_if = "is_closed")]
    pub access: Access,
    /// Whether a person is asked before its tools act.
    #[serde(skip_serializing_if = "is_default")]
    pub ask: Ask,
    /// Calls per minute, of everybody together; any number when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calls_per_minute: Option<u32>,
    /// Calls per minute of one caller; any number when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caller_calls_per_minute: Option<u32>,
    /// Calls at a time, in each process of the gateway; 100 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrent_calls: Option<u32>,
    /// Seconds that a call may take; 60 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_seconds: Option<u32>,
    /// Characters of text in an answer; 100,000 when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub answer_chars: Option<u32>,
    /// Calls per minute of single tools, by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub tool_calls_per_minute: BTreeMap<String, u32>,
    /// Keep arguments and results of calls, with what looks like a secret taken out.
    #[serde(skip_serializing_if = "is_default")]
    pub capture: bool,
    /// Days that calls are kept; the hub's default when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
}

fn is_closed(access: &Access) -> bool {
    *access == Access::Organisation
}

/// How a server is served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct DeploymentSpec {
    /// It is served; its newest version is.
    pub wanted: bool,
    /// Where.
    pub target: Target,
    /// Replicas of each version, where it has processes, containers or pods of its own.
    pub replicas: u32,
    /// As many as there is to do instead; always as many as `replicas` says when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scaling: Option<ScalingSpec>,
}

/// Replicas by how much there is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScalingSpec {
    /// The fewest; with 0, the last one ends when nobody calls, and the first call starts one.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// Calls that one replica should have at a time; 10 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calls: Option<u32>,
    /// Percent of its processor time that one replica should use: of what it may use or, as a pod, of what it asks for; calls decide alone when
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_percent: Option<u32>,
    /// Seconds for which fewer have to be enough before any ends; 120 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quiet_seconds: Option<u32>,
}

/// What is usual: [`crate::server::Scaling`].
const CALLS: u32 = 10;
const QUIET_SECONDS: u32 = 120;

impl From<Scaling> for ScalingSpec {
    fn from(scaling: Scaling) -> Self {
        let number = |value: i64| u32::try_from(value).unwrap_or(0);
        Self {
            min: number(scaling.min),
            max: number(scaling.max),
            calls: Some(scaling.calls).filter(|calls| *calls != CALLS),
            cpu_percent: scaling.cpu_percent,
            quiet_seconds: Some(scaling.quiet_seconds).filter(|seconds| *seconds != QUIET_SECONDS),
        }
    }
}

impl From<ScalingSpec> for Scaling {
    fn from(spec: ScalingSpec) -> Self {
        Self {
            min: spec.min.into(),
            max: spec.max.into(),
            calls: spec.calls.unwrap_or(CALLS),
            cpu_percent: spec.cpu_percent,
            quiet_seconds: spec.quiet_seconds.unwrap_or(QUIET_SECONDS),
        }
    }
}

impl Default for DeploymentSpec {
    fn default() -> Self {
        Self { wanted: true, target: Target::Embedded, replicas: 1, scaling: None }
    }
}

impl Default for ServerSettingsSpec {
    fn default() -> Self {
        Self::from(ServerSettings::default())
    }
}

impl From<ServerSettings> for ServerSettingsSpec {
    fn from(settings: ServerSettings) -> Self {
        let usual = ServerSettings::default();
        let unusual = |value: u32, usual: u32| Some(value).filter(|value| *value != usual);
        let limits = settings.tools.into_iter();
        Self {
            access: settings.access,
            ask: settings.ask,
            calls_per_minute: settings.calls_per_minute,
            caller_calls_per_minute: settings.caller_calls_per_minute,
            concurrent_calls: unusual(settings.concurrent_calls, usual.concurrent_calls),
            call_seconds: unusual(settings.call_seconds, usual.call_seconds),
            answer_chars: unusual(settings.answer_chars, usual.answer_chars),
            // A tool whose limits say nothing has none.
            tool_calls_per_minute: limits.filter_map(|(name, tool)| Some((name, tool.calls_per_minute?))).collect(),
            capture: settings.capture,
            retention_days: settings.retention_days,
        }
    }
}

impl From<ServerSettingsSpec> for ServerSettings {
    fn from(spec: ServerSettingsSpec) -> Self {
        let usual = Self::default();
        let limits = |calls| ToolLimits { calls_per_minute: Some(calls) };
        Self {
            access: spec.access,
            ask: spec.ask,
            calls_per_minute: spec.calls_per_minute,
            caller_calls_per_minute: spec.caller_calls_per_minute,
            concurrent_calls: spec.concurrent_calls.unwrap_or(usual.concurrent_calls),
            call_seconds: spec.call_seconds.unwrap_or(usual.call_seconds),
            answer_chars: spec.answer_chars.unwrap_or(usual.answer_chars),
            tools: spec.tool_calls_per_minute.into_iter().map(|(name, calls)| (name, limits(calls))).collect(),
            capture: spec.capture,
            retention_days: spec.retention_days,
        }
    }
}

impl McpServerSpec {
    /// The same specification in its one form: what can be left out is.
    #[must_use]
    pub fn tidy(mut self, name: &str) -> Self {
        self.display_name = self.display_name.filter(|display| display != name);
        self.settings = ServerSettings::from(self.settings).into();
        if let Some(deployment) = &mut self.deployment {
            deployment.scaling = deployment.scaling.take().map(|scaling| Scaling::from(scaling).into());
        }
        for source in &mut self.design.sources {
            source.curation = std::mem::take(&mut source.curation).tidy();
        }
        self
    }

    /// # Errors
    /// When it is made of nothing, or picks tools by nothing or by two things at once.
    pub fn check(&self) -> Result<(), Wrong> {
        if self.design.sources.is_empty() {
            return Err(Wrong::new("spec.design.sources", "name at least one API"));
        }
        for (number, source) in self.design.sources.iter().enumerate() {
            let place = format!("spec.design.sources[{number}]");
            if source.revision == Some(0) {
                return Err(Wrong::new(format!("{place}.revision"), "revisions are counted from 1"));
            }
            source.curation.check(&format!("{place}.curation"))?;
        }
        if self.deployment.as_ref().is_some_and(|deployment| !(1..=32).contains(&deployment.replicas)) {
            return Err(Wrong::new("spec.deployment.replicas", "choose between 1 and 32"));
        }
        if self.deployment.as_ref().is_some_and(|deployment| deployment.scaling.is_some() && deployment.replicas != 1) {
            let message = "leave it out: how many there are is up to scaling";
            return Err(Wrong::new("spec.deployment.replicas", message));
        }
        Ok(())
    }
}
