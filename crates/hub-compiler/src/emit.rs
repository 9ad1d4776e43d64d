//! A blueprint becomes a complete source project: the plan of it first, then one room for each language.
//!
//! Nothing in a document becomes code: its texts reach a file only as literals of the language, as names that are made of letters and
//! digits alone, as words in comments that cannot end, or as JSON beside the code.

mod data;
mod descriptors;
mod example;
mod go;
mod identifiers;
mod layout;
mod license;
mod literal;
mod plan;
mod project;
mod python;
mod render;
mod runtime;
mod rust;
mod security;
mod settings;
mod types;
mod typescript;
mod words;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use hub_model::{Blueprint, Tool};

pub use license::License;
use plan::Plan;

/// The languages that projects are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// With the official Python SDK.
    Python,
    /// With the official TypeScript SDK.
    TypeScript,
    /// With the official Go SDK.
    Go,
    /// With the official Rust SDK.
    Rust,
}

/// Files by their path in the project, with `/` between folders.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Project {
    /// What the files hold.
    pub files: BTreeMap<String, String>,
}

/// Why there is no project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsupported(String);

/// Writes the project.
///
/// # Errors
/// When a tool can only be called with a signed message (WS-Security).
pub fn emit(blueprint: &Blueprint, language: Language, license: License) -> Result<Project, Unsupported> {
    let must_sign = |tool: &&Tool| security::must_sign(blueprint, tool.binding.security());
    if let Some(tool) = blueprint.tools.iter().find(must_sign) {
        return Err(Unsupported(format!(
            "`{}` needs messages that are signed (WS-Security), which projects cannot send",
            tool.name.escape_debug()
        )));
    }
    let plan = Plan::of(blueprint, license);
    let files = match language {
        Language::Python => python::files(&plan),
        Language::TypeScript => typescript::files(&plan),
        Language::Go => go::files(&plan),
        Language::Rust => rust::files(&plan),
    };
    files.map(|files| Project { files }).map_err(|error| Unsupported(format!("a template is broken: {error:#}")))
}

impl Language {
    /// All of them, in the order in which they are documented.
    pub const ALL: [Self; 4] = [Self::Python, Self::TypeScript, Self::Go, Self::Rust];

    /// The name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "python",
            Self::TypeScript => "typescript",
            Self::Go => "go",
            Self::Rust => "rust",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.into_iter().find(|language| language.name() == text).ok_or_else(|| {
            let known: Vec<_> = Self::ALL.iter().map(|language| language.name()).collect();
            format!("unknown language `{text}`; known are {}", known.join(", "))
        })
    }
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unsupported {}
