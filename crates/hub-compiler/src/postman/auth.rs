//! Authentication in collections: kinds and names of secrets; the secrets themselves stay behind.

use hub_model::auth::OauthFlow;
use hub_model::{ApiKeyPlace, Diagnostic, SchemeKind};
use serde_json::Value;

use crate::documents::Node;
use crate::findings::Findings;
use crate::sample::{Auth, is_token, own_name, report_secret, text};

/// What an owner declares itself; `None` when it inherits.
pub(super) fn own(owner: &Node<'_>, path: &[String], findings: &mut Findings) -> Option<Auth> {
    let auth = owner.get("auth").filter(|auth| auth.value.is_object())?;
    let kind = auth.str("type")?.to_owned();
    let part = |name: &str| attribute(&auth, &kind, name);
    let scheme = |kind: SchemeKind, secret: &str| {
        let name = text::only_variable(secret).map(|name| text::bare(name).to_owned()).unwrap_or_default();
        Auth::Scheme { kind, name, scopes: Vec::new() }
    };
    let (made, secret) = match kind.as_str() {
        "noauth" => return Some(Auth::None),
        "inherit" => return None,
        "apikey" => {
            let name = part("key");
            if text::has_variable(&name) || !is_token(&name) {
                return unusable(&auth, "the API key's name is missing or a variable", findings);
            }
            let place = if part("in") == "query" { ApiKeyPlace::Query } else { ApiKeyPlace::Header };
            (scheme(SchemeKind::ApiKey { place, name }, &part("value")), part("value"))
        }
        "basic" => (scheme(SchemeKind::Basic, ""), part("password")),
        "bearer" => (scheme(SchemeKind::Bearer { format: String::new() }, &part("token")), part("token")),
        "jwt" => (scheme(SchemeKind::Bearer { format: "JWT".to_owned() }, ""), part("secret")),
        "oauth2" => (oauth2(&part), first(&[part("accessToken"), part("clientSecret")])),
        "digest" => {
            note_unsupported("digest", &auth, findings);
            (scheme(SchemeKind::Http { scheme: "Digest".to_owned() }, ""), part("password"))
        }
        "awsv4" => {
            let plain = |key: &str| Some(part(key)).filter(|text| !text::has_variable(text)).unwrap_or_default();
            let kind = SchemeKind::AwsSigv4 { service: plain("service"), region: plain("region") };
            (scheme(kind, ""), first(&[part("secretKey"), part("sessionToken")]))
        }
        "hawk" | "ntlm" | "oauth1" | "edgegrid" | "asap" => {
            note_unsupported(&kind, &auth, findings);
            let secret = first(&[
                part("authKey"),
                part("password"),
                part("consumerSecret"),
                part("clientSecret"),
                part("privateKey"),
            ]);
            (scheme(SchemeKind::Http { scheme: kind.clone() }, ""), secret)
        }
        other => {
            let message =
                format!("authentication of the type `{}` is not known", other.chars().take(40).collect::<String>());
            return unusable(&auth, &message, findings);
        }
    };
    if !secret.is_empty() && text::only_variable(&secret).is_none() {
        let what = format!("the authentication of `{}`", path.last().map_or("the collection", String::as_str));
        let name = match &made {
            Auth::Scheme { name, kind, .. } if name.is_empty() => own_name(kind),
            Auth::Scheme { name, .. } => name.clone(),
            Auth::None => String::new(),
        };
        report_secret(&what, &name, &auth.place(), findings);
    }
    Some(made)
}

fn unusable(auth: &Node<'_>, message: &str, findings: &mut Findings) -> Option<Auth> {
    findings.push(
        Diagnostic::warning("invalid-security-scheme", message, auth.place())
            .help("add the header by hand with --header"),
    );
    Some(Auth::None)
}

fn note_unsupported(kind: &str, auth: &Node<'_>, findings: &mut Findings) {
    let message = format!("`{kind}` authentication signs each request, which is not done yet");
    findings.push(
        Diagnostic::warning("unsupported-security-scheme", message, auth.place())
            .help("use another way to authenticate where the API has one"),
    );
}

/// An attribute of the authentication: version 2.1 has a list of pairs, 2.0 an object.
fn attribute(auth: &Node<'_>, kind: &str, name: &str) -> String {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => String::new(),
    };
    match auth.value.get(kind) {
        Some(Value::Array(list)) => {
            let found = list.iter().find(|item| item.get("key").and_then(Value::as_str) == Some(name));
            found.and_then(|item| item.get("value")).map(text).unwrap_or_default()
        }
        Some(Value::Object(map)) => map.get(name).map(text).unwrap_or_default(),
        _ => String::new(),
    }
}

fn first(candidates: &[String]) -> String {
    candidates.iter().find(|text| !text.is_empty()).cloned().unwrap_or_default()
}

fn oauth2(part: &dyn Fn(&str) -> String) -> Auth {
    let token = part("accessToken");
    let name = text::only_variable(&token).map(|name| text::bare(name).to_owned()).unwrap_or_default();
    if part("addTokenTo") == "queryParams" {
        let kind = SchemeKind::ApiKey { place: ApiKeyPlace::Query, name: "access_token".to_owned() };
        return Auth::Scheme { kind, name, scopes: Vec::new() };
    }
    let prefix = part("headerPrefix");
    if !prefix.trim().is_empty() && !prefix.trim().eq_ignore_ascii_case("bearer") && is_token(prefix.trim()) {
        return Auth::Scheme { kind: SchemeKind::Http { scheme: prefix.trim().to_owned() }, name, scopes: Vec::new() };
    }
    let grant = match part("grant_type").as_str() {
        "client_credentials" => "client-credentials",
        "password_credentials" => "password",
        "implicit" => "implicit",
        "authorization_code" | "authorization_code_with_pkce" => "authorization-code",
        _ => "",
    };
    let address = |name: &str| {
        Some(part(name)).filter(|url| url.starts_with("http") && !text::has_variable(url)).unwrap_or_default()
    };
    let scopes: Vec<String> =
        part("scope").split_whitespace().filter(|scope| !scope.contains("{{")).map(str::to_owned).collect();
    let flows = if grant.is_empty() {
        Vec::new()
    } else {
        vec![OauthFlow {
            grant: grant.to_owned(),
            token_url: address("accessTokenUrl"),
            authorization_url: address("authUrl"),
            refresh_url: address("refreshTokenUrl"),
            scopes: scopes.iter().map(|scope| (scope.clone(), String::new())).collect(),
        }]
    };
    Auth::Scheme { kind: SchemeKind::Oauth2 { flows }, name, scopes }
}
