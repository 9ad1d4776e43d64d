//! What a server is and lists: prepared once, written out many times.

use std::time::Duration;

use serde::Serialize;
use serde_json::{Map, Value, json, value::to_raw_value};

use super::{Changes, Revision, write::ResultWriter};

/// How long a client may keep a list unless told otherwise. Lists change only when a server is replaced.
const DEFAULT_TTL: Duration = Duration::from_secs(300);

/// A server's card and its lists, as JSON.
#[derive(Clone)]
pub struct Manifest {
    info: Box<str>,
    instructions: String,
    pub(super) tools: Option<Box<str>>,
    pub(super) resources: Option<Box<str>>,
    pub(super) templates: Option<Box<str>>,
    pub(super) prompts: Option<Box<str>>,
    pub(super) completions: bool,
    logging: bool,
    subscribe: bool,
    pub(super) changes: Option<Changes>,
    ttl: Duration,
    scope: CacheScope,
}

/// Who may share what was answered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum CacheScope {
    /// The same for everyone.
    #[default]
    Public,
    /// Depends on who asks.
    Private,
}

impl Manifest {
    /// A server with nothing to list yet. `info` is an `Implementation`: `name`, `version`, perhaps `title` and more.
    ///
    /// # Errors
    /// When `info` cannot be written as JSON.
    pub fn new(info: &impl Serialize, instructions: impl Into<String>) -> Result<Self, serde_json::Error> {
        Ok(Self {
            info: to_raw_value(info)?.into(),
            instructions: instructions.into(),
            tools: None,
            resources: None,
            templates: None,
            prompts: None,
            completions: false,
            logging: false,
            subscribe: false,
            changes: None,
            ttl: DEFAULT_TTL,
            scope: CacheScope::default(),
        })
    }

    /// Serves tools: a sequence of `Tool`, in the order in which they are listed.
    ///
    /// # Errors
    /// When they cannot be written as JSON.
    pub fn with_tools(mut self, tools: &impl Serialize) -> Result<Self, serde_json::Error> {
        self.tools = Some(to_raw_value(tools)?.into());
        Ok(self)
    }

    /// Serves resources: sequences of `Resource` and `ResourceTemplate`.
    ///
    /// # Errors
    /// When they cannot be written as JSON.
    pub fn with_resources(
        mut self,
        resources: &impl Serialize,
        templates: &impl Serialize,
    ) -> Result<Self, serde_json::Error> {
        self.resources = Some(to_raw_value(resources)?.into());
        self.templates = Some(to_raw_value(templates)?.into());
        Ok(self)
    }

    /// Serves prompts: a sequence of `Prompt`.
    ///
    /// # Errors
    /// When they cannot be written as JSON.
    pub fn with_prompts(mut self, prompts: &impl Serialize) -> Result<Self, serde_json::Error> {
        self.prompts = Some(to_raw_value(prompts)?.into());
        Ok(self)
    }

    /// Serves completions.
    #[must_use]
    pub fn with_completions(mut self) -> Self {
        self.completions = true;
        self
    }

    /// Sends log messages.
    #[must_use]
    pub fn with_logging(mut self) -> Self {
        self.logging = true;
        self
    }

    /// Tells subscribers what changes.
    #[must_use]
    pub fn with_changes(mut self, changes: Changes) -> Self {
        self.changes = Some(changes);
        self
    }

    /// Lets clients subscribe to single resources; legacy `resources/subscribe` then goes to [`super::Service::other`].
    #[must_use]
    pub fn with_resource_subscriptions(mut self) -> Self {
        self.subscribe = true;
        self
    }

    /// How long, and for whom, clients may keep the lists.
    #[must_use]
    pub fn with_caching(mut self, ttl: Duration, scope: CacheScope) -> Self {
        (self.ttl, self.scope) = (ttl, scope);
        self
    }

    /// For whom clients may keep the lists.
    #[must_use]
    pub fn with_scope(mut self, scope: CacheScope) -> Self {
        self.scope = scope;
        self
    }

    /// The JSON array that `tools/list` answers with.
    #[must_use]
    pub fn tools(&self) -> &str {
        self.tools.as_deref().unwrap_or("[]")
    }

    pub(super) fn info(&self) -> &str {
        &self.info
    }

    /// Fields that say how long a result may be kept.
    pub(super) fn write_caching(&self, writer: &mut ResultWriter<'_>) {
        writer.field("ttlMs", self.ttl.as_millis().to_string().as_bytes());
        writer.field(
            "cacheScope",
            match self.scope {
                CacheScope::Public => b"\"public\"",
                CacheScope::Private => b"\"private\"",
            },
        );
    }

    pub(super) fn write_initialize(&self, writer: &mut ResultWriter<'_>, revision: Revision) {
        writer.field("protocolVersion", json!(revision.as_str()).to_string().as_bytes());
        writer.field("capabilities", self.capabilities(revision).as_bytes());
        writer.field("serverInfo", self.info.as_bytes());
        self.write_instructions(writer);
    }

    pub(super) fn write_discover(&self, writer: &mut ResultWriter<'_>) {
        writer.field("supportedVersions", json!(Revision::SUPPORTED.map(Revision::as_str)).to_string().as_bytes());
        writer.field("capabilities", self.capabilities(Revision::V2026_07_28).as_bytes());
        self.write_instructions(writer);
        self.write_caching(writer);
    }

    fn write_instructions(&self, writer: &mut ResultWriter<'_>) {
        if !self.instructions.is_empty() {
            writer.field("instructions", json!(self.instructions).to_string().as_bytes());
        }
    }

    /// Changes are announced on the streams of the stateless era only: the legacy era is served without sessions.
    fn capabilities(&self, revision: Revision) -> String {
        let announced = revision.is_modern() && self.changes.is_some();
        let list = |subscribe: bool| {
            let mut list = Map::new();
            list.extend(announced.then(|| ("listChanged".to_owned(), json!(true))));
            list.extend(subscribe.then(|| ("subscribe".to_owned(), json!(true))));
            Value::Object(list)
        };
        let declared = [
            ("tools", self.tools.is_some(), list(false)),
            ("resources", self.resources.is_some(), list(self.subscribe)),
            ("prompts", self.prompts.is_some(), list(false)),
            ("completions", self.completions, json!({})),
            ("logging", self.logging, json!({})),
        ];
        let declared = declared.into_iter().filter(|(_, served, _)| *served);
        let capabilities: Map<String, Value> = declared.map(|(name, _, what)| (name.to_owned(), what)).collect();
        Value::Object(capabilities).to_string()
    }
}
