//! Addresses of written-out requests: the base that becomes an upstream, and the path after it.

use std::collections::BTreeMap;

use hub_model::{Diagnostic, Upstream, Variable};

use super::text::{self, Part, Variables};
use super::{Pair, Refusal, Shelf};
use crate::findings::Findings;

/// An address, with variables as `{{name}}`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Address {
    /// `https://host:port`, or a variable that stands for it. No trailing slash.
    pub(crate) base: String,
    /// Begins with a slash, or is empty.
    pub(crate) path: String,
    /// Base64 or plain user information was in it, which is a secret.
    pub(crate) had_user: bool,
}

impl Address {
    /// Cuts an address as a person writes it into base, path and query.
    pub(crate) fn parse(raw: &str) -> (Self, Vec<Pair>) {
        let raw = raw.trim();
        let raw = cut(raw, '#').0;
        let (before, query) = cut(raw, '?');
        let (scheme, rest) = match before.split_once("://") {
            Some((scheme, rest)) if !scheme.contains('/') => (Some(scheme), rest),
            _ => (None, before),
        };
        let (authority, path) = cut_before(rest, '/');
        let (user, host) = authority.rsplit_once('@').map_or((None, authority), |(user, host)| (Some(user), host));
        let base = match scheme {
            Some(scheme) => format!("{scheme}://{host}"),
            None => host.to_owned(),
        };
        let address = Self { base, path: path.to_owned(), had_user: user.is_some() };
        (address, query.map(pairs).unwrap_or_default())
    }
}

/// `a=b&c`, decoded.
pub(crate) fn pairs(query: &str) -> Vec<Pair> {
    let pieces = query.split('&').filter(|piece| !piece.is_empty());
    pieces
        .map(|piece| {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            Pair { name: decode(name), value: decode(value), ..Pair::default() }
        })
        .collect()
}

