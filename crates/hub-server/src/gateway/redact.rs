//! Takes what looks like a secret out of arguments and results before they are kept. The upstream's own credentials are taken out of
//! answers before: this is about what callers and upstreams say by themselves.

use serde_json::Value;

const MARK: &str = "[redacted]";
/// In names of properties, without what separates their words.
const NAMES: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "privatekey",
    "accesskey",
    "cvv",
    "cardnumber",
    "onetimecode",
];
/// What tokens begin with.
const BEGINNINGS: [&str; 12] =
    ["eyJ", "sk-", "sk_", "rk_live", "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "xox", "AKIA", "mcphub_"];
/// A token has more letters than a word.
const SHORTEST: usize = 20;
/// What was told to be a secret by its name is looked for when it has so many letters.
const SHORTEST_KNOWN: usize = 6;

/// Takes secrets out, and remembers them: upstreams like to repeat what they were sent.
#[derive(Default)]
pub(super) struct Redactor(Vec<String>);

impl Redactor {
    /// The same value without what looks like a secret.
    pub(super) fn value(&mut self, value: Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(items) => items.into_iter().map(|item| self.value(item)).collect(),
            Value::Object(members) => members.into_iter().map(|(name, member)| self.member(name, member)).collect(),
            other => other,
        }
    }

    fn member(&mut self, name: String, member: Value) -> (String, Value) {
        let text = match &member {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return (name, self.value(member)),
        };
        if !is_secret(&name) {
            return (name, self.value(member));
        }
        self.remember(&text);
        (name, Value::from(MARK))
    }

    /// The same text: as a value, where it is JSON.
    pub(super) fn text(&mut self, text: &str) -> String {
        let is_json = text.trim_start().starts_with(['{', '[']);
        if let Some(parsed) = is_json.then(|| serde_json::from_str(text).ok()).flatten() {
            return self.value(parsed).to_string();
        }
        let mut kept = String::with_capacity(text.len());
        let mut after_scheme = false;
        for piece in text.split_inclusive(|letter: char| !is_token(letter)) {
            let word = piece.trim_end_matches(|letter: char| !is_token(letter));
            let begins = || BEGINNINGS.iter().any(|beginning| word.starts_with(beginning));
            let is_secret = word.len() >= SHORTEST && (after_scheme || begins());
            if is_secret {
                self.remember(word);
            }
            kept.push_str(if is_secret { MARK } else { word });
            kept.push_str(piece.get(word.len()..).unwrap_or_default());
            if !word.is_empty() {
                after_scheme = word.eq_ignore_ascii_case("bearer") || word.eq_ignore_ascii_case("basic");
            }
        }
        self.without_known(&kept)
    }

    /// A secret, as it stands and as URLs write it. What is short may be anything.
    fn remember(&mut self, secret: &str) {
        let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
        for form in [secret.to_owned(), encoded.replace('+', "%20"), encoded] {
            if form.len() >= SHORTEST_KNOWN && !self.0.contains(&form) {
                self.0.push(form);
            }
        }
    }

    fn without_known(&self, text: &str) -> String {
        self.0.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), MARK))
    }
}

fn is_token(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.' | '+' | '/' | '~')
}

fn is_secret(name: &str) -> bool {
    let plain: String =
        name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect();
    // `next_page_token` and the like lead nowhere but to the next page.
    let is_place = plain.contains("page")
        || plain.contains("cursor")
        || plain.ends_with("tokens")
        || plain.starts_with("maxtoken");
    !is_place && NAMES.iter().any(|secret| plain.contains(secret))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_and_forms_tell_secrets() {
        let said = json!({
            "user": "ann", "Password": "hunter2", "nested": [{ "api-key": 7, "next_page_token": "abc", "max_tokens": 5 }],
            "note": "use Bearer abcdefghijklmnopqrstuvwxyz0123 please", "id": "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
        });
        let kept = json!({
            "user": "ann", "Password": "[redacted]", "nested": [{ "api-key": "[redacted]", "next_page_token": "abc", "max_tokens": 5 }],
            "note": "use Bearer [redacted] please", "id": "[redacted]",
        });
        assert_eq!(Redactor::default().value(said), kept);
    }

    #[test]
    fn texts_that_are_json_are_read() {
        let text = |text: &str| Redactor::default().text(text);
        assert_eq!(text(r#"{"token":"abc","n":1}"#), r#"{"token":"[redacted]","n":1}"#);
        assert_eq!(text("{ not json, ghp_0123456789abcdefghij }"), "{ not json, [redacted] }");
        assert_eq!(text("nothing to see: a token of thanks"), "nothing to see: a token of thanks");
    }

    #[test]
    fn what_an_argument_told_is_not_kept_of_the_answer() {
        let mut redactor = Redactor::default();
        redactor.value(json!({ "password": "hunter 2!", "note": "Bearer abcdefghijklmnopqrstuvwxyz" }));
        let said = "GET /?p=hunter%202%21&n=Bearer%20abcdefghijklmnopqrstuvwxyz of hunter 2!";
        assert_eq!(redactor.text(said), "GET /?p=[redacted]&n=Bearer%[redacted] of [redacted]");
    }
}
