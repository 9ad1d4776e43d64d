//! The ways in which the tools of a project authenticate: each set of alternatives once, under a name.

use hub_model::auth::ApiKeyPlace;
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
    declared: &'b [Alternative],
    /// Those that projects can use: they sign no messages.
    pub(super) alternatives: Vec<&'b Alternative>,
}

/// A scheme that some tool uses.
pub(super) struct NamedScheme<'b> {
    pub(super) key: &'b str,
    pub(super) scheme: &'b Scheme,
}

impl<'b> Securities<'b> {
    pub(super) fn new(blueprint: &'b Blueprint) -> Self {
        // Names that the authentication modules have themselves, and letters that look like digits.
        let reserved = ["SCHEMES", "SKEW", "PAUSE", "SHORTEST", "NONE", "I", "O"];
        Self { blueprint, sets: Vec::new(), names: Names::new(Case::Constant, &reserved) }
    }

    /// The position of a set of alternatives; nothing where no credentials are ever sent.
    pub(super) fn take(&mut self, alternatives: &'b [Alternative]) -> Option<usize> {
        if alternatives.iter().all(Vec::is_empty) {
            return None;
        }
        if let Some(known) = self.sets.iter().position(|set| set.declared == alternatives) {
            return Some(known);
        }
        let constant = self.names.take(&name(alternatives), "SECURITY");
        let usable = alternatives.iter().filter(|all| !needs_signature(self.blueprint, all)).collect();
        self.sets.push(Security { constant, declared: alternatives, alternatives: usable });
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
                .flat_map(|set| set.alternatives.iter().copied().flatten())
                .any(|requirement| requirement.scheme == key)
        };
        let used = self.blueprint.schemes.iter().filter(move |(key, _)| is_used(key));
        used.map(|(key, scheme)| NamedScheme { key: key.as_str(), scheme })
    }
}

/// Whether one of these has to be given, and each of them would have to sign the message.
pub(super) fn must_sign(blueprint: &Blueprint, alternatives: &[Alternative]) -> bool {
    !alternatives.is_empty() && alternatives.iter().all(|all| needs_signature(blueprint, all))
}

/// Whether an alternative has a scheme that signs messages.
fn needs_signature(blueprint: &Blueprint, all: &Alternative) -> bool {
    let signs = |scheme: &Scheme| matches!(scheme.kind, SchemeKind::WsSignature);
    all.iter().any(|one| blueprint.schemes.get(&one.scheme).is_some_and(signs))
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

/// How a scheme's secret is sent, as the authentication modules of projects take it. What does not apply is empty.
pub(super) struct Sent<'b> {
    pub(super) kind: &'static str,
    pub(super) place: &'static str,
    pub(super) name: &'b str,
    pub(super) token_url: &'b str,
}

impl<'b> Sent<'b> {
    pub(super) fn of(scheme: &'b SchemeKind) -> Self {
        let token_url = scheme.client_credentials().unwrap_or_default();
        let (kind, place, name) = match scheme {
            SchemeKind::ApiKey { place: ApiKeyPlace::Header, name } => ("api-key", "header", name.as_str()),
            SchemeKind::ApiKey { place: ApiKeyPlace::Query, name } => ("api-key", "query", name.as_str()),
            SchemeKind::ApiKey { place: ApiKeyPlace::Cookie, name } => ("api-key", "cookie", name.as_str()),
            SchemeKind::Basic => ("basic", "", ""),
            SchemeKind::AwsSigv4 { .. } => ("aws", "", ""),
            SchemeKind::Hmac(_) => ("hmac", "", ""),
            SchemeKind::WsSecurity { digest: false } => ("ws-security", "text", ""),
            SchemeKind::WsSecurity { digest: true } => ("ws-security", "digest", ""),
            SchemeKind::MutualTls => ("mutual-tls", "", ""),
            SchemeKind::Http { scheme } => ("http", "", scheme.as_str()),
            _ => ("bearer", "", ""),
        };
        Self { kind, place, name, token_url }
    }
}
