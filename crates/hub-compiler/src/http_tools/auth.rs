//! Authentication of hand-written tools: schemes by name, and which of them a tool needs.

use std::collections::BTreeMap;

use hub_model::auth::OauthFlow;
use hub_model::{Alternative, ApiKeyPlace, Diagnostic, Requirement, Scheme, SchemeKind};
use serde_json::Value;

use super::{Reader, keys};
use crate::documents::Node;
use crate::findings::Findings;
use crate::passes::words;
use crate::sample::{Refusal, is_token};
use crate::signature;

const KEYS: [&str; 15] = [
    "type",
    "in",
    "name",
    "description",
    "scheme",
    "token_url",
    "scopes",
    "authorization_url",
    "service",
    "region",
    "algorithm",
    "encoding",
    "key",
    "message",
    "headers",
];

/// Words under which people would write down a secret; it must not get into a blueprint, which is no place for it.
const SECRETS: [&str; 6] = ["value", "token", "password", "secret", "key", "client_secret"];

/// The schemes that a file declares.
pub(super) fn schemes(root: &Node<'_>, findings: &mut Findings) -> BTreeMap<String, Scheme> {
    let mut schemes = BTreeMap::new();
    for (name, node) in root.get("auth").iter().flat_map(Node::entries) {
        // The `key` of a signature says how the secret is written.
        let is_signed = node.str("type") == Some("hmac");
        let secrets = SECRETS.iter().filter(|key| !(is_signed && **key == "key"));
        for key in secrets.filter(|key| node.value.get(**key).is_some()) {
            let message = format!("`{key}` of the scheme `{}` is a secret, which is not kept", super::shown(name));
            let help = format!("take it out of the file and give it as --auth {}=…", super::shown(name));
            findings.push(Diagnostic::warning("secret-removed", message, node.place()).help(help));
        }
        let known: Vec<&str> = KEYS.iter().chain(&SECRETS).copied().collect();
        keys::check(&node, "a scheme", &known, findings);
        match kind(&node) {
            Ok(kind) => {
                let description = words::clean(&node.text("description").unwrap_or_default(), 300).text;
                schemes.insert(name.clone(), Scheme { kind, description });
            }
            Err(why) => {
                let message = format!("the scheme `{}` {why}; it is left out", super::shown(name));
                findings.push(Diagnostic::warning("invalid-security-scheme", message, node.place()));
            }
        }
    }
    schemes
}

fn kind(node: &Node<'_>) -> Result<SchemeKind, String> {
    let kind = node.value.as_str().map(str::to_owned).or_else(|| node.text("type")).unwrap_or_default();
    Ok(match kind.as_str() {
        "api-key" => {
            let name = node.text("name").ok_or("needs a `name`, that of the header, query parameter or cookie")?;
            let place = match node.str("in").unwrap_or("header") {
                "header" if !is_token(&name) => return Err("names a header that cannot exist".to_owned()),
                "header" => ApiKeyPlace::Header,
                "query" => ApiKeyPlace::Query,
                "cookie" => ApiKeyPlace::Cookie,
                _ => return Err("must be `in: header`, `in: query` or `in: cookie`".to_owned()),
            };
            SchemeKind::ApiKey { place, name }
        }
        "basic" => SchemeKind::Basic,
        "bearer" => SchemeKind::Bearer { format: String::new() },
        "oauth2" => {
            let token_url = node.text("token_url").unwrap_or_default();
            let scopes = node.value.get("scopes").and_then(Value::as_array).into_iter().flatten();
            let scopes = scopes.filter_map(Value::as_str).map(|scope| (scope.to_owned(), String::new())).collect();
            let grant = if token_url.is_empty() { "authorization-code" } else { "client-credentials" }.to_owned();
            let authorization_url = node.text("authorization_url").unwrap_or_default();
            SchemeKind::Oauth2 {
                flows: vec![OauthFlow { grant, token_url, authorization_url, scopes, ..OauthFlow::default() }],
            }
        }
        "aws-sigv4" => SchemeKind::AwsSigv4 {
            service: node.text("service").unwrap_or_default(),
            region: node.text("region").unwrap_or_default(),
        },
        "hmac" => SchemeKind::Hmac(signature::hmac(node.object().unwrap_or(&serde_json::Map::new()))?),
        "http" => {
            let scheme =
                node.text("scheme").filter(|scheme| is_token(scheme)).ok_or("needs a `scheme`, such as `Token`")?;
            SchemeKind::Http { scheme }
        }
        other => {
            let other: String = other.chars().take(40).collect();
            return Err(format!(
                "is of the type `{}`; known are api-key, basic, bearer, oauth2, aws-sigv4, hmac, http",
                other.escape_debug()
            ));
        }
    })
}

/// What a tool needs: what it says itself, or else any one of the file's schemes.
pub(super) fn of_tool(reader: &Reader<'_>, tool: &Node<'_>) -> Result<Vec<Alternative>, Refusal> {
    let scopes = |name: &str| match reader.schemes.get(name).map(|scheme| &scheme.kind) {
        Some(SchemeKind::Oauth2 { flows }) => {
            flows.iter().flat_map(|flow| flow.scopes.iter().map(|(scope, _)| scope.clone())).collect()
        }
        _ => Vec::new(),
    };
    let one = |name: &str| {
        if !reader.schemes.contains_key(name) {
            return Err((
                "undefined-security-scheme",
                format!("`auth` names `{}`, which the file does not declare", super::shown(name)),
            ));
        }
        Ok(Requirement { scheme: name.to_owned(), scopes: scopes(name) })
    };
    match tool.value.get("auth") {
        None => Ok(reader
            .schemes
            .keys()
            .map(|name| vec![Requirement { scheme: name.clone(), scopes: scopes(name) }])
            .collect()),
        Some(Value::String(name)) if name == "none" => Ok(Vec::new()),
        Some(Value::Bool(false)) => Ok(Vec::new()),
        Some(Value::String(name)) => Ok(vec![vec![one(name)?]]),
        Some(Value::Array(names)) => {
            let all: Result<Alternative, Refusal> =
                names.iter().map(|name| one(name.as_str().unwrap_or_default())).collect();
            Ok(vec![all?])
        }
        Some(_) => Err(("invalid-auth", "`auth` must be a scheme's name, a list of names, or `none`".to_owned())),
    }
}
