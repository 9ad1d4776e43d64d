//! Credentials in written-out requests: they become named schemes, and their values are left behind.

use hub_model::{ApiKeyPlace, Diagnostic, SchemeKind};

use super::text::{self, Part};
use super::{Auth, Pair, Role, Sample, Shelf, secret};
use crate::findings::Findings;

/// What a call needs: scheme, scopes, whether it is the cookies.
pub(super) type Needed = Vec<(String, Vec<String>, bool)>;

/// Query parameters called just this are credentials when their value looks like one or is a variable.
const BARE_KEYS: [&str; 3] = ["key", "k", "appid"];

impl Shelf {
    /// Takes the credentials out of a request.
    pub(super) fn credentials(&mut self, sample: &mut Sample, findings: &mut Findings) -> Needed {
        let mut needed = Needed::new();
        if let Auth::Scheme { kind, name, scopes } = &sample.auth {
            let wanted = if name.is_empty() { own_name(kind) } else { name.clone() };
            needed.push((self.scheme(&wanted, kind, ""), scopes.clone(), false));
        } else if sample.address.had_user {
            needed.push((self.scheme("basic", &SchemeKind::Basic, ""), Vec::new(), false));
        }
        let place = sample.place.clone();
        if !self.recorded {
            // What its author switched off is not needed.
            let off = |pair: &Pair| pair.role == Role::Example && is_credential(pair);
            sample.headers.retain(|pair| !off(pair));
            sample.query.retain(|pair| !off(pair));
        }
        let declared_header = needed.iter().any(|(name, ..)| self.fills_authorization(name));
        let headers = std::mem::take(&mut sample.headers);
        for pair in headers {
            let lower = pair.name.to_ascii_lowercase();
            if lower == "authorization" && declared_header {
                // A declared scheme wins over a header, as in Postman.
                continue;
            }
            if !is_credential(&pair) && !self.holds_secret(&pair.value) {
                sample.headers.push(pair);
                continue;
            }
            if pair.value.trim().is_empty() && lower != "cookie" && !lower.contains("auth") {
                sample.headers.push(pair);
                continue;
            }
            let (wanted, kind) = of_header(&pair);
            self.take(&mut needed, (&wanted, kind), &format!("header `{}`", pair.name), &pair, &place, findings);
        }
        if matches!(&sample.auth, Auth::Scheme { kind: SchemeKind::Oauth2 { .. }, .. }) {
            // The token goes where the scheme says, as in Postman.
            sample.query.retain(|pair| pair.name != "access_token");
        }
        let query = std::mem::take(&mut sample.query);
        for mut pair in query {
            let bare = BARE_KEYS.contains(&pair.name.to_ascii_lowercase().as_str())
                && (text::only_variable(&pair.value).is_some() || pair.value.len() >= 20);
            if bare
                || self.holds_secret(&pair.value)
                || secret::is_name(&pair.name)
                || text::only_variable(&pair.value).is_some_and(secret::is_name)
            {
                let kind = SchemeKind::ApiKey { place: ApiKeyPlace::Query, name: pair.name.clone() };
                let wanted =
                    text::only_variable(&pair.value).map_or(pair.name.clone(), |name| text::bare(name).to_owned());
                let what = format!("query parameter `{}`", pair.name);
                self.take(&mut needed, (&wanted, kind), &what, &pair, &place, findings);
                continue;
            }
            if is_credential(&pair) {
                // Its name says that it is none, its value may be one all the same: an argument, without the value.
                pair.value.clear();
                pair.others.clear();
                let message =
                    format!("the value of the query parameter `{}` may be a secret; it is not kept", pair.name);
                findings.push(Diagnostic::info("value-removed", message, &*place));
            }
            sample.query.push(pair);
        }
        needed
    }

