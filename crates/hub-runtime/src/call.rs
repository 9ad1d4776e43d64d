//! The one path of a tools/call: validate, bind, authorise, check egress, send, shape.

use std::{collections::HashMap, fmt, sync::Arc, time::Instant};

use hub_model::Blueprint;
use serde_json::value::RawValue;

use crate::{answer::Answer, secrets::Secrets, settings::Settings};

/// Executes the tools of one blueprint. Cheap to share behind an `Arc`; one serves any number of calls at once.
#[derive(Debug)]
pub struct Executor {
    tools: HashMap<String, usize>,
}

/// What a call is told by its client.
#[derive(Clone, Default)]
pub struct Context {
    /// When the client stops waiting; the settings' own time limit holds as well.
    pub deadline: Option<Instant>,
    /// Told every few seconds that a slow call is still going on.
    pub progress: Option<Arc<dyn Fn(Progress) + Send + Sync>>,
}

/// A sign of life from a slow call.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// Seconds since the call began; always more than the last time.
    pub seconds: f64,
    /// What is being waited for.
    pub message: String,
}

/// There is no tool with this name: an error of the protocol, not of the call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownTool {
    /// The name that was asked for.
    pub name: String,
    /// The tool with the nearest name, where one is near.
    pub nearest: Option<String>,
}

/// Settings that no call could ever work with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsError(pub(crate) String);

impl Executor {
    /// Prepares every tool. Schemas are compiled and TLS is set up when they are first needed.
    ///
    /// # Errors
    /// When a header, an upstream override or an egress rule of `settings` cannot be used.
    pub fn new(blueprint: &Blueprint, secrets: Secrets, settings: Settings) -> Result<Self, SettingsError> {
        drop((secrets, settings));
        let tools = blueprint.tools.iter().enumerate().map(|(at, tool)| (tool.name.clone(), at)).collect();
        Ok(Self { tools })
    }

    /// Calls a tool. Dropping the future cancels the request to the upstream.
    ///
    /// # Errors
    /// When there is no such tool. Everything else that can go wrong is an [`Answer`].
    pub async fn call(
        &self,
        tool: &str,
        arguments: Option<&RawValue>,
        context: &Context,
    ) -> Result<Answer, UnknownTool> {
        let _ = (arguments, context);
        if self.tools.contains_key(tool) {
            return Ok(Answer::error("calls are not executed yet"));
        }
        Err(UnknownTool { name: tool.to_owned(), nearest: None })
    }
}

impl fmt::Debug for Context {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Context").field("deadline", &self.deadline).field("progress", &self.progress.is_some()).finish()
    }
}

impl fmt::Display for UnknownTool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown tool `{}`", self.name)?;
        match &self.nearest {
            Some(nearest) => write!(f, "; did you mean `{nearest}`?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for UnknownTool {}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}
