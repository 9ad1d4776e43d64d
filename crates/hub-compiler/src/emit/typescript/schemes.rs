//! The schemes of a project in TypeScript: what is known of each before there is a secret.

use hub_model::SchemeKind;
use hub_model::auth::signature::{Encoding, Hmac, HmacHash};
use serde_json::{Value, json};

use super::super::layout::Code;
use super::super::plan::Plan;
use super::super::security::Sent;
use super::{STYLE, string};

/// The entries of the table of schemes.
pub(super) fn all(plan: &Plan<'_>) -> Value {
    let variable = |key: &str| plan.environment.secrets.iter().find(|secret| secret.key == key);
    let schemes = plan.securities.schemes().filter_map(|scheme| {
        let secret = variable(scheme.key)?;
        let Sent { kind, place, name, token_url } = Sent::of(&scheme.scheme.kind);
        let mut parts = vec![string(&secret.variable), string(&secret.wanted), string(kind)];
        let rest = [place, name, token_url];
        let used = rest.iter().rposition(|value| !value.is_empty()).map_or(0, |at| at + 1);
        parts.extend(rest.into_iter().take(used).map(string));
        let made = Code::call("scheme", parts.into_iter().map(Code::Atom).collect());
        let more = more(&scheme.scheme.kind);
        let made = if more.is_empty() {
            made
        } else {
            Code::group("{ ", std::iter::once(Code::named("...", made)).chain(more).collect(), " }")
        };
        let code = Code::group("[", vec![Code::Atom(string(scheme.key)), made], "]");
        Some(json!({ "code": code.statement(1, "", ",", STYLE) }))
    });
    Value::Array(schemes.collect())
}

/// What only one kind of schemes has.
fn more(kind: &SchemeKind) -> Vec<Code> {
    let text = |name: &str, value: &str| Code::named(format!("{name}: "), Code::Atom(string(value)));
    match kind {
        SchemeKind::AwsSigv4 { service, region } => {
            let named = [("service", service), ("region", region)];
            named.into_iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| text(name, value)).collect()
        }
        SchemeKind::Hmac(hmac) => vec![Code::named("templates: ", templates(hmac))],
        _ => kind.refresh().map(|url| text("refreshUrl", url)).into_iter().collect(),
    }
}

fn templates(hmac: &Hmac) -> Code {
    let text = |name: &str, value: &str| Code::named(format!("{name}: "), Code::Atom(string(value)));
    let pair = |(name, template): &(String, String)| {
        Code::group("[", vec![Code::Atom(string(name)), Code::Atom(string(template))], "]")
    };
    let headers = Code::group("[", hmac.headers.iter().map(pair).collect(), "]");
    let parts = vec![
        text("algorithm", hash(hmac.algorithm)),
        text("encoding", written(if hmac.encoding == Encoding::Base64 { Encoding::Base64 } else { Encoding::Hex })),
        text("key", written(hmac.key)),
        text("message", &hmac.message),
        Code::named("headers: ", headers),
    ];
    Code::group("{ ", parts, " }")
}

/// As Node knows it.
fn hash(algorithm: HmacHash) -> &'static str {
    match algorithm {
        HmacHash::Sha1 => "sha1",
        HmacHash::Sha256 => "sha256",
        HmacHash::Sha384 => "sha384",
        HmacHash::Sha512 => "sha512",
    }
}

fn written(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Text => "text",
        Encoding::Hex => "hex",
        Encoding::Base64 => "base64",
    }
}
