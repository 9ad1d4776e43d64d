//! The ways in which the tools of a project authenticate: each set of alternatives once, under a name.

use hub_model::auth::OauthFlow;
use hub_model::{Alternative, Blueprint, Scheme, SchemeKind};

use super::identifiers::{Case, Names, words};

/// The securities of a project.
pub(super) struct Securities<'b> {
    blueprint: &'b Blueprint,
    sets: Vec<Security<'b>>,
    names: Names,
}

/// A set of alternatives.
pub(super) struct Security<'b> {
    /// `API_KEY_OR_OAUTH`
    pub(super) constant: String,
    pub(super) alternatives: &'b [Alternative],
}

/// A scheme that some tool uses.
pub(super) struct NamedScheme<'b> {
    pub(super) key: &'b str,
    pub(super) scheme: &'b Scheme,
}

impl<'b> Securities<'b> {
    pub(super) fn new(blueprint: &'b Blueprint) -> Self {
        // Names that the authentication modules have themselves.
        let reserved = ["SCHEMES", "SKEW", "PAUSE", "SHORTEST", "NONE"];
        Self { blueprint, sets: Vec::new(), names: Names::new(Case::Constant, &reserved) }
    }

    /// The position of a set of alternatives; nothing where no credentials are ever sent.
    pub(super) fn take(&mut self, alternatives: &'b [Alternative]) -> Option<usize> {
        if alternatives.iter().all(Vec::is_empty) {
            return None;
        }
        if let Some(known) = self.sets.iter().position(|set| set.alternatives == alternatives) {
            return Some(known);
        }
        let constant = self.names.take(&name(alternatives), "SECURITY");
        self.sets.push(Security { constant, alternatives });
        Some(self.sets.len() - 1)
    }

    pub(super) fn sets(&self) -> &[Security<'b>] {
        &self.sets
    }

    pub(super) fn constant(&self, at: usize) -> &str {
        self.sets.get(at).map_or("", |set| set.constant.as_str())
    }

    /// The schemes that are used, in the order of their names.
    pub(super) fn schemes(&self) -> impl Iterator<Item = NamedScheme<'b>> {
        let is_used = |key: &str| {
            self.sets
                .iter()
                .flat_map(|set| set.alternatives.iter().flatten())
                .any(|requirement| requirement.scheme == key)
        };
        let used = self.blueprint.schemes.iter().filter(move |(key, _)| is_used(key));
        used.map(|(key, scheme)| NamedScheme { key: key.as_str(), scheme })
    }
}

/// `api key or oauth and tenant`: at most a few words.
fn name(alternatives: &[Alternative]) -> String {
    let mut named: Vec<String> = Vec::new();
    for alternative in alternatives.iter().filter(|all| !all.is_empty()) {
        let all: Vec<String> = alternative.iter().map(|requirement| words(&requirement.scheme).join(" ")).collect();
        let joined = all.join(" and ");
        if !named.contains(&joined) {
            named.push(joined);
        }
    }
    let named = named.into_iter().take(3).collect::<Vec<_>>().join(" or ");
    if named.trim().is_empty() { "security".to_owned() } else { named }
}

/// The token endpoint of a client-credentials flow.
pub(super) fn token_url(flows: &[OauthFlow]) -> Option<&str> {
    let flow = flows.iter().find(|flow| flow.grant == "client-credentials" && !flow.token_url.is_empty());
    flow.map(|flow| flow.token_url.as_str())
}

/// What an operator has to give for a scheme, in words.
pub(super) fn wanted(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { name, .. } => format!("API key `{}`", name.escape_debug()),
        SchemeKind::Basic => "user:password".into(),
        SchemeKind::Bearer { .. } => "bearer token".into(),
        SchemeKind::Oauth2 { flows } if token_url(flows).is_some() => "client_id:client_secret or access token".into(),
        SchemeKind::Oauth2 { .. } | SchemeKind::OpenIdConnect { .. } => "access token".into(),
        SchemeKind::MutualTls => "client certificate and its key, in PEM".into(),
        SchemeKind::WsSecurity { digest: false } => "user:password, in the envelope".into(),
        SchemeKind::WsSecurity { digest: true } => "user:password, as a digest in the envelope".into(),
        SchemeKind::WsSignature => "certificate and its key in PEM, to sign the envelope with".into(),
        SchemeKind::Http { scheme } if scheme.eq_ignore_ascii_case("digest") => "user:password".into(),
        SchemeKind::Http { scheme } => format!("{} credentials", scheme.escape_debug()),
    }
}