    fn take(
        &mut self,
        needed: &mut Needed,
        (wanted, kind): (&str, SchemeKind),
        what: &str,
        pair: &Pair,
        place: &str,
        findings: &mut Findings,
    ) {
        let cookie = pair.name.eq_ignore_ascii_case("cookie");
        let name = self.scheme(wanted, &kind, "");
        if !needed.iter().any(|(known, ..)| *known == name) {
            needed.push((name.clone(), Vec::new(), cookie));
        }
        let literal = !text::has_variable(&pair.value) && !pair.value.trim().is_empty();
        if literal && self.reported.insert((what.to_owned(), name.clone())) {
            report(what, &name, place, findings);
        }
    }

    /// Whether a text is a variable whose value is a secret.
    fn holds_secret(&self, text: &str) -> bool {
        text::only_variable(text).is_some_and(|name| self.variables.secret.iter().any(|secret| secret == name))
    }

    fn fills_authorization(&self, scheme: &str) -> bool {
        match self.schemes.get(scheme).map(|scheme| &scheme.kind) {
            Some(SchemeKind::ApiKey { place, name }) => {
                *place == ApiKeyPlace::Header && name.eq_ignore_ascii_case("authorization")
            }
            Some(
                SchemeKind::MutualTls | SchemeKind::WsSecurity { .. } | SchemeKind::WsSignature | SchemeKind::Hmac(_),
            )
            | None => false,
            Some(_) => true,
        }
    }
}

/// Says that a secret was found and where it has to be given instead.
pub(crate) fn report(what: &str, scheme: &str, place: &str, findings: &mut Findings) {
    let message = format!("{what} held a secret, which is not kept");
    findings.push(Diagnostic::warning("secret-removed", message, place).help(format!("give it as --auth {scheme}=…")));
}

fn is_credential(pair: &Pair) -> bool {
    secret::is_name(&pair.name)
        || std::iter::once(&pair.value).chain(&pair.others).any(|value| {
            let texts = text::parts(value).into_iter().filter_map(|part| match part {
                Part::Text(text) => Some(text),
                Part::Variable(_) => None,
            });
            texts.into_iter().any(secret::looks_secret)
        })
        || text::only_variable(&pair.value).is_some_and(secret::is_name)
}

/// The scheme of a header: by the word before the secret in `Authorization`, else a key.
fn of_header(pair: &Pair) -> (String, SchemeKind) {
    let value = pair.value.trim();
    let own = |rest: &str, name: &str| {
        text::only_variable(rest).map_or_else(|| name.to_owned(), |variable| text::bare(variable).to_owned())
    };
    if pair.name.eq_ignore_ascii_case("authorization")
        && let Some((word, rest)) = value.split_once(' ')
        && !word.contains("{{")
    {
        let rest = rest.trim();
        return match word.to_ascii_lowercase().as_str() {
            "bearer" => (own(rest, "bearer"), SchemeKind::Bearer { format: String::new() }),
            "basic" => ("basic".to_owned(), SchemeKind::Basic),
            _ if word.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c)) => {
                (own(rest, word), SchemeKind::Http { scheme: word.to_owned() })
            }
            _ => (own(value, "authorization"), header(&pair.name)),
        };
    }
    (own(value, &pair.name), header(&pair.name))
}

fn header(name: &str) -> SchemeKind {
    SchemeKind::ApiKey { place: ApiKeyPlace::Header, name: name.to_owned() }
}

/// What a scheme is called when nothing gives it a name.
pub(crate) fn own_name(kind: &SchemeKind) -> String {
    match kind {
        SchemeKind::ApiKey { name, .. } => name.clone(),
        SchemeKind::Basic => "basic".to_owned(),
        SchemeKind::Bearer { .. } => "bearer".to_owned(),
        SchemeKind::Oauth2 { .. } | SchemeKind::OpenIdConnect { .. } => "oauth2".to_owned(),
        SchemeKind::MutualTls => "certificate".to_owned(),
        SchemeKind::WsSecurity { .. } | SchemeKind::WsSignature => "ws_security".to_owned(),
        SchemeKind::AwsSigv4 { .. } => "aws".to_owned(),
        SchemeKind::Hmac(_) => "signature".to_owned(),
        SchemeKind::Http { scheme } => scheme.to_ascii_lowercase(),
    }
}
