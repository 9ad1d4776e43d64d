//! What is or may be a secret: by its name, or by what it looks like.

/// Words that make a name one of a credential.
const WORDS: [&str; 22] = [
    "authorization",
    "auth",
    "authentication",
    "token",
    "apikey",
    "secret",
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "credential",
    "credentials",
    "signature",
    "sig",
    "session",
    "sessionid",
    "sid",
    "cookie",
    "csrf",
    "xsrf",
    "jwt",
    "bearer",
];

/// A `key` preceded by one of these is a credential.
const KEYS: [&str; 9] = ["api", "access", "private", "auth", "subscription", "app", "functions", "secret", "rapidapi"];

/// A `token` preceded or followed by one of these is none.
const NO_TOKENS: [&str; 14] = [
    "page",
    "next",
    "prev",
    "previous",
    "continuation",
    "sync",
    "max",
    "start",
    "type",
    "count",
    "limit",
    "url",
    "endpoint",
    "cursor",
];

/// Beginnings of well-known secrets.
const PREFIXES: [&str; 30] = [
    "sk_live_",
    "sk_test_",
    "pk_live_",
    "pk_test_",
    "rk_live_",
    "sk-",
    "whsec_",
    "ghp_",
    "gho_",
    "ghs_",
    "ghu_",
    "github_pat_",
    "glpat-",
    "xoxb-",
    "xoxp-",
    "xoxa-",
    "xoxs-",
    "akia",
    "asia",
    "aiza",
    "ya29.",
    "sg.",
    "shpat_",
    "npm_",
    "hf_",
    "dop_v1_",
    "pmak-",
    "-----begin",
    "bearer ",
    "basic ",
];

/// Shortest text without a known prefix that is taken for a secret by its looks.
const SHORTEST: usize = 24;

/// Whether a header, parameter, property or variable of this name holds a credential.
pub(crate) fn is_name(name: &str) -> bool {
    let words = words(name);
    let joined = words.concat();
    if matches!(joined.as_str(), "accesstoken" | "apikey" | "idtoken" | "refreshtoken") {
        return true;
    }
    words.iter().enumerate().any(|(at, word)| {
        let before = at.checked_sub(1).and_then(|at| words.get(at)).map_or("", String::as_str);
        let after = words.get(at + 1).map_or("", String::as_str);
        match word.as_str() {
            "token" => !NO_TOKENS.contains(&before) && !NO_TOKENS.contains(&after),
            "key" => KEYS.contains(&before) && after != "id",
            "auth" | "authorization" | "authentication" => !matches!(after, "url" | "type" | "endpoint" | "mode"),
            "session" => !matches!(after, "count" | "type" | "length"),
            word => WORDS.contains(&word) && after != "url",
        }
    })
}

/// Whether a text looks like a key or a token. Meant for values whose names say nothing; what is wrongly taken for one costs a
/// question, what is wrongly passed costs a secret.
pub(crate) fn looks_secret(text: &str) -> bool {
    let text = text.trim();
    let lower: String = text.chars().take(16).collect::<String>().to_ascii_lowercase();
    if text.len() > 12 && PREFIXES.iter().any(|prefix| lower.starts_with(prefix)) {
        return true;
    }
    // A JSON Web Token: `{"` in base64 begins with `eyJ`.
    if text.starts_with("eyJ") && text.len() > 16 {
        return true;
    }
    let mut text = text;
    if let Some((_, rest)) = text.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', ' '])) {
        let (authority, path) =
            rest.split_at_checked(rest.find(['/', '?', '#']).unwrap_or(rest.len())).unwrap_or((rest, ""));
        if authority.contains('@') {
            return true;
        }
        // Hosts that clouds give out look random and are no secrets.
        text = path;
    }
    let pieces = text.split(|c: char| !(c.is_ascii_alphanumeric() || "+_=~".contains(c)));
    let mut long = pieces.filter(|piece| piece.len() >= SHORTEST);
    long.any(is_random)
}

/// Whether a text that is no plain value, such as XML or a query, names or holds a credential.
pub(crate) fn mentions(text: &str) -> bool {
    looks_secret(text) || text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-').any(is_name)
}

/// Letters and digits without any order, as words never are.
fn is_random(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0 || digits == text.len() {
        return digits == 0 && text.len() >= 32 && changes_of_case(text) * 4 > text.len();
    }
    entropy(text) > 3.2
}

fn changes_of_case(text: &str) -> usize {
    text.as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() != b.is_ascii_lowercase()))
        .count()
}

/// Bits for each character.
fn entropy(text: &str) -> f64 {
    let mut counts = std::collections::HashMap::new();
    text.bytes().for_each(|byte| *counts.entry(byte).or_insert(0_u32) += 1);
    let length = f64::from(u32::try_from(text.len()).unwrap_or(u32::MAX));
    counts.values().map(|&count| f64::from(count) / length).map(|share| -share * share.log2()).sum()
}

/// Lower-case words of a name.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before_is_lower = false;
    for c in name.chars().take(200) {
        if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && before_is_lower {
            words.push(String::new());
        }
        if c.is_ascii_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(c.to_ascii_lowercase());
        }
        before_is_lower = c.is_ascii_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::{is_name, looks_secret};

    #[test]
    fn names_of_credentials() {
        for name in [
            "Authorization",
            "X-Api-Key",
            "apiKey",
            "api_key",
            "accessToken",
            "X-CSRF-Token",
            "password",
            "JSESSIONID-session",
            "sig",
        ] {
            assert!(is_name(name), "{name}");
        }
        for name in [
            "page_token",
            "nextPageToken",
            "max_tokens",
            "tokenType",
            "key",
            "monkey",
            "author",
            "authUrl",
            "key_id",
            "accessKeyId",
        ] {
            assert!(!is_name(name), "{name}");
        }
    }

    #[test]
    fn looks_of_secrets() {
        for text in [
            "eyJhbGciOiJIUzI1NiJ9.e30.abc",
            concat!("sk_", "live_abcdefgh"),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
            "dGhpcyBpcyBub3QgYSBzZWNyZXQ1",
            "https://user:pass@host.example/",
        ] {
            assert!(looks_secret(text), "{text}");
        }
        for text in [
            "2024-01-01T00:00:00.000Z",
            "123e4567-e89b-12d3-a456-426614174000",
            "a-rather-long-slug-of-a-page-about-things",
            "application/vnd.github.v3+json",
            "1234567890123456789012345",
            "internationalization_of_things",
            "https://example.com/some/path",
        ] {
            assert!(!looks_secret(text), "{text}");
        }
    }
}
