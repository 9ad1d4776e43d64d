//! How a Go project's calls are authenticated: schemes, templates of signatures, and the sets of them that calls need.

use hub_model::SchemeKind;
use hub_model::auth::signature::{Encoding, HmacHash};
use serde_json::{Value, json};

use super::super::layout::Code;
use super::super::plan::Plan;
use super::super::security::Sent;
use super::{STYLE, string};

/// The schemes, as `schemes.go` has them.
pub(super) fn schemes(plan: &Plan<'_>) -> Value {
    let variable = |key: &str| plan.environment.secrets.iter().find(|secret| secret.key == key);
    let schemes = plan.securities.schemes().filter_map(|scheme| {
        let secret = variable(scheme.key)?;
        let Sent { kind, place, name, token_url } = Sent::of(&scheme.scheme.kind);
        let (service, region) = match &scheme.scheme.kind {
            SchemeKind::AwsSigv4 { service, region } => (service.as_str(), region.as_str()),
            _ => ("", ""),
        };
        let mut fields = vec![
            ("Variable", secret.variable.as_str()),
            ("Wanted", &secret.wanted),
            ("Kind", kind),
            ("Place", place),
            ("Name", name),
            ("TokenURL", token_url),
            ("Service", service),
            ("Region", region),
            ("RefreshURL", scheme.scheme.kind.refresh().unwrap_or_default()),
        ];
        fields.retain(|(_, value)| !value.is_empty());
        // Aligned, as the formatter has it.
        let width = fields.iter().map(|(name, _)| name.len() + 1).max().unwrap_or_default();
        let lines = fields.iter().map(|(name, value)| format!("{:width$} {}", format!("{name}:"), string(value)));
        Some(json!({ "key": string(scheme.key), "fields": lines.collect::<Vec<_>>() }))
    });
    Value::Array(schemes.collect())
}

/// The sets of alternatives.
pub(super) fn sets(plan: &Plan<'_>, constants: &[String]) -> Value {
    let sets = plan.securities.sets().iter().zip(constants).map(|(set, constant)| {
        let alternatives = set.alternatives.iter().map(|all| {
            let needed = all.iter().map(|one| {
                let parts = std::iter::once(&one.scheme).chain(&one.scopes);
                Code::call("scheme", parts.map(|text| Code::Atom(string(text))).collect())
            });
            Code::group("{", needed.collect(), "}")
        });
        let code = Code::group("Alternatives{", alternatives.collect(), "}");
        json!({ "code": code.statement(0, &format!("var {constant} = "), "", STYLE), "constant": constant })
    });
    Value::Array(sets.collect())
}

/// How requests are signed by templates.
pub(super) fn templates(plan: &Plan<'_>) -> Value {
    let templates = plan.securities.schemes().filter_map(|scheme| {
        let SchemeKind::Hmac(hmac) = &scheme.scheme.kind else { return None };
        let headers = hmac.headers.iter().map(|(name, text)| json!({ "name": string(name), "text": string(text) }));
        let algorithm = match hmac.algorithm {
            HmacHash::Sha1 => "sha1",
            HmacHash::Sha256 => "sha256",
            HmacHash::Sha384 => "sha384",
            HmacHash::Sha512 => "sha512",
        };
        Some(json!({
            "key": string(scheme.key), "algorithm": string(algorithm), "encoding": string(word(hmac.encoding)),
            "written": string(word(hmac.key)), "message": string(&hmac.message), "headers": headers.collect::<Vec<_>>(),
        }))
    });
    Value::Array(templates.collect())
}

fn word(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Text => "text",
        Encoding::Hex => "hex",
        Encoding::Base64 => "base64",
    }
}