fn decode(text: &str) -> String {
    percent_encoding::percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

/// The text before a character that stands in no variable, and what comes after it.
fn cut(text: &str, at: char) -> (&str, Option<&str>) {
    let (before, after) = cut_before(text, at);
    let after = after.strip_prefix(at);
    (before, after)
}

/// The text before a character that stands in no variable, and the rest with it.
fn cut_before(text: &str, at: char) -> (&str, &str) {
    let mut from = 0;
    loop {
        let rest = text.get(from..).unwrap_or_default();
        let Some(found) = rest.find(at) else { return (text, "") };
        let opened = rest.find("{{").filter(|opened| *opened < found);
        match opened.and_then(|opened| rest.get(opened..)?.find("}}").map(|closed| opened + closed + 2)) {
            Some(end) => from += end,
            None => return text.split_at_checked(from + found).unwrap_or((text, "")),
        }
    }
}

impl Shelf {
    /// The key of the upstream for an address, and the text of its path that the upstream has not.
    ///
    /// # Errors
    /// When no HTTP call can go there.
    pub(super) fn upstream(
        &mut self,
        address: &Address,
        place: &str,
        findings: &mut Findings,
    ) -> Result<String, Refusal> {
        let mut base = self.variables.resolve(&address.base);
        if base.trim().is_empty() {
            return Err(("no-address", "the request has no address".to_owned()));
        }
        let starts_with_variable = base.starts_with("{{");
        // A variable that stands for a path only: the host is the user's to give.
        let relative = base.starts_with('/') && text::only_variable(&address.base).is_some();
        if !base.contains("://") && !starts_with_variable && !relative {
            base = format!("http://{base}");
        }
        let scheme = base.split("://").next().unwrap_or_default().to_ascii_lowercase();
        if base.contains("://") && !matches!(scheme.as_str(), "http" | "https") && !text::has_variable(&scheme) {
            return Err(("not-http", format!("the address is neither http nor https but `{scheme}`")));
        }
        if base.contains(char::is_control) || base.contains(' ') {
            return Err(("invalid-address", "the address has spaces or control characters in it".to_owned()));
        }
        if base.split_once("://").is_some_and(|(_, rest)| rest.is_empty() || rest.starts_with('/')) {
            return Err(("no-address", "the request's address names no host".to_owned()));
        }
        let (base, had_user) = without_user(&base);
        if had_user || address.had_user {
            let message = "the address held a user and a password, which are not kept";
            findings.push(
                Diagnostic::warning("secret-removed", message, place).help("give them as --auth basic=user:password"),
            );
        }
        let upstream = upstream(&base, &self.variables);
        let position = self.upstreams.iter().position(|known| *known == upstream).unwrap_or_else(|| {
            self.upstreams.push(upstream);
            self.upstreams.len() - 1
        });
        Ok(key(position))
    }
}

/// A base address as an upstream: its variables in single braces, each with a default.
fn upstream(base: &str, variables: &Variables) -> Upstream {
    let mut upstream = Upstream::default();
    for part in text::parts(base) {
        match part {
            Part::Text(text) => upstream.url.push_str(&text.replace(['{', '}'], "")),
            Part::Variable(name) => {
                upstream.url.push_str(&format!("{{{name}}}"));
                let description = crate::passes::words::clean(variables.about(name), 200).text;
                upstream.variables.insert(name.to_owned(), Variable { description, ..Variable::default() });
            }
        }
    }
    upstream.url.truncate(upstream.url.trim_end_matches('/').len());
    upstream
}

fn without_user(base: &str) -> (String, bool) {
    let Some((scheme, rest)) = base.split_once("://") else { return (base.to_owned(), false) };
    let (authority, path) = cut_before(rest, '/');
    match authority.rsplit_once('@') {
        Some((_, host)) => (format!("{scheme}://{host}{path}"), true),
        None => (base.to_owned(), false),
    }
}

fn key(position: usize) -> String {
    if position == 0 { "api".to_owned() } else { format!("api_{}", position + 1) }
}

pub(super) fn by_key(upstreams: Vec<Upstream>, findings: &mut Findings) -> BTreeMap<String, Upstream> {
    for upstream in &upstreams {
        if !upstream.resolved().starts_with("http") {
            let names: Vec<&str> = upstream.variables.keys().map(String::as_str).collect();
            let message = match names.as_slice() {
                [] => format!("the address `{}` has no host", upstream.url),
                names => format!("nothing says what the address variable `{}` is", names.join("`, `")),
            };
            let help = "give the API's address with --upstream https://…";
            findings.push(Diagnostic::warning("no-server-address", message, "#").help(help));
        }
    }
    upstreams.into_iter().enumerate().map(|(position, upstream)| (key(position), upstream)).collect()
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn addresses_are_cut() {
        for (raw, base, path, query) in [
            ("https://a.example/b/c?d=e#f", "https://a.example", "/b/c", vec![("d", "e")]),
            ("{{base/x?}}/b", "{{base/x?}}", "/b", vec![]),
            (
                "{{p}}://{{host}}:{{port}}/b?q={{x&y}}",
                "{{p}}://{{host}}:{{port}}",
                "/b",
                vec![("q", "{{x"), ("y}}", "")],
            ),
            ("a.example", "a.example", "", vec![]),
            ("https://u:p@a.example:80/x", "https://a.example:80", "/x", vec![]),
            (
                "a.example/redirect?to=https://b.example/?z",
                "a.example",
                "/redirect",
                vec![("to", "https://b.example/?z")],
            ),
        ] {
            let (address, pairs) = Address::parse(raw);
            assert_eq!((address.base.as_str(), address.path.as_str()), (base, path), "{raw}");
            let pairs: Vec<(&str, &str)> = pairs.iter().map(|pair| (pair.name.as_str(), pair.value.as_str())).collect();
            assert_eq!(pairs, query, "{raw}");
        }
    }
}
