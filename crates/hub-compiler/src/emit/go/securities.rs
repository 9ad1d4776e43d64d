//! How a Go project's calls are authenticated: schemes and the sets of them that calls need.

use hub_model::SchemeKind;
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
