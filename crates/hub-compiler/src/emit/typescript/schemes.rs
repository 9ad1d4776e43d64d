//! The schemes of a project in TypeScript: what is known of each before there is a secret.

use hub_model::SchemeKind;
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
        _ => kind.refresh().map(|url| text("refreshUrl", url)).into_iter().collect(),
    }
}
