//! A server in a process of its own, and how its gateway reaches it.
//!
//! The process is told what to serve as lines of JSON on its standard input, so that no secret stands in its arguments or its environment,
//! and serves MCP at an address of its own to whoever knows its token. When its input ends, so does it: whoever started it may die at any
//! moment without leaving it behind.

mod client;
mod connect;
mod contained;
mod serve;

use std::{collections::BTreeMap, path::Path, time::Duration};

use hub_model::Blueprint;
use serde::{Deserialize, Serialize};

pub use client::{Client, Lost, Reached};
pub use contained::{Told, read_blueprint, serve_told, write_told};
pub use serve::{Broken, serve};

use crate::{
    egress::Policy,
    secrets::Secrets,
    settings::{Limits, Settings},
    socket::Address,
};

/// The first line: everything.
#[derive(Serialize, Deserialize)]
pub struct Start {
    /// What is served.
    pub blueprint: Blueprint,
    /// Where; port 0 takes a free one.
    pub listen: Address,
    /// What callers have to show.
    pub token: String,
    /// How calls are made.
    pub outfit: Outfit,
}

/// How a server's calls are made, with its secrets: the first line has one, and each further line is another one in its place.
#[derive(Serialize, Deserialize, Clone, Default, PartialEq, Eq)]
pub struct Outfit {
    /// By the names of their schemes.
    pub secrets: BTreeMap<String, String>,
    /// Instead of these, for callers who have secrets of their own.
    pub callers: BTreeMap<String, BTreeMap<String, String>>,
    /// Base URL instead of every upstream of the blueprint.
    pub upstream: Option<String>,
    /// Base URLs instead of single upstreams.
    pub upstreams: BTreeMap<String, String>,
    /// Requests may go to private addresses.
    pub allow_private: bool,
    /// Hosts, addresses and networks that requests may go to although private.
    pub allow: Vec<String>,
    /// Seconds that a call may take.
    pub call_seconds: u64,
    /// Characters of text in an answer.
    pub answer_chars: usize,
}

/// What a replica says on its standard output, once.
#[derive(Serialize, Deserialize)]
pub struct Listening {
    /// Where.
    pub listening: Address,
}

impl Outfit {
    /// The outfit for a caller with secrets of their own.
    pub(crate) fn of_caller(&self, caller: &str) -> Option<Self> {
        let secrets = self.callers.get(caller)?.clone();
        Some(Self { secrets, callers: BTreeMap::new(), ..self.clone() })
    }

    /// The settings of a server with this outfit, and its secrets. `passage` is its way out, where it has no network.
    #[must_use]
    pub fn settings(&self, passage: Option<&Path>) -> (Settings, Secrets) {
        let mut secrets = Secrets::new();
        for (scheme, value) in &self.secrets {
            secrets.insert(scheme, value);
        }
        let limits = Limits {
            call_timeout: Duration::from_secs(self.call_seconds),
            answer_chars: self.answer_chars,
            ..Limits::default()
        };
        let settings = Settings {
            upstream: self.upstream.clone(),
            upstreams: self.upstreams.clone(),
            egress: Policy { allow_private: self.allow_private, allow: self.allow.clone() },
            passage: passage.map(Path::to_owned),
            limits,
            ..Settings::default()
        };
        (settings, secrets)
    }
}
