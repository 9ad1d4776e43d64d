//! The environment variables of a project: where its upstreams are, and the secrets it wants.

use hub_model::Blueprint;

use super::identifiers::{Case, Names};
use super::security::Securities;
use super::words::line;

/// All of them.
pub(super) struct Environment<'b> {
    pub(super) upstreams: Vec<Upstream<'b>>,
    pub(super) secrets: Vec<Secret<'b>>,
}

/// An upstream and the variables that change where it is.
pub(super) struct Upstream<'b> {
    pub(super) key: &'b str,
    pub(super) variable: String,
    /// With `{placeholders}`.
    pub(super) url: &'b str,
    pub(super) placeholders: Vec<Placeholder<'b>>,
    pub(super) words: String,
}

/// A variable in an upstream's URL.
pub(super) struct Placeholder<'b> {
    pub(super) name: &'b str,
    pub(super) variable: String,
    pub(super) default: &'b str,
}

/// The secret of a scheme.
pub(super) struct Secret<'b> {
    pub(super) key: &'b str,
    pub(super) variable: String,
    /// What it is, in words.
    pub(super) wanted: String,
}

impl<'b> Environment<'b> {
    pub(super) fn of(blueprint: &'b Blueprint, securities: &Securities<'b>) -> Self {
        let mut names = Names::new(Case::Constant, &["UPSTREAM_HEADERS", "UPSTREAM_TIMEOUT"]);
        let single = blueprint.upstreams.len() == 1;
        let mut upstreams = Vec::new();
        for (key, upstream) in &blueprint.upstreams {
            let variable =
                if single || key == "default" { "upstream url".to_owned() } else { format!("upstream url {key}") };
            let variable = names.take(&variable, "UPSTREAM");
            let mut placeholders = Vec::new();
            for (name, placeholder) in &upstream.variables {
                let variable = names.take(&format!("upstream {name}"), "UPSTREAM");
                placeholders.push(Placeholder { name, variable, default: &placeholder.default });
            }
            upstreams.push(Upstream {
                key,
                variable,
                url: &upstream.url,
                placeholders,
                words: line(&upstream.description),
            });
        }
        let secret = |scheme: super::security::NamedScheme<'b>| Secret {
            key: scheme.key,
            variable: names.take(&format!("auth {}", scheme.key), "AUTH"),
            wanted: scheme.scheme.kind.secret_in_words(),
        };
        let secrets = securities.schemes().map(secret).collect();
        Self { upstreams, secrets }
    }
}
